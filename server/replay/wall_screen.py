"""A wall screen without a browser: Socket.IO spoken by hand, for one snapshot of the panels."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

NAMESPACE = "/wall"
PATH = "/socket.io/?EIO=4&transport=websocket"
SNAPSHOT_WITHIN_S = 20.0
MESSAGE_BYTES_MAX = 8 * 1024 * 1024

# Engine.IO 4 packets, and the Socket.IO 5 packets inside its messages.
OPEN, PING, PONG, MESSAGE = "0", "2", "3", "4"
CONNECT, EVENT, REFUSED = f"{MESSAGE}0", f"{MESSAGE}2", f"{MESSAGE}4"


class NoWall(Exception):
    """The wall did not show itself; the message says why."""


async def snapshot(base: str, key: str = "") -> dict[str, Any]:
    """The whole wall as a screen sees it that comes in now. Raises `NoWall`."""
    parts = urlsplit(base)
    scheme = "wss" if parts.scheme == "https" else "ws"
    address = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}{PATH}"
    try:
        async with (
            asyncio.timeout(SNAPSHOT_WITHIN_S),
            connect(address, max_size=MESSAGE_BYTES_MAX, proxy=None) as socket,
        ):
            return await _first_snapshot(socket, key)
    except (OSError, TimeoutError, WebSocketException) as problem:
        raise NoWall(f"no snapshot from {address}: {type(problem).__name__}") from problem


async def _first_snapshot(socket: ClientConnection, key: str) -> dict[str, Any]:
    async for packet in socket:
        text = packet if isinstance(packet, str) else packet.decode()
        if text.startswith(OPEN):
            auth = msgspec.json.encode({"key": key}).decode()
            await socket.send(f"{CONNECT}{NAMESPACE},{auth}")
        elif text.startswith(PING):
            await socket.send(PONG + text[1:])
        elif text.startswith(f"{REFUSED}{NAMESPACE},"):
            raise NoWall(f"the wall refused: {text.partition(',')[2]}")
        elif text.startswith(f"{EVENT}{NAMESPACE},"):
            name, message = msgspec.json.decode(text.partition(",")[2])
            if name == "snapshot":
                wall: dict[str, Any] = message
                return wall
    raise NoWall("the wall hung up")
