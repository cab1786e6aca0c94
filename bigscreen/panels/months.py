"""The months: what each month's acts asked for, granted and paid out; so that they compare."""

from datetime import date, datetime, timedelta

from bigscreen.counting import Counts, act_of, counted
from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.lending.queries import wall

KEPT = 13  # this month, and the same one of last year


class Month(Counts, frozen=True, kw_only=True):
    """The acts of one month by the journal's time."""

    month: str


Months = tuple[Month, ...]  # the newest first


async def snapshot() -> Months:
    """From the journal of thirteen months."""
    day = await wall.newest_day()
    names = _names(day)
    first = date.fromisoformat(f"{names[-1]}-01")
    months = {name: Month(month=name) for name in names}
    for each in await wall.of_months(first, day):
        months[each.stretch] = counted(months[each.stretch], each)
    return tuple(months.values())


def follow(months: Months, entry: Entry) -> Months:
    """Add one act to its month; one older than all that are kept is left aside."""
    day = clock.date_of(entry.at)
    current = _begun(months, day)
    name = f"{day:%Y-%m}"
    acts = act_of(entry, name)
    moved = tuple(counted(each, acts) if each.month == name else each for each in current)
    return months if moved == months else moved


def tick(months: Months, now: datetime) -> Months:
    """A new month begins at its first midnight in Shanghai."""
    return _begun(months, clock.date_of(now))


def _begun(months: Months, day: date) -> Months:
    names = _names(day)
    if names[0] <= months[0].month:
        return months
    kept = {each.month: each for each in months}
    return tuple(kept.get(name) or Month(month=name) for name in names)


def _names(day: date) -> list[str]:
    names = []
    for _ in range(KEPT):
        names.append(f"{day:%Y-%m}")
        day = day.replace(day=1) - timedelta(days=1)
    return names
