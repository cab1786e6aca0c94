"""How a panel reads an entry: is it a step of an application, what began, what grew, what was."""

from typing import Any

from domain.kernel.journal import Entry
from domain.lending.queries.wall import BEGINNINGS, STEP_CODES

_STEP_CODES = frozenset(STEP_CODES)


def is_step(entry: Entry) -> bool:
    """A step of an application's flow; ratings and exports are not."""
    return entry.code in _STEP_CODES


def began(entry: Entry) -> bool:
    """A request: an application begun."""
    return entry.code in BEGINNINGS


def before(entry: Entry, fact: str) -> Any:
    """What a fact was before the act."""
    change = entry.changes.get(fact)
    return change[0] if change else entry.facts[fact]


def growth(entry: Entry, fact: str) -> int:
    """How much the act added to a fact. What an application is begun with is no change."""
    change = entry.changes.get(fact)
    return int(change[1]) - int(change[0]) if change else 0
