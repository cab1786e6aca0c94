"""P17: one, two and four web processes on one PostgreSQL: the cost of an act, and nothing lost.

`python -m server` itself starts them, with its worker and Redis. People publish over HTTP while
listeners of the same enterprise hear of it: each act must stand in the database once, and each
listener must hear of each act.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
from websockets.asyncio.client import connect

from benchmarks.children import asked, free_port, our_server, python
from benchmarks.city import WISH, Person, a_party, fresh_database, logged_in
from benchmarks.measured import Line, Setting, cpu_of, in_ms, middle
from deploy.services import redis
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from vocabulary.parties import PartyKind, Role

FLEETS = (1, 2, 4)
CONNECTIONS = 16
LISTENERS = 8
ROUNDS = 3
SECONDS = 2.0
WARM_UP_S = 0.7
HEARD_S_MAX = 30.0
WEB = "server.processes"
NUDGE = '42/portal,["nudge"'
CODE = "loan_application.publish"

Heard = set[str]


@dataclass(frozen=True)
class Figures:
    """How a fleet did: CPU of its web processes per act, acts a second, how long one took."""

    cpu_us: float
    a_second: float
    waits: list[float]


async def measure(setting: Setting) -> list[Line]:
    """Each fleet on a fresh database; the ratio is against one process."""
    with redis() as cache:
        found = [await _one_fleet(setting, cache, count) for count in FLEETS]
    alone = found[0]
    return [
        Line(
            "P17",
            f"{count} web processes, CPU of an act, beside one's (none doubled, no nudge lost)",
            _told(figures),
            _told(alone),
            figures.cpu_us / alone.cpu_us,
            "<= 1.1",
        )
        for count, figures in zip(FLEETS[1:], found[1:], strict=True)
    ]


def _told(figures: Figures) -> str:
    return f"{figures.cpu_us:,.0f} µs, {figures.a_second:,.0f}/s, {in_ms(figures.waits)}"


async def _one_fleet(setting: Setting, cache: str, count: int) -> Figures:
    async with fresh_database(setting, on_postgres=True) as database:
        enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
        clerk = await logged_in(enterprise, Role.ENTERPRISE_CLERK, 1)
        port = free_port()
        fleet = our_server(
            port, setting.folder, database.url, database.keys,
            WORKERS=str(count), WITH_WORKER="1", REDIS_URL=cache,
        )  # fmt: skip
        with fleet as parent:
            pids = await _web_processes(parent, count)
            async with _listening(port, clerk) as heard:
                await _load(port, clerk, WARM_UP_S)
                rounds = [
                    await _round(port, clerk, pids, SECONDS / (2 if setting.quick else 1))
                    for _ in range(ROUNDS)
                ]
                await _must_add_up(heard)
        return Figures(
            middle([each.cpu_us for each in rounds]),
            middle([each.a_second for each in rounds]),
            [wait for each in rounds for wait in each.waits],
        )


async def _web_processes(parent: int, count: int) -> list[int]:
    """The children that serve, once all of them are there."""
    async with asyncio.timeout(HEARD_S_MAX):
        while True:
            found = [int(pid) for pid in _children(parent) if WEB in _command(pid)]
            if len(found) == count:
                await asyncio.sleep(2 * WARM_UP_S)  # until they answer
                return found
            await asyncio.sleep(0.05)


def _children(parent: int) -> list[str]:
    return Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii").split()


def _command(pid: str) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8")
    return ""


async def _round(port: int, clerk: Person, pids: list[int], seconds: float) -> Figures:
    before = sum(map(cpu_of, pids))
    count, wall_s, waits = await _load(port, clerk, seconds)
    spent = sum(map(cpu_of, pids)) - before
    return Figures(spent / count * 1e6, count / wall_s, waits)


async def _load(port: int, clerk: Person, seconds: float) -> tuple[int, float, list[float]]:
    body = msgspec.json.encode(WISH).decode()
    request = (
        "POST /api/financing-requests/publish HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {clerk.token}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body.encode())}\r\n\r\n{body}"
    )
    given = {"port": port, "connections": CONNECTIONS, "seconds": seconds, "request": request}
    found = await asyncio.to_thread(asked, python("benchmarks.http_load"), given)
    assert not found["wrong"], f"{found['wrong']} acts were refused"
    _Answered.count += found["count"]
    return found["count"], found["seconds"], found["waits"]


async def _must_add_up(heard: list[Heard]) -> None:
    """As many cases and entries as answers; and everybody has heard of every one."""
    cases = {str(row_id) for row_id in await LoanApplication.all().values_list("id", flat=True)}
    entries = await JournalEntry.filter(code=CODE).count()
    assert len(cases) == entries == _Answered.count, f"{_Answered.count}: {len(cases)}, {entries}"
    _Answered.count = 0
    deadline = time.monotonic() + HEARD_S_MAX
    while any(cases - each for each in heard):
        missing = [len(cases - each) for each in heard]
        assert time.monotonic() < deadline, f"of {len(cases)} nudges these are lost: {missing}"
        await asyncio.sleep(0.1)


class _Answered:
    """How many acts one fleet has answered."""

    count = 0


@asynccontextmanager
async def _listening(port: int, person: Person) -> AsyncIterator[list[Heard]]:
    heard: list[Heard] = [set() for _ in range(LISTENERS)]
    joined = [asyncio.Event() for _ in heard]
    tasks = [
        asyncio.create_task(_listen(port, person, told, there))
        for told, there in zip(heard, joined, strict=True)
    ]
    try:
        async with asyncio.timeout(HEARD_S_MAX):
            await asyncio.gather(*(there.wait() for there in joined))
        yield heard
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _listen(port: int, person: Person, heard: Heard, joined: asyncio.Event) -> None:
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    async with connect(address, compression=None, ping_interval=None) as socket:
        async for message in socket:
            text = message if isinstance(message, str) else ""
            if text.startswith("0"):
                await socket.send(f'40/portal,{{"token":"{person.token}"}}')
            elif text.startswith("40/portal"):
                joined.set()
            elif text == "2":
                await socket.send("3")
            elif text.startswith(NUDGE):
                heard.add(
                    str(msgspec.json.decode(text.removeprefix("42/portal,"))[1]["subject_id"])
                )
