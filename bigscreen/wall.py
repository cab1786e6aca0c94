"""The wall, folded: every panel's figures at one point of the journal, moved on entry by entry."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from msgspec import Struct

from domain.kernel.journal import Entry
from domain.kernel.standing import Standing, standing


class Panel(Struct, frozen=True):
    """One panel: how it is read from the rows, and how an act, or time alone, moves it."""

    snapshot: Callable[[], Awaitable[Any]]
    follow: Callable[[Any, Entry], Any]
    tick: Callable[[Any, datetime], Any] | None = None
    show: Callable[[Any], Any] | None = None  # what of it is sent, where that is not all


Panels = Mapping[str, Panel]


class Wall:
    """All panels at one point. Stands on the rows once, then only follows the journal."""

    def __init__(self, table: Panels, panels: dict[str, Any], point: Standing) -> None:
        assert panels.keys() == table.keys(), "every panel, and no other"
        self._table = table
        self.panels = panels
        self.at = point.seal_no
        self.place = point.place
        self._known = set(point.unsealed)

    @classmethod
    async def stand(cls, table: Panels) -> Self:
        """Read every panel of the table from the rows, all at the same point of the journal."""
        async with standing() as point:
            panels = {name: await panel.snapshot() for name, panel in table.items()}
        return cls(table, panels, point)

    def shown(self, name: str) -> Any:
        """What a screen is sent of one panel."""
        show = self._table[name].show
        return show(self.panels[name]) if show else self.panels[name]

    def take(self, entries: Sequence[Entry]) -> dict[str, Any]:
        """Fold the next entries, in order. Returns the panels that changed.

        Either all of them are folded or, when one cannot be read, none.
        """
        if not entries:
            return {}
        assert entries[0].place > self.place, "an entry that was already folded"
        news = [entry for entry in entries if entry.id not in self._known]
        moved = {name: self._folded(name, news) for name in self._table}
        self._known.difference_update(entry.id for entry in entries)
        self.place = entries[-1].place
        self.at = entries[-1].seal_no
        return self._show(moved)

    def tick(self, now: datetime) -> dict[str, Any]:
        """Let time pass: at midnight a new day begins, even without an act."""
        ticking = ((name, panel.tick) for name, panel in self._table.items())
        return self._show({name: tick(self.panels[name], now) for name, tick in ticking if tick})

    def _folded(self, name: str, entries: Sequence[Entry]) -> Any:
        data, follow = self.panels[name], self._table[name].follow
        for entry in entries:
            data = follow(data, entry)
        return data

    def _show(self, moved: dict[str, Any]) -> dict[str, Any]:
        changed = {name: data for name, data in moved.items() if data is not self.panels[name]}
        self.panels |= changed
        return changed
