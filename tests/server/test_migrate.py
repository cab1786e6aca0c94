"""Migrating quickly makes the very tables that Tortoise makes by itself."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pysqlite3
import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as by_tortoise

from orm import engine
from server.migrate import migrate
from tests.conftest import ON_POSTGRES, SERVER

pytestmark = [pytest.mark.slow, pytest.mark.row("S1"), pytest.mark.clause("5.3.1.1")]
COLUMNS = (
    "SELECT table_name, column_name, data_type, is_nullable, column_default, "
    "character_maximum_length FROM information_schema.columns WHERE table_schema = 'public' "
    "ORDER BY table_name, column_name"
)
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
RULES = (
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace"
)


async def tables_of(url: str) -> list[str]:
    """Every table, column, index and rule, as the database says them."""
    if not engine.is_postgres(url):
        with pysqlite3.connect(url.removeprefix("sqlite://")) as connection:
            found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        return sorted(map(str, found))
    connection = await asyncpg.connect(url)
    try:
        rows = [await connection.fetch(asked) for asked in (COLUMNS, INDEXES, RULES)]
        return sorted(str(tuple(row)) for found in rows for row in found)
    finally:
        await connection.close()


async def _slowly(url: str) -> None:
    try:
        await by_tortoise(config=engine.config(url))
    finally:
        await Tortoise.close_connections()


@pytest.fixture
async def two_empty(tmp_path: Path) -> AsyncIterator[list[str]]:
    """The addresses of two databases without a table."""
    if not ON_POSTGRES:
        yield [f"sqlite://{tmp_path / name}.sqlite3" for name in ("slow", "quick")]
        return
    names = [f"migrated_{uuid4().hex}" for _ in range(2)]
    for name in names:
        await _tell(f"CREATE DATABASE {name}")
    yield [f"{SERVER.rpartition('/')[0]}/{name}" for name in names]
    for name in names:
        await _tell(f"DROP DATABASE {name} WITH (FORCE)")


async def _tell(statement: str) -> None:
    connection = await asyncpg.connect(SERVER)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def test_both_ways_end_in_the_same_tables(two_empty: list[str]) -> None:
    slow, quick = two_empty
    await _slowly(slow)
    await migrate(quick)
    found = await tables_of(quick)
    assert found == await tables_of(slow)
    assert len(found) > 100
