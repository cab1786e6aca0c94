"""In-app messages with who read them, what people chose, and the outbox of SMS and WeChat."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.fields import EncryptedText
from vocabulary.messaging import MessageKind, MessageTemplate, MessageWay


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

    class Meta:
        table = "message"
        unique_together = (("party_id", "entry_id", "kind"),)
        indexes = [Index(fields=("party_id", "at"))]


class MessageReading(Model):
    """That one person read a message, or took it off their own list. No row: still unread."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField()
    message_id = fields.UUIDField()
    read_at = fields.DatetimeField()
    removed_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "message_reading"
        unique_together = (("account_id", "message_id"),)


class MessageSettings(Model):
    """消息设置 of one account. No row: as it is for everybody.

    All that is older than `read_until` counts as read, so that counting what is unread need
    not look at the history.
    """

    account_id = fields.UUIDField(primary_key=True)
    read_until: Any = fields.DatetimeField(null=True)
    quiet = fields.BooleanField(default=True)
    quiet_from_hour = fields.SmallIntField(default=22)
    quiet_to_hour = fields.SmallIntField(default=8)

    class Meta:
        table = "message_settings"


class MessageChoice(Model):
    """One switch somebody moved: this kind of message by this way, or not."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField()
    kind = fields.CharEnumField(MessageKind, max_length=20)
    way = fields.CharEnumField(MessageWay, max_length=10)
    wanted = fields.BooleanField()

    class Meta:
        table = "message_choice"
        unique_together = (("account_id", "kind", "way"),)


class Subscription(Model):
    """订阅消息: how many messages of a template a person still agreed to, one for each."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField()
    template = fields.CharEnumField(MessageTemplate, max_length=20)
    consents = fields.IntField(default=0)
    refused = fields.BooleanField(default=False)
    answered_at = fields.DatetimeField()

    class Meta:
        table = "subscription"
        unique_together = (("account_id", "template"),)


class Outgoing(Model):
    """Something to send outside, taken by the worker with a deadline, tried until it goes.

    Its id is made of the journal entry, the kind, the way and the receiver: the same thing can
    not be written twice, and a gateway that is given the id twice can drop the second.
    """

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
    entry_id: Any = fields.BigIntField(null=True)
    kind: Any = fields.CharEnumField(MessageKind, max_length=20, null=True)
    party_id: Any = fields.UUIDField(null=True)
    account_id: Any = fields.UUIDField(null=True)
    subject_kind = fields.CharField(max_length=40, default="", db_default="")
    subject_id: Any = fields.UUIDField(null=True)
    subject_no = fields.CharField(max_length=40, default="", db_default="")
    fall_back = fields.CharField(max_length=60, default="", db_default="")
    urgent = fields.BooleanField(default=False, db_default=False)
    unsure = fields.BooleanField(default=False, db_default=False)
    written_at: Any = fields.DatetimeField(null=True)
    not_after: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "outgoing"
        indexes = [Index(fields=("written_at",))]
