"""The store's own wall: the panels, and the codes that only a screen in the store may show.

A code is worth something to whoever is away, so it is no panel: it is in no state that is kept,
reaches no other wall, and is given on asking to a screen that was let in, for as long as it is.
"""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any

import msgspec
from msgspec import Struct

from domain.kernel import clock
from domain.kernel.outside import held
from domain.kernel.refusal import TooOften
from domain.store import screens
from domain.store.screens import ScreenCode
from server.http import address_of, origin_of
from server.qr import rows_of
from server.settings import Settings
from server.sockets import STORE, Greet, WallRoom

ASKS_MAX = 120  # of one address in the window: screens of one store share theirs
ASKS_WINDOW_S = 60


class Drawn(Struct, frozen=True):
    """A code as the wall draws it; in how many seconds there is another."""

    kind: str
    title: str
    says: str
    rows: list[str]
    good_for_s: float


@dataclass(frozen=True, slots=True)
class _Screen:
    """Where a screen asks from, and under which origin it knows us."""

    address: str
    origin: str


class StoreRoom(WallRoom):
    """The screens of the store's wall."""

    def __init__(self, settings: Settings, greet: Greet) -> None:
        super().__init__(STORE, settings, greet)
        self._screens: dict[str, _Screen] = {}  # that were let in: events may overtake that

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in whoever may see the wall."""
        await super().on_connect(sid, environ, auth)
        request = environ["sanic.request"]
        self._screens[sid] = _Screen(
            address_of(request, self._settings), origin_of(request, self._settings)
        )

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget a screen that has gone."""
        self._screens.pop(sid, None)

    async def on_codes(self, sid: str, *_more: Any) -> dict[str, Any]:
        """The codes of this moment, drawn."""
        screen = self._screens.get(sid)
        if screen is None or not (self._key or ip_address(screen.address).is_loopback):
            return {"ok": False}  # without a key anybody may look at a wall: that is no presence
        try:
            await held().limiter.hit(
                "store.codes", screen.address, limit=ASKS_MAX, window_s=ASKS_WINDOW_S
            )
        except TooOften:
            return {"ok": False}
        now = clock.now()
        codes = [_drawn(each, screen.origin, now) for each in await screens.codes_now()]
        return {"ok": True, "codes": msgspec.to_builtins(codes)}


def _drawn(code: ScreenCode, origin: str, now: datetime) -> Drawn:
    good_for_s = max(0.0, (code.changes_at - now).total_seconds())
    return Drawn(code.kind, code.title, code.says, rows_of(f"{origin}{code.path}"), good_for_s)
