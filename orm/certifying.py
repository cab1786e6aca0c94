"""What an enterprise hands in to be certified: papers, hand-ins, authorisations, its face."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import EncryptedText
from vocabulary.grades import Grade
from vocabulary.seeing import DocumentKind


class Paper(Model):
    """One picture of a document. Its bytes lie in the object store, sealed under `key`.

    The key is of this picture alone and is itself sealed in its column: rotation rewrites the
    column and no file, and whoever destroys the key destroys the picture.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    enterprise_id = fields.UUIDField(db_index=True)
    account_id = fields.UUIDField()
    kind = fields.CharEnumField(DocumentKind, max_length=20)
    key: Any = EncryptedText(Grade.SECRET, null=True)
    object_key = fields.CharField(max_length=64)
    blind = fields.CharField(max_length=64, db_index=True)  # of the picture: the same one again
    media = fields.CharField(max_length=40)
    size_bytes = fields.IntField()
    reading: Any = EncryptedText(null=True)  # JSON; None when nothing could be read
    portrait: Any = EncryptedText(Grade.SECRET, null=True)  # Base64; erased with the decision
    flaw = fields.CharField(max_length=20, default="")
    handed_in = fields.BooleanField(default=False)
    at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "certification_paper"


class HandIn(Model):
    """What was handed in at one time, how the checks came out, and what the operator marked.

    Rows are only added; `checks` and `marks` are written once each.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    certification_id = fields.UUIDField()
    serial = fields.SmallIntField()
    account_name = fields.CharField(max_length=60)
    form = EncryptedText()  # JSON of what was filled in
    licence_id: Any = fields.UUIDField(null=True)
    id_front_id: Any = fields.UUIDField(null=True)
    id_back_id: Any = fields.UUIDField(null=True)
    authorization_id = fields.UUIDField()
    face_check_id: Any = fields.UUIDField(null=True)
    at = fields.DatetimeField()
    checks: Any = EncryptedText(null=True)  # JSON
    rules_version = fields.SmallIntField(null=True)
    checked_at: Any = fields.DatetimeField(null=True)
    marks: Any = EncryptedText(null=True)  # JSON
    marked_by = fields.CharField(max_length=60, default="")
    marked_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "certification_hand_in"
        unique_together = (("certification_id", "serial"),)


class CreditAuthorization(Model):
    """征信授权书 as accepted: by whom, from where, which words, for what, until when."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    enterprise_id = fields.UUIDField(db_index=True)
    account_id = fields.UUIDField()
    purpose = fields.CharField(max_length=40)
    text_version = fields.CharField(max_length=20)
    text = fields.TextField()
    text_sha256 = fields.CharField(max_length=64)
    signer_name = EncryptedText()
    signed_at = fields.DatetimeField()
    address = fields.CharField(max_length=64)
    expires_on = fields.DateField()
    withdrawn_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "credit_authorization"


class FaceCheck(Model):
    """Somebody before a camera, under one consent, compared with the portrait of one ID card.

    Or before WeChat's camera, which says whether they are whom the card names; `verification` is
    what that is asked with, until it is answered. Neither frames nor a template are kept.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    enterprise_id = fields.UUIDField(db_index=True)
    account_id = fields.UUIDField()
    paper_id = fields.UUIDField()
    consent_id: Any = fields.UUIDField(null=True)  # None: under a text of before, good no more
    challenge_id: Any = fields.UUIDField(null=True)
    verification: Any = EncryptedText(Grade.SECRET, null=True)  # JSON
    begun_at = fields.DatetimeField()
    shown_at: Any = fields.DatetimeField(null=True)
    finding = fields.CharField(max_length=20, default="")

    class Meta:
        table = "certification_face_check"
