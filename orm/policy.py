"""Policy programmes, and what a policy loan leaves behind: shares, payout requests, filings."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import Row
from orm.fields import graded, money
from vocabulary.grades import Grade
from vocabulary.lending import LoanKind
from vocabulary.parties import PartyKind, Seat
from vocabulary.policy import ProgrammeState, Sharer


class Programme(Row):
    """One policy: its kind of loan, who must stand beside the bank, the ratios, the caps.

    `edition` counts its revisions. A loan keeps the ratios of the edition it was granted under.
    """

    subject: ClassVar[str] = "programme"

    programme_no = graded(fields.CharField(max_length=40, unique=True), Grade.PUBLIC)
    name = graded(fields.CharField(max_length=60), Grade.PUBLIC)
    kind = graded(fields.CharEnumField(LoanKind, max_length=20), Grade.PUBLIC)
    state = fields.CharEnumField(ProgrammeState, max_length=20, db_index=True)
    edition = graded(fields.SmallIntField(default=1), Grade.PUBLIC)
    needs_insurer = graded(fields.BooleanField(), Grade.PUBLIC)
    needs_guarantor = graded(fields.BooleanField(), Grade.PUBLIC)
    score_required = graded(fields.SmallIntField(), Grade.PUBLIC)
    fund_share_bp = graded(fields.SmallIntField(), Grade.PUBLIC)
    bank_share_bp = graded(fields.SmallIntField(), Grade.PUBLIC)
    guarantor_share_bp = graded(fields.SmallIntField(), Grade.PUBLIC)
    insurer_share_bp = graded(fields.SmallIntField(), Grade.PUBLIC)
    enterprise_cap_fen = graded(money(), Grade.PUBLIC)
    fund_fen = graded(money(), Grade.PUBLIC)
    leverage = graded(fields.SmallIntField(), Grade.PUBLIC)
    active_from = graded(fields.DateField(), Grade.PUBLIC)
    active_until: Any = graded(fields.DateField(null=True), Grade.PUBLIC)
    policy_basis = graded(fields.CharField(max_length=300, default=""), Grade.PUBLIC)

    class Meta:
        table = "programme"

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["Programme"]:
        """Everybody: a policy is public. Who may change it stands in its flow."""
        del party_id, party_kind  # asked for by the kernel
        return cls.all()

    def seats(self) -> Mapping[Seat, UUID | None]:
        """No seats; the operator sits at every row."""
        return {}

    def number(self) -> str:
        """项目编号."""
        return self.programme_no

    def facts(self) -> dict[str, Any]:
        """The whole of it: the journal tells what each revision changed."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "edition": self.edition,
            "needs_insurer": self.needs_insurer,
            "needs_guarantor": self.needs_guarantor,
            "score_required": self.score_required,
            "fund_share_bp": self.fund_share_bp,
            "bank_share_bp": self.bank_share_bp,
            "guarantor_share_bp": self.guarantor_share_bp,
            "insurer_share_bp": self.insurer_share_bp,
            "enterprise_cap_fen": self.enterprise_cap_fen,
            "fund_fen": self.fund_fen,
            "leverage": self.leverage,
            "active_from": self.active_from.isoformat(),
            "active_until": self.active_until.isoformat() if self.active_until else "",
        }


class RiskShare(Model):
    """风险共担: the part of one loan's loss that one sharer bears, fixed when it was granted."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application_id = fields.UUIDField(db_index=True)
    sharer = fields.CharEnumField(Sharer, max_length=20)
    party_id: Any = fields.UUIDField(null=True)  # the fund is no party of the platform
    party_name = fields.CharField(max_length=120, default="")
    share_bp = fields.SmallIntField()
    edition = fields.SmallIntField()
    at = fields.DatetimeField()

    class Meta:
        table = "risk_share"
        unique_together = (("application_id", "sharer"),)


class PayoutRequest(Model):
    """放款申请: what the bank wants to pay out, and whether the insurer has confirmed it.

    `confirmed` is None while it waits; `disbursement_id` is the payout that followed.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    request_no = fields.CharField(max_length=40, unique=True)
    application_id = fields.UUIDField(db_index=True)
    contract_no = fields.CharField(max_length=60)
    amount_fen = money()
    at = fields.DatetimeField()
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    confirmed: Any = fields.BooleanField(null=True)
    decided_at: Any = fields.DatetimeField(null=True)
    decided_by_id: Any = fields.UUIDField(null=True)
    decided_by_name = fields.CharField(max_length=60, default="")
    reason = fields.CharField(max_length=500, default="")
    disbursement_id: Any = fields.UUIDField(null=True, unique=True)

    class Meta:
        table = "payout_request"


class Filing(Model):
    """放款备案: one payout, filed with the fund."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    filing_no = fields.CharField(max_length=40, unique=True)
    application_id = fields.UUIDField(db_index=True)
    disbursement_id = fields.UUIDField(unique=True)
    contract_no = fields.CharField(max_length=60)
    amount_fen = money()
    at = fields.DatetimeField()
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)

    class Meta:
        table = "filing"
