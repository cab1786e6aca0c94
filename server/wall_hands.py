"""The wall's two hands: screens of this process alone, or of every process through Redis."""

from typing import Any

from server.sockets import WALL, WALL_ROOM

STATE_KEY = "wall:state"
STATE_KEPT_S = 2 * 86_400  # a day without acts is kept again only at midnight


class OwnWall:
    """One process: the state stands in its memory."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._state: bytes | None = None

    async def emit(self, event: str, data: dict[str, Any]) -> None:
        """To every wall screen of this process."""
        await self._server.emit(event, data, room=WALL_ROOM, namespace=WALL)

    async def keep(self, state: bytes) -> None:
        """Keep the newest state."""
        self._state = state

    async def kept(self) -> bytes | None:
        """The newest state."""
        return self._state


class RedisWall:
    """Many processes: the worker keeps the state in Redis, each process greets from there."""

    def __init__(self, server: Any, client: Any) -> None:
        self._server = server
        self._client = client

    async def emit(self, event: str, data: dict[str, Any]) -> None:
        """To every wall screen, whichever process holds it."""
        await self._server.emit(event, data, room=WALL_ROOM, namespace=WALL)

    async def keep(self, state: bytes) -> None:
        """Keep the newest state."""
        await self._client.set(STATE_KEY, state, ex=STATE_KEPT_S)

    async def kept(self) -> bytes | None:
        """The newest state."""
        found: bytes | None = await self._client.get(STATE_KEY)
        return found
