"""What people do about a visit: book, confirm, decline, move, prepare, receive, wrap up, cancel."""

from datetime import timedelta
from uuid import UUID, uuid4

from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import SHANGHAI
from domain.kernel.perform import advance, begin, perform
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.store.events import checklists
from domain.store.events.finding import STORE, is_staff
from domain.store.rooms import reserving
from domain.store.rooms.reserving import Holder, Wanted, must_be_a_span
from domain.store.rooms.rules import span_text
from domain.store.rooms.terms import EquipmentWanted
from domain.store.visits.flow import VisitFlow
from domain.store.visits.terms import (
    TourStop,
    VisitBooking,
    VisitConfirmation,
    VisitMove,
    WrapUp,
)
from orm.identity import Account
from orm.store_rooms import EquipmentHold, Reservation
from orm.store_visits import Visit
from vocabulary.devices import Zone
from vocabulary.events import EventKind, VisitState
from vocabulary.identifiers import compact_phone, phone_problem
from vocabulary.identity import AccountState
from vocabulary.opening import is_open_from_to
from vocabulary.parties import PartyKind

VISIT_PREFIX = "CG"
AHEAD_MAX = timedelta(days=180)
GUIDING = [VisitState.CONFIRMED, VisitState.PREPARED, VisitState.RECEIVING]


async def book(form: VisitBooking, *, by: Actor) -> Visit:
    """Ask to be received: online for oneself, or by the store for somebody on the phone."""
    by_phone = is_staff(by)
    _must_be_possible(form, by_phone=by_phone)
    is_enterprise = by.party_kind is PartyKind.ENTERPRISE
    row = Visit(
        id=uuid4(),
        visit_no=await numbering.draw(VISIT_PREFIX),
        enterprise_id=by.party_id if is_enterprise else None,
        institution_id=None if is_enterprise or by_phone else by.party_id,
        by_phone=by_phone,
        delegation=form.delegation,
        display_name=form.display_name or form.delegation,
        is_enterprise=form.is_enterprise if by_phone else is_enterprise,
        agrees_to_display=form.agrees_to_display,
        contact_name=form.contact_name,
        contact_phone=_phone(form.contact_phone),
        headcount=form.headcount,
        purpose=form.purpose,
        guide_request=form.guide_request,
        begins_at=form.begins_at,
        ends_at=form.ends_at,
    )
    async with begin(VisitFlow, "book", row, by=by, terms=form):
        pass
    return row


def _must_be_possible(form: VisitBooking | VisitMove, *, by_phone: bool) -> None:
    now = clock.now()
    must_be_a_span(form.begins_at, form.ends_at, now=now)
    if form.begins_at <= now or form.begins_at > now + AHEAD_MAX:
        sentence = f"请选择今后 {AHEAD_MAX.days} 天以内的时间"
        raise Invalid(sentence, (("begins_at", sentence),))
    local = form.begins_at.astimezone(SHANGHAI), form.ends_at.astimezone(SHANGHAI)
    if not by_phone and not is_open_from_to(*local):
        sentence = "旗舰店工作日 9:00–17:00 开放，请选择开放时间；其他时间请电话联系"
        raise Invalid(sentence, (("begins_at", sentence),))


def _phone(text: str) -> str:
    phone = compact_phone(text)
    if (problem := phone_problem(phone)) is not None:
        raise Invalid(problem, (("contact_phone", problem),))
    return phone


async def confirm(visit_id: UUID, form: VisitConfirmation, *, by: Actor) -> Visit:
    """Say yes: who guides, by which way, with what; and write the checklist."""
    async with perform("confirm", Visit, visit_id, by=by, terms=form) as row:
        guide = await _free_guide(form.guide_id, row)
        row.guide_id, row.guide_name = guide.id, guide.name
        row.tour_route = _timed(form.tour_route, row)
        if form.room_id is not None or form.equipment:
            await _take(row, form.room_id, form.equipment, by=by)
        row.checks_open = await checklists.write_anew(EventKind.VISIT, row.id, row.begins_at)
    return row


async def _take(
    row: Visit, room_id: UUID | None, equipment: list[EquipmentWanted], *, by: Actor
) -> None:
    holder = Holder(Visit.subject, row.id, row.visit_no, f"{row.delegation}参观")
    wanted = Wanted(row.begins_at, row.ends_at, room_id, equipment)
    await reserving.take(wanted, holder, by=by, at=row.updated_at)


def _timed(stops: list[TourStop], row: Visit) -> list[dict[str, object]]:
    """The way through the zones, with its times; it begins where guests are met."""
    if stops[0].zone is not Zone.FOYER:
        raise Unmet("讲解员在序厅迎接来宾，参观路线应从序厅开始")
    if sum(stop.minutes for stop in stops) > (row.ends_at - row.begins_at) / timedelta(minutes=1):
        raise Unmet("各站停留时间之和超过参观时间，请缩短停留或延长参观")
    at = row.begins_at
    timed: list[dict[str, object]] = []
    for stop in stops:
        timed.append(
            {"zone": stop.zone.value, "begins_at": at.isoformat(), "minutes": stop.minutes}
        )
        at += timedelta(minutes=stop.minutes)
    return timed


async def _free_guide(guide_id: UUID, row: Visit) -> Account:
    """Somebody of the store who guides nobody else then; their account is locked meanwhile."""
    guide = await Account.filter(id=guide_id).select_for_update().first()
    roles = {role.value for role in STORE}
    if guide is None or guide.state is not AccountState.ACTIVE or not roles & set(guide.roles):
        raise NotFound("讲解员应是旗舰店的在岗人员，请重新选择")
    other = (
        await Visit.filter(
            guide_id=guide_id,
            state__in=GUIDING,
            begins_at__lt=row.ends_at,
            ends_at__gt=row.begins_at,
        )
        .exclude(id=row.id)
        .first()
    )
    if other is not None:
        span = span_text(other.begins_at, other.ends_at)
        raise Unmet(f"{guide.name}该时段已为“{other.delegation}”讲解（{span}），请另选讲解员")
    return guide


async def decline(visit_id: UUID, reason: str, *, by: Actor) -> Visit:
    """Say no, and why."""
    return await advance("decline", Visit, visit_id, by=by, reason=reason)


async def move(visit_id: UUID, form: VisitMove, *, by: Actor) -> Visit:
    """Another time; what was taken for it is taken anew, or nothing is moved."""
    _must_be_possible(form, by_phone=is_staff(by))
    async with perform("move", Visit, visit_id, by=by, terms=form, reason=form.reason) as row:
        row.begins_at, row.ends_at = form.begins_at, form.ends_at
        if row.state is not VisitState.BOOKED:
            await _move_all(row, by=by)
    return row


async def _move_all(row: Visit, *, by: Actor) -> None:
    await _free_guide(row.guide_id, row)
    stops = [TourStop(Zone(each["zone"]), each["minutes"]) for each in row.tour_route]
    row.tour_route = _timed(stops, row)
    kept = await Reservation.get_or_none(subject_id=row.id, released_at__isnull=True)
    if kept is not None:
        holds = await EquipmentHold.filter(reservation_id=kept.id)
        equipment = [EquipmentWanted(each.equipment_id, each.pieces) for each in holds]
        await _take(row, kept.room_id, equipment, by=by)
    row.checks_open = await checklists.write_anew(EventKind.VISIT, row.id, row.begins_at)


async def prepare(visit_id: UUID, *, by: Actor) -> Visit:
    """Everything is in order: guests may come."""
    return await advance("prepare", Visit, visit_id, by=by)


async def receive(visit_id: UUID, *, by: Actor) -> Visit:
    """The guests are here."""
    return await advance("receive", Visit, visit_id, by=by)


async def wrap_up(visit_id: UUID, form: WrapUp, *, by: Actor) -> Visit:
    """The guests have left: equipment is back, and what is worth keeping is written down."""
    async with perform("wrap_up", Visit, visit_id, by=by, terms=form) as row:
        if not form.equipment_returned and await Reservation.exists(
            subject_id=row.id, released_at__isnull=True
        ):
            raise Unmet("设备尚未全部回收，请清点回收后再归档")
        row.equipment_returned, row.notes = form.equipment_returned, form.notes
        await reserving.release(row.id, at=row.updated_at)
    return row


async def cancel(visit_id: UUID, reason: str, *, by: Actor) -> Visit:
    """Nobody comes; room and equipment are free again."""
    async with perform("cancel", Visit, visit_id, by=by, reason=reason) as row:
        await reserving.release(row.id, at=row.updated_at)
    return row
