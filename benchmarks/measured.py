"""What a measurement says: figures with their floor or peer, and whether the target is met."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Line:
    """One line of the report. `ratio` is held against `wanted`, e.g. `<= 1.4`; empty: for show."""

    target: str
    what: str
    ours: str
    beside: str
    ratio: float | None = None
    wanted: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Is the target met? None when there is nothing to hold."""
        if self.ratio is None or not self.wanted:
            return None
        sign, _, bound = self.wanted.partition(" ")
        return self.ratio <= float(bound) if sign == "<=" else self.ratio >= float(bound)


@dataclass
class Setting:
    """What a measurement is given: where to work, and how long it may take."""

    folder: Path
    postgres: str
    quick: bool = False
    databases: list[str] = field(default_factory=list)

    def scaled(self, count: int) -> int:
        """Do a quarter of the work when in a hurry."""
        return max(1, count // 4) if self.quick else count


@dataclass
class Spent:
    """Wall and CPU time of a block, in seconds; filled when the block ends."""

    wall_s: float = 0.0
    cpu_s: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Measure this process over a block."""
    spent = Spent()
    wall, cpu = time.perf_counter(), time.process_time()
    yield spent
    spent.wall_s, spent.cpu_s = time.perf_counter() - wall, time.process_time() - cpu


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process has used, user and system."""
    stat = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / CLOCK_TICKS


def resident_mb(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("Linux says how much a process holds")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(values: Sequence[float]) -> float:
    """The median: one disturbed round does not move it."""
    return median(values)


def in_ms(values: Sequence[float]) -> str:
    """Seconds as `p50/p99 ms`."""
    return f"{percentile(values, 0.5) * 1000:.1f}/{percentile(values, 0.99) * 1000:.1f} ms"
