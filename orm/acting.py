"""The statements of an act, made once per table: lock a visible row, write it with its entry.

The ORM builds its SQL anew for every query, which costs more than PostgreSQL needs to answer.
Here it is asked once, with stand-ins for whatever differs from act to act; `tests/kernel` holds
the outcome against the ORM's own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from orm import raw
from orm.base import Row
from orm.journal import ENTRY_COLUMNS, encode
from orm.making import made
from vocabulary.parties import PartyKind

R = TypeVar("R", bound=Row)
M = TypeVar("M", bound=Model)

ENTRY = (*ENTRY_COLUMNS, "link")
_EXPLAIN = f"INSERT INTO journal ({', '.join(ENTRY)}) VALUES ({', '.join('?' * len(ENTRY))})"  # noqa: S608 -- names of columns
_SOMEBODY = UUID("a2b5c0de-0000-4000-8000-000000000001")
_SOMETHING = UUID("a2b5c0de-0000-4000-8000-000000000002")


@dataclass(frozen=True, slots=True)
class Asking:
    """A compiled question about one row: its text, and what goes where."""

    text: str
    values: tuple[Any, ...]

    def of(self, row_id: UUID, party_id: UUID) -> list[Any]:
        """The values, with the row and the party in their places, as the dialect wants them."""
        if _SOMETHING in self.values:
            return [
                row_id if value is _SOMETHING else party_id if value is _SOMEBODY else value
                for value in self.values
            ]
        known = {str(_SOMETHING): str(row_id), str(_SOMEBODY): str(party_id)}
        return [known.get(value, value) for value in self.values]


def one_of(seen: Callable[[UUID, PartyKind], QuerySet[R]], kind: PartyKind) -> QuerySet[R]:
    """The question for some row among those that some party of a kind sees."""
    return seen(_SOMEBODY, kind).filter(id=_SOMETHING)


def compiled(asked: QuerySet[M]) -> Asking:
    """The text and the values of a query, as Tortoise would send them."""
    asked._choose_db_if_not_chosen()  # noqa: SLF001 -- Tortoise compiles in no other way
    asked._make_query()  # noqa: SLF001
    text, values = asked.query.get_parameterized_sql()
    return Asking(text, tuple(values))


async def fetch(asked: QuerySet[M]) -> list[M]:
    """The whole rows of a query, made without Tortoise's detours."""
    asking = compiled(asked)
    return made(asked.model, await raw.sent(asking.text, asking.values))


@cache
def _locking(table: type[R], kind: PartyKind, dialect: str) -> Asking:
    assert dialect, "a text is of one dialect"
    return compiled(one_of(table.visible_to, kind).select_for_update())


@cache
def _looking(table: type[R], kind: PartyKind, dialect: str) -> Asking:
    assert dialect, "a text is of one dialect"
    return compiled(one_of(table.visible_to, kind))


async def lock(table: type[R], row_id: UUID, party_id: UUID, kind: PartyKind) -> R | None:
    """The row, locked until the transaction ends; None if this party may not know of it.

    `table.visible_to` must ask the same of every party of a kind: it is compiled once for all.
    """
    asking = _locking(table, kind, raw.dialect())
    return await _found(table, asking, row_id, party_id)


async def look(table: type[R], row_id: UUID, party_id: UUID, kind: PartyKind) -> R | None:
    """The row as it stands committed; None if this party may not know of it."""
    asking = _looking(table, kind, raw.dialect())
    return await _found(table, asking, row_id, party_id)


async def _found(table: type[R], asking: Asking, row_id: UUID, party_id: UUID) -> R | None:
    found = await raw.sent(asking.text, asking.of(row_id, party_id))
    return made(table, found)[0] if found else None


async def standing_of(parties: Sequence[UUID]) -> list[tuple[bool, bool]]:
    """Of each of these parties: is it certified, is it on hold?"""
    marks = ", ".join("?" * len(parties))
    text = f"SELECT certified, on_hold FROM party WHERE id IN ({marks})"  # noqa: S608 -- only marks
    return [
        (bool(row["certified"]), bool(row["on_hold"])) for row in await raw.rows(text, *parties)
    ]


async def explain(entry: Sequence[Any]) -> None:
    """Write an entry: its values in the order of `ENTRY`."""
    await raw.rows(_EXPLAIN, *entry)


async def write(row: Row, changed: Sequence[str], entry: Sequence[Any]) -> None:
    """Write what changed of a locked row, and the entry that explains it: one statement if it can.

    SQLite takes no UPDATE inside another statement; there a statement costs no journey.
    """
    names = tuple(changed)
    fields = row._meta.fields_map  # noqa: SLF001 -- Tortoise has no other
    values = [fields[name].to_db_value(getattr(row, name), row) for name in names]
    table = str(row._meta.db_table)  # noqa: SLF001
    if raw.is_postgres():
        await raw.rows(_both(table, names), *values, row.id, *entry)
        return
    await raw.rows(_update(table, names), *values, row.id)
    await explain(entry)


@cache
def _update(table: str, names: tuple[str, ...]) -> str:
    written = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table}" SET {written} WHERE id = ?'  # noqa: S608 -- names of columns


@cache
def _both(table: str, names: tuple[str, ...]) -> str:
    return f"WITH moved AS ({_update(table, names)}) {_EXPLAIN}"


def told(value: Any) -> str | None:
    """A JSON column's value as it is written."""
    return None if value is None else encode(value)
