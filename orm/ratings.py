"""An institution's dispute of a rating."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from orm.base import Row
from vocabulary.parties import PartyKind, Seat
from vocabulary.ratings import DisputeState


class RatingDispute(Row):
    """Why an institution thinks a rating should not count, and what the operator decided."""

    subject: ClassVar[str] = "rating_dispute"

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

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["RatingDispute"]:
        """The institution itself, and the operator. Who rated is not asked again."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        return cls.filter(institution_id=party_id)

    def seats(self) -> Mapping[Seat, UUID | None]:
        """One seat; the operator sits at every row."""
        return {Seat.INSTITUTION: self.institution_id}

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
