"""The line to a receipt printer: by network or by a device file, and what it says of itself.

`DLE EOT n` is answered in real time, even while it prints or has no paper.
"""

import os
import select
import socket
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urlsplit

ANSWER_S_MAX = 2.0
PORT = 9100
PRINTER, OFFLINE, FAILURE, PAPER = 1, 2, 3, 4  # n of DLE EOT n
FIXED, FIXED_BITS = 0b0001_0010, 0b1001_0011  # what every status byte has
COVER_OPEN, CUTTER, BROKEN = 0b0000_0100, 0b0000_1000, 0b0010_0000
PAPER_LOW, PAPER_OUT = 0b0000_1100, 0b0110_0000


class Line(Protocol):
    """What carries bytes to a printer and its answers back."""

    def write(self, sent: bytes) -> None:
        """Send. Raises `OSError`."""

    def read(self) -> bytes:
        """One byte of an answer; nothing when none comes in time. Raises `OSError`."""


def asking(which: int) -> bytes:
    """What one status byte is asked for with."""
    return bytes((0x10, 0x04, which))


def status(line: Line, which: int) -> int | None:
    """One status byte; None when the printer does not answer. Raises `OSError`."""
    line.write(asking(which))
    said = line.read()
    return said[0] if said else None


def opened(address: str) -> AbstractContextManager[Line]:
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
