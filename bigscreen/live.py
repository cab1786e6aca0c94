"""The wall live: tells every screen what changed, and greets newcomers with all of it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import msgspec
from msgspec import Struct

from bigscreen.wall import Panels, Wall
from domain.kernel import clock, journal
from domain.kernel.journal import Entry

STORE = "苏州企业金融服务超市旗舰店"
BATCH_MAX = 500
GREETINGS_MAX = 5
TICK_S = 5.0

Message = dict[str, Any]


class Broadcast(Protocol):
    """The way to all wall screens, whichever process holds them, and what processes share."""

    async def emit(self, event: str, data: Message) -> None:
        """Send one event to every wall screen."""

    async def keep(self, state: bytes) -> None:
        """Keep the newest state where every process can read it."""

    async def kept(self) -> bytes | None:
        """The newest state, if anybody ever kept one."""


class Kept(Struct, frozen=True):
    """What is kept of the wall: enough to greet a screen."""

    at: int
    panels: dict[str, Any]


class WallScreens:
    """All screens of one wall. One process leads and calls `follow`; every process may `greet`.

    The fold lives in the leader's memory and needs no cursor in the database: it begins by
    standing on the rows, and then asks the journal from its own place. What is sent is kept
    first: a screen that missed an update because it came too late finds it in what is kept.
    """

    def __init__(self, out: Broadcast, table: Panels, *, store: str = STORE) -> None:
        self._out = out
        self._table = table
        self._store = store
        self._wall: Wall | None = None
        self._owes_all = True
        self._ticks_at = 0.0

    async def follow(self) -> int:
        """Show the next sealed entries, one update for all of them. Returns how many there were.

        Call it after each sealing, and at least once a second, for midnight and the ticks. If
        it raises, call it again later: what the screens missed is owed to them as a snapshot.
        """
        wall = self._wall = self._wall or await Wall.stand(self._table)
        entries = await journal.after(wall.place, limit=BATCH_MAX)
        changed = self._fold(wall, entries) | wall.tick(clock.now())
        await self._show(wall, changed)
        await self._tick(wall)
        return len(entries)

    def forget(self) -> None:
        """Stand anew next time: for whoever led before and may have missed something."""
        self._wall, self._owes_all = None, True

    async def greet(self, send: Callable[[Message], Awaitable[None]]) -> None:
        """Send `snapshot` to one screen. It must already be where updates reach it.

        An update may overtake what we read; it was kept before it was sent, so reading once
        more after sending finds it, and the screen is sent the newer state.
        """
        sent: bytes | None = None
        for _ in range(GREETINGS_MAX):
            state = await self._out.kept()
            if state is None or state == sent:
                return
            kept = msgspec.json.decode(state, type=Kept)
            await send(self._message(kept.at, kept.panels) | {"store": self._store})
            sent = state

    def _fold(self, wall: Wall, entries: Sequence[Entry]) -> dict[str, Any]:
        try:
            return wall.take(entries)
        except Exception:
            self.forget()  # The rows already hold what could not be followed.
            raise

    async def _show(self, wall: Wall, changed: dict[str, Any]) -> None:
        if not (changed or self._owes_all):
            return
        whole, self._owes_all = self._owes_all, True
        panels = _panels(wall)
        await self._out.keep(msgspec.json.encode(Kept(wall.at, panels)))
        if whole:
            await self._out.emit(
                "snapshot", self._message(wall.at, panels) | {"store": self._store}
            )
        else:
            shown = {name: panels[name] for name in changed}
            await self._out.emit("update", self._message(wall.at, shown))
        self._owes_all = False

    async def _tick(self, wall: Wall) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._ticks_at:
            self._ticks_at = now + TICK_S
            await self._out.emit("tick", {"server_time": _server_time(), "at": wall.at})

    @staticmethod
    def _message(at: int, panels: dict[str, Any]) -> Message:
        return {"at": at, "server_time": _server_time(), "panels": panels}


def _panels(wall: Wall) -> dict[str, Any]:
    """Every panel as it is sent: its figures, and at which point they are true."""
    return {
        name: {"at": wall.at, "data": msgspec.to_builtins(wall.shown(name))} for name in wall.panels
    }


def _server_time() -> str:
    return clock.now().isoformat()
