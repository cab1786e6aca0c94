"""The service at the store: who was helped, what was recommended, who typed for whom, the calls."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import OF_ENTERPRISE, Row
from orm.fields import EncryptedText, graded, money
from vocabulary.grades import Grade
from vocabulary.identity import Terminal
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.parties import PartyKind, Seat
from vocabulary.store_service import (
    AgreedBy,
    CallResult,
    FollowUpState,
    ServiceState,
    TaxCredit,
)

NAME_MAX = 120
PERSON_MAX = 60


class ServiceRecord(Row):
    """One enterprise served once: at a counter by the staff, or alone at a kiosk."""

    subject: ClassVar[str] = "service_record"
    sits = OF_ENTERPRISE

    service_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(ServiceState, max_length=20, db_index=True)
    enterprise_id = fields.UUIDField(null=True, db_index=True)  # not known before it agrees
    enterprise_name = fields.CharField(max_length=NAME_MAX, default="")
    contact_id: Any = fields.UUIDField(null=True)  # the account of whoever came: whom to call
    visitor: Any = EncryptedText(null=True)
    ticket_id: Any = fields.UUIDField(null=True, db_index=True)
    staff_id: Any = fields.UUIDField(null=True, db_index=True)  # nobody: served alone at a kiosk
    staff_name = fields.CharField(max_length=PERSON_MAX, default="")
    kiosk_id: Any = fields.UUIDField(null=True)
    application_id: Any = fields.UUIDField(null=True, unique=True)  # filed alone
    needs = fields.CharField(max_length=500, default="")

    industry = graded(fields.CharField(max_length=1, default=""), Grade.PUBLIC)
    region = graded(fields.CharField(max_length=6, default=""), Grade.PUBLIC)
    revenue_fen: Any = money(null=True)
    assets_fen: Any = money(null=True)
    employees: Any = fields.IntField(null=True)
    tax_credit: Any = fields.CharEnumField(TaxCredit, max_length=20, null=True)
    has_collateral: Any = fields.BooleanField(null=True)
    amount_fen: Any = money(null=True)
    term_months: Any = fields.SmallIntField(null=True)
    purpose = fields.CharField(max_length=200, default="")
    security: Any = fields.CharEnumField(SecurityKind, max_length=20, null=True)
    repayment_method: Any = fields.CharEnumField(RepaymentMethod, max_length=20, null=True)
    rate_bp_max: Any = fields.IntField(null=True)
    diagnosed_at: Any = fields.DatetimeField(null=True)

    told = fields.CharField(max_length=500, default="")
    informed_at: Any = fields.DatetimeField(null=True)
    outcome = fields.CharField(max_length=500, default="")
    ended_at: Any = fields.DatetimeField(null=True)
    stars: Any = fields.SmallIntField(null=True)
    comment = fields.CharField(max_length=300, default="")
    rated_at: Any = fields.DatetimeField(null=True, db_index=True)
    rated_from: Any = fields.CharEnumField(Terminal, max_length=20, null=True)

    class Meta:
        table = "service_record"
        indexes = [Index(fields=("state", "informed_at"))]

    def number(self) -> str:
        """服务编号."""
        return self.service_no

    def facts(self) -> dict[str, Any]:
        """Whom it is about, by name; never what their books say."""
        return {
            "enterprise_name": self.enterprise_name,
            "staff_id": str(self.staff_id) if self.staff_id else None,
            "region": self.region,
            "industry": self.industry,
        }


class Recommendation(Model):
    """A product that was recommended in one service, and why, as it was told then."""

    id = fields.BigIntField(primary_key=True, generated=True)
    service_id = fields.UUIDField(db_index=True)
    place = fields.SmallIntField()
    product_id = fields.UUIDField()
    product_name = graded(fields.CharField(max_length=60), Grade.PUBLIC)
    institution_name = fields.CharField(max_length=NAME_MAX)
    score = fields.SmallIntField()
    reasons: Any = fields.JSONField()

    class Meta:
        table = "service_recommendation"
        unique_together = (("service_id", "place"),)


class AssistanceGrant(Model):
    """One enterprise lets one member of staff type for it, for a while, in one service."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    service_id = fields.UUIDField(db_index=True)
    staff_id = fields.UUIDField()
    staff_name = fields.CharField(max_length=PERSON_MAX)
    asked_at = fields.DatetimeField()
    open_number: Any = fields.CharField(max_length=6, null=True, unique=True)
    asked_until = fields.DatetimeField()
    enterprise_id: Any = fields.UUIDField(null=True, db_index=True)
    account_id: Any = fields.UUIDField(null=True)
    agreed_by: Any = fields.CharEnumField(AgreedBy, max_length=20, null=True)
    agreed_at: Any = fields.DatetimeField(null=True)
    expires_at: Any = fields.DatetimeField(null=True)
    ended_at: Any = fields.DatetimeField(null=True)
    acts = fields.IntField(default=0)

    class Meta:
        table = "assistance_grant"


class AssistedFiling(Model):
    """What was filed for an enterprise by somebody else's hand: who typed, and for whom."""

    id = fields.BigIntField(primary_key=True, generated=True)
    entry_id = fields.BigIntField(unique=True)
    service_id = fields.UUIDField(db_index=True)
    grant_id = fields.UUIDField()
    code = fields.CharField(max_length=80)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.UUIDField(db_index=True)
    subject_no = fields.CharField(max_length=60, default="")
    enterprise_id = fields.UUIDField()
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=PERSON_MAX, default="")
    typist_id = fields.UUIDField()
    typist_name = fields.CharField(max_length=PERSON_MAX)
    at = fields.DatetimeField()

    class Meta:
        table = "assisted_filing"


class FollowUp(Row):
    """A call that is owed to an enterprise after it was served, and what was said in it."""

    subject: ClassVar[str] = "follow_up_call"

    follow_up_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(FollowUpState, max_length=20, db_index=True)
    service_id = fields.UUIDField(db_index=True)
    service_no = fields.CharField(max_length=40)
    enterprise_id = fields.UUIDField(db_index=True)
    cause = fields.CharField(max_length=200)
    due_on = fields.DateField(db_index=True)
    result: Any = fields.CharEnumField(CallResult, max_length=20, null=True)
    opinion = fields.CharField(max_length=500, default="")
    needs = fields.CharField(max_length=500, default="")
    next_on = fields.DateField(null=True)
    caller_id: Any = fields.UUIDField(null=True)
    caller_name = fields.CharField(max_length=PERSON_MAX, default="")
    called_at: Any = fields.DatetimeField(null=True)
    open_as: Any = fields.CharField(max_length=36, null=True, unique=True)  # one open a service

    class Meta:
        table = "follow_up_call"
        indexes = [Index(fields=("state", "due_on"))]

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["FollowUp"]:
        """The store's own tasks."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        return cls.filter(id=None, enterprise_id=party_id)

    def seats(self) -> Mapping[Seat, UUID | None]:
        """No party's: a task of the store, due even while an enterprise is frozen."""
        return {}

    def number(self) -> str:
        """回访编号."""
        return self.follow_up_no

    def facts(self) -> dict[str, Any]:
        """After which service, and by when."""
        return {"service_no": self.service_no, "due_on": self.due_on.isoformat()}
