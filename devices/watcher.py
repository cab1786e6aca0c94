"""Watches one device: one look per round, with a time limit, and a second look before bad news.

Whatever goes wrong in a probe is `ProbeError`, and that is `down`. A look that hangs is not begun
a second time beside itself: the device is down until it comes back.
"""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass

from devices.contract import Finding, Probe, ProbeError
from vocabulary.fleet import Health

TIMEOUT_S = 4.0
CHECKS = 2
PAUSE_S = 0.5
HANGS = "探测超时"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a round found, how often in a row it was seen, and how long the last look took."""

    finding: Finding
    checks: int = 1
    latency_ms: float = 0.0


class Watcher:
    """One device and its probe."""

    def __init__(
        self, probe: Probe, *, timeout_s: float = TIMEOUT_S, pause_s: float = PAUSE_S
    ) -> None:
        self._probe, self._timeout_s, self._pause_s = probe, timeout_s, pause_s
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="probe")
        self._hanging: Future[Finding] | None = None

    def watch(self) -> Seen:
        """Look; if it is not well, look again at once, and say what both have in common."""
        first = self._look()
        if first.finding.health is Health.HEALTHY:
            return first
        time.sleep(self._pause_s)
        second = self._look()
        if second.finding.health is Health.HEALTHY:
            return second
        milder = min(first, second, key=lambda seen: seen.finding.health is Health.DOWN)
        return Seen(milder.finding, CHECKS, milder.latency_ms)

    def close(self) -> None:
        """Let go of the thread; one that hangs is left to itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _look(self) -> Seen:
        if self._hanging is not None and not self._hanging.done():
            return Seen(Finding(Health.DOWN, HANGS))
        began = time.monotonic()
        looking = self._hanging = self._threads.submit(self._probe.look)
        try:
            finding = looking.result(self._timeout_s)
        except TooSlow:
            finding = Finding(Health.DOWN, HANGS)
        except ProbeError as problem:
            finding = Finding(Health.DOWN, str(problem))
        return Seen(finding, latency_ms=(time.monotonic() - began) * 1_000)
