"""Claims on guarantors and insurers, what was paid on them, and what was recovered afterwards."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.base import AT_A_LOAN, Row
from orm.fields import money
from vocabulary.servicing import ClaimState


class Claim(Row):
    """代偿: the bank's demand on one of those who stand for the borrower.

    `loss_fen` is what the bank stood to lose when it claimed, `covered_fen` the share of whoever
    is asked; nothing above it is claimed, and nothing above what was claimed is paid.
    """

    subject: ClassVar[str] = "claim"
    sits = AT_A_LOAN

    claim_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(ClaimState, max_length=20, db_index=True)
    loan_id = fields.UUIDField(db_index=True)
    loan_no = fields.CharField(max_length=40)
    contract_no = fields.CharField(max_length=60)
    enterprise_id = fields.UUIDField(db_index=True)
    bank_id = fields.UUIDField(db_index=True)
    insurer_id = fields.UUIDField(null=True, db_index=True)
    guarantor_id = fields.UUIDField(null=True, db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    bank_name = fields.CharField(max_length=120)
    respondent_name = fields.CharField(max_length=120)
    loss_fen = money()
    share_bp = fields.IntField()
    covered_fen = money()
    amount_fen = money()
    reason = fields.CharField(max_length=500)
    opinion = fields.CharField(max_length=500, default="")
    agreed_fen = money(default=0)
    paid_fen = money(default=0)
    paid_on: Any = fields.DateField(null=True)
    paid_by_id: Any = fields.UUIDField(null=True)
    recovered_fen = money(default=0)
    written_off_fen = money(default=0)
    closed_on: Any = fields.DateField(null=True)

    class Meta:
        table = "claim"

    def is_on_fund(self) -> bool:
        """风险补偿: is it a programme's fund that is asked, and no institution?"""
        return self.insurer_id is None and self.guarantor_id is None

    def number(self) -> str:
        """代偿编号."""
        return self.claim_no

    def facts(self) -> dict[str, Any]:
        """What the messages and the statistics follow."""
        return {
            "loan_id": str(self.loan_id),
            "loan_no": self.loan_no,
            "bank_name": self.bank_name,
            "enterprise_name": self.enterprise_name,
            "respondent_name": self.respondent_name,
            "amount_fen": self.amount_fen,
            "covered_fen": self.covered_fen,
            "agreed_fen": self.agreed_fen,
            "paid_fen": self.paid_fen,
            "recovered_fen": self.recovered_fen,
        }


class ClaimPayment(Model):
    """代偿登记: what the guarantor or insurer paid, when, and why."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim_id = fields.UUIDField(db_index=True)
    amount_fen = money()
    paid_on = fields.DateField(db_index=True)
    reason = fields.CharField(max_length=500)
    repayment_id = fields.UUIDField(unique=True)
    at = fields.DatetimeField()

    class Meta:
        table = "claim_payment"


class Recovery(Model):
    """追偿: a sum recovered from the borrower afterwards: `parts` say whose loss it makes good."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim_id = fields.UUIDField(db_index=True)
    amount_fen = money()
    recovered_on = fields.DateField(db_index=True)
    note = fields.CharField(max_length=500, default="")
    parts: Any = fields.JSONField(default=list)
    at = fields.DatetimeField()

    class Meta:
        table = "recovery"
