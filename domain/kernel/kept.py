"""What an invariant is: a sentence about the live database, and who breaks it."""

from inspect import getdoc

from msgspec import Struct


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
