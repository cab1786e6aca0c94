"""Files handed in at a loan application: what they are called, not what they hold."""

from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import EncryptedText
from orm.lending import LoanApplication


class Attachment(Model):
    """One file at one application. Its bytes lie in the object store, under their SHA-256."""

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
    sha256 = fields.CharField(max_length=64, db_index=True)
    at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "attachment"
