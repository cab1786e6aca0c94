"""The reports of upkeep: 巡检报告 of a day and of a week, 故障处理单 of one fault."""

from datetime import date, datetime
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import story_of
from domain.kernel.letters import ReportSection, ReportText
from domain.kernel.printing import print_report
from domain.kernel.refusal import NotNow
from domain.store.checklists import ItemView
from domain.store.upkeep.flow import STEPS
from domain.store.upkeep.probed import probed_of, says
from domain.store.upkeep.queries import readable
from domain.store.upkeep.recovery import probed_recovery
from domain.store.upkeep.showing import (
    ALSO,
    MILESTONES_MAX,
    checklist_of,
    place_of,
    recovery_of,
)
from orm.store_upkeep import Fault, Inspection
from vocabulary.upkeep import (
    FAULT_GRADE_LABELS,
    FAULT_SOURCE_LABELS,
    FAULT_STATE_LABELS,
    INSPECTION_KIND_LABELS,
    INSPECTION_STATE_LABELS,
    InspectionKind,
    InspectionState,
)

FAULTS_PRINTED_MAX = 200
NONE_FOUND = "没有发现异常。"
FAULT_HEADS = ("编号", "等级", "状态", "恢复时间", "说明")


async def inspection_report(inspection_id: UUID, actor: Actor) -> Download:
    """巡检报告: of a day what was looked at; of a week also its days, and all that was mended."""
    row = await readable(Inspection, inspection_id, actor)
    if row.state is InspectionState.TO_INSPECT:
        raise NotNow("巡检签字后才能生成报告")
    sections = [
        checks_section(await checklist_of(row.id), "检查结果"),
        ReportSection(
            title="自动巡检",
            heads=("设备", "结果"),
            rows=tuple((each.kind_label, says(each)) for each in await probed_of(row)),
        ),
    ]
    if row.kind is InspectionKind.WEEKLY:
        sections.append(await _days_of(row))
    sections.append(await _faults_of(row))
    text = ReportText(
        title="巡检报告",
        number=row.inspection_no,
        facts=(
            ("类型", INSPECTION_KIND_LABELS[row.kind]),
            ("日期", _days_text(row.begins_on, row.due_on)),
            ("状态", INSPECTION_STATE_LABELS[row.state]),
            ("结果", f"检查 {row.checked}/{row.items} 项，异常 {row.failed} 项"),
            ("签字人", f"{row.signed_name} {moment_text(row.signed_at)}".strip() or "无人签字"),
            ("备注", row.remark or "无"),
        ),
        sections=tuple(sections),
        issuer=actor.party_name,
        issued_on=day_text(clock.today()),
    )
    return await print_report(text, by=actor)


async def fault_sheet(fault_id: UUID, actor: Actor) -> Download:
    """故障处理单: from report to closed loop, with every step."""
    row = await readable(Fault, fault_id, actor)
    took, probed = recovery_of(row), await probed_recovery(row)
    entries = await story_of(row.id, limit=MILESTONES_MAX)
    says = {f"fault.{verb}": step.says for verb, step in STEPS.items()} | ALSO
    text = ReportText(
        title="故障处理单",
        number=row.fault_no,
        facts=(
            ("说明", row.title),
            ("情况", row.detail or "无"),
            ("位置", place_of(row) or "未填写"),
            ("来源", f"{FAULT_SOURCE_LABELS[row.source]} {row.reported_by_name}".strip()),
            ("等级与状态", f"{FAULT_GRADE_LABELS[row.severity]} · {FAULT_STATE_LABELS[row.state]}"),
            ("发生时间", moment_text(row.occurred_at)),
            ("原因", row.cause or "尚未登记"),
            ("处理结果", row.outcome or "尚未登记"),
            ("使用备件", row.spare_used or "无"),
            ("恢复时间", moment_text(row.restored_at) or "尚未恢复"),
            ("恢复用时", f"{took[0]} 分钟（工作时间 {took[1]} 分钟）" if took else "—"),
            *((("设备上报", probed.says),) if probed and probed.says else ()),
            ("维修人", row.repaired_by_name or "—"),
            ("验收人", f"{row.closed_by_name} {moment_text(row.closed_at)}".strip() or "—"),
        ),
        sections=(
            ReportSection(
                title="办理经过",
                heads=("时间", "步骤", "办理人", "说明"),
                rows=tuple(
                    (moment_text(each.at), says[each.code], each.actor_name, each.reason or "—")
                    for each in entries
                    if each.code in says
                ),
            ),
        ),
        issuer=actor.party_name,
        issued_on=day_text(clock.today()),
    )
    return await print_report(text, by=actor)


def checks_section(items: list[ItemView], title: str) -> ReportSection:
    """A checklist with its answers, as a section."""
    return ReportSection(
        title=title,
        heads=("检查项", "结果", "检查人", "时间", "情况"),
        rows=tuple(
            (
                each.title,
                "未检查" if each.passed is None else "正常" if each.passed else "异常",
                each.checked_by_name or "—",
                moment_text(each.checked_at) or "—",
                "，".join(part for part in (each.remark, each.fault_no) if part) or "—",
            )
            for each in items
        ),
    )


def fault_lines(faults: list[Fault]) -> tuple[tuple[str, ...], ...]:
    """Faults as the lines of a table under `FAULT_HEADS`."""
    return tuple(
        (
            each.fault_no,
            FAULT_GRADE_LABELS[each.severity],
            FAULT_STATE_LABELS[each.state],
            moment_text(each.restored_at) or "未恢复",
            each.title,
        )
        for each in faults
    )


def moment_text(moment: datetime | None) -> str:
    """A moment as it is printed, in the store's own time."""
    return f"{moment.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if moment else ""


def day_text(day: date) -> str:
    """A date as it is printed."""
    return f"{day:%Y年%m月%d日}"


def _days_text(first: date, last: date) -> str:
    return day_text(first) if first == last else f"{day_text(first)}至{day_text(last)}"


async def _days_of(week: Inspection) -> ReportSection:
    """The daily inspections of a week."""
    rows = Inspection.filter(
        kind=InspectionKind.DAILY, begins_on__gte=week.begins_on, begins_on__lte=week.due_on
    )
    return ReportSection(
        title="本周每日巡检",
        heads=("日期", "状态", "检查", "异常", "签字人"),
        rows=tuple(
            (
                day_text(each.begins_on),
                INSPECTION_STATE_LABELS[each.state],
                f"{each.checked}/{each.items} 项",
                f"{each.failed} 项",
                each.signed_name or "—",
            )
            for each in await rows.order_by("begins_on")
        ),
    )


async def _faults_of(row: Inspection) -> ReportSection:
    """What an inspection has found; of a week whatever broke in it, and how far it is mended."""
    if row.kind is InspectionKind.WEEKLY:
        title = "本周故障与维修"
        rows = Fault.filter(
            occurred_at__gte=clock.day_begins(row.begins_on),
            occurred_at__lt=clock.day_ends(row.due_on),
        )
    else:
        title = "异常与维修"
        found = [each.fault_id for each in await checklist_of(row.id) if each.fault_id]
        rows = Fault.filter(id__in=found)
    faults = await rows.order_by("occurred_at", "id").limit(FAULTS_PRINTED_MAX)
    if not faults:
        return ReportSection(title=title, paragraphs=(NONE_FOUND,))
    return ReportSection(title=title, heads=FAULT_HEADS, rows=fault_lines(faults))
