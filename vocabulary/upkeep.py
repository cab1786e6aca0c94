"""The words of upkeep: inspections, faults and findings, and how grave they are."""

from enum import StrEnum


class InspectionKind(StrEnum):
    """How often one walks round with the checklist."""

    DAILY = "daily"
    WEEKLY = "weekly"


class InspectionState(StrEnum):
    """Where an inspection stands."""

    TO_INSPECT = "to_inspect"
    INSPECTED = "inspected"
    LEFT_OUT = "left_out"


class FaultSource(StrEnum):
    """Who or what has noticed it. The last two make it a finding (安全隐患)."""

    BY_INSPECTION = "by_inspection"
    BY_STAFF = "by_staff"
    BY_VISITOR = "by_visitor"
    BY_DEVICE = "by_device"
    VULNERABILITY_SCAN = "vulnerability_scan"
    HARDENING_CHECK = "hardening_check"


class FaultState(StrEnum):
    """Where a fault or a finding stands."""

    TO_ASSIGN = "to_assign"
    TO_REPAIR = "to_repair"
    REPAIRING = "repairing"
    TO_CLOSE = "to_close"
    CLOSED_LOOP = "closed_loop"
    FALSE_ALARM = "false_alarm"
    RISK_ACCEPTED = "risk_accepted"


class FaultGrade(StrEnum):
    """How grave: by it the time to mend is set."""

    SLIGHT = "slight"
    GENERAL = "general"
    SERIOUS = "serious"
    URGENT = "urgent"


INSPECTION_KIND_LABELS: dict[InspectionKind, str] = {
    InspectionKind.DAILY: "每日巡检",
    InspectionKind.WEEKLY: "每周巡检",
}
INSPECTION_STATE_LABELS: dict[InspectionState, str] = {
    InspectionState.TO_INSPECT: "待巡检",
    InspectionState.INSPECTED: "已巡检",
    InspectionState.LEFT_OUT: "漏检",
}
FAULT_SOURCE_LABELS: dict[FaultSource, str] = {
    FaultSource.BY_INSPECTION: "巡检发现",
    FaultSource.BY_STAFF: "人员报修",
    FaultSource.BY_VISITOR: "到店人员报修",
    FaultSource.BY_DEVICE: "设备自报",
    FaultSource.VULNERABILITY_SCAN: "漏洞扫描",
    FaultSource.HARDENING_CHECK: "加固检查",
}
OVER = (FaultState.CLOSED_LOOP, FaultState.FALSE_ALARM)
FINDING_SOURCES: frozenset[FaultSource] = frozenset(
    {FaultSource.VULNERABILITY_SCAN, FaultSource.HARDENING_CHECK}
)
FAULT_STATE_LABELS: dict[FaultState, str] = {
    FaultState.TO_ASSIGN: "待派单",
    FaultState.TO_REPAIR: "待维修",
    FaultState.REPAIRING: "维修中",
    FaultState.TO_CLOSE: "待验收",
    FaultState.CLOSED_LOOP: "已闭环",
    FaultState.FALSE_ALARM: "误报",
    FaultState.RISK_ACCEPTED: "已接受风险",
}
FAULT_GRADE_LABELS: dict[FaultGrade, str] = {
    FaultGrade.SLIGHT: "轻微",
    FaultGrade.GENERAL: "中等",
    FaultGrade.SERIOUS: "严重",
    FaultGrade.URGENT: "危急",
}
