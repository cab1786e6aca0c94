"""What visits and roadshows share: who came, what was checked, asked, needed, and kept of them."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import EncryptedText, money
from vocabulary.events import EventKind, SetUpItem, SignInWay
from vocabulary.grades import Grade


class Attendee(Model):
    """Somebody who is expected, or has signed in. A seat is given to one person, once."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField(db_index=True)
    party_id: Any = fields.UUIDField(null=True, db_index=True)
    account_id: Any = fields.UUIDField(null=True, db_index=True)
    name = EncryptedText()
    phone = EncryptedText()
    company = fields.CharField(max_length=120, default="")
    way = fields.CharEnumField(SignInWay, max_length=20, null=True)
    signed_in_at: Any = fields.DatetimeField(null=True)
    seat_no: Any = fields.IntField(null=True)
    stars: Any = fields.SmallIntField(null=True)
    comment = fields.CharField(max_length=300, default="")
    rated_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "attendee"
        unique_together = (("event_id", "account_id"), ("event_id", "seat_no"))


class OfflineArrival(Model):
    """Somebody whom a kiosk took in without a line, under the kiosk's own id of it.

    `refusal` says why that is no attendance by itself; then the store settles it by hand.
    """

    id = fields.UUIDField(primary_key=True)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField(db_index=True)
    kiosk_id = fields.UUIDField()
    kiosk_name = fields.CharField(max_length=40)
    attendee_id: Any = fields.UUIDField(null=True, db_index=True)
    account_id: Any = fields.UUIDField(null=True)
    way = fields.CharEnumField(SignInWay, max_length=20)
    arrived_at = fields.DatetimeField()
    received_at = fields.DatetimeField()
    refusal = fields.CharField(max_length=200, default="")
    settled_at: Any = fields.DatetimeField(null=True)
    settled_by_name = fields.CharField(max_length=60, default="")

    class Meta:
        table = "offline_arrival"


class EventCheck(Model):
    """One line of a checklist: by when it is due, who has done it, whether the guide was warned."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField()
    item = fields.CharEnumField(SetUpItem, max_length=20)
    due_at = fields.DatetimeField(db_index=True)
    done_at: Any = fields.DatetimeField(null=True)
    done_by_name = fields.CharField(max_length=60, default="")
    note = fields.CharField(max_length=200, default="")
    warned_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "event_check"
        unique_together = (("event_id", "item"),)


class EventQuestion(Model):
    """A question of somebody there, and its answer."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField(db_index=True)
    party_id: Any = fields.UUIDField(null=True)
    party_name = fields.CharField(max_length=120, default="")
    question = fields.CharField(max_length=500)
    asked_at = fields.DatetimeField()
    answer = fields.CharField(max_length=1000, default="")
    answered_by_name = fields.CharField(max_length=120, default="")
    answered_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "event_question"


class EventNeed(Model):
    """A need that was heard, and the financing request that came of it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField(db_index=True)
    enterprise_id: Any = fields.UUIDField(null=True, db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    need = fields.CharField(max_length=500)
    amount_fen: Any = money(null=True)
    term_months: Any = fields.IntField(null=True)
    noted_by_name = fields.CharField(max_length=60)
    noted_at = fields.DatetimeField()
    application_id: Any = fields.UUIDField(null=True, unique=True)
    application_no = fields.CharField(max_length=40, default="")

    class Meta:
        table = "event_need"


class EventFile(Model):
    """影像资料: a picture, recording or document of an event, sealed under a key of its own."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    event_kind = fields.CharEnumField(EventKind, max_length=20)
    event_id = fields.UUIDField(db_index=True)
    party_id = fields.UUIDField()
    account_name = fields.CharField(max_length=60)
    name = EncryptedText()
    media = fields.CharField(max_length=100)
    size_bytes = fields.IntField()
    sha256 = fields.CharField(max_length=64)
    object_key = fields.CharField(max_length=64)
    key: Any = EncryptedText(Grade.SECRET)
    at = fields.DatetimeField()

    class Meta:
        table = "event_file"
