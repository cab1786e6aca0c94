"""Parties, and the certification of enterprises."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.base import OF_ENTERPRISE, Row
from orm.fields import EncryptedText, graded
from vocabulary.certification import CertificationState
from vocabulary.grades import Grade
from vocabulary.parties import EnterpriseSize, PartyKind


class Party(Model):
    """An enterprise, an institution, or the operator. Acts are taken by people *of* a party."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    kind = fields.CharEnumField(PartyKind, max_length=20, db_index=True)
    name = graded(fields.CharField(max_length=120, default=""), Grade.INTERNAL)
    short_name = graded(fields.CharField(max_length=40, default=""), Grade.PUBLIC)
    uscc = fields.CharField(max_length=18, null=True, unique=True)
    region = graded(fields.CharField(max_length=6, default=""), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1, default=""), Grade.PUBLIC)
    size: Any = graded(
        fields.CharEnumField(EnterpriseSize, max_length=10, null=True), Grade.PUBLIC
    )  # as declared
    legal_representative: Any = EncryptedText(null=True)
    legal_representative_index: Any = graded(  # of the resident number; "": looked for, not found
        fields.CharField(max_length=64, null=True, db_index=True), Grade.INTERNAL
    )
    legal_representative_account_id: Any = fields.UUIDField(null=True)
    contact_name: Any = EncryptedText(null=True)
    contact_phone: Any = EncryptedText(null=True)
    certified = fields.BooleanField(default=False)
    on_hold = fields.BooleanField(default=False)
    lapsed = fields.BooleanField(default=False, db_default=False)  # aboard, but no new business
    may_enter_past = fields.BooleanField(default=False, db_default=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "party"


class Certification(Row):
    """An enterprise's claim to be who it says, and the operator's answer."""

    subject: ClassVar[str] = "certification"
    sits = OF_ENTERPRISE

    certification_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(CertificationState, max_length=20, db_index=True)
    enterprise_id = fields.UUIDField(db_index=True)
    name = fields.CharField(max_length=120)
    uscc = fields.CharField(max_length=18, db_index=True)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    industry = graded(fields.CharField(max_length=1), Grade.PUBLIC)
    size: Any = graded(fields.CharEnumField(EnterpriseSize, max_length=10, null=True), Grade.PUBLIC)
    legal_representative = EncryptedText()
    contact_name = EncryptedText()
    contact_phone = EncryptedText()
    registered_capital_fen: Any = fields.BigIntField(null=True)
    main_business = fields.CharField(max_length=200, default="", db_default="")
    handed_in = fields.SmallIntField(
        default=0, db_default=0
    )  # how often; 0: entered without papers
    reason = fields.CharField(max_length=500, default="")
    decided_at: Any = fields.DatetimeField(null=True)
    valid_until: Any = fields.DateField(null=True, db_index=True)  # once approved

    class Meta:
        table = "certification"

    def number(self) -> str:
        """认证编号."""
        return self.certification_no

    def facts(self) -> dict[str, Any]:
        """Where and what; the person's data stays in the row."""
        return {"region": self.region, "industry": self.industry, "enterprise_name": self.name}
