"""What a party had read before reading became each person's own stays read for everybody."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from orm import engine, raw
from server.migrate import migrate
from tests.conftest import ON_POSTGRES

BEFORE = "0003_attachments"
AT = "2026-11-20 08:00:00+00:00"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("I6"),
    pytest.mark.clause("6.1.1.5 c"),
    pytest.mark.skipif(ON_POSTGRES, reason="the statements are those of both dialects"),
]


async def _opened(url: str, do: Callable[[], Awaitable[None]]) -> None:
    await engine.connect(url)
    try:
        await do()
    finally:
        await engine.disconnect()


async def _old(url: str) -> None:
    try:
        await run_migrations(config=engine.config(url), target=f"models.{BEFORE}")
    finally:
        await Tortoise.close_connections()


def test_reading_is_given_to_each_and_no_index_is_lost(tmp_path: Path) -> None:
    url = f"sqlite://{tmp_path / 'old.sqlite3'}"
    party, people = uuid4(), [uuid4(), uuid4()]
    read, removed, unread = uuid4(), uuid4(), uuid4()

    async def fill() -> None:
        for person in people:
            await _insert_account(person, party)
        await _insert_message(read, party, 1, read_at=AT)
        await _insert_message(removed, party, 2, removed_at=AT)
        await _insert_message(unread, party, 3)

    async def look() -> None:
        rows = await raw.rows("SELECT account_id, message_id, removed_at FROM message_reading")
        seen = {(row["account_id"], row["message_id"], row["removed_at"] is None) for row in rows}
        assert seen == {
            (str(person), str(message), kept)
            for person in people
            for message, kept in ((read, True), (removed, False))
        }
        indexes = await raw.rows("SELECT name FROM sqlite_master WHERE tbl_name = 'message'")
        assert len(indexes) == 4, "the table, its key, its constraint, and the index of its list"

    asyncio.run(_old(url))
    asyncio.run(_opened(url, fill))
    asyncio.run(migrate(url))
    asyncio.run(_opened(url, look))


async def _insert_account(account_id: UUID, party_id: UUID) -> None:
    await raw.rows(
        "INSERT INTO account (id, party_id, name, phone, roles, extra_rights, state, created_at)"
        " VALUES (?, ?, '李四', x'00', '[]', '[]', 'active', ?)",
        account_id,
        party_id,
        AT,
    )


async def _insert_message(
    message_id: UUID,
    party_id: UUID,
    entry_id: int,
    *,
    read_at: str | None = None,
    removed_at: str | None = None,
) -> None:
    await raw.rows(
        "INSERT INTO message (id, party_id, entry_id, kind, title, body, subject_kind, at,"
        " read_at, removed_at) VALUES (?, ?, ?, 'review', '题', '文', '', ?, ?, ?)",
        message_id,
        party_id,
        entry_id,
        AT,
        read_at,
        removed_at,
    )
