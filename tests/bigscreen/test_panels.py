"""Each panel's own edges, on entries made by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bigscreen.panels import districts, feed, institutions, products, stages, today
from domain.kernel.journal import Entry
from domain.lending.flow import GeneralCreditFlow
from domain.lending.queries.wall import STEPS
from vocabulary.identifiers import mask_enterprise
from vocabulary.regions import REGIONS

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "product_kind": "",
    "bank_id": "b1",
    "bank_name": "江南银行",
    "enterprise_name": "苏州晨曦精密有限公司",
    "region": "320571",
    "industry": "C",
    "requested_fen": 500,
    "credit_line_fen": 0,
    "disbursed_fen": 0,
}


def entry(
    verb: str,
    *,
    at: datetime = NOON,
    number: int = 1,
    moved: dict[str, Any] | None = None,
    **facts: Any,
) -> Entry:
    step = STEPS[verb]
    return Entry(
        number, 1, step.code, "loan_application", uuid4(), "DK1", uuid4(), "张三", uuid4(), "单位",
        min((state.value for state in step.sources), default=""), step.to.value, "",
        {"amount_fen": 70}, FACTS | facts, moved or {}, at,
    )  # fmt: skip


def no_stages() -> stages.Stages:
    return tuple(stages.Stage(state.value, "", 0, 0) for state in GeneralCreditFlow.states)


class TestToday:
    def test_counts_by_the_hour_of_shanghai(self) -> None:
        day = today.follow(today.Today(date=date(2026, 11, 20)), entry("submit"))

        assert (day.requests, day.requests_fen) == (1, 500)
        assert day.hours[12] == today.Hour(1, 0)

    def test_the_first_act_after_midnight_begins_the_day(self) -> None:
        full = today.Today(date=date(2026, 11, 20), requests=9)

        day = today.follow(full, entry("submit", at=datetime(2026, 11, 20, 16, tzinfo=UTC)))

        assert (day.date, day.requests, day.hours[0].requests) == (date(2026, 11, 21), 1, 1)

    def test_an_act_of_yesterday_that_comes_late_changes_nothing(self) -> None:
        day = today.Today(date=date(2026, 11, 21))

        assert today.follow(day, entry("submit")) is day

    def test_a_line_amended_down_takes_away(self) -> None:
        day = today.Today(date=date(2026, 11, 20))
        granted = today.follow(day, entry("grant", moved={"credit_line_fen": [0, 900]}))
        amended = today.follow(granted, entry("amend_line", moved={"credit_line_fen": [900, 600]}))

        assert (amended.granted, amended.granted_fen) == (1, 600)

    def test_what_is_of_no_interest_is_the_same_day(self) -> None:
        day = today.Today(date=date(2026, 11, 20))

        assert today.follow(day, entry("approve")) is day
        assert today.tick(day, NOON) is day


class TestStages:
    def test_an_application_moves_with_its_amount(self) -> None:
        shown = stages.follow(no_stages(), entry("submit"))
        shown = stages.follow(shown, entry("grab"))

        counts = {each.state: (each.count, each.amount_fen) for each in shown if each.count}
        assert counts == {"to_review": (1, 500)}

    def test_once_granted_it_stands_for_its_line(self) -> None:
        shown = stages.follow(
            no_stages(), entry("grant", moved={"credit_line_fen": [0, 900]}, credit_line_fen=900)
        )

        amounts = {each.state: each.amount_fen for each in shown if each.count}
        assert amounts == {"to_grant": -500, "to_disburse": 900}

    def test_a_payout_moves_nothing(self) -> None:
        shown = no_stages()

        assert stages.follow(shown, entry("disburse", credit_line_fen=900)) is shown


class TestAreas:
    def test_a_resubmission_changes_the_amount_not_the_count(self) -> None:
        shown = tuple(districts.District(code, name, 1, 500, 0) for code, name in REGIONS.items())
        moved = {"requested_fen": [500, 800]}

        after = districts.follow(shown, entry("resubmit", moved=moved, requested_fen=800))

        assert [each for each in after if each.requests_fen == 800] == [
            districts.District("320571", "苏州工业园区", 1, 800, 0)
        ]

    def test_a_district_that_is_not_ours_is_not_shown(self) -> None:
        shown = tuple(districts.District(code, name, 1, 500, 0) for code, name in REGIONS.items())

        assert districts.follow(shown, entry("submit", region="110000")) is shown


class TestInstitutions:
    def test_what_is_released_leaves_who_had_it(self) -> None:
        taken = institutions.follow((), entry("grab"))
        moved = {"bank_id": ["b1", ""], "bank_name": ["江南银行", ""]}

        free = institutions.follow(taken, entry("release", moved=moved, bank_id="", bank_name=""))

        assert taken == (institutions.Institution("b1", "江南银行", 1, 0, 0),)
        assert free == ()


class TestProducts:
    def test_an_amended_line_moves_to_its_new_kind(self) -> None:
        none = tuple(
            products.Product(kind, kind, 0, 0) for kind in ("tech_loan", products.OWN_TERMS)
        )
        granted = products.follow(
            none, entry("grant", moved={"credit_line_fen": [0, 900]}, credit_line_fen=900)
        )
        moved = {"credit_line_fen": [900, 700], "product_kind": ["", "tech_loan"]}

        amended = products.follow(
            granted,
            entry("amend_line", moved=moved, credit_line_fen=700, product_kind="tech_loan"),
        )

        assert [(each.count, each.granted_fen) for each in granted] == [(0, 0), (1, 900)]
        assert [(each.count, each.granted_fen) for each in amended] == [(1, 700), (0, 0)]


class TestFeed:
    def test_names_no_enterprise(self) -> None:
        (line,) = feed.follow((), entry("submit"))

        assert line.enterprise_masked == mask_enterprise(FACTS["enterprise_name"])
        assert FACTS["enterprise_name"] not in repr(line)

    def test_keeps_the_newest_by_time_whatever_order_they_come_in(self) -> None:
        lines: feed.Feed = ()
        for number in range(30):
            moment = NOON + timedelta(seconds=number ^ 1)
            lines = feed.follow(lines, entry("grab", at=moment, number=number + 1))

        assert len(lines) == feed.LINES_MAX
        assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
        assert feed.follow(lines, entry("grab", at=NOON, number=99)) is lines

    def test_says_the_amount_the_step_is_about(self) -> None:
        amounts = {
            verb: feed.follow((), entry(verb, credit_line_fen=900))[0].amount_fen for verb in STEPS
        }

        assert {verb: fen for verb, fen in amounts.items() if fen is not None} == {
            "submit": 500,
            "publish": 500,
            "resubmit": 500,
            "grant": 900,
            "amend_line": 900,
            "disburse": 70,
        }
