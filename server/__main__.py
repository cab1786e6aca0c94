"""`python -m server`: migrate, seed, say where everything is, and serve until told to stop."""

import asyncio
import contextlib
import errno
import fcntl
import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import uvloop

from orm import engine, keyring
from server import banner, demo
from server.app import create_app
from server.logs import configure
from server.migrate import migrate
from server.processes import Fleet, modules_of
from server.seed import seed
from server.settings import Settings, SettingsError

BACKLOG = 1024


def main() -> int:
    """Serve. Returns 2 when the settings are wrong, 1 when the address is taken."""
    began = time.perf_counter()
    try:
        settings = Settings.from_environment()
    except SettingsError as problem:
        sys.stderr.write(f"设置有误：{problem}\n详见 deploy/env.example。\n")
        return 2
    settings.make_data_dir()
    configure(settings.log_level)
    sock = _listen(settings)
    lock = _lock(settings)
    if sock is None or lock is None:
        return 1
    asyncio.run(_prepare(settings))
    banner.show(settings, took_s=time.perf_counter() - began)
    if settings.redis_url and not settings.database_url.startswith("sqlite"):
        Fleet(sock, modules_of(settings)).serve()
    else:
        _serve_one(settings, sock)
    lock.close()
    _leave()
    return 0


def _leave() -> None:
    """Go, even when a second Ctrl-C cut the closing short and left a database's thread behind.

    Whatever was promised is committed; such a thread would only keep the process alive.
    """
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    if any(not thread.daemon for thread in others):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


async def _prepare(settings: Settings) -> None:
    await migrate(settings.database_url)
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        await seed(settings.demo)
    finally:
        await engine.disconnect()


def _listen(settings: Settings) -> socket.socket | None:
    """Take the address before anything else is done, so that a second copy harms nothing."""
    sock = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        sock.listen(BACKLOG)
    except OSError as problem:
        sock.close()
        if problem.errno != errno.EADDRINUSE:
            raise
        sys.stderr.write(
            f"端口 {settings.port} 已被占用：可能已有一份在运行（http://{settings.host}:"
            f"{settings.port}/）。如需另起一份，请换一个端口：PORT={settings.port + 1} "
            "DATA_DIR=var-2 make run\n"
        )
        return None
    return sock


def _lock(settings: Settings) -> Any:
    """One process per SQLite file: the second one says so and goes."""
    path = Path(settings.data_dir) / "lock"
    file = path.open("w")
    if not settings.database_url.startswith("sqlite"):
        return file
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        sys.stderr.write(
            f"数据目录 {settings.data_dir} 正被另一份程序使用。请先停止它，或另设 DATA_DIR。\n"
        )
        return None
    return file


def _serve_one(settings: Settings, sock: socket.socket) -> None:
    uvloop.install()
    app = create_app(settings)
    demo.install(app, settings)
    app.config.TOUCHUP = True  # the stand-in beside it leaves Sanic's classes alone
    with contextlib.suppress(KeyboardInterrupt):
        app.run(sock=sock, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    logging.captureWarnings(capture=True)
    sys.exit(main())
