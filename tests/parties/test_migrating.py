"""A face check begun under the text of before stays on record, and counts no more."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from domain.faces import consents
from orm import engine, raw
from orm.certifying import FaceCheck
from server.migrate import migrate
from tests.conftest import ON_POSTGRES

BEFORE = "0009_certification"
AT = "2026-11-20 08:00:00+00:00"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("E2"),
    pytest.mark.clause("6.1.3.2"),
    pytest.mark.skipif(ON_POSTGRES, reason="the statements are those of both dialects"),
]


def test_what_was_found_before_is_kept_and_no_index_is_lost(tmp_path: Path) -> None:
    url, row_id = f"sqlite://{tmp_path / 'old.sqlite3'}", uuid4()

    async def before() -> None:
        await run_migrations(config=engine.config(url), target=f"models.{BEFORE}")
        await Tortoise.close_connections()
        await engine.connect(url)
        await raw.rows(
            "INSERT INTO certification_face_check (id, enterprise_id, account_id, paper_id,"
            " consent_version, consented_at, challenges, tries, shown_at, finding)"
            " VALUES (?, ?, ?, ?, '2026-11', ?, 'nod approach', 1, ?, 'same')",
            *(row_id, uuid4(), uuid4(), uuid4(), AT, AT),
        )
        await engine.disconnect()

    async def after() -> None:
        await engine.connect(url)
        row = await FaceCheck.get(id=row_id)
        assert (row.finding, str(row.begun_at)) == ("same", AT)
        assert not await consents.stands(row.consent_id)
        of_table = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ?"
        assert len(await raw.rows(of_table, "certification_face_check")) == 2, "key and enterprise"
        await engine.disconnect()

    asyncio.run(before())
    asyncio.run(migrate(url))
    asyncio.run(after())
