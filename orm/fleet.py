"""How devices are: the newest of each, its availability in books, alerts, and who is on duty."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.base import OF_PLATFORM, Row
from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import ALERT_CAUSE_LABELS, AlertCause, AlertState, Health, Severity, Span


class DevicePulse(Model):
    """The newest that is known of one device, written with every report and read by nobody's eye.

    `health` is what people were told, `judged` what the readings say by now. Counter, boot and
    the boots before it belong to whatever has a key of its own.
    """

    device_id = fields.UUIDField(primary_key=True)
    counter = fields.BigIntField(default=0)
    boot = fields.CharField(max_length=36, default="")
    boots = fields.CharField(max_length=330, default="")
    digest = fields.CharField(max_length=64, default="")
    seq = fields.BigIntField(default=0)
    interval_s = fields.IntField(default=10)
    measured_at: Any = fields.DatetimeField(null=True)
    heard_at: Any = fields.DatetimeField(null=True)
    due_at: Any = fields.DatetimeField(null=True, db_index=True)
    health = fields.CharEnumField(Health, max_length=10, default=Health.UNKNOWN)
    judged = fields.CharEnumField(Health, max_length=10, default=Health.UNKNOWN)
    lean = fields.CharEnumField(Health, max_length=10, default=Health.UNKNOWN)
    run = fields.IntField(default=0)
    since: Any = fields.DatetimeField(null=True)
    silent = fields.BooleanField(default=False)
    detail = fields.CharField(max_length=200, default="")
    readings = fields.CharField(max_length=600, default="")
    model = fields.CharField(max_length=600, default="")
    alert_id: Any = fields.UUIDField(null=True, db_index=True)
    minute: Any = fields.DatetimeField(null=True)
    up = fields.IntField(default=0)
    down = fields.IntField(default=0)
    excused = fields.IntField(default=0)
    latency_ms = fields.FloatField(default=0)

    class Meta:
        table = "device_pulse"


class DeviceSpan(Model):
    """One minute, hour or day (UTC) of one device: readings that were up, down, or excused.

    `assumed` are readings that never came and count as down, until they do come.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    device_id = fields.UUIDField()
    span = fields.CharEnumField(Span, max_length=10)
    begins_at = fields.DatetimeField()
    up = fields.IntField(default=0)
    down = fields.IntField(default=0)
    excused = fields.IntField(default=0)
    assumed = fields.IntField(default=0)
    latency_ms = fields.FloatField(default=0)
    readings = fields.CharField(max_length=600, default="")

    class Meta:
        table = "device_span"
        unique_together = (("device_id", "span", "begins_at"),)
        indexes = [Index(fields=("span", "begins_at"))]


class DeviceAlert(Row):
    """One thing that is wrong, whatever hangs on it and however often it comes and goes."""

    subject: ClassVar[str] = "device_alert"
    sits = OF_PLATFORM

    alert_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(AlertState, max_length=20, db_index=True)
    operator_id = fields.UUIDField()
    device_id = fields.UUIDField(db_index=True)
    device_name = fields.CharField(max_length=40)
    kind = fields.CharEnumField(DeviceKind, max_length=20)
    zone = fields.CharEnumField(Zone, max_length=20)
    severity = fields.CharEnumField(Severity, max_length=10)
    cause = fields.CharEnumField(AlertCause, max_length=10)
    detail = fields.CharField(max_length=200, default="")
    hanging = fields.IntField(default=0)
    flaps = fields.IntField(default=0)
    recovered_at: Any = fields.DatetimeField(null=True)
    silenced_until: Any = fields.DatetimeField(null=True)
    told = fields.SmallIntField(default=0)
    escalate_at: Any = fields.DatetimeField(null=True, db_index=True)
    folded_into: Any = fields.UUIDField(null=True)
    acknowledged_by: Any = fields.CharField(max_length=60, default="")
    acknowledged_at: Any = fields.DatetimeField(null=True)
    closed_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "device_alert"

    def number(self) -> str:
        """告警编号."""
        return self.alert_no

    def facts(self) -> dict[str, Any]:
        """Which device, how bad, and what it is about."""
        return {
            "device_id": str(self.device_id),
            "device_name": self.device_name,
            "name": self.device_name,
            "zone": self.zone.value,
            "kind": self.kind.value,
            "severity": self.severity.value,
            "cause": f"{ALERT_CAUSE_LABELS[self.cause]}：{self.detail}".rstrip("："),
            "told": self.told,
        }


class Duty(Model):
    """Who is on duty from when until when. The lower the rank, the sooner they are told."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    account_id = fields.UUIDField(db_index=True)
    name = fields.CharField(max_length=60)
    rank = fields.SmallIntField()
    from_at = fields.DatetimeField(db_index=True)
    until_at = fields.DatetimeField(db_index=True)
    set_by = fields.CharField(max_length=60)

    class Meta:
        table = "duty"
