"""The registers at the end of the day, read over HTTP and compared with what was done."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from server.day.cast import Cast
from server.day.notes import REGISTERS, ROADSHOWS, TICKETS, VISITS, Facts, Notes
from server.replay.line import Refused

BY_PEOPLE = (VISITS, ROADSHOWS)
NOT_FOUND = "not_found"
MISSING = "missing"
NUMBERS = ("ticket_no", "visit_no", "roadshow_no", "inspection_no", "fault_no", "alert_no")


class Line(Struct, frozen=True):
    """One line of the table: so many were done, so many the register has."""

    register: str
    what: str
    done: int
    kept: int


class Books(Struct, frozen=True):
    """All lines, and every difference in words."""

    lines: list[Line]
    differences: list[str]


async def compare(cast: Cast, notes: Notes) -> Books:
    """Read every row of the day from its register, and the queue's own figures."""
    lines: list[Line] = []
    differences: list[str] = []
    for register in REGISTERS:
        wanted = notes.rows.get(register, {})
        kept = {each: await _read(cast, f"/{register}/{each}") for each in wanted}
        lines += _counted(register, wanted, kept)
        differences += [
            said for each in wanted for said in _differ(register, wanted[each], kept[each])
        ]
    figures = [*await _grown(cast, notes), *await _figures(cast, notes)]
    lines += figures
    differences += [
        f"{each.register}: {each.what} should be {each.done}, is {each.kept}"
        for each in figures
        if each.done != each.kept
    ]
    return Books(lines, differences)


async def _read(cast: Cast, path: str) -> Facts:
    try:
        row: Facts = await cast.one.get(path)
    except Refused as refusal:
        if refusal.code != NOT_FOUND:
            raise
        return {"state": MISSING}
    alert: Facts = row.get("alert", row)  # an alert's page tells more than its own row
    return alert


def _counted(register: str, wanted: Mapping[str, Facts], kept: Mapping[str, Facts]) -> list[Line]:
    done = Counter(str(each["state"]) for each in wanted.values())
    found = Counter(str(each["state"]) for each in kept.values())
    return [Line(register, state, done[state], found[state]) for state in sorted(done | found)]


def _differ(register: str, wanted: Facts, kept: Facts) -> list[str]:
    number = next((kept[each] for each in NUMBERS if each in kept), "?")
    return [
        f"{register} {number}: {name} should be {value}, is {_said(kept.get(name))}"
        for name, value in wanted.items()
        if kept.get(name) != value
    ]


def _said(value: Any) -> str:
    return "nothing" if value is None else str(value)


async def lengths(cast: Cast) -> dict[str, int]:
    """How many rows the registers have into which nobody but people of the day writes."""
    return {each: len(await cast.one.pages(f"/{each}")) for each in BY_PEOPLE}


async def _grown(cast: Cast, notes: Notes) -> list[Line]:
    """Nothing was written twice: so many rows more than before, and no more."""
    now = await lengths(cast)
    return [
        Line(each, "new rows", len(notes.rows.get(each, {})), now[each] - notes.before[each])
        for each in BY_PEOPLE
    ]


async def _figures(cast: Cast, notes: Notes) -> list[Line]:
    """What the statistics of that day have grown by."""
    told = await cast.one.get("/queue-statistics", since=notes.day, until=notes.day)
    wanted = {"taken": notes.taken, "completed": notes.completed, "left": notes.left}
    return [
        Line(f"{TICKETS}, statistics", name, done, told["total"][name] - notes.before[name])
        for name, done in wanted.items()
    ]


def table(books: Books) -> str:
    """The comparison as Markdown."""
    head = ["| Register | What | Done | In the register | |", "|:--|:--|--:|--:|:--|"]
    rows = [
        f"| {each.register} | {each.what} | {each.done} | {each.kept} | "
        f"{'✓' if each.done == each.kept else '✗'} |"
        for each in books.lines
    ]
    return "\n".join(head + rows)
