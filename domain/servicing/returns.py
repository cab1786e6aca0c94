"""What a loan costs: the rate at which its payments are worth what was lent. Pure.

Rates are floats here, and only here: they are compared and shown, never turned into money.
"""

import math
from collections.abc import Sequence
from datetime import date

from domain.servicing.calendar import MONTHS, year_fraction
from domain.servicing.schedule import Loan, Row
from vocabulary.lending import DayCount

NEWTON_STEPS_MAX = 100
HALVINGS_MAX = 200
WIDENINGS_MAX = 100
TOLERANCE = 1e-13
GUESS = 0.1
RATE_MIN, RATE_MAX = -0.999_999_999, 1e6
PLAUSIBLE_MAX = 100.0  # a rate beyond 10,000 % is another root, not an answer
DAYS_OF_YEAR = 365
BASIS_POINTS = 10_000

Flow = tuple[float, float]  # when, in periods; how much, in minus out


class NoRateError(Exception):
    """These payments are worth nothing at any rate: there is no answer."""


def irr(flows: Sequence[Flow]) -> float:
    """The rate a period at which the flows sum to nothing. Raises NoRateError.

    Payments that change direction often may have several such rates. As spreadsheets do, we
    take the one that Newton's way finds from 10 % (from −10 % when less comes back than went
    out); where it runs off, the one nearest to zero.
    """
    amounts = [amount for _, amount in flows]
    if not amounts or not (min(amounts) < 0 < max(amounts)):
        raise NoRateError("money must go both ways")
    found = _newton(flows, GUESS if sum(amounts) >= 0 else -GUESS)
    return _halved(flows) if found is None else found


def _worth(flows: Sequence[Flow], rate: float) -> float:
    try:
        return math.fsum(amount * math.pow(1 + rate, -when) for when, amount in flows)
    except OverflowError:  # near −100 % the last payment outweighs all others
        return math.copysign(math.inf, max(flows)[1])


def _slope(flows: Sequence[Flow], rate: float) -> float:
    try:
        return math.fsum(-when * amount * math.pow(1 + rate, -when - 1) for when, amount in flows)
    except OverflowError:
        return 0.0


def _newton(flows: Sequence[Flow], rate: float) -> float | None:
    for _ in range(NEWTON_STEPS_MAX):
        worth, slope = _worth(flows, rate), _slope(flows, rate)
        if not slope or not math.isfinite(worth):
            return None
        better = rate - worth / slope
        if not RATE_MIN < better < PLAUSIBLE_MAX:
            return None
        if abs(better - rate) <= TOLERANCE * max(1.0, abs(better)):
            return better
        rate = better
    return None


def _halved(flows: Sequence[Flow]) -> float:
    """Bracket outwards from zero, then halve: slow, and it never runs off."""
    low, high = _bracket(flows)
    rises = _worth(flows, low) > 0
    for _ in range(HALVINGS_MAX):
        middle = (low + high) / 2
        if (_worth(flows, middle) > 0) == rises:
            low = middle
        else:
            high = middle
        if high - low <= TOLERANCE * max(1.0, abs(middle)):
            break
    return (low + high) / 2


def _bracket(flows: Sequence[Flow]) -> tuple[float, float]:
    """Two rates between which the worth changes its sign, as near to zero as they are found."""
    below, above, width = 0.0, 0.0, 0.01
    at_zero = _worth(flows, 0.0) > 0
    for _ in range(WIDENINGS_MAX):
        nearer, above = above, min(above + width, RATE_MAX)
        if (_worth(flows, above) > 0) != at_zero:
            return nearer, above
        nearer, below = below, max(below - min(width, (1 + below) / 2), RATE_MIN)
        if (_worth(flows, below) > 0) != at_zero:
            return below, nearer
        width *= 1.5
    raise NoRateError("no rate makes these payments worth nothing")


def xirr(flows: Sequence[tuple[date, float]]) -> float:
    """The yearly rate of dated flows, in years of 365 days. Raises NoRateError."""
    first = min((day for day, _ in flows), default=None)
    if first is None:
        raise NoRateError("money must go both ways")
    return irr([((day - first).days / DAYS_OF_YEAR, amount) for day, amount in flows])


def apr_bp(loan: Loan, rows: Sequence[Row]) -> int:
    """Twelve times the monthly rate of return, in basis points, rounded half up.

    Rows are a month apart; what lies before the first counts by 30/360.
    """
    first = year_fraction(loan.drawn_on, rows[0].due_on, DayCount.THIRTY_360) * MONTHS
    flows: list[Flow] = [(0.0, -float(loan.principal_fen))]
    flows += [
        (float(first) + place, float(row.principal_fen + row.interest_fen))
        for place, row in enumerate(rows)
    ]
    return int(irr(flows) * MONTHS * BASIS_POINTS + 0.5)
