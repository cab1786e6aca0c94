"""Wall screens in a process of their own: raw Engine.IO 4 over WebSocket, as cheap as can be.

Reads `{port, namespace, screens, settle, seconds, event}` as JSON; each event of that name carries
`sent`, a moment of `time.time()`. Says `ready` when all have joined and settled, and at the end
writes `{delays, heard}`: seconds from sending to hearing, every one since `ready`. Only the bytes
before the payload are looked at, so that two thousand screens do not outweigh the server.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any

import uvloop

HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MASK = b"\0\0\0\0"  # the protocol asks for a mask; this one changes nothing
SHORT_MAX, MEDIUM = 125, 126
JOIN_S_MAX = 60.0
JOIN_ALL_S_MAX = 100.0
AT_ONCE_MAX = 100
TEXT, PING, PONG = 0x81, 0x89, 0x8A


class Screen(asyncio.Protocol):
    """One screen: joins, answers pings, and notes when it heard an event."""

    def __init__(self, namespace: str, event: re.Pattern[bytes], delays: list[float]) -> None:
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._join = b"40" if namespace == "/" else f"40{namespace},".encode()
        self._event = event
        self._delays = delays
        self._held = b""
        self._greeted = False
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Ask for the WebSocket."""
        self._transport = transport
        transport.write(HANDSHAKE)

    def connection_lost(self, exc: Exception | None) -> None:
        """Too early, if it had not joined yet."""
        if not self.joined.done():
            self.joined.set_exception(exc or ConnectionError("the server closed the connection"))

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        held = self._held + data if self._held else data
        if not self._greeted:
            _, gap, held = held.partition(b"\r\n\r\n")
            self._greeted = bool(gap)
        while len(held) > 1:
            begins, length = 2, held[1]
            if length == MEDIUM:
                begins, length = 4, int.from_bytes(held[2:4], "big")
            elif length > MEDIUM:
                begins, length = 10, int.from_bytes(held[2:10], "big")
            if len(held) < begins + length:
                break
            message = held[begins : begins + length]
            if held[0] == PING:  # of the WebSocket itself, when it takes long
                self._say(message, PONG)
            else:
                self._heard(message)
            held = held[begins + length :]
        self._held = held

    def _heard(self, message: bytes) -> None:
        found = self._event.match(message)
        if found:
            self._delays.append(time.time() - float(found[1]))
        elif message == b"2":
            self._say(b"3")
        elif message.startswith(b"0"):
            self._say(self._join)
        elif message.startswith(b"40") and not self.joined.done():
            self.joined.set_result(None)

    def _say(self, message: bytes, kind: int = TEXT) -> None:
        assert len(message) <= SHORT_MAX, "screens say little"
        self._transport.write(bytes((kind, 0x80 | len(message))) + MASK + message)


async def watch(given: dict[str, Any]) -> dict[str, Any]:
    """Join with all screens, say so, listen for some seconds."""
    loop = asyncio.get_running_loop()
    delays: list[float] = []
    prefix = "42" if given["namespace"] == "/" else f"42{given['namespace']},"
    begins = re.escape(f'{prefix}["{given["event"]}",{{"sent":').encode()
    event = re.compile(begins + rb"\s*([0-9.]+)")
    gate = asyncio.Semaphore(AT_ONCE_MAX)

    async def one() -> Any:
        async with gate, asyncio.timeout(JOIN_S_MAX):
            screen = Screen(given["namespace"], event, delays)
            transport, _ = await loop.create_connection(lambda: screen, "127.0.0.1", given["port"])
            await screen.joined
            return transport

    async with asyncio.timeout(JOIN_ALL_S_MAX):
        joined = await asyncio.gather(*(one() for _ in range(given["screens"])))
    await asyncio.sleep(given["settle"])
    delays.clear()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.sleep(given["seconds"])
    heard = list(delays)
    for transport in joined:
        transport.abort()
    return {"heard": len(heard), "delays": heard}


if __name__ == "__main__":
    json.dump(uvloop.run(watch(json.loads(sys.stdin.readline()))), sys.stdout)
