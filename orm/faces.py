"""Faces: what was consented to, the templates kept because of it, and challenges under way."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import EncryptedText
from vocabulary.faces import FacePurpose
from vocabulary.grades import Grade
from vocabulary.identity import Terminal


class FaceConsent(Model):
    """One person's yes to one text for one purpose, and when they took it back."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    account_id = fields.UUIDField(db_index=True)
    purpose = fields.CharEnumField(FacePurpose, max_length=20)
    text_version = fields.CharField(max_length=20)
    text_hash = fields.CharField(max_length=64)
    terminal = fields.CharEnumField(Terminal, max_length=20)
    given_at = fields.DatetimeField()
    withdrawn_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "face_consent"


class FaceTemplate(Model):
    """A face as numbers, sealed. Never a picture. Gone with its consent or its time."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    account_id = fields.UUIDField(unique=True)
    consent_id = fields.UUIDField()
    engine = fields.CharField(max_length=60)
    version = fields.CharField(max_length=60)
    vector = EncryptedText(Grade.SECRET)
    enrolled_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "face_template"


class FaceChallenge(Model):
    """What a person before a camera was asked to do: once, in time, at this terminal."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    purpose = fields.CharEnumField(
        FacePurpose, max_length=20, default=FacePurpose.LOG_IN, db_default="log_in"
    )
    device_id: Any = fields.UUIDField(null=True, db_index=True)
    account_id: Any = fields.UUIDField(null=True)
    asked: Any = fields.JSONField()
    expires_at = fields.DatetimeField(db_index=True)
    used_at: Any = fields.DatetimeField(null=True)
    failed = fields.BooleanField(default=False)

    class Meta:
        table = "face_challenge"
