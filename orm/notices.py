"""What the operator makes known: the notice, its published versions, its files, who read it."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import Row
from orm.fields import EncryptedText, graded
from vocabulary.grades import Grade
from vocabulary.notices import Audience, NoticeKind, NoticeState
from vocabulary.parties import PartyKind, Seat


class Notice(Row):
    """通知公告: its text as it stands. While it is published the text does not change.

    `told_until` is the last party that was told of this version, `told_at` the moment when all
    had been; the other two say the same of the short message before a deadline.
    """

    subject: ClassVar[str] = "notice"

    notice_no = graded(fields.CharField(max_length=40, unique=True), Grade.PUBLIC)
    state = fields.CharEnumField(NoticeState, max_length=20, db_index=True)
    kind = graded(fields.CharEnumField(NoticeKind, max_length=20), Grade.PUBLIC)
    title = graded(fields.CharField(max_length=100), Grade.PUBLIC)
    body = graded(fields.TextField(), Grade.PUBLIC)
    audience = graded(fields.CharEnumField(Audience, max_length=20), Grade.PUBLIC)
    issuer = graded(fields.CharField(max_length=60, default=""), Grade.PUBLIC)
    document_no = graded(fields.CharField(max_length=60, default=""), Grade.PUBLIC)
    basis = graded(fields.CharField(max_length=300, default=""), Grade.PUBLIC)
    link = graded(fields.CharField(max_length=300, default=""), Grade.PUBLIC)
    industries: Any = fields.JSONField(default=list)
    regions: Any = fields.JSONField(default=list)
    sizes: Any = fields.JSONField(default=list)
    loan_kinds: Any = fields.JSONField(default=list)
    valid_from: Any = graded(fields.DateField(), Grade.PUBLIC)
    valid_until: Any = graded(fields.DateField(null=True), Grade.PUBLIC)
    deadline_on: Any = graded(fields.DateField(null=True), Grade.PUBLIC)
    attachment_ids: Any = fields.JSONField(default=list)
    pinned = graded(fields.BooleanField(default=False), Grade.PUBLIC)
    version_no = graded(fields.SmallIntField(default=0), Grade.PUBLIC)  # 0: never published
    published_at: Any = graded(fields.DatetimeField(null=True), Grade.PUBLIC)
    written_by_id = fields.UUIDField()
    reason = fields.CharField(max_length=500, default="")
    told_until: Any = fields.UUIDField(null=True)
    told_at: Any = fields.DatetimeField(null=True)
    reminded_until: Any = fields.UUIDField(null=True)
    reminded_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "notice"
        indexes = [Index(fields=("state", "published_at"))]

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["Notice"]:
        """The operator's desk; everybody else knows of what is published."""
        del party_id  # asked for by the kernel
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        return cls.filter(state=NoticeState.PUBLISHED)

    def seats(self) -> Mapping[Seat, UUID | None]:
        """No seats; the operator sits at every row."""
        return {}

    def number(self) -> str:
        """通知编号."""
        return self.notice_no

    def facts(self) -> dict[str, Any]:
        """What it is, for whom, and in which version."""
        return {
            "notice_kind": self.kind.value,
            "title": self.title,
            "audience": self.audience.value,
            "version_no": self.version_no,
            "pinned": self.pinned,
        }


class NoticeVersion(Model):
    """One version as it was published, word for word, and from when until when it stood."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    notice_id = fields.UUIDField()
    version_no = fields.SmallIntField()
    terms: Any = fields.JSONField()
    published_at = fields.DatetimeField()
    withdrawn_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "notice_version"
        unique_together = (("notice_id", "version_no"),)


class NoticeAttachment(Model):
    """A file beside a notice. Its bytes lie sealed in the object store."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = graded(fields.CharField(max_length=120), Grade.PUBLIC)
    media = graded(fields.CharField(max_length=100), Grade.PUBLIC)
    size_bytes = graded(fields.IntField(), Grade.PUBLIC)
    sha256 = fields.CharField(max_length=64)
    object_key = fields.CharField(max_length=64)
    key: Any = EncryptedText(Grade.SECRET)
    account_id = fields.UUIDField()
    at = fields.DatetimeField()

    class Meta:
        table = "notice_attachment"


class NoticeReading(Model):
    """That one person opened one version of a notice. No row: still unread."""

    id = fields.BigIntField(primary_key=True, generated=True)
    account_id = fields.UUIDField()
    notice_id = fields.UUIDField()
    version_no = fields.SmallIntField()
    read_at = fields.DatetimeField()

    class Meta:
        table = "notice_reading"
        unique_together = (("account_id", "notice_id", "version_no"),)
