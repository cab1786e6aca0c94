"""P3: requests that people make all day, beside bare Sanic with the same reads in bare asyncpg."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from benchmarks.children import asked, free_port, our_server, program, python
from benchmarks.city import WISH, Person, a_party, fresh_database, logged_in, requests
from benchmarks.measured import Line, Setting, cpu_of, in_ms, middle
from domain.lending.actions import banking
from domain.lending.queries import surroundings
from vocabulary.parties import PartyKind, Role

CONNECTIONS = 8
ROUNDS = 3
SECONDS = 2.0
WARM_UP_S = 0.7
IN_POOL = 60


@dataclass(frozen=True)
class Asked:
    """How one route did in one round."""

    a_second: float
    cpu_us: float
    waits: list[float]


@dataclass(frozen=True)
class Pair:
    """One of our routes and the bare one beside it."""

    what: str
    ours: str
    bare: str
    wanted: str


async def measure(setting: Setting) -> list[Line]:
    """Each pair in turn, several rounds, ours and the floor next to each other in time."""
    async with fresh_database(setting, on_postgres=True) as database:
        enterprise = await a_party(PartyKind.ENTERPRISE, "苏州晨曦精密有限公司")
        bank = await a_party(PartyKind.BANK, "江南银行苏州分行")
        clerk = await logged_in(enterprise, Role.ENTERPRISE_CLERK, 1)
        officer = await logged_in(bank, Role.BANK_OFFICER, 2)
        rows = await requests(clerk.actor, IN_POOL)
        case = await banking.grab(rows[0].id, by=officer.actor)
        pairs = _pairs(str(case.id), clerk, officer)
        ours, bare = free_port(), free_port()
        floor = python("benchmarks.floor_http", str(bare), database.url, _statement())
        server = our_server(ours, setting.folder, database.url, database.keys, WITH_WORKER="0")
        with server as pid, program(floor, bare, setting.folder / "floor.log") as floor_pid:
            return [_beside(each, setting, (ours, pid), (bare, floor_pid)) for each in pairs]


def _pairs(case_id: str, clerk: Person, officer: Person) -> list[Pair]:
    wish = msgspec.json.encode(WISH).decode()
    return [
        Pair(
            "authorised read of one case",
            _get(f"/api/loan-applications/{case_id}", clerk),
            _get(f"/case/{case_id}", clerk),
            "<= 1.4",
        ),
        Pair("reference read, no log-in", _get("/api/reference"), _get("/json"), ""),
        Pair("page of the pool", _get("/api/pool", officer), _get("/pool", officer), ""),
        Pair(
            "publish (act, answered with the case)",
            _post("/api/financing-requests/publish", clerk, wish),
            _post("/publish", clerk, wish),
            "",
        ),
    ]


def _statement() -> str:
    """The statement with which we read a case, for the floor to send as it is."""
    asked = surroundings.asking(PartyKind.ENTERPRISE)
    row, party = UUID(int=1), UUID(int=2)
    names = {str(row): "row", str(party): "party"}
    return msgspec.json.encode(
        {"text": asked.text, "values": [names[str(value)] for value in asked.of(row, party)]}
    ).decode()


def _get(path: str, person: Person | None = None) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_bearer(person)}\r\n"


def _post(path: str, person: Person, body: str) -> str:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{_bearer(person)}"
        f"Content-Type: application/json\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    )


def _bearer(person: Person | None) -> str:
    return f"Authorization: Bearer {person.token}\r\n" if person else ""


def _beside(pair: Pair, setting: Setting, ours: tuple[int, int], bare: tuple[int, int]) -> Line:
    for request, (port, pid) in ((pair.ours, ours), (pair.bare, bare)):
        _ask(request, port, pid, WARM_UP_S)
    rounds = [
        (
            _ask(pair.ours, *ours, SECONDS / (2 if setting.quick else 1)),
            _ask(pair.bare, *bare, SECONDS / (2 if setting.quick else 1)),
        )
        for _ in range(ROUNDS)
    ]
    ratio = middle([ours.cpu_us / floor.cpu_us for ours, floor in rounds])
    return Line(
        "P3",
        pair.what,
        _told([ours for ours, _ in rounds]),
        _told([floor for _, floor in rounds]),
        ratio,
        pair.wanted,
    )


def _ask(request: str, port: int, pid: int, seconds: float) -> Asked:
    given: Mapping[str, Any] = {
        "port": port,
        "connections": CONNECTIONS,
        "seconds": seconds,
        "request": request,
    }
    before = cpu_of(pid)
    found = asked(python("benchmarks.http_load"), given)
    spent = cpu_of(pid) - before
    asked_for = request.splitlines()[0]
    assert found["count"], f"no answer to {asked_for}"
    assert not found["wrong"], f"wrong answers to {asked_for}"
    return Asked(found["count"] / found["seconds"], spent / found["count"] * 1e6, found["waits"])


def _told(rounds: list[Asked]) -> str:
    waits = [wait for each in rounds for wait in each.waits]
    a_second, cpu = middle([e.a_second for e in rounds]), middle([e.cpu_us for e in rounds])
    return f"{cpu:,.0f} µs, {a_second:,.0f}/s, {in_ms(waits)}"
