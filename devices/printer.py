"""The receipt printer: the few ESC/POS commands that a Chinese receipt needs, and asking for paper.

A printer takes whatever it is sent and says by itself nothing: whether the paper lasted is asked
of it before and after (DLE EOT 4). Every receipt printer of the trade understands what is sent
here; a library for all that such printers can do would bring six others along.
"""

from collections.abc import Sequence

from devices.contract import Finding, LineSize, PrinterError, PrinterState, ReceiptLine
from devices.escpos import PAPER, PAPER_OUT, Line, opened, status
from devices.printer_paper import AskedPrinter, PrinterProbe

INIT = b"\x1b@"
CHINESE = b"\x1c&"
CENTRED = b"\x1ba\x01"
CUT = b"\n\n\n\x1dVB\x00"
SIZES = {LineSize.PLAIN: 0x00, LineSize.LARGE: 0x11, LineSize.HUGE: 0x22}
CODE_MODULE = 8  # dots a square


class EscPosPrinter:
    """A printer at the end of a line that is opened for each receipt."""

    def __init__(self, address: str) -> None:
        self._address = address

    def print(self, lines: Sequence[ReceiptLine]) -> None:
        """Print and cut. Raises `PrinterError`."""
        try:
            with opened(self._address) as line:
                put(line, lines)
        except OSError as problem:
            raise PrinterError(PrinterState.NO_PRINTER) from problem

    def look(self) -> Finding:
        """How it is, without printing."""
        return PrinterProbe(AskedPrinter(self._address)).look()


def put(line: Line, lines: Sequence[ReceiptLine]) -> None:
    """Ask for paper, print, and ask again: a receipt that ended in the middle is none."""
    _must_have_paper(line)
    line.write(INIT + CENTRED)
    for each in lines:
        line.write(written(each))
    line.write(CUT)
    _must_have_paper(line)


def written(line: ReceiptLine) -> bytes:
    """One line as the printer is told it. What is no character is no command either."""
    text = "".join(sign for sign in line.text if sign.isprintable())
    if line.is_code:
        return _code(text.encode("utf-8"))
    size = bytes([0x1D, 0x21, SIZES[line.size]])
    return size + CHINESE + text.encode("gb18030") + b"\n"


def _code(content: bytes) -> bytes:
    """A QR code: model 2, module size, error correction M, the content, print."""
    length = len(content) + 3
    return (
        b"\x1d(k\x04\x001A2\x00"
        b"\x1d(k\x03\x001C"
        + bytes([CODE_MODULE])
        + b"\x1d(k\x03\x001E1"
        + b"\x1d(k"
        + length.to_bytes(2, "little")
        + b"1P0"
        + content
        + b"\x1d(k\x03\x001Q0"
        + b"\n"
    )


def _must_have_paper(line: Line) -> None:
    said = status(line, PAPER)
    if said is None:
        raise PrinterError(PrinterState.NO_PRINTER)
    if said & PAPER_OUT:
        raise PrinterError(PrinterState.NO_PAPER)
