"""A visit from the booking to the archive: checklist, guide, sign-in, questions and needs."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.kernel import relay, sealing
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.lending.terms import Publication
from domain.reactions import FOLLOWING
from domain.store.events import at_door
from domain.store.events.actions import asking, needing, signing_in
from domain.store.events.checklists import due_at
from domain.store.events.jobs import warn_of_late_checks
from domain.store.events.rules import welcome_name
from domain.store.events.terms import AnswerForm, Guest, GuestList, LastFour, NeedForm, Question
from domain.store.visits import actions, queries
from domain.store.visits.terms import TourStop, VisitConfirmation, VisitFilter, VisitMove, WrapUp
from orm.messaging import Message, Outgoing
from orm.store_events import Attendee, EventNeed
from orm.store_visits import Visit
from tests import world
from tests.events import happening
from tests.events.happening import HOUR, WEDNESDAY, Clock
from vocabulary.devices import Zone
from vocabulary.events import SignInWay, VisitState
from vocabulary.lending import RequestAim

pytestmark = [pytest.mark.row("F1"), pytest.mark.clause("6.2.1")]


@pytest.mark.clause("6.2.1 b")
class TestTheChecklist:
    @pytest.mark.parametrize(
        ("begins", "due"),
        [
            ((2026, 12, 2, 2, 0), (2026, 12, 2, 1, 30)),  # 10:00 → 9:30
            ((2026, 12, 2, 1, 10), (2026, 12, 1, 8, 40)),  # 9:10 → 16:40 the day before
            ((2026, 12, 5, 2, 0), (2026, 12, 4, 8, 30)),  # on a Saturday → Friday 16:30
        ],
    )
    def test_is_due_half_an_hour_before_while_the_store_is_open(
        self, begins: tuple[int, ...], due: tuple[int, ...]
    ) -> None:
        assert due_at(datetime(*begins, tzinfo=UTC)) == datetime(*due, tzinfo=UTC)  # type: ignore[misc, arg-type]

    async def test_late_lines_are_told_to_the_guide_once(
        self, clerk: Actor, staff: Actor, time: Clock
    ) -> None:
        row = await happening.a_confirmed_visit(clerk, staff)
        time.at = WEDNESDAY - HOUR / 2 + timedelta(seconds=1)
        for _ in range(2):
            await warn_of_late_checks()
            await sealing.seal()
            await relay.follow(FOLLOWING)
        told = await Outgoing.filter(template="visit_check_late", subject_id=row.id)
        assert [each.account_id for each in told] == [staff.account_id]
        said = await Message.get(title="参观前置准备逾期")
        assert "麦克风" in said.body and "展示资料" in said.body  # noqa: PT018 -- one list

    async def test_nobody_is_ready_before_every_line_is_done(
        self, clerk: Actor, staff: Actor
    ) -> None:
        row = await happening.a_confirmed_visit(clerk, staff)
        with pytest.raises(Unmet, match="检查清单"):
            await actions.prepare(row.id, by=staff)
        await happening.check_all(row.id, staff)
        assert (await actions.prepare(row.id, by=staff)).state is VisitState.PREPARED


@pytest.mark.clause("6.2.1 a")
class TestBooking:
    async def test_online_only_while_the_store_is_open(self, clerk: Actor, staff: Actor) -> None:
        evening = happening.a_booking(begins_at=WEDNESDAY + 8 * HOUR, ends_at=WEDNESDAY + 9 * HOUR)
        with pytest.raises(Invalid, match="9:00–17:00"):
            await actions.book(evening, by=clerk)
        assert (await actions.book(evening, by=staff)).by_phone

    async def test_a_guide_is_in_one_place(self, clerk: Actor, staff: Actor) -> None:
        await happening.a_confirmed_visit(clerk, staff)
        with pytest.raises(Unmet, match="已为“无锡企业家考察团”讲解"):
            await happening.a_confirmed_visit(clerk, staff, delegation="常州考察团")

    async def test_the_way_begins_where_guests_are_met_and_ends_in_time(
        self, clerk: Actor, staff: Actor
    ) -> None:
        row = await actions.book(happening.a_booking(), by=clerk)
        for stops in ([TourStop(Zone.SERVICE, 10)], [TourStop(Zone.FOYER, 61)]):
            form = VisitConfirmation(guide_id=staff.account_id, tour_route=stops)
            with pytest.raises(Unmet, match=r"序厅|参观时间"):
                await actions.confirm(row.id, form, by=staff)

    async def test_a_moved_visit_takes_its_room_and_its_checklist_along(
        self, clerk: Actor, staff: Actor
    ) -> None:
        room = await happening.a_room(staff, "接待室")
        row = await actions.book(happening.a_booking(), by=clerk)
        form = VisitConfirmation(
            guide_id=staff.account_id, tour_route=[TourStop(Zone.FOYER, 20)], room_id=room.id
        )
        await actions.confirm(row.id, form, by=staff)
        await happening.check_all(row.id, staff)
        later = VisitMove(
            begins_at=WEDNESDAY + HOUR / 2, ends_at=WEDNESDAY + 2 * HOUR, reason="航班延误"
        )
        with pytest.raises(Unmet, match="联系旗舰店改期"):
            await actions.move(row.id, later, by=clerk)
        moved = await actions.move(row.id, later, by=staff)
        assert (moved.state, moved.checks_open) == (VisitState.CONFIRMED, 6)
        assert moved.tour_route[0]["begins_at"] == later.begins_at.isoformat()
        other = await world.an_enterprise("昆山云帆电子有限公司")
        with pytest.raises(NotFound):
            await queries.one(row.id, to=world.clerk_of(other))


@pytest.mark.clause("6.2.1 c")
class TestSigningIn:
    async def test_by_the_list_with_the_last_four_digits_at_the_terminal(
        self, clerk: Actor, staff: Actor
    ) -> None:
        row = await happening.a_prepared_visit(clerk, staff)
        guests = [Guest(name="周建国", phone="13800001234", company="无锡精工有限公司")]
        await signing_in.list_guests(row.id, GuestList(guests), by=clerk)
        await signing_in.list_guests(row.id, GuestList(guests), by=clerk)
        shown = await at_door.at_kiosk(row.id)
        [expected] = shown.expected
        assert "建" not in expected.name_masked
        call = await happening.a_terminal()
        with pytest.raises(Invalid, match="后四位不一致"):
            await signing_in.check_in_listed(
                row.id, LastFour(expected.attendee_id, "9999"), call=call
            )
        form = LastFour(expected.attendee_id, "1234")
        await signing_in.check_in_listed(row.id, form, call=call)
        with pytest.raises(NotNow, match="您已签到"):
            await signing_in.check_in_listed(row.id, form, call=call)
        kept = await Attendee.get(event_id=row.id)
        assert kept.way is SignInWay.NAME_LIST
        assert (await Visit.get(id=row.id)).attended == 1

    async def test_of_those_who_look_alike_on_the_list_the_digits_tell_who_it_is(
        self, clerk: Actor, staff: Actor
    ) -> None:
        row = await happening.a_prepared_visit(clerk, staff)
        guests = [
            Guest(name=name, phone=phone, company="无锡精工有限公司")
            for name, phone in zip(
                ("王一", "王二", "张三"), ("13800001111", "13800002222", "13800003333"), strict=True
            )
        ]
        await signing_in.list_guests(row.id, GuestList(guests), by=staff)
        call = await happening.a_terminal()
        [first] = [each for each in await Attendee.all() if each.name == "王一"]
        signed = await signing_in.check_in_listed(row.id, LastFour(first.id, "2222"), call=call)
        assert signed.attendee.name == "王二"
        with pytest.raises(Invalid, match="后四位不一致"):
            await signing_in.check_in_listed(row.id, LastFour(first.id, "3333"), call=call)

    async def test_not_before_the_store_is_ready(self, clerk: Actor, staff: Actor) -> None:
        row = await happening.a_confirmed_visit(clerk, staff)
        with pytest.raises(NotNow, match="签到还没有开放，活动时间是12月2日 10:00"):
            await signing_in.check_in_at_desk(row.id, Guest(name="周建国"), by=staff)


class TestTheRegister:
    @pytest.mark.clause("6.2.1 d", "6.2.1 e")
    async def test_questions_needs_and_notes_are_archived_and_leave_as_a_sheet(
        self, clerk: Actor, staff: Actor, time: Clock
    ) -> None:
        row = await happening.a_prepared_visit(clerk, staff)
        with pytest.raises(NotNow):
            await asking.ask_question(row.id, Question("怎样申请信保贷？"), by=clerk)
        time.at = WEDNESDAY
        await actions.receive(row.id, by=staff)
        await asking.ask_question(row.id, Question("怎样申请信保贷？"), by=clerk)
        [question] = (await queries.one(row.id, to=clerk)).book.questions
        with pytest.raises(NotYourPost):
            await asking.answer_question(row.id, question.id, AnswerForm("在线申请"), by=clerk)
        await asking.answer_question(row.id, question.id, AnswerForm("在线申请"), by=staff)
        heard = NeedForm(need="采购设备", enterprise_id=clerk.party_id, amount_fen=10**8)
        await needing.note_need(row.id, heard, by=staff)
        form = WrapUp(equipment_returned=True, notes="接待顺利")
        done = await actions.wrap_up(row.id, form, by=staff)
        assert done.state is VisitState.ARCHIVED
        sheet = await queries.export(VisitFilter(), by=staff)
        [[line]] = [batch async for batch in sheet.batches]
        assert line["需求要点"] == f"{clerk.party_name}：采购设备"
        assert line["接待记录"] == "接待顺利"
        assert "建国" not in str(line["联系人"])

    @pytest.mark.clause("6.2.1 e")
    async def test_a_need_becomes_a_financing_request_in_one_step_and_once(
        self, clerk: Actor, staff: Actor, time: Clock
    ) -> None:
        row = await happening.a_prepared_visit(clerk, staff)
        time.at = WEDNESDAY
        await actions.receive(row.id, by=staff)
        heard = NeedForm(need="采购设备", enterprise_id=clerk.party_id, amount_fen=10**8)
        await needing.note_need(row.id, heard, by=staff)
        need = await EventNeed.get(event_id=row.id)
        wish = Publication(aim=RequestAim.OPEN, **world.WISH)
        stranger = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        with pytest.raises(NotFound):
            await needing.publish_need(row.id, need.id, wish, by=stranger)
        made = await needing.publish_need(row.id, need.id, wish, by=clerk)
        kept = await EventNeed.get(id=need.id)
        assert (kept.application_no, kept.noted_by_name) == (made.application_no, staff.name)
        with pytest.raises(NotNow, match=made.application_no):
            await needing.publish_need(row.id, need.id, wish, by=clerk)


@pytest.mark.clause("6.2.1 c")
def test_a_firm_that_did_not_agree_is_masked_in_the_hall() -> None:
    name = "苏州晨曦精密有限公司"
    assert welcome_name(name, is_enterprise=True, agrees=True) == name
    assert "晨曦" not in welcome_name(name, is_enterprise=True, agrees=False)
    assert welcome_name("无锡考察团", is_enterprise=False, agrees=False) == "无锡考察团"
