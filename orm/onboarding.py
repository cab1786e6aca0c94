"""The onboarding of institutions: the case, its documents, and who may speak for an applicant."""

from typing import Any, ClassVar
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.base import OF_INSTITUTION, Row
from orm.fields import EncryptedText, graded
from vocabulary.grades import Grade
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind


class Onboarding(Row):
    """An institution's coming aboard, from its application to its leaving.

    `held_uscc` is the code while the application is under way or the institution aboard: unique,
    so of two applications of one institution one wins. `administrator_id` is the account that
    the first administrator is given when the agreement is signed.
    """

    subject: ClassVar[str] = "onboarding"
    sits = OF_INSTITUTION

    onboarding_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(OnboardingState, max_length=20, db_index=True)
    institution_id = fields.UUIDField(db_index=True)
    administrator_id = fields.UUIDField()
    kind = graded(fields.CharEnumField(PartyKind, max_length=20, db_index=True), Grade.PUBLIC)
    name = fields.CharField(max_length=120)
    short_name = graded(fields.CharField(max_length=40), Grade.PUBLIC)
    uscc = fields.CharField(max_length=18, db_index=True)
    held_uscc = fields.CharField(max_length=18, null=True, unique=True)
    region = graded(fields.CharField(max_length=6), Grade.PUBLIC)
    licence_no = fields.CharField(max_length=60)
    licence_valid_until: Any = fields.DateField(null=True)
    legal_representative = EncryptedText()
    contact_name = EncryptedText()
    contact_phone = EncryptedText()
    authorised_name = EncryptedText()
    administrator_name = EncryptedText()
    administrator_phone = EncryptedText()

    criteria_version = fields.CharField(max_length=20)
    findings: Any = fields.JSONField(default=list)
    checked_by_id: Any = fields.UUIDField(null=True)
    checked_at: Any = fields.DatetimeField(null=True)
    reason = fields.CharField(max_length=500, default="")
    submitted_at: Any = fields.DatetimeField(null=True)

    agreement_version = fields.CharField(max_length=20, default="")
    agreement_hash = fields.CharField(max_length=64, default="")
    signed_name: Any = EncryptedText(null=True)
    signed_at: Any = fields.DatetimeField(null=True)
    signed_address = fields.CharField(max_length=64, default="")
    admitted_on: Any = fields.DateField(null=True)
    valid_until: Any = fields.DateField(null=True, db_index=True)
    reminded_days: Any = fields.SmallIntField(null=True)
    renewed_licence_no = fields.CharField(max_length=60, default="")
    renewed_licence_valid_until: Any = fields.DateField(null=True)
    left_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "onboarding"

    def number(self) -> str:
        """入驻编号."""
        return self.onboarding_no

    def facts(self) -> dict[str, Any]:
        """What is public of it, and until when it holds; the people's data stays in the row."""
        until = self.valid_until.isoformat() if self.valid_until else ""
        return {
            "institution_kind": self.kind.value,
            "institution_name": self.name,
            "region": self.region,
            "criteria_version": self.criteria_version,
            "valid_until": until,
        }


class OnboardingDocument(Model):
    """One document of an application. Its bytes lie in the object store, sealed under `key`.

    Without a key: stored before files were sealed, under their SHA-256, as they are.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    onboarding_id = fields.UUIDField(db_index=True)
    evidence = fields.CharField(max_length=40)
    name = EncryptedText()
    media = fields.CharField(max_length=100)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64, db_index=True)  # of what was handed in
    object_key = fields.CharField(max_length=64, null=True)
    key: Any = EncryptedText(Grade.SECRET, null=True)
    account_id = fields.UUIDField()
    at = fields.DatetimeField()
    replaced_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "onboarding_document"


class OnboardingTicket(Model):
    """Whoever holds it has proved the administrator's phone, and speaks for one application."""

    ticket_digest = graded(fields.CharField(max_length=64, primary_key=True), Grade.INTERNAL)
    onboarding_id = fields.UUIDField(db_index=True)
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "onboarding_ticket"
