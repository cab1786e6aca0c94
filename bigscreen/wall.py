"""The wall, folded: every panel's figures at one point of the journal, moved on entry by entry."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, Self

from msgspec import Struct

from bigscreen.panels import (
    districts,
    feed,
    industries,
    institutions,
    products,
    stages,
    today,
)
from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.kernel.standing import Standing, standing


class Panel(Struct, frozen=True):
    """One panel: how it is read from the rows, and how one act moves it."""

    snapshot: Callable[[], Awaitable[Any]]
    follow: Callable[[Any, Entry], Any]


TODAY = "today"
PANELS: dict[str, Panel] = {
    TODAY: Panel(today.snapshot, today.follow),
    "stages": Panel(stages.snapshot, stages.follow),
    "districts": Panel(districts.snapshot, districts.follow),
    "institutions": Panel(institutions.snapshot, institutions.follow),
    "industries": Panel(industries.snapshot, industries.follow),
    "products": Panel(products.snapshot, products.follow),
    "feed": Panel(feed.snapshot, feed.follow),
}


class Wall:
    """All panels at one point. Stands on the rows once, then only follows the journal."""

    def __init__(self, panels: dict[str, Any], point: Standing) -> None:
        assert panels.keys() == PANELS.keys(), "every panel, and no other"
        self.panels = panels
        self.at = point.seal_no
        self.place = point.place
        self._known = set(point.unsealed)

    @classmethod
    async def stand(cls) -> Self:
        """Read every panel from the rows, all at the same point of the journal."""
        async with standing() as point:
            panels = {name: await panel.snapshot() for name, panel in PANELS.items()}
        return cls(panels, point)

    def take(self, entries: Sequence[Entry]) -> dict[str, Any]:
        """Fold the next entries, in order. Returns the panels that changed.

        Either all of them are folded or, when one cannot be read, none.
        """
        if not entries:
            return {}
        assert entries[0].place > self.place, "an entry that was already folded"
        news = [entry for entry in entries if entry.id not in self._known]
        moved = {name: self._folded(name, news) for name in PANELS}
        self._known.difference_update(entry.id for entry in entries)
        self.place = entries[-1].place
        self.at = entries[-1].seal_no
        return self._show(moved)

    def tick(self, now: datetime) -> dict[str, Any]:
        """Let time pass: at midnight in Shanghai the new day begins, even without an act."""
        return self._show({TODAY: today.begin_day(self.panels[TODAY], clock.date_of(now))})

    def _folded(self, name: str, entries: Sequence[Entry]) -> Any:
        data, follow = self.panels[name], PANELS[name].follow
        for entry in entries:
            data = follow(data, entry)
        return data

    def _show(self, moved: dict[str, Any]) -> dict[str, Any]:
        changed = {name: data for name, data in moved.items() if data is not self.panels[name]}
        self.panels |= changed
        return changed
