"""How long somebody will wait: a plain rule where nothing is known, and one learned from history.

Pure. A ticket's `steps` are the services that must end before it is called: those who wait ahead,
itself, less the counters that are idle. Each step takes a counter's mean service divided by the
counters that serve. From that, what was expected of tickets in nearly the same place is compared
with what came of them.
"""

from collections.abc import Sequence
from statistics import quantiles

from msgspec import Struct

OPTIMISTIC_BP = 8_000  # how much of a slot the plain rule's best case takes
BP = 10_000
PAST_MIN = 12  # fewer say nothing
NEAREST_MAX = 60
TENTHS = 10


class Past(Struct, frozen=True):
    """A ticket that was called: where it stood when it joined, and how long it waited."""

    steps: float
    counters: int
    waited_s: float


class Estimate(Struct, frozen=True):
    """预计等候：中位数，以及八成情况所在的区间（秒）。"""

    median_s: int
    low_s: int
    high_s: int
    learned: bool


def plain(*, called: int, waiting_ahead: int, mean_service_s: float, counters: int) -> Estimate:
    """Estimate without history: so many slots as people ahead and oneself, and the best case.

    Raises ValueError for a service that takes no time, or no counter at all.
    """
    if mean_service_s <= 0 or counters <= 0:
        raise ValueError("a service takes time, at a counter")
    slot_s = mean_service_s / counters
    estimate_s = (waiting_ahead + 1) * slot_s
    later = max(0, called + waiting_ahead - counters)
    optimistic_s = later * slot_s * OPTIMISTIC_BP / BP
    low_s = min(optimistic_s, estimate_s)
    return Estimate(round(estimate_s), round(low_s), round(estimate_s), learned=False)


def learned(
    past: Sequence[Past], *, steps: float, counters: int, mean_service_s: float
) -> Estimate | None:
    """Estimate from history; None where there is too little of it to learn from.

    Of past tickets the nearest by steps per counter are asked by which factor they waited
    longer, or shorter, than their steps would have taken. Who needs no step waits as those did.
    """
    if counters <= 0 or mean_service_s <= 0:
        return None
    at_once = steps <= 0
    alike = [each for each in past if (each.steps <= 0) == at_once and each.counters > 0]
    if len(alike) < PAST_MIN:
        return None
    if at_once:
        return _spread([each.waited_s for each in alike[-NEAREST_MAX:]], 1.0)
    place = steps / counters
    nearest = sorted(alike, key=lambda each: abs(each.steps / each.counters - place))
    ratios = [
        each.waited_s / (each.steps / each.counters * mean_service_s)
        for each in nearest[:NEAREST_MAX]
    ]
    return _spread(ratios, place * mean_service_s)


def _spread(values: Sequence[float], unit: float) -> Estimate:
    """The median and the middle eight tenths of what was seen."""
    tenths = quantiles(values, n=TENTHS, method="inclusive")
    low, median, high = (max(0, round(tenths[at] * unit)) for at in (0, 4, 8))
    return Estimate(median, low, high, learned=True)


def steps_ahead(load: float, idle: int) -> float:
    """How many services must end before a ticket is called, with so much work ahead of it."""
    return max(0.0, load + 1 - idle)
