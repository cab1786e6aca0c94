"""Files handed in at a loan application: what they are called, not what they hold."""

from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import EncryptedText
from orm.lending import LoanApplication
from vocabulary.grades import Grade


class Attachment(Model):
    """One file at one application. Its bytes lie in the object store, sealed under `key`.

    Without a key: stored before files were sealed, under their SHA-256, as they are.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    application: fields.ForeignKeyRelation[LoanApplication] = fields.ForeignKeyField(
        "models.LoanApplication",
        related_name="attachments",
        on_delete=fields.RESTRICT,
        db_index=True,
    )
    application_id: UUID
    party_id = fields.UUIDField()
    party_name = fields.CharField(max_length=120)
    account_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    name = EncryptedText()
    media = fields.CharField(max_length=100)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64, db_index=True)  # of what was handed in
    object_key = fields.CharField(max_length=64, null=True)
    key: Any = EncryptedText(Grade.SECRET, null=True)
    at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "attachment"
