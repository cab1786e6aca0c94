"""What time it is: aware UTC moments, and business dates in Asia/Shanghai."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vocabulary.workdays import after_workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def date_of(moment: datetime) -> date:
    """The business date of a moment: the calendar day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def today() -> date:
    """The business date of this moment."""
    return date_of(now())


def day_begins(day: date) -> datetime:
    """The first moment of a business date, in UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """The first moment of the next business date, in UTC."""
    return day_begins(day + timedelta(days=1))


def expected_on(since: datetime, workdays: int) -> date:
    """By which business date something begun at a moment is due, in official workdays."""
    return after_workdays(date_of(since), workdays)
