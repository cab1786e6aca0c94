"""Days overdue, buckets and prepayments as others computed them, and the laws of repaying."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.servicing import overdue, owing, prepaying
from domain.servicing.calendar import add_months
from domain.servicing.overdue import Pause
from domain.servicing.owing import Due, Terms, of_row
from domain.servicing.schedule import Loan, schedule
from tests.acceptance import tables
from vocabulary.lending import DayCount, RepaymentMethod
from vocabulary.servicing import Keeping, OverdueBucket, RiskGrade, RowKind

pytestmark = [pytest.mark.row("K4"), pytest.mark.clause("6.1.2.3 e")]


def _terms(**differing: Any) -> Terms:
    told = {
        "rate_bp": 1_200,
        "penalty_bp": 1_800,
        "grace_days": 0,
        "method": RepaymentMethod.EQUAL_INSTALMENT,
        "day_count": DayCount.ACTUAL_365,
        "drawn_on": date(2022, 11, 1),
    }
    return Terms(**{**told, **differing})


def _yuan(fen: int) -> float:
    return fen / 100


DELINQUENCY = tables.document("delinquency.json")
CHECKS = [
    (f"{scenario['scenario'][:40]} {check['as_of']} {check['level']}", check)
    for scenario in DELINQUENCY["scenarios"]
    for check in scenario["checks"]
    if check["neutral"]
]


def _lines(repayments: list[list[Any]]) -> list[Due]:
    """The loan of the table: principal alone, no interest, no penalty."""
    lines = [
        Due(no, RowKind.INSTALMENT, date.fromisoformat(day), yuan * 100, 0, 0)
        for no, (day, yuan) in enumerate(DELINQUENCY["loan"]["instalments"], start=1)
    ]
    for day, yuan in repayments:
        lines, _ = owing.repaid(lines, round(yuan * 100), date.fromisoformat(day))
    return lines


@pytest.mark.parametrize("check", [c for _, c in CHECKS], ids=[name for name, _ in CHECKS])
def test_delinquency_as_fineract_has_it(check: dict[str, Any]) -> None:
    as_of = date.fromisoformat(check["as_of"])
    pauses = [
        Pause(date.fromisoformat(since), date.fromisoformat(until))
        for since, until in check["effective_pauses"]
    ]
    lines = _lines(check["repayments"])
    table = [(0, "NO_DELINQUENCY")]
    table += [(each["min_days"], each["name"]) for each in DELINQUENCY["buckets"]]
    if check["level"] == "loan":
        grace = DELINQUENCY["loan"]["grace_days_loan_level"]
        oldest = owing.oldest_unpaid(lines)
        assert oldest is not None
        days = overdue.overdue_days(oldest.due_on, grace, as_of, pauses)
        late = sum(line.left for line in lines if line.due_on < as_of)
        assert {
            "classification": overdue.of_days(days, table),
            "delinquent_amount": _yuan(late),
            "delinquent_date": str(oldest.due_on + timedelta(days=grace)),
            "delinquent_days": days,
            "past_due_days": overdue.past_due_days(oldest.due_on, as_of),
        } == check["expected"]
        return
    found: dict[str, float] = {}
    for line in lines:
        days = overdue.overdue_days(line.due_on, 0, as_of, pauses)
        if line.left and days:
            bucket = overdue.of_days(days, table)
            found[bucket] = found.get(bucket, 0) + _yuan(line.left)
    assert found == check["expected"]


def test_days_past_due_as_frappe_has_them() -> None:
    told = tables.document("days_past_due.json")
    due_on = date.fromisoformat(told["dpd"]["loan"]["first_due"])
    table = [(least, code) for code, least, _ in told["dpd"]["ranges"]]
    for check in told["dpd"]["checks"]:
        days = overdue.past_due_days(due_on, date.fromisoformat(check["as_of"]))
        assert (days, overdue.of_days(days, table)) == (check["days_past_due"], check["code"])
    for case in told["due_dates"]["cases"]:
        first = date.fromisoformat(case["first"])
        at_end = (first + timedelta(days=1)).day == 1
        days_due = [add_months(first, n) for n in range(12)]
        expected = [date.fromisoformat(case[name]) for name in ("second", "last")]
        assert [days_due[1], days_due[11]] == expected, at_end


@pytest.mark.parametrize(
    ("days", "bucket", "grade"),
    [
        (0, OverdueBucket.NOT_OVERDUE, RiskGrade.NORMAL),
        (1, OverdueBucket.DAYS_1_30, RiskGrade.SPECIAL_MENTION),
        (90, OverdueBucket.DAYS_61_90, RiskGrade.SPECIAL_MENTION),
        (91, OverdueBucket.DAYS_91_180, RiskGrade.SUBSTANDARD),
        (271, OverdueBucket.DAYS_OVER_180, RiskGrade.DOUBTFUL),
        (361, OverdueBucket.DAYS_OVER_180, RiskGrade.LOSS),
    ],
)
def test_buckets_and_the_five_grades(days: int, bucket: OverdueBucket, grade: RiskGrade) -> None:
    assert overdue.of_days(days, overdue.BUCKETS) is bucket
    assert overdue.of_days(days, overdue.GRADES) is grade
    least, most = overdue.days_of(bucket)
    assert least <= days <= (most or days)


@pytest.mark.parametrize("case_id", ["RP02", "RP08", "RP12"])
def test_payments_on_a_due_date_as_fineract_has_them(case_id: str) -> None:
    """Their instalments are whole yuan, and written anew after every payment; ours to the fen, and
    anew only after a prepayment. Interest and balances are the same to the fen."""
    cases = tables.document("repayment_schedules.json")["cases"]
    [case] = [each for each in cases if each["id"] == case_id]
    terms = _terms()
    rows = schedule(_whole_yuan(terms, 500_000, 6, date(2022, 12, 1)))
    lines = [of_row(row) for row in rows]
    for step in case["steps"]:
        if step["op"] == "repay":
            on = date.fromisoformat(step["date"])
            amount = int(Fraction(step["amount"]) * 100)
            if amount == owing.fallen_due(lines, on).total:
                lines, _ = owing.repaid(lines, amount, on)
            else:
                lines, _ = prepaying.prepaid(lines, terms, amount, on, Keeping.TERM)
            lines = _in_whole_yuan(lines, terms, on)
    [expected] = [step["rows"][1:] for step in case["steps"] if step["op"] == "expect_schedule"]
    assert _by_day(lines) == {
        row["date"]: tuple(round(float(row[name]) * 100) for name in ("principal", "interest"))
        for row in expected
    }


def _whole_yuan(terms: Terms, principal: int, months: int, first: date) -> Loan:
    return Loan(
        principal,
        terms.rate,
        months,
        add_months(first, -1),
        first,
        terms.method,
        terms.day_count,
        instalment_unit_fen=100,
    )


def _in_whole_yuan(lines: list[Due], terms: Terms, on: date) -> list[Due]:
    """Our rows are level to the fen; theirs to the yuan: write the rest as theirs."""
    ahead = [line for line in lines if line.due_on > on]
    balance = sum(line.principal_fen for line in ahead)
    rows = schedule(_whole_yuan(terms, balance, len(ahead), ahead[0].due_on))
    return [line for line in lines if line.due_on <= on] + [
        of_row(row, first_no=ahead[0].no - 1) for row in rows
    ]


def _by_day(lines: list[Due]) -> dict[str, tuple[int, int]]:
    """A due date's line and what was prepaid on it stand as one in the table."""
    days: dict[str, tuple[int, int]] = {}
    for line in lines:
        principal, interest = days.get(str(line.due_on), (0, 0))
        days[str(line.due_on)] = (principal + line.principal_fen, interest + line.interest_fen)
    return days


@st.composite
def loans(draw: st.DrawFn) -> tuple[Terms, list[Due]]:
    terms = _terms(
        rate_bp=draw(st.integers(0, 3_600)),
        penalty_bp=draw(st.integers(0, 5_400)),
        grace_days=draw(st.integers(0, 10)),
        method=draw(st.sampled_from(RepaymentMethod)),
        day_count=draw(st.sampled_from(DayCount)),
    )
    months = draw(st.integers(1, 24))
    loan = Loan(
        draw(st.integers(1, 10**9)), terms.rate, months, terms.drawn_on,
        terms.drawn_on + timedelta(days=draw(st.integers(1, 60))), terms.method, terms.day_count,
    )  # fmt: skip
    return terms, [of_row(row) for row in schedule(loan)]


@given(loans(), st.data())
def test_whatever_comes_in_penalty_interest_and_principal_add_up_to_the_fen(
    lent: tuple[Terms, list[Due]], data: st.DataObject
) -> None:
    terms, lines = lent
    principal = sum(line.principal_fen for line in lines)
    on, paid, got = terms.drawn_on, 0, 0
    for _ in range(data.draw(st.integers(1, 8))):
        on += timedelta(days=data.draw(st.integers(0, 90)))
        lines = owing.accrued(lines, terms, on)
        before = owing.outstanding(lines)
        way = data.draw(st.sampled_from(["repay", "prepay", "cover"]))
        most = _most(way, lines, terms, on)
        if most == 0:
            continue
        amount = data.draw(st.integers(1, most))
        if way == "prepay":
            least = owing.fallen_due(lines, on).total
            least += prepaying.accrued_interest(lines, terms, on)
            if amount <= least:
                continue
            lines, parts = prepaying.prepaid(lines, terms, amount, on, data.draw(_keepings))
        elif way == "cover":
            lines, parts = prepaying.covered(lines, terms, amount, on)
        else:
            after, parts = owing.repaid(lines, amount, on)
            if prepaying.part_paid_ahead(after, on):
                continue
            lines = after
        paid += amount
        got += sum(part.principal_fen for part in parts)
        sums = (sum(p.penalty_fen + p.interest_fen + p.principal_fen for p in parts), amount)
        assert sums[0] == sums[1], "every fen went somewhere"
        left = owing.outstanding(lines)
        assert left.principal_fen == before.principal_fen - sum(p.principal_fen for p in parts)
        assert left.principal_fen == principal - got
        assert sum(line.principal_fen for line in lines) == principal
        assert [line.no for line in lines] == list(range(1, len(lines) + 1))
        assert all(min(_lefts(line)) >= 0 for line in lines), "nothing is paid twice"


_keepings = st.sampled_from(Keeping)


def _most(way: str, lines: list[Due], terms: Terms, on: date) -> int:
    if way == "prepay":
        return prepaying.payoff(lines, terms, on).total
    if way == "cover":
        return owing.fallen_due(lines, on).interest_fen + owing.outstanding(lines).principal_fen
    return owing.payable(lines, on)


def _lefts(line: Due) -> tuple[int, int, int]:
    return line.penalty_left, line.interest_left, line.principal_left


@given(loans(), st.integers(1, 400))
def test_penalty_is_the_same_whether_it_is_looked_at_or_not(
    lent: tuple[Terms, list[Due]], days: int
) -> None:
    """Looking accrues nothing: only what is written down is rounded."""
    terms, lines = lent
    on = terms.drawn_on + timedelta(days=days)
    assert owing.accrued(owing.accrued(lines, terms, on), terms, on) == owing.accrued(
        lines, terms, on
    )
    free = replace(terms, penalty_bp=0)
    assert owing.outstanding(owing.accrued(lines, free, on)).penalty_fen == 0
