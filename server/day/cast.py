"""Who plays the day: the store's people, a presenter, an enterprise; each logged in by its own."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from msgspec import Struct

from server.replay.line import Line
from server.replay.parties import Person
from vocabulary.identity import Terminal

MINIPROGRAM = {"X-Terminal": Terminal.MINIPROGRAM.value}

Case = dict[str, Any]


class CannotPlay(Exception):
    """A day cannot be played at this platform; the message says what to change."""


class Cast(Struct, frozen=True):
    """Everybody who has a log-in."""

    one: Person
    other: Person
    operator: Person
    presenter: Person
    enterprise: Person

    @property
    def counters(self) -> tuple[Person, ...]:
        """Who sits at the counters."""
        return self.one, self.other, self.operator


async def gather(line: Line, phone: Line) -> Cast:
    """Log in by the demo log-ins that the platform names. Raises `CannotPlay`."""
    reference = await line.get("/reference")
    known = {row["log_in_name"]: row["password"] for row in reference["demo"]}

    def person(name: str, by: Line = line) -> Person:
        if name not in known:
            raise CannotPlay(f"there is no demo log-in {name}: start the platform with DEMO=1")
        return Person(by, name, known[name])

    cast = Cast(
        person("store-1"),
        person("store-2"),
        person("operator"),
        person("szbank-officer"),
        person("chenxi", phone),
    )
    for each in (*cast.counters, cast.presenter, cast.enterprise):
        await each.log_in()
    return cast


async def act(by: Person, path: str, body: Mapping[str, Any] | None = None) -> Case:
    """Do something once, as somebody."""
    case: Case = await by.post(path, body or {}, key=str(uuid4()))
    return case
