"""The journal: who did what to which row. Written once, never changed, sealed in order."""

from typing import Any

import msgspec
from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from orm.fields import EncryptedText, graded
from vocabulary.grades import Grade

ENTRY_COLUMNS = (  # what an act says; never changed once written
    "code",
    "subject_kind",
    "subject_id",
    "subject_no",
    "flow",
    "version",
    "actor_kind",
    "actor_id",
    "actor_name",
    "party_id",
    "party_name",
    "terminal",
    "address",
    "request_id",
    "from_state",
    "to_state",
    "reason",
    "terms",
    "facts",
    "changes",
    "at",
)


def encode(value: Any) -> str:
    """JSON with sorted keys: the same facts are always the same bytes."""
    return msgspec.json.encode(value, order="sorted").decode()


def decode(text: str | bytes) -> Any:
    """What `encode` wrote."""
    return msgspec.json.decode(text)


class JournalEntry(Model):
    """One act. It is the audit trail, the event, and the line on the progress page."""

    id = fields.BigIntField(primary_key=True, generated=True)
    code = fields.CharField(max_length=80, db_index=True)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.UUIDField()
    subject_no = fields.CharField(max_length=60, default="")
    flow = fields.CharField(max_length=40, default="")
    version = fields.SmallIntField(default=0)
    actor_kind = fields.CharField(max_length=10)
    actor_id = fields.UUIDField(db_index=True)
    actor_name = fields.CharField(max_length=60, default="")
    party_id = fields.UUIDField(db_index=True)
    party_name = fields.CharField(max_length=120, default="")
    terminal = fields.CharField(max_length=20, default="")
    address = fields.CharField(max_length=64, default="")
    request_id = fields.CharField(max_length=64, default="")
    from_state = fields.CharField(max_length=40, default="")
    to_state = fields.CharField(max_length=40, default="")
    reason = fields.CharField(max_length=500, default="")
    terms: Any = fields.JSONField(null=True, encoder=encode, decoder=decode)
    facts: Any = fields.JSONField(null=True, encoder=encode, decoder=decode)
    changes: Any = fields.JSONField(null=True, encoder=encode, decoder=decode)
    at = fields.DatetimeField(db_index=True)
    seal_no: Any = fields.BigIntField(null=True)
    link = graded(fields.CharField(max_length=64, default=""), Grade.PUBLIC)

    class Meta:
        table = "journal"
        indexes = [Index(fields=("seal_no", "id")), Index(fields=("subject_id", "seal_no", "id"))]


class Seal(Model):
    """One sealed batch: the order of its entries, and the hash that chains it to the last."""

    no = fields.BigIntField(primary_key=True, generated=True)
    entries = fields.IntField()
    total = fields.BigIntField()
    prev = graded(fields.CharField(max_length=64), Grade.PUBLIC)
    hash = graded(fields.CharField(max_length=64), Grade.PUBLIC)
    at = fields.DatetimeField()

    class Meta:
        table = "seal"


class Follower(Model):
    """How far one follower of the journal has come."""

    name = fields.CharField(max_length=40, primary_key=True)
    seal_no = fields.BigIntField(default=0)
    entry_id = fields.BigIntField(default=0)

    class Meta:
        table = "follower"


class Parked(Model):
    """An entry that could not be carried, and is tried again."""

    id = fields.BigIntField(primary_key=True, generated=True)
    follower = fields.CharField(max_length=40)
    entry_id = fields.BigIntField()
    subject_id = fields.UUIDField(db_index=True)
    tries = fields.IntField(default=0)
    next_at = fields.DatetimeField(db_index=True)
    error = fields.CharField(max_length=300, default="")

    class Meta:
        table = "parked"
        unique_together = (("follower", "entry_id"),)


class SubjectKey(Model):
    """The key of one subject's personal data in the journal, destroying it erases them."""

    subject_id = fields.UUIDField(primary_key=True)
    key = EncryptedText(Grade.SECRET)

    class Meta:
        table = "subject_key"


class Answer(Model):
    """The answer given under an idempotency key, committed with the act it answers."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField()
    key = fields.CharField(max_length=64)
    claim = fields.UUIDField()
    body_hash = fields.CharField(max_length=64)
    body: Any = EncryptedText(null=True)
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "answer"
        unique_together = (("account_id", "key"),)


class Lease(Model):
    """Who leads a kind of background work, and until when."""

    name = fields.CharField(max_length=40, primary_key=True)
    holder = fields.CharField(max_length=64)
    until = fields.DatetimeField()

    class Meta:
        table = "lease"


class Counter(Model):
    """The next block of readable numbers of one kind and day."""

    name = fields.CharField(max_length=40, primary_key=True)
    next_value = fields.BigIntField(default=1)

    class Meta:
        table = "counter"


class DueJob(Model):
    """When a job is due, and how it last went."""

    name = fields.CharField(max_length=60, primary_key=True)
    next_at = fields.DatetimeField(db_index=True)
    last_at: Any = fields.DatetimeField(null=True)
    tries = fields.IntField(default=0)
    last_error = fields.CharField(max_length=300, default="")

    class Meta:
        table = "due_job"
