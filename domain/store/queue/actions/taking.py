"""取号: at a kiosk, on one's own phone, at the desk for somebody else, and by appointment."""

from datetime import date, datetime
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import SYSTEM_PARTY, Actor, ActorKind, Call
from domain.kernel.perform import begin, perform
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.store.queue import numbers, slots, whereabouts
from domain.store.queue.flow import TicketFlow
from domain.store.queue.places import place_of, queue_of
from domain.store.queue.terms import (
    Booking,
    CheckIn,
    TicketAtKiosk,
    TicketByPhone,
    TicketForSomebody,
)
from orm import keyring
from orm.devices import Device
from orm.identity import Account
from orm.store_queue import ServiceClass, Ticket
from vocabulary.identity import Terminal
from vocabulary.parties import PartyKind, Role
from vocabulary.store_queue import TicketPriority

HELD_PLACE = "ticket.held"
ONE_ONLY = "您在“{name}”已有一个未办结的号（{no}），请先办理或取消后再取号"
SHUT = "现在不在取号时间内（{opens}–{closes}），请在营业时间取号或预约"


async def take_at_kiosk(body: TicketAtKiosk, *, call: Call, by: Actor | None = None) -> Ticket:
    """Give whoever stands before a kiosk a ticket; of somebody logged in it knows who it is."""
    is_known = by is not None and by.party_kind is PartyKind.ENTERPRISE
    actor = by if by is not None and is_known else await kiosk_actor(call)
    row = await _new(body.class_id, body.need, actor.call.terminal, at=clock.now())
    row.kiosk_id = call.kiosk_id
    if is_known:
        await _belong(row, actor)
    else:
        row.phone = body.phone or None
    return await _taken(row, body, by=actor)


async def take_ticket(body: TicketByPhone, *, by: Actor) -> Ticket:
    """Take a ticket on one's own phone, near the store or before its screen."""
    await whereabouts.must_be_here(body.here)
    row = await _new(body.class_id, body.need, by.call.terminal, at=clock.now())
    await _belong(row, by)
    return await _taken(row, body, by=by)


async def take_for_somebody(body: TicketForSomebody, *, by: Actor) -> Ticket:
    """Take a ticket for a visitor who has no phone, or needs help."""
    row = await _new(body.class_id, body.need, by.call.terminal, at=clock.now())
    row.phone = body.phone or None
    if body.priority is TicketPriority.PREFERRED:
        row.priority = body.priority
    return await _taken(row, body, by=by)


async def book(body: Booking, *, by: Actor) -> Ticket:
    """Book a slot of a coming day. So many and no more, however many ask at once."""
    kind = await class_of(body.class_id)
    await slots.must_be_a_slot(body.slot_at)
    row = _row(kind, body.need, by.call.terminal, at=clock.now(), day=clock.date_of(body.slot_at))
    row.slot_at, row.queued_at = body.slot_at, None
    row.ticket_no = f"{kind.prefix}预约{body.slot_at.astimezone(clock.SHANGHAI):%m%d-%H%M}"
    await _belong(row, by)
    async with begin(TicketFlow, "book", row, by=by, terms=body):
        await class_of(kind.id, locked=True)
        await slots.must_be_free(kind, body.slot_at)
        await _hold(row)
    return row


async def check_in(ticket_id: UUID, body: CheckIn, *, by: Actor) -> Ticket:
    """Say at the store that one has come: the appointment becomes a ticket with a number."""
    await whereabouts.must_be_here(body.here)
    return await check_in_for(ticket_id, by=by)


async def check_in_for(ticket_id: UUID, *, by: Actor) -> Ticket:
    """The same, by the people of the store who see the visitor before them."""
    async with perform("check_in", Ticket, ticket_id, by=by) as row:
        row.queued_at = row.updated_at
        await _note_the_queue(row)
        await numbers.number(row)
    return row


async def class_of(class_id: UUID, *, locked: bool = False) -> ServiceClass:
    """A class of service that is open to visitors; locked, so that nobody closes it meanwhile."""
    rows = ServiceClass.filter(id=class_id, active=True)
    kind = await (rows.select_for_update() if locked else rows).first()
    if kind is None:
        raise NotFound("没有这类业务，请刷新后重新选择")
    return kind


async def kiosk_actor(call: Call) -> Actor:
    """The terminal itself, acting for whoever stands before it."""
    assert call.kiosk_id is not None, "only a terminal of ours asks"
    device = await Device.get(id=call.kiosk_id)
    return Actor(
        device.id,
        SYSTEM_PARTY,
        PartyKind.OPERATOR,
        frozenset({Role.SYSTEM}),
        name=device.name,
        party_name="智能终端",
        kind=ActorKind.DEVICE,
        call=call,
    )


def a_row(kind: ServiceClass, need: str, terminal: Terminal, at: datetime) -> Ticket:
    """A ticket of today, not yet numbered."""
    row = _row(kind, need, terminal, at=at, day=clock.date_of(at))
    row.queued_at = at
    return row


async def hold_if_free(row: Ticket) -> None:
    """Hold person and class for a ticket that is already printed, if nobody else does."""
    key = await _key_of(row)
    if key and not await Ticket.exists(held_key=key):
        row.held_key = key


async def _new(class_id: UUID, need: str, terminal: Terminal, *, at: datetime) -> Ticket:
    await _must_be_open(at)
    return a_row(await class_of(class_id), need, terminal, at)


def _row(kind: ServiceClass, need: str, terminal: Terminal, *, at: datetime, day: date) -> Ticket:
    return Ticket(
        day=day,
        series=kind.prefix,
        class_id=kind.id,
        class_prefix=kind.prefix,
        class_name=kind.name,
        priority=kind.priority,
        terminal=terminal,
        need=need.strip(),
        taken_at=at,
    )


async def _must_be_open(at: datetime) -> None:
    site = await whereabouts.site()
    now = f"{at.astimezone(clock.SHANGHAI):%H:%M}"
    if not site.opens_at <= now < site.closes_at:
        raise Unmet(SHUT.format(opens=site.opens_at, closes=site.closes_at))


async def _belong(row: Ticket, by: Actor) -> None:
    """Write down whose ticket it is. Only an enterprise's people have one of their own."""
    if by.party_kind is not PartyKind.ENTERPRISE:
        return
    account = await Account.get_or_none(id=by.account_id)
    row.account_id, row.enterprise_id = by.account_id, by.party_id
    row.enterprise_name = by.party_name
    row.phone = account.phone if account else None


async def _taken(row: Ticket, body: object, *, by: Actor) -> Ticket:
    async with begin(TicketFlow, "take_ticket", row, by=by, terms=body):
        await class_of(row.class_id, locked=True)
        await _hold(row)
        await _note_the_queue(row)
        await numbers.number(row)
    return row


async def _hold(row: Ticket) -> None:
    """Refuse a second open ticket of one person for one class."""
    key = await _key_of(row)
    if key is None:
        return
    earlier = await Ticket.get_or_none(held_key=key)
    if earlier is not None:
        said = ONE_ONLY.format(name=row.class_name, no=earlier.ticket_no)
        raise Invalid(said, (("class_id", said),))
    row.held_key = key


async def _key_of(row: Ticket) -> str | None:
    """Who waits for what, so that it cannot be read: by phone, else by account."""
    who = row.phone or (str(row.account_id) if row.account_id else "")
    return keyring.held().blind(f"{who}:{row.class_id}", HELD_PLACE) if who else None


async def _note_the_queue(row: Ticket) -> None:
    """Keep what the queue was like on joining it, and what was promised."""
    kind = await ServiceClass.get(id=row.class_id)
    queue, place = await queue_of(row.day), place_of(row)
    told = await queue.joined_by(place).forecast(kind, place)
    row.steps, row.counters = told.steps, told.counters
    row.estimated_s = told.estimate.median_s if told.estimate else None
