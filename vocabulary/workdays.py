"""Working days of mainland China: the official calendar, and a fair guess where there is none."""

import csv
from datetime import date, timedelta
from pathlib import Path

DAYS_MAX = 2_500  # Ten years of working days: no deadline is further away.
SPAN_DAYS_MAX = 366 * 50

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)

# Holidays that fall on the same date each year (State Council, 2024). The others follow the
# moon or the sun and are unknown until announced.
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


def _read_exceptions() -> dict[date, bool]:
    path = Path(__file__).parent / "reference" / "workdays.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#"))
        return {
            date.fromisoformat(row["date"]): row["is_workday"] == "1"
            for row in csv.DictReader(kept)
        }


_EXCEPTIONS = _read_exceptions()
_OFFICIAL_YEARS = frozenset(day.year for day in _EXCEPTIONS)


def calendar_is_official(day: date) -> bool:
    """Tell whether the State Council's calendar of that year is known to us."""
    return day.year in _OFFICIAL_YEARS


def is_workday(day: date) -> bool:
    """Tell whether offices work that day, shifted weekends included."""
    if calendar_is_official(day):
        return _EXCEPTIONS.get(day, day.weekday() < _SATURDAY)
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED_HOLIDAYS


def after_workdays(day: date, days: int) -> date:
    """Give the n-th working day after a date; none after it is the date itself."""
    if not 0 <= days <= DAYS_MAX:
        raise ValueError(f"days out of range: {days}")
    left = days
    while left:
        day += _ONE_DAY
        left -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative if `end` is earlier.

    `workdays_between(day, after_workdays(day, n))` is n.
    """
    if end < start:
        return -workdays_between(end, start)
    span = (end - start).days
    if span > SPAN_DAYS_MAX:
        raise ValueError(f"span out of range: {span}")
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, span + 1))
