"""Connections stay at hand between two uses, and none that met trouble is lent again as it is."""

import asyncio
import contextlib
from typing import Any

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.transactions import in_transaction

from orm import raw
from orm.parties import Party
from orm.postgres_kept import KeptPool
from server.failing import AWAY
from tests.world import an_enterprise

pytestmark = [pytest.mark.postgres, pytest.mark.row("S1")]

WHO = "SELECT pg_backend_pid() AS pid"


def pool() -> KeptPool:
    client: Any = get_connection(raw.CONNECTION)
    found: KeptPool = client._pool  # noqa: SLF001 -- the engine's own field
    return found


async def who() -> int:
    [found] = await raw.rows(WHO)
    return int(found["pid"])


async def test_the_connection_used_last_is_used_next(db: None) -> None:
    assert len({await who() for _ in range(20)}) == 1


async def test_whoever_comes_when_all_are_out_waits_for_the_next_that_is_free(db: None) -> None:
    await who()
    held = [await pool().acquire() for _ in range(20)]
    waiting = [asyncio.create_task(who()) for _ in range(3)]
    waiting[0].cancel()
    await asyncio.sleep(0.05)
    assert not any(task.done() for task in waiting[1:])
    pool().keep(held.pop())
    assert len({await task for task in waiting[1:]}) == 1
    for connection in held:
        pool().keep(connection)
    assert await asyncio.gather(*(who() for _ in range(40)))


async def test_of_many_more_than_there_are_connections_all_are_answered(db: None) -> None:
    async def slow() -> int:
        await raw.rows("SELECT pg_sleep(0.005)")
        return 1

    assert sum(await asyncio.gather(*(slow() for _ in range(200)))) == 200


async def test_a_cancelled_statement_leaves_its_connection_clean(db: None) -> None:
    for _ in range(30):
        slow = asyncio.create_task(raw.rows("SELECT pg_sleep(10)"))
        await asyncio.sleep(0.01)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
    async with asyncio.timeout(5):
        assert await asyncio.gather(*(who() for _ in range(40)))


async def test_a_cancelled_act_is_undone_and_its_connection_is_free_of_it(db: None) -> None:
    async def acts() -> None:
        async with in_transaction():
            await an_enterprise()
            await raw.rows("SELECT pg_sleep(10)")

    for _ in range(30):
        acting = asyncio.create_task(acts())
        await asyncio.sleep(0.01)
        acting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await acting
    assert await Party.all().count() == 0
    await an_enterprise()
    assert await Party.all().count() == 1


async def test_a_refused_act_is_undone_and_its_connection_is_used_again(db: None) -> None:
    before = await who()
    party = await an_enterprise()
    with pytest.raises(IntegrityError):
        async with in_transaction():
            await Party.create(**{name: getattr(party, name) for name in ("id", "kind", "name")})
    assert await who() == before
    assert await Party.all().count() == 1
    with pytest.raises(OperationalError):
        await raw.rows("SELECT nothing FROM nowhere")
    assert await Party.all().count() == 1


async def test_a_connection_that_was_cut_is_replaced(db: None, database_url: str) -> None:
    pid = await who()
    other = await asyncpg.connect(database_url)
    await other.fetchval("SELECT pg_terminate_backend($1::int)", pid)
    await other.close()
    await asyncio.sleep(0.1)
    assert await who() != pid


async def test_whoever_waits_for_a_connection_that_is_cut_gets_another(
    db: None, database_url: str
) -> None:
    await who()
    held = [await pool().acquire() for _ in range(20)]
    waiting = asyncio.create_task(who())
    await asyncio.sleep(0.05)
    other = await asyncpg.connect(database_url)
    pid = await held[-1].fetchval(WHO)
    await other.fetchval("SELECT pg_terminate_backend($1::int)", pid)
    await other.close()
    await asyncio.sleep(0.1)
    pool().keep(held.pop())
    async with asyncio.timeout(5):
        assert await waiting != pid
    for connection in held:
        pool().keep(connection)


async def test_a_transaction_that_cannot_begin_gives_its_connection_back(
    db: None, database_url: str
) -> None:
    """More often than there are connections; each is cut before BEGIN is sent."""
    for _ in range(25):
        pid = await who()
        other = await asyncpg.connect(database_url)
        connection = await pool().acquire()
        await other.fetchval("SELECT pg_terminate_backend($1::int)", pid)
        await other.close()
        pool().keep(connection)
        with contextlib.suppress(*AWAY):
            async with in_transaction():
                pass
    async with asyncio.timeout(5):
        assert await asyncio.gather(*(who() for _ in range(40)))
