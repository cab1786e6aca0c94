"""Raw statements where the ORM has no word for them: one text, both dialects."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connection

CONNECTION = "default"
STATEMENTS_MAX = 512


def dialect() -> str:
    """The name of the dialect this process speaks."""
    return str(get_connection(CONNECTION).capabilities.dialect)


def is_postgres() -> bool:
    """Which dialect this process speaks."""
    return _speaks_postgres(get_connection(CONNECTION))


def _speaks_postgres(connection: BaseDBAsyncClient) -> bool:
    return bool(connection.capabilities.dialect == "postgres")


@lru_cache(maxsize=STATEMENTS_MAX)
def numbered(text: str) -> str:
    """Turn `?` into `$1, $2 …`, as asyncpg wants them."""
    numbers = count(1)
    parts = text.split("?")
    return parts[0] + "".join(f"${next(numbers)}{part}" for part in parts[1:])


async def rows(text: str, *values: Any) -> list[dict[str, Any]]:
    """Run one statement with `?` placeholders and return its rows (also of RETURNING)."""
    connection = get_connection(CONNECTION)
    if _speaks_postgres(connection):
        # Tortoise takes an INSERT's or UPDATE's status for its result unless it begins otherwise.
        return await connection.execute_query_dict(numbered(text), list(values))
    return await connection.execute_query_dict(text, [_plain(value) for value in values])


async def sent(text: str, values: Sequence[Any]) -> Sequence[Mapping[str, Any]]:
    """Send a statement whose placeholders and values are the dialect's own already."""
    return await get_connection(CONNECTION).execute_query_dict(text, list(values))


async def tuples(text: str, values: Sequence[Any]) -> Sequence[Any]:
    """Send a statement as `sent` does; the rows come as the driver gives them, in their order."""
    _, found = await get_connection(CONNECTION).execute_query(text, list(values))
    return found


async def many(text: str, batch: Sequence[Sequence[Any]]) -> None:
    """Run one statement for each tuple of values."""
    connection = get_connection(CONNECTION)
    if _speaks_postgres(connection):
        await connection.execute_many(numbered(text), [list(values) for values in batch])
        return
    await connection.execute_many(text, [[_plain(value) for value in each] for each in batch])


def _plain(value: Any) -> Any:
    """SQLite keeps UUIDs as text and moments as ISO text, as Tortoise writes them."""
    if hasattr(value, "hex") and not isinstance(value, float | bytes):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat(" ") if hasattr(value, "hour") else value.isoformat()
    return value


def month_of(column: str) -> str:
    """SQL for the Shanghai month of a moment's column: text that begins with it (`2026-11`).

    Formatting a moment costs PostgreSQL five times what cutting it to the month does.
    """
    if is_postgres():
        return f"date_trunc('month', {column} AT TIME ZONE 'Asia/Shanghai')"
    return f"strftime('%Y-%m', {column}, '+8 hours')"
