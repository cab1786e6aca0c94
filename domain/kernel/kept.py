"""What an invariant is: a sentence about the live database, and who breaks it."""

from inspect import getdoc
from typing import ClassVar

from msgspec import Struct

from orm import raw

ROWS_NAMED_MAX = 20


class Broken(Struct, frozen=True):
    """A sentence that does not hold, and the numbers of some rows that break it."""

    sentence: str
    rows: list[str]


class Invariant:
    """One thing that is always true. Its docstring is its sentence."""

    @property
    def sentence(self) -> str:
        """What is always true, for people."""
        told = getdoc(self)
        assert told, "an invariant says what it holds"
        return told

    async def broken(self) -> list[str]:
        """The numbers of rows that break it; none, while it holds."""
        raise NotImplementedError


class Holding(Invariant):
    """Holds while a query finds nothing; what it finds is named `no`."""

    query: ClassVar[str]

    async def broken(self) -> list[str]:
        """The numbers of the rows that break it, some of them."""
        found = await raw.rows(f"{self.query} LIMIT {ROWS_NAMED_MAX}")
        return [str(row["no"]) for row in found]
