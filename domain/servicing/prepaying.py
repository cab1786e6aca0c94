"""What is paid before its time, and how the rest of a schedule is written anew. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.servicing.calendar import year_fraction
from domain.servicing.owing import (
    BY_CLAIM,
    Due,
    OverpaidError,
    Part,
    Sums,
    Terms,
    fallen_due,
    of_row,
    outstanding,
    repaid,
)
from domain.servicing.schedule import Loan, interest_fen, schedule_on
from vocabulary.lending import RepaymentMethod
from vocabulary.servicing import Keeping, RowKind


def part_paid_ahead(dues: Sequence[Due], on: date) -> bool:
    """Is an instalment that is not due yet paid in part?"""
    return any(
        due.due_on > on and due.left and (due.principal_paid_fen or due.interest_paid_fen)
        for due in dues
    )


def accrued_interest(dues: Sequence[Due], terms: Terms, on: date) -> int:
    """Interest of the period under way, until a day, on what is not due yet."""
    past, ahead = _parted(dues, on)
    since = max((due.due_on for due in past), default=terms.drawn_on)
    if not ahead or on <= since:
        return 0
    balance = sum(due.principal_left for due in ahead)
    return interest_fen(balance, terms.rate, year_fraction(since, on, terms.day_count))


def payoff(dues: Sequence[Due], terms: Terms, on: date) -> Sums:
    """What settles the loan on a day: what is due, interest so far, all principal."""
    due = fallen_due(dues, on)
    ahead = sum(each.principal_left for each in dues if each.due_on > on)
    return Sums(
        due.penalty_fen,
        due.interest_fen + accrued_interest(dues, terms, on),
        due.principal_fen + ahead,
    )


def prepaid(
    dues: Sequence[Due], terms: Terms, amount_fen: int, on: date, keeping: Keeping
) -> tuple[list[Due], list[Part]]:
    """A new version of the lines after a prepayment, and what it went to. Raises OverpaidError.

    First what is due, then the interest of the period so far; the rest is principal ahead of its
    time, and the lines that follow are written anew. `amount_fen` must reach into principal.
    """
    if amount_fen > (limit := payoff(dues, terms, on).total):
        raise OverpaidError(limit)
    due_fen = fallen_due(dues, on).total
    lines, parts = repaid(dues, due_fen, on) if due_fen else (list(dues), [])
    interest = accrued_interest(lines, terms, on)
    principal = amount_fen - due_fen - interest
    assert principal > 0, "asked before: more than is due"
    since = max([on, *(due.due_on for due in _parted(lines, on)[0])])
    new, part = _ahead(lines, terms, on, keeping, sums=(interest, principal), since=since)
    return new, [*parts, part]


def covered(
    dues: Sequence[Due], terms: Terms, amount_fen: int, on: date
) -> tuple[list[Due], list[Part]]:
    """The lines after a guarantor's or an insurer's payment: interest that is due, then principal.

    Principal ahead of its time is paid too, oldest first; what is left of it keeps its days and
    its interest. Penalty is not covered. Raises OverpaidError.
    """
    due = fallen_due(dues, on)
    if amount_fen > (limit := due.interest_fen + outstanding(dues).principal_fen):
        raise OverpaidError(limit)
    due_fen = min(amount_fen, due.interest_fen + due.principal_fen)
    lines, parts = repaid(dues, due_fen, on, BY_CLAIM) if due_fen else (list(dues), [])
    if due_fen == amount_fen:
        return lines, parts
    since = max((each.due_on for each in _parted(lines, on)[0]), default=terms.drawn_on)
    new, part = _ahead(lines, terms, on, Keeping.TERM, sums=(0, amount_fen - due_fen), since=since)
    return new, [*parts, part]


def _parted(dues: Sequence[Due], on: date) -> tuple[list[Due], list[Due]]:
    """Lines that are due or paid before their time, and those that follow them."""
    first = next(
        (place for place, due in enumerate(dues) if due.due_on > on and due.left), len(dues)
    )
    return list(dues[:first]), list(dues[first:])


def _ahead(
    dues: Sequence[Due],
    terms: Terms,
    on: date,
    keeping: Keeping,
    *,
    sums: tuple[int, int],
    since: date,
) -> tuple[list[Due], Part]:
    """A line for what is paid ahead, and those that follow it, on the days that stood before."""
    interest, principal = sums
    past, ahead = _parted(dues, on)
    balance = sum(due.principal_left for due in ahead) - principal
    no = len(past) + 1
    line = Due(no, RowKind.PREPAYMENT, on, principal, interest, balance, principal, interest)
    renumbered = [replace(due, no=place) for place, due in enumerate(past, start=1)]
    if balance == 0:
        return [*renumbered, line], Part(no, 0, interest, principal)
    loan = Loan(
        balance,
        terms.rate,
        len(ahead),
        since,
        ahead[0].due_on,
        terms.method,
        terms.day_count,
    )
    rows = schedule_on(loan, [due.due_on for due in ahead], level_fen=_level(terms, ahead, keeping))
    follow = [of_row(row, first_no=no) for row in rows]
    return [*renumbered, line, *follow], Part(no, 0, interest, principal)


def _level(terms: Terms, ahead: Sequence[Due], keeping: Keeping) -> int | None:
    """The instalment that is kept. The last one is odd, so the first one speaks for all."""
    if keeping is Keeping.TERM:
        return None
    first = ahead[0]
    if terms.method is RepaymentMethod.EQUAL_PRINCIPAL:
        return first.principal_fen
    if terms.method is RepaymentMethod.EQUAL_INSTALMENT:
        return first.principal_fen + first.interest_fen
    return None
