"""What every table with a flow has, and who may see a row."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from vocabulary.parties import PartyKind, Seat

AT_A_LOAN: Mapping[Seat, str] = {
    Seat.ENTERPRISE: "enterprise_id",
    Seat.BANK: "bank_id",
    Seat.INSURER: "insurer_id",
    Seat.GUARANTOR: "guarantor_id",
}
OF_ENTERPRISE: Mapping[Seat, str] = {Seat.ENTERPRISE: "enterprise_id"}
OF_INSTITUTION: Mapping[Seat, str] = {Seat.INSTITUTION: "institution_id"}
OF_PLATFORM: Mapping[Seat, str] = {Seat.PLATFORM: "operator_id"}


def seated_at(sits: Mapping[Seat, str], party_id: UUID) -> Q:
    """The party sits at one of these seats."""
    places: list[dict[str, Any]] = [{column: party_id} for column in sits.values()]
    return Q(*(Q(**place) for place in places), join_type=Q.OR)


class Row(Model):
    """A row someone owns. Read it through `visible_to`, never through `filter` alone.

    `flow` and `version` name the table of steps the row began under and will finish under.
    `sits` says which column holds who sits where; the operator sits at every row.
    """

    subject: ClassVar[str]
    sits: ClassVar[Mapping[Seat, str]] = {}
    state: Any

    id = fields.UUIDField(primary_key=True, default=uuid4)
    flow = fields.CharField(max_length=40)
    version = fields.SmallIntField()
    expected_on = fields.DateField(null=True, db_index=True)
    created_at = fields.DatetimeField(db_index=True)
    updated_at = fields.DatetimeField()

    class Meta:
        abstract = True

    @classmethod
    def visible_to(cls, party_id: UUID, party_kind: PartyKind) -> QuerySet[Self]:
        """The rows this party sits at, all to the operator; where nobody sits, the table says."""
        if not cls.sits:
            raise NotImplementedError(f"{cls.__name__} does not say who may see it")
        return cls.all() if party_kind is PartyKind.OPERATOR else cls.filter(cls.seated(party_id))

    @classmethod
    def seated(cls, party_id: UUID) -> Q:
        """The party sits at the row."""
        return seated_at(cls.sits, party_id)

    def seats(self) -> Mapping[Seat, UUID | None]:
        """Who sits where at this row; a free seat is None."""
        return {seat: getattr(self, column) for seat, column in self.sits.items()}

    def is_open_to_pool(self) -> bool:
        """May any bank take this row on?"""
        return False

    def number(self) -> str:
        """The number by which people speak of the row."""
        return str(self.id)

    def facts(self) -> dict[str, Any]:
        """What followers of the journal need to know, grade 2 at most, frozen per entry."""
        return {}


def label(value: StrEnum | None) -> str:
    """An enum's value for the journal; empty where there is none."""
    return "" if value is None else str(value.value)
