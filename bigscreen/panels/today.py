"""Today: what was asked for, granted and paid out on this business date, and by the hour."""

from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from bigscreen.counting import Counts, act_of, counted
from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import BEGINNINGS, DISBURSED, GRABBED, ActSum

HOURS = 24


class Hour(Struct, frozen=True):
    """One hour of the day in Shanghai."""

    requests: int
    disbursed_fen: int


class Today(Counts, frozen=True, kw_only=True):
    """The acts of one business date, by the journal's time; a case grabbed again counts again."""

    date: date
    grabbed: int = 0
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
    hour = entry.at.astimezone(clock.SHANGHAI).hour
    return _added(current, act_of(entry, f"{hour:02}"))


def tick(today: Today, now: datetime) -> Today:
    """At midnight in Shanghai the new day begins."""
    return _begun(today, clock.date_of(now))


def _begun(today: Today, day: date) -> Today:
    """The day shown, or an empty one if this date is later."""
    return Today(date=day) if day > today.date else today


def _added(today: Today, acts: ActSum) -> Today:
    """Add acts of one code in one hour; the very same day when they are of no interest."""
    hour = int(acts.stretch)
    if acts.code == GRABBED:
        return replace(today, grabbed=today.grabbed + acts.count)
    if acts.code in BEGINNINGS:
        today = replace(today, hours=_hours(today, hour, acts.count, 0))
    elif acts.code == DISBURSED:
        today = replace(today, hours=_hours(today, hour, 0, acts.disbursed_fen))
    return counted(today, acts)


def _hours(today: Today, hour: int, requests: int, disbursed_fen: int) -> tuple[Hour, ...]:
    old = today.hours[hour]
    new = Hour(old.requests + requests, old.disbursed_fen + disbursed_fen)
    return (*today.hours[:hour], new, *today.hours[hour + 1 :])
