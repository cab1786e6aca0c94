"""The queue: which ticket is called to which counter, which were called last, how many wait."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.store.queue.queries import wall
from domain.store.queue.queries.wall import Called, Waiting

WAITING = "waiting"


class Tickets(Struct, frozen=True, kw_only=True):
    """The queue of one day. No name stands in it, only numbers."""

    day: date
    calls: tuple[Called, ...] = ()
    waiting: tuple[Waiting, ...] = ()


async def snapshot() -> Tickets:
    """From the rows of today."""
    day = clock.today()
    return Tickets(day=day, calls=await wall.calls_of(day), waiting=await wall.waiting_on(day))


def follow(tickets: Tickets, entry: Entry) -> Tickets:
    """Move on by one act: a ticket of today, or a class that was set."""
    if entry.code == wall.CLASS_SET:
        return replace(tickets, waiting=_set(tickets.waiting, entry.terms))
    if entry.code not in wall.TICKET_CODES:
        return tickets
    day = date.fromisoformat(entry.facts["day"])
    if clock.date_of(entry.at) > tickets.day:
        tickets = _begun(tickets, clock.date_of(entry.at))
    if day != tickets.day:
        return tickets
    return replace(
        tickets, calls=_called(tickets.calls, entry), waiting=_counted(tickets.waiting, entry)
    )


def tick(tickets: Tickets, now: datetime) -> Tickets:
    """At midnight the queue begins anew."""
    today = clock.date_of(now)
    return _begun(tickets, today) if today > tickets.day else tickets


def _begun(tickets: Tickets, day: date) -> Tickets:
    return Tickets(day=day, waiting=tuple(replace(each, waiting=0) for each in tickets.waiting))


def _called(calls: tuple[Called, ...], entry: Entry) -> tuple[Called, ...]:
    no = entry.facts["ticket_no"]
    if entry.code not in wall.CALLING:
        return tuple(
            replace(each, state=entry.to_state, class_name=entry.facts["class_name"])
            if each.ticket_no == no
            else each
            for each in calls
        )
    newest = Called(
        ticket_no=no,
        counter_no=entry.facts["counter_no"],
        class_name=entry.facts["class_name"],
        at=entry.at,
        calls=entry.facts["calls"],
        state=entry.to_state,
    )
    others = tuple(each for each in calls if each.ticket_no != no)
    return (newest, *others)[: wall.CALLS_SHOWN_MAX]


def _counted(waiting: tuple[Waiting, ...], entry: Entry) -> tuple[Waiting, ...]:
    now = entry.facts["class_prefix"]
    before = entry.changes.get("class_prefix", [now])[0]
    came, left = entry.to_state == WAITING, entry.from_state == WAITING
    return tuple(
        replace(
            each,
            waiting=each.waiting
            + int(came and each.prefix == now)
            - int(left and each.prefix == before),
        )
        for each in waiting
    )


def _set(waiting: tuple[Waiting, ...], terms: dict[str, Any]) -> tuple[Waiting, ...]:
    """A class set anew keeps its count; nobody waits for one that was just closed."""
    known = {each.prefix: each for each in waiting}
    old = known.pop(terms["prefix"], None)
    if terms["active"]:
        known[terms["prefix"]] = Waiting(
            prefix=terms["prefix"], name=terms["name"], waiting=old.waiting if old else 0
        )
    return tuple(known[prefix] for prefix in sorted(known))
