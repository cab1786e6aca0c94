"""The simulated twins: cards are laid on the reader by a program, paper is put into the printer."""

import re
from collections.abc import Sequence
from datetime import date
from threading import Lock

from devices.contract import (
    Finding,
    IdCard,
    PrinterError,
    PrinterState,
    ProbeError,
    ReaderError,
    ReceiptLine,
)
from devices.escpos import FAILURE, FIXED, OFFLINE, PAPER, PAPER_OUT, asking
from devices.printer import CUT, put
from devices.printer_paper import PrinterProbe

# Invented people with valid numbers: whoever plays the demonstration lays them on by their key.
CARDS: dict[str, IdCard] = {
    "1": IdCard("欧阳晨", "320505198003120017", date(2040, 5, 1)),
    "2": IdCard("王小明", "320505199001010011", None),
    "3": IdCard("欧阳晨", "320505198003120017", date(2020, 5, 1)),  # over
}


class SimulatedIdCardReader:
    """A reader that fails, waits and reads as a real one does, when it is told to."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._card: IdCard | None = None
        self._plugged = True

    def lay(self, card: IdCard) -> None:
        """Lay a card on the reader; it stays until it is lifted."""
        with self._lock:
            self._card = card

    def lift(self) -> None:
        """Take the card off."""
        with self._lock:
            self._card = None

    def plug(self, *, into: bool) -> None:
        """Plug the reader into the machine, or pull it out."""
        with self._lock:
            self._plugged = into

    def read(self) -> IdCard | None:
        """The card that lies on it."""
        with self._lock:
            if not self._plugged:
                raise ReaderError("the reader is not plugged in")
            return self._card


_COMMANDS = re.compile(
    rb"\x1b@|\x1ba.|\x1d!.|\x1c&|\x1dVB\x00"
    rb"|\x1d\(k\x04\x001A2\x00|\x1d\(k\x03\x001[CEQ].|\x1d\(k..1P0",
    re.DOTALL,
)


class SimulatedPrinter:
    """A printer that keeps what it printed, and whose paper ends when it is told to.

    It is sent what a real one is, byte for byte, and answers as one does.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._paper: int | None = None  # lines left; None: a fresh roll
        self._plugged = True
        self._answers = b""
        self._going = b""
        self._cut: list[bytes] = []

    def load(self, lines: int | None = None) -> None:
        """Put paper in: so many lines, or a fresh roll."""
        with self._lock:
            self._paper = lines

    def plug(self, *, into: bool) -> None:
        """Plug the printer into the machine, or pull it out."""
        with self._lock:
            self._plugged = into

    @property
    def receipts(self) -> list[str]:
        """What was printed and cut, as it is read."""
        with self._lock:
            return [_COMMANDS.sub(b"", each).decode("gb18030").strip("\n") for each in self._cut]

    def print(self, lines: Sequence[ReceiptLine]) -> None:
        """Print and cut. Raises `PrinterError`."""
        with self._lock:
            if not self._plugged:
                raise PrinterError(PrinterState.NO_PRINTER)
            self._going = b""
            put(self, lines)

    def look(self) -> Finding:
        """How it is, without printing."""
        with self._lock:
            if not self._plugged:
                raise ProbeError("打印机没有响应")
            return PrinterProbe(self).look()

    def status(self, which: int) -> int:
        """One status byte, as a real one gives it."""
        self.write(asking(which))
        return self.read()[0]

    def write(self, sent: bytes) -> None:
        """Take what a real printer would: past the end of the paper nothing is printed."""
        if sent in {asking(OFFLINE), asking(FAILURE)}:
            self._answers += bytes([FIXED])
            return
        if sent == asking(PAPER):
            self._answers += bytes([FIXED | (PAPER_OUT if self._paper == 0 else 0)])
            return
        for piece in sent.splitlines(keepends=True):
            if self._paper == 0:
                return
            self._going += piece
            if self._paper is not None and piece.endswith(b"\n"):
                self._paper -= 1
        if sent == CUT:
            self._cut.append(self._going)
            self._going = b""

    def read(self) -> bytes:
        """The next byte of an answer."""
        answer, self._answers = self._answers[:1], self._answers[1:]
        return answer
