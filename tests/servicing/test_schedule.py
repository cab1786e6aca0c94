"""Repayment schedules: whole fen, laws that every loan keeps, and tables that others computed."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.servicing.calendar import year_fraction
from domain.servicing.schedule import Loan, due_dates, schedule
from tests.acceptance import tables
from tests.servicing.loans import a_loan
from vocabulary.lending import DayCount, RepaymentMethod
from vocabulary.money import half_up

pytestmark = [pytest.mark.row("K4"), pytest.mark.clause("6.1.2.3 e")]
M, C = RepaymentMethod, DayCount


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    drawn_on = draw(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
    return Loan(
        principal_fen=draw(st.integers(1, 10**12)),
        rate=Fraction(draw(st.integers(0, 10_000)), 10_000),
        term_months=draw(st.integers(1, 120)),
        drawn_on=drawn_on,
        first_due_on=drawn_on + timedelta(days=draw(st.integers(1, 366))),
        method=draw(st.sampled_from(M)),
        day_count=draw(st.sampled_from(C)),
    )


@given(loans())
def test_every_loan_comes_back_to_the_fen(loan: Loan) -> None:
    rows = schedule(loan)
    assert sum(row.principal_fen for row in rows) == loan.principal_fen
    assert rows[-1].balance_fen == 0
    assert all(row.principal_fen >= 0 and row.interest_fen >= 0 for row in rows)
    assert [row.no for row in rows] == list(range(1, len(rows) + 1))
    assert rows[-1].due_on == due_dates(loan)[-1]


@given(loans())
def test_every_rows_interest_is_the_balance_times_the_time_rounded_half_up(loan: Loan) -> None:
    since, balance = loan.drawn_on, loan.principal_fen
    for row in schedule(loan):
        owed = balance * loan.rate * year_fraction(since, row.due_on, loan.day_count)
        assert row.interest_fen == half_up(owed.numerator, owed.denominator)
        since, balance = row.due_on, row.balance_fen


@given(loans())
def test_equal_instalments_are_equal_and_the_last_makes_up_for_the_odd_fen(loan: Loan) -> None:
    if loan.method is not M.EQUAL_INSTALMENT:
        return
    rows = schedule(loan)
    sums = [row.principal_fen + row.interest_fen for row in rows]
    # A few fen over many rows come back before the last: there is then nothing left to be equal.
    if all(row.principal_fen > 0 for row in rows) and len(rows) > 1:
        assert len(set(sums[:-1])) == 1
        # Half a fen a row of instalment, half a fen a row of interest, growing with the rate.
        growth = (1 + loan.rate) ** (len(rows) // 12 + 2)
        assert abs(sums[-1] - sums[0]) <= len(rows) * growth + 1


def test_the_annuity_of_the_textbooks() -> None:
    rows = schedule(a_loan())
    assert {row.principal_fen + row.interest_fen for row in rows[:-1]} == {8_530_990}
    assert rows[0].interest_fen == 362_500
    assert rows[0].due_on == date(2026, 12, 27)


def test_equal_principal_interest_first_and_bullet() -> None:
    equal = schedule(a_loan(method=M.EQUAL_PRINCIPAL, principal_fen=100_000_001))
    assert [row.principal_fen for row in equal[:-1]] == [8_333_333] * 11
    assert equal[-1].principal_fen == 8_333_338
    first = schedule(a_loan(method=M.INTEREST_FIRST))
    assert {row.interest_fen for row in first} == {362_500}
    assert [row.principal_fen for row in first] == [0] * 11 + [100_000_000]
    [bullet] = schedule(a_loan(method=M.BULLET))
    assert (bullet.due_on, bullet.interest_fen) == (date(2027, 11, 27), 4_350_000)
    [actual] = schedule(a_loan(method=M.BULLET, day_count=C.ACTUAL_360))
    assert actual.interest_fen == half_up(100_000_000 * 435 * 365, 360 * 10_000)


def test_a_loan_without_interest_is_split_evenly() -> None:
    rows = schedule(a_loan(rate=Fraction(0), principal_fen=1_000))
    assert [row.principal_fen for row in rows] == [83] * 11 + [87]
    assert sum(row.interest_fen for row in rows) == 0


def test_one_fen_over_many_months_is_still_one_fen() -> None:
    rows = schedule(a_loan(principal_fen=1, term_months=360))
    assert sum(row.principal_fen for row in rows) == 1


@pytest.mark.parametrize(
    "row", tables.rows("month_end_due_dates.csv"), ids=lambda row: f"{row['case']}-{row['period']}"
)
def test_a_day_that_a_month_lacks_comes_back_in_the_next(row: dict[str, str]) -> None:
    loan = a_loan(
        drawn_on=date.fromisoformat(row["disbursement_date"]),
        first_due_on=date.fromisoformat(row["first_repayment_date"]),
        term_months=int(row["period"]),
    )
    assert due_dates(loan)[-1] == date.fromisoformat(row["due_date"])


RS = {
    "RS03": (C.ACTUAL_365, 0, 0),
    "RS05": (C.THIRTY_360, 3, 0),
    "RS07": (C.THIRTY_360, 6, 3),
}


@pytest.mark.parametrize("case_id", RS)
def test_the_schedules_of_fineract(case_id: str) -> None:
    """Whole-yuan instalments, graces on principal and on interest; every cell to the fen."""
    day_count, principal_grace, interest_grace = RS[case_id]
    cases = tables.document("repayment_schedules.json")["cases"]
    [case] = [case for case in cases if case["id"] == case_id]
    expected = case["steps"][1]["rows"][1:]
    rows = schedule(
        a_loan(
            principal_fen=500_000,
            rate=Fraction(12, 100),
            term_months=18,
            drawn_on=date(2022, 11, 1),
            first_due_on=date(2022, 12, 1),
            day_count=day_count,
            principal_grace=principal_grace,
            interest_grace=interest_grace,
            instalment_unit_fen=100,
        )
    )
    assert [
        (str(row.due_on), row.principal_fen, row.interest_fen, row.balance_fen) for row in rows
    ] == [
        (row["date"], *(_fen(row[name]) for name in ("principal", "interest", "balance")))
        for row in expected
    ]


ACTUS = {
    "pam01": (M.INTEREST_FIRST, C.ACTUAL_365),
    "pam04": (M.INTEREST_FIRST, C.THIRTY_360),
    "pam14": (M.INTEREST_FIRST, C.ACTUAL_365),
    "ann01": (M.EQUAL_INSTALMENT, C.ACTUAL_365),
}


@pytest.mark.parametrize("case_id", ACTUS)
def test_the_contracts_of_actus(case_id: str) -> None:
    """Their cash flows are not rounded; ours are, so that rounding of each row may add up."""
    method, day_count = ACTUS[case_id]
    [case] = [
        each
        for each in tables.document("contract_cashflows.json")["cases"]
        if each["id"] == case_id
    ]
    paid = _paid(case["expected"])
    terms = case["terms"]
    rows = schedule(
        a_loan(
            principal_fen=_fen(terms["notionalPrincipal"]),
            rate=Fraction(terms["nominalInterestRate"]),
            term_months=len(paid),
            drawn_on=date(2013, 1, 1),
            first_due_on=date(2013, 2, 1),
            method=method,
            day_count=day_count,
        )
    )
    assert [row.due_on for row in rows] == sorted(paid)
    for row in rows:
        principal, interest = paid[row.due_on]
        assert abs(row.principal_fen - principal * 100) <= row.no
        assert abs(row.interest_fen - interest * 100) <= 1


def _paid(events: list[dict[str, Any]]) -> dict[date, tuple[float, float]]:
    """Principal and interest by day; the day of the loan itself pays nothing."""
    paid: dict[date, list[float]] = {}
    for event in events:
        day = date.fromisoformat(event["eventDate"][:10])
        if event["eventType"] in {"PR", "MD", "IP"} and day > date(2013, 1, 1):
            place = int(event["eventType"] == "IP")
            paid.setdefault(day, [0.0, 0.0])[place] += float(event["payoff"])
    return {day: (principal, interest) for day, (principal, interest) in paid.items()}


def _fen(yuan: str) -> int:
    return round(Fraction(yuan) * 100)
