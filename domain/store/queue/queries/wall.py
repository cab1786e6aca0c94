"""What the store's wall reads of the queue: the last calls of a day, and who waits for what."""

from datetime import date, datetime

from msgspec import Struct

from domain.store.queue.flow import TicketFlow
from orm.store_queue import ServiceClass, Ticket
from vocabulary.store_queue import TicketState

CALLS_SHOWN_MAX = 9
CALLING = frozenset({TicketFlow.call.code, TicketFlow.recall.code})
TICKET_CODES = frozenset(step.code for step in TicketFlow.steps.values())
CLASS_SET = "service_class.set"


class Called(Struct, frozen=True, kw_only=True):
    """One ticket that was called: where to, when, how often, and what became of it."""

    ticket_no: str
    counter_no: int
    class_name: str
    at: datetime
    calls: int
    state: str


class Waiting(Struct, frozen=True, kw_only=True):
    """How many wait for one class."""

    prefix: str
    name: str
    waiting: int


async def calls_of(day: date) -> tuple[Called, ...]:
    """The last calls of a day, the newest first."""
    rows = (
        await Ticket.filter(day=day, called_at__isnull=False)
        .order_by("-called_at", "-id")
        .limit(CALLS_SHOWN_MAX)
    )
    return tuple(
        Called(
            ticket_no=row.ticket_no,
            counter_no=row.counter_no,
            class_name=row.class_name,
            at=row.called_at,
            calls=row.calls,
            state=row.state.value,
        )
        for row in rows
    )


async def waiting_on(day: date) -> tuple[Waiting, ...]:
    """Every class that is open to visitors, and how many wait for it."""
    kinds = await ServiceClass.filter(active=True).order_by("prefix")
    waiting = Ticket.filter(day=day, state=TicketState.WAITING)
    counted: dict[str, int] = {}
    for row in await waiting.values("class_prefix"):
        counted[row["class_prefix"]] = counted.get(row["class_prefix"], 0) + 1
    return tuple(
        Waiting(prefix=kind.prefix, name=kind.name, waiting=counted.get(kind.prefix, 0))
        for kind in kinds
    )
