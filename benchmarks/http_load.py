"""A load generator in a process of its own: raw keep-alive HTTP, one request at a time each.

Reads `{port, connections, seconds, request}` as JSON, writes `{count, seconds, waits, wrong}`.
"""

import asyncio
import json
import sys
import time
from typing import Any

import uvloop

_LENGTH = b"content-length: "


class Caller(asyncio.Protocol):
    """One connection: sends the same request again as soon as it is answered."""

    def __init__(self, request: bytes, until: float) -> None:
        self.waits: list[float] = []
        self.wrong = 0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._request = request
        self._until = until
        self._sent = 0.0
        self._held = b""
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Count a whole answer; ask again until the time is over."""
        self._held += data
        head, gap, body = self._held.partition(b"\r\n\r\n")
        if not gap:
            return
        at = head.lower().index(_LENGTH) + len(_LENGTH)
        if len(body) < int(head[at:].split(b"\r\n", 1)[0]):
            return
        now = time.perf_counter()
        self.waits.append(now - self._sent)
        self.wrong += not head.startswith(b"HTTP/1.1 2")
        self._held = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The end, ours or the server's."""
        self.wrong += exc is not None
        if not self.done.done():
            self.done.set_result(None)


async def load(given: dict[str, Any]) -> dict[str, Any]:
    """Call from several connections for some seconds."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    until = began + given["seconds"]
    callers = [Caller(given["request"].encode(), until) for _ in range(given["connections"])]
    for caller in callers:
        await loop.create_connection(lambda caller=caller: caller, "127.0.0.1", given["port"])  # type: ignore[misc]  # binds the loop's variable
    await asyncio.gather(*(caller.done for caller in callers))
    waits = [wait for caller in callers for wait in caller.waits]
    return {
        "count": len(waits),
        "seconds": time.perf_counter() - began,
        "waits": waits,
        "wrong": sum(caller.wrong for caller in callers),
    }


if __name__ == "__main__":
    json.dump(uvloop.run(load(json.load(sys.stdin))), sys.stdout)
