"""Stories of tickets: taken in four ways, called, missed, parked, handed on, and ended."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domain.kernel import clock
from domain.kernel.journal import entry_of
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.messaging.reactions import TEXTS, tell_parties
from domain.store.queue import jobs, numbers, slots, whereabouts
from domain.store.queue.actions import calling, keeping, taking, uploading
from domain.store.queue.queries import desks, statistics, visitors
from domain.store.queue.terms import (
    Booking,
    CheckIn,
    Completion,
    OfflineTicket,
    OfflineTickets,
    TicketAtKiosk,
    TicketByPhone,
    TicketForSomebody,
    Transfer,
    Whereabouts,
)
from orm.devices import Device
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Party
from orm.store_queue import ServiceCounter, Ticket
from tests import world
from tests.store_queue.conftest import Hands, Store, a_class, a_kiosk
from vocabulary.devices import DeviceState
from vocabulary.store_queue import ServiceOutcome, TicketPriority, TicketState

pytestmark = [pytest.mark.row("F3"), pytest.mark.clause("6.2.3 a")]
HERE = Whereabouts(latitude=31.3205, longitude=120.7105)
DONE = Completion(outcome=ServiceOutcome.HANDLED)


async def a_ticket(store: Store, **differing: object) -> Ticket:
    told: dict[str, object] = {"class_id": store.loans.id}
    body = TicketForSomebody(**told | differing)  # type: ignore[arg-type]  # as told
    return await taking.take_for_somebody(body, by=store.operator)


class TestTaking:
    async def test_numbers_begin_anew_every_day_and_run_by_class(
        self, store: Store, hands: Hands
    ) -> None:
        taken = [(await a_ticket(store)).ticket_no for _ in range(2)]
        taken.append((await a_ticket(store, class_id=store.major.id)).ticket_no)
        assert taken == ["A001", "A002", "V001"]
        hands.forward(days=1)
        assert (await a_ticket(store)).ticket_no == "A001"

    async def test_nobody_waits_twice_for_the_same(self, store: Store) -> None:
        call = await a_kiosk()
        body = TicketAtKiosk(class_id=store.loans.id, phone="13812340001")
        first = await taking.take_at_kiosk(body, call=call)
        with pytest.raises(Invalid, match="A001"):
            await taking.take_at_kiosk(body, call=call)
        await calling.cancel(first.id, by=store.operator)
        assert (await taking.take_at_kiosk(body, call=call)).ticket_no == "A002", "no gap"

    async def test_on_a_phone_only_near_the_store(self, store: Store) -> None:
        clerk = world.clerk_of(await world.an_enterprise())
        far = Whereabouts(latitude=31.33, longitude=120.75)
        for here, why in ((far, "不在门店附近"), (Whereabouts(), "请允许获取位置")):
            with pytest.raises(Unmet, match=why):
                await taking.take_ticket(
                    TicketByPhone(class_id=store.loans.id, here=here), by=clerk
                )
        row = await taking.take_ticket(TicketByPhone(class_id=store.loans.id, here=HERE), by=clerk)
        entry = await JournalEntry.get(subject_id=row.id)
        assert "31.3" not in str(entry.terms), "where somebody is, is not kept"

    async def test_a_copied_code_is_good_for_a_minute_or_two(
        self, store: Store, hands: Hands
    ) -> None:
        code = whereabouts.code_at(clock.now())
        hands.forward(seconds=60)
        assert whereabouts.is_good(code, clock.now())
        hands.forward(seconds=60)
        clerk = world.clerk_of(await world.an_enterprise())
        body = TicketByPhone(class_id=store.loans.id, here=Whereabouts(store_code=code))
        with pytest.raises(Unmet, match="正在显示的二维码"):
            await taking.take_ticket(body, by=clerk)

    async def test_not_when_the_store_is_shut(self, store: Store, hands: Hands) -> None:
        hands.forward(hours=7)
        with pytest.raises(Unmet, match="09:00–17:00"):
            await a_ticket(store)

    async def test_an_uncertified_or_frozen_enterprise_may_come_and_ask(self, store: Store) -> None:
        party = await world.an_enterprise(certified=False)
        await Party.filter(id=party.id).update(on_hold=True)
        body = TicketByPhone(class_id=store.loans.id, here=HERE)
        row = await taking.take_ticket(body, by=world.clerk_of(party))
        await calling.open_counter(store.first.id, by=store.staff[0])
        assert (await calling.call(store.first.id, by=store.staff[0])).id == row.id


class TestAppointments:
    async def test_a_slot_holds_so_many_and_no_more(self, store: Store) -> None:
        [slot, *_] = await slots.slots_of(store.loans, clock.today())
        assert (slot.capacity, slot.left) == (1, 1)
        one, other = [world.clerk_of(await world.an_enterprise(f"{n}公司")) for n in "甲乙"]
        body = Booking(class_id=store.loans.id, slot_at=slot.slot_at)
        await taking.book(body, by=one)
        with pytest.raises(Unmet, match="约满"):
            await taking.book(body, by=other)
        assert (await slots.slots_of(store.loans, clock.today()))[0].left == 0

    async def test_whoever_checks_in_gets_a_number_and_goes_before_walk_ins(
        self, store: Store, hands: Hands
    ) -> None:
        slot = (await slots.slots_of(store.loans, clock.today()))[0].slot_at
        clerk = world.clerk_of(await world.an_enterprise())
        booked = await taking.book(Booking(class_id=store.loans.id, slot_at=slot), by=clerk)
        hands.at = slot - timedelta(minutes=10)
        await a_ticket(store)
        hands.forward(minutes=5)
        row = await taking.check_in(booked.id, CheckIn(here=HERE), by=clerk)
        assert row.ticket_no == "A002"
        await calling.open_counter(store.first.id, by=store.staff[0])
        assert (await calling.call(store.first.id, by=store.staff[0])).id == row.id

    async def test_no_slot_on_a_day_off_or_too_far_ahead(self, store: Store) -> None:
        saturday = clock.today() + timedelta(days=5)
        assert await slots.slots_of(store.loans, saturday) == []
        assert await slots.slots_of(store.loans, clock.today() + timedelta(days=60)) == []


class TestCalling:
    async def test_a_counter_has_one_ticket_at_a_time(self, both_open: Store) -> None:
        staff = both_open.staff[0]
        await a_ticket(both_open)
        await a_ticket(both_open)
        row = await calling.call(both_open.first.id, by=staff)
        with pytest.raises(Unmet, match="A001"):
            await calling.call(both_open.first.id, by=staff)
        with pytest.raises(NotNow, match="未结束的号"):
            await calling.close_counter(both_open.first.id, by=staff)
        await calling.start(row.id, by=staff)
        await calling.complete(row.id, DONE, by=staff)
        assert (await calling.call(both_open.first.id, by=staff)).ticket_no == "A002"

    async def test_only_whoever_called_goes_on_with_it(self, both_open: Store) -> None:
        one, other = both_open.staff
        await a_ticket(both_open)
        row = await calling.call(both_open.first.id, by=one)
        with pytest.raises(Unmet, match="其他窗口"):
            await calling.start(row.id, by=other)
        with pytest.raises(NotYourPost):
            await calling.call(both_open.first.id, by=world.clerk_of(await world.an_enterprise()))
        with pytest.raises(NotNow, match="请先开窗"):
            await calling.call(both_open.first.id, by=other)

    async def test_a_missed_call_may_be_made_good_within_the_window(
        self, both_open: Store, hands: Hands
    ) -> None:
        staff = both_open.staff[0]
        first = await a_ticket(both_open)
        for _ in range(4):
            hands.forward(seconds=10)
            await a_ticket(both_open)
        await calling.call(both_open.first.id, by=staff)
        with pytest.raises(Unmet, match="稍候再叫"):
            await calling.recall(first.id, by=staff)
        hands.forward(seconds=30)
        assert (await calling.recall(first.id, by=staff)).calls == 2
        await calling.no_show(first.id, by=staff)
        hands.forward(minutes=14)
        await calling.rejoin(first.id, by=both_open.operator)
        order = [row.ticket_no for row in (await desks.desk(both_open.operator)).waiting]
        assert order == ["A002", "A003", "A004", "A001", "A005"]
        for _ in range(4):
            row = await calling.call(both_open.first.id, by=staff)
            await calling.no_show(row.id, by=staff)
        assert row.ticket_no == "A001"
        hands.forward(minutes=16)
        with pytest.raises(Unmet, match="重新取号"):
            await calling.rejoin(first.id, by=both_open.operator)
        await jobs.mind_tickets()
        assert (await Ticket.get(id=first.id)).state is TicketState.LAPSED

    async def test_parked_it_comes_back_to_the_same_counter_and_its_time_adds_up(
        self, both_open: Store, hands: Hands
    ) -> None:
        one, other = both_open.staff
        row = await a_ticket(both_open)
        await calling.call(both_open.first.id, by=one)
        await calling.start(row.id, by=one)
        hands.forward(minutes=3)
        await calling.park(row.id, by=one)
        await calling.rejoin(row.id, by=one)
        with pytest.raises(NotNow, match="无人等候"):
            await calling.call(both_open.second.id, by=other)
        await calling.call(both_open.first.id, by=one)
        await calling.start(row.id, by=one)
        hands.forward(minutes=2)
        done = await calling.complete(row.id, DONE, by=one)
        assert (done.served_s, done.waited_s) == (300, 0)

    async def test_handed_on_it_keeps_number_and_place(self, both_open: Store) -> None:
        one, other = both_open.staff
        row = await a_ticket(both_open, class_id=both_open.major.id)
        await calling.call(both_open.first.id, by=one)
        body = Transfer(class_id=both_open.loans.id, counter_id=both_open.second.id)
        await calling.transfer(row.id, body, by=one)
        assert (await ServiceCounter.get(id=both_open.first.id)).ticket_id is None
        got = await calling.call(both_open.second.id, by=other)
        assert (got.ticket_no, got.class_prefix, got.counter_no) == ("V001", "A", 2)

    async def test_preference_is_called_first(self, both_open: Store) -> None:
        await a_ticket(both_open)
        frail = await a_ticket(both_open, priority=TicketPriority.PREFERRED)
        assert (await calling.call(both_open.second.id, by=both_open.staff[1])).id == frail.id


class TestOffline:
    async def test_two_kiosks_offline_at_once_never_collide_and_repeat_nothing(
        self, store: Store, hands: Hands
    ) -> None:
        taken_at = clock.now()
        hands.forward(minutes=30)
        kiosks = [await a_kiosk(name) for name in ("一号终端", "二号终端")]
        bodies = [
            OfflineTickets(
                tickets=[
                    OfflineTicket(id=uuid4(), class_id=store.loans.id, offline_no=n,
                                  taken_at=taken_at)
                    for n in (1, 2)
                ]
            )
            for _ in kiosks
        ]  # fmt: skip
        for _ in range(2):
            for kiosk, body in zip(kiosks, bodies, strict=True):
                found = await uploading.upload(body, call=kiosk)
                assert all(each.accepted for each in found)
        rows = await Ticket.all().order_by("ticket_no")
        assert [row.ticket_no for row in rows] == ["A1-001", "A1-002", "A2-001", "A2-002"]
        assert {row.taken_at for row in rows} == {row.queued_at for row in rows} == {taken_at}
        view = await visitors.kiosk_queue(kiosks[0])
        assert (view.offline[0].series, view.offline[0].next_no) == ("A1-", 3)

    async def test_a_number_given_twice_is_said_so_and_holds_nothing_up(self, store: Store) -> None:
        kiosk = await a_kiosk()
        body = OfflineTickets(
            tickets=[
                OfflineTicket(id=uuid4(), class_id=store.loans.id, offline_no=n,
                              taken_at=clock.now())
                for n in (1, 1, 2)
            ]
        )  # fmt: skip
        found = await uploading.upload(body, call=kiosk)
        assert [each.accepted for each in found] == [True, False, True]
        assert "A1-001" in found[1].reason
        stranger = await a_kiosk("二号终端")
        [refused, *_] = await uploading.upload(body, call=stranger)
        assert not refused.accepted, "another kiosk's ticket is not shown"

    async def test_a_kiosk_too_many_has_no_series_but_a_queue_all_the_same(
        self, store: Store
    ) -> None:
        views = [
            await visitors.kiosk_queue(await a_kiosk(f"{n}号终端"))
            for n in range(numbers.KIOSK_NO_MAX + 1)
        ]
        assert all(view.offline for view in views[:-1])
        assert views[-1].offline == []
        assert views[-1].queue.classes


class TestTime:
    async def test_the_day_ends_and_what_is_left_lapses(
        self, both_open: Store, hands: Hands
    ) -> None:
        waiting, served = await a_ticket(both_open), await a_ticket(both_open)
        staff = both_open.staff[0]
        first = await calling.call(both_open.first.id, by=staff)
        await calling.start(first.id, by=staff)
        hands.forward(hours=7, minutes=1)
        await jobs.mind_tickets()
        states = {row.id: row.state for row in await Ticket.all()}
        assert states == {waiting.id: TicketState.SERVING, served.id: TicketState.LAPSED}
        hands.forward(days=1)
        await jobs.mind_tickets()
        assert (await ServiceCounter.get(id=both_open.first.id)).ticket_id is None

    async def test_two_ahead_is_told_once_and_the_call_is_told(self, both_open: Store) -> None:
        party = await world.an_enterprise()
        for _ in range(2):
            await a_ticket(both_open)
        body = TicketByPhone(class_id=both_open.loans.id, here=HERE)
        row = await taking.take_ticket(body, by=world.clerk_of(party))
        for _ in range(2):
            await jobs.mind_tickets()
        for _ in range(2):
            called = await calling.call(both_open.first.id, by=both_open.staff[0])
            await calling.no_show(called.id, by=both_open.staff[0])
        await calling.call(both_open.first.id, by=both_open.staff[0])
        for entry in await JournalEntry.filter(subject_id=row.id).order_by("id"):
            if entry.code.partition(".")[2] in TEXTS["ticket"]:
                await tell_parties(entry_of(entry))
        told = [each.body for each in await Message.filter(party_id=party.id).order_by("entry_id")]
        near, call = told
        assert near == "您的号 A003 前面还有 2 人，请到服务区等候叫号。"
        assert call == "请 A003 号到 1 号窗口办理。"


class TestReading:
    async def test_an_estimate_is_told_and_kept_beside_what_came_of_it(
        self, both_open: Store, hands: Hands
    ) -> None:
        for _ in range(2):
            await a_ticket(both_open)
        row = await a_ticket(both_open)
        told = (await visitors.follow(row.id)).estimate
        assert told is not None
        assert (told.median_s, told.learned) == (3 * 300, False)
        staff = both_open.staff[0]
        for minutes in (5, 5, 5):
            hands.forward(minutes=minutes)
            got = await calling.call(both_open.first.id, by=staff)
            await calling.start(got.id, by=staff)
            await calling.complete(got.id, DONE, by=staff)
        kept = await Ticket.get(id=row.id)
        assert (kept.steps, kept.counters, kept.estimated_s, kept.waited_s) == (1.0, 2, 900, 900)
        figures = await statistics.statistics(statistics.Period(), both_open.operator)
        assert (figures.total.taken, figures.total.completed, figures.total.left) == (3, 3, 0)
        assert figures.total.wait_median_s == 600
        assert [each.name for each in figures.by_counter] == ["1号窗口"]
        assert [each.key for each in figures.by_hour] == ["10"]

    async def test_what_hangs_in_the_hall_names_nobody(self, both_open: Store) -> None:
        body = TicketByPhone(class_id=both_open.loans.id, here=HERE, need="想了解信保贷")
        await taking.take_ticket(body, by=world.clerk_of(await world.an_enterprise()))
        await calling.call(both_open.first.id, by=both_open.staff[0])
        display = await desks.counter_display("1")
        assert (display.ticket_no, display.state) == ("A001", TicketState.CALLED)
        assert "晨曦" not in str(display) + str(await visitors.store_queue())
        for number in ("九", "0", "9" * 20):
            with pytest.raises(NotFound):
                await desks.counter_display(number)

    async def test_an_export_is_of_those_days_and_on_record(self, store: Store) -> None:
        await a_ticket(store)
        sheet = await statistics.export(statistics.Period(), by=store.operator)
        assert sheet.count == 1
        [batch] = [each async for each in sheet.batches]
        assert batch[0]["号码"] == "A001"
        assert await JournalEntry.filter(code="ticket.export").count() == 1

    async def test_what_people_wait_for_is_not_taken_away(self, store: Store) -> None:
        await a_ticket(store)
        with pytest.raises(NotNow, match="还有人在等候"):
            await keeping.set_class(a_class("A", "融资咨询", active=False), by=store.operator)
        with pytest.raises(NotYourPost):
            await keeping.set_class(a_class("B", "企业认证"), by=store.staff[0])


async def test_a_kiosk_keeps_its_number(store: Store) -> None:
    one, other = await a_kiosk(), await a_kiosk("二号终端")
    assert one.kiosk_id is not None
    assert other.kiosk_id is not None
    found = [await uploading.number_of_kiosk(one.kiosk_id) for _ in range(2)]
    assert [each.kiosk_no for each in found] == [1, 1]
    assert (await uploading.number_of_kiosk(other.kiosk_id)).kiosk_no == 2
    assert numbers.series_of("A", 2) == "A2-"


async def test_a_retired_kiosks_number_is_given_on_from_the_next_day(store: Store) -> None:
    """What it gave on its last day stands under the same numbers."""
    kiosks = [await a_kiosk(f"{n}号终端") for n in range(numbers.KIOSK_NO_MAX + 1)]
    *first, late = [kiosk.kiosk_id for kiosk in kiosks if kiosk.kiosk_id]
    for device_id in first:
        await uploading.number_of_kiosk(device_id)
    gone = Device.filter(id=first[3])
    await gone.update(state=DeviceState.RETIRED, retired_at=clock.now())
    with pytest.raises(Unmet, match="已满"):
        await uploading.number_of_kiosk(late)
    await gone.update(retired_at=clock.now() - timedelta(days=1))
    assert (await uploading.number_of_kiosk(late)).kiosk_no == 4
