"""What was done in a day, written down by whoever did it; the books are compared with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct, field

from domain.kernel import clock

TICKETS, VISITS, ROADSHOWS = "tickets", "visits", "roadshows"
INSPECTIONS, FAULTS, ALERTS = "inspections", "faults", "device-alerts"
REGISTERS = (TICKETS, VISITS, ROADSHOWS, INSPECTIONS, FAULTS, ALERTS)

Facts = dict[str, Any]


class Notes(Struct):
    """Each row that the day made or moved, with what its register must say of it at the end."""

    day: str
    rows: dict[str, dict[str, Facts]] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)  # what was counted before it began
    taken: int = 0  # tickets given by us
    completed: int = 0  # services ended by us
    left: int = 0  # tickets given up
    left_out: list[str] = field(default_factory=list)  # what that day had no occasion for

    def expect(self, register: str, row: Mapping[str, Any], **facts: Any) -> None:
        """Note what a row must say from now on; what was noted before and is not named stays."""
        rows = self.rows.setdefault(register, {})
        rows.setdefault(str(row["id"]), {}).update(facts)

    def write(self, path: Path) -> None:
        """Keep the notes for a later comparison."""
        path.write_bytes(msgspec.json.format(msgspec.json.encode(self)))


def of_today() -> Notes:
    """An empty sheet."""
    return Notes(clock.today().isoformat())


def read(path: Path) -> Notes:
    """The notes of a day that was played before. Raises `ValueError` when it holds none."""
    return msgspec.json.decode(path.read_bytes(), type=Notes)
