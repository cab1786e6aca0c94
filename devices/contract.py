"""What an ID-card reader is, in its own words: it says what the chip of a card on it holds."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


class ReaderError(Exception):
    """The reader cannot be asked: unplugged, its software not running, or an answer not understood.

    The message is for the log of this machine and never holds anything of a card.
    """


@dataclass(frozen=True, slots=True)
class IdCard:
    """What the chip of a resident's ID card says and a kiosk needs; the picture is not taken."""

    name: str
    number: str
    valid_until: date | None  # None: 长期

    def __repr__(self) -> str:
        return "IdCard(…)"


class IdCardReader(Protocol):
    """A reader of ID cards, for one thread at a time."""

    def read(self) -> IdCard | None:
        """The card that lies on the reader; None when none does. Raises `ReaderError`."""
