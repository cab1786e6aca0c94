"""The on-site agent: a round of probes every interval, one signed request for all of them.

What could not be sent waits in the outbox and goes first when the line is back, oldest first.
The clock of this machine may jump: beside it every report carries seconds that only run forwards.
"""

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from math import isfinite
from typing import Any
from uuid import UUID, uuid4

from devices.credential import Credential
from devices.outbox import Outbox
from devices.platform import LineDown, NotOurs, Platform
from devices.watcher import Seen, Watcher

REPORTS_A_REQUEST = 20
REQUESTS_A_ROUND = 50  # a day's backlog goes within minutes
DETAIL_LENGTH_MAX = 200
PROBES_AT_ONCE = 16


class Reporter:
    """One agent at work."""

    def __init__(
        self,
        agent: UUID,
        watchers: Mapping[UUID, Watcher],
        *,
        credential: Credential,
        outbox: Outbox,
        platform: Platform,
        interval_s: int,
    ) -> None:
        self._agent, self._watchers, self._interval_s = agent, watchers, interval_s
        self._credential, self._outbox, self._platform = credential, outbox, platform
        self._boot, self._began = uuid4().hex, time.monotonic()
        self._threads = ThreadPoolExecutor(PROBES_AT_ONCE, thread_name_prefix="watch")

    def run(self) -> None:
        """Report until interrupted. A round that took too long is followed by the next at once."""
        next_at = time.monotonic()
        while True:
            self.round()
            self.forward()
            next_at = max(next_at + self._interval_s, time.monotonic())
            time.sleep(next_at - time.monotonic())

    def round(self) -> None:
        """Look at everything once, and put what was seen where it is safe."""
        seen = self._threads.map(lambda watcher: watcher.watch(), self._watchers.values())
        readings = [
            _reading(device, each) for device, each in zip(self._watchers, seen, strict=True)
        ]
        self._outbox.put(
            json.dumps(self._now() | {"interval_s": self._interval_s, "readings": readings})
        )

    def forward(self) -> bool:
        """Send what waits, in order. False: the line is down, or we are not known."""
        for _ in range(REQUESTS_A_ROUND):
            waiting = self._outbox.oldest(REPORTS_A_REQUEST)
            if not waiting:
                return True
            reports = [json.loads(body) | {"seq": seq} for seq, body in waiting]
            envelope = self._now() | {
                "agent": str(self._agent),
                "counter": self._outbox.next_counter(),
                "reports": reports,
            }
            payload = json.dumps(envelope, ensure_ascii=False)
            try:
                until = self._platform.hear(payload, self._credential.sign(payload.encode()))
            except (LineDown, NotOurs):
                return False
            self._outbox.sent(until)
        return True

    def _now(self) -> dict[str, Any]:
        return {
            "boot": self._boot,
            "tick": round(time.monotonic() - self._began, 3),
            "at": datetime.now(UTC).isoformat(),
        }


def _reading(device: UUID, seen: Seen) -> dict[str, Any]:
    """A finding as it is sent. What no JSON can carry would be refused, and sent for ever."""
    detail = "".join(sign for sign in seen.finding.detail if sign.isprintable())
    return {
        "device": str(device),
        "health": seen.finding.health.value,
        "detail": detail[:DETAIL_LENGTH_MAX],
        "checks": seen.checks,
        "latency_ms": round(seen.latency_ms, 1),
        "values": {
            name: round(value, 3) for name, value in seen.finding.values.items() if isfinite(value)
        },
    }
