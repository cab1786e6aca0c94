"""The months: what each month's acts asked for, granted and paid out; so that they compare."""

from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from bigscreen.reading import began, growth
from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from domain.lending.queries.wall import BEGINNINGS, DISBURSED, GRANTED, ActSum

KEPT = 13  # this month, and the same one of last year


class Month(Struct, frozen=True, kw_only=True):
    """The acts of one month by the journal's time, counted as on the day they happened."""

    month: str
    requests: int = 0
    requests_fen: int = 0
    granted: int = 0
    granted_fen: int = 0
    disbursed: int = 0
    disbursed_fen: int = 0


Months = tuple[Month, ...]  # the newest first


async def snapshot() -> Months:
    """From the journal of thirteen months."""
    day = await wall.newest_day()
    names = _names(day)
    first = date.fromisoformat(f"{names[-1]}-01")
    months = {name: Month(month=name) for name in names}
    for each in await wall.of_months(first, day):
        months[each.stretch] = _added(months[each.stretch], each)
    return tuple(months.values())


def follow(months: Months, entry: Entry) -> Months:
    """Add one act to its month; one older than all that are kept is left aside."""
    day = clock.date_of(entry.at)
    current = _begun(months, day)
    requested_fen = entry.facts["requested_fen"] if began(entry) else 0
    granted_fen, disbursed_fen = growth(entry, "credit_line_fen"), growth(entry, "disbursed_fen")
    name = f"{day:%Y-%m}"
    acts = ActSum(name, entry.code, 1, requested_fen, granted_fen, disbursed_fen)
    moved = tuple(_added(each, acts) if each.month == name else each for each in current)
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


def _added(month: Month, acts: ActSum) -> Month:
    if acts.code in BEGINNINGS:
        return replace(
            month,
            requests=month.requests + acts.count,
            requests_fen=month.requests_fen + acts.requested_fen,
        )
    granted, disbursed = acts.code == GRANTED, acts.code == DISBURSED
    return replace(
        month,
        granted=month.granted + granted * acts.count,
        granted_fen=month.granted_fen + acts.granted_fen,
        disbursed=month.disbursed + disbursed * acts.count,
        disbursed_fen=month.disbursed_fen + (acts.disbursed_fen if disbursed else 0),
    )
