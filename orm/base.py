"""What every table with a flow has, and who may see a row."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.models import Model
from tortoise.queryset import QuerySet

from vocabulary.parties import PartyKind, Seat


class Row(Model):
    """A row someone owns. Read it through `visible_to`, never through `filter` alone.

    `flow` and `version` name the table of steps the row began under and will finish under.
    """

    subject: ClassVar[str]
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
        """The rows this party may know of. Nothing, unless the table says otherwise."""
        raise NotImplementedError(f"{cls.__name__} does not say who may see it")

    def seats(self) -> Mapping[Seat, UUID | None]:
        """Who sits where at this row; a free seat is None."""
        raise NotImplementedError

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
