"""The loan calculator, asked over HTTP by somebody who is not logged in."""

from typing import Any

import pytest

from tests.doors.served import Served

pytestmark = [pytest.mark.row("K4", "Q3"), pytest.mark.clause("6.1.2.3 e")]
ASKED: dict[str, Any] = {
    "principal_fen": 100_000_000,
    "rate_bp": 435,
    "term_months": 3,
    "method": "equal_instalment",
    "first_due_on": "2026-12-31",
    "day_count": "30/360",
}


def ask(town: Served, **differing: Any) -> Any:
    return town.ask("POST", "/api/tools/repayment-schedule", json={**ASKED, **differing})


def test_a_plan_needs_no_log_in(platform: Served) -> None:
    answer = ask(platform)
    assert answer.status_code == 200
    plan = answer.json()
    assert set(plan) == {"rows", "total_interest_fen", "apr_bp"}
    assert [row["due_on"] for row in plan["rows"]] == ["2026-12-31", "2027-01-31", "2027-02-28"]
    assert plan["rows"][0] == {
        "no": 1,
        "due_on": "2026-12-31",
        "principal_fen": 33_212_791,
        "interest_fen": 362_500,
        "balance_fen": 66_787_209,
    }
    assert plan["apr_bp"] == 435
    assert plan["total_interest_fen"] == sum(row["interest_fen"] for row in plan["rows"])


def test_a_day_of_drawing_of_ones_own_makes_the_first_row_longer(platform: Served) -> None:
    plan = ask(platform, drawn_on="2026-11-01", day_count="actual/365").json()
    assert plan["rows"][0]["interest_fen"] == 715_068  # 60 days of 365


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("principal_fen", 0),
        ("principal_fen", 10**13 + 1),
        ("rate_bp", -1),
        ("rate_bp", 10_001),
        ("term_months", 0),
        ("term_months", 601),
        ("method", "whatever"),
        ("day_count", "30/365"),
        ("first_due_on", "2026-02-30"),
        ("first_due_on", "9999-12-31"),
        ("first_due_on", "0001-01-01"),
        ("drawn_on", "2026-12-31"),
        ("drawn_on", "2020-01-01"),
    ],
)
def test_what_cannot_be_a_loan_is_refused_by_its_field(
    platform: Served, field: str, value: Any
) -> None:
    answer = ask(platform, **{field: value})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
