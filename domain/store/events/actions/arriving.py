"""What a kiosk took in without a line: an attendance at its own time, or for the store to settle.

Whatever cannot be believed by itself (a clock that is off, an old or a copied code, an event that
was moved meanwhile) is written down with the reason, so that nobody who came is lost.
"""

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, NotNow, Refusal, Unmet
from domain.store.events import codes
from domain.store.events.actions import signing_in
from domain.store.events.actions.signing_in import Find, SignedInAlready, WrongDigits
from domain.store.events.finding import (
    EventRow,
    kind_of,
    located,
    must_be_staff,
    must_have_admitted,
    must_have_been_open,
    readable,
    seats_of,
)
from domain.store.events.terms import LastFour, OfflineCheckIn, OfflineCheckIns
from orm.journal import JournalEntry
from orm.store_events import Attendee, OfflineArrival
from vocabulary.events import SignInWay

AHEAD_MAX = timedelta(minutes=5)  # how far a kiosk's clock may be ahead
BACK_MAX = timedelta(hours=12)
_HOURS = BACK_MAX // timedelta(hours=1)
TOLD_MAX = timedelta(days=30)  # a clock further off is kept as this far
WRONG_DIGITS_MAX = 3  # of one person, at all kiosks
CLOCK_OFF = "终端记录的签到时刻比平台时间晚，终端时钟不准，请核实到场时间"
TOO_LATE = f"签到记录过了{_HOURS}小时才上传，或终端时钟不准，请核实到场时间"
DIGITS_DIFFER = "来宾输入的四位数字与登记的手机号码不一致，请核实身份"
TRIED_OFTEN = "这位来宾的手机号码后四位已多次不符，请核实身份"
COPIED = "此人已用同一时段的签到码签到，可能是转发或截图的签到码，请核实是否本人到场"
NEITHER = "请扫描本人签到码，或在名单中选择姓名并输入手机号码后四位"


class UploadedCheckIn(Struct, frozen=True):
    """一次离线签到的上传结果。"""

    id: UUID
    accepted: bool
    unclear: bool = False
    reason: str = ""


async def upload(body: OfflineCheckIns, *, call: Call) -> list[UploadedCheckIn]:
    """Write down who signed in offline, each alone: one that is refused holds no other up."""
    by = await signing_in.terminal(call)
    return [await _upload(each, by) for each in body.check_ins]


async def _upload(body: OfflineCheckIn, by: Actor) -> UploadedCheckIn:
    try:
        arrival = await _received(body, by)
    except Refusal as refusal:
        known = await OfflineArrival.get_or_none(id=body.id, kiosk_id=by.account_id)
        if known is None:
            return UploadedCheckIn(body.id, accepted=False, reason=refusal.sentence)
        arrival = known
    unclear = arrival.refusal != ""
    return UploadedCheckIn(body.id, accepted=True, unclear=unclear, reason=arrival.refusal)


async def _received(body: OfflineCheckIn, by: Actor) -> OfflineArrival:
    earlier = await OfflineArrival.get_or_none(id=body.id)
    if earlier is not None:
        if earlier.kiosk_id != by.account_id:
            raise NotFound("编号无效，请重新签到")
        return earlier
    if bool(body.code) == (body.attendee_id is not None):
        raise Invalid(NEITHER, (("code", NEITHER),))
    seen = await located(body.event_id)
    now = clock.now()
    arrival = OfflineArrival(
        id=body.id,
        event_kind=kind_of(seen),
        event_id=seen.id,
        kiosk_id=by.account_id,
        kiosk_name=by.name,
        way=SignInWay.QR if body.code else SignInWay.NAME_LIST,
        arrived_at=max(now - TOLD_MAX, min(body.arrived_at, now + TOLD_MAX)),
        received_at=now,
    )
    try:
        await _check_in(body, arrival, by)
    except SignedInAlready:
        await _note_again(body, arrival, by)
    except WrongDigits:
        await _note(body, arrival, DIGITS_DIFFER, by)
    except Refusal as refusal:
        await _note(body, arrival, refusal.sentence, by)
    return arrival


async def _check_in(body: OfflineCheckIn, arrival: OfflineArrival, by: Actor) -> None:
    """Sign them in as of their own time; raises whatever stands against it."""
    came_at = _believed(body.arrived_at, arrival.received_at)
    find = await _finding(body, came_at)
    kind, facts = arrival.event_kind, _facts(arrival)
    async with enact(f"{kind}.check_in", kind, body.event_id, by=by, facts=facts) as outcome:
        row = await located(body.event_id, lock=True)
        attendee = await find(row)
        await must_have_been_open(row, came_at)
        await signing_in.admit(row, attendee, arrival.way, came_at=came_at, at=outcome.at)
        arrival.attendee_id, arrival.arrived_at = attendee.id, came_at
        await arrival.save(force_create=True)
        facts |= row.facts() | seats_of(row) | {"seat_no": attendee.seat_no}
        outcome.subject_no = row.number()


def _believed(told: datetime, now: datetime) -> datetime:
    """When it was, if the kiosk's clock can be believed."""
    if told > now + AHEAD_MAX:
        raise Unmet(CLOCK_OFF)
    if told < now - BACK_MAX:
        raise Unmet(TOO_LATE)
    return min(told, now)


async def _finding(body: OfflineCheckIn, came_at: datetime) -> Find:
    if body.attendee_id is None:
        return await signing_in.holder_of(body.code, body.event_id, came_at)
    wrong = OfflineArrival.filter(attendee_id=body.attendee_id, refusal=DIGITS_DIFFER)
    if await wrong.count() >= WRONG_DIGITS_MAX:
        raise Unmet(TRIED_OFTEN)
    return signing_in.listed(LastFour(body.attendee_id, body.last_four))


async def _note_again(body: OfflineCheckIn, arrival: OfflineArrival, by: Actor) -> None:
    """Somebody who is there already: the earlier time counts, a code used twice is looked at."""
    kind, facts = arrival.event_kind, _facts(arrival)
    came_at = _believed(body.arrived_at, arrival.received_at)
    find = await _finding(body, came_at)
    seen = await find(await located(body.event_id))
    arrival.refusal = COPIED if await _is_copied(body, seen, by) else ""
    code, why = f"{kind}.note_arrival", arrival.refusal
    async with enact(code, kind, body.event_id, by=by, reason=why, facts=facts) as outcome:
        row = await located(body.event_id, lock=True)
        attendee = await find(row)
        await _came(attendee, came_at)
        arrival.attendee_id, arrival.account_id = attendee.id, attendee.account_id
        await arrival.save(force_create=True)
        facts |= row.facts() | seats_of(row)
        outcome.subject_no = row.number()


async def _is_copied(body: OfflineCheckIn, attendee: Attendee, by: Actor) -> bool:
    """Was the very code held up before another screen too? One kiosk takes a code but once."""
    first = attendee.signed_in_at
    if (
        not body.code
        or attendee.way is not SignInWay.QR
        or not codes.was_shown_at(body.code, first)
    ):
        return False
    here = JournalEntry.filter(subject_id=body.event_id, actor_id=by.account_id, at=first)
    taken = OfflineArrival.filter(attendee_id=attendee.id, kiosk_id=by.account_id)
    return not (await here.exists() or await taken.exists())


async def _came(attendee: Attendee, came_at: datetime) -> None:
    """Of two times at which one person came, the earlier is the true one."""
    if came_at < attendee.signed_in_at:
        attendee.signed_in_at = came_at
        await attendee.save(update_fields=["signed_in_at"])


async def _note(body: OfflineCheckIn, arrival: OfflineArrival, why: str, by: Actor) -> None:
    """Write down for the store what is no attendance by itself, and whose it seems to be."""
    kind, facts = arrival.event_kind, _facts(arrival)
    code = f"{kind}.note_arrival"
    async with enact(code, kind, body.event_id, by=by, reason=why, facts=facts) as outcome:
        row = await located(body.event_id, lock=True)
        arrival.refusal = why
        arrival.account_id = codes.owner_of(body.code)
        on_list = await Attendee.get_or_none(id=body.attendee_id, event_id=row.id)
        arrival.attendee_id = on_list.id if on_list else None
        await arrival.save(force_create=True)
        facts |= row.facts() | seats_of(row)
        outcome.subject_no = row.number()


async def confirm_arrival(event_id: UUID, arrival_id: UUID, *, by: Actor) -> EventRow:
    """Somebody of the store has seen them: they came, and have a seat."""
    must_be_staff(by)
    seen = await readable(event_id, by)
    kind = kind_of(seen)
    facts: dict[str, object] = {}
    async with enact(f"{kind}.confirm_arrival", kind, event_id, by=by, facts=facts) as outcome:
        row = await readable(event_id, by, lock=True)
        arrival = await _unclear(row, arrival_id)
        must_have_admitted(row)
        attendee = await _whose(arrival, row)
        came_at = _likely(arrival, outcome.at)
        if attendee.signed_in_at is None:
            await signing_in.admit(row, attendee, arrival.way, came_at=came_at, at=outcome.at)
        await _came(attendee, came_at)
        arrival.attendee_id = attendee.id
        await _settle(arrival, by, outcome.at)
        facts |= _facts(arrival) | row.facts() | seats_of(row) | {"seat_no": attendee.seat_no}
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def dismiss_arrival(event_id: UUID, arrival_id: UUID, reason: str, *, by: Actor) -> EventRow:
    """Somebody of the store knows that it was nobody, or somebody else."""
    must_be_staff(by)
    seen = await readable(event_id, by)
    kind = kind_of(seen)
    facts: dict[str, object] = {}
    code = f"{kind}.dismiss_arrival"
    async with enact(code, kind, event_id, by=by, reason=reason, facts=facts) as outcome:
        row = await readable(event_id, by, lock=True)
        arrival = await _unclear(row, arrival_id)
        await _settle(arrival, by, outcome.at)
        facts |= _facts(arrival) | row.facts() | seats_of(row)
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def _unclear(row: EventRow, arrival_id: UUID) -> OfflineArrival:
    arrival = await OfflineArrival.get_or_none(id=arrival_id, event_id=row.id)
    if arrival is None or not arrival.refusal:
        raise NotFound("没有这条待核实的签到，请刷新后再试")
    if arrival.settled_at is not None:
        raise NotNow(f"{arrival.settled_by_name}已核实过这条签到，请刷新查看")
    return arrival


async def _whose(arrival: OfflineArrival, row: EventRow) -> Attendee:
    if arrival.account_id is not None:
        return await (await signing_in.with_account(arrival.account_id))(row)
    found = await Attendee.get_or_none(id=arrival.attendee_id, event_id=row.id)
    if found is None:
        raise Unmet("无法识别这条签到是谁的，请问明来宾后代签，再将本条标为不予登记")
    return found


def _likely(arrival: OfflineArrival, now: datetime) -> datetime:
    """The kiosk's time, or the moment of the confirmation where its clock was off."""
    try:
        return _believed(arrival.arrived_at, arrival.received_at)
    except Unmet:
        return now


async def _settle(arrival: OfflineArrival, by: Actor, at: datetime) -> None:
    arrival.settled_at, arrival.settled_by_name = at, by.name
    await arrival.save(update_fields=["attendee_id", "settled_at", "settled_by_name"])


def _facts(arrival: OfflineArrival) -> dict[str, object]:
    return {"arrived_at": arrival.arrived_at.isoformat(), "way": arrival.way.value}
