"""预约时段: which there are, and how many places are left in each."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.refusal import Invalid, Unmet
from domain.store.queue import whereabouts
from orm.store_queue import ServiceClass, Ticket
from vocabulary.store_queue import OPEN_STATES
from vocabulary.workdays import is_workday

SLOT = timedelta(minutes=30)
DAYS_AHEAD_MAX = 14
FULL = "该时段已约满，请选择其他时段"
NO_SLOT = "没有这个预约时段，请重新选择"


class Slot(Struct, frozen=True):
    """一个预约时段：开始时刻、可约人数、余号。"""

    slot_at: datetime
    capacity: int
    left: int


async def slots_of(kind: ServiceClass, day: date) -> list[Slot]:
    """The slots of a class on a day; none on a day that cannot be booked."""
    taken: dict[datetime, int] = {}
    for row in await _booked(kind.id, day).values("slot_at"):
        taken[row["slot_at"]] = taken.get(row["slot_at"], 0) + 1
    return [
        Slot(at, kind.slot_capacity, max(0, kind.slot_capacity - taken.get(at, 0)))
        for at in await _moments(day)
    ]


async def must_be_a_slot(slot_at: datetime) -> None:
    """Refuse what is no slot of a day that can be booked."""
    if slot_at not in await _moments(clock.date_of(slot_at)):
        raise Invalid(NO_SLOT, (("slot_at", NO_SLOT),))


async def must_be_free(kind: ServiceClass, slot_at: datetime) -> None:
    """Refuse a full slot. Inside the act: the class is locked, so the last place is given once."""
    await ServiceClass.select_for_update().get(id=kind.id)
    booked = await _booked(kind.id, clock.date_of(slot_at)).filter(slot_at=slot_at).count()
    if booked >= kind.slot_capacity:
        raise Unmet(FULL)


def _booked(class_id: UUID, day: date) -> QuerySet[Ticket]:
    return Ticket.filter(
        class_id=class_id, day=day, slot_at__isnull=False, state__in=list(OPEN_STATES)
    )


async def _moments(day: date) -> list[datetime]:
    now = clock.now()
    if not clock.today() <= day <= clock.today() + timedelta(days=DAYS_AHEAD_MAX):
        return []
    if not is_workday(day):
        return []
    store = await whereabouts.site()
    at = datetime.combine(day, time.fromisoformat(store.opens_at), clock.SHANGHAI)
    end = datetime.combine(day, time.fromisoformat(store.closes_at), clock.SHANGHAI)
    found = []
    while at + SLOT <= end:
        if at > now:
            found.append(at.astimezone(now.tzinfo))
        at += SLOT
    return found
