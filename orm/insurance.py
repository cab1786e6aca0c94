"""Cover that insurers give: for a policy loan, or for an enterprise's own request."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import Row
from orm.fields import EncryptedText, graded, money
from vocabulary.grades import Grade
from vocabulary.insurance import CoverRequestState
from vocabulary.lending import LoanKind, RequestAim, SecurityKind
from vocabulary.parties import PartyKind, Seat


class Cover(Model):
    """承保信息: how much an insurer stands for and until when, of a loan or of a request."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    cover_no = fields.CharField(max_length=40, unique=True)
    subject_id = fields.UUIDField(db_index=True)
    insurer_id = fields.UUIDField(db_index=True)
    insurer_name = fields.CharField(max_length=120)
    opinion = fields.CharField(max_length=500)
    cover_bp = fields.SmallIntField()
    cover_fen = money()
    counter_guarantee = fields.CharField(max_length=500, default="")
    cover_months = fields.SmallIntField()
    covered_until = fields.DateField()
    at = fields.DatetimeField()
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)

    class Meta:
        table = "cover"


class CoverRequest(Row):
    """融资保险需求: an enterprise asks insurers to cover, and so to bring about, its financing."""

    subject: ClassVar[str] = "cover_request"
    sits = {Seat.ENTERPRISE: "enterprise_id", Seat.INSURER: "insurer_id"}

    request_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(CoverRequestState, max_length=20, db_index=True)
    aim = fields.CharEnumField(RequestAim, max_length=10)
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    insurer_id: Any = fields.UUIDField(null=True, db_index=True)
    insurer_name = fields.CharField(max_length=120, default="")
    handled_by_id: Any = fields.UUIDField(null=True)
    region = graded(fields.CharField(max_length=6, db_index=True), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)

    requested_fen = money(db_index=True)
    term_months = fields.SmallIntField()
    purpose = fields.CharField(max_length=200)
    operations = fields.CharField(max_length=500, default="")
    security = fields.CharEnumField(SecurityKind, max_length=20)
    security_terms = fields.CharField(max_length=500, default="")
    credit_score = fields.SmallIntField()
    score_reasons: Any = fields.JSONField(default=list)
    accepted_at: Any = fields.DatetimeField(null=True)

    opinion = fields.CharField(max_length=500, default="")
    cover_id: Any = fields.UUIDField(null=True)
    cover_fen: Any = money(null=True)
    reason = fields.CharField(max_length=500, default="")
    contract_no = fields.CharField(max_length=60, default="")
    disbursed_fen = money(default=0)
    paid_on: Any = fields.DateField(null=True)
    rate_bp: Any = fields.IntField(null=True)

    class Meta:
        table = "cover_request"

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["CoverRequest"]:
        """The enterprise, the insurer at its seat, the operator; an insurer also what is open."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        if party_kind is PartyKind.INSURER:
            return cls.filter(Q(insurer_id=party_id) | Q(aim=RequestAim.OPEN))
        return cls.filter(cls.seated(party_id))

    @classmethod
    def readable_by(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["CoverRequest"]:
        """What this party may read: an open request only until another insurer has accepted it."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        if party_kind is PartyKind.INSURER:
            return cls.filter(Q(insurer_id=party_id) | cls.waiting())
        return cls.filter(cls.seated(party_id))

    @classmethod
    def waiting(cls) -> Q:
        """Open requests that no insurer has accepted."""
        return Q(state=CoverRequestState.TO_ACCEPT, insurer_id__isnull=True, aim=RequestAim.OPEN)

    def is_open_to_pool(self) -> bool:
        """Addressed to all insurers. Whether the seat is still free is the rule's question."""
        return self.aim is RequestAim.OPEN

    def number(self) -> str:
        """需求编号."""
        return self.request_no

    def facts(self) -> dict[str, Any]:
        """What the messages and the supervisory ledger follow; `bank_…` is who paid out."""
        return {
            "aim": self.aim.value,
            "kind": LoanKind.COVER_FINANCING.value,
            "bank_id": str(self.insurer_id) if self.insurer_id else "",
            "bank_name": self.insurer_name,
            "insurer_id": str(self.insurer_id) if self.insurer_id else "",
            "enterprise_name": self.enterprise_name,
            "region": self.region,
            "industry": self.industry,
            "requested_fen": self.requested_fen,
            "security": self.security.value,
            "security_terms": self.security_terms,
            "cover_fen": self.cover_fen or 0,
            "disbursed_fen": self.disbursed_fen,
        }


class CoverRequestFile(Model):
    """One file at one request for cover. Its bytes lie in the object store, sealed under `key`."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    cover_request_id = fields.UUIDField(db_index=True)
    party_id = fields.UUIDField()
    party_name = fields.CharField(max_length=120)
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    name = EncryptedText()
    media = fields.CharField(max_length=100)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64, db_index=True)  # of what was handed in
    object_key = fields.CharField(max_length=64)
    key = EncryptedText(Grade.SECRET)
    at = fields.DatetimeField()

    class Meta:
        table = "cover_request_file"
