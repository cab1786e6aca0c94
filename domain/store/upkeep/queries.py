"""What screens ask of upkeep: lists, one inspection, one fault, a photo, the ledger."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.kernel import exporting, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.exporting import Column, Ledger, Sheet
from domain.kernel.newest import newest_first
from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX, Page
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.lending.attachment_rules import place_of
from domain.store.upkeep.scans import Imported
from domain.store.upkeep.showing import (
    FaultRow,
    FaultView,
    InspectionRow,
    InspectionView,
    fault_row,
    fault_view,
    inspection_row,
    inspection_view,
)
from orm.base import Row
from orm.store_upkeep import Fault, Inspection, StorePhoto
from vocabulary.devices import ZONE_LABELS
from vocabulary.rights import Right
from vocabulary.upkeep import (
    FAULT_GRADE_LABELS,
    FAULT_SOURCE_LABELS,
    FAULT_STATE_LABELS,
    FINDING_SOURCES,
    OVER,
    FaultGrade,
    FaultState,
    InspectionKind,
    InspectionState,
)

SEARCH_LENGTH_MAX = 60

R = TypeVar("R", bound=Row)


class InspectionSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """巡检的筛选条件。"""

    kind: InspectionKind | None = None
    state: InspectionState | None = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class Reported(Struct, frozen=True):
    """已收到报修：编号。"""

    fault_no: str


class FaultFilter(Struct, frozen=True, forbid_unknown_fields=True):
    """故障的筛选条件；findings 为真时只看安全隐患，否则只看故障。"""

    findings: bool = False
    state: FaultState | None = None
    severity: FaultGrade | None = None
    open: Annotated[bool, Meta(description="只看未闭环的")] = False
    mine: Annotated[bool, Meta(description="只看派给我的")] = False
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="编号、说明、设备或资产")] = ""


class FaultSearch(FaultFilter, frozen=True, forbid_unknown_fields=True):
    """故障的筛选条件和页码。"""

    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


FAULTS = Ledger(
    title="故障台账",
    code="fault.export",
    right=Right.UPKEEP_EXPORT,
    order=("-created_at", "-id"),
    columns=(
        Column("编号", "fault_no", exporting.text, wide=24),
        Column("状态", "state", exporting.label(FAULT_STATE_LABELS), wide=10),
        Column("等级", "severity", exporting.label(FAULT_GRADE_LABELS), wide=8),
        Column("来源", "source", exporting.label(FAULT_SOURCE_LABELS), wide=14),
        Column("说明", "title", exporting.text, wide=30),
        Column("分区", "zone", exporting.label(ZONE_LABELS), wide=10),
        Column("设备", "device_name", exporting.text),
        Column("资产", "asset", exporting.text),
        Column("漏洞编号", "reference", exporting.text),
        Column("维修人", "assignee_name", exporting.text, wide=10),
        Column("原因", "cause", exporting.text, wide=30),
        Column("处理结果", "outcome", exporting.text, wide=30),
        Column("发生日期", "occurred_at", exporting.day_of, wide=12),
        Column("恢复日期", "restored_at", exporting.day_of, wide=12),
        Column("验收人", "closed_by_name", exporting.text, wide=10),
        Column("闭环日期", "closed_at", exporting.day_of, wide=12),
    ),
)


async def inspections(search: InspectionSearch, actor: Actor) -> Page[InspectionRow]:
    """Inspections, the newest first."""
    actor.needs(Right.UPKEEP_VIEW)
    rows = Inspection.visible_to(actor.party_id, actor.party_kind)
    if search.kind is not None:
        rows = rows.filter(kind=search.kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    return Page([inspection_row(row) for row in shown], end)


async def inspection(inspection_id: UUID, actor: Actor) -> InspectionView:
    """One inspection."""
    return await inspection_view(await readable(Inspection, inspection_id, actor), actor)


async def faults(search: FaultSearch, actor: Actor) -> Page[FaultRow]:
    """Faults, or findings, the newest first."""
    actor.needs(Right.UPKEEP_VIEW)
    rows = _narrowed(search, actor)
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    return Page([fault_row(row) for row in shown], end)


async def export(search: FaultFilter, actor: Actor) -> Sheet:
    """The same faults as a spreadsheet."""
    actor.needs(FAULTS.right)
    return await exporting.leave(FAULTS, _narrowed(search, actor), by=actor)


async def fault(fault_id: UUID, actor: Actor) -> FaultView:
    """One fault."""
    return await fault_view(await readable(Fault, fault_id, actor), actor)


async def inspection_photo(inspection_id: UUID, photo_id: UUID, actor: Actor) -> Download:
    """One photo of an inspection."""
    return await _photo(await readable(Inspection, inspection_id, actor), photo_id)


async def fault_photo(fault_id: UUID, photo_id: UUID, actor: Actor) -> Download:
    """One photo of a fault."""
    return await _photo(await readable(Fault, fault_id, actor), photo_id)


async def _photo(row: Row, photo_id: UUID) -> Download:
    found = await StorePhoto.get_or_none(id=photo_id, subject_id=row.id)
    if found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await sealed_files.opened(found.object_key, found.key, place_of(found.id))
    except OutsideError as problem:
        raise Unavailable("照片暂时无法读取，请稍后重试") from problem
    return Download(found.name, found.media, found.size_bytes, chunks)


def reported(row: Fault) -> Reported:
    """What whoever reported at a kiosk is told."""
    return Reported(row.fault_no)


async def imported(found: Imported, _actor: Actor) -> Imported:
    """What came of a file of findings."""
    return found


async def readable(table: type[R], row_id: UUID, actor: Actor) -> R:
    """A row of upkeep, if the actor may read it. Raises NotFound."""
    rows: Any = table.visible_to(actor.party_id, actor.party_kind)
    row: R | None = await rows.get_or_none(id=row_id)
    if row is None or Right.UPKEEP_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    return row


async def must_be_readable(row_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless it is an inspection or a fault that the actor may read."""
    try:
        await readable(Fault, row_id, actor)
    except NotFound:
        await readable(Inspection, row_id, actor)


def _narrowed(search: FaultFilter, actor: Actor) -> QuerySet[Fault]:
    rows = Fault.visible_to(actor.party_id, actor.party_kind)
    if search.findings:
        rows = rows.filter(source__in=FINDING_SOURCES)
    else:
        rows = rows.exclude(source__in=FINDING_SOURCES)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    elif search.open:
        rows = rows.exclude(state__in=OVER)
    if search.mine:
        rows = rows.filter(assignee_id=actor.account_id)
    if search.severity is not None:
        rows = rows.filter(severity=search.severity)
    if words := search.q.strip():
        rows = rows.filter(
            Q(fault_no__startswith=words.upper())
            | Q(title__icontains=words)
            | Q(device_name__icontains=words)
            | Q(asset__icontains=words)
        )
    return rows
