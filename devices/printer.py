"""The receipt printer: the few ESC/POS commands that a Chinese receipt needs, and asking for paper.

A printer takes whatever it is sent and says by itself nothing: whether the paper lasted is asked
of it before and after (DLE EOT 4). Every receipt printer of the trade understands what is sent
here; a library for all that such printers can do would bring six others along.
"""

import os
import select
import socket
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urlsplit

from devices.contract import LineSize, PrinterError, PrinterState, ReceiptLine

ANSWER_S_MAX = 2.0
PORT = 9100
INIT = b"\x1b@"
CHINESE = b"\x1c&"
CENTRED = b"\x1ba\x01"
CUT = b"\n\n\n\x1dVB\x00"
ASK_PAPER = b"\x10\x04\x04"
PAPER_ENDED = 0b0110_0000
SIZES = {LineSize.PLAIN: 0x00, LineSize.LARGE: 0x11, LineSize.HUGE: 0x22}
CODE_MODULE = 8  # dots a square


class Line(Protocol):
    """What carries bytes to a printer and its answers back."""

    def write(self, sent: bytes) -> None:
        """Send. Raises `OSError`."""

    def read(self) -> bytes:
        """One byte of an answer; nothing when none comes in time. Raises `OSError`."""


class EscPosPrinter:
    """A printer at the end of a line that is opened for each receipt."""

    def __init__(self, address: str) -> None:
        self._address = address

    def print(self, lines: Sequence[ReceiptLine]) -> None:
        """Print and cut. Raises `PrinterError`."""
        try:
            with _opened(self._address) as line:
                put(line, lines)
        except OSError as problem:
            raise PrinterError(PrinterState.NO_PRINTER) from problem


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
    line.write(ASK_PAPER)
    answer = line.read()
    if not answer:
        raise PrinterError(PrinterState.NO_PRINTER)
    if answer[0] & PAPER_ENDED:
        raise PrinterError(PrinterState.NO_PAPER)


def _opened(address: str) -> AbstractContextManager[Line]:
    """`tcp://host:9100`, or a device file such as `/dev/usb/lp0`."""
    if address.startswith("tcp://"):
        place = urlsplit(address)
        return _by_network(place.hostname or "", place.port or PORT)
    return _by_file(address)


class _Socket:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def write(self, sent: bytes) -> None:
        self._connection.sendall(sent)

    def read(self) -> bytes:
        return self._connection.recv(1)


@contextmanager
def _by_network(host: str, port: int) -> Iterator[Line]:
    with socket.create_connection((host, port), timeout=ANSWER_S_MAX) as connection:
        yield _Socket(connection)


class _File:
    def __init__(self, number: int) -> None:
        self._number = number

    def write(self, sent: bytes) -> None:
        while sent:
            _, ready, _ = select.select([], [self._number], [], ANSWER_S_MAX)
            if not ready:
                raise TimeoutError("the printer takes nothing")
            sent = sent[os.write(self._number, sent) :]

    def read(self) -> bytes:
        ready, _, _ = select.select([self._number], [], [], ANSWER_S_MAX)
        return os.read(self._number, 1) if ready else b""


@contextmanager
def _by_file(path: str) -> Iterator[Line]:
    number = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        yield _File(number)
    finally:
        os.close(number)
