"""The gallery outlives its database: whatever the driver raises is waited out."""

import asyncio

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from domain.faces import gallery
from domain.faces.gallery import Gallery

pytestmark = [pytest.mark.row("S1"), pytest.mark.clause("5.3.1.1")]


@pytest.mark.parametrize(
    "problem",
    [
        asyncpg.AdminShutdownError("cut"),
        asyncpg.ConnectionDoesNotExistError("closed in the middle"),
        asyncpg.InterfaceError("released already"),
        asyncpg.InternalClientError("died in a protocol step"),
        OperationalError("refused"),
        ConnectionRefusedError(),
    ],
)
async def test_a_database_that_goes_away_does_not_end_it(
    problem: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    async def follow(_: Gallery) -> int:
        asked.append(1)
        if len(asked) == 1:
            raise problem
        return 0

    monkeypatch.setattr(Gallery, "follow", follow)
    monkeypatch.setattr(gallery, "AGAIN_S", 0)
    monkeypatch.setattr(gallery, "POLL_S", 0)
    task = asyncio.create_task(Gallery().run())
    async with asyncio.timeout(5):
        while len(asked) < 3:
            assert not task.done(), task.exception()
            await asyncio.sleep(0)
    task.cancel()
