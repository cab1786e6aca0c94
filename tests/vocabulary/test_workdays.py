"""Working days: the official calendar, deadlines, and years nobody has announced yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.acceptance.tables import rows
from vocabulary.workdays import (
    DAYS_MAX,
    SPAN_DAYS_MAX,
    after_workdays,
    calendar_is_official,
    is_workday,
    workdays_between,
)

days = st.dates(date(2004, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("row", rows("china_workdays_2023_2026.csv"), ids=lambda row: row["date"])
def test_the_official_calendar_is_kept(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["date"])

    assert is_workday(day) == (row["is_workday"] == "1")
    assert calendar_is_official(day)


def test_every_other_day_of_those_years_follows_the_week() -> None:
    told = {row["date"] for row in rows("china_workdays_2023_2026.csv")}
    day = date(2023, 1, 1)
    while day.year < 2027:
        if day.isoformat() not in told:
            assert is_workday(day) == (day.weekday() < 5), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    assert workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.clause("6.2.3 d")
@pytest.mark.parametrize(
    "row", rows("working_day_deadlines.csv"), ids=lambda row: row["deadline_date"]
)
def test_deadlines_fall_where_others_reckon_them(row: dict[str, str]) -> None:
    received = date.fromisoformat(row["received_date"])

    deadline = after_workdays(received, int(row["working_days"]))

    assert deadline == date.fromisoformat(row["deadline_date"])
    assert workdays_between(received, deadline) == int(row["working_days"])


def test_a_year_without_a_calendar_is_guessed_and_says_so() -> None:
    assert not calendar_is_official(date(2031, 1, 1))
    assert not is_workday(date(2031, 1, 1))  # a Wednesday, New Year
    assert is_workday(date(2031, 1, 2))
    assert not is_workday(date(2031, 1, 4))  # a Saturday
    assert not is_workday(date(2031, 10, 2))
    assert is_workday(date(1999, 3, 1))


@given(days, st.integers(0, 60))
def test_counting_back_gives_the_days_counted_forth(day: date, count: int) -> None:
    deadline = after_workdays(day, count)

    assert workdays_between(day, deadline) == count
    assert workdays_between(deadline, day) == -count
    assert count == 0 or is_workday(deadline)


@given(days, st.integers(0, 30), st.integers(0, 30))
def test_deadlines_add_up(day: date, first: int, second: int) -> None:
    assert after_workdays(after_workdays(day, first), second) == after_workdays(day, first + second)


def test_nothing_is_reckoned_without_an_end() -> None:
    with pytest.raises(ValueError, match="days"):
        after_workdays(date(2026, 1, 1), DAYS_MAX + 1)
    with pytest.raises(ValueError, match="days"):
        after_workdays(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="span"):
        workdays_between(date(1900, 1, 1), date(1900, 1, 1) + timedelta(days=SPAN_DAYS_MAX + 1))
