"""Steps above a bank's limit, waiting for a second person; and the limits."""

from typing import Any, ClassVar

from tortoise import fields
from tortoise.models import Model

from orm.base import Row
from orm.fields import EncryptedText, money
from vocabulary.parties import Seat
from vocabulary.proposals import ProposalState


class Proposal(Row):
    """What one person wants done to a row, until another confirms it.

    `open_as` names row and step while it waits: unique, so a step is proposed once at a time.
    """

    subject: ClassVar[str] = "proposal"
    sits = {Seat.INSTITUTION: "party_id"}

    proposal_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(ProposalState, max_length=20, db_index=True)
    party_id = fields.UUIDField(db_index=True)
    party_name = fields.CharField(max_length=120)
    about_kind = fields.CharField(max_length=40)
    about_id = fields.UUIDField(db_index=True)
    about_no = fields.CharField(max_length=40)
    code = fields.CharField(max_length=80)
    says = fields.CharField(max_length=40)
    open_as: Any = fields.CharField(max_length=120, null=True, unique=True)
    amount_fen = money()
    limit_fen = money()
    terms: Any = EncryptedText(null=True)  # JSON
    reason = fields.CharField(max_length=500, default="")
    made_by_id = fields.UUIDField()
    made_by_name = fields.CharField(max_length=60)
    decided_by_id: Any = fields.UUIDField(null=True)
    decided_by_name = fields.CharField(max_length=60, default="")
    decided_at: Any = fields.DatetimeField(null=True)
    answer = fields.CharField(max_length=500, default="")

    class Meta:
        table = "proposal"

    def number(self) -> str:
        """复核编号."""
        return self.proposal_no

    def facts(self) -> dict[str, Any]:
        """Which step of which row, and how much."""
        return {
            "about_kind": self.about_kind,
            "about_id": str(self.about_id),
            "about_no": self.about_no,
            "code": self.code,
            "amount_fen": self.amount_fen,
            "limit_fen": self.limit_fen,
        }


class AmountLimit(Model):
    """Above which amount a step of one institution needs a second person."""

    id = fields.BigIntField(primary_key=True, generated=True)
    institution_id = fields.UUIDField()
    code = fields.CharField(max_length=80)
    amount_fen = money()
    reason = fields.CharField(max_length=500)
    set_at = fields.DatetimeField()
    set_by = fields.CharField(max_length=60)

    class Meta:
        table = "amount_limit"
        unique_together = (("institution_id", "code"),)
