"""How far a replay has come, as one line of text on the terminal."""

import sys
import time
from typing import TextIO

LINE_EVERY_S = 5.0  # where nobody watches a terminal
DRAW_EVERY_S = 0.2
BAR_LENGTH = 24
LONG_WAIT_S = 5.0


class Progress:
    """Counts loans; draws a bar on a terminal, and now and then a line anywhere else."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._total = self._before = 0
        self._began = time.monotonic()
        self._drawn_at = 0.0
        self.done = self.failed = self.again = 0
        self._waits_until, self._why = 0.0, ""

    def begin(self, total: int, done_before: int) -> None:
        """So many loans, of which an earlier run has finished some."""
        self._total, self._before = total, done_before
        self._began = time.monotonic()

    def step(self) -> None:
        """One loan more is finished."""
        self.done += 1
        self.draw()

    def fail(self) -> None:
        """One loan more cannot be finished."""
        self.failed += 1
        self.draw()

    def wait(self, why: str, wait_s: float) -> None:
        """The platform has to be asked again."""
        self.again += 1
        if wait_s >= LONG_WAIT_S:
            self._waits_until, self._why = time.monotonic() + wait_s, why
        self.draw()

    @property
    def rate(self) -> float:
        """Loans a second, in this run."""
        passed_s = time.monotonic() - self._began
        return self.done / passed_s if passed_s > 0 else 0.0

    def draw(self, *, last: bool = False) -> None:
        """Show where we are, not too often."""
        now = time.monotonic()
        is_watched = self._out.isatty()
        if not last and now - self._drawn_at < (DRAW_EVERY_S if is_watched else LINE_EVERY_S):
            return
        self._drawn_at = now
        begin, end = ("\r\x1b[K", "\n" if last else "") if is_watched else ("", "\n")
        self._out.write(f"{begin}{self._text(now)}{end}")
        self._out.flush()

    def _text(self, now: float) -> str:
        there = self._before + self.done
        filled = BAR_LENGTH * there // self._total if self._total else BAR_LENGTH
        left = self._total - there - self.failed
        eta = f"{_clock(left / self.rate)} left" if self.rate and left else "-"
        waits = ""
        if now < self._waits_until:
            waits = f"  {self._why}: {_clock(self._waits_until - now)}"
        return (
            f"[{'#' * filled}{'.' * (BAR_LENGTH - filled)}] {there}/{self._total} loans  "
            f"{self.rate:.1f}/s  {eta}  {self.again} retries  {self.failed} failed{waits}"
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}"
