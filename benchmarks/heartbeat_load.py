"""Ten thousand devices in a process of its own: signed reports, evenly spread, over HTTP.

Reads `{port, seconds, interval_s, agents: [{id, key, devices}], sick}` as JSON, where a key is
the raw private half in hex. Every agent sends one report per interval over one of a few
connections. Half-way through `sick` reports one of its devices down, and the moment is written.
"""

import asyncio
import json
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CONNECTIONS = 400
PATH = "/api/device-reports/hear"
READ_MAX = 65_536


class Agent:
    """One key, and what it counts."""

    def __init__(self, given: dict[str, Any]) -> None:
        self.id, self.devices = given["id"], given["devices"]
        self._key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(given["key"]))
        self._boot, self._count, self._began = uuid4().hex, 0, time.monotonic()

    def request(self, interval_s: int, sick: str) -> bytes:
        """The next report, as it goes over the line."""
        self._count += 1
        now = {
            "boot": self._boot,
            "tick": round(time.monotonic() - self._began, 3),
            "at": datetime.now(UTC).isoformat(),
        }
        readings = [
            {
                "device": each,
                "health": "down" if each == sick else "healthy",
                "checks": 2 if each == sick else 1,
                "latency_ms": 2.5,
                "values": {"cpu": 20.0 + self._count % 7, "temperature": 41.5},
            }
            for each in self.devices
        ]
        report = now | {"seq": self._count, "interval_s": interval_s, "readings": readings}
        envelope = now | {"agent": self.id, "counter": self._count, "reports": [report]}
        payload = json.dumps(envelope)
        signature = b64encode(self._key.sign(payload.encode())).decode()
        body = json.dumps({"payload": payload, "signature": signature}).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: l\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


class Line:
    """One connection; requests are sent one after the other."""

    def __init__(self, phase: float) -> None:
        self.phase = phase  # devices do not start all at once
        self.wrong = self.sent = 0
        self.waits: list[float] = []

    async def run(self, port: int, agents: list[Agent], given: dict[str, Any]) -> None:
        """Send for each of its agents once an interval, until the time is over."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=READ_MAX)
        interval_s, until = given["interval_s"], time.monotonic() + given["seconds"]
        half = time.monotonic() + given["seconds"] / 2
        pause = interval_s / len(agents)
        await asyncio.sleep(pause * self.phase)
        next_at = time.monotonic()
        for agent in _round_and_round(agents):
            if time.monotonic() >= until:
                break
            is_sick = given["sick"] in agent.devices and time.monotonic() >= half
            request = agent.request(interval_s, given["sick"] if is_sick else "")
            began = time.monotonic()
            if is_sick and "sick_at" not in given:
                given["sick_at"] = time.time()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n", 1)[0])
            await reader.readexactly(length)
            self.sent += 1
            self.wrong += not head.startswith(b"HTTP/1.1 200")
            self.waits.append(time.monotonic() - began)
            next_at += pause
            await asyncio.sleep(max(0.0, next_at - time.monotonic()))
        writer.close()


def _round_and_round(agents: list[Agent]) -> Iterator[Agent]:
    while True:
        yield from agents


async def load(given: dict[str, Any]) -> dict[str, Any]:
    """Send from all of them for some seconds."""
    agents = [Agent(each) for each in given["agents"]]
    count = min(CONNECTIONS, len(agents))
    lines = [Line(n / count) for n in range(count)]
    shares = [agents[n :: len(lines)] for n in range(len(lines))]
    await asyncio.gather(
        *(line.run(given["port"], share, given) for line, share in zip(lines, shares, strict=True))
    )
    return {
        "sent": sum(line.sent for line in lines),
        "wrong": sum(line.wrong for line in lines),
        "waits": [wait for line in lines for wait in line.waits],
        "sick_at": given.get("sick_at", 0.0),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(uvloop.run(load(json.load(sys.stdin)))))
