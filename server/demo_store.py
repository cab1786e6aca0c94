"""The store of the demo world: a week of inspections, faults in every state, two major meetings.

Everything is written by the very acts that people use; what lies in the past is then dated back
in its own row, while the journal keeps the moment at which the demonstration was made.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any

from tortoise.models import Model

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Refusal
from domain.store.checklist_terms import ItemCheck
from domain.store.meetings.actions import ordering, standing_by
from domain.store.meetings.rules import rehearse_by
from domain.store.meetings.terms import (
    DutyText,
    IncidentForm,
    IncidentMended,
    MeetingConclusion,
    MeetingOrder,
    SpareForm,
    SparesKept,
)
from domain.store.upkeep.actions import inspecting, mending, reporting
from domain.store.upkeep.jobs import plan_inspections
from domain.store.upkeep.terms import (
    Assignment,
    FaultReport,
    InspectionSignature,
    Repair,
    RiskAcceptance,
)
from domain.store.working_time import hours_of, working_before
from orm.store_meetings import (
    DutyNote,
    MeetingIncident,
    MeetingSupport,
    Spare,
    SpareReservation,
)
from orm.store_upkeep import ChecklistItem, Fault, Inspection
from server.seed import actor_named
from vocabulary.devices import Zone
from vocabulary.meetings import IncidentKind, MeetingKind
from vocabulary.upkeep import FaultGrade, FaultSource
from vocabulary.workdays import after_workdays, is_workday

WORKDAYS_BACK = 5
INSPECTED_AT = timedelta(minutes=40)  # after opening
SPARES = ("备用麦克风 1 号", "备用麦克风 2 号", "备用投屏器", "备用笔记本电脑")
FOUND = {"camera": "服务区 2 号摄像头画面偏移", "microphone": "路演区话筒电池鼓包"}


async def write() -> None:
    """Write what is not there yet; somebody quicker is welcome."""
    if await Spare.exists():
        return
    one, other = await actor_named("store-1"), await actor_named("store-2")
    boss = await actor_named("operator")
    with suppress(Refusal):
        for name in SPARES:
            await ordering.add_spare(SpareForm(name), by=one)
        await _held(one, other)
        await _to_come(one)
    await _inspected(one)
    with suppress(Refusal):
        await _mended(one, other, boss)
        await _found_by_scan(one, boss)


async def _inspected(by: Actor) -> None:
    """Five working days, two of which found something; today's is still to be made."""
    today = clock.today()
    days = [today - timedelta(days=n) for n in range(14, 0, -1)]
    past = [day for day in days if is_workday(day)][-WORKDAYS_BACK:]
    for place, day in enumerate(past):
        await plan_inspections(day)
        failing = list(FOUND)[place - 2] if place in {2, 3} else ""
        for row in await Inspection.filter(begins_on=day, due_on__lt=today, signed_at__isnull=True):
            with suppress(Refusal):  # the clock's own job may be quicker and leave one out
                await _signed(row, row.due_on, failing, by)
    await plan_inspections(today)


async def _signed(row: Inspection, day: date, failing: str, by: Actor) -> None:
    for item in await ChecklistItem.filter(subject_id=row.id).order_by("place"):
        fails = item.key == failing
        form = ItemCheck(item.id, not fails, FOUND[failing] if fails else "")
        await inspecting.check_item(row.id, form, by=by)
    await inspecting.sign(row.id, InspectionSignature(name=by.name), by=by)
    at = hours_of(day)[0] + INSPECTED_AT
    await ChecklistItem.filter(subject_id=row.id).update(checked_at=at)
    await _date_back(row, created_at=hours_of(day)[0], signed_at=at)


async def _mended(one: Actor, other: Actor, boss: Actor) -> None:
    """The faults that were found, if there was time to find them, and more: one in each state."""
    found = await Fault.filter(source=FaultSource.BY_INSPECTION).order_by("fault_no").limit(2)
    for fault in found[:1]:
        await mending.assign(fault.id, Assignment(one.account_id, "请先检查支架"), by=boss)
        await mending.begin_repair(fault.id, by=one)
        done = Repair(cause="支架螺丝松动", outcome="重新固定并校正角度", restored_at=clock.now())
        await mending.repair(fault.id, done, by=one)
    for fault in found[1:]:
        await mending.assign(fault.id, Assignment(other.account_id), by=boss)
    black = FaultReport(
        title="序厅大屏右下角黑屏",
        severity=FaultGrade.SERIOUS,
        detail="开机约十分钟后出现，重启后恢复一段时间。",
        zone=Zone.FOYER,
        device_name="序厅大屏",
    )
    row = await reporting.report(black, by=other)
    await mending.assign(row.id, Assignment(one.account_id, "联系厂家"), by=boss)
    await mending.begin_repair(row.id, by=one)
    restored = clock.now()
    sent = Repair(
        cause="拼接屏一块模组过热",
        outcome="更换模组，连续运行两小时正常",
        restored_at=restored,
        spare_used="P1.8 模组一块",
    )
    await mending.repair(row.id, sent, by=one)
    await mending.close(row.id, by=other)
    began = working_before(restored, timedelta(hours=5))
    await _date_back(await Fault.get(id=row.id), occurred_at=began)
    cold = FaultReport(title="服务区空调不制冷", severity=FaultGrade.GENERAL, zone=Zone.SERVICE)
    row = await reporting.report(cold, by=other)
    await mending.assign(row.id, Assignment(one.account_id), by=boss)
    await mending.begin_repair(row.id, by=one)
    await reporting.report(
        FaultReport(title="路演区激光笔无光", severity=FaultGrade.SLIGHT, zone=Zone.ROADSHOW),
        by=one,
    )
    row = await reporting.report(
        FaultReport(title="智能终端打印机卡纸", severity=FaultGrade.SLIGHT, zone=Zone.SERVICE),
        by=one,
    )
    await mending.call_false(row.id, "纸仓未关到位，已当场处理", by=boss)


async def _found_by_scan(by: Actor, boss: Actor) -> None:
    """What a scan of the store's servers has shown."""
    scan, check = FaultSource.VULNERABILITY_SCAN, FaultSource.HARDENING_CHECK
    told = (
        ("OpenSSL 缓冲区溢出漏洞", FaultGrade.SERIOUS, scan, "应用服务器 app-1", "CVE-2026-21847"),
        ("交换机管理口使用默认口令", FaultGrade.URGENT, check, "核心交换机 sw-1", "JG-03"),
        ("TLS 1.0 未停用", FaultGrade.SLIGHT, check, "存储 nas-1", "JG-11"),
    )
    rows = [
        await reporting.report(
            FaultReport(
                title=title, severity=severity, source=source, asset=asset, reference=reference
            ),
            by=by,
        )
        for title, severity, source, asset, reference in told
    ]
    until = clock.today() + timedelta(days=45)
    risk = RiskAcceptance(until, "旧款采集设备只支持 TLS 1.0，已限制在内网，待设备更换后停用")
    await mending.accept_risk(rows[2].id, risk, by=boss)


def _major(title: str, starts_at: datetime) -> MeetingOrder:
    return MeetingOrder(
        title=title,
        kind=MeetingKind.MAJOR,
        zone=Zone.ROADSHOW,
        room="路演厅",
        headcount=80,
        needs="双屏投影、视频连线市局会场、6 只麦克风",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
    )


async def _held(one: Actor, other: Actor) -> None:
    """A major meeting of two working days ago, with one incident and its report."""
    order = _major("苏州市政银企融资对接大会", hours_of(after_workdays(clock.today(), 3))[0])
    row = await ordering.order(order, by=one)
    for item in await ChecklistItem.filter(subject_id=row.id).order_by("place"):
        await ordering.check_item(row.id, ItemCheck(item.id, passed=True), by=one)
    spares = await Spare.all().order_by("name")
    await ordering.reserve(row.id, SparesKept([each.id for each in spares[:2]]), by=one)
    await ordering.rehearse(row.id, by=one)
    row = await standing_by.stand_by(row.id, by=other)
    broke = IncidentForm(IncidentKind.SOUND, row.updated_at, "主席台 2 号麦克风断续")
    row = await standing_by.note_incident(row.id, broke, by=other)
    await standing_by.note_duty(row.id, DutyText("视频连线画面、声音正常"), by=other)
    incident = await MeetingIncident.get(meeting_id=row.id)
    back = IncidentMended(incident.id, clock.now(), "换用备用麦克风，更换电池")
    await standing_by.mend_incident(row.id, back, by=other)
    await standing_by.end_duty(row.id, by=other)
    done = MeetingConclusion(
        equipment_run="大屏、音响、投屏和视频会议系统全程正常，一只麦克风更换电池后正常。",
        suggestions="重大会议前统一更换麦克风电池；路演厅再配一只备用麦克风。",
    )
    await standing_by.conclude(row.id, done, by=other)
    await _date_meeting_back(row)


async def _date_meeting_back(row: MeetingSupport) -> None:
    """To where it would have been: tested the day before, stood by from half an hour before."""
    starts_at = working_before(clock.now(), timedelta(hours=15))
    due = rehearse_by(row.kind, starts_at)
    ends_at = starts_at + timedelta(hours=2)
    tested, broke = due - timedelta(hours=1), starts_at + timedelta(minutes=25)
    await ChecklistItem.filter(subject_id=row.id).update(checked_at=tested)
    await DutyNote.filter(meeting_id=row.id).update(at=starts_at + timedelta(minutes=5))
    await MeetingIncident.filter(meeting_id=row.id).update(
        started_at=broke, mended_at=broke + timedelta(minutes=3)
    )
    await SpareReservation.filter(meeting_id=row.id).update(from_at=starts_at, until_at=ends_at)
    await _date_back(
        row,
        starts_at=starts_at,
        ends_at=ends_at,
        rehearse_by=due,
        rehearsed_at=tested,
        duty_from=starts_at - timedelta(minutes=30),
        duty_until=ends_at,
        concluded_at=ends_at + timedelta(hours=1),
    )


async def _to_come(by: Actor) -> None:
    """The next one, of which everything is still to be tested."""
    starts_at = hours_of(after_workdays(clock.today(), 3))[0] + timedelta(minutes=30)
    await ordering.order(_major("科创企业股权融资路演", starts_at), by=by)


async def _date_back(row: Model, **moments: Any) -> None:
    await type(row).filter(id=row.pk).update(**moments)
