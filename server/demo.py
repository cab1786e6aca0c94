"""Keeps the demo city gently alive: a slow replay of past loans, over HTTP like everybody else."""

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import Any

from sanic import Sanic

from server import demo_loans, demo_service, demo_store
from server.logs import configure
from server.replay.living import keep_alive
from server.settings import Settings

SAMPLE = Path(__file__).parent / "replay" / "sample.csv"

log = logging.getLogger(__name__)


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Start the slow replay with the server, and stop it with the server."""
    if not settings.demo or settings.demo_pace_s == 0:
        return

    async def start(app: Sanic[Any, Any]) -> None:
        base = f"http://{settings.host}:{settings.port}"
        await demo_loans.write()
        await demo_store.write()
        await demo_service.write()
        app.ctx.living = asyncio.create_task(keep_alive(base, SAMPLE, settings.demo_pace_s))

    async def stop(app: Sanic[Any, Any]) -> None:
        app.ctx.living.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await app.ctx.living

    app.after_server_start(start)
    app.before_server_stop(stop)


def main() -> None:
    """Run the slow replay as a process of its own."""
    settings = Settings.from_environment()
    configure(settings.log_level)
    base = f"http://{settings.host}:{settings.port}"
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(keep_alive(base, SAMPLE, settings.demo_pace_s))


if __name__ == "__main__":
    main()
