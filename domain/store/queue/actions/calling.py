"""叫号: what happens at the counters, from opening one to the end of a service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, enact, perform
from domain.kernel.refusal import Invalid, NotFound, NotNow, Unmet
from domain.store.queue.places import queue_of
from domain.store.queue.rules import callable_by, returns_at
from domain.store.queue.terms import Completion, Transfer
from orm.store_queue import ServiceClass, ServiceCounter, Ticket
from vocabulary.rights import Right
from vocabulary.store_queue import TicketState

TRIES_MAX = 20  # others who call at the same moment take the first of the queue
NOBODY = "没有可叫的号：本窗口的业务暂时无人等候"
BUSY = "本窗口还有未结束的号（{no}），请先办结、过号或挂起"
NOT_YOURS = "该窗口由{name}值守，请先由其关窗"
NOT_OPEN = "请先开窗，再叫号"
ELSEWHERE = "您已在{no}号窗口值守，请先关窗再换窗口"
LEFT = "本窗口还有未结束的号，请先办结、过号或挂起后再关窗"


async def open_counter(counter_id: UUID, *, by: Actor) -> ServiceCounter:
    """Sit down at a counter. One person sits at one."""
    by.needs(Right.QUEUE_SERVE)
    async with _at(counter_id, "open_counter", by) as counter:
        if counter.staff_id not in {None, by.account_id}:
            raise NotNow(NOT_YOURS.format(name=counter.staff_name))
        other = await ServiceCounter.exclude(id=counter_id).get_or_none(staff_id=by.account_id)
        if other is not None:
            raise Unmet(ELSEWHERE.format(no=other.counter_no))
        counter.staff_id, counter.staff_name = by.account_id, by.name
        counter.opened_at = clock.now()
    return counter


async def close_counter(counter_id: UUID, *, by: Actor) -> ServiceCounter:
    """Leave a counter, or close one that somebody left open."""
    by.needs(Right.QUEUE_SERVE)
    async with _at(counter_id, "close_counter", by) as counter:
        if counter.ticket_id is not None:
            raise NotNow(LEFT)
        counter.staff_id, counter.staff_name, counter.opened_at = None, "", None
    return counter


async def call(counter_id: UUID, *, by: Actor) -> Ticket:
    """Call the next ticket to one's counter.

    Of several who call at once each gets another: a ticket that somebody else took is passed over.
    """
    by.needs(Right.QUEUE_SERVE)
    counter = await _own(counter_id, by)
    for _ in range(TRIES_MAX):
        queue = await queue_of(clock.today())
        mine = next((each for each in queue.counters if each.id == counter_id), None)
        if mine is None:
            raise NotNow(NOT_OPEN)
        found = callable_by(mine, queue.waiting, queue.open_ids)
        if not found:
            raise NotNow(NOBODY)
        try:
            return await _call(found[0].id, counter, by=by)
        except NotNow:
            if (await Ticket.get(id=found[0].id)).state is TicketState.WAITING:
                raise  # it is not the ticket that is gone
    raise NotNow(NOBODY)


async def _call(ticket_id: UUID, counter: ServiceCounter, *, by: Actor) -> Ticket:
    async with perform("call", Ticket, ticket_id, by=by) as row:
        taken = await ServiceCounter.filter(
            id=counter.id, staff_id=by.account_id, ticket_id__isnull=True
        ).update(ticket_id=row.id)
        if not taken:
            await _say_why(counter.id, by)
        now = row.updated_at
        row.counter_id, row.counter_no = counter.id, counter.counter_no
        row.served_by_id, row.served_by_name = by.account_id, by.name
        row.called_at, row.calls, row.for_counter_id = now, 1, None
        if row.first_called_at is None:
            row.first_called_at = now
            row.waited_s = max(0, round((now - row.queued_at).total_seconds()))
    return row


async def recall(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Call the same ticket once more."""
    async with perform("recall", Ticket, ticket_id, by=by) as row:
        row.called_at = row.updated_at
        row.calls += 1
    return row


async def start(ticket_id: UUID, *, by: Actor) -> Ticket:
    """The visitor is at the counter."""
    async with perform("start", Ticket, ticket_id, by=by) as row:
        row.started_at = row.updated_at
    return row


async def no_show(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Nobody came; whoever comes within the window may queue again."""
    async with perform("no_show", Ticket, ticket_id, by=by) as row:
        kind = await ServiceClass.get(id=row.class_id)
        row.return_until = row.updated_at + timedelta(minutes=kind.return_minutes)
        await _leave_counter(row)
    return row


async def step_aside(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Let others go first for a while."""
    return await advance("step_aside", Ticket, ticket_id, by=by)


async def park(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Break a service off, until the visitor is back with what is missing. The counter is free."""
    async with perform("park", Ticket, ticket_id, by=by) as row:
        row.for_counter_id = row.counter_id
        _count_service(row)
        await _leave_counter(row)
    return row


async def rejoin(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Queue again: behind the next few after a missed call, else where one stood."""
    async with perform("rejoin", Ticket, ticket_id, by=by) as row:
        if row.state is TicketState.NO_SHOW:
            waiting = (await queue_of(row.day)).waiting
            row.queued_at = returns_at(waiting, row.updated_at)
            row.slot_at = None
        row.return_until, row.steps = None, None
    return row


async def transfer(ticket_id: UUID, body: Transfer, *, by: Actor) -> Ticket:
    """Hand on to another class or counter. Number and place stay, so nobody queues twice."""
    if body.class_id is None and body.counter_id is None:
        raise Invalid("请选择转到哪类业务或哪个窗口", (("class_id", "请选择其一"),))
    async with perform("transfer", Ticket, ticket_id, by=by, terms=body) as row:
        if body.class_id is not None:
            kind = await ServiceClass.get_or_none(id=body.class_id, active=True)
            if kind is None:
                raise NotFound("没有这类业务，请刷新后重新选择")
            row.class_id, row.class_prefix, row.class_name = kind.id, kind.prefix, kind.name
            row.held_key = None
        if body.counter_id is not None:
            counter = await ServiceCounter.get_or_none(id=body.counter_id, active=True)
            if counter is None:
                raise NotFound("没有这个窗口，请刷新后重新选择")
        row.for_counter_id, row.note, row.steps = body.counter_id, body.note.strip(), None
        _count_service(row)
        await _leave_counter(row)
    return row


async def complete(ticket_id: UUID, body: Completion, *, by: Actor) -> Ticket:
    """End the service, with what came of it."""
    async with perform("complete", Ticket, ticket_id, by=by, terms=body) as row:
        row.outcome, row.note, row.ended_at = body.outcome, body.note.strip(), row.updated_at
        row.held_key = None
        _count_service(row)
        await _leave_counter(row)
    return row


async def cancel(ticket_id: UUID, *, by: Actor) -> Ticket:
    """Give a ticket or an appointment up."""
    async with perform("cancel", Ticket, ticket_id, by=by) as row:
        row.held_key, row.ended_at = None, row.updated_at
    return row


def _count_service(row: Ticket) -> None:
    """Add the time at the counter; a service that is broken off goes on counting later."""
    if row.started_at is not None:
        spent = (row.updated_at - row.started_at).total_seconds()
        row.served_s = (row.served_s or 0) + max(0, round(spent))
        row.started_at = None


async def _leave_counter(row: Ticket) -> None:
    await ServiceCounter.filter(ticket_id=row.id).update(ticket_id=None)


async def _own(counter_id: UUID, by: Actor) -> ServiceCounter:
    counter = await ServiceCounter.get_or_none(id=counter_id, active=True)
    if counter is None:
        raise NotFound("没有这个窗口，请刷新后再试")
    if counter.staff_id != by.account_id:
        raise NotNow(NOT_OPEN)
    if counter.ticket_id is not None:
        await _say_why(counter_id, by)
    return counter


async def _say_why(counter_id: UUID, by: Actor) -> None:
    """Refuse a call to a counter that has a ticket, or is no longer this person's."""
    counter = await ServiceCounter.get(id=counter_id)
    if counter.staff_id != by.account_id or counter.ticket_id is None:
        raise Unmet(NOT_OPEN)
    there = await Ticket.get(id=counter.ticket_id)
    raise Unmet(BUSY.format(no=there.ticket_no))


@asynccontextmanager
async def _at(counter_id: UUID, verb: str, by: Actor) -> AsyncIterator[ServiceCounter]:
    """Act on a counter, locked; the journal says which classes are served from now on."""
    facts: dict[str, object] = {}
    async with enact(
        f"service_counter.{verb}", "service_counter", counter_id, by=by, facts=facts
    ) as outcome:
        counter = await ServiceCounter.select_for_update().get_or_none(id=counter_id, active=True)
        if counter is None:
            raise NotFound("没有这个窗口，请刷新后再试")
        yield counter
        await counter.save()
        outcome.subject_no, outcome.result = f"{counter.counter_no}号窗口", counter
        opened = await ServiceCounter.filter(staff_id__isnull=False, active=True)
        facts["counter_no"] = counter.counter_no
        facts["open"] = {
            prefix: sum(prefix in each.skills for each in opened)
            for prefix in sorted({skill for each in opened for skill in each.skills})
        }
