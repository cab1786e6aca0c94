"""Acts of one process at one row take turns, and whoever waited looks before they try.

The database's lock decides between processes. Within one, a thousand who grab at once would
each hold a connection to wait for that lock, and hear only then that they came late. Here they
wait without one; when an act has ended, one question tells all of a party how the row now stands.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from domain.kernel.actor import Actor
from orm import acting as rows
from orm.base import Row

R = TypeVar("R", bound=Row)
Key = tuple[type[Row], UUID, UUID]

_AT_WORK: dict[UUID, asyncio.Event] = {}  # set when the act at that row has ended
_ASKED: dict[Key, "asyncio.Task[Any]"] = {}  # questions not sent yet


@asynccontextmanager
async def at(row_id: UUID, look: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
    """Be the only one of this process at a row. Whoever waited first lets `look` refuse."""
    while (ended := _AT_WORK.get(row_id)) is not None:
        await ended.wait()
        await look()
    _AT_WORK[row_id] = ended = asyncio.Event()
    try:
        yield
    finally:
        del _AT_WORK[row_id]
        ended.set()


async def look(table: type[R], row_id: UUID, by: Actor) -> R | None:
    """The row as it stands committed, to read and not to write; None if it is hidden from them.

    The answer is shared by those who asked before the question was sent: nobody is told what
    was true before they asked.
    """
    key = (table, row_id, by.party_id)
    if (task := _ASKED.get(key)) is None:
        task = _ASKED[key] = asyncio.create_task(_sent(key, by))
    found: R | None = await asyncio.shield(task)
    return found


async def _sent(key: Key, by: Actor) -> Any:
    table, row_id, party_id = key
    del _ASKED[key]
    return await rows.look(table, row_id, party_id, by.party_kind)
