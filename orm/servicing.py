"""Live loans, one per disbursement: schedules in versions, repayments, pauses, collections."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import AT_A_LOAN, Row, seated_at
from orm.fields import EncryptedText, graded, money
from vocabulary.grades import Grade
from vocabulary.lending import DayCount, LoanKind, RepaymentMethod
from vocabulary.parties import PartyKind
from vocabulary.servicing import Contact, Payer, RowKind, ServicingState


class Loan(Row):
    """Money that was paid out and comes back. Its seats are the application's, as they then were.

    `balance_fen` is the principal still owed. `counts_from` is the day after which days overdue
    count: the oldest unpaid due date, its grace and what was paused; `frozen_days` holds their
    number while a pause lasts. `shares` says who bears a loss, in basis points, fixed at the grant.
    """

    subject: ClassVar[str] = "loan"
    sits = AT_A_LOAN

    loan_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(ServicingState, max_length=20, db_index=True)
    kind = fields.CharEnumField(LoanKind, max_length=20)
    disbursement_id = fields.UUIDField(unique=True)
    application_id = fields.UUIDField(db_index=True)
    application_no = fields.CharField(max_length=40)
    contract_no = fields.CharField(max_length=60)
    enterprise_id = fields.UUIDField(db_index=True)
    bank_id = fields.UUIDField(db_index=True)
    insurer_id = fields.UUIDField(null=True, db_index=True)
    guarantor_id = fields.UUIDField(null=True, db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    bank_name = fields.CharField(max_length=120)
    region = graded(fields.CharField(max_length=6, db_index=True), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)

    principal_fen = money()
    rate_bp = fields.IntField()
    penalty_bp = fields.IntField()
    grace_days = fields.SmallIntField()
    method = fields.CharEnumField(RepaymentMethod, max_length=20)
    day_count = fields.CharEnumField(DayCount, max_length=20)
    drawn_on = fields.DateField(db_index=True)
    first_due_on = fields.DateField()
    final_due_on = fields.DateField()
    shares: Any = fields.JSONField(default=list)
    historical = fields.BooleanField(default=False)

    schedule_version = fields.SmallIntField(default=1)
    balance_fen = money(db_index=True)
    principal_repaid_fen = money(default=0)
    interest_repaid_fen = money(default=0)
    penalty_repaid_fen = money(default=0)
    next_due_on: Any = fields.DateField(null=True, db_index=True)
    next_due_fen = money(default=0)
    counts_from: Any = fields.DateField(null=True, db_index=True)
    frozen_days: Any = fields.IntField(null=True)
    paused_until: Any = fields.DateField(null=True)
    last_paid_on: Any = fields.DateField(null=True)
    proposed_by_id: Any = fields.UUIDField(null=True)
    claims_paid_fen = money(default=0)  # by whoever stood for the borrower
    written_off_fen = money(default=0)
    settled_on: Any = fields.DateField(null=True)

    class Meta:
        table = "loan"

    def number(self) -> str:
        """借款编号."""
        return self.loan_no

    def facts(self) -> dict[str, Any]:
        """What the messages and the statistics follow."""
        return {
            "kind": self.kind.value,
            "application_id": str(self.application_id),
            "bank_id": str(self.bank_id),
            "bank_name": self.bank_name,
            "enterprise_name": self.enterprise_name,
            "region": self.region,
            "industry": self.industry,
            "principal_fen": self.principal_fen,
            "balance_fen": self.balance_fen,
            "next_due_on": self.next_due_on.isoformat() if self.next_due_on else "",
            "next_due_fen": self.next_due_fen,
            "schedule_version": self.schedule_version,
        }


class Instalment(Model):
    """One line of one version of a schedule, with what has been paid of it.

    `penalty_fen` has accrued until `penalty_on`; what came since is worked out when asked.
    """

    id = fields.BigIntField(primary_key=True, generated=True)
    loan_id = fields.UUIDField(db_index=True)
    version = fields.SmallIntField()
    no = fields.SmallIntField()
    kind = fields.CharEnumField(RowKind, max_length=12)
    due_on = fields.DateField()
    principal_fen = money()
    interest_fen = money()
    balance_fen = money()
    principal_paid_fen = money(default=0)
    interest_paid_fen = money(default=0)
    penalty_fen = money(default=0)
    penalty_paid_fen = money(default=0)
    penalty_on: Any = fields.DateField(null=True)

    class Meta:
        table = "instalment"
        unique_together = (("loan_id", "version", "no"),)


class Repayment(Model):
    """One sum that came in, and what it went to: `parts` names the instalments."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    repayment_no = fields.CharField(max_length=40, unique=True)
    loan_id = fields.UUIDField(db_index=True)
    loan_no = fields.CharField(max_length=40)
    contract_no = fields.CharField(max_length=60)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    bank_id = fields.UUIDField(db_index=True)
    bank_name = fields.CharField(max_length=120)
    insurer_id = fields.UUIDField(null=True, db_index=True)
    guarantor_id = fields.UUIDField(null=True, db_index=True)
    payer = fields.CharEnumField(Payer, max_length=12)
    paid_on = fields.DateField(db_index=True)
    amount_fen = money()
    penalty_fen = money()
    interest_fen = money()
    principal_fen = money()
    balance_fen = money()
    parts: Any = fields.JSONField(default=list)
    claim_id = fields.UUIDField(null=True)
    account_id = fields.UUIDField()
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "repayment"

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["Repayment"]:
        """Whoever sees the loan."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        return cls.filter(seated_at(AT_A_LOAN, party_id))


class OverduePause(Model):
    """Days that do not count as overdue, from and to."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    loan_id = fields.UUIDField(db_index=True)
    since = fields.DateField()
    until = fields.DateField()
    reason = fields.CharField(max_length=500)
    at = fields.DatetimeField()

    class Meta:
        table = "overdue_pause"


class Collection(Model):
    """催收记录: how a borrower was reached, and what came of it. Both creditors read it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    loan_id = fields.UUIDField(db_index=True)
    party_id = fields.UUIDField()
    party_name = fields.CharField(max_length=120)
    account_name = fields.CharField(max_length=60)
    contact = fields.CharEnumField(Contact, max_length=12)
    collected_on = fields.DateField()
    outcome = EncryptedText(Grade.PERSONAL)
    promised_on: Any = fields.DateField(null=True)
    at = fields.DatetimeField()

    class Meta:
        table = "collection"


class RepaymentReminder(Model):
    """还款提醒: that a borrower was reminded of one due date, once for so many days before it."""

    id = fields.BigIntField(primary_key=True, generated=True)
    loan_id = fields.UUIDField()
    due_on = fields.DateField()
    days_before = fields.SmallIntField()
    at = fields.DatetimeField()

    class Meta:
        table = "repayment_reminder"
        unique_together = (("loan_id", "due_on", "days_before"),)
