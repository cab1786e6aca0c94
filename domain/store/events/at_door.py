"""What a screen at the entrance shows: today's events, the code of the moment, who is expected."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.store.events import codes
from domain.store.events.actions.signing_in import ATTENDEES_MAX, SignedIn
from domain.store.events.finding import (
    ENTRY_OPEN,
    UNDER_WAY,
    EventRow,
    kind_of,
    located,
    must_be_staff,
    readable,
)
from domain.store.events.rules import seat_label, shown_as, welcome_name
from orm.store_events import Attendee
from orm.store_roadshows import Roadshow
from orm.store_visits import Visit
from vocabulary.events import EVENT_KIND_LABELS, EventKind, RoadshowState, VisitState
from vocabulary.identifiers import mask_person

TODAY_MAX = 30
DAY = timedelta(days=1)  # nothing goes on for longer, nor lets people in sooner
COMES_BEFORE = timedelta(hours=1)  # people are in time; until then the store's own code is of use


class EntryCode(Struct, frozen=True):
    """现场签到码：约一分钟内有效，屏幕定时更换。"""

    code: str
    path: str
    expires_at: datetime


class Welcome(Struct, frozen=True):
    """签到结果：哪场活动、座位。名称已脱敏。"""

    event_id: UUID
    title: str
    name_masked: str
    seat: str
    seat_no: int | None
    attended: int


class Expected(Struct, frozen=True):
    """名单中的一位，姓名已脱敏。"""

    attendee_id: UUID
    name_masked: str
    company_masked: str
    signed_in: bool


class EventToday(Struct, frozen=True, kw_only=True):
    """今天在旗舰店的一场活动，终端用。"""

    id: UUID
    kind: EventKind
    kind_label: str
    title: str
    begins_at: datetime
    ends_at: datetime
    open: bool
    attended: int
    seats: int


class SigningIn(Struct, frozen=True):
    """正在签到的一场活动及其签到码，门店大屏用。"""

    kind_label: str
    title: str
    code: EntryCode
    changes_at: datetime


class EventAtKiosk(EventToday, frozen=True, kw_only=True):
    """终端上的一场活动：签到码与名单。"""

    code: EntryCode
    expected: list[Expected]


class EventsToday(Struct, frozen=True):
    """今天的活动。"""

    items: list[EventToday]


class EventToKeep(EventToday, frozen=True, kw_only=True):
    """断网时也能签到的一场活动：还没有签到的名单，姓名已脱敏。"""

    expected: list[Expected]


class EventsToKeep(Struct, frozen=True):
    """终端为断网准备的内容：平台时间、本人签到码的有效时长、今天的活动。"""

    now: datetime
    pass_slot_s: int
    pass_slots: int
    items: list[EventToKeep]


async def entry_code(event_id: UUID, *, to: Actor) -> EntryCode:
    """The code of the moment, for the desk's own screen."""
    must_be_staff(to)
    return _code(await readable(event_id, to))


def _code(row: EventRow) -> EntryCode:
    made = codes.entry_code(row.id, clock.now())
    path = f"/portal/sign-in/{row.id}?code={made.text}"
    return EntryCode(made.text, path, made.expires_at)


async def own_pass(event_id: UUID, *, to: Actor) -> EntryCode:
    """Somebody's own code for an event, to be held before the terminal."""
    row = await readable(event_id, to)
    made = codes.own_pass(row.id, to.account_id, clock.now())
    return EntryCode(made.text, "", made.expires_at)


async def welcome(signed: SignedIn, _actor: Actor) -> Welcome:
    """The answer of an act by which somebody signed in."""
    return welcomed(signed)


def welcomed(signed: SignedIn) -> Welcome:
    """Whoever signed in, as a screen in a public hall may show them."""
    row, attendee = signed.event, signed.attendee
    row_seats = row.row_seats if isinstance(row, Roadshow) else 0
    return Welcome(
        row.id,
        public_title(row),
        mask_person(attendee.name),
        seat_label(row_seats, attendee.seat_no),
        attendee.seat_no,
        row.attended,
    )


def public_title(row: EventRow) -> str:
    """What a screen in a public hall calls the event."""
    if isinstance(row, Visit):
        return welcome_name(
            row.display_name, is_enterprise=row.is_enterprise, agrees=row.agrees_to_display
        )
    return row.topic


async def events_today(on: date) -> EventsToday:
    """What is on at the store on a day, for its terminals."""
    return EventsToday([EventToday(**_facts(each)) for each in await _on(on)])


async def events_to_keep(on: date) -> EventsToKeep:
    """What a terminal needs to sign people in while its line is down, and no more."""
    rows = await _on(on)
    kept = [
        EventToKeep(**_facts(each), expected=await _expected(each, missing=True)) for each in rows
    ]
    return EventsToKeep(clock.now(), codes.SLOT_S, codes.SLOTS_GOOD, kept)


async def _on(on: date) -> list[EventRow]:
    return await _rows_between(clock.day_begins(on), clock.day_ends(on))


async def _rows_between(begins: datetime, ends: datetime) -> list[EventRow]:
    within = {"begins_at__gte": begins, "begins_at__lt": ends}
    visits = await Visit.filter(
        **within,
        state__in=[VisitState.CONFIRMED, VisitState.PREPARED, VisitState.RECEIVING],
    ).limit(TODAY_MAX)
    shows = await Roadshow.filter(
        **within,
        state__in=[
            RoadshowState.SCHEDULED,
            RoadshowState.SET_UP,
            RoadshowState.OPEN,
            RoadshowState.RUNNING,
        ],
    ).limit(TODAY_MAX)
    rows: list[EventRow] = [*visits, *shows]
    return sorted(rows, key=lambda each: each.begins_at)


async def signing_in_at(now: datetime) -> list[SigningIn]:
    """What people come in for at a moment, with its code, for the store's own screens alone."""
    rows = await _rows_between(now - DAY, now + DAY)
    return [
        SigningIn(
            EVENT_KIND_LABELS[kind_of(row)], public_title(row), _code(row), codes.changes_at(now)
        )
        for row in rows
        if _signs_in(row, now)
    ]


def _signs_in(row: EventRow, now: datetime) -> bool:
    is_time = row.begins_at - COMES_BEFORE <= now < row.ends_at
    return row.state in UNDER_WAY or (row.state in ENTRY_OPEN and is_time)


def _facts(row: EventRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": kind_of(row),
        "kind_label": EVENT_KIND_LABELS[kind_of(row)],
        "title": public_title(row),
        "begins_at": row.begins_at,
        "ends_at": row.ends_at,
        "open": row.state in ENTRY_OPEN,
        "attended": row.attended,
        "seats": row.seats_planned if isinstance(row, Roadshow) else 0,
    }


async def at_kiosk(event_id: UUID) -> EventAtKiosk:
    """One event as a terminal shows it: the code of the moment, and the list without full names."""
    row = await located(event_id)
    return EventAtKiosk(**_facts(row), code=_code(row), expected=await _expected(row))


async def _expected(row: EventRow, *, missing: bool = False) -> list[Expected]:
    """Who signs in by the list; `missing`: only who has not yet."""
    people = await Attendee.filter(event_id=row.id, account_id__isnull=True).limit(ATTENDEES_MAX)
    return [
        Expected(
            each.id,
            *shown_as(each.name, each.company),
            each.signed_in_at is not None,
        )
        for each in people
        if each.phone and not (missing and each.signed_in_at)
    ]
