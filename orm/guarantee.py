"""Guarantees: what was found out, what was judged, and the letters that were given."""

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.base import Row
from orm.fields import EncryptedText, graded, money
from vocabulary.grades import Grade
from vocabulary.guarantee import ClaimLiability, CommitmentState, LetterKind, LetterState
from vocabulary.lending import LoanKind, SecurityKind
from vocabulary.parties import Seat


class DueDiligence(Model):
    """尽调: one visit of people of a guarantor at a borrower."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application_id = fields.UUIDField(db_index=True)
    guarantor_id = fields.UUIDField()
    visited_on = fields.DateField()
    people = EncryptedText()
    place = fields.CharField(max_length=200)
    findings = fields.TextField()
    attachment_ids: Any = fields.JSONField(default=list)
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    at = fields.DatetimeField()

    class Meta:
        table = "due_diligence"


class RiskAssessment(Model):
    """担保审核与风险评估: the figures, the judgement, and on what conditions to stand in."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application_id = fields.UUIDField(db_index=True)
    guarantor_id = fields.UUIDField()
    statements_on = fields.DateField()
    revenue_fen = money()
    profit_fen = money()
    assets_fen = money()
    liabilities_fen = money()
    operations = fields.TextField()
    credit_report = EncryptedText()
    fee_bp = fields.IntField()
    coverage_bp = fields.IntField()
    claim_liability = fields.CharEnumField(ClaimLiability, max_length=20)
    term_months = fields.SmallIntField()
    opinion = fields.CharField(max_length=500)
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    at = fields.DatetimeField()

    class Meta:
        table = "risk_assessment"


class CounterGuarantee(Model):
    """反担保措施: what secures the guarantor, one line each."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    assessment_id = fields.UUIDField(db_index=True)
    line = fields.SmallIntField()
    kind = fields.CharEnumField(SecurityKind, max_length=20)
    what = fields.CharField(max_length=200)
    value_fen = money()

    class Meta:
        table = "counter_guarantee"


class SealedLetter(Model):
    """What every letter has: a number, who stands for whom, for how much, and the sealed file.

    `sha256` is the digest of the file, and its key in the object store; `sm2` the detached
    signature of the 国密 profile. What became of a letter is told by moments, never by a state
    that somebody could forget to change.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    guarantee_no = fields.CharField(max_length=40, unique=True)
    guarantor_id = fields.UUIDField(db_index=True)
    guarantor_name = fields.CharField(max_length=120)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    beneficiary_name = fields.CharField(max_length=120)
    guaranteed_fen = money()
    effective_on = fields.DateField()
    valid_until = fields.DateField(db_index=True)
    sha256 = graded(fields.CharField(max_length=64, unique=True), Grade.PUBLIC)
    size_bytes = fields.IntField()
    sm2: Any = fields.BinaryField(null=True)
    issued_by_id = fields.UUIDField()
    issued_at = fields.DatetimeField(db_index=True)
    released_at: Any = fields.DatetimeField(null=True)
    release_reason = fields.CharField(max_length=500, default="")

    class Meta:
        abstract = True


class GuaranteeCommitment(SealedLetter):
    """担保函: what a guarantor undertakes to a bank, which confirms it before it lends."""

    application_id = fields.UUIDField(db_index=True)
    application_no = fields.CharField(max_length=40)
    loan_kind = fields.CharEnumField(LoanKind, max_length=20)
    bank_id = fields.UUIDField(db_index=True)
    own_no = fields.CharField(max_length=60, default="")
    requested_fen = money()
    fee_bp = fields.IntField()
    coverage_bp = fields.IntField()
    claim_liability = fields.CharEnumField(ClaimLiability, max_length=20)
    term_months = fields.SmallIntField()
    confirmed_by_id: Any = fields.UUIDField(null=True)
    confirmed_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "guarantee_commitment"

    def stands(self, today: date) -> CommitmentState:
        """Where it stands on a day."""
        if self.released_at is not None:
            return CommitmentState.RELEASED
        if today > self.valid_until:
            return CommitmentState.EXPIRED
        return CommitmentState.ISSUED if self.confirmed_at is None else CommitmentState.CONFIRMED


class LetterOfGuarantee(SealedLetter):
    """保函: what a guarantor undertakes to a beneficiary, until its application ends."""

    application_id = fields.UUIDField(unique=True)
    kind = fields.CharEnumField(LetterKind, max_length=20)

    class Meta:
        table = "letter_of_guarantee"


class LetterApplication(Row):
    """An enterprise asking a guarantor for a letter of guarantee, then the life of that letter."""

    subject: ClassVar[str] = "letter_application"
    sits = {Seat.ENTERPRISE: "enterprise_id", Seat.GUARANTOR: "guarantor_id"}

    application_no = fields.CharField(max_length=40, unique=True)
    kind = fields.CharEnumField(LetterKind, max_length=20, db_index=True)
    state = fields.CharEnumField(LetterState, max_length=20, db_index=True)
    product_id: Any = fields.UUIDField(null=True)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    guarantor_id = fields.UUIDField(db_index=True)
    guarantor_name = fields.CharField(max_length=120)
    beneficiary_name = fields.CharField(max_length=120)
    project = fields.CharField(max_length=200)
    contract_no = fields.CharField(max_length=60, default="")
    amount_fen = money()
    effective_on = fields.DateField()
    valid_until = fields.DateField()
    remarks = fields.CharField(max_length=500, default="")
    handled_by_id: Any = fields.UUIDField(null=True)
    fee_fen: Any = money(null=True)
    opinion = fields.CharField(max_length=500, default="")
    guarantee_no = fields.CharField(max_length=40, default="")

    class Meta:
        table = "letter_application"

    def number(self) -> str:
        """申请编号."""
        return self.application_no

    def facts(self) -> dict[str, Any]:
        """What messages and statistics follow."""
        return {
            "kind": self.kind.value,
            "guarantor_id": str(self.guarantor_id),
            "enterprise_name": self.enterprise_name,
            "amount_fen": self.amount_fen,
            "fee_fen": self.fee_fen,
            "guarantee_no": self.guarantee_no,
        }
