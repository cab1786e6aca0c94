"""A Tortoise engine for PostgreSQL: connections stay at hand between two uses.

asyncpg's pool makes a task and a proxy each time a connection comes back, and resets it; that
costs more than the statement that was sent. Here a connection that came back whole is lent
again as it is. One that met trouble (an error, a cancelled statement) goes back to asyncpg's
pool, which cleans or closes it.
"""

import asyncio
import contextlib
from collections import deque
from typing import Any, cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

Lent = Any  # asyncpg's proxy of a connection


def _is_gone(connection: Lent) -> bool:
    """Was it closed meanwhile, by either side?"""
    try:
        return bool(connection.is_closed())
    except asyncpg.InterfaceError:  # asyncpg takes a closed one out of its proxy
        return True


class KeptPool:
    """As much of asyncpg's pool as Tortoise uses, over one of asyncpg's own."""

    def __init__(self, pool: Any, size: int) -> None:
        self._pool = pool
        self._free = size  # connections that may still be asked of asyncpg
        self._at_hand: list[Lent] = []
        self._waiting: deque[asyncio.Future[Lent | None]] = deque()

    async def acquire(self) -> Lent:
        """A connection; the one used last, so that few stay busy. Waits while all are out."""
        while True:
            while self._at_hand:
                connection = self._at_hand.pop()
                if not _is_gone(connection):
                    return connection
                self._drop(connection)
            if self._free:
                return await self._taken()
            if (found := await self._handed()) is not None:
                return found

    async def _taken(self) -> Lent:
        self._free -= 1
        try:
            return await self._pool.acquire()
        except BaseException:
            self._free += 1
            self._wake(None)
            raise

    async def _handed(self) -> Lent | None:
        """The next connection that comes back; None: somebody else's is gone, try again."""
        turn: asyncio.Future[Lent | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # handed over in this very moment
                found = turn.result()
                if found is None:
                    self._wake(None)
                else:
                    self.keep(found)
            raise

    def keep(self, connection: Lent) -> None:
        """Take back a connection that is whole: no statement under way, no transaction open."""
        if _is_gone(connection):
            self._drop(connection)
        elif not self._wake(connection):
            self._at_hand.append(connection)

    def _drop(self, connection: Lent) -> None:
        with contextlib.suppress(asyncpg.InterfaceError):  # asyncpg has let go of it already
            connection.terminate()
        self._free += 1
        self._wake(None)

    async def release(self, connection: Lent) -> None:
        """Take back a connection that met trouble: asyncpg cleans it or closes it."""
        try:
            await self._pool.release(connection)
        finally:
            self._free += 1
            self._wake(None)

    def _wake(self, connection: Lent | None) -> bool:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(connection)
                return True
        return False

    async def _let_go(self) -> None:
        while self._at_hand:
            await self.release(self._at_hand.pop())

    async def expire_connections(self) -> None:
        """Renew every connection at its next use."""
        await self._let_go()
        await self._pool.expire_connections()

    async def close(self) -> None:
        """Close every connection once it has come back."""
        await self._let_go()
        await self._pool.close()

    def terminate(self) -> None:
        """Close every connection at once."""
        self._pool.terminate()


class Borrowed(PoolConnectionWrapper[Lent]):
    """A connection for one statement."""

    __slots__ = ()

    async def __aexit__(self, exc_type: object, exc_val: object, exc_tb: object) -> None:
        """Keep it at hand, unless the statement failed."""
        pool = cast("KeptPool", self.client._pool)  # noqa: SLF001 -- the engine's own field
        if exc_type is None:
            pool.keep(self.connection)
        else:
            await pool.release(self.connection)


class KeptContext(TransactionContextPooled):
    """A transaction; its connection is kept when it ended as it should, either way.

    When BEGIN fails, the connection is given back (Tortoise's own loses it).
    """

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        """Take a connection and begin."""
        await self.ensure_connection()
        client: Any = self.client
        client._connection = await self._pool.acquire()  # noqa: SLF001 -- the engine's own field
        try:
            await client.begin()
        except BaseException:
            await self._pool.release(client._connection)  # noqa: SLF001
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, exc_type: object, exc_val: object, exc_tb: object) -> None:
        """Commit, or roll back what failed."""
        client: Any = self.client
        is_whole = False
        try:
            if not client._finalized:  # noqa: SLF001
                await (client.rollback() if exc_type else client.commit())
            is_whole = True
        finally:
            get_connections().reset(self.token)
            if is_whole:
                self._pool.keep(client._connection)  # noqa: SLF001
            else:
                await self._pool.release(client._connection)  # noqa: SLF001

    @property
    def _pool(self) -> KeptPool:
        parent: Any = self.client._parent  # noqa: SLF001 -- of TransactionWrapper
        return cast("KeptPool", parent._pool)  # noqa: SLF001


class KeptClient(AsyncpgDBClient):
    """Tortoise's client over such a pool."""

    async def create_pool(self, **options: Any) -> Any:
        """Open the pool."""
        return KeptPool(await asyncpg.create_pool(None, **options), self.pool_maxsize)

    def acquire_connection(self) -> PoolConnectionWrapper[Lent]:
        """One connection, for one statement."""
        return Borrowed(self, self._pool_init_lock)

    def _in_transaction(self) -> TransactionContext:
        return KeptContext(TransactionWrapper(self), self._pool_init_lock)


client_class = KeptClient
