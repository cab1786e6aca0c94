"""The queue as it stands: who waits in which order, which counters are open, how long it takes."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from uuid import UUID

from domain.kernel import clock
from domain.store.queue import estimates
from domain.store.queue.estimates import Estimate, Past
from domain.store.queue.rules import OpenCounter, Place, in_order, serves
from orm.store_queue import ServiceClass, ServiceCounter, Ticket
from vocabulary.store_queue import TicketState

WAITING_MAX = 1_000
PAST_READ_MAX = 300
SERVED_READ_MAX = 60
SERVED_MIN = 5  # fewer say less than what the operator has written down
PAST_DAYS_MAX = 60
MINUTE_S = 60
NOT_NUMBERED = 1_000_000  # comes last of those who came at the same moment


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where somebody would stand: the people ahead, the steps, the counters, the estimate."""

    ahead: int
    steps: float | None
    counters: int
    estimate: Estimate | None


class Queue:
    """Today's queue, read once; every question after that is a calculation."""

    def __init__(self, waiting: list[Place], counters: list[OpenCounter]) -> None:
        self.waiting = in_order(waiting)
        self.counters = counters
        self.open_ids = frozenset(counter.id for counter in counters)
        self._learned: dict[UUID, tuple[float, list[Past]]] = {}

    def joined_by(self, place: Place) -> "Queue":
        """The same queue with one more who waits."""
        return Queue([*self.waiting, place], self.counters)

    def for_class(self, prefix: str) -> list[OpenCounter]:
        """The open counters that serve a class."""
        return [counter for counter in self.counters if prefix in counter.skills]

    def before(self, place: Place | None) -> list[Place]:
        """Everybody who is called before this ticket; all of them, for who comes now."""
        if place is None:
            return self.waiting
        return self.waiting[: [each.id for each in self.waiting].index(place.id)]

    def find(self, ticket_id: UUID) -> Place | None:
        """A waiting ticket's place."""
        return next((each for each in self.waiting if each.id == ticket_id), None)

    def load(self, prefix: str, ahead: list[Place]) -> float:
        """How much of the work ahead falls on the counters of this class.

        A ticket that several counters may call counts by the share of them that serve this class.
        """
        load = 0.0
        for place in ahead:
            takers = [each for each in self.counters if serves(each, place, self.open_ids)]
            shared = sum(prefix in each.skills for each in takers)
            load += shared / len(takers) if takers else 0.0
        return load

    async def forecast(self, kind: ServiceClass, place: Place | None = None) -> Forecast:
        """What to tell somebody who waits for this class, or would begin to now."""
        before = self.before(place)
        ahead = sum(each.class_prefix == kind.prefix for each in before)
        mine = self.for_class(kind.prefix)
        if not mine:
            return Forecast(ahead, None, 0, None)
        idle = sum(counter.is_idle for counter in mine)
        load = self.load(kind.prefix, before)
        steps = estimates.steps_ahead(load, idle)
        mean_s, past = await self._history(kind)
        found = estimates.learned(past, steps=steps, counters=len(mine), mean_service_s=mean_s)
        plain = estimates.plain(
            called=len(mine) - idle,
            waiting_ahead=round(load),
            mean_service_s=mean_s,
            counters=len(mine),
        )
        return Forecast(ahead, steps, len(mine), found or plain)

    async def mean_service_s(self, kind: ServiceClass) -> float:
        """How long a service of this class takes."""
        return (await self._history(kind))[0]

    async def _history(self, kind: ServiceClass) -> tuple[float, list[Past]]:
        if kind.id not in self._learned:
            self._learned[kind.id] = await _history_of(kind)
        return self._learned[kind.id]


async def _history_of(kind: ServiceClass) -> tuple[float, list[Past]]:
    """The mean service, and what waiting was like, in the class's last tickets."""
    since = clock.now() - timedelta(days=PAST_DAYS_MAX)
    ended = Ticket.filter(class_id=kind.id, ended_at__gte=since).order_by("-ended_at")
    served = [
        int(row["served_s"])
        for row in await ended.filter(served_s__gt=0).limit(SERVED_READ_MAX).values("served_s")
    ]
    called = await (
        ended.filter(waited_s__isnull=False, steps__isnull=False, counters__gt=0)
        .limit(PAST_READ_MAX)
        .values_list("steps", "counters", "waited_s")
    )
    mean_s = fmean(served) if len(served) >= SERVED_MIN else kind.typical_minutes * MINUTE_S
    past = [Past(float(steps), counters, float(waited)) for steps, counters, waited in called]
    return float(mean_s), past[::-1]


async def queue_of(day: date) -> Queue:
    """The queue of a day, from the rows."""
    rows = await waiting_rows(day)
    counters = await ServiceCounter.filter(staff_id__isnull=False, active=True)
    return Queue(
        [place_of(row) for row in rows],
        [OpenCounter(each.id, frozenset(each.skills), each.ticket_id is None) for each in counters],
    )


async def waiting_rows(day: date) -> list[Ticket]:
    """Who waits to be called."""
    return await Ticket.filter(state=TicketState.WAITING, day=day).limit(WAITING_MAX)


def place_of(row: Ticket) -> Place:
    """What the order needs to know of a row that waits."""
    assert row.queued_at is not None, "whoever waits has a place"
    return Place(
        row.id,
        row.class_prefix,
        row.priority,
        row.queued_at,
        row.slot_at,
        row.for_counter_id,
        row.running_no or NOT_NUMBERED,
    )
