"""Financing requests, loan applications, disbursements, the business register, ratings."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import AT_A_LOAN, Row
from orm.fields import graded, money
from vocabulary.catalogue import ProductKind
from vocabulary.grades import Grade
from vocabulary.lending import LoanKind, LoanState, RepaymentMethod, RequestAim, SecurityKind
from vocabulary.parties import PartyKind

SEAT_OF = {
    PartyKind.ENTERPRISE: "enterprise_id",
    PartyKind.BANK: "bank_id",
    PartyKind.INSURER: "insurer_id",
    PartyKind.GUARANTOR: "guarantor_id",
}


class FinancingRequest(Model):
    """What an enterprise published, word for word. The case it began is the application."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    request_no = fields.CharField(max_length=40, unique=True)
    enterprise_id = fields.UUIDField(db_index=True)
    aim = fields.CharEnumField(RequestAim, max_length=10)
    amount_fen = money()
    term_months = fields.SmallIntField()
    purpose = fields.CharField(max_length=200)
    security = fields.CharEnumField(SecurityKind, max_length=20)
    repayment_method = fields.CharEnumField(RepaymentMethod, max_length=20)
    rate_bp_max: Any = fields.IntField(null=True)
    remarks = fields.CharField(max_length=500, default="")
    published_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "financing_request"


class LoanApplication(Row):
    """An enterprise asking for one loan: the row on which the whole process stands."""

    subject: ClassVar[str] = "loan_application"
    sits = AT_A_LOAN

    application_no = fields.CharField(max_length=40, unique=True)
    kind = fields.CharEnumField(LoanKind, max_length=20)
    state = fields.CharEnumField(LoanState, max_length=20, db_index=True)
    aim = fields.CharEnumField(RequestAim, max_length=10)
    request_id = fields.UUIDField(null=True, unique=True)
    product_id = fields.UUIDField(null=True, db_index=True)
    product_kind: Any = fields.CharEnumField(ProductKind, max_length=30, null=True)
    product_version_no: Any = fields.SmallIntField(null=True)  # of the shelf, when it was asked for

    enterprise_id = fields.UUIDField(db_index=True)
    bank_id = fields.UUIDField(null=True, db_index=True)
    insurer_id = fields.UUIDField(null=True, db_index=True)
    guarantor_id = fields.UUIDField(null=True, db_index=True)
    handled_by_id = fields.UUIDField(null=True)
    enterprise_name = fields.CharField(max_length=120)
    bank_name = fields.CharField(max_length=120, default="")
    guarantor_name = fields.CharField(max_length=120, default="")
    insurer_name = fields.CharField(max_length=120, default="", db_default="")
    region = graded(fields.CharField(max_length=6, db_index=True), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1, db_index=True), Grade.PUBLIC)

    requested_fen = money(db_index=True)
    term_months = fields.SmallIntField()
    purpose = fields.CharField(max_length=200)
    security = fields.CharEnumField(SecurityKind, max_length=20)
    repayment_method = fields.CharEnumField(RepaymentMethod, max_length=20)
    rate_bp_max: Any = fields.IntField(null=True)
    remarks = fields.CharField(max_length=500, default="")

    programme_id: Any = fields.UUIDField(null=True)
    programme_name = fields.CharField(max_length=60, default="", db_default="")
    fund_share_bp: Any = fields.SmallIntField(null=True)  # of the programme; fixed at grant
    insured = fields.BooleanField(default=False, db_default=False)  # the programme needs an insurer
    guarantor_required = fields.BooleanField(default=False, db_default=False)
    cover_id: Any = fields.UUIDField(null=True)
    covered_until: Any = fields.DateField(null=True)

    credit_score = fields.SmallIntField()
    score_required = fields.SmallIntField()
    score_reasons: Any = fields.JSONField(default=list)
    score_version = fields.CharField(max_length=40, default="", db_default="")
    score_inputs: Any = fields.JSONField(null=True)  # the facts as they were; None before version 1
    score_codes: Any = fields.JSONField(null=True)  # the reasons, as codes with their points
    preliminary_opinion = fields.CharField(max_length=500, default="")
    guaranteed = fields.BooleanField(default=False)
    guarantee_opinion = fields.CharField(max_length=500, default="")
    investigated_at: Any = fields.DatetimeField(null=True)
    assessed_at: Any = fields.DatetimeField(null=True)
    assessed_by_id: Any = fields.UUIDField(null=True)
    coverage_bp: Any = fields.IntField(null=True)
    guaranteed_fen: Any = money(null=True)
    guaranteed_until: Any = fields.DateField(null=True)
    commitment_no = fields.CharField(max_length=40, default="", db_default="")
    commitment_confirmed_at: Any = fields.DatetimeField(null=True)
    opinion = fields.CharField(max_length=500, default="")
    credit_line_fen: Any = money(null=True)
    rate_bp: Any = fields.IntField(null=True)
    granted_term_months: Any = fields.SmallIntField(null=True)
    granted_repayment_method: Any = fields.CharEnumField(RepaymentMethod, max_length=20, null=True)
    valid_until = fields.DateField(null=True)
    granted_at: Any = fields.DatetimeField(null=True, db_index=True)
    granted_on = fields.DateField(null=True)
    accepted_at: Any = fields.DatetimeField(null=True, db_index=True)
    disbursed_fen = money(default=0)
    historical = fields.BooleanField(default=False)
    historical_on = fields.DateField(null=True)
    renews_loan_id = fields.UUIDField(null=True, db_index=True)

    class Meta:
        table = "loan_application"
        indexes = [
            Index(fields=["programme_id"]),
            Index(fields=("bank_id", "state", "created_at")),
            Index(fields=("bank_id", "expected_on")),
            Index(fields=("state", "expected_on")),
        ]

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["LoanApplication"]:
        """The applicant, the institutions at its seats, the operator; a bank also the pool.

        From the pool a bank may act on a row (grab it); what it may *read* of it before
        is the masked summary alone: see `domain.lending.queries`.
        """
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        if party_kind is PartyKind.BANK:
            return cls.filter(cls.seated(party_id) | cls.open_to_pool())
        return cls.filter(cls.seated(party_id))

    @classmethod
    def readable_by(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["LoanApplication"]:
        """The rows this party may read in full: without the pool."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        column = SEAT_OF.get(party_kind)  # a kind of party has one seat: an index answers that
        return cls.filter(**{column: party_id} if column else {"id": None})

    @classmethod
    def open_to_pool(cls) -> Q:
        """Addressed to all banks, in the pool or once in it: a late grab learns it came late."""
        return Q(aim=RequestAim.OPEN)

    @classmethod
    def in_pool(cls) -> Q:
        """Open requests that no bank has taken on."""
        return Q(state=LoanState.TO_ACCEPT, bank_id__isnull=True, aim=RequestAim.OPEN)

    def is_open_to_pool(self) -> bool:
        """Addressed to all banks. Whether the seat is still free is the rule's question."""
        return self.aim is RequestAim.OPEN

    def number(self) -> str:
        """申请编号."""
        return self.application_no

    def facts(self) -> dict[str, Any]:
        """What the wall, the messages and the statistics follow."""
        return {
            "aim": self.aim.value,
            "kind": self.kind.value,
            "product_kind": self.product_kind.value if self.product_kind else "",
            "bank_id": str(self.bank_id) if self.bank_id else "",
            "bank_name": self.bank_name,
            "guarantor_id": str(self.guarantor_id) if self.guarantor_id else "",
            "insurer_id": str(self.insurer_id) if self.insurer_id else "",
            "programme_name": self.programme_name,
            "fund_share_bp": self.fund_share_bp,
            "commitment_no": self.commitment_no,
            "enterprise_name": self.enterprise_name,
            "region": self.region,
            "industry": self.industry,
            "requested_fen": self.requested_fen,
            "credit_line_fen": self.credit_line_fen or 0,
            "disbursed_fen": self.disbursed_fen,
            "rate_bp": self.rate_bp,
            "granted_term_months": self.granted_term_months,
            "handled_by_id": str(self.handled_by_id) if self.handled_by_id else "",
        }


class Disbursement(Model):
    """Money the bank says it has paid out under a contract."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application: fields.ForeignKeyRelation[LoanApplication] = fields.ForeignKeyField(
        "models.LoanApplication", related_name="disbursements", on_delete=fields.RESTRICT
    )
    application_id: UUID
    bank_id = fields.UUIDField()
    contract_no = fields.CharField(max_length=60)
    amount_fen = money()
    paid_on = fields.DateField()
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "disbursement"
        unique_together = (("bank_id", "contract_no"),)


class BusinessRegisterEntry(Model):
    """业务台账: one line per disbursement, written in the act's own transaction."""

    id = fields.BigIntField(primary_key=True, generated=True)
    register_no = fields.CharField(max_length=40, unique=True)
    kind = fields.CharEnumField(LoanKind, max_length=20)
    disbursement_id = fields.UUIDField(unique=True)
    application_id = fields.UUIDField(db_index=True)
    application_no = fields.CharField(max_length=40)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    bank_id = fields.UUIDField(db_index=True)
    bank_name = fields.CharField(max_length=120)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)
    contract_no = fields.CharField(max_length=60)
    amount_fen = money()
    paid_on = fields.DateField(db_index=True)
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "business_register"


class Rating(Model):
    """An enterprise's stars for how its case was handled: one per case."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application_id = fields.UUIDField(unique=True)
    enterprise_id = fields.UUIDField()
    institution_id = fields.UUIDField(db_index=True)
    responsiveness = fields.SmallIntField()
    courtesy = fields.SmallIntField()
    efficiency = fields.SmallIntField()
    expertise = fields.SmallIntField()
    comment = fields.CharField(max_length=300, default="")
    at = fields.DatetimeField()
    struck_at: Any = fields.DatetimeField(null=True)  # upheld in a dispute: it no longer counts

    class Meta:
        table = "rating"
