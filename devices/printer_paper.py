"""A receipt printer: its paper and cover, by the status bytes of ESC/POS.

`DLE EOT n` is answered in real time, even while it prints or has no paper.
"""

import socket
from contextlib import closing
from typing import Protocol

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

ANSWER_S_MAX = 2.0
PORT = 9100
PRINTER, OFFLINE, FAILURE, PAPER = 1, 2, 3, 4  # n of DLE EOT n
FIXED, FIXED_BITS = 0b0001_0010, 0b1001_0011  # what every status byte has
COVER_OPEN, CUTTER, BROKEN = 0b0000_0100, 0b0000_1000, 0b0010_0000
PAPER_LOW, PAPER_OUT = 0b0000_1100, 0b0110_0000


class PrinterLine(Protocol):
    """The line to a printer."""

    def status(self, which: int) -> int:
        """One status byte."""


class NetworkPrinter:
    """A printer with an address of its own."""

    def __init__(self, host: str, port: int = PORT) -> None:
        self._host, self._port = host, port

    def status(self, which: int) -> int:
        """Ask once."""
        try:
            with closing(socket.create_connection((self._host, self._port), ANSWER_S_MAX)) as line:
                line.sendall(bytes((0x10, 0x04, which)))
                said = line.recv(1)
        except OSError as problem:
            raise ProbeError("打印机没有响应") from problem
        if not said:
            raise ProbeError("打印机没有应答")
        return said[0]


class PrinterProbe:
    """What keeps it from printing is down; little paper is worth a walk."""

    def __init__(self, line: PrinterLine) -> None:
        self._line = line

    def look(self) -> Finding:
        """Ask for all that stops it, then for the paper."""
        offline, failure = self._asked(OFFLINE), self._asked(FAILURE)
        paper = self._asked(PAPER)
        if paper & PAPER_OUT == PAPER_OUT:
            return Finding(Health.DOWN, "缺纸")
        if offline & COVER_OPEN:
            return Finding(Health.DOWN, "上盖未合")
        if failure & CUTTER:
            return Finding(Health.DOWN, "切刀卡住")
        if failure & BROKEN:
            return Finding(Health.DOWN, "打印机故障")
        if paper & PAPER_LOW:
            return Finding(Health.WARNING, "纸将用完")
        return Finding(Health.HEALTHY)

    def _asked(self, which: int) -> int:
        said = self._line.status(which)
        if said & FIXED_BITS != FIXED:
            raise ProbeError("打印机的应答无法识别")
        return said
