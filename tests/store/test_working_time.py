"""Working time of the store: tables over weekends, holidays and moved working days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.kernel.clock import SHANGHAI
from domain.store.meetings.rules import rehearse_by
from domain.store.working_time import (
    DAY,
    first_workday_of_week,
    last_workday_of_week,
    working_before,
    working_between,
)
from vocabulary.meetings import MeetingKind

pytestmark = [pytest.mark.row("F4"), pytest.mark.clause("6.2.4 a")]
ORDINARY, MAJOR = MeetingKind.ORDINARY, MeetingKind.MAJOR


def at(text: str) -> datetime:
    """A moment as people in Suzhou say it."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.mark.parametrize(
    ("kind", "starts", "by"),
    [
        (ORDINARY, "2026-12-02 14:00", "2026-12-02 13:00"),
        (ORDINARY, "2026-12-02 10:00", "2026-12-02 09:00"),
        (ORDINARY, "2026-12-02 09:30", "2026-12-01 16:30"),  # half of the hour was yesterday
        (ORDINARY, "2026-12-02 09:00", "2026-12-01 16:00"),  # at opening
        (ORDINARY, "2026-12-02 07:30", "2026-12-01 16:00"),  # before opening
        (ORDINARY, "2026-12-02 19:00", "2026-12-02 16:00"),  # after closing
        (ORDINARY, "2026-12-07 09:15", "2026-12-04 16:15"),  # over the weekend
        (ORDINARY, "2026-12-05 14:00", "2026-12-04 16:00"),  # on a Saturday
        (ORDINARY, "2026-10-08 09:00", "2026-09-30 16:00"),  # over the National Day week
        (ORDINARY, "2026-10-10 10:30", "2026-10-10 09:30"),  # a Saturday that is worked
        (MAJOR, "2026-12-02 14:00", "2026-12-01 14:00"),
        (MAJOR, "2026-12-07 10:00", "2026-12-04 10:00"),
        (MAJOR, "2026-12-06 10:00", "2026-12-03 17:00"),
        (MAJOR, "2026-10-08 09:30", "2026-09-30 09:30"),
        (MAJOR, "2026-10-12 09:30", "2026-10-10 09:30"),  # the day before was a worked Saturday
        (MAJOR, "2026-12-02 08:00", "2026-11-30 17:00"),
    ],
)
def test_everything_is_tested_an_hour_or_a_day_of_working_time_before(
    kind: MeetingKind, starts: str, by: str
) -> None:
    """A moment at closing is the same as the next opening; it is said as the earlier one."""
    found = rehearse_by(kind, at(starts))
    assert working_between(found, at(by)) == working_between(at(by), found) == timedelta()


def test_what_lies_before_and_what_lies_between_agree() -> None:
    for starts in ("2026-12-02 14:00", "2026-12-06 03:00", "2026-10-08 09:00"):
        for span in (timedelta(minutes=1), timedelta(hours=5), DAY * 3):
            found = working_before(at(starts), span)
            assert working_between(found, at(starts)) == span


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-12-02", "2026-11-30", "2026-12-04"),
        ("2026-10-09", "2026-10-08", "2026-10-10"),
        ("2026-10-03", "2026-09-28", "2026-09-30"),
    ],
)
def test_a_week_begins_and_ends_with_a_day_that_is_worked(day: str, first: str, last: str) -> None:
    on = date.fromisoformat(day)
    assert first_workday_of_week(on) == date.fromisoformat(first)
    assert last_workday_of_week(on) == date.fromisoformat(last)
