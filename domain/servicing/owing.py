"""What is owed on a day, and what a sum that comes in goes to. Pure, in whole fen.

A sum goes to penalties first, then to interest, then to principal (Civil Code, art. 561); within
each to the oldest instalment first. Penalty accrues on overdue principal alone, day by day, in
place of interest; it is rounded once for every stretch between two repayments. What is paid
within the grace bears none; after it, days count from the due date.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from domain.servicing.overdue import BASIS_POINTS, penalty_fen
from domain.servicing.schedule import Row
from vocabulary.lending import DayCount, RepaymentMethod
from vocabulary.servicing import RowKind

Order = tuple[str, str, str]
BY_LAW: Order = ("penalty", "interest", "principal")  # what a borrower pays
BY_CLAIM: Order = ("interest", "principal", "penalty")  # what a guarantor pays covers no penalty


@dataclass(frozen=True, slots=True)
class Terms:
    """What a live loan goes by."""

    rate_bp: int
    penalty_bp: int
    grace_days: int
    method: RepaymentMethod
    day_count: DayCount
    drawn_on: date

    @property
    def rate(self) -> Fraction:
        """A year's interest, as an exact fraction."""
        return Fraction(self.rate_bp, BASIS_POINTS)


@dataclass(frozen=True, slots=True)
class Due:
    """One line of a schedule, with what was paid of it and the penalty accrued until a day."""

    no: int
    kind: RowKind
    due_on: date
    principal_fen: int
    interest_fen: int
    balance_fen: int
    principal_paid_fen: int = 0
    interest_paid_fen: int = 0
    penalty_fen: int = 0
    penalty_paid_fen: int = 0
    penalty_on: date | None = None

    @property
    def principal_left(self) -> int:
        """Principal still owed."""
        return self.principal_fen - self.principal_paid_fen

    @property
    def interest_left(self) -> int:
        """Interest still owed."""
        return self.interest_fen - self.interest_paid_fen

    @property
    def penalty_left(self) -> int:
        """Accrued penalty still owed."""
        return self.penalty_fen - self.penalty_paid_fen

    @property
    def left(self) -> int:
        """All that is still owed."""
        return self.principal_left + self.interest_left + self.penalty_left


@dataclass(frozen=True, slots=True)
class Sums:
    """Penalty, interest and principal."""

    penalty_fen: int = 0
    interest_fen: int = 0
    principal_fen: int = 0

    @property
    def total(self) -> int:
        """The three together."""
        return self.penalty_fen + self.interest_fen + self.principal_fen


@dataclass(frozen=True, slots=True)
class Part:
    """What one instalment got of a sum."""

    no: int
    penalty_fen: int
    interest_fen: int
    principal_fen: int


class OverpaidError(Exception):
    """More than is owed; holds how much that is."""

    def __init__(self, owed_fen: int) -> None:
        super().__init__(owed_fen)
        self.owed_fen = owed_fen


def accrued(dues: Iterable[Due], terms: Terms, on: date) -> list[Due]:
    """The lines with the penalty that has accrued until a day."""
    return [_accrued(due, terms, on) for due in dues]


def _accrued(due: Due, terms: Terms, on: date) -> Due:
    late = on > due.due_on + timedelta(days=terms.grace_days)
    since = due.penalty_on or due.due_on
    if not late or due.principal_left == 0 or on <= since:
        return due
    more = penalty_fen(due.principal_left, terms.penalty_bp, (on - since).days)
    return replace(due, penalty_fen=due.penalty_fen + more, penalty_on=on)


def fallen_due(dues: Sequence[Due], on: date) -> Sums:
    """What has fallen due by a day and is not paid; penalties as accrued."""
    return _sum(due for due in dues if due.due_on <= on)


def upcoming(dues: Sequence[Due], on: date) -> Due | None:
    """The unpaid instalment of the period under way."""
    return next((due for due in dues if due.due_on > on and due.left), None)


def payable(dues: Sequence[Due], on: date) -> int:
    """The most that may be repaid on a day: what is due, and the instalment that comes next."""
    ahead = upcoming(dues, on)
    return fallen_due(dues, on).total + (ahead.left if ahead else 0)


def outstanding(dues: Sequence[Due]) -> Sums:
    """Everything that is not paid, due or not."""
    return _sum(dues)


def oldest_unpaid(dues: Sequence[Due]) -> Due | None:
    """The instalment that days overdue count from."""
    return next((due for due in dues if due.left), None)


def _sum(dues: Iterable[Due]) -> Sums:
    lines = list(dues)
    return Sums(
        sum(due.penalty_left for due in lines),
        sum(due.interest_left for due in lines),
        sum(due.principal_left for due in lines),
    )


def repaid(
    dues: Sequence[Due], amount_fen: int, on: date, order: Order = BY_LAW
) -> tuple[list[Due], list[Part]]:
    """The lines after a sum came in, and what each of them got. Raises OverpaidError.

    It covers what is due, then the instalment of the period under way. The lines have accrued.
    """
    assert amount_fen > 0, "a repayment pays something"
    if amount_fen > (limit := payable(dues, on)):
        raise OverpaidError(limit)
    ahead = upcoming(dues, on)
    due_now = [due.no for due in dues if due.due_on <= on]
    rest, got = _spread(dues, due_now, amount_fen, order)
    if ahead is not None and rest:
        rest, more = _spread(dues, [ahead.no], rest, order)
        got |= more
    assert rest == 0, "what is payable takes every fen"
    parts = [part for part in got.values() if part.penalty_fen or _of(part)]
    return [_with(due, got.get(due.no)) for due in dues], parts


def _of(part: Part) -> int:
    return part.interest_fen + part.principal_fen


def _spread(
    dues: Sequence[Due], among: Sequence[int], rest: int, order: Order
) -> tuple[int, dict[int, Part]]:
    """One kind after another, each to the oldest line first."""
    got = {no: dict.fromkeys(BY_LAW, 0) for no in among}
    for kind in order:
        for due in dues:
            if due.no in got:
                taken: int = min(rest, getattr(due, f"{kind}_left"))
                got[due.no][kind] = taken
                rest -= taken
    return rest, {
        no: Part(no, sums["penalty"], sums["interest"], sums["principal"])
        for no, sums in got.items()
    }


def _with(due: Due, part: Part | None) -> Due:
    if part is None:
        return due
    return replace(
        due,
        penalty_paid_fen=due.penalty_paid_fen + part.penalty_fen,
        interest_paid_fen=due.interest_paid_fen + part.interest_fen,
        principal_paid_fen=due.principal_paid_fen + part.principal_fen,
    )


def of_row(row: Row, first_no: int = 0) -> Due:
    """A line of a schedule, unpaid; numbered on from another."""
    return Due(
        first_no + row.no,
        RowKind.INSTALMENT,
        row.due_on,
        row.principal_fen,
        row.interest_fen,
        row.balance_fen,
    )
