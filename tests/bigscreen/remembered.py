"""A way to the wall screens that only remembers what went over it."""

from typing import Any


class RememberedScreens:
    """Remembers every event; keeps the state; fails when told to."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.state: bytes | None = None
        self.broken = False

    async def emit(self, event: str, data: dict[str, Any]) -> None:
        self._must_work()
        self.heard.append((event, data))

    async def keep(self, state: bytes) -> None:
        self._must_work()
        self.state = state

    async def kept(self) -> bytes | None:
        return self.state

    def events(self) -> list[str]:
        """What was heard, ticks aside."""
        return [event for event, _ in self.heard if event != "tick"]

    def _must_work(self) -> None:
        if self.broken:
            raise ConnectionError("no way to the screens")
