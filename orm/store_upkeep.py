"""Upkeep of the store: inspections, what their checklists say, faults and findings, photos."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.base import OF_PLATFORM, Row
from orm.fields import EncryptedText
from orm.journal import decode, encode
from vocabulary.devices import Zone
from vocabulary.grades import Grade
from vocabulary.upkeep import FaultGrade, FaultSource, FaultState, InspectionKind, InspectionState


class Inspection(Row):
    """巡检: one walk with the checklist. A day has one of a kind, a week begins on its first day.

    `items`, `checked` and `failed` count its checklist, written with every item.
    """

    subject: ClassVar[str] = "inspection"
    sits = OF_PLATFORM

    inspection_no = fields.CharField(max_length=40, unique=True)
    operator_id = fields.UUIDField()
    kind = fields.CharEnumField(InspectionKind, max_length=10)
    state = fields.CharEnumField(InspectionState, max_length=20, db_index=True)
    begins_on = fields.DateField(db_index=True)
    due_on = fields.DateField()
    checklist_version = fields.CharField(max_length=20)
    items = fields.SmallIntField()
    checked = fields.SmallIntField(default=0)
    failed = fields.SmallIntField(default=0)
    signed_by_id: Any = fields.UUIDField(null=True)
    signed_name = fields.CharField(max_length=60, default="")
    signed_at: Any = fields.DatetimeField(null=True)
    remark = fields.CharField(max_length=500, default="")
    probed: Any = fields.JSONField(null=True, encoder=encode, decoder=decode)

    class Meta:
        table = "inspection"
        unique_together = (("kind", "begins_on"),)

    def number(self) -> str:
        """巡检编号."""
        return self.inspection_no

    def facts(self) -> dict[str, Any]:
        """Which one, and how far it has come."""
        return {
            "kind": self.kind.value,
            "begins_on": self.begins_on.isoformat(),
            "checked": self.checked,
            "failed": self.failed,
        }


class ChecklistItem(Model):
    """One line of the checklist of an inspection or of a meeting's rehearsal.

    `passed` is None until somebody has looked; what failed names its fault.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    subject_id = fields.UUIDField()
    place = fields.SmallIntField()
    key = fields.CharField(max_length=40)
    title = fields.CharField(max_length=40)
    look = fields.CharField(max_length=200)
    severity = fields.CharEnumField(FaultGrade, max_length=10)
    passed: Any = fields.BooleanField(null=True)
    remark = fields.CharField(max_length=300, default="")
    checked_by_id: Any = fields.UUIDField(null=True)
    checked_by_name = fields.CharField(max_length=60, default="")
    checked_at: Any = fields.DatetimeField(null=True)
    fault_id: Any = fields.UUIDField(null=True, db_index=True)

    class Meta:
        table = "checklist_item"
        unique_together = (("subject_id", "place"),)


class Fault(Row):
    """故障, or 安全隐患 when a scan or a hardening check has found it: one way to mend either.

    `occurred_at` is when it was noticed, `restored_at` when it worked again; `asset` and
    `reference` are a finding's. `recovered_at` and `failed_again_at` are what the probes of its
    device said meanwhile, `closed_failing` whether they still called it bad at the close.
    """

    subject: ClassVar[str] = "fault"
    sits = OF_PLATFORM

    fault_no = fields.CharField(max_length=40, unique=True)
    operator_id = fields.UUIDField()
    state = fields.CharEnumField(FaultState, max_length=20, db_index=True)
    source = fields.CharEnumField(FaultSource, max_length=20, db_index=True)
    severity = fields.CharEnumField(FaultGrade, max_length=10, db_index=True)
    title = fields.CharField(max_length=100)
    detail = fields.CharField(max_length=500, default="")
    zone: Any = fields.CharEnumField(Zone, max_length=20, null=True)
    device_id: Any = fields.UUIDField(null=True, db_index=True)
    device_name = fields.CharField(max_length=60, default="")
    asset = fields.CharField(max_length=100, default="")
    reference = fields.CharField(max_length=60, default="")
    reported_by_id: Any = fields.UUIDField(null=True)
    reported_by_name = fields.CharField(max_length=60, default="")
    occurred_at = fields.DatetimeField()

    assignee_id: Any = fields.UUIDField(null=True)
    assignee_name = fields.CharField(max_length=60, default="")
    assigned_at: Any = fields.DatetimeField(null=True)
    cause = fields.CharField(max_length=500, default="")
    outcome = fields.CharField(max_length=500, default="")
    spare_used = fields.CharField(max_length=60, default="")
    restored_at: Any = fields.DatetimeField(null=True)
    recovered_at: Any = fields.DatetimeField(null=True)
    failed_again_at: Any = fields.DatetimeField(null=True)
    repaired_by_id: Any = fields.UUIDField(null=True)
    repaired_by_name = fields.CharField(max_length=60, default="")
    repaired_at: Any = fields.DatetimeField(null=True)
    closed_by_id: Any = fields.UUIDField(null=True)
    closed_by_name = fields.CharField(max_length=60, default="")
    closed_at: Any = fields.DatetimeField(null=True)
    closed_failing: Any = fields.BooleanField(null=True)
    accepted_until: Any = fields.DateField(null=True, db_index=True)
    accepted_why = fields.CharField(max_length=500, default="")

    class Meta:
        table = "fault"

    def number(self) -> str:
        """故障编号."""
        return self.fault_no

    def facts(self) -> dict[str, Any]:
        """What it is and how grave; who mends it."""
        return {
            "title": self.title,
            "source": self.source.value,
            "severity": self.severity.value,
            "device_id": str(self.device_id) if self.device_id else "",
            "assignee": self.assignee_name,
            "closed_failing": self.closed_failing,
        }


class FaultAlert(Model):
    """设备告警: one alert of a device, and the fault it opened or was added to."""

    id = fields.BigIntField(primary_key=True, generated=True)
    entry_id = fields.BigIntField(unique=True)
    device_id = fields.UUIDField(db_index=True)
    device_name = fields.CharField(max_length=60)
    zone: Any = fields.CharEnumField(Zone, max_length=20, null=True)
    kind = fields.CharField(max_length=40)
    severity = fields.CharEnumField(FaultGrade, max_length=10)
    cause = fields.CharField(max_length=300)
    at = fields.DatetimeField()
    fault_id: Any = fields.UUIDField(null=True, db_index=True)

    class Meta:
        table = "fault_alert"


class StorePhoto(Model):
    """现场照片 of an inspection's item or of a fault. Its bytes lie sealed under `key`."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.UUIDField()
    item_id: Any = fields.UUIDField(null=True)
    name = EncryptedText()
    media = fields.CharField(max_length=100)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    object_key = fields.CharField(max_length=64)
    key: Any = EncryptedText(Grade.SECRET)
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    at = fields.DatetimeField()

    class Meta:
        table = "store_photo"
        indexes = [Index(fields=("subject_id", "at"))]
