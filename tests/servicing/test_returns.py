"""What a loan costs: internal rates of return, against tables that others computed."""

from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest

from domain.servicing.returns import NoRateError, apr_bp, irr, xirr
from domain.servicing.schedule import schedule
from tests.acceptance import tables
from tests.servicing.loans import a_loan
from vocabulary.lending import DayCount, RepaymentMethod

pytestmark = [pytest.mark.row("K4", "Q3"), pytest.mark.clause("6.1.2.3 e")]
M = RepaymentMethod


def _flows() -> dict[str, list[tuple[date, float]]]:
    flows: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in tables.rows("xirr_cashflows.csv"):
        flows[row["case"]].append((date.fromisoformat(row["date"]), float(row["amount"])))
    return flows


FLOWS = _flows()


@pytest.mark.parametrize("row", tables.rows("xirr_expected.csv"), ids=lambda row: row["case"])
def test_the_yearly_rates_of_dated_flows(row: dict[str, str]) -> None:
    assert xirr(FLOWS[row["case"]]) == pytest.approx(float(row["expected_xirr"]), abs=1e-8)


@pytest.mark.parametrize("row", tables.rows("apr_regz_appendix_j.csv"), ids=lambda row: row["id"])
def test_the_examples_of_regulation_z(row: dict[str, str]) -> None:
    """Appendix J discounts the odd days before the first unit period simply, not compounded."""
    periods, fraction = int(row["full_unit_periods_before_first"]), float(row["fraction"])
    payments = [
        float(amount)
        for part in row["payments"].split(";")
        for count, amount in [part.strip().split("x")]
        for _ in range(int(count))
    ]

    def worth(rate: float) -> float:
        return sum(
            amount / ((1 + fraction * rate) * (1 + rate) ** (periods + place))
            for place, amount in enumerate(payments)
        ) - float(row["amount_financed"])

    # Our rate of the same flows, with the odd days compounded, lies within their difference.
    flows = [(0.0, -float(row["amount_financed"]))]
    flows += [(periods + fraction + place, amount) for place, amount in enumerate(payments)]
    ours = irr(flows) * float(row["unit_periods_per_year"]) * 100
    assert ours == pytest.approx(float(row["recomputed_pct"]), abs=0.03)
    unit = float(row["recomputed_pct"]) / 100 / float(row["unit_periods_per_year"])
    assert worth(unit) == pytest.approx(0, abs=0.01)


def test_the_examples_of_the_european_directive() -> None:
    after = 546 / 365
    assert irr([(0, -1000), (after, 1200)]) * 100 == pytest.approx(12.96, abs=0.005)
    assert irr([(0, -950), (after, 1200)]) * 100 == pytest.approx(16.90, abs=0.005)
    assert irr([(0, -1000), (1, 600), (2, 600)]) * 100 == pytest.approx(13.07, abs=0.005)


@pytest.mark.parametrize("method", [M.EQUAL_INSTALMENT, M.EQUAL_PRINCIPAL, M.INTEREST_FIRST])
@pytest.mark.parametrize("term", [1, 6, 12, 36, 360])
def test_the_cost_of_an_ordinary_loan_is_its_rate(method: RepaymentMethod, term: int) -> None:
    loan = a_loan(method=method, term_months=term)
    assert apr_bp(loan, schedule(loan)) == 435


def test_a_bullet_costs_less_than_its_rate_since_nothing_is_paid_meanwhile() -> None:
    loan = a_loan(method=M.BULLET)
    assert apr_bp(loan, schedule(loan)) == round(12 * (1.0435 ** (1 / 12) - 1) * 10_000)


def test_counting_days_by_360_costs_more() -> None:
    loan = a_loan(method=M.INTEREST_FIRST, day_count=DayCount.ACTUAL_360)
    assert 440 <= apr_bp(loan, schedule(loan)) <= 442


def test_a_loan_without_interest_costs_nothing() -> None:
    loan = a_loan(rate=Fraction(0))
    assert apr_bp(loan, schedule(loan)) == 0


def test_a_loss_of_nearly_everything_still_has_a_rate() -> None:
    flows = [(0.0, -1e12), *((float(month), 1e-3) for month in range(1, 361))]
    assert irr(flows) == pytest.approx(10 ** (-15 / 360) - 1, abs=0.01)


@pytest.mark.parametrize("flows", [[], [(0.0, 1.0)], [(0.0, 1.0), (1.0, 2.0)]])
def test_money_that_goes_one_way_has_no_rate(flows: list[tuple[float, float]]) -> None:
    with pytest.raises(NoRateError):
        irr(flows)
