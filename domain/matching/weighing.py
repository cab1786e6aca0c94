"""What counts how much in each kind of finance, and at which price all of it counts. Pure.

A hundred points each. Where a product has no price of its own, or no way of repaying, the others
share what that would have been worth. A price is good or bad beside others of its kind alone.
"""

from functools import cache

from msgspec import Struct

from domain.catalogue.terms import DAYS_MAX
from vocabulary.catalogue import ProductCategory
from vocabulary.money import half_up

RATE_BP_MAX = 10_000  # no product costs more
_C = ProductCategory


class Weights(Struct, frozen=True):
    """The points for each thing weighed; and at which price and days all of them, or none."""

    rate: int
    amount: int
    term: int
    speed: int
    method: int
    rate_best_bp: int
    rate_worst_bp: int
    days_fast: int
    days_slow: int


_LENT = Weights(40, 20, 15, 15, 10, 200, 800, 3, 15)
WEIGHTS: dict[ProductCategory, Weights] = {
    _C.BANK_CREDIT: _LENT,
    _C.MICROCREDIT: Weights(40, 20, 15, 15, 10, 500, 2_400, 1, 10),
    _C.FINANCE_LEASE: Weights(40, 20, 15, 15, 10, 350, 1_000, 5, 20),
    _C.FACTORING: Weights(45, 20, 15, 20, 0, 350, 1_200, 3, 15),
    _C.INSURANCE: Weights(45, 25, 15, 15, 0, 10, 200, 1, 15),
    _C.GUARANTEE: Weights(45, 20, 15, 20, 0, 30, 300, 1, 15),
    _C.BOND_FINANCING: Weights(45, 25, 15, 15, 0, 200, 600, 30, 120),
    _C.EQUITY_FINANCING: Weights(0, 50, 25, 25, 0, 0, 1, 20, 120),
}


class Weighing(Struct, frozen=True):
    """How one kind of finance is weighed, with the points of every price and number of days."""

    weights: Weights
    rates: tuple[int, ...]
    days: tuple[int, ...]

    @property
    def ranges(self) -> int:
        """The most that amount and term can bring."""
        return self.weights.amount + self.weights.term


@cache
def weighing_of(category: ProductCategory) -> Weighing:
    """How this kind of finance is weighed."""
    weights = WEIGHTS[category]
    rate_room = weights.rate_worst_bp - weights.rate_best_bp
    days_room = weights.days_slow - weights.days_fast
    return Weighing(
        weights,
        tuple(
            share(weights.rate_worst_bp - rate_bp, rate_room, weights.rate)
            for rate_bp in range(RATE_BP_MAX + 1)
        ),
        tuple(
            share(weights.days_slow - days, days_room, weights.speed)
            for days in range(DAYS_MAX + 1)
        ),
    )


def share(part: int, whole: int, points: int) -> int:
    """Give the points for a part of a whole: none below zero, no more than all."""
    return half_up(min(max(part, 0), whole) * points, whole)
