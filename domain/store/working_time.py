"""The store's working time: its hours on working days, and counting in them. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from domain.kernel.clock import SHANGHAI, date_of
from vocabulary.workdays import SPAN_DAYS_MAX, is_workday

OPENS, CLOSES = time(9), time(17)
DAY = timedelta(hours=8)  # from opening to closing
_ONE_DAY = timedelta(days=1)


def to_the_minute(moment: datetime) -> datetime:
    """The minute in which a moment lies: people say no seconds."""
    return moment.replace(second=0, microsecond=0)


def hours_of(day: date) -> tuple[datetime, datetime]:
    """When the store opens and closes on a day, if it is a working day."""
    opens = datetime.combine(day, OPENS, SHANGHAI).astimezone(UTC)
    return opens, datetime.combine(day, CLOSES, SHANGHAI).astimezone(UTC)


def working_before(moment: datetime, span: timedelta) -> datetime:
    """The moment that lies so much working time before another, whenever that other is."""
    if not timedelta() <= span <= DAY * SPAN_DAYS_MAX:
        raise ValueError(f"span out of range: {span}")
    day, left = date_of(moment), span
    while True:
        opens, closes = hours_of(day)
        at = min(moment, closes)
        if is_workday(day) and at > opens:
            if at - opens >= left:
                return at - left
            left -= at - opens
        day -= _ONE_DAY


def working_between(start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments; none if the second is not later."""
    if end <= start:
        return timedelta()
    day, last, spent = date_of(start), date_of(end), timedelta()
    if (last - day).days > SPAN_DAYS_MAX:
        raise ValueError(f"span out of range: {last - day}")
    while day <= last:
        opens, closes = hours_of(day)
        if is_workday(day):
            spent += max(timedelta(), min(end, closes) - max(start, opens))
        day += _ONE_DAY
    return spent


def first_workday_of_week(day: date) -> date | None:
    """The first working day of a day's week, Monday to Sunday; None when all of it is a holiday."""
    return next((each for each in _week_of(day) if is_workday(each)), None)


def last_workday_of_week(day: date) -> date | None:
    """The last working day of a day's week."""
    return next((each for each in reversed(_week_of(day)) if is_workday(each)), None)


def _week_of(day: date) -> list[date]:
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=n) for n in range(7)]
