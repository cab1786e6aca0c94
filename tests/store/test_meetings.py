"""Meetings: tested in time, stood by, told of; spares kept once."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from domain import invariants
from domain.kernel import clock, journal
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Refusal, Unmet
from domain.reactions import react
from domain.store.checklist_terms import ItemCheck
from domain.store.meetings import jobs, queries
from domain.store.meetings.actions import ordering, standing_by
from domain.store.meetings.queries import MeetingSearch
from domain.store.meetings.report import support_report
from domain.store.meetings.terms import (
    DutyText,
    IncidentForm,
    IncidentMended,
    MeetingConclusion,
    MeetingMove,
    MeetingOrder,
    SpareForm,
    SparesKept,
)
from orm.messaging import Outgoing
from orm.store_meetings import MeetingSupport, Spare
from orm.store_upkeep import ChecklistItem, Fault
from tests import world
from tests.store.conftest import Store
from vocabulary.devices import Zone
from vocabulary.meetings import IncidentKind, MeetingKind, MeetingState

pytestmark = [pytest.mark.row("F4"), pytest.mark.clause("6.2.4")]


def an_order(store: Store, *, days: int = 1, hour: int = 14, **differing: Any) -> MeetingOrder:
    """A meeting of two hours on a later day; say what differs."""
    starts_at = clock.day_begins(clock.date_of(store.now)) + timedelta(days=days, hours=hour)
    told: dict[str, Any] = {
        "title": "政银企对接会", "kind": MeetingKind.ORDINARY, "zone": Zone.ROADSHOW,
        "room": "一号会议室", "headcount": 30, "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
    }  # fmt: skip
    return MeetingOrder(**told | differing)


async def try_all(row: MeetingSupport, store: Store, *failing: str) -> None:
    for item in await ChecklistItem.filter(subject_id=row.id).order_by("place"):
        fails = item.key in failing
        form = ItemCheck(item.id, not fails, "无声" if fails else "")
        await ordering.check_item(row.id, form, by=store.one)


def moved(form: MeetingOrder, by: timedelta) -> MeetingMove:
    return MeetingMove(
        starts_at=form.starts_at + by,
        ends_at=form.ends_at + by,
        zone=form.zone,
        room=form.room,
        reason="主讲人改期",
    )


def local(moment: datetime) -> str:
    return f"{moment.astimezone(clock.SHANGHAI):%m-%d %H:%M}"


@pytest.mark.clause("6.2.4 a")
async def test_the_deadline_follows_the_meeting_and_a_move_asks_for_another_rehearsal(
    store: Store,
) -> None:
    form = an_order(store)
    major = await ordering.order(an_order(store, kind=MeetingKind.MAJOR), by=store.one)
    row = await ordering.order(form, by=store.one)
    assert (local(row.rehearse_by), local(major.rehearse_by)) == ("12-03 13:00", "12-02 14:00")
    await try_all(row, store)
    await ordering.rehearse(row.id, by=store.one)
    with pytest.raises(Unmet, match="相同"):
        await ordering.move(row.id, moved(form, timedelta()), by=store.one)
    row = await ordering.move(row.id, moved(form, timedelta(days=4)), by=store.one)
    assert (row.state, local(row.rehearse_by)) == (MeetingState.TO_REHEARSE, "12-07 13:00")
    with pytest.raises(Unmet, match="逐项"):
        await ordering.rehearse(row.id, by=store.one)
    with pytest.raises(Unmet, match="之后"):
        await ordering.order(an_order(store, days=-1), by=store.one)


@pytest.mark.clause("6.2.4 a")
async def test_what_fails_in_the_rehearsal_is_a_fault_and_wants_a_spare(store: Store) -> None:
    row = await ordering.order(an_order(store), by=store.one)
    await try_all(row, store, "audio")
    [fault] = await Fault.all()
    assert (fault.title, fault.zone) == ("音响：无声", Zone.ROADSHOW)
    with pytest.raises(Unmet, match="备用设备"):
        await ordering.rehearse(row.id, by=store.one)
    spare = await ordering.add_spare(SpareForm("备用音响 A"), by=store.one)
    await ordering.reserve(row.id, SparesKept([spare.id]), by=store.one)
    row = await ordering.rehearse(row.id, by=store.one)
    assert row.state is MeetingState.TO_STAND_BY
    assert await invariants.broken() == []


@pytest.mark.clause("6.2.4 a")
async def test_a_late_rehearsal_is_told_once_until_the_meeting_moves(store: Store) -> None:
    form = an_order(store, days=0, hour=16)
    row = await ordering.order(form, by=store.one)
    await jobs.mind_rehearsals()
    store.at(hour=15, minute=1)
    for _ in range(2):
        await jobs.mind_rehearsals()
    entries = await journal.story_of(row.id, limit=20)
    [late] = [each for each in entries if each.verb == "overrun_rehearsal"]
    await react(late)
    told = await Outgoing.filter(subject_id=row.id)
    assert {each.template for each in told} == {"reminder"}
    assert len(told) == 3
    assert (await queries.one(row.id, store.one)).is_late
    row = await ordering.move(row.id, moved(form, timedelta(days=1)), by=store.one)
    assert row.overrun_at is None
    await ordering.call_off(row.id, "不开了", by=store.one)
    store.at(day="2026-12-10")
    await jobs.mind_rehearsals()
    assert (await MeetingSupport.get(id=row.id)).overrun_at is None


@pytest.mark.clause("6.2.4 a")
async def test_a_spare_is_kept_for_one_meeting_at_a_time(store: Store) -> None:
    spare = await ordering.add_spare(SpareForm("备用麦克风 1"), by=store.one)
    kept = SparesKept([spare.id])
    first = await ordering.order(an_order(store), by=store.one)
    beside = await ordering.order(an_order(store, hour=15), by=store.one)
    after = await ordering.order(an_order(store, hour=16), by=store.one)
    await ordering.reserve(first.id, kept, by=store.one)
    with pytest.raises(Unmet, match="政银企对接会"):
        await ordering.reserve(beside.id, kept, by=store.one)
    await ordering.reserve(after.id, kept, by=store.one)
    later = moved(an_order(store), timedelta(hours=1))
    with pytest.raises(Unmet, match="已为会议"):
        await ordering.move(first.id, later, by=store.one)
    assert local((await MeetingSupport.get(id=first.id)).starts_at) == "12-03 14:00"
    await ordering.call_off(first.id, "取消", by=store.one)
    await ordering.call_off(after.id, "取消", by=store.one)
    beside = await ordering.reserve(beside.id, kept, by=store.one)
    assert beside.spares == 1
    assert await invariants.broken() == []


@pytest.mark.postgres
async def test_two_who_want_the_last_spare_do_not_both_get_it(store: Store) -> None:
    await ordering.add_spare(SpareForm("备用投屏器"), by=store.one)
    kept = SparesKept([(await Spare.get()).id])
    rows = [await ordering.order(an_order(store), by=store.one) for _ in range(6)]
    answers = await asyncio.gather(
        *(ordering.reserve(row.id, kept, by=store.one) for row in rows), return_exceptions=True
    )
    assert sum(isinstance(each, MeetingSupport) for each in answers) == 1
    assert all(isinstance(each, MeetingSupport | Refusal) for each in answers)
    assert await invariants.broken() == []


@pytest.mark.clause("6.2.4 b", "6.2.4 c")
async def test_the_report_tells_what_happened(store: Store) -> None:
    form = an_order(store, days=0, hour=14, kind=MeetingKind.ORDINARY)
    row = await ordering.order(form, by=store.one)
    await try_all(row, store)
    await ordering.rehearse(row.id, by=store.one)
    store.at(hour=13, minute=40)
    await standing_by.stand_by(row.id, by=store.other)
    began = store.at(hour=14, minute=10)
    told = IncidentForm(IncidentKind.SOUND, began, "主席台话筒无声")
    await standing_by.note_incident(row.id, told, by=store.other)
    early = IncidentForm(IncidentKind.IMAGE, began - timedelta(hours=2), "黑屏")
    with pytest.raises(Unmet, match="值守开始之后"):
        await standing_by.note_incident(row.id, early, by=store.other)
    store.at(hour=14, minute=30)
    await standing_by.note_duty(row.id, DutyText("改用备用话筒"), by=store.other)
    await standing_by.end_duty(row.id, by=store.other)
    done = MeetingConclusion(equipment_run="除话筒外运行正常", suggestions="会前更换电池")
    with pytest.raises(Unmet, match="会中故障"):
        await standing_by.conclude(row.id, done, by=store.other)
    with pytest.raises(NotNow):
        await support_report(row.id, store.one)
    [incident] = (await queries.one(row.id, store.one)).incidents
    mended = IncidentMended(incident.id, began + timedelta(minutes=4), "更换电池")
    await standing_by.mend_incident(row.id, mended, by=store.other)
    with pytest.raises(Unmet, match="已登记恢复"):
        await standing_by.mend_incident(row.id, mended, by=store.other)
    await standing_by.conclude(row.id, done, by=store.other)
    file = await support_report(row.id, store.one)
    assert file.name == f"技术保障报告 {row.meeting_no}.pdf"
    press: Any = store.hands.press
    text = press.reports[-1]
    assert "按时" in dict(text.facts)["会前联调"]
    sections = {each.title: each for each in text.sections}
    assert sections["故障处理"].rows == (
        ("声音", "2026-12-02 14:10", "2026-12-02 14:14", "4 分钟", "主席台话筒无声；更换电池"),
    )
    assert sections["值守记录"].rows[0][2] == "改用备用话筒"
    assert sections["优化建议"].paragraphs == ("会前更换电池",)
    assert await invariants.broken() == []


async def test_an_institution_asks_and_sees_its_own_and_no_more(store: Store) -> None:
    row = await ordering.ask(an_order(store), by=store.officer)
    own = await ordering.order(an_order(store), by=store.one)
    other = world.officer_of(await world.a_bank("太湖银行"))
    seen = await queries.page(MeetingSearch(), store.officer)
    assert [each.id for each in seen.items] == [row.id]
    for reader, meeting in ((other, row), (store.officer, own)):
        with pytest.raises(NotFound):
            await queries.one(meeting.id, reader)
    with pytest.raises(NotYourPost):
        await ordering.take_on(row.id, by=store.officer)
    with pytest.raises(NotFound):
        await ordering.call_off(row.id, "抢占", by=other)
    form = an_order(store)
    row = await ordering.move(row.id, moved(form, timedelta(days=1)), by=store.officer)
    assert row.state is MeetingState.REQUESTED
    await ordering.take_on(row.id, by=store.one)
    await try_all(row, store)
    shown = await queries.one(row.id, store.officer)
    assert (shown.checklist, shown.notes) == ([], [])
    assert {step.verb for step in shown.open_steps} == {"move", "call_off"}
