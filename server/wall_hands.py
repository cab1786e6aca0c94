"""A wall's two hands: screens of this process alone, or of every process through Redis."""

from typing import Any

from bigscreen.live import WallScreens
from bigscreen.walls import COCKPIT_PANELS, LOBBY_PANELS, STORE_PANELS
from server.sockets import COCKPIT, STORE, WALL, WALL_ROOM

STATE_KEPT_S = 2 * 86_400  # a day without acts is kept again only at midnight


class OwnWall:
    """One process: the state stands in its memory."""

    def __init__(self, server: Any, wall: str) -> None:
        self._wall = wall
        self._server = server
        self._state: bytes | None = None

    async def emit(self, event: str, data: dict[str, Any]) -> None:
        """To every wall screen of this process."""
        await self._server.emit(event, data, room=WALL_ROOM, namespace=self._wall)

    async def keep(self, state: bytes) -> None:
        """Keep the newest state."""
        self._state = state

    async def kept(self) -> bytes | None:
        """The newest state."""
        return self._state


class RedisWall:
    """Many processes: the worker keeps the state in Redis, each process greets from there."""

    def __init__(self, server: Any, client: Any, wall: str) -> None:
        self._wall = wall
        self._state_key = f"{wall.removeprefix('/')}:state"
        self._server = server
        self._client = client

    async def emit(self, event: str, data: dict[str, Any]) -> None:
        """To every wall screen, whichever process holds it."""
        await self._server.emit(event, data, room=WALL_ROOM, namespace=self._wall)

    async def keep(self, state: bytes) -> None:
        """Keep the newest state."""
        await self._client.set(self._state_key, state, ex=STATE_KEPT_S)

    async def kept(self) -> bytes | None:
        """The newest state."""
        found: bytes | None = await self._client.get(self._state_key)
        return found


def walls_over(server: Any, redis: Any) -> dict[str, WallScreens]:
    """Every wall by its namespace, over Redis where there is one."""
    tables = {WALL: LOBBY_PANELS, STORE: STORE_PANELS, COCKPIT: COCKPIT_PANELS}
    return {
        name: WallScreens(
            OwnWall(server, name) if redis is None else RedisWall(server, redis, name), table
        )
        for name, table in tables.items()
    }
