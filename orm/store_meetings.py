"""Meeting support: the order, the spares kept for it, what was noted on duty, what went wrong."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.base import Row
from vocabulary.devices import Zone
from vocabulary.meetings import IncidentKind, MeetingKind, MeetingState
from vocabulary.parties import Seat


class MeetingSupport(Row):
    """会议技术保障 of one meeting. `institution_id` is whoever asked, unless it was the operator.

    `rehearse_by` follows from kind and beginning; `overrun_at` says that people were told of it.
    """

    subject: ClassVar[str] = "meeting_support"
    sits = {Seat.PLATFORM: "operator_id", Seat.INSTITUTION: "institution_id"}

    meeting_no = fields.CharField(max_length=40, unique=True)
    operator_id = fields.UUIDField()
    institution_id: Any = fields.UUIDField(null=True, db_index=True)
    institution_name = fields.CharField(max_length=120, default="")
    asked_by_name = fields.CharField(max_length=60)
    state = fields.CharEnumField(MeetingState, max_length=20, db_index=True)
    kind = fields.CharEnumField(MeetingKind, max_length=10)
    title = fields.CharField(max_length=100)
    zone = fields.CharEnumField(Zone, max_length=20)
    room = fields.CharField(max_length=40)
    starts_at = fields.DatetimeField(db_index=True)
    ends_at = fields.DatetimeField()
    headcount = fields.SmallIntField()
    needs = fields.CharField(max_length=500, default="")
    rehearse_by = fields.DatetimeField(db_index=True)
    items = fields.SmallIntField()
    checked = fields.SmallIntField(default=0)
    failed = fields.SmallIntField(default=0)
    overrun_at: Any = fields.DatetimeField(null=True)
    rehearsed_at: Any = fields.DatetimeField(null=True)
    rehearsed_by_name = fields.CharField(max_length=60, default="")
    duty_from: Any = fields.DatetimeField(null=True)
    duty_until: Any = fields.DatetimeField(null=True)
    duty_name = fields.CharField(max_length=60, default="")
    spares = fields.SmallIntField(default=0)
    open_incidents = fields.SmallIntField(default=0)
    equipment_run = fields.CharField(max_length=1000, default="")
    suggestions = fields.CharField(max_length=1000, default="")
    concluded_by_name = fields.CharField(max_length=60, default="")
    concluded_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "meeting_support"

    def number(self) -> str:
        """保障单编号."""
        return self.meeting_no

    def facts(self) -> dict[str, Any]:
        """When it is, and by when everything must have been tested."""
        return {
            "kind": self.kind.value,
            "title": self.title,
            "starts_at": self.starts_at.isoformat(),
            "rehearse_by": self.rehearse_by.isoformat(),
        }


class Spare(Model):
    """备用设备: one piece that can be kept ready for one meeting at a time."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=60, unique=True)
    added_at = fields.DatetimeField()
    added_by_name = fields.CharField(max_length=60)

    class Meta:
        table = "spare"


class SpareReservation(Model):
    """A spare kept for a meeting, from its beginning to its end."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    spare_id = fields.UUIDField()
    spare_name = fields.CharField(max_length=60)
    meeting_id = fields.UUIDField(db_index=True)
    from_at = fields.DatetimeField()
    until_at = fields.DatetimeField()

    class Meta:
        table = "spare_reservation"
        indexes = [Index(fields=("spare_id", "from_at"))]
        unique_together = (("spare_id", "meeting_id"),)


class DutyNote(Model):
    """One line of the log that is kept on duty."""

    id = fields.BigIntField(primary_key=True, generated=True)
    meeting_id = fields.UUIDField(db_index=True)
    at = fields.DatetimeField()
    account_name = fields.CharField(max_length=60)
    text = fields.CharField(max_length=300)

    class Meta:
        table = "duty_note"


class MeetingIncident(Model):
    """What went wrong in a meeting: from when, until when, and how it was mended."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    meeting_id = fields.UUIDField(db_index=True)
    kind = fields.CharEnumField(IncidentKind, max_length=20)
    note = fields.CharField(max_length=300)
    started_at = fields.DatetimeField()
    mended_at: Any = fields.DatetimeField(null=True)
    how = fields.CharField(max_length=300, default="")
    account_name = fields.CharField(max_length=60)

    class Meta:
        table = "meeting_incident"
