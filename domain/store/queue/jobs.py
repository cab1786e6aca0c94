"""What time does to tickets: missed calls run out, the day ends, and two ahead is worth a word."""

from datetime import datetime, time

from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import enact, perform
from domain.kernel.refusal import NotNow
from domain.store.queue.places import queue_of
from domain.store.queue.rules import LATE_MAX
from domain.store.queue.slots import SLOT
from domain.store.queue.whereabouts import site
from orm.store_queue import ServiceCounter, Ticket
from vocabulary.parties import Seat
from vocabulary.store_queue import OPEN_STATES, TicketState

BATCH_MAX = 200
NEAR = 2  # so many ahead: time to come closer
RETURN_OVER = "过号后未在规定时间内返回"
SLOT_OVER = "未在预约时段到店"
DAY_OVER = "当日营业已结束"


async def mind_tickets() -> None:
    """End what ran out, and tell those who are nearly next."""
    await _tell_near()
    now = clock.now()
    missed = Ticket.filter(state=TicketState.NO_SHOW, return_until__lt=now)
    late = Ticket.filter(state=TicketState.BOOKED, slot_at__lt=now - SLOT - LATE_MAX)
    over = Ticket.filter(state__in=list(OPEN_STATES)).filter(await _of_a_past_day(now))
    for rows, why in ((missed, RETURN_OVER), (late, SLOT_OVER), (over, DAY_OVER)):
        for row in await rows.order_by("taken_at").limit(BATCH_MAX):
            await _lapse(row, why)


async def _of_a_past_day(now: datetime) -> Q:
    """Of an earlier day; after closing time also of today, but for what is being served."""
    today = clock.date_of(now)
    past = Q(day__lt=today)
    store = await site()
    closes = datetime.combine(today, time.fromisoformat(store.closes_at), clock.SHANGHAI)
    if now < closes:
        return past
    return past | Q(day=today) & ~Q(state__in=[TicketState.SERVING, TicketState.CALLED])


async def _lapse(seen: Ticket, why: str) -> None:
    try:
        async with perform("lapse", Ticket, seen.id, by=job_actor("门店排队"), reason=why) as row:
            row.held_key, row.ended_at = None, row.updated_at
            await ServiceCounter.filter(ticket_id=row.id).update(ticket_id=None)
    except NotNow:
        return  # somebody was quicker


async def _tell_near() -> None:
    """Say once to whoever has a phone of ours that few are ahead."""
    today = clock.today()
    rows = Ticket.filter(
        state=TicketState.WAITING, day=today, told_near=False, enterprise_id__isnull=False
    )
    waiting = await rows.order_by("taken_at", "id").limit(BATCH_MAX)
    if not waiting:
        return
    queue = await queue_of(today)
    for row in waiting:
        place = queue.find(row.id)
        if place is None:
            continue
        ahead = sum(each.class_prefix == row.class_prefix for each in queue.before(place))
        if ahead <= NEAR:
            await _say_near(row, ahead)


async def _say_near(row: Ticket, ahead: int) -> None:
    facts = row.facts() | {
        "ahead": ahead,
        "seats": {Seat.ENTERPRISE.value: str(row.enterprise_id)},
    }
    async with enact(
        "ticket.near", Ticket.subject, row.id, by=job_actor("门店排队"), facts=facts
    ) as outcome:
        outcome.subject_no = row.ticket_no
        await Ticket.filter(id=row.id).update(told_near=True)
