"""Visits to the store: who comes, when, what for, by which way through the zones."""

from typing import Any, ClassVar

from tortoise import fields

from orm.base import Row
from orm.fields import EncryptedText
from vocabulary.events import VisitState
from vocabulary.parties import Seat


class Visit(Row):
    """参观接待: booked by an enterprise or institution, or by the store for somebody on the phone.

    `display_name` is what the wall says, in full where it is no enterprise or one that agreed.
    """

    subject: ClassVar[str] = "visit"
    sits = {Seat.ENTERPRISE: "enterprise_id", Seat.INSTITUTION: "institution_id"}

    visit_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(VisitState, max_length=20, db_index=True)
    enterprise_id: Any = fields.UUIDField(null=True, db_index=True)
    institution_id: Any = fields.UUIDField(null=True, db_index=True)
    by_phone = fields.BooleanField(default=False)
    delegation = fields.CharField(max_length=80)
    display_name = fields.CharField(max_length=80)
    is_enterprise = fields.BooleanField()
    agrees_to_display = fields.BooleanField()
    contact_name = EncryptedText()
    contact_phone = EncryptedText()
    headcount = fields.IntField()
    purpose = fields.CharField(max_length=300)
    guide_request = fields.CharField(max_length=300, default="")
    begins_at = fields.DatetimeField(db_index=True)
    ends_at = fields.DatetimeField()
    guide_id: Any = fields.UUIDField(null=True, db_index=True)
    guide_name = fields.CharField(max_length=60, default="")
    tour_route: Any = fields.JSONField(default=list)
    checks_open = fields.IntField(default=0)
    attended = fields.IntField(default=0)
    equipment_returned = fields.BooleanField(default=False)
    notes = fields.CharField(max_length=2000, default="")

    class Meta:
        table = "visit"

    def number(self) -> str:
        """参观编号."""
        return self.visit_no

    def facts(self) -> dict[str, Any]:
        """What the messages and the wall follow."""
        return {
            "display_name": self.display_name,
            "is_enterprise": self.is_enterprise,
            "agrees_to_display": self.agrees_to_display,
            "begins_at": self.begins_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "guide_id": str(self.guide_id or ""),
            "attended": self.attended,
        }
