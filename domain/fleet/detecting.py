"""Telling an odd reading from the usual ones, with no more than the past and no training.

Holt's level and trend, forgetting exponentially, predict the next reading; its error is measured
in robust spreads (an exponential mean of absolute errors), clipped before it is learnt so that
one outlier does not blind the detector to the next. A second, slow pair notices a level that has
moved. The score is the tail probability of that error, so scores of different series compare.

What it does not do: it knows no season (a nightly backup is odd every night until it is learnt
as spread) and nothing of one reading's relation to another.
"""

import math
from dataclasses import dataclass

WARM_UP = 60  # readings before anything is called odd
LEVEL = 0.08
TREND = 0.002
SPREAD = 0.02
SLOW = 0.004
CLIP = 4.0  # spreads that one reading may teach
ODD_FROM = 0.999_999
MAD_TO_SIGMA = 1.2533  # of a normal error: sigma / mean absolute deviation
LEAST_SHARE = 1e-3  # of the level: a series that never moves has no spread of its own


@dataclass(slots=True)
class Model:
    """What is remembered of one series: a handful of numbers, kept with the device's pulse."""

    seen: int = 0
    level: float = 0.0
    trend: float = 0.0
    spread: float = 0.0
    slow: float = 0.0
    slow_spread: float = 0.0


def learn(model: Model, value: float) -> float:
    """Score a reading against the past (0: as usual, 1: never like this), then learn it."""
    if model.seen == 0:
        model.level = model.slow = value
    error = value - (model.level + model.trend)
    drift = model.level - model.slow
    least = abs(model.slow) * LEAST_SHARE + 1e-9
    score = 0.0
    if model.seen >= WARM_UP:
        quick = abs(error) / max(model.spread * MAD_TO_SIGMA, least)
        slow = abs(drift) / max(model.slow_spread * MAD_TO_SIGMA, least)
        score = max(_rarity(quick), _rarity(slow * 0.5))
    weight = max(SPREAD, 1 / (model.seen + 1))
    spread = max(model.spread, least)
    taught = (
        error
        if model.seen < WARM_UP
        else math.copysign(min(abs(error), CLIP * spread * MAD_TO_SIGMA), error)
    )
    level = model.level + model.trend + max(LEVEL, 1 / (model.seen + 1)) * taught
    model.trend += TREND * (level - model.level - model.trend)
    model.level = level
    model.spread += weight * (abs(taught) - model.spread)
    pace = max(SLOW, 1 / (model.seen + 1))
    model.slow_spread += pace * (abs(level - model.slow) - model.slow_spread)
    model.slow += pace * (level - model.slow)
    model.seen += 1
    return score


def _rarity(spreads: float) -> float:
    """How rare an error of so many standard deviations is, two-sided."""
    return math.erf(spreads / math.sqrt(2))
