"""Pure judgement: hysteresis, clones, clocks, windows, availability."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.fleet.detecting import WARM_UP, Model, notice
from domain.fleet.rules import (
    BACKLOG_MAX,
    FAIL_AFTER,
    RECOVER_AFTER,
    Hearing,
    Known,
    Leaning,
    Tally,
    Told,
    availability,
    hear,
    in_window,
    judge_sender,
    mean_latency,
    measured_at,
    span_begins,
    tally_of,
)
from tests.acceptance import tables
from vocabulary.fleet import Health, Span

pytestmark = [pytest.mark.row("F5", "S18"), pytest.mark.clause("6.2.5")]

H, W, D = Health.HEALTHY, Health.WARNING, Health.DOWN
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SAID = {"UP": H, "DOWN": D, "PENDING": Health.UNKNOWN, "MAINTENANCE": H}


def after(judged: Health, *said: Health) -> Health:
    leaning = Leaning(judged)
    for each in said:
        leaning = hear(leaning, each)
    return leaning.judged


class TestHysteresis:
    def test_one_bad_reading_changes_nothing_and_enough_of_them_do(self) -> None:
        assert after(H, *[D] * (FAIL_AFTER - 1)) is H
        assert after(H, *[D] * FAIL_AFTER) is D

    def test_a_reading_that_was_checked_again_on_site_counts_as_often(self) -> None:
        assert hear(Leaning(H), D, checks=FAIL_AFTER).judged is D

    def test_it_takes_longer_to_be_believed_well_again(self) -> None:
        assert after(D, *[H] * (RECOVER_AFTER - 1)) is D
        assert after(D, *[H] * RECOVER_AFTER) is H

    def test_a_device_that_comes_and_goes_stays_as_it_was_judged(self) -> None:
        assert after(H, *[D, H] * 20) is H
        assert after(D, *[H, H, D] * 20) is D

    def test_now_a_warning_now_down_is_a_warning_at_least(self) -> None:
        assert after(H, D, W) is W
        assert after(H, W, D) is W
        assert after(D, H, W, H) is W

    def test_a_first_good_reading_is_believed_and_a_first_bad_one_is_not(self) -> None:
        assert after(Health.UNKNOWN, H) is H
        assert after(Health.UNKNOWN, D) is Health.UNKNOWN


@pytest.mark.row("S14")
@pytest.mark.clause("5.3.4.3")
class TestSender:
    KNOWN = Known(counter=9, boot="b2", boots=("b1",), digest="last")

    @pytest.mark.parametrize(
        ("counter", "boot", "digest", "found"),
        [
            (10, "b2", "new", Hearing.NEW),
            (10, "b3", "new", Hearing.NEW),  # started anew
            (10, "b1", "new", Hearing.CLONED),  # a start that was over speaks again
            (9, "b2", "last", Hearing.REPLAYED),
            (9, "b2", "other", Hearing.CLONED),  # two contents under one number
            (4, "b2", "old", Hearing.REPLAYED),
            (4, "b1", "old", Hearing.REPLAYED),
            (4, "b9", "new", Hearing.CLONED),  # the number runs backwards
        ],
    )
    def test_is_told_from_a_listener_and_from_a_second_holder_of_the_key(
        self, counter: int, boot: str, digest: str, found: Hearing
    ) -> None:
        assert judge_sender(self.KNOWN, counter, boot, digest) is found


class TestClocks:
    def test_a_clock_that_jumps_does_not_move_a_reading(self) -> None:
        measured = Told("b1", 100.0, NOW - timedelta(days=400))
        sent = Told("b1", 160.0, NOW + timedelta(days=3))
        assert measured_at(measured, sent, NOW) == NOW - timedelta(seconds=60)

    def test_across_a_restart_the_clocks_own_distance_counts(self) -> None:
        wrong = timedelta(hours=9)
        measured = Told("b1", 100.0, NOW - timedelta(minutes=7) + wrong)
        sent = Told("b2", 5.0, NOW + wrong)
        assert measured_at(measured, sent, NOW) == NOW - timedelta(minutes=7)

    def test_nothing_was_measured_in_the_future_or_in_another_age(self) -> None:
        sent = Told("b2", 5.0, NOW)
        assert measured_at(Told("b1", 0, NOW + timedelta(days=1)), sent, NOW) == NOW
        assert measured_at(Told("b1", 0, NOW - timedelta(days=999)), sent, NOW) == NOW - BACKLOG_MAX


class TestWindows:
    @pytest.mark.parametrize("row", tables.rows("signage_windows.csv"))
    def test_a_window_over_midnight_belongs_to_the_day_it_begins_on(
        self, row: dict[str, str]
    ) -> None:
        found = in_window(
            row["days_iso"], row["from"], row["to_exclusive"], int(row["weekday_iso"]),
            row["local_time"],
        )  # fmt: skip
        assert found is (row["active"] == "1")

    def test_sunday_night_reaches_into_monday(self) -> None:
        assert in_window("7", "22:00", "06:00", 1, "05:59")
        assert not in_window("7", "22:00", "06:00", 2, "05:59")
        assert not in_window("", "22:00", "06:00", 1, "05:59")


TABLE: dict[str, Any] = tables.document("uptime_ratio.json")


def tallied(beats: list[list[Any]]) -> Tally:
    return sum(
        (tally_of(SAID[kind], excused=kind == "MAINTENANCE", latency_ms=ping or 0.0)
         for kind, ping in beats),
        Tally(),
    )  # fmt: skip


class TestAvailability:
    @pytest.mark.parametrize("case", TABLE["cases_24h"])
    def test_is_what_others_computed_and_no_data_is_no_figure(self, case: dict[str, Any]) -> None:
        tally = tallied(case["beats"])
        if tally.up + tally.down == 0:
            assert availability(tally) is None  # theirs says 0
        else:
            assert availability(tally) == pytest.approx(case["uptime"])
        assert mean_latency(tally) == (
            case["avg_ping"] if case["avg_ping"] is None else pytest.approx(case["avg_ping"])
        )

    def test_days_up_and_down_in_turn(self) -> None:
        days = [tally_of(D if day % 2 else H, excused=False) for day in range(365)]
        ratio = {n: availability(sum(days[-n:], Tally())) for n in (7, 30, 365)}
        theirs = TABLE["daily_alternating_from_UP"]["365_days"]
        assert ratio == {7: theirs["7d"], 30: theirs["30d"], 365: theirs["1y"]}
        at_30 = availability(sum(days[23:30], Tally()))
        assert at_30 == TABLE["daily_alternating_from_UP"]["last_7_days"]

    @pytest.mark.parametrize(("moment", "day"), TABLE["day_bucket_utc"])
    def test_a_day_of_the_books_is_one_of_utc(self, moment: str, day: str) -> None:
        begins = span_begins(datetime.fromisoformat(moment), Span.DAY)
        assert begins == datetime.fromisoformat(day).replace(tzinfo=UTC)

    def test_what_never_came_counts_as_down(self) -> None:
        assert availability(Tally(up=3, assumed=1)) == pytest.approx(0.75)


def hum(steps: int, level: float = 40.0) -> list[float]:
    return [level + (step * 7 % 11) * 0.15 for step in range(steps)]


class TestDetector:
    def test_calls_a_lasting_heat_odd_once_and_the_usual_hum_never(self) -> None:
        model = Model()
        assert not any(notice(model, each) for each in hum(WARM_UP * 4))
        said = [notice(model, 71.0) for _ in range(20)]
        assert said.count(True) == 1
        assert said.index(True) < 5

    def test_learns_a_new_level_and_is_quiet_again(self) -> None:
        model = Model()
        for each in hum(WARM_UP * 4):
            notice(model, each)
        later = [notice(model, each) for each in hum(6_000, 60.0)]
        assert any(later[:5])
        assert not any(later[-2_000:])
