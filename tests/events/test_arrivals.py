"""Who signed in at a kiosk without a line: once, at their own time, or settled by the store."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import zxingcpp

from domain.invariants import broken
from domain.kernel import relay, sealing
from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet
from domain.reactions import FOLLOWING
from domain.store.events import at_door, codes
from domain.store.events.actions import arriving, signing_in
from domain.store.events.actions.arriving import UploadedCheckIn
from domain.store.events.terms import Guest, GuestList, OfflineCheckIn, OfflineCheckIns
from domain.store.roadshows import queries
from domain.store.roadshows.actions import arranging, running
from domain.store.roadshows.terms import Debrief, RoadshowMove
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.store_events import Attendee, OfflineArrival
from orm.store_roadshows import Roadshow
from orm.store_rooms import Room
from server import qr
from tests.events import happening
from tests.events.happening import HOUR, WEDNESDAY, Clock
from tests.test_races import race
from vocabulary.events import SignInWay

pytestmark = [pytest.mark.row("F1", "F2"), pytest.mark.clause("6.2.1 c", "6.2.2 d")]

OUTAGE = timedelta(hours=1)
CAME = WEDNESDAY - HOUR / 3  # while the door of `show` is open
ZHOU = Guest(name="周建国", phone="13800001234", company="无锡精工有限公司")


@pytest.fixture
async def show(presenter: Actor, staff: Actor, room: Room, time: Clock) -> Roadshow:
    """A roadshow that lets people in, with one of them on its list; the outage is over."""
    row = await happening.an_open_roadshow(presenter, staff, room, time)
    await signing_in.list_guests(row.id, GuestList([ZHOU]), by=staff)
    time.at = CAME + OUTAGE
    return row


def by_pass(row: Roadshow, guest: Actor, at: datetime = CAME, **differing: Any) -> OfflineCheckIn:
    """A pass as the guest's phone showed it then."""
    code = codes.own_pass(row.id, guest.account_id, at).text
    told: dict[str, Any] = {"id": uuid4(), "event_id": row.id, "arrived_at": at, "code": code}
    return OfflineCheckIn(**told | differing)


async def by_list(row: Roadshow, digits: str = "1234", at: datetime = CAME) -> OfflineCheckIn:
    """The guest of the list, with the digits they typed."""
    listed = await Attendee.get(event_id=row.id, company=ZHOU.company)
    return OfflineCheckIn(
        id=uuid4(), event_id=row.id, arrived_at=at, attendee_id=listed.id, last_four=digits
    )


async def handed_in(kiosk: Call, *came: OfflineCheckIn) -> list[UploadedCheckIn]:
    return await arriving.upload(OfflineCheckIns(check_ins=list(came)), call=kiosk)


async def test_each_came_when_they_came_and_a_repeated_upload_changes_nothing(
    show: Roadshow, clerk: Actor
) -> None:
    kiosk = await happening.a_terminal()
    came = [by_pass(show, clerk), await by_list(show, at=CAME + HOUR / 12)]
    for _ in range(2):
        answers = await handed_in(kiosk, *came)
        assert [(each.accepted, each.unclear) for each in answers] == [(True, False)] * 2
    people = await Attendee.filter(event_id=show.id).order_by("seat_no")
    assert [(each.signed_in_at, each.way, each.seat_no) for each in people] == [
        (CAME, SignInWay.QR, 1),
        (CAME + HOUR / 12, SignInWay.NAME_LIST, 2),
    ]
    assert (await Roadshow.get(id=show.id)).attended == 2
    assert await JournalEntry.filter(code="roadshow.check_in").count() == 2
    other = await happening.a_terminal("二号终端")
    [refused] = await handed_in(other, came[0])
    assert not refused.accepted
    assert await broken() == []


async def test_at_two_kiosks_it_is_one_attendance_at_the_earlier_time(
    show: Roadshow, clerk: Actor
) -> None:
    later = CAME + timedelta(minutes=2)
    await handed_in(await happening.a_terminal(), by_pass(show, clerk, later))
    [again] = await handed_in(await happening.a_terminal("二号终端"), by_pass(show, clerk))
    assert (again.accepted, again.unclear) == (True, False)
    [came] = await Attendee.filter(event_id=show.id, signed_in_at__not_isnull=True)
    assert (came.signed_in_at, came.seat_no) == (CAME, 1)
    assert (await Roadshow.get(id=show.id)).attended == 1


async def test_a_code_used_twice_is_one_attendance_and_somebody_looks(
    show: Roadshow, clerk: Actor, staff: Actor
) -> None:
    first = by_pass(show, clerk)
    copied = by_pass(show, clerk, arrived_at=CAME + timedelta(seconds=20), code=first.code)
    kiosk, other = [await happening.a_terminal(name) for name in ("一号终端", "二号终端")]
    repeated = by_pass(show, clerk, arrived_at=copied.arrived_at, code=first.code)
    answers = await handed_in(kiosk, first, repeated) + await handed_in(other, copied)
    assert [each.reason for each in answers] == ["", "", arriving.COPIED]
    assert (await Roadshow.get(id=show.id)).attended == 1
    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass
    [told] = await Message.filter(party_id=staff.party_id, title="离线签到待核实")
    assert "转发或截图" in told.body


@pytest.mark.parametrize(
    ("differing", "why"),
    [
        ({"arrived_at": CAME + timedelta(minutes=1)}, codes.TOO_OLD),
        ({"arrived_at": CAME - timedelta(minutes=1)}, codes.TOO_OLD),
        ({"code": "https://example.com"}, codes.NO_CODE),
        ({"arrived_at": CAME + 2 * OUTAGE}, arriving.CLOCK_OFF),
        ({"arrived_at": CAME - 12 * HOUR}, arriving.TOO_LATE),
        ({"code": ""}, arriving.NEITHER),
    ],
)
async def test_what_cannot_be_believed_is_no_attendance(
    show: Roadshow, clerk: Actor, staff: Actor, differing: dict[str, Any], why: str
) -> None:
    came = by_pass(show, clerk, **differing)
    [answer] = await handed_in(await happening.a_terminal(), came)
    assert answer.reason == why
    assert (await Roadshow.get(id=show.id)).attended == 0
    shown = (await queries.one(show.id, to=staff)).book.arrivals
    assert [each.refusal for each in shown] == ([why] if answer.accepted else [])


async def test_a_code_of_another_event_and_an_unknown_event_are_said_so(
    show: Roadshow, clerk: Actor, staff: Actor
) -> None:
    kiosk = await happening.a_terminal()
    elsewhere = codes.own_pass(uuid4(), clerk.account_id, CAME).text
    answers = await handed_in(
        kiosk, by_pass(show, clerk, code=elsewhere), by_pass(show, clerk, event_id=uuid4())
    )
    assert [each.accepted for each in answers] == [True, False]
    assert answers[0].reason == codes.OTHER_EVENT
    [arrival] = (await queries.one(show.id, to=staff)).book.arrivals
    assert arrival.known
    assert arrival.name


async def test_digits_that_do_not_fit_cannot_be_tried_for_ever(show: Roadshow) -> None:
    kiosk = await happening.a_terminal()
    wrong = [await by_list(show, digits) for digits in ("0001", "0002", "0003")]
    answers = await handed_in(kiosk, *wrong, await by_list(show))
    assert [each.reason for each in answers] == [arriving.DIGITS_DIFFER] * 3 + [
        arriving.TRIED_OFTEN
    ]


async def test_who_came_before_the_end_counts_though_it_is_told_after(
    show: Roadshow, clerk: Actor, staff: Actor, time: Clock
) -> None:
    await running.start(show.id, by=staff)
    time.at = WEDNESDAY + 2 * HOUR
    await running.debrief(show.id, Debrief(summary="圆满"), by=staff)
    time.at += HOUR
    late = by_pass(show, clerk, WEDNESDAY + 2 * HOUR + timedelta(minutes=1))
    answers = await handed_in(await happening.a_terminal(), await by_list(show), late)
    assert [each.reason for each in answers] == ["", "本场活动已结束，不能再签到"]
    assert (await Roadshow.get(id=show.id)).attended == 1
    assert await broken() == []


async def test_who_came_to_what_was_moved_meanwhile_is_told_to_the_store(
    show: Roadshow, clerk: Actor, staff: Actor, room: Room, time: Clock
) -> None:
    time.at = CAME + timedelta(minutes=5)
    moved = RoadshowMove(
        begins_at=WEDNESDAY + 24 * HOUR,
        ends_at=WEDNESDAY + 26 * HOUR,
        room_id=room.id,
        reason="嘉宾航班延误",
    )
    await arranging.move(show.id, moved, by=staff)
    time.at = CAME + OUTAGE
    before, after = await handed_in(
        await happening.a_terminal(), by_pass(show, clerk), await by_list(show, at=time.at)
    )
    assert "改期到12月3日 10:00" in before.reason
    assert "签到还没有开放，活动时间是12月3日 10:00" in after.reason
    arrival = await OfflineArrival.get(id=before.id)
    with pytest.raises(NotNow, match="不能登记到场"):
        await arriving.confirm_arrival(show.id, arrival.id, by=staff)
    assert (await Roadshow.get(id=show.id)).attended == 0


async def test_the_store_settles_what_is_unclear_once(
    show: Roadshow, clerk: Actor, staff: Actor
) -> None:
    wrong, unknown = await by_list(show, "0001"), by_pass(show, clerk, code="https://example.com")
    await handed_in(await happening.a_terminal(), wrong, unknown)
    for stranger in (clerk,):
        with pytest.raises(NotYourPost):
            await arriving.confirm_arrival(show.id, wrong.id, by=stranger)
        assert (await queries.one(show.id, to=stranger)).book.arrivals == []
    await arriving.confirm_arrival(show.id, wrong.id, by=staff)
    kept = await Attendee.get(event_id=show.id, company=ZHOU.company)
    assert (kept.signed_in_at, kept.seat_no) == (CAME, 1)
    with pytest.raises(NotNow, match="顾小姐已核实过"):
        await arriving.confirm_arrival(show.id, wrong.id, by=staff)
    with pytest.raises(Unmet, match="无法识别"):
        await arriving.confirm_arrival(show.id, unknown.id, by=staff)
    await arriving.dismiss_arrival(show.id, unknown.id, "扫到了网址", by=staff)
    assert (await queries.one(show.id, to=staff)).book.arrivals == []
    with pytest.raises(NotFound):
        await arriving.dismiss_arrival(show.id, uuid4(), "没有", by=staff)
    assert await broken() == []


async def test_a_kiosk_keeps_of_today_the_masked_names_of_whoever_is_missing(
    show: Roadshow, staff: Actor, time: Clock
) -> None:
    [kept] = (await at_door.events_to_keep(time.at.date())).items
    [expected] = kept.expected
    assert "建国" not in expected.name_masked
    assert (kept.id, kept.open) == (show.id, True)
    await handed_in(await happening.a_terminal(), await by_list(show))
    [kept] = (await at_door.events_to_keep(time.at.date())).items
    assert kept.expected == []


async def test_the_own_code_on_a_phone_is_what_the_scanner_reads(
    show: Roadshow, clerk: Actor, time: Clock
) -> None:
    picture = await qr.pass_qr_code(show.id, clerk)
    cells = [[255 * (cell == "0") for cell in row] for row in picture.rows]
    image = np.kron(np.pad(np.array(cells, np.uint8), 4, constant_values=255), np.ones((4, 4)))
    [read] = zxingcpp.read_barcodes(image.astype(np.uint8))
    assert codes.whose_pass(read.text, show.id, time.at) == clerk.account_id


@pytest.mark.postgres
async def test_kiosks_that_hand_in_at_once_seat_each_once(show: Roadshow, clerk: Actor) -> None:
    kiosks = [await happening.a_terminal(f"{no}号终端") for no in range(4)]
    times = [CAME + timedelta(minutes=2 * no) for no in range(len(kiosks))]
    came = [
        (by_pass(show, clerk, at), await by_list(show, at=at)) for at in reversed(times)
    ]  # fmt: skip
    twice = [*zip(kiosks, came, strict=True)] * 2
    await race(*(handed_in(kiosk, *each) for kiosk, each in twice))
    people = await Attendee.filter(event_id=show.id)
    assert {each.signed_in_at for each in people} == {CAME}
    assert {each.seat_no for each in people} == {1, 2}
    assert (await Roadshow.get(id=show.id)).attended == 2
    assert await OfflineArrival.filter(event_id=show.id, refusal="").count() == 2 * len(kiosks)
    assert await broken() == []
