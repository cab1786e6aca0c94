"""How long each state may last: what its flow declares, unless the operator has said otherwise.

A limit counts for whatever comes into the state on or after its first day; what is already there
keeps the date it was promised. Asked at every act, so each process keeps the limits for some
seconds: a change counts everywhere within them, and at once where it was made.
"""

import time
from datetime import date, datetime
from enum import StrEnum

from domain.kernel import clock
from domain.kernel.flow import Flow
from orm.deadlines import StateLimit
from vocabulary.deadlines import APPROACHING_SHARE, APPROACHING_WORKDAYS_MAX
from vocabulary.workdays import workdays_between

FRESH_S = 5.0

Place = tuple[str, str, str]


class _Kept:
    """What this process knows, and until when it believes it."""

    limits: dict[Place, list[tuple[date, int]]] = {}
    until = 0.0


def forget() -> None:
    """Ask the database again: the limits have changed."""
    _Kept.until = 0.0


async def due(flow: type[Flow], state: StrEnum, at: datetime) -> date | None:
    """By when a case that comes into a state at a moment should leave it; None: no limit."""
    days = await workdays(flow, state, clock.date_of(at))
    return None if days is None else clock.expected_on(at, days)


async def workdays(flow: type[Flow], state: StrEnum, on: date) -> int | None:
    """The limit of a state in force on a day. Only what declares a limit can be given another."""
    declared = flow.workdays.get(state)
    if declared is None:
        return None
    said = (await _limits()).get((flow.subject, flow.name, state.value), ())
    return next((days for since, days in said if since <= on), declared)


async def _limits() -> dict[Place, list[tuple[date, int]]]:
    """By state, the latest first; of two for one day the one written last."""
    if (now := time.monotonic()) >= _Kept.until:
        kept: dict[Place, list[tuple[date, int]]] = {}
        for row in await StateLimit.all().order_by("-effective_on", "-id"):
            place = row.subject, row.flow, row.state
            kept.setdefault(place, []).append((row.effective_on, row.workdays))
        _Kept.limits, _Kept.until = kept, now + FRESH_S
    return _Kept.limits


def is_approaching(since: date, expected_on: date, today: date) -> bool:
    """Is this the last share of the time that a case has, one working day at least?"""
    whole = workdays_between(since, expected_on)
    last = min(max(1, -(-whole // APPROACHING_SHARE)), APPROACHING_WORKDAYS_MAX)
    return today <= expected_on and workdays_between(today, expected_on) <= last
