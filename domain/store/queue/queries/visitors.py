"""What visitors read: what they may queue for, how long it takes, how their ticket stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.flow import Act, flow_of
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unmet
from domain.kernel.showing import OpenStep, open_steps
from domain.store.queue import numbers, slots, whereabouts
from domain.store.queue.actions import taking
from domain.store.queue.actions.uploading import number_of_kiosk
from domain.store.queue.estimates import Estimate
from domain.store.queue.places import Queue, queue_of
from domain.store.queue.slots import Slot
from orm.store_queue import ServiceClass, Ticket
from vocabulary.store_queue import OPEN_STATES, TICKET_STATE_LABELS, TicketState

MINE_SHOWN_MAX = 20


class ClassView(Struct, frozen=True, kw_only=True):
    """一类业务：现在几人等候，预计等多久。"""

    id: UUID
    prefix: str
    name: str
    about: str
    waiting: int
    open_counters: int
    estimate: Estimate | None
    takes_bookings: bool


class StoreQueueView(Struct, frozen=True, kw_only=True):
    """门店排队：各类业务的等候情况与取号时间。"""

    opens_at: str
    closes_at: str
    classes: list[ClassView]


class OfflineClass(Struct, frozen=True):
    """断网时本终端用的号段：前缀与下一个号。"""

    class_id: UUID
    series: str
    next_no: int


class KioskQueueView(Struct, frozen=True, kw_only=True):
    """终端取号页：等候情况、断网号段、门店二维码。"""

    queue: StoreQueueView
    offline: list[OfflineClass]
    store_code: str
    store_code_path: str
    store_code_until: datetime


class TicketProgress(Struct, frozen=True, kw_only=True):
    """一个号的进展；不含任何个人信息。"""

    id: UUID
    ticket_no: str
    state: TicketState
    state_label: str
    class_id: UUID
    class_name: str
    taken_at: datetime
    slot_at: datetime | None
    ahead: int | None
    estimate: Estimate | None
    counter_no: int | None
    called_at: datetime | None
    return_until: datetime | None


class MyTicket(TicketProgress, frozen=True, kw_only=True):
    """我的号，附可办理的操作。"""

    open_steps: list[OpenStep]


class MyTickets(Struct, frozen=True):
    """我的号：未办结的在前。"""

    items: list[MyTicket]


class SlotList(Struct, frozen=True):
    """一天的预约时段。"""

    items: list[Slot]


async def store_queue() -> StoreQueueView:
    """What people may queue for, how many wait, how long it takes."""
    site = await whereabouts.site()
    queue = await queue_of(clock.today())
    kinds = await ServiceClass.filter(active=True).order_by("prefix")
    return StoreQueueView(
        opens_at=site.opens_at,
        closes_at=site.closes_at,
        classes=[await class_view(kind, queue) for kind in kinds],
    )


async def class_view(kind: ServiceClass, queue: Queue) -> ClassView:
    """One class as visitors see it."""
    told = await queue.forecast(kind)
    return ClassView(
        id=kind.id,
        prefix=kind.prefix,
        name=kind.name,
        about=kind.about,
        waiting=told.ahead,
        open_counters=told.counters,
        estimate=told.estimate,
        takes_bookings=kind.slot_capacity > 0,
    )


async def kiosk_queue(call: Call) -> KioskQueueView:
    """The same for a kiosk, with what it needs when its line is gone, and the store's code."""
    assert call.kiosk_id is not None, "only a terminal of ours asks"
    view, now = await store_queue(), clock.now()
    code = whereabouts.code_at(now)
    return KioskQueueView(
        queue=view,
        offline=await _offline(call.kiosk_id, view),
        store_code=code,
        store_code_path=whereabouts.code_path(code),
        store_code_until=whereabouts.changes_at(now),
    )


async def _offline(device_id: UUID, view: StoreQueueView) -> list[OfflineClass]:
    """The kiosk's own series; none for one that came when every number was given."""
    try:
        kiosk = await number_of_kiosk(device_id)
    except Unmet:
        return []
    found = []
    for kind in view.classes:
        series = numbers.series_of(kind.prefix, kiosk.kiosk_no)
        last = await Ticket.filter(day=clock.today(), series=series).order_by("-running_no").first()
        found.append(OfflineClass(kind.id, series, last.running_no + 1 if last else 1))
    return found


async def slots_of(class_id: UUID, day: date) -> SlotList:
    """The slots of a class on a day."""
    return SlotList(await slots.slots_of(await taking.class_of(class_id), day))


async def follow(ticket_id: UUID) -> TicketProgress:
    """How a ticket stands, for whoever holds it: its id is on it, and nowhere else."""
    row = await Ticket.get_or_none(id=ticket_id)
    if row is None:
        raise NotFound("没有这个号。断网时取的号，联网后才能查询")
    return TicketProgress(**await _progress(row))


async def followed(row: Ticket, _actor: Actor) -> TicketProgress:
    """A ticket after an act of whoever is not logged in."""
    return TicketProgress(**await _progress(row))


async def mine(actor: Actor) -> MyTickets:
    """My own tickets: the open ones, and the last that ended."""
    rows = (
        await Ticket.visible_to(actor.party_id, actor.party_kind)
        .filter(account_id=actor.account_id)
        .order_by("-taken_at")
        .limit(MINE_SHOWN_MAX)
    )
    rows.sort(key=lambda row: row.state not in OPEN_STATES)
    return MyTickets([await my_ticket(row, actor) for row in rows])


async def one_of_mine(ticket_id: UUID, actor: Actor) -> MyTicket:
    """One of my party's tickets."""
    row = await Ticket.visible_to(actor.party_id, actor.party_kind).get_or_none(id=ticket_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return await my_ticket(row, actor)


async def my_ticket(row: Ticket, actor: Actor) -> MyTicket:
    """A ticket with what its holder may do with it."""
    flow = flow_of(row.subject, row.flow, row.version)
    steps = open_steps(flow, Act(actor, clock.now()), row)
    return MyTicket(**await _progress(row), open_steps=steps)


async def _progress(row: Ticket) -> dict[str, Any]:
    ahead, estimate = None, None
    if row.state is TicketState.WAITING and row.day == clock.today():
        queue = await queue_of(row.day)
        place = queue.find(row.id)
        told = await queue.forecast(await ServiceClass.get(id=row.class_id), place)
        ahead, estimate = told.ahead, told.estimate
    return {
        "id": row.id,
        "ticket_no": row.ticket_no,
        "state": row.state,
        "state_label": TICKET_STATE_LABELS[row.state],
        "class_id": row.class_id,
        "class_name": row.class_name,
        "taken_at": row.taken_at,
        "slot_at": row.slot_at,
        "ahead": ahead,
        "estimate": estimate,
        "counter_no": row.counter_no,
        "called_at": row.called_at,
        "return_until": row.return_until,
    }
