"""A roadshow from the application to the debrief: room, running order, codes, seats, meetings."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.invariants import broken
from domain.kernel import relay, sealing
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, NotNow, Refusal, Unmet
from domain.lending.actions import banking
from domain.reactions import FOLLOWING
from domain.store.events import at_door, codes
from domain.store.events.actions import asking, recording, signing_in
from domain.store.events.actions.signing_in import SignedIn
from domain.store.events.rules import seat_label
from domain.store.events.terms import EventRating, Guest, Scanned
from domain.store.roadshows import queries
from domain.store.roadshows.actions import arranging, inviting, meeting, running
from domain.store.roadshows.terms import (
    Debrief,
    InvitationAnswer,
    Invited,
    RoadshowMove,
    SlotsForm,
)
from domain.store.visits import actions as visits
from orm.messaging import Message
from orm.parties import Party
from orm.store_events import Attendee, EventFile
from orm.store_roadshows import OneToOne, Roadshow
from orm.store_rooms import Reservation, Room
from server import qr
from tests import world
from tests.codes import read_rows
from tests.events import happening
from tests.events.happening import HOUR, WEDNESDAY, Clock
from tests.test_races import race
from vocabulary.events import RoadshowState
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("F2"), pytest.mark.clause("6.2.2")]


def moved(room: Room, **differing: object) -> RoadshowMove:
    told: dict[str, object] = {
        "begins_at": WEDNESDAY + 24 * HOUR,
        "ends_at": WEDNESDAY + 26 * HOUR,
        "room_id": room.id,
        "reason": "嘉宾航班延误",
    }
    return RoadshowMove(**told | differing)  # type: ignore[arg-type]  # told by name


@pytest.mark.clause("6.2.2 a", "6.2.2 b", "6.2.2 c")
class TestArranging:
    async def test_scheduling_takes_the_room_in_the_same_act_or_neither(
        self, presenter: Actor, staff: Actor, room: Room
    ) -> None:
        first = await happening.a_roadshow(presenter, staff, room)
        assert await Reservation.filter(subject_id=first.id, released_at__isnull=True).count() == 1
        with pytest.raises(Unmet, match=f"科创企业融资专场 {first.roadshow_no}"):
            await happening.a_roadshow(presenter, staff, room)
        [second] = await Roadshow.exclude(id=first.id)
        assert (second.state, second.room_id) == (RoadshowState.APPLIED, None)

    async def test_a_running_order_fits_and_everything_stands_before_the_door_opens(
        self, presenter: Actor, staff: Actor, room: Room
    ) -> None:
        row = await happening.a_roadshow(presenter, staff, room)
        with pytest.raises(Unmet, match="超过活动时长"):
            await arranging.plan(row.id, happening.a_run_sheet(60, 61), by=presenter)
        with pytest.raises(Unmet, match="执行方案"):
            await arranging.set_up(row.id, by=staff)
        await arranging.plan(row.id, happening.a_run_sheet(60, 60), by=presenter)
        with pytest.raises(Unmet, match="检查清单"):
            await arranging.set_up(row.id, by=staff)

    async def test_a_cancelled_one_gives_the_room_back(
        self, presenter: Actor, staff: Actor, room: Room
    ) -> None:
        row = await happening.a_roadshow(presenter, staff, room)
        await arranging.cancel(row.id, "嘉宾不能到场", by=presenter)
        await happening.a_roadshow(presenter, staff, room)


@pytest.mark.clause("6.2.2 d")
class TestTheCode:
    """Of another event, old, copied or made up: each is refused in its own words."""

    async def test_only_the_code_of_this_event_and_this_minute_lets_in(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        other = codes.entry_code(uuid4(), time.at).text
        own = codes.entry_code(row.id, time.at).text
        forged = own[:-1] + ("0" if own[-1] != "0" else "1")
        with pytest.raises(Unmet, match="另一场活动"):
            await signing_in.check_in(row.id, Scanned(other), by=clerk)
        for wrong in (forged, "https://example.com", codes.own_pass(row.id, uuid4(), time.at).text):
            with pytest.raises(Invalid, match="签到码"):
                await signing_in.check_in(row.id, Scanned(wrong), by=clerk)
        time.at += timedelta(seconds=codes.SLOT_S * codes.SLOTS_GOOD)
        with pytest.raises(Unmet, match="截图或转发的签到码不能使用"):
            await signing_in.check_in(row.id, Scanned(own), by=clerk)
        fresh = (await at_door.entry_code(row.id, to=staff)).code
        signed = await signing_in.check_in(row.id, Scanned(fresh), by=clerk)
        assert signed.attendee.seat_no == 1
        with pytest.raises(NotNow, match="您已签到，座位是1排1座"):
            await signing_in.check_in(row.id, Scanned(fresh), by=clerk)

    async def test_ones_own_is_drawn_for_oneself_and_names_the_holder(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        drawn = await qr.pass_qr_code(row.id, clerk)
        assert codes.whose_pass(read_rows(drawn.rows), row.id, time.at) == clerk.account_id
        assert drawn.expires_at == codes.own_pass(row.id, clerk.account_id, time.at).expires_at
        other = await world.an_enterprise("苏州云起软件有限公司")
        stranger = await happening.person(other, Role.ENTERPRISE_CLERK)
        visit = await visits.book(happening.a_booking(), by=clerk)
        with pytest.raises(NotFound):
            await qr.pass_qr_code(visit.id, stranger)


@pytest.mark.clause("6.2.2 d")
class TestSeats:
    def test_are_called_as_on_the_chairs(self) -> None:
        assert [seat_label(3, no) for no in (1, 3, 4)] == ["1排1座", "1排3座", "2排1座"]

    async def test_are_given_until_there_are_none(
        self, presenter: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        for no in range(room.seats):
            await signing_in.check_in_at_desk(row.id, Guest(name=f"来宾{no}"), by=staff)
        with pytest.raises(Unmet, match="座位已满"):
            await signing_in.check_in_at_desk(row.id, Guest(name="迟到的人"), by=staff)
        assert await queries.seats_taken(row.id) == [1, 2, 3, 4, 5, 6]

    @pytest.mark.postgres
    async def test_no_seat_is_given_twice_while_the_event_is_being_moved(
        self, presenter: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        guests = [Guest(name=f"来宾{no}", company=f"{no}公司") for no in range(9)]
        coming = [signing_in.check_in_at_desk(row.id, each, by=staff) for each in guests]
        outcomes = await race(
            *coming[:5], arranging.move(row.id, moved(room), by=staff), *coming[5:]
        )
        signed = [each for each in outcomes if isinstance(each, SignedIn)]
        seats = [each.attendee.seat_no for each in signed]
        assert len(seats) == len(set(seats)) <= room.seats
        kept = await Roadshow.get(id=row.id)
        assert (kept.state, kept.attended) == (RoadshowState.SCHEDULED, len(signed))
        late = [each for each in outcomes if isinstance(each, Refusal)]
        assert all("12月3日" in each.sentence or "座位已满" in each.sentence for each in late)


class TestWhatIsAlwaysTrue:
    async def test_a_seat_given_twice_or_a_room_taken_twice_is_found(
        self, presenter: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        for name in ("张一", "张二"):
            await signing_in.check_in_at_desk(row.id, Guest(name=name), by=staff)
        assert await broken() == []
        await Attendee.filter(event_id=row.id, seat_no=2).update(seat_no=7)
        taken = await Reservation.get(subject_id=row.id)
        await Reservation.create(
            **{
                name: getattr(taken, name)
                for name in ("subject_kind", "title", "room_id", "begins_at", "ends_at", "made_at")
            },
            subject_id=uuid4(),
        )
        found = {each.sentence for each in await broken()}
        assert found == {
            "同一场地的占用时段互不重叠。",
            "路演签到人数等于入座人数，不超过场地座位数。",
        }


class TestMoving:
    async def test_keeps_invitations_and_sign_ins_and_tells_everybody(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.a_roadshow(presenter, staff, room)
        await inviting.invite_enterprises(row.id, Invited([clerk.party_id]), by=presenter)
        await inviting.answer_invitation(row.id, InvitationAnswer(coming=True, people=2), by=clerk)
        await arranging.plan(row.id, happening.a_run_sheet(60), by=presenter)
        await happening.check_all(row.id, staff)
        await arranging.set_up(row.id, by=staff)
        time.at = WEDNESDAY
        await arranging.open_entry(row.id, by=staff)
        code = codes.entry_code(row.id, time.at).text
        await signing_in.check_in(row.id, Scanned(code), by=clerk)
        await arranging.move(row.id, moved(room), by=staff)
        while await sealing.seal() or await relay.follow(FOLLOWING):
            pass
        seen = await queries.one(row.id, to=clerk)
        assert seen.invitation is not None
        assert (seen.invitation.people, seen.attended, seen.seats_taken) == (2, 1, [1])
        told = await Message.filter(party_id=clerk.party_id).order_by("title")
        assert [each.title for each in told] == ["路演已改期", "邀请您参加路演"]
        small = await happening.a_room(staff, "小会议室", seats=4)
        with pytest.raises(Unmet, match="不够 5 人"):
            await arranging.move(row.id, moved(small, reason="换场地"), by=staff)


@pytest.mark.clause("6.2.2 e")
class TestMeetings:
    async def test_nobody_is_at_two_at_once(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room
    ) -> None:
        row = await happening.a_roadshow(presenter, staff, room)
        form = SlotsForm(begins_at=WEDNESDAY + HOUR, minutes=15, slots=3)
        await meeting.offer_one_to_one(row.id, form, by=presenter)
        with pytest.raises(Unmet, match="路演机构"):
            await meeting.offer_one_to_one(row.id, form, by=presenter)
        first, second, _ = await OneToOne.filter(roadshow_id=row.id).order_by("begins_at")
        await meeting.book_one_to_one(row.id, first.id, by=clerk)
        await meeting.book_one_to_one(row.id, second.id, by=clerk)
        rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        with pytest.raises(NotNow, match="已被预约"):
            await meeting.book_one_to_one(row.id, first.id, by=rival)
        elsewhere = await happening.person(await world.a_bank("太湖银行"), Role.BANK_OFFICER)
        other = await happening.a_roadshow(elsewhere, staff, await happening.a_room(staff, "二厅"))
        await meeting.offer_one_to_one(other.id, form, by=elsewhere)
        same = await OneToOne.filter(roadshow_id=other.id).order_by("begins_at").first()
        assert same is not None
        with pytest.raises(Unmet, match="贵企业在12月2日 11:00–11:15已有一对一安排"):
            await meeting.book_one_to_one(other.id, same.id, by=clerk)

    async def test_of_two_who_want_one_span_one_has_it(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room
    ) -> None:
        row = await happening.a_roadshow(presenter, staff, room)
        form = SlotsForm(begins_at=WEDNESDAY, minutes=15, slots=1)
        await meeting.offer_one_to_one(row.id, form, by=presenter)
        [slot] = await OneToOne.filter(roadshow_id=row.id)
        rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        outcomes = await race(
            *(meeting.book_one_to_one(row.id, slot.id, by=each) for each in (clerk, rival))
        )
        assert len([each for each in outcomes if isinstance(each, Roadshow)]) == 1


class _Picture:
    name = "现场.png"

    async def read(self) -> bytes:
        return b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.mark.clause("6.2.2 f")
class TestLookingBack:
    async def test_the_outcome_is_counted_from_the_rows(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        code = codes.entry_code(row.id, time.at).text
        await signing_in.check_in(row.id, Scanned(code), by=clerk)
        time.at = WEDNESDAY
        await running.start(row.id, by=staff)
        await running.next_item(row.id, by=presenter)
        assert [each.now for each in (await queries.one(row.id, to=clerk)).items][:2] == [
            False,
            True,
        ]
        await asking.rate_event(row.id, EventRating(5, "很有收获"), by=clerk)
        with pytest.raises(NotNow, match="每人只能评价一次"):
            await asking.rate_event(row.id, EventRating(1), by=clerk)
        await recording.keep_recording(row.id, _Picture(), by=staff)
        kept = await EventFile.get(event_id=row.id)
        with pytest.raises(Refusal):
            await recording.read_recording(row.id, kept.id, by=clerk)
        read = await recording.read_recording(row.id, kept.id, by=presenter)
        assert b"".join([piece async for piece in read.chunks]).startswith(b"\x89PNG")
        time.at = WEDNESDAY + 3 * HOUR
        await running.debrief(row.id, Debrief(summary="到场踊跃"), by=presenter)
        bank = await Party.get(id=presenter.party_id)
        asked = await world.a_granted_application(await Party.get(id=clerk.party_id), bank)
        await banking.disburse(asked.id, world.a_payout(), by=world.officer_of(bank))
        found = (await queries.one(row.id, to=presenter)).outcome
        assert found is not None
        assert (found.attended, found.stars_tenths) == (1, 50)
        assert (found.leads, found.leads_to_presenter, found.conversions) == (1, 1, 1)
        assert found.converted_fen == 40 * world.WAN
        assert (await queries.one(row.id, to=clerk)).outcome is None

    async def test_only_whoever_came_says_how_it_was(
        self, presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
    ) -> None:
        row = await happening.an_open_roadshow(presenter, staff, room, time)
        time.at = WEDNESDAY
        await running.start(row.id, by=staff)
        with pytest.raises(Unmet, match="签到参加"):
            await asking.rate_event(row.id, EventRating(5), by=clerk)
        assert await Attendee.filter(event_id=row.id).count() == 0

    async def test_an_application_is_nobody_elses_business(
        self, presenter: Actor, clerk: Actor
    ) -> None:
        row = await arranging.apply(happening.an_application(), by=presenter)
        for stranger in (clerk, world.officer_of(await world.a_bank("太湖银行"))):
            with pytest.raises(NotFound):
                await queries.one(row.id, to=stranger)
