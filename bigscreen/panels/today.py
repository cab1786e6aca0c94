"""Today: what was asked for, granted and paid out on this business date, and by the hour."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bigscreen.reading import began, growth
from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import BEGINNINGS, DISBURSED, GRABBED, GRANTED, ActSum

HOURS = 24


class Hour(Struct, frozen=True):
    """One hour of the day in Shanghai."""

    requests: int
    disbursed_fen: int


class Today(Struct, frozen=True, kw_only=True):
    """The acts of one business date, by the journal's time.

    Each figure counts acts, so nothing that happens later takes it back: a request counts with
    the amount first asked for, a case grabbed again counts again. `granted_fen` is what today's
    acts added to all lines: a line amended down takes away, also below nothing.
    """

    date: date
    requests: int = 0
    requests_fen: int = 0
    grabbed: int = 0
    granted: int = 0
    granted_fen: int = 0
    disbursed: int = 0
    disbursed_fen: int = 0
    hours: tuple[Hour, ...] = (Hour(0, 0),) * HOURS


async def snapshot() -> Today:
    """From the journal of the day."""
    day = await wall.newest_day()
    today = Today(date=day)
    for each in await wall.of_day(day):
        today = _added(today, each)
    return today


def follow(today: Today, entry: Entry) -> Today:
    """Add one act of today; one of a later date starts the new day, one of yesterday is late."""
    day = clock.date_of(entry.at)
    if day < today.date:
        return today
    current = _begun(today, day)
    requested_fen = entry.facts["requested_fen"] if began(entry) else 0
    hour = entry.at.astimezone(clock.SHANGHAI).hour
    granted_fen = growth(entry, "credit_line_fen")
    disbursed_fen = growth(entry, "disbursed_fen")
    return _added(
        current, ActSum(f"{hour:02}", entry.code, 1, requested_fen, granted_fen, disbursed_fen)
    )


def tick(today: Today, now: datetime) -> Today:
    """At midnight in Shanghai the new day begins."""
    return _begun(today, clock.date_of(now))


def _begun(today: Today, day: date) -> Today:
    """The day shown, or an empty one if this date is later."""
    return Today(date=day) if day > today.date else today


def _added(today: Today, acts: ActSum) -> Today:
    """Add acts of one code in one hour; the very same day when they are of no interest."""
    if acts.code in BEGINNINGS:
        moved = {
            "requests": today.requests + acts.count,
            "requests_fen": today.requests_fen + acts.requested_fen,
            "hours": _hours(today, int(acts.stretch), acts.count, 0),
        }
    elif acts.code == GRABBED:
        moved = {"grabbed": today.grabbed + acts.count}
    elif acts.code == DISBURSED:
        moved = {
            "disbursed": today.disbursed + acts.count,
            "disbursed_fen": today.disbursed_fen + acts.disbursed_fen,
            "hours": _hours(today, int(acts.stretch), 0, acts.disbursed_fen),
        }
    elif acts.granted_fen or acts.code == GRANTED:
        moved = {
            "granted": today.granted + (acts.count if acts.code == GRANTED else 0),
            "granted_fen": today.granted_fen + acts.granted_fen,
        }
    else:
        return today
    return replace(today, **moved)


def _hours(today: Today, hour: int, requests: int, disbursed_fen: int) -> tuple[Hour, ...]:
    old = today.hours[hour]
    new = Hour(old.requests + requests, old.disbursed_fen + disbursed_fen)
    return (*today.hours[:hour], new, *today.hours[hour + 1 :])
