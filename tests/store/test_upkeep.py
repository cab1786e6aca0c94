"""Inspections from their checklist to the report, and faults until their loop is closed."""

import asyncio
import csv
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from domain import invariants
from domain.deadlines.jobs import mind_deadlines
from domain.kernel import clock, journal
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, StepUp, TooOften, Unmet
from domain.reactions import react
from domain.store.checklist_terms import ItemCheck
from domain.store.upkeep import jobs, queries, reports, scans
from domain.store.upkeep.actions import inspecting, mending, photos, reporting
from domain.store.upkeep.queries import FaultFilter, FaultSearch, InspectionSearch
from domain.store.upkeep.reactions import open_from_alert
from domain.store.upkeep.terms import (
    Assignment,
    FaultReport,
    InspectionSignature,
    KioskFaultReport,
    PhotoPlace,
    Regrading,
    Repair,
    RiskAcceptance,
)
from orm.deadlines import DeadlineMark
from orm.devices import Device
from orm.fleet import DevicePulse
from orm.messaging import Message, Outgoing
from orm.store_upkeep import ChecklistItem, Fault, FaultAlert, Inspection, StorePhoto
from server.adapters.limiter import OwnLimiter
from tests import world
from tests.lending.papers import PNG, Paper
from tests.remembered import hold_hands
from tests.store.conftest import Store
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.fleet import Health
from vocabulary.upkeep import (
    FaultGrade,
    FaultSource,
    FaultState,
    InspectionKind,
    InspectionState,
)

pytestmark = [pytest.mark.row("F5", "S4"), pytest.mark.clause("6.2.5")]
DAILY = {"大屏", "服务器", "网络", "摄像头", "话筒", "空调", "消防", "卫生"}


async def todays(store: Store, kind: InspectionKind = InspectionKind.DAILY) -> Inspection:
    await jobs.mind_inspections()
    return await Inspection.get(kind=kind, begins_on__lte=clock.today(), due_on__gte=clock.today())


async def check_all(row: Inspection, store: Store, *failing: str) -> None:
    for item in await ChecklistItem.filter(subject_id=row.id).order_by("place"):
        fails = item.key in failing
        form = ItemCheck(item.id, not fails, "有异常" if fails else "")
        await inspecting.check_item(row.id, form, by=store.one)


async def a_fault(store: Store, **differing: Any) -> Fault:
    told = {"title": "二楼大屏黑屏", "severity": FaultGrade.SERIOUS, **differing}
    return await reporting.report(FaultReport(**told), by=store.one)


async def mended(store: Store, fault: Fault) -> Fault:
    await mending.assign(fault.id, Assignment(store.one.account_id), by=store.boss)
    await mending.begin_repair(fault.id, by=store.one)
    form = Repair(cause="电源老化", outcome="更换电源", restored_at=clock.now())
    return await mending.repair(fault.id, form, by=store.one)


@pytest.mark.clause("6.2.5 a")
async def test_each_working_day_has_one_inspection_of_eight_things(store: Store) -> None:
    for _ in range(2):
        await jobs.mind_inspections()
    [daily] = await Inspection.filter(kind=InspectionKind.DAILY)
    [weekly] = await Inspection.filter(kind=InspectionKind.WEEKLY)
    items = await ChecklistItem.filter(subject_id=daily.id)
    assert {item.title for item in items} == DAILY
    assert (daily.begins_on, weekly.begins_on, weekly.due_on) == (
        date(2026, 12, 2), date(2026, 11, 30), date(2026, 12, 4),
    )  # fmt: skip
    store.at(day="2026-12-05")  # a Saturday: the week is over, and so is the day before
    await jobs.mind_inspections()
    assert await Inspection.all().count() == 2


@pytest.mark.clause("6.2.5 a")
async def test_what_fails_is_a_fault_at_once_and_only_once(store: Store) -> None:
    row = await todays(store)
    item = await ChecklistItem.get(subject_id=row.id, key="fire_safety")
    with pytest.raises(Invalid, match="异常情况"):
        await inspecting.check_item(row.id, ItemCheck(item.id, passed=False), by=store.one)
    for remark in ("灭火器压力不足", "仍不足"):
        form = ItemCheck(item.id, passed=False, remark=remark)
        row = await inspecting.check_item(row.id, form, by=store.one)
    [fault] = await Fault.all()
    assert (fault.source, fault.severity) == (FaultSource.BY_INSPECTION, FaultGrade.URGENT)
    assert (row.checked, row.failed) == (1, 1)
    shown = await queries.inspection(row.id, store.other)
    assert next(e for e in shown.checklist if e.key == "fire_safety").fault_no == fault.fault_no
    assert await invariants.broken() == []


@pytest.mark.clause("6.2.5 a")
async def test_whoever_signs_has_looked_at_all_and_is_themselves(store: Store) -> None:
    row = await todays(store)
    mine = InspectionSignature(name="施雨桐")
    with pytest.raises(Unmet, match="逐项检查"):
        await inspecting.sign(row.id, mine, by=store.one)
    await check_all(row, store)
    with pytest.raises(Unmet, match="姓名"):
        await inspecting.sign(row.id, mine, by=store.other)
    with pytest.raises(NotNow):
        await reports.inspection_report(row.id, store.one)
    since = clock.now() - timedelta(hours=2)
    stale = replace(store.one, session_id=world.nobody(), proved_at=since)
    with pytest.raises(StepUp):
        await inspecting.sign(row.id, mine, by=stale)
    row = await inspecting.sign(row.id, mine, by=store.one)
    assert (row.state, row.signed_by_id) == (InspectionState.INSPECTED, store.one.account_id)
    with pytest.raises(NotNow):
        await check_all(row, store)


@pytest.mark.clause("6.2.5 a")
async def test_what_the_probes_say_is_kept_with_the_signature(store: Store) -> None:
    row = await todays(store)
    cameras = [await a_probed(name, Health.HEALTHY) for name in ("一号摄像头", "二号摄像头")]
    assert [each.devices for each in (await queries.inspection(row.id, store.one)).probes] == [2]
    await DevicePulse.filter(device_id=cameras[1].id).update(health=Health.DOWN)
    await check_all(row, store)
    row = await inspecting.sign(row.id, InspectionSignature(name="施雨桐"), by=store.one)
    await DevicePulse.all().update(health=Health.HEALTHY)

    [kept] = (await queries.inspection(row.id, store.one)).probes
    assert (kept.kind, kept.healthy, kept.wrong) == (DeviceKind.CAMERA, 1, ["二号摄像头不可用"])
    await reports.inspection_report(row.id, store.one)
    press: Any = store.hands.press
    told = dict(press.reports[-1].sections[1].rows)
    assert told["摄像头"] == "2 台中 1 台正常；二号摄像头不可用"


async def a_probed(name: str, health: Health) -> Device:
    device = await Device.create(
        kind=DeviceKind.CAMERA, name=name, zone=Zone.SERVICE, custodian="施雨桐",
        state=DeviceState.IN_USE, created_at=clock.now(),
    )  # fmt: skip
    await DevicePulse.create(device_id=device.id, health=health)
    return device


async def test_what_nobody_inspects_is_noticed_and_told(store: Store) -> None:
    row = await todays(store)
    store.at(day="2026-12-03", hour=1)
    await jobs.mind_inspections()
    await row.refresh_from_db()
    assert row.state is InspectionState.LEFT_OUT
    [entry] = [e for e in await journal.story_of(row.id, limit=9) if e.verb == "leave_out"]
    await react(entry)
    assert await Outgoing.filter(subject_no=row.inspection_no).count() == 3
    [told] = await Message.filter(subject_id=row.id)
    assert (told.party_id, row.inspection_no in told.body) == (store.operator.id, True)


@pytest.mark.clause("6.2.5 b")
async def test_the_weeks_report_holds_its_days_and_its_faults(store: Store) -> None:
    day = await todays(store)
    await check_all(day, store, "camera")
    await inspecting.sign(day.id, InspectionSignature(name="施雨桐"), by=store.one)
    await reports.inspection_report(day.id, store.one)
    week = await Inspection.get(kind=InspectionKind.WEEKLY)
    await check_all(week, store)
    await inspecting.sign(week.id, InspectionSignature(name="施雨桐"), by=store.one)
    sheet = await reports.inspection_report(week.id, store.one)
    assert sheet.name == f"巡检报告 {week.inspection_no}.pdf"
    press: Any = store.hands.press
    of_day, of_week = press.reports
    [fault] = await Fault.all()
    assert [section.title for section in of_week.sections] == [
        "检查结果", "自动巡检", "本周每日巡检", "本周故障与维修",
    ]  # fmt: skip
    assert of_week.sections[3].rows[0][0] == of_day.sections[2].rows[0][0] == fault.fault_no
    assert of_week.sections[2].rows[0][1:4] == ("已巡检", "8/8 项", "1 项")


@pytest.mark.clause("6.2.5 c")
async def test_a_fault_goes_round_its_loop_and_another_closes_it(store: Store) -> None:
    fault = await a_fault(store)
    store.at(hour=18)  # an hour of this is working time no more
    fault = await mended(store, fault)
    with pytest.raises(Unmet, match="另一位"):
        await mending.close(fault.id, by=store.one)
    await mending.reopen(fault.id, "仍然黑屏", by=store.other)
    await mending.begin_repair(fault.id, by=store.one)
    form = Repair(cause="电源老化", outcome="更换整机", restored_at=clock.now())
    later = Repair(cause="电源", outcome="更换", restored_at=clock.now() + timedelta(hours=1))
    with pytest.raises(Unmet, match="恢复时间"):
        await mending.repair(fault.id, later, by=store.one)
    await mending.repair(fault.id, form, by=store.one)
    fault = await mending.close(fault.id, by=store.other)
    shown = await queries.fault(fault.id, store.other)
    assert shown.state is FaultState.CLOSED_LOOP
    assert (shown.recovery_minutes, shown.recovery_working_minutes) == (480, 420)
    assert [each.code.partition(".")[2] for each in shown.timeline] == [
        "report", "assign", "begin_repair", "repair", "reopen", "begin_repair", "repair", "close",
    ]  # fmt: skip
    await reports.fault_sheet(fault.id, store.other)
    assert await invariants.broken() == []


async def test_whoever_is_given_a_fault_is_called_and_finds_it(store: Store) -> None:
    fault = await a_fault(store)
    await a_fault(store)
    for person, calls in ((store.boss, 0), (store.other, 1)):
        await mending.assign(fault.id, Assignment(person.account_id), by=store.boss)
        entry = (await journal.story_of(fault.id, limit=9))[-1]
        await react(entry)
        assert await Outgoing.filter(entry_id=entry.id).count() == calls
    mine = await queries.faults(FaultSearch(mine=True, open=True), store.other)
    assert [each.id for each in mine.items] == [fault.id]


async def test_the_graver_it_is_the_sooner_it_is_due_and_late_ones_are_told(store: Store) -> None:
    slight = await a_fault(store, severity=FaultGrade.SLIGHT)
    urgent = await a_fault(store, severity=FaultGrade.URGENT)
    assert (slight.expected_on, urgent.expected_on) == (date(2026, 12, 4), date(2026, 12, 3))
    with pytest.raises(Unmet, match="相同"):
        await mending.regrade(slight.id, Regrading(FaultGrade.SLIGHT, "没有变化"), by=store.one)
    slight = await mending.regrade(
        slight.id, Regrading(FaultGrade.URGENT, "影响会议"), by=store.one
    )
    kept = await Fault.get(id=slight.id)
    assert (kept.flow, kept.expected_on, kept.state) == (
        "urgent", date(2026, 12, 3), FaultState.TO_ASSIGN,
    )  # fmt: skip
    store.at(day="2026-12-04")
    await mind_deadlines()
    assert await DeadlineMark.filter(subject_kind="fault", sign="missed").count() == 2
    assert await Message.filter(subject_kind="fault", party_id=store.operator.id).exists()


@pytest.mark.postgres
@pytest.mark.clause("5.3.1.4")
async def test_two_who_hand_in_the_same_scan_at_once_track_it_once(store: Store) -> None:
    head = "资产,编号,名称,等级,类型,说明\n"
    file = Paper("扫描.csv", f"{head}web-1,CVE-2026-1,OpenSSL 漏洞,高危,漏洞扫描,\n".encode())
    taken = await asyncio.gather(
        *(reporting.import_findings(file, by=each) for each in (store.one, store.boss))
    )
    assert sorted(each.opened for each in taken) == [0, 1]
    assert await Fault.all().count() == 1


@pytest.mark.clause("5.3.1.4")
async def test_a_scan_becomes_findings_each_tracked_once(store: Store) -> None:
    head = "资产,编号,名称,等级,类型,说明\n"
    lines = "web-1,CVE-2026-1,OpenSSL 漏洞,高危,漏洞扫描,需升级\nsw-2,,弱口令,中危,加固检查,\n"
    file = Paper("扫描.csv", (head + lines).encode("gb18030"))
    first = await reporting.import_findings(file, by=store.one)
    again = await reporting.import_findings(file, by=store.one)
    assert (first.opened, again.opened, again.left) == (2, 0, 2)
    found = await queries.faults(FaultSearch(findings=True), store.boss)
    assert {each.severity for each in found.items} == {FaultGrade.SERIOUS, FaultGrade.GENERAL}
    assert all(each.expected_on for each in found.items)
    assert (await queries.faults(FaultSearch(), store.boss)).items == []
    for wrong, says in (
        (head + "web-1,,漏洞,很危险,漏洞扫描,\n", "第 2 行"),
        ("资产,名称\n", "缺少列"),
        (head, "没有内容"),
        (f"{head}{'长' * (csv.field_size_limit() + 1)},", "不是规范的"),
        (head + "web-1,,漏\0洞,高危,漏洞扫描,\n", "不是规范的"),
    ):
        with pytest.raises(Invalid, match=says):
            scans.read(wrong.encode())


@pytest.mark.clause("5.3.1.4")
async def test_a_risk_is_accepted_by_another_until_a_day_and_then_comes_back(store: Store) -> None:
    form = {"source": FaultSource.VULNERABILITY_SCAN, "asset": "web-1"}
    finding, broken = await a_fault(store, **form), await a_fault(store)
    until = RiskAcceptance(clock.today() + timedelta(days=30), "下月停机窗口升级")
    with pytest.raises(NotYourPost):
        await mending.accept_risk(finding.id, until, by=store.other)
    with pytest.raises(Unmet, match="安全隐患"):
        await mending.accept_risk(broken.id, until, by=store.boss)
    too_long = RiskAcceptance(clock.today() + timedelta(days=400), "一直不修")
    with pytest.raises(Unmet, match="一年"):
        await mending.accept_risk(finding.id, too_long, by=store.boss)
    finding = await mending.accept_risk(finding.id, until, by=store.boss)
    assert (finding.state, finding.expected_on) == (FaultState.RISK_ACCEPTED, None)
    await jobs.end_acceptances()
    store.at(day="2027-01-02")
    await jobs.end_acceptances()
    kept = await Fault.get(id=finding.id)
    assert kept.state is FaultState.TO_ASSIGN
    assert kept.expected_on


async def test_a_devices_alerts_open_one_fault_and_add_to_it(store: Store) -> None:
    device = world.nobody()
    facts = {
        "device_id": str(device),
        "device_name": "序厅大屏",
        "zone": "foyer",
        "kind": "display",
        "severity": "critical",
        "cause": "down",
        "detail": "三次探测无应答",
    }
    await a_fault(store)
    [entry] = await journal.story_of((await Fault.get()).id, limit=1)
    for serial in (901, 902):
        for _ in range(2):  # the relay may carry it twice
            alert = journal.Entry(**{**entry_facts(entry), "id": serial, "facts": facts})
            await open_from_alert(alert)
        await jobs.take_alerts()
    [fault] = await Fault.filter(device_id=device)
    assert (fault.source, fault.severity) == (FaultSource.BY_DEVICE, FaultGrade.URGENT)
    shown = await queries.fault(fault.id, store.one)
    assert (len(shown.alerts), shown.place) == (2, "序厅大屏 · 序厅")
    assert [each.label for each in shown.timeline] == ["登记故障", "再次告警"]
    assert await FaultAlert.filter(fault_id=fault.id).count() == 2


def entry_facts(entry: journal.Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in entry.__struct_fields__}


async def test_photos_are_pictures_of_an_open_row_and_are_read_by_the_store(store: Store) -> None:
    row = await todays(store)
    item = await ChecklistItem.filter(subject_id=row.id).first()
    assert item is not None
    place = PhotoPlace(item.id)
    with pytest.raises(Invalid, match="不能上传"):
        await photos.attach_to_inspection(row.id, place, Paper(), by=store.one)
    with pytest.raises(NotFound):
        await photos.attach_to_inspection(row.id, place, Paper("a.png", PNG), by=store.officer)
    await photos.attach_to_inspection(row.id, place, Paper("现场.png", PNG), by=store.one)
    photo = await StorePhoto.get(subject_id=row.id)
    file = await queries.inspection_photo(row.id, photo.id, store.other)
    assert b"".join([piece async for piece in file.chunks]) == PNG
    fault = await a_fault(store)
    with pytest.raises(NotFound):
        await queries.fault_photo(fault.id, photo.id, store.other)
    await mending.call_false(fault.id, "误触", by=store.boss)
    with pytest.raises(NotNow):
        await photos.attach_to_fault(fault.id, PhotoPlace(), Paper("a.png", PNG), by=store.one)


async def test_only_the_operators_people_know_of_what_is_broken(store: Store) -> None:
    fault = await a_fault(store)
    for actor in (store.officer, world.clerk_of(await world.an_enterprise())):
        with pytest.raises(NotYourPost):
            await queries.faults(FaultSearch(), actor)
        with pytest.raises(NotFound):
            await queries.fault(fault.id, actor)
        with pytest.raises(NotFound):
            await mending.begin_repair(fault.id, by=actor)
    with pytest.raises(NotYourPost):
        await queries.export(FaultFilter(), store.one)
    sheet = await queries.export(FaultFilter(), store.boss)
    [[line]] = [batch async for batch in sheet.batches]
    assert (line["编号"], line["等级"]) == (fault.fault_no, "严重")
    assert (await queries.inspections(InspectionSearch(), store.one)).items == []


async def test_whoever_stands_at_a_kiosk_reports_without_a_name_and_not_for_fun(
    store: Store,
) -> None:
    hold_hands(limiter=OwnLimiter())
    kiosk = await Device.create(
        kind=DeviceKind.KIOSK,
        name="一号终端",
        zone=Zone.SERVICE,
        custodian="钱工",
        created_at=store.now,
    )
    call, form = Call(kiosk_id=kiosk.id), KioskFaultReport("叫号屏幕不亮")
    for _ in range(3):
        fault = await reporting.report_at_kiosk(form, call=call)
    with pytest.raises(TooOften):
        await reporting.report_at_kiosk(form, call=call)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"words": " \u3000 "}, KioskFaultReport)
    assert (fault.source, fault.zone) == (FaultSource.BY_VISITOR, Zone.SERVICE)
    assert "一号终端" in fault.detail
