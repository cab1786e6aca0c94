"""Repayment schedules in whole fen. Pure: the same loan always has the same rows.

Every row's interest is the balance times the rate times the part of a year since the row
before, rounded half up to the fen; the last row takes whatever principal is left. Instalments
that are equal are solved exactly for the day count, then rounded half up once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction

from domain.servicing.calendar import add_months, year_fraction
from vocabulary.lending import DayCount, RepaymentMethod
from vocabulary.money import half_up

DIGITS = 50  # of the level instalment, before it is rounded


@dataclass(frozen=True, slots=True)
class Loan:
    """What is lent, and how it comes back. `rate` is a year's, as an exact fraction (435/10000).

    In the first `principal_grace` rows no principal is due; the interest of the first
    `interest_grace` rows falls due with the row after them. A level instalment is rounded to a
    multiple of `instalment_unit_fen`.
    """

    principal_fen: int
    rate: Fraction
    term_months: int
    drawn_on: date
    first_due_on: date
    method: RepaymentMethod
    day_count: DayCount
    principal_grace: int = 0
    interest_grace: int = 0
    instalment_unit_fen: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """What is due on a day, and what is owed after it."""

    no: int
    due_on: date
    principal_fen: int
    interest_fen: int
    balance_fen: int


def schedule(loan: Loan) -> list[Row]:
    """Write the rows of a loan: their principal sums to what was lent, to the fen."""
    _must_make_sense(loan)
    due = due_dates(loan)
    parts = [
        year_fraction(since, until, loan.day_count)
        for since, until in zip([loan.drawn_on, *due], due, strict=False)
    ]
    if loan.method is RepaymentMethod.BULLET:
        due, parts = due[-1:], [year_fraction(loan.drawn_on, due[-1], loan.day_count)]
    return _rows(loan, due, parts)


def due_dates(loan: Loan) -> list[date]:
    """A day a month from the first, always counted from the first: a 31st comes back."""
    return [add_months(loan.first_due_on, no) for no in range(loan.term_months)]


def _must_make_sense(loan: Loan) -> None:
    assert loan.principal_fen > 0, "nothing is lent"
    assert loan.rate >= 0, "a rate is not negative"
    assert loan.term_months > 0, "a loan has a term"
    assert loan.drawn_on < loan.first_due_on, "nothing is due before it is drawn"
    assert 0 <= loan.interest_grace <= loan.principal_grace < loan.term_months, "graces end"
    assert loan.instalment_unit_fen > 0, "an instalment is a multiple of something"


def _rows(loan: Loan, due: Sequence[date], parts: Sequence[Fraction]) -> list[Row]:
    level_fen = _level(loan, parts)
    balance, deferred = loan.principal_fen, 0
    rows = []
    for no, (due_on, part) in enumerate(zip(due, parts, strict=True), start=1):
        interest = _interest(balance, loan.rate, part)
        principal = _principal(loan, level_fen, balance, interest, no, last=no == len(due))
        balance -= principal
        deferred += interest
        paid, deferred = (0, deferred) if no <= loan.interest_grace else (deferred, 0)
        rows.append(Row(no, due_on, principal, paid, balance))
    assert balance == 0, "what was lent comes back"
    return rows


def _principal(
    loan: Loan, level_fen: int, balance: int, interest: int, no: int, *, last: bool
) -> int:
    """The principal of one row: never less than nothing, never more than is owed."""
    if last:
        return balance
    if no <= loan.principal_grace or loan.method is RepaymentMethod.INTEREST_FIRST:
        return 0
    if loan.method is RepaymentMethod.EQUAL_PRINCIPAL:
        return min(level_fen, balance)
    return min(max(level_fen - interest, 0), balance)


def _interest(balance: int, rate: Fraction, part: Fraction) -> int:
    return half_up(balance * rate.numerator * part.numerator, rate.denominator * part.denominator)


def _level(loan: Loan, parts: Sequence[Fraction]) -> int:
    """What every row has in common: the instalment, or the principal; 0 where nothing is."""
    rest = parts[loan.principal_grace :]
    if loan.method is RepaymentMethod.EQUAL_PRINCIPAL:
        return half_up(loan.principal_fen, len(rest))
    if loan.method is not RepaymentMethod.EQUAL_INSTALMENT:
        return 0
    with localcontext() as context:
        context.prec = DIGITS
        discount, annuity = Decimal(1), Decimal(0)
        for part in rest:
            yearly = loan.rate * part
            discount /= 1 + Decimal(yearly.numerator) / Decimal(yearly.denominator)
            annuity += discount
        units = loan.principal_fen / annuity / loan.instalment_unit_fen
        return int(units + Decimal("0.5")) * loan.instalment_unit_fen
