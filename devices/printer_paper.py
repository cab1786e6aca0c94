"""A receipt printer as it is watched: its paper, its cover and what stops it."""

from typing import Protocol

from devices.contract import Finding, ProbeError
from devices.escpos import (
    BROKEN,
    COVER_OPEN,
    CUTTER,
    FAILURE,
    FIXED,
    FIXED_BITS,
    OFFLINE,
    PAPER,
    PAPER_LOW,
    PAPER_OUT,
    PORT,
    opened,
    status,
)
from vocabulary.fleet import Health


class PrinterLine(Protocol):
    """The line to a printer."""

    def status(self, which: int) -> int:
        """One status byte."""


class AskedPrinter:
    """A printer by network or at a device file, asked over a line that is opened each time."""

    def __init__(self, address: str) -> None:
        self._address = address

    def status(self, which: int) -> int:
        """Ask once."""
        try:
            with opened(self._address) as line:
                said = status(line, which)
        except OSError as problem:
            raise ProbeError("打印机没有响应") from problem
        if said is None:
            raise ProbeError("打印机没有应答")
        return said


class NetworkPrinter(AskedPrinter):
    """A printer with an address of its own."""

    def __init__(self, host: str, port: int = PORT) -> None:
        super().__init__(f"tcp://{host}:{port}")


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
