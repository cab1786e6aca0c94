"""In-app messages, and the outbox of what leaves by SMS or WeChat."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.fields import EncryptedText
from vocabulary.messaging import MessageKind


class Message(Model):
    """站内消息: to everyone of a party. `entry_id` makes writing it twice impossible."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    party_id = fields.UUIDField()
    entry_id = fields.BigIntField()
    kind = fields.CharEnumField(MessageKind, max_length=20)
    title = fields.CharField(max_length=100)
    body = fields.CharField(max_length=500)
    subject_kind = fields.CharField(max_length=40, default="")
    subject_id = fields.UUIDField(null=True)
    at = fields.DatetimeField()
    read_at: Any = fields.DatetimeField(null=True)
    removed_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "message"
        unique_together = (("party_id", "entry_id", "kind"),)
        indexes = [Index(fields=("party_id", "at"))]


class Outgoing(Model):
    """Something to send outside, taken by the worker with a deadline, tried until it goes."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    way = fields.CharField(max_length=10)
    receiver = EncryptedText()
    template = fields.CharField(max_length=60)
    params = EncryptedText()
    due_at = fields.DatetimeField(db_index=True)
    taken_until: Any = fields.DatetimeField(null=True)
    tries = fields.SmallIntField(default=0)
    sent_at: Any = fields.DatetimeField(null=True)
    failed_at: Any = fields.DatetimeField(null=True)
    last_error = fields.CharField(max_length=200, default="")

    class Meta:
        table = "outgoing"
