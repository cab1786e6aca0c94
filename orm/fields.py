"""Columns that know their data grade, and text that is encrypted in the database."""

from typing import Any, TypeVar

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model

from orm.keyring import held
from vocabulary.grades import ENCRYPTED_FROM, Grade

Column = TypeVar("Column", bound=Field[Any])


def graded(column: Column, grade: Grade) -> Column:
    """Write a column's grade into its definition (and its comment in the database)."""
    column.description = f"grade {int(grade)}"
    return column


def grade_of(column: Field[Any]) -> Grade:
    """The data grade of a column. A column that says nothing is internal."""
    if column.description and column.description.startswith("grade "):
        return Grade(int(column.description.removeprefix("grade ")))
    return Grade.INTERNAL


class EncryptedText(Field[str], str):  # type: ignore[misc]  # Tortoise's own fields are built so
    """Text of grade 3 or 4: sealed bytes in the database, `str` in Python, never searchable."""

    __slots__ = ()
    indexable = False
    SQL_TYPE = "BLOB"

    class _db_postgres:  # noqa: N801 -- the name by which Tortoise finds the dialect
        SQL_TYPE = "BYTEA"

    def __init__(self, grade: Grade = Grade.PERSONAL, **options: Any) -> None:
        options.pop("description", None)
        super().__init__(description=f"grade {int(grade)}", **options)
        self.grade = grade
        assert grade >= ENCRYPTED_FROM, "below grade 3 nothing is encrypted"

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> Any:
        """Seal; the place (`table.column`) is authenticated."""
        del instance  # asked for by Tortoise
        return None if value is None else held().seal(value, self._place())

    def to_python_value(self, value: Any) -> Any:
        """Open what came from the database (bytes); leave what came from code (str)."""
        if isinstance(value, bytes | memoryview):
            return held().open(bytes(value), self._place())
        return value

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.model_field_name}"  # noqa: SLF001 -- Tortoise has no other


def money(**options: Any) -> "fields.IntField[int]":
    """Whole fen."""
    return fields.BigIntField(**options)
