"""Months and parts of a year, as loan contracts count them. Pure."""

from calendar import monthrange
from datetime import date
from fractions import Fraction
from functools import lru_cache

from vocabulary.lending import DayCount

MONTHS = 12
PARTS_KEPT_MAX = 4096


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the last day of a month that has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(since: date, until: date) -> int | None:
    """How many months lie between, if they are whole, counted from either end; else None."""
    months = (until.year - since.year) * MONTHS + until.month - since.month
    if add_months(since, months) == until or add_months(until, -months) == since:
        return months
    return None


@lru_cache(maxsize=PARTS_KEPT_MAX)
def year_fraction(since: date, until: date, count: DayCount) -> Fraction:
    """What part of a year lies between two days.

    30/360: whole months are twelfths; other spans by 30E/360 (ISDA 2006, 4.16 g). Actual
    counts divide the days by 360 or 365.
    """
    assert since <= until, "time runs forward"
    if count is DayCount.ACTUAL_360:
        return Fraction((until - since).days, 360)
    if count is DayCount.ACTUAL_365:
        return Fraction((until - since).days, 365)
    months = whole_months(since, until)
    if months is not None:
        return Fraction(months, MONTHS)
    days = min(until.day, 30) - min(since.day, 30)
    days += 30 * (until.month - since.month) + 360 * (until.year - since.year)
    return Fraction(days, 360)
