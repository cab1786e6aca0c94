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
    return schedule_on(loan, due_dates(loan))


def schedule_on(loan: Loan, due: Sequence[date], *, level_fen: int | None = None) -> list[Row]:
    """Write the rows of a loan that fall due on days at hand, one for each month of its term.

    A level at hand (an instalment, or its principal where principal is equal) is kept; what is
    paid off sooner ends sooner, and the last row takes the rest.
    """
    _must_make_sense(loan)
    assert len(due) == loan.term_months, "a row a month"
    parts = [
        year_fraction(since, until, loan.day_count)
        for since, until in zip([loan.drawn_on, *due], due, strict=False)
    ]
    if loan.method is RepaymentMethod.BULLET:
        due, parts = due[-1:], [year_fraction(loan.drawn_on, due[-1], loan.day_count)]
    return _rows(loan, due, parts, level_fen)


def irregular(loan: Loan, given: Sequence[tuple[date, int]]) -> list[Row]:
    """Write the rows of days and principal that were agreed upon; interest as everywhere."""
    assert sum(principal for _, principal in given) == loan.principal_fen, "all of it comes back"
    since, balance = loan.drawn_on, loan.principal_fen
    rows = []
    for no, (due_on, principal) in enumerate(given, start=1):
        part = year_fraction(since, due_on, loan.day_count)
        interest = interest_fen(balance, loan.rate, part)
        since, balance = due_on, balance - principal
        rows.append(Row(no, due_on, principal, interest, balance))
    return rows


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


def _rows(
    loan: Loan, due: Sequence[date], parts: Sequence[Fraction], level_fen: int | None
) -> list[Row]:
    kept = level_fen is not None
    level_fen = _level(loan, parts) if level_fen is None else level_fen
    balance, deferred = loan.principal_fen, 0
    rows = []
    for no, (due_on, part) in enumerate(zip(due, parts, strict=True), start=1):
        interest = interest_fen(balance, loan.rate, part)
        principal = _principal(loan, level_fen, balance, interest, no, last=no == len(due))
        balance -= principal
        deferred += interest
        paid, deferred = (0, deferred) if no <= loan.interest_grace else (deferred, 0)
        rows.append(Row(no, due_on, principal, paid, balance))
        if kept and balance == 0:
            break
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


def interest_fen(balance: int, rate: Fraction, part: Fraction) -> int:
    """Interest on a balance for a part of a year, rounded half up to the fen."""
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
