"""The store's rooms and equipment, and for what and how long each is taken."""

from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model

from vocabulary.devices import Zone
from vocabulary.events import EquipmentKind


class Room(Model):
    """A room of the store. Its seats are numbered by rows of `row_seats`."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=40, unique=True)
    zone = fields.CharEnumField(Zone, max_length=20)
    seats = fields.IntField()
    row_seats = fields.IntField()
    in_use = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "room"


class Equipment(Model):
    """Pieces of one kind that the store lends for events."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(max_length=40, unique=True)
    kind = fields.CharEnumField(EquipmentKind, max_length=20)
    pieces = fields.IntField()
    in_use = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "equipment"


class Reservation(Model):
    """That a room, or some equipment, is taken for a span, until `released_at` if that is earlier.

    `subject_id` is the event it was made for, or the reservation's own id.
    """

    id = fields.UUIDField(primary_key=True, default=uuid4)
    subject_kind = fields.CharField(max_length=40)
    subject_id = fields.UUIDField(db_index=True)
    subject_no = fields.CharField(max_length=40, default="")
    title = fields.CharField(max_length=120)
    room_id: Any = fields.UUIDField(null=True, db_index=True)
    begins_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(db_index=True)
    made_by_name = fields.CharField(max_length=60, default="")
    made_at = fields.DatetimeField()
    released_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "reservation"
        indexes = (Index(fields=("begins_at",)),)


class EquipmentHold(Model):
    """How many pieces of one kind of equipment a reservation holds."""

    id = fields.BigIntField(primary_key=True, generated=True)
    reservation: fields.ForeignKeyRelation[Reservation] = fields.ForeignKeyField(
        "models.Reservation", related_name="holds", on_delete=fields.RESTRICT
    )
    reservation_id: UUID
    equipment_id = fields.UUIDField(db_index=True)
    pieces = fields.IntField()

    class Meta:
        table = "equipment_hold"
        unique_together = (("reservation_id", "equipment_id"),)
