"""What the hardware beside a kiosk is, in its own words: a reader of ID cards, a printer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


class PrinterState(StrEnum):
    """How printing came out."""

    PRINTED = "printed"
    NO_PAPER = "no_paper"
    NO_PRINTER = "no_printer"


class PrinterError(Exception):
    """What was asked for is not, or not wholly, on paper. Says nothing of what it was."""

    def __init__(self, state: PrinterState) -> None:
        super().__init__(state.value)
        self.state = state


class LineSize(StrEnum):
    """How large a line is printed."""

    PLAIN = "plain"
    LARGE = "large"
    HUGE = "huge"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt: text in some size, or a code to be scanned."""

    text: str
    size: LineSize = LineSize.PLAIN
    is_code: bool = False


class ReceiptPrinter(Protocol):
    """A printer of receipts, for one thread at a time."""

    def print(self, lines: Sequence[ReceiptLine]) -> None:
        """Print and cut. Raises `PrinterError`, also when the paper ended in the middle."""
