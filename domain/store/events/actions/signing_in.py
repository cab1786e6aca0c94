"""Signing in: once per person, at an event that is open, and to a seat that nobody else has.

The event's row is locked while somebody signs in, so that a seat is given once, and whoever
comes while the event is being moved hears of its new time.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from domain.kernel import clock, outside
from domain.kernel.actor import Actor, ActorKind, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, NotNow, Unmet
from domain.store.events import codes
from domain.store.events.finding import (
    EventRow,
    kind_of,
    located,
    must_be_open_for_entry,
    must_be_staff,
    readable,
    seats_of,
)
from domain.store.events.rules import seat_label, shown_as
from domain.store.events.terms import Guest, GuestList, LastFour, Scanned
from orm.devices import Device
from orm.identity import Account, Session
from orm.parties import Party
from orm.store_events import Attendee
from orm.store_roadshows import Roadshow
from vocabulary.events import EventKind, SignInWay
from vocabulary.identifiers import compact_phone, phone_problem
from vocabulary.identity import AccountState, LogInWay
from vocabulary.parties import PartyKind

LAST_FOUR = 4
TRIES_MAX = 30  # of digits at one terminal, within the window
TRIES_WINDOW_S = 600
ATTENDEES_MAX = 1_000
WRONG_DIGITS = "与登记的手机号码后四位不一致，请核对后再试，或请现场工作人员代签"

Find = Callable[[EventRow], Awaitable[Attendee]]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody at an event, just signed in."""

    event: EventRow
    attendee: Attendee


class WrongDigits(Invalid):
    """Not the digits of the phone on the list."""


class SignedInAlready(NotNow):
    """They are there already: nobody signs in twice."""


def must_have_a_session_here(by: Actor) -> None:
    """At a terminal: whoever is logged in at it."""
    assert by.call.kiosk_id is not None, "only at a terminal of ours"


async def check_in(event_id: UUID, form: Scanned, *, by: Actor) -> SignedIn:
    """Sign in by the code that the screen at the entrance shows."""
    await outside.held().limiter.hit(
        "event.code", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S
    )
    codes.must_be_entry_code(form.code, event_id, clock.now())
    return await _sign_in(event_id, _person(by), SignInWay.QR, by=by)


async def check_in_here(event_id: UUID, *, by: Actor) -> SignedIn:
    """Sign in whoever is logged in at the terminal, by face or otherwise."""
    must_have_a_session_here(by)
    session = await Session.get(id=by.session_id)
    by_face = LogInWay.FACE.value in (session.factors or {})
    way = SignInWay.FACE if by_face else SignInWay.ACCOUNT
    return await _sign_in(event_id, _person(by), way, by=by)


async def check_in_by_pass(event_id: UUID, form: Scanned, *, call: Call) -> SignedIn:
    """Sign in by the code on somebody's own phone, held before the terminal's scanner."""
    by = await terminal(call)
    find = await holder_of(form.code, event_id, clock.now())
    return await _sign_in(event_id, find, SignInWay.QR, by=by)


async def check_in_listed(event_id: UUID, form: LastFour, *, call: Call) -> SignedIn:
    """Sign in somebody of the list who knows the last four digits of the phone given there."""
    by = await terminal(call)
    await outside.held().limiter.hit(
        "event.last_four", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S
    )
    return await _sign_in(event_id, listed(form), SignInWay.NAME_LIST, by=by)


async def holder_of(code: str, event_id: UUID, shown_at: datetime) -> Find:
    """Whose pass it is that was held up at a moment. Refuses whatever was not good then."""
    return await with_account(codes.whose_pass(code, event_id, shown_at))


async def with_account(account_id: UUID) -> Find:
    """Somebody whose account is in use."""
    account = await Account.get_or_none(id=account_id, state=AccountState.ACTIVE)
    if account is None:
        raise Invalid(codes.FORGED, (("code", codes.FORGED),))
    party = await Party.get(id=account.party_id)
    guest = Guest(name=account.name or "来宾", phone=account.phone, company=party.name or "")
    return _of_account(account.id, party, guest)


def listed(form: LastFour) -> Find:
    """Somebody of the list whose digits these are; of those who look alike there, whichever."""

    async def find(row: EventRow) -> Attendee:
        people = await Attendee.filter(event_id=row.id).limit(ATTENDEES_MAX)
        chosen = next((each for each in people if each.id == form.attendee_id), None)
        fitting = [
            each
            for each in people
            if chosen is not None
            and each.phone[-LAST_FOUR:] == form.last_four
            and shown_as(each.name, each.company) == shown_as(chosen.name, chosen.company)
        ]
        if not fitting:
            raise WrongDigits(WRONG_DIGITS, (("last_four", WRONG_DIGITS),))
        return chosen if chosen in fitting else fitting[0]

    return find


async def check_in_at_desk(event_id: UUID, form: Guest, *, by: Actor) -> SignedIn:
    """Sign in somebody who has no phone at hand: a person of the store writes them down."""
    must_be_staff(by)
    await readable(event_id, by)
    guest = _checked(form)

    async def walk_in(row: EventRow) -> Attendee:
        found = await _like(row, guest)
        return found or _fresh(row, guest)

    return await _sign_in(event_id, walk_in, SignInWay.DESK, by=by, terms=form)


async def list_guests(event_id: UUID, form: GuestList, *, by: Actor) -> EventRow:
    """Write down who is expected: whoever booked, or the store for them."""
    seen = await readable(event_id, by)
    guests = [_checked(each) for each in form.guests]
    code = f"{kind_of(seen)}.list_guests"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=form, facts=seats_of(seen)
    ) as outcome:
        row = await readable(event_id, by, lock=True)
        if kind_of(row) is EventKind.ROADSHOW:
            must_be_staff(by)
        if await Attendee.filter(event_id=row.id).count() + len(guests) > ATTENDEES_MAX:
            raise Unmet(f"一场活动最多登记 {ATTENDEES_MAX} 人")
        for guest in guests:
            if await _like(row, guest) is None:
                await _fresh(row, guest).save(force_create=True)
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def _sign_in(
    event_id: UUID, find: Find, way: SignInWay, *, by: Actor, terms: Guest | None = None
) -> SignedIn:
    seen = await located(event_id)
    facts: dict[str, object] = {}
    code = f"{kind_of(seen)}.check_in"
    async with enact(code, kind_of(seen), event_id, by=by, terms=terms, facts=facts) as outcome:
        row = await located(event_id, lock=True)
        must_be_open_for_entry(row)
        attendee = await find(row)
        await admit(row, attendee, way, came_at=outcome.at, at=outcome.at)
        facts |= row.facts() | seats_of(row) | {"seat_no": attendee.seat_no}
        outcome.subject_no = row.number()
        outcome.result = SignedIn(row, attendee)
    return SignedIn(row, attendee)


async def admit(
    row: EventRow, attendee: Attendee, way: SignInWay, *, came_at: datetime, at: datetime
) -> None:
    """Write that somebody has come to an event whose row is locked, and give them a seat."""
    if attendee.signed_in_at is not None:
        raise SignedInAlready(_already(row, attendee))
    if isinstance(row, Roadshow):
        attendee.seat_no = await _free_seat(row)
    attendee.signed_in_at, attendee.way = came_at, way
    await attendee.save()
    row.attended += 1
    row.updated_at = at
    await row.save(update_fields=["attended", "updated_at"])


async def _free_seat(row: Roadshow) -> int:
    taken: set[Any] = set(
        await Attendee.filter(event_id=row.id, seat_no__not_isnull=True).values_list(
            "seat_no", flat=True
        )
    )
    free = next((no for no in range(1, row.seats_planned + 1) if no not in taken), None)
    if free is None:
        raise Unmet("座位已满，请联系现场工作人员安排")
    return free


def _already(row: EventRow, attendee: Attendee) -> str:
    if not isinstance(row, Roadshow):
        return "您已签到，无需重复签到"
    return f"您已签到，座位是{seat_label(row.row_seats, attendee.seat_no)}，无需重复签到"


def _person(by: Actor) -> Find:
    """Whoever is logged in, as somebody at an event."""

    async def find(row: EventRow) -> Attendee:
        account = await Account.get(id=by.account_id)
        party = await Party.get(id=by.party_id)
        guest = Guest(name=account.name or "来宾", phone=account.phone, company=by.party_name)
        return await _of_account(by.account_id, party, guest)(row)

    return find


def _of_account(account_id: UUID, party: Party, guest: Guest) -> Find:
    """Somebody with an account: as written before, on the list under this phone, or new."""

    async def find(row: EventRow) -> Attendee:
        found = await Attendee.get_or_none(event_id=row.id, account_id=account_id)
        if found is None:
            found = await _like(row, guest) or _fresh(row, guest)
            if found.account_id is not None:
                found = _fresh(row, guest)
            found.account_id = account_id
            found.party_id = party.id
            found.company = found.company or guest.company
        return found

    return find


async def _like(row: EventRow, guest: Guest) -> Attendee | None:
    """Somebody of the list with the same phone; without one, of the same name and company."""
    people = await Attendee.filter(event_id=row.id).limit(ATTENDEES_MAX)
    if guest.phone:
        return next((each for each in people if each.phone == guest.phone), None)
    return next(
        (
            each
            for each in people
            if not each.phone and (each.name, each.company) == (guest.name, guest.company)
        ),
        None,
    )


def _fresh(row: EventRow, guest: Guest) -> Attendee:
    return Attendee(
        id=uuid4(),
        event_kind=kind_of(row),
        event_id=row.id,
        name=guest.name,
        phone=guest.phone,
        company=guest.company,
    )


def _checked(guest: Guest) -> Guest:
    if not guest.phone:
        return guest
    phone = compact_phone(guest.phone)
    if (problem := phone_problem(phone)) is not None:
        raise Invalid(problem, (("phone", problem),))
    return Guest(name=guest.name, phone=phone, company=guest.company)


async def terminal(call: Call) -> Actor:
    """The terminal itself: it signs in people who have not logged in at it."""
    assert call.kiosk_id is not None, "only at a terminal of ours"
    device = await Device.get_or_none(id=call.kiosk_id)
    if device is None:
        raise NotFound("本终端已停用，请联系现场工作人员")
    return Actor(
        device.id,
        device.id,
        PartyKind.OPERATOR,
        frozenset(),
        name=device.name,
        party_name="智能终端",
        kind=ActorKind.DEVICE,
        call=call,
    )
