"""Telling an odd reading from the usual ones, with no more than the past and no training.

Two steps, both forgetting exponentially. A reading is as surprising as it lies far from the mean,
in standard deviations (their logarithm: wild series are wild every day). Then the mean surprise
of the last readings is held against all surprise there has been: what counts is not that a
reading is far out, but that this series has hardly ever been so surprising. After it has spoken
it rests: one event is one warning.

What it does not do: it knows no season (a nightly backup is odd until it has become usual) and
nothing of how one series moves with another. docs/devices.md says how it scores.
"""

import math
from dataclasses import dataclass

FIRST = 60  # readings from which a spread can be told
WARM_UP = 200  # readings before anything is called odd
REST = 150  # readings for which it is silent after it has spoken
LONG, SHORT = 0.0005, 0.1  # what one reading weighs in the long and in the short run
ODD_FROM = 4.0  # spreads of the usual surprise. docs/devices.md says why
LEAST_SHARE = 1e-3  # of the level: a series that never moves has no spread of its own
LEAST_SPREAD = 1e-3


@dataclass(slots=True)
class Model:
    """What is remembered of one series: a handful of numbers, kept with the device's pulse."""

    seen: int = 0
    rest: int = 0
    mean: float = 0.0
    variance: float = 0.0
    surprise: float = 0.0  # of the last readings
    usual: float = 0.0
    usual_variance: float = 0.0


def notice(model: Model, value: float) -> bool:
    """Learn a reading, and say whether it is odd and nothing was said of late."""
    is_odd = learn(model, value) >= ODD_FROM
    if model.rest > 0:
        model.rest -= 1
        return False
    if is_odd:
        model.rest = REST
    return is_odd


def learn(model: Model, value: float) -> float:
    """How odd a reading is against the past, in spreads of the usual surprise. Then learn it."""
    if model.seen == 0:
        model.mean = value
    distance = value - model.mean
    least = abs(model.mean) * LEAST_SHARE + 1e-9
    far = abs(distance) / (math.sqrt(model.variance) + least)
    surprise = math.log1p(far) if model.seen >= FIRST else 0.0
    model.surprise += SHORT * (surprise - model.surprise)
    above = model.surprise - model.usual
    oddness = above / (math.sqrt(model.usual_variance) + LEAST_SPREAD)
    weight = max(LONG, 1 / (model.seen + 1))
    model.mean += weight * distance
    model.variance = (1 - weight) * (model.variance + weight * distance**2)
    model.usual += weight * above
    model.usual_variance = (1 - weight) * (model.usual_variance + weight * above**2)
    model.seen += 1
    return max(0.0, oddness) if model.seen > WARM_UP else 0.0
