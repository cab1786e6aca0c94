"""How inspections and faults are shown: rows of lists, and one with all that belongs to it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import story_of
from domain.kernel.reading import etag_of
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.store import checklists
from domain.store.checklists import ItemView
from domain.store.people import StorePerson, store_people
from domain.store.upkeep.probed import Probed, probed_of
from domain.store.upkeep.recovery import Recovery, probed_recovery
from domain.store.working_time import working_between
from orm.base import Row
from orm.store_upkeep import Fault, FaultAlert, Inspection, StorePhoto
from vocabulary.devices import ZONE_LABELS, Zone
from vocabulary.upkeep import (
    FAULT_GRADE_LABELS,
    FAULT_SOURCE_LABELS,
    FAULT_STATE_LABELS,
    FINDING_SOURCES,
    INSPECTION_KIND_LABELS,
    INSPECTION_STATE_LABELS,
    FaultGrade,
    FaultSource,
    FaultState,
    InspectionKind,
    InspectionState,
)

MILESTONES_MAX = 200
PHOTOS_SHOWN_MAX = 100
ALERTS_SHOWN_MAX = 50
ALSO = {
    "fault.attach": "上传现场照片",
    "inspection.attach": "上传现场照片",
    "fault.alert_again": "再次告警",
}


class PhotoView(Struct, frozen=True):
    """一张现场照片。"""

    id: UUID
    item_id: UUID | None
    name: str
    media: str
    size_bytes: int
    account_name: str
    at: datetime


class InspectionRow(Struct, frozen=True, kw_only=True):
    """一次巡检。"""

    id: UUID
    inspection_no: str
    kind: InspectionKind
    kind_label: str
    state: InspectionState
    state_label: str
    begins_on: date
    due_on: date
    items: int
    checked: int
    failed: int
    signed_name: str
    signed_at: datetime | None


class InspectionView(InspectionRow, frozen=True, kw_only=True):
    """一次巡检的检查项、照片、可办理的操作和进展。"""

    remark: str
    checklist: list[ItemView]
    probes: list[Probed]
    photos: list[PhotoView]
    may_attach: bool
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


class FaultRow(Struct, frozen=True, kw_only=True):
    """一个故障或安全隐患。"""

    id: UUID
    fault_no: str
    state: FaultState
    state_label: str
    source: FaultSource
    source_label: str
    is_finding: bool
    severity: FaultGrade
    severity_label: str
    title: str
    place: str
    assignee_name: str
    occurred_at: datetime
    restored_at: datetime | None
    expected_on: date | None
    updated_at: datetime


class AlertView(Struct, frozen=True):
    """设备的一次告警。"""

    at: datetime
    device_name: str
    severity_label: str
    cause: str


class FaultView(FaultRow, frozen=True, kw_only=True):
    """一个故障的全部情况：说明、派单、维修结果、恢复用时、照片、可办理的操作和进展。"""

    detail: str
    asset: str
    reference: str
    reported_by_name: str
    cause: str
    outcome: str
    spare_used: str
    recovery_minutes: int | None
    recovery_working_minutes: int | None
    repaired_by_name: str
    closed_by_name: str
    closed_at: datetime | None
    accepted_until: date | None
    accepted_why: str
    probed: Recovery | None
    people: list[StorePerson]
    alerts: list[AlertView]
    photos: list[PhotoView]
    may_attach: bool
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


def inspection_row(row: Inspection) -> InspectionRow:
    """One line of the list of inspections."""
    return InspectionRow(**_inspection(row))


def fault_row(row: Fault) -> FaultRow:
    """One line of the list of faults."""
    return FaultRow(**_fault(row))


async def inspection_view(row: Inspection, actor: Actor) -> InspectionView:
    """One inspection; also the answer of every act on it."""
    return InspectionView(
        **_inspection(row),
        **await _around(row, actor),
        remark=row.remark,
        checklist=await checklist_of(row.id),
        probes=await probed_of(row),
    )


async def fault_view(row: Fault, actor: Actor) -> FaultView:
    """One fault; also the answer of every act on it."""
    shown = await _around(row, actor)
    may_assign = any(step.verb == "assign" for step in shown["open_steps"])
    alerts = FaultAlert.filter(fault_id=row.id).order_by("-id").limit(ALERTS_SHOWN_MAX)
    took = recovery_of(row)
    return FaultView(
        **_fault(row),
        **shown,
        detail=row.detail,
        asset=row.asset,
        reference=row.reference,
        reported_by_name=row.reported_by_name,
        cause=row.cause,
        outcome=row.outcome,
        spare_used=row.spare_used,
        recovery_minutes=took[0] if took else None,
        recovery_working_minutes=took[1] if took else None,
        repaired_by_name=row.repaired_by_name,
        closed_by_name=row.closed_by_name,
        closed_at=row.closed_at,
        accepted_until=row.accepted_until,
        accepted_why=row.accepted_why,
        probed=await probed_recovery(row),
        people=await store_people() if may_assign else [],
        alerts=[
            AlertView(each.at, each.device_name, FAULT_GRADE_LABELS[each.severity], each.cause)
            for each in await alerts
        ],
    )


def recovery_of(row: Fault) -> tuple[int, int] | None:
    """How many minutes it took to work again, and how many of them were working time."""
    if row.restored_at is None:
        return None
    whole = max(0.0, (row.restored_at - row.occurred_at).total_seconds())
    working = working_between(row.occurred_at, row.restored_at).total_seconds()
    return round(whole / 60), round(working / 60)


async def checklist_of(subject_id: UUID) -> list[ItemView]:
    """A checklist with its answers, and the faults of what has failed."""
    rows = await checklists.of(subject_id)
    wanted = [row.fault_id for row in rows if row.fault_id]
    numbers = {row.id: row.fault_no for row in await Fault.filter(id__in=wanted)} if wanted else {}
    return [
        ItemView(
            id=row.id,
            key=row.key,
            title=row.title,
            look=row.look,
            passed=row.passed,
            remark=row.remark,
            checked_by_name=row.checked_by_name,
            checked_at=row.checked_at,
            fault_id=row.fault_id,
            fault_no=numbers.get(row.fault_id, ""),
        )
        for row in rows
    ]


async def _around(row: Row, actor: Actor) -> dict[str, Any]:
    """What stands around a row of upkeep: photos, open steps, milestones, version."""
    flow = flow_of(row.subject, row.flow, row.version)
    photos = StorePhoto.filter(subject_id=row.id).order_by("at", "id").limit(PHOTOS_SHOWN_MAX)
    entries = await story_of(row.id, limit=MILESTONES_MAX)
    return {
        "photos": [
            PhotoView(
                each.id,
                each.item_id,
                each.name,
                each.media,
                each.size_bytes,
                each.account_name,
                each.at,
            )
            for each in await photos
        ],
        "may_attach": row.state not in flow.final,
        "open_steps": open_steps(flow, Act(actor, clock.now()), row),
        "timeline": timeline(flow, entries, actor, also=ALSO),
        "etag": etag_of(row),
    }


def _inspection(row: Inspection) -> dict[str, Any]:
    return {
        "id": row.id,
        "inspection_no": row.inspection_no,
        "kind": row.kind,
        "kind_label": INSPECTION_KIND_LABELS[row.kind],
        "state": row.state,
        "state_label": INSPECTION_STATE_LABELS[row.state],
        "begins_on": row.begins_on,
        "due_on": row.due_on,
        "items": row.items,
        "checked": row.checked,
        "failed": row.failed,
        "signed_name": row.signed_name,
        "signed_at": row.signed_at,
    }


def place_of(row: Fault) -> str:
    """Where it is: the asset of a finding, else the device and its zone."""
    zone: Zone | None = row.zone
    named = (row.asset or row.device_name, ZONE_LABELS[zone] if zone else "")
    return " · ".join(each for each in named if each)


def _fault(row: Fault) -> dict[str, Any]:
    return {
        "id": row.id,
        "fault_no": row.fault_no,
        "state": row.state,
        "state_label": FAULT_STATE_LABELS[row.state],
        "source": row.source,
        "source_label": FAULT_SOURCE_LABELS[row.source],
        "is_finding": row.source in FINDING_SOURCES,
        "severity": row.severity,
        "severity_label": FAULT_GRADE_LABELS[row.severity],
        "title": row.title,
        "place": place_of(row),
        "assignee_name": row.assignee_name,
        "occurred_at": row.occurred_at,
        "restored_at": row.restored_at,
        "expected_on": row.expected_on,
        "updated_at": row.updated_at,
    }
