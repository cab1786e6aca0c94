"""Rows made of what a database returned, as Tortoise makes them, in a third of the time.

asyncpg gives UUIDs, moments, numbers and text as they are wanted; Tortoise converts each of them
again. Only what really differs is converted here: enums, JSON, sealed text. SQLite gives text for
nearly everything, so there Tortoise does it. `tests/kernel` holds the two equal.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from tortoise.fields import DatetimeField, UUIDField
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.models import Model

from orm import raw

M = TypeVar("M", bound=Model)

Convert = Callable[[Any], Any]
_AS_TORTOISE_DOES = {"_partial": False, "_saved_in_db": True}


def made(table: type[M], found: Iterable[Mapping[str, Any]]) -> list[M]:
    """The rows of a table, from whole rows of the database (more columns do no harm)."""
    if not raw.is_postgres():
        return [table._init_from_db(**each) for each in found]  # noqa: SLF001 -- as Tortoise does
    same, converted, always = _plan(table)
    rows = []
    for each in found:
        row = table.__new__(table)
        row.__dict__.update(always)
        row._await_when_save = {}  # noqa: SLF001
        row.__dict__.update([(attribute, each[column]) for column, attribute in same])
        for column, attribute, convert in converted:
            row.__dict__[attribute] = convert(each[column])
        rows.append(row)
    return rows


@cache
def _plan(
    table: type[Model],
) -> tuple[list[tuple[str, str]], list[tuple[str, str, Convert]], dict[str, Any]]:
    """Which columns are taken as they are, which are converted and how, what every row has."""
    meta = table._meta  # noqa: SLF001 -- Tortoise has no other
    same = [(column, attribute) for column, attribute, _ in meta.db_native_fields]
    converted = []
    for column, attribute, field in meta.db_default_fields + meta.db_complex_fields:
        if isinstance(field, UUIDField | DatetimeField):
            same.append((column, attribute))
        else:
            converted.append((column, attribute, _conversion(field)))
    generated = meta.db_pk_column in meta.generated_db_fields
    return same, converted, _AS_TORTOISE_DOES | {"_custom_generated_pk": not generated}


def _conversion(field: Any) -> Convert:
    """An enum's members are looked up; a value that is none raises, as it does in Tortoise."""
    if isinstance(field, CharEnumFieldInstance):
        known: dict[Any, Any] = {each.value: each for each in field.enum_type}
        return (known | {None: None}).__getitem__
    convert: Convert = field.to_python_value
    return convert
