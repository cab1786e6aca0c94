"""A Tortoise engine for SQLite: acts begin IMMEDIATE, plain reads have a connection of their own.

Stock Tortoise begins deferred, so two processes lose half of their acts to "database is
locked", and it lets one open transaction block every read of the process.
`pysqlite3` must already stand in for `sqlite3` (see `orm.engine`).
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import (
    ConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

BUSY_TIMEOUT_MS = 5000


class ImmediateWrapper(SqliteTransactionWrapper):
    """A transaction that takes the write lock when it begins."""

    async def begin(self) -> None:
        """Begin, waiting for the lock no longer than the busy timeout."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as problem:
            raise OperationalError(problem) from problem

    async def commit(self) -> None:
        """Commit; on a full or failing disk nothing of the act stays.

        SQLite may leave such a transaction open, and whatever is written next would join it.
        """
        try:
            await super().commit()
        except sqlite3.OperationalError as problem:
            await self.rollback()
            raise OperationalError(problem) from problem


class SafeConnectionWrapper(ConnectionWrapper[aiosqlite.Connection]):
    """Gives the lock back when the database cannot be opened (Tortoise's own keeps it)."""

    __slots__ = ()

    async def __aenter__(self) -> aiosqlite.Connection:
        await self._lock.acquire()
        try:
            await self.ensure_connection()
        except BaseException:
            self._lock.release()
            raise
        return self.connection


class ImmediateContext(SqliteTransactionContext):
    """Gives the process's lock back when BEGIN fails or is cancelled (Tortoise's own leaks it)."""

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            try:
                raw = self.connection._connection  # noqa: SLF001 -- the engine's own field
                if raw is not None:
                    await asyncio.shield(raw.rollback())
            finally:
                self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return cast("TransactionalDBClient", self.connection)


class ImmediateClient(SqliteClient):
    """One writing connection, one read-only connection."""

    def __init__(self, file_path: str, **options: Any) -> None:
        options.setdefault("busy_timeout", BUSY_TIMEOUT_MS)
        super().__init__(str(Path(file_path).absolute()), **options)
        self._reader: aiosqlite.Connection | None = None

    def acquire_connection(self) -> ConnectionWrapper[aiosqlite.Connection]:
        """The writing connection, alone."""
        return SafeConnectionWrapper(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateWrapper(self), self._lock)

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 -- Tortoise's signature
        """Open both connections."""
        await super().create_connection(with_db)
        if self._reader is None:
            self._reader = await aiosqlite.connect(
                f"{Path(self.filename).as_uri()}?mode=ro", uri=True, isolation_level=None
            )
            self._reader._conn.row_factory = sqlite3.Row  # noqa: SLF001 -- as Tortoise does
            await self._reader.execute("PRAGMA query_only=ON")
            await self._reader.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")

    async def close(self) -> None:
        """Close both connections."""
        if self._reader is not None:
            await self._reader.close()
            self._reader = None
        await super().close()

    async def _read(self, query: str, values: list[Any] | None) -> Sequence[Any]:
        if self._reader is None:
            async with self.acquire_connection():
                pass  # opens both
        assert self._reader is not None
        try:
            return list(await self._reader.execute_fetchall(query, values or []))
        except sqlite3.OperationalError as problem:
            raise OperationalError(problem) from problem

    async def execute_query(
        self, query: str, values: list[Any] | None = None
    ) -> tuple[int, Sequence[dict[str, Any]]]:
        """Send reads to the reader, everything else to the writer."""
        if query.startswith("SELECT"):
            rows = await self._read(query, values)
            return len(rows), rows
        result: tuple[int, Sequence[dict[str, Any]]] = await super().execute_query(query, values)
        return result

    async def execute_query_dict(
        self, query: str, values: list[Any] | None = None
    ) -> list[dict[str, Any]]:
        """Send reads to the reader, everything else to the writer."""
        if query.startswith("SELECT"):
            return [dict(row) for row in await self._read(query, values)]
        result: list[dict[str, Any]] = await super().execute_query_dict(query, values)
        return result


client_class = ImmediateClient
