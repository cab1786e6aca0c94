"""An institution's dispute of a rating."""

from typing import Any, ClassVar

from tortoise import fields

from orm.base import OF_INSTITUTION, Row
from vocabulary.ratings import DisputeState


class RatingDispute(Row):
    """Why an institution thinks a rating should not count, and what the operator decided."""

    subject: ClassVar[str] = "rating_dispute"
    sits = OF_INSTITUTION

    dispute_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(DisputeState, max_length=20, db_index=True)
    rating_id = fields.UUIDField(unique=True)
    application_id = fields.UUIDField(db_index=True)
    application_no = fields.CharField(max_length=40)
    institution_id = fields.UUIDField(db_index=True)
    institution_name = fields.CharField(max_length=120)
    reason = fields.CharField(max_length=500)
    answer = fields.CharField(max_length=500, default="")
    decided_by_name = fields.CharField(max_length=60, default="")
    decided_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "rating_dispute"

    def number(self) -> str:
        """异议编号."""
        return self.dispute_no

    def facts(self) -> dict[str, Any]:
        """Which rating of which case."""
        return {
            "rating_id": str(self.rating_id),
            "application_id": str(self.application_id),
            "application_no": self.application_no,
            "institution_name": self.institution_name,
        }
