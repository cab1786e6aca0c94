"""Ledgers on their way out: a small table of columns each, read in batches, masked, journalled.

A ledger says what stands under which head and how a value of the database is said. What leaves
is read while it is written, so no ledger is ever whole in memory.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from tortoise.expressions import Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.journal import witness
from domain.kernel.refusal import Unmet
from orm import acting, raw
from orm.fields import EncryptedText
from vocabulary.grades import Grade
from vocabulary.rights import Right

EXPORT_ROWS_MAX = 100_000
BATCH_ROWS = 5_000
FEN = 100
# What a spreadsheet takes for the beginning of a formula, when the cell is edited or copied on.
_FORMULA = re.compile(r"(?:^|\n)[=+\-@\t\r]")

Cell = str | int | float | date | None
Say = Callable[[Sequence[Any]], Iterable[Cell]]  # a batch of one column at a time
Names = Callable[[set[Any]], Awaitable[Mapping[Any, str]]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, where it stands in the table, and how its value is said.

    `names` is asked once a batch for what the values stand for. From `Grade.PERSONAL` on a column
    says how it is masked; it is shown in full only to holders of the ledger's `bare`.
    """

    head: str
    field: str
    say: Say
    grade: Grade = Grade.INTERNAL
    mask: Callable[[str], str] | None = None
    names: Names | None = None
    wide: float = 16


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger that may leave as a spreadsheet.

    `code` is what the journal calls the export; `order` the fields by which it is read, `-` for
    downwards, the last of them unique; `bare` the right to see personal columns in full.
    """

    title: str
    code: str
    right: Right
    order: tuple[str, ...]
    columns: tuple[Column, ...]
    bare: Right | None = None

    def __post_init__(self) -> None:
        for column in self.columns:
            assert column.grade < Grade.SECRET, f"{column.head}: grade 4 never leaves"
            assert column.grade < Grade.PERSONAL or column.mask, f"{column.head} needs its mask"
        heads = [column.head for column in self.columns]
        assert len(heads) == len(set(heads)), f"{self.title}: a head stands twice"

    @property
    def subject_kind(self) -> str:
        """What is exported, as the journal calls it."""
        return self.code.partition(".")[0]


class Sheet:
    """A spreadsheet to be: its title, its columns, and its rows, batch by batch."""

    def __init__(
        self, ledger: Ledger, count: int, batches: AsyncIterator[list[dict[str, Cell]]]
    ) -> None:
        self.title = ledger.title
        self.widths = {column.head: column.wide for column in ledger.columns}
        self.count = count
        self.batches = batches


async def leave(ledger: Ledger, rows: QuerySet[Any], *, by: Actor) -> Sheet:
    """Let a ledger leave: refuse without the right or above the limit, then journal it."""
    by.needs(ledger.right)
    count = await rows.count()
    if count > EXPORT_ROWS_MAX:
        raise Unmet(f"一次最多导出 {EXPORT_ROWS_MAX} 行，请缩小筛选范围后再导出")
    await witness(ledger.code, ledger.subject_kind, by.party_id, by=by, reason=f"共 {count} 行")
    bare = ledger.bare is not None and ledger.bare in by.rights
    return Sheet(ledger, count, _batches(ledger, rows, bare=bare))


async def _batches(
    ledger: Ledger, rows: QuerySet[Any], *, bare: bool
) -> AsyncIterator[list[dict[str, Cell]]]:
    """The rows as cells; where the next batch begins is found by the order, never by counting."""
    heads = [column.head for column in ledger.columns]
    keys = [part.lstrip("-") for part in ledger.order]
    wanted = [column.field for column in ledger.columns] + keys
    last: Sequence[Any] | None = None
    left = EXPORT_ROWS_MAX
    while left > 0:
        some = rows if last is None else rows.filter(_after(ledger.order, last))
        asked = some.order_by(*ledger.order).limit(min(BATCH_ROWS, left)).values_list(*wanted)
        asking = acting.compiled(asked)  # type: ignore[arg-type]  # compiles like any query
        found = await raw.tuples(asking.text, asking.values)
        if not found:
            return
        across = list(zip(*found, strict=True))
        said = [
            await _said(column, rows.model, values, bare=bare)
            for column, values in zip(ledger.columns, across, strict=False)
        ]
        yield [dict(zip(heads, row, strict=False)) for row in zip(*said, strict=False)]
        last = tuple(found[-1])[len(heads) :]
        left -= len(found)


async def _said(
    column: Column, table: type[Model], values: Sequence[Any], *, bare: bool
) -> Iterable[Cell]:
    """A batch of one column as its cells."""
    field = table._meta.fields_map[column.field]  # noqa: SLF001 -- Tortoise has no other
    if isinstance(field, EncryptedText):
        values = [field.to_python_value(value) for value in values]
    if column.names is not None:
        known = await column.names({value for value in values if value is not None})
        values = [known.get(value, "") for value in values]
    if column.grade >= Grade.PERSONAL and not bare:
        assert column.mask is not None, "asked for by the ledger"
        values = [column.mask(value) if value else "" for value in values]
    return column.say(values)


def _after(order: Sequence[str], last: Sequence[Any]) -> Q:
    """What comes after a row in this order: it is behind by the first key, or equal and so on.

    That it is not before by the first key is said once more, for the index.
    """
    ways = []
    for place, part in enumerate(order):
        same = {name.lstrip("-"): value for name, value in zip(order[:place], last, strict=False)}
        sign = "lt" if part.startswith("-") else "gt"
        ways.append(Q(**same, **{f"{part.lstrip('-')}__{sign}": last[place]}))
    first = order[0].lstrip("-")
    bound = Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": last[0]})
    return bound & reduce(or_, ways)


def text(values: Sequence[Any]) -> Iterable[Cell]:
    """Text, never the beginning of a formula: what looks like one is set apart by an apostrophe."""
    if None in values:
        values = [value or "" for value in values]
    if _FORMULA.search("\n".join(values)) is None:
        return values
    return [f"'{value}" if _FORMULA.match(value) else value for value in values]


def yuan(values: Sequence[Any]) -> Iterable[Cell]:
    """Money in yuan."""
    return [None if fen is None else fen / FEN for fen in values]


def whole(values: Sequence[Any]) -> Iterable[Cell]:
    """Numbers that are no money."""
    return values


def day(values: Sequence[Any]) -> Iterable[Cell]:
    """Business dates; SQLite gives them as text."""
    return [date.fromisoformat(each) if isinstance(each, str) else each for each in values]


def day_of(values: Sequence[Any]) -> Iterable[Cell]:
    """The business dates of moments."""
    moments = [datetime.fromisoformat(each) if isinstance(each, str) else each for each in values]
    return [None if each is None else clock.date_of(each) for each in moments]


class _Known(dict[Any, str]):
    """The Chinese of codes; a code nobody knows is shown as it is."""

    def __missing__(self, code: Any) -> str:
        return str(code)


def label(labels: Mapping[Any, str]) -> Say:
    """Coded values, in Chinese."""
    known = _Known({getattr(code, "value", code): said for code, said in labels.items()})
    known[None] = ""
    return lambda values: map(known.__getitem__, values)
