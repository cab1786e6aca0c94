"""What screens read of any event: its checklist, who came, questions, needs and recordings."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.store.events.actions.signing_in import ATTENDEES_MAX
from domain.store.events.finding import EventRow, is_host, is_staff
from domain.store.events.rules import seat_label
from orm.identity import Account
from orm.parties import Party
from orm.store_events import (
    Attendee,
    EventCheck,
    EventFile,
    EventNeed,
    EventQuestion,
    OfflineArrival,
)
from orm.store_roadshows import Roadshow
from orm.store_visits import Visit
from vocabulary.events import SET_UP_ITEM_LABELS, SIGN_IN_WAY_LABELS, SetUpItem
from vocabulary.identifiers import mask_enterprise, mask_person, mask_phone
from vocabulary.parties import PartyKind


class CheckView(Struct, frozen=True):
    """检查清单中的一项。"""

    item: SetUpItem
    label: str
    due_at: datetime
    late: bool
    done_at: datetime | None
    done_by_name: str
    note: str


class AttendeeView(Struct, frozen=True, kw_only=True):
    """一位参会人；姓名和电话只有工作人员看到全部。"""

    id: UUID
    name: str
    phone: str
    company: str
    way_label: str
    signed_in_at: datetime | None
    seat_no: int | None
    seat: str
    stars: int | None
    comment: str


class ArrivalView(Struct, frozen=True, kw_only=True):
    """断网期间的一次签到，有疑问，等工作人员核实。"""

    id: UUID
    name: str
    company: str
    way_label: str
    kiosk_name: str
    arrived_at: datetime
    refusal: str
    known: bool


class QuestionView(Struct, frozen=True):
    """一个问题与答复。"""

    id: UUID
    party_name: str
    question: str
    asked_at: datetime
    answer: str
    answered_by_name: str
    answered_at: datetime | None
    own: bool


class NeedView(Struct, frozen=True, kw_only=True):
    """一条需求，以及由它发布的融资需求。"""

    id: UUID
    enterprise_name: str
    need: str
    amount_fen: int | None
    term_months: int | None
    noted_by_name: str
    noted_at: datetime
    application_id: UUID | None
    application_no: str
    own: bool


class FileView(Struct, frozen=True):
    """一份影像资料。"""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime
    actor_name: str


class EventBook(Struct, frozen=True, kw_only=True):
    """一场活动中登记的各项内容，按查看人的身份给出。"""

    checks: list[CheckView]
    attendees: list[AttendeeView]
    questions: list[QuestionView]
    needs: list[NeedView]
    files: list[FileView]
    arrivals: list[ArrivalView]
    mine: AttendeeView | None


async def book(row: EventRow, to: Actor) -> EventBook:
    """Everything that was written down at an event, as far as it is this viewer's business."""
    hosts = is_host(row, to)
    people = await Attendee.filter(event_id=row.id).order_by("signed_in_at").limit(ATTENDEES_MAX)
    own = next((each for each in people if each.account_id == to.account_id), None)
    shown = [each for each in people if hosts or await _booked(row, to)]
    full = to.party_kind is PartyKind.OPERATOR
    return EventBook(
        checks=await _checks(row) if to.party_kind is PartyKind.OPERATOR else [],
        attendees=[_attendee(row, each, full=full) for each in shown],
        questions=await _questions(row, to),
        needs=await _needs(row, to, hosts=hosts),
        files=await _files(row) if hosts else [],
        arrivals=await _arrivals(row) if is_staff(to) else [],
        mine=_attendee(row, own, full=True) if own else None,
    )


async def _booked(row: EventRow, to: Actor) -> bool:
    """Whoever booked a visit sees who of theirs has come."""
    return isinstance(row, Visit) and to.party_id in {row.enterprise_id, row.institution_id}


async def _checks(row: EventRow) -> list[CheckView]:
    now = clock.now()
    rows = {each.item: each for each in await EventCheck.filter(event_id=row.id)}
    return [
        CheckView(
            item,
            label,
            rows[item].due_at,
            rows[item].done_at is None and rows[item].due_at < now,
            rows[item].done_at,
            rows[item].done_by_name,
            rows[item].note,
        )
        for item, label in SET_UP_ITEM_LABELS.items()
        if item in rows
    ]


def _attendee(row: EventRow, each: Attendee, *, full: bool) -> AttendeeView:
    row_seats = row.row_seats if isinstance(row, Roadshow) else 0
    return AttendeeView(
        id=each.id,
        name=each.name if full else mask_person(each.name),
        phone=mask_phone(each.phone) if each.phone else "",
        company=each.company,
        way_label=SIGN_IN_WAY_LABELS[each.way] if each.way else "",
        signed_in_at=each.signed_in_at,
        seat_no=each.seat_no,
        seat=seat_label(row_seats, each.seat_no),
        stars=each.stars,
        comment=each.comment,
    )


async def _arrivals(row: EventRow) -> list[ArrivalView]:
    unclear = OfflineArrival.filter(event_id=row.id, settled_at__isnull=True).exclude(refusal="")
    rows = await unclear.order_by("arrived_at", "id").limit(ATTENDEES_MAX)
    return [await _arrival(each) for each in rows]


async def _arrival(each: OfflineArrival) -> ArrivalView:
    on_list = await Attendee.get_or_none(id=each.attendee_id)
    account = await Account.get_or_none(id=each.account_id)
    party = await Party.get_or_none(id=account.party_id) if account else None
    return ArrivalView(
        id=each.id,
        name=on_list.name if on_list else account.name if account else "",
        company=on_list.company if on_list else party.name if party else "",
        way_label=SIGN_IN_WAY_LABELS[each.way],
        kiosk_name=each.kiosk_name,
        arrived_at=each.arrived_at,
        refusal=each.refusal,
        known=on_list is not None or account is not None,
    )


async def _questions(row: EventRow, to: Actor) -> list[QuestionView]:
    hosts = is_host(row, to)
    found = await EventQuestion.filter(event_id=row.id).order_by("asked_at", "id")
    return [
        QuestionView(
            each.id,
            each.party_name
            if hosts or each.party_id in {None, to.party_id}
            else mask_enterprise(each.party_name),
            each.question,
            each.asked_at,
            each.answer,
            each.answered_by_name,
            each.answered_at,
            each.party_id == to.party_id,
        )
        for each in found
    ]


async def _needs(row: EventRow, to: Actor, *, hosts: bool) -> list[NeedView]:
    rows = EventNeed.filter(event_id=row.id)
    if not hosts:
        rows = rows.filter(enterprise_id=to.party_id)
    return [
        NeedView(
            id=each.id,
            enterprise_name=each.enterprise_name,
            need=each.need,
            amount_fen=each.amount_fen,
            term_months=each.term_months,
            noted_by_name=each.noted_by_name,
            noted_at=each.noted_at,
            application_id=each.application_id,
            application_no=each.application_no,
            own=each.enterprise_id == to.party_id,
        )
        for each in await rows.order_by("noted_at", "id")
    ]


async def _files(row: EventRow) -> list[FileView]:
    return [
        FileView(each.id, each.name, each.media, each.size_bytes, each.at, each.account_name)
        for each in await EventFile.filter(event_id=row.id).order_by("at", "id")
    ]
