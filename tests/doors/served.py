"""The platform as it is served: a process of its own on a free port of this machine."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx2

from orm import engine, keyring
from tests.doors.town import Town

ROOT = Path(__file__).parents[2]
START_S_MAX = 30.0


class Served:
    """A running platform, and its people."""

    def __init__(self, base: str, database: str, town: Town, log: Path) -> None:
        self.base, self.database, self.town, self.log = base, database, town, log
        self.pid = 0
        self.client = httpx2.Client(base_url=base, timeout=30, trust_env=False)

    def ask(self, method: str, path: str, who: str | None = None, **more: Any) -> httpx2.Response:
        """One request, as somebody or as nobody."""
        headers = dict(more.pop("headers", {}))
        if who:
            headers["Authorization"] = f"Bearer {self.town.tokens[who]}"
        return self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, who: str | None = None, **more: Any) -> httpx2.Response:
        return self.ask("GET", f"/api{path}", who, **more)

    def post(
        self, path: str, who: str | None = None, body: Any = None, **more: Any
    ) -> httpx2.Response:
        return self.ask("POST", f"/api{path}", who, json={} if body is None else body, **more)

    def crashes(self) -> list[str]:
        """What the log calls crashed: must be nothing, whatever was sent."""
        return [line for line in self.log.read_text("utf-8").splitlines() if "crashed:" in line]


@contextmanager
def database(template: str, folder: Path, server: str, where: str = "") -> Iterator[str]:
    """A fresh copy of the migrated database; `where` on PostgreSQL: its tablespace."""
    if not engine.is_postgres(server):
        path = folder / "finmart.sqlite3"
        shutil.copy(template, path)
        yield f"sqlite://{path}"
        return
    name = f"served_{uuid4().hex}"
    asyncio.run(_admin(server, f"CREATE DATABASE {name} TEMPLATE {template} {where}"))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        asyncio.run(_admin(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def _admin(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@contextmanager
def served(url: str, folder: Path, **settings: str) -> Iterator[Served]:
    """Found the town, start the platform, stop it at the end."""
    keys, before = keyring.make_keys(), keyring.held()
    keyring.hold(keyring.read_keys(keys))
    town = Town()
    try:
        asyncio.run(town.found(url))
    finally:
        keyring.hold(before)
    port = _free_port()
    environment = os.environ | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "DATA_KEYS": keys,
        "DEMO": "0",
        "RATE_LIMITS": "0",
        **settings,
    }
    log = folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "server"], cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    found = Served(f"http://127.0.0.1:{port}", url, town, log)
    found.pid = process.pid
    try:
        _wait(found, process)
        yield found
    finally:
        found.client.close()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(found: Served, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_S_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if found.client.get("/readyz").status_code == 200:
                return
        except httpx2.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the platform did not start:\n{found.log.read_text('utf-8')[-3000:]}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
