"""What screens are shown of devices, alerts and duty: their shapes, and rows put into them."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.fleet.flow import DeviceAlertFlow
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act
from domain.kernel.showing import Milestone, OpenStep, open_steps
from orm.devices import Device
from orm.fleet import DeviceAlert
from vocabulary.devices import DEVICE_KIND_LABELS, ZONE_LABELS, DeviceKind, DeviceState, Zone
from vocabulary.fleet import (
    ALERT_CAUSE_LABELS,
    ALERT_STATE_LABELS,
    SEVERITY_LABELS,
    AlertCause,
    AlertState,
    Health,
    Severity,
)


class FleetDevice(Struct, frozen=True, kw_only=True):
    """设备健康：一台设备现在怎样，接在谁下面，检修计划。"""

    id: UUID
    name: str
    kind: DeviceKind
    kind_label: str
    zone: Zone
    zone_label: str
    custodian: str
    state: DeviceState
    state_label: str
    health: Health
    health_label: str
    detail: str
    since: datetime | None
    heard_at: datetime | None
    parent_id: UUID | None
    parent_name: str
    reporter_name: str
    alert_id: UUID | None
    in_maintenance: bool
    maintenance_days: int | None
    maintained_on: date | None
    next_maintenance_on: date | None
    maintenance_due: bool


class HealthCount(Struct, frozen=True):
    """一个分区各种健康状态的设备数。"""

    zone: Zone
    zone_label: str
    unknown: int
    healthy: int
    warning: int
    down: int


class Fleet(Struct, frozen=True):
    """全部设备的健康状况，附各分区计数。"""

    items: list[FleetDevice]
    counts: list[HealthCount]


class Uptime(Struct, frozen=True):
    """一段时间的可用率；没有数据时为空。"""

    hours: int
    ratio: float | None
    latency_ms: float | None
    up: int
    down: int
    excused: int


class Point(Struct, frozen=True):
    """一分钟或一小时：读数与可用率。"""

    at: datetime
    ratio: float | None
    values: dict[str, float]


class DeviceEvent(Struct, frozen=True):
    """设备的一件事。"""

    at: datetime
    label: str
    by: str
    detail: str
    to: Health | None


class AlertLine(Struct, frozen=True, kw_only=True):
    """一条设备告警。"""

    id: UUID
    alert_no: str
    state: AlertState
    state_label: str
    device_id: UUID
    device_name: str
    kind_label: str
    zone: Zone
    zone_label: str
    severity: Severity
    severity_label: str
    cause: AlertCause
    cause_label: str
    detail: str
    hanging: int
    flaps: int
    told: int
    raised_at: datetime
    recovered_at: datetime | None
    acknowledged_by: str
    acknowledged_at: datetime | None
    silenced_until: datetime | None
    escalate_at: datetime | None
    closed_at: datetime | None
    open_steps: list[OpenStep]


class AlertView(Struct, frozen=True):
    """一条告警：经过，以及受它影响的设备。"""

    alert: AlertLine
    hanging: list[FleetDevice]
    folded: list[AlertLine]
    timeline: list[Milestone]


class DeviceDetail(Struct, frozen=True, kw_only=True):
    """一台设备：读数、可用率、事件、检修计划、接在它下面的设备。"""

    device: FleetDevice
    window_days: str
    window_from: str
    window_to: str
    interval_s: int
    values: dict[str, float]
    uptimes: list[Uptime]
    day: list[Point]
    events: list[DeviceEvent]
    hanging: list[FleetDevice]
    alerts: list[AlertLine]
    may_manage: bool


class DutyView(Struct, frozen=True):
    """值班表上的一班。"""

    id: UUID
    account_id: UUID
    name: str
    rank: int
    from_at: datetime
    until_at: datetime
    set_by: str
    now: bool


class DutyPerson(Struct, frozen=True):
    """可以排班的人。"""

    id: UUID
    name: str
    role_label: str


class Roster(Struct, frozen=True):
    """值班表，以及可以排班的人。"""

    items: list[DutyView]
    people: list[DutyPerson]
    may_manage: bool


class Enrolled(Struct, frozen=True):
    """已登记接入：设备的编号、名称与类别。"""

    id: UUID
    name: str
    kind: DeviceKind


def enrolled(row: Device) -> Enrolled:
    """What a device is told when it was taken into use."""
    return Enrolled(row.id, row.name, row.kind)


def line(row: DeviceAlert, to: Actor) -> AlertLine:
    """An alert as a list shows it, with what this person may do."""
    act = Act(to, clock.now())
    return AlertLine(
        id=row.id,
        alert_no=row.alert_no,
        state=row.state,
        state_label=ALERT_STATE_LABELS[row.state],
        device_id=row.device_id,
        device_name=row.device_name,
        kind_label=DEVICE_KIND_LABELS[row.kind],
        zone=row.zone,
        zone_label=ZONE_LABELS[row.zone],
        severity=row.severity,
        severity_label=SEVERITY_LABELS[row.severity],
        cause=row.cause,
        cause_label=ALERT_CAUSE_LABELS[row.cause],
        detail=row.detail,
        hanging=row.hanging,
        flaps=row.flaps,
        told=row.told,
        raised_at=row.created_at,
        recovered_at=row.recovered_at,
        acknowledged_by=row.acknowledged_by,
        acknowledged_at=row.acknowledged_at,
        silenced_until=row.silenced_until,
        escalate_at=row.escalate_at,
        closed_at=row.closed_at,
        open_steps=open_steps(DeviceAlertFlow, act, row),
    )
