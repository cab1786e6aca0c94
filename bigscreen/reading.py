"""How a panel reads an entry: is it a step of an application, and does one begin."""

from domain.kernel.journal import Entry
from domain.lending.queries.wall import BEGINNINGS, STEP_CODES

_STEP_CODES = frozenset(STEP_CODES)


def is_step(entry: Entry) -> bool:
    """A step of an application's flow; ratings and exports are not."""
    return entry.code in _STEP_CODES


def began(entry: Entry) -> bool:
    """A request: an application begun."""
    return entry.code in BEGINNINGS
