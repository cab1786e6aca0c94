"""What a piece of hardware is, in its own words: reader, printer, and whatever is probed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from vocabulary.fleet import Health


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

    def look(self) -> "Finding":
        """How it is, without printing. Raises `ProbeError`."""


class ProbeError(Exception):
    """A device could not be asked, or answered with something nobody understands.

    The one failure of every probe: whoever watches makes `down` of it. The message is for people.
    """


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look at a device found."""

    health: Health
    detail: str = ""
    values: Mapping[str, float] = field(default_factory=dict)


class Probe(Protocol):
    """Looks at one device, in a thread of its own; may take its time, may raise `ProbeError`."""

    def look(self) -> Finding:
        """How the device is now."""
