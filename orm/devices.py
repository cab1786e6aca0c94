"""The store's terminals, and log-ins at them that wait for a yes on somebody's own device."""

from typing import Any
from uuid import uuid4

from tortoise import fields
from tortoise.models import Model

from orm.fields import graded
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.grades import Grade


class Device(Model):
    """A piece of the store's hardware.

    A kiosk speaks with a token of which only the digest is kept; whatever reports its health has
    a key pair of its own, of which only the public half is here. What has no computer (a camera,
    a printer) is spoken for by its `reporter`.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    kind = fields.CharEnumField(DeviceKind, max_length=20)
    name = fields.CharField(max_length=40)
    zone = fields.CharEnumField(Zone, max_length=20)
    custodian = fields.CharField(max_length=60)
    state = fields.CharEnumField(DeviceState, max_length=20, default=DeviceState.WAITING)
    code_digest: Any = graded(fields.CharField(max_length=64, null=True), Grade.INTERNAL)
    code_until: Any = fields.DatetimeField(null=True)
    token_digest: Any = graded(
        fields.CharField(max_length=64, null=True, unique=True), Grade.INTERNAL
    )
    created_at = fields.DatetimeField(db_index=True)
    activated_at: Any = fields.DatetimeField(null=True)
    retired_at: Any = fields.DatetimeField(null=True)
    seen_at: Any = fields.DatetimeField(null=True)
    parent_id: Any = fields.UUIDField(null=True)
    reporter_id: Any = fields.UUIDField(null=True)
    public_key: Any = graded(fields.CharField(max_length=44, null=True), Grade.INTERNAL)
    blocked_at: Any = fields.DatetimeField(null=True)
    maintenance_days: Any = fields.SmallIntField(null=True)
    maintained_on: Any = fields.DateField(null=True)
    window_days = fields.CharField(max_length=7, default="", db_default="")
    window_from = fields.CharField(max_length=5, default="", db_default="")
    window_to = fields.CharField(max_length=5, default="", db_default="")
    maintenance_until: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "device"


class ScanLogIn(Model):
    """A log-in at a kiosk that waits for its owner to agree elsewhere. Good once, for minutes."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    device_id = fields.UUIDField(db_index=True)
    secret_digest = graded(fields.CharField(max_length=64), Grade.INTERNAL)
    number = fields.CharField(max_length=2)
    wrong_numbers = fields.SmallIntField(default=0)
    account_id: Any = fields.UUIDField(null=True)
    expires_at = fields.DatetimeField(db_index=True)
    used_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "scan_log_in"
