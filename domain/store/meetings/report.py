"""《技术保障报告》: what was tested, who stood by, what went wrong how long, what to do better."""

from datetime import datetime
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.letters import ReportSection, ReportText
from domain.kernel.printing import print_report
from domain.kernel.refusal import NotNow
from domain.store.meetings.queries import (
    IncidentView,
    incidents_of,
    notes_of,
    readable,
    spares_of,
)
from domain.store.upkeep.reports import checks_section, day_text, moment_text
from domain.store.upkeep.showing import checklist_of
from orm.parties import Party
from orm.store_meetings import MeetingSupport
from vocabulary.devices import ZONE_LABELS
from vocabulary.meetings import MEETING_KIND_LABELS, MeetingState

TITLE = "技术保障报告"
NOTHING = "会议期间声音、画面和网络未发生故障。"


async def support_report(meeting_id: UUID, actor: Actor) -> Download:
    """The report of a meeting that has been concluded, for the operator and whoever asked."""
    row = await readable(meeting_id, actor)
    if row.state is not MeetingState.CONCLUDED:
        raise NotNow("会后总结完成后才能生成《技术保障报告》")
    operator = await Party.get(id=row.operator_id)
    assert row.concluded_at is not None, "concluded at some moment"
    text = ReportText(
        title=TITLE,
        number=row.meeting_no,
        facts=await _facts(row),
        sections=await _sections(row),
        issuer=operator.name,
        issued_on=day_text(clock.date_of(row.concluded_at)),
    )
    return await print_report(text, by=actor)


async def _facts(row: MeetingSupport) -> tuple[tuple[str, str], ...]:
    kept = "、".join(each.name for each in await spares_of(row))
    return (
        ("会议", row.title),
        ("类型", MEETING_KIND_LABELS[row.kind]),
        ("时间", f"{moment_text(row.starts_at)} 至 {moment_text(row.ends_at)}"),
        ("地点", f"{ZONE_LABELS[row.zone]} {row.room}"),
        ("申请单位", row.institution_name or "平台运营方"),
        ("会前联调", f"{_rehearsal(row)}（时限 {moment_text(row.rehearse_by)}）"),
        ("值守", f"{row.duty_name} {moment_text(row.duty_from)} 至 {moment_text(row.duty_until)}"),
        ("备用设备", kept or "未预留"),
        ("总结人", row.concluded_by_name),
    )


def _rehearsal(row: MeetingSupport) -> str:
    """Whether it was made, and in time."""
    if row.rehearsed_at is None:
        return "未完成"
    late = "，超时" if row.rehearsed_at > row.rehearse_by else "，按时"
    return f"{row.rehearsed_by_name} {moment_text(row.rehearsed_at)} 完成{late}"


async def _sections(row: MeetingSupport) -> tuple[ReportSection, ...]:
    notes, incidents = await notes_of(row), await incidents_of(row)
    return (
        checks_section(await checklist_of(row.id), "会前联调"),
        ReportSection(title="设备运行情况", paragraphs=(row.equipment_run,)),
        ReportSection(
            title="值守记录",
            heads=("时间", "记录人", "情况"),
            rows=tuple((moment_text(each.at), each.account_name, each.text) for each in notes),
        ),
        _incidents(incidents),
        ReportSection(title="优化建议", paragraphs=(row.suggestions,)),
    )


def _incidents(incidents: list[IncidentView]) -> ReportSection:
    if not incidents:
        return ReportSection(title="故障处理", paragraphs=(NOTHING,))
    return ReportSection(
        title="故障处理",
        heads=("类型", "发生", "恢复", "用时", "情况与处理"),
        rows=tuple(
            (
                each.kind_label,
                moment_text(each.started_at),
                moment_text(each.mended_at),
                f"{_minutes(each.started_at, each.mended_at)} 分钟",
                f"{each.note}；{each.how}",
            )
            for each in incidents
        ),
    )


def _minutes(started_at: datetime, mended_at: datetime | None) -> int:
    assert mended_at is not None, "nothing is concluded before all is mended"
    return round((mended_at - started_at).total_seconds() / 60)
