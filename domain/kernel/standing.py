"""Rows read at one point of the journal, and which point that is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import Struct
from tortoise.transactions import in_transaction

from domain.kernel import sealing
from orm import raw
from orm.journal import JournalEntry


class Standing(Struct, frozen=True):
    """A point of the journal at which rows were read.

    The rows hold everything sealed up to `seal_no`, and the acts of `unsealed`: committed,
    but not yet given a place. Who follows from here must pass those over when they come.
    There are as many of them as the sealer is behind, which is its own limit.
    """

    seal_no: int
    unsealed: frozenset[int]

    @property
    def place(self) -> tuple[int, int]:
        """The place after which everything is new, apart from `unsealed`."""
        return self.seal_no + 1, 0


@asynccontextmanager
async def standing() -> AsyncIterator[Standing]:
    """Stand still: everything asked inside the block is read at one point of the journal.

    PostgreSQL reads in a REPEATABLE READ transaction, which holds nobody up. SQLite has one
    writer, and one transaction of it is a point in itself: keep the block short.
    """
    async with in_transaction():
        if raw.is_postgres():
            await raw.rows("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        head = await sealing.head()
        unsealed = await JournalEntry.filter(seal_no=None).values_list("id", flat=True)
        yield Standing(head.no if head else 0, frozenset(map(int, unsealed)))  # type: ignore[arg-type]  # flat: one value a row
