"""What the counters read: who waits, who is where, and one ticket with all that happened to it."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.store.queue.places import queue_of
from domain.store.queue.queries.visitors import ClassView, class_view
from domain.store.queue.terms import COUNTER_NO_MAX
from orm.store_queue import ServiceClass, ServiceCounter, StoreSite, Ticket
from vocabulary.devices import ZONE_LABELS, Zone
from vocabulary.identifiers import mask_enterprise, mask_phone
from vocabulary.identity import TERMINAL_LABELS
from vocabulary.rights import Right
from vocabulary.store_queue import (
    AT_COUNTER,
    OPEN_STATES,
    SERVICE_OUTCOME_LABELS,
    TICKET_PRIORITY_LABELS,
    TICKET_STATE_LABELS,
    ServiceOutcome,
    TicketPriority,
    TicketState,
)

V = TypeVar("V", bound=Struct)

SHOWN_MAX = 500
TIMELINE_MAX = 100


class TicketRow(Struct, frozen=True, kw_only=True):
    """队列中的一个号。"""

    id: UUID
    ticket_no: str
    state: TicketState
    state_label: str
    class_prefix: str
    class_name: str
    priority: TicketPriority
    priority_label: str
    terminal_label: str
    enterprise_masked: str
    phone_masked: str
    need: str
    note: str
    taken_at: datetime
    queued_at: datetime | None
    slot_at: datetime | None
    called_at: datetime | None
    calls: int
    started_at: datetime | None
    return_until: datetime | None
    counter_no: int | None
    outcome_label: str


class TicketCase(TicketRow, frozen=True, kw_only=True):
    """一个号的全部：可办理的操作与经过。"""

    open_steps: list[OpenStep]
    timeline: list[Milestone]


class CounterView(Struct, frozen=True, kw_only=True):
    """一个窗口：谁在值守，正在办理哪个号。"""

    id: UUID
    counter_no: int
    name: str
    zone: Zone
    zone_label: str
    skills: list[str]
    active: bool
    staff_name: str
    is_mine: bool
    is_open: bool
    opened_at: datetime | None
    ticket: TicketCase | None


class DeskView(Struct, frozen=True, kw_only=True):
    """叫号台：各类等候、各窗口、等候的号（按叫号顺序）、过号与挂起、当日预约。"""

    classes: list[ClassView]
    counters: list[CounterView]
    waiting: list[TicketRow]
    aside: list[TicketCase]
    booked: list[TicketCase]


class CounterDisplay(Struct, frozen=True, kw_only=True):
    """窗口屏：现在办理哪个号。"""

    counter_no: int
    name: str
    is_open: bool
    ticket_no: str
    class_name: str
    state: TicketState | None
    called_at: datetime | None
    calls: int
    class_names: list[str]


class ServiceClassView(Struct, frozen=True, kw_only=True):
    """一类业务的设置。"""

    id: UUID
    prefix: str
    name: str
    about: str
    priority: TicketPriority
    priority_label: str
    typical_minutes: int
    slot_capacity: int
    return_minutes: int
    active: bool


class StoreSiteView(Struct, frozen=True, kw_only=True):
    """门店位置与营业时间。"""

    latitude_e6: int
    longitude_e6: int
    radius_m: int
    opens_at: str
    closes_at: str


class QueueSettings(Struct, frozen=True, kw_only=True):
    """排队设置：门店、业务类别、窗口。"""

    site: StoreSiteView | None
    classes: list[ServiceClassView]
    counters: list[CounterView]


async def desk(actor: Actor) -> DeskView:
    """Everything the people at the counters work with."""
    actor.needs(Right.QUEUE_SERVE)
    today = clock.today()
    queue = await queue_of(today)
    kinds = await ServiceClass.filter(active=True).order_by("prefix")
    rows = await Ticket.filter(day=today, state__in=list(OPEN_STATES)).limit(SHOWN_MAX)
    known = {row.id: row for row in rows}
    in_state = {
        state: sorted((r for r in rows if r.state is state), key=lambda row: row.taken_at)
        for state in OPEN_STATES
    }
    aside = in_state[TicketState.NO_SHOW] + in_state[TicketState.PARKED]
    booked = sorted(in_state[TicketState.BOOKED], key=lambda row: row.slot_at)
    counters = await ServiceCounter.filter(active=True).order_by("counter_no")
    return DeskView(
        classes=[await class_view(kind, queue) for kind in kinds],
        counters=[_counter(each, known, actor) for each in counters],
        waiting=[row_view(known[place.id]) for place in queue.waiting if place.id in known],
        aside=[_case(row, actor, []) for row in aside],
        booked=[_case(row, actor, []) for row in booked],
    )


async def one(ticket_id: UUID, actor: Actor) -> TicketCase:
    """One ticket, with all that happened to it."""
    actor.needs(Right.QUEUE_SERVE)
    row = await Ticket.visible_to(actor.party_id, actor.party_kind).get_or_none(id=ticket_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return await case(row, actor)


async def case(row: Ticket, actor: Actor) -> TicketCase:
    """A ticket after an act of the counters."""
    flow = flow_of(row.subject, row.flow, row.version)
    past = timeline(flow, await journal.story_of(row.id, limit=TIMELINE_MAX), actor)
    return _case(row, actor, past)


async def counter_display(counter_no: str) -> CounterDisplay:
    """What the screen above a counter shows. Numbers only: it hangs in a public hall."""
    is_number = counter_no.isascii() and counter_no.isdigit()
    row = None
    if is_number and len(counter_no) <= len(str(COUNTER_NO_MAX)):
        row = await ServiceCounter.get_or_none(counter_no=int(counter_no), active=True)
    if row is None:
        raise NotFound("没有这个窗口")
    ticket = await Ticket.get_or_none(id=row.ticket_id) if row.ticket_id else None
    if ticket is not None and ticket.state not in AT_COUNTER:
        ticket = None
    kinds = await ServiceClass.filter(prefix__in=row.skills, active=True).order_by("prefix")
    return CounterDisplay(
        counter_no=row.counter_no,
        name=row.name,
        is_open=row.staff_id is not None,
        ticket_no=ticket.ticket_no if ticket else "",
        class_name=ticket.class_name if ticket else "",
        state=ticket.state if ticket else None,
        called_at=ticket.called_at if ticket else None,
        calls=ticket.calls if ticket else 0,
        class_names=[kind.name for kind in kinds],
    )


async def settings(actor: Actor) -> QueueSettings:
    """What the operator keeps of the queue."""
    actor.needs(Right.QUEUE_MANAGE)
    site = await StoreSite.all().first()
    kinds = await ServiceClass.all().order_by("prefix")
    counters = await ServiceCounter.all().order_by("counter_no")
    return QueueSettings(
        site=_shown(site, StoreSiteView) if site else None,
        classes=[service_class(kind) for kind in kinds],
        counters=[_counter(each, {}, actor) for each in counters],
    )


async def settings_after(_kept: object, actor: Actor) -> QueueSettings:
    """The same after one of them was set."""
    return await settings(actor)


async def counter_after(row: ServiceCounter, actor: Actor) -> CounterView:
    """A counter after it was opened or closed."""
    return _counter(row, {}, actor)


def service_class(kind: ServiceClass) -> ServiceClassView:
    """A class of service as the operator keeps it."""
    return _shown(kind, ServiceClassView, priority_label=TICKET_PRIORITY_LABELS[kind.priority])


def row_view(row: Ticket) -> TicketRow:
    """A ticket as the people at the counters see it; names and numbers of people masked."""
    return TicketRow(**_row(row))


def _case(row: Ticket, actor: Actor, past: list[Milestone]) -> TicketCase:
    flow = flow_of(row.subject, row.flow, row.version)
    steps = open_steps(flow, Act(actor, clock.now()), row)
    return TicketCase(**_row(row), open_steps=steps, timeline=past)


def _row(row: Ticket) -> dict[str, Any]:
    outcome: ServiceOutcome | None = row.outcome
    told = {
        "state_label": TICKET_STATE_LABELS[row.state],
        "priority_label": TICKET_PRIORITY_LABELS[row.priority],
        "terminal_label": TERMINAL_LABELS[row.terminal],
        "enterprise_masked": mask_enterprise(row.enterprise_name) if row.enterprise_name else "",
        "phone_masked": mask_phone(row.phone) if row.phone else "",
        "outcome_label": SERVICE_OUTCOME_LABELS[outcome] if outcome else "",
    }
    return told | {
        name: getattr(row, name) for name in TicketRow.__struct_fields__ if name not in told
    }


def _counter(row: ServiceCounter, known: dict[UUID, Ticket], actor: Actor) -> CounterView:
    ticket = known.get(row.ticket_id) if row.ticket_id else None
    return _shown(
        row,
        CounterView,
        zone_label=ZONE_LABELS[row.zone],
        is_mine=row.staff_id == actor.account_id,
        is_open=row.staff_id is not None,
        ticket=_case(ticket, actor, []) if ticket else None,
    )


def _shown(row: object, shape: type[V], **told: Any) -> V:
    """A view whose other fields are the row's own."""
    names = [name for name in shape.__struct_fields__ if name not in told]
    return shape(**told, **{name: getattr(row, name) for name in names})
