"""Roadshows at the store: the event, its running order, who is invited, one-to-one meetings."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm.base import OF_INSTITUTION, Row
from vocabulary.events import InvitationState, RoadshowState, RunItemKind
from vocabulary.parties import PartyKind

# What is not yet, or no more, announced is the presenter's and the operator's business alone.
_ANNOUNCED = [
    RoadshowState.SCHEDULED,
    RoadshowState.SET_UP,
    RoadshowState.OPEN,
    RoadshowState.RUNNING,
    RoadshowState.DEBRIEFED,
    RoadshowState.ARCHIVED,
]


class Roadshow(Row):
    """路演: what an institution presents to enterprises at the store.

    `seats_planned` and `row_seats` are those of the room it was given. `item_no` is the part of
    the running order that is on now; 0 before the first.
    """

    subject: ClassVar[str] = "roadshow"
    sits = OF_INSTITUTION

    roadshow_no = fields.CharField(max_length=40, unique=True)
    state = fields.CharEnumField(RoadshowState, max_length=20, db_index=True)
    institution_id = fields.UUIDField(db_index=True)
    institution_name = fields.CharField(max_length=120)
    topic = fields.CharField(max_length=80)
    introduction = fields.CharField(max_length=1000, default="")
    headcount = fields.IntField()
    equipment_request = fields.CharField(max_length=300, default="")
    begins_at = fields.DatetimeField(db_index=True)
    ends_at = fields.DatetimeField()
    room_id: Any = fields.UUIDField(null=True)
    room_name = fields.CharField(max_length=40, default="")
    seats_planned = fields.IntField(default=0)
    row_seats = fields.IntField(default=0)
    item_no = fields.IntField(default=0)
    item_title = fields.CharField(max_length=120, default="")
    next_title = fields.CharField(max_length=120, default="")
    run_minutes = fields.IntField(default=0)
    checks_open = fields.IntField(default=0)
    attended = fields.IntField(default=0)
    summary = fields.CharField(max_length=2000, default="")
    improvements = fields.CharField(max_length=1000, default="")

    class Meta:
        table = "roadshow"

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet["Roadshow"]:
        """The presenter and the operator; enterprises, once it is announced."""
        if party_kind is PartyKind.OPERATOR:
            return cls.all()
        if party_kind is PartyKind.ENTERPRISE:
            return cls.filter(Q(state__in=_ANNOUNCED) | Q(institution_id=party_id))
        return cls.filter(institution_id=party_id)

    def number(self) -> str:
        """路演编号."""
        return self.roadshow_no

    def facts(self) -> dict[str, Any]:
        """What the messages and the wall follow."""
        return {
            "topic": self.topic,
            "institution_name": self.institution_name,
            "begins_at": self.begins_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "room_name": self.room_name,
            "seats_planned": self.seats_planned,
            "row_seats": self.row_seats,
            "item_no": self.item_no,
            "item_title": self.item_title,
            "next_title": self.next_title,
            "attended": self.attended,
        }


class RunItem(Model):
    """One part of a running order: who speaks, how long, and when it really began."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    roadshow_id = fields.UUIDField()
    no = fields.IntField()
    kind = fields.CharEnumField(RunItemKind, max_length=20)
    title = fields.CharField(max_length=80)
    speaker = fields.CharField(max_length=40, default="")
    minutes = fields.IntField()
    begun_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "run_item"
        unique_together = (("roadshow_id", "no"),)


class Invitation(Model):
    """An enterprise that was asked to come, and what it answered."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    roadshow_id = fields.UUIDField()
    enterprise_id = fields.UUIDField(db_index=True)
    enterprise_name = fields.CharField(max_length=120)
    state = fields.CharEnumField(InvitationState, max_length=20, default=InvitationState.INVITED)
    people = fields.IntField(default=0)
    invited_at = fields.DatetimeField()
    answered_at: Any = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"
        unique_together = (("roadshow_id", "enterprise_id"),)


class OneToOne(Model):
    """一对一对接: a span for one enterprise with the presenter, free until somebody takes it."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    roadshow_id = fields.UUIDField(db_index=True)
    institution_id = fields.UUIDField(db_index=True)
    begins_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    enterprise_id: Any = fields.UUIDField(null=True, db_index=True)
    enterprise_name = fields.CharField(max_length=120, default="")

    class Meta:
        table = "one_to_one"
