"""When the store is open: working days, from nine to five, and the way back through that time."""

from datetime import date, datetime, time, timedelta

from vocabulary.workdays import is_workday

OPENS_AT = time(9)
CLOSES_AT = time(17)
DAYS_BACK_MAX = 30


def is_open_from_to(begins: datetime, ends: datetime) -> bool:
    """Is the store open all the while? Both are wall-clock moments of the store."""
    is_one_day = begins.date() == ends.date() and is_workday(begins.date())
    return is_one_day and begins.time() >= OPENS_AT and ends.time() <= CLOSES_AT


def before_in_opening(moment: datetime, span: timedelta) -> datetime:
    """Go back by a span in which only the time counts that the store is open.

    Half an hour before ten past nine is twenty to five of the last working day: whoever prepares
    is there then, and not at twenty to nine.
    """
    at, left = moment, span
    for _ in range(DAYS_BACK_MAX):
        opens = datetime.combine(at.date(), OPENS_AT, at.tzinfo)
        if is_workday(at.date()) and at > opens:
            at = min(at, datetime.combine(at.date(), CLOSES_AT, at.tzinfo))
            if at - opens >= left:
                return at - left
            left -= at - opens
        at = _day_ends(at.date() - timedelta(days=1), at)
    return at


def _day_ends(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time.max, like.tzinfo)
