"""The platform's own worker as a process that a test starts and kills, and what it tells Redis."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import redis.asyncio

from orm import keyring

ROOT = Path(__file__).parents[2]
REDIS = os.environ.get("TEST_REDIS", "")
CHANNEL = "socketio"


@contextlib.contextmanager
def shared_keys() -> Iterator[str]:
    """Keys that this process holds and another one can be given."""
    before, keys = keyring.held(), keyring.make_keys()
    keyring.hold(keyring.read_keys(keys))
    yield keys
    keyring.hold(before)


class RealWorker:
    """`python -m server.worker`."""

    def __init__(self, url: str, keys: str, folder: Path) -> None:
        self._folder = folder
        self._environment = os.environ | {
            "DATABASE_URL": url,
            "REDIS_URL": REDIS,
            "DATA_KEYS": keys,
            "DATA_DIR": str(folder),
            "DEMO": "0",
            "LOG_LEVEL": "WARNING",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin to work; another one may be at it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / "worker.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "server.worker", cwd=ROOT, env=self._environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    async def kill(self) -> None:
        """kill -9: nothing is said, nothing is given up."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.wait()

    async def verified(self) -> tuple[int, str]:
        """What `python -m server.verify` finds."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "server.verify", cwd=ROOT, env=self._environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()


@contextlib.asynccontextmanager
async def heard() -> AsyncIterator[list[bytes]]:
    """Everything that workers tell the web processes meanwhile, in order."""
    told: list[bytes] = []
    client = redis.asyncio.Redis.from_url(REDIS)
    listener = client.pubsub()
    await listener.subscribe(CHANNEL)

    async def listen() -> None:
        async for message in listener.listen():
            told.extend([message["data"]] if message["type"] == "message" else [])

    listening = asyncio.create_task(listen())
    try:
        yield told
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await listener.aclose()  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        await client.aclose()
