"""What was measured of the engines, and the thresholds that follow. docs/faces.md has the tables.

Source: AT&T's "Database of Faces" (40 people × 10 photographs: 1,800 pairs of one person, 78,000
of two), `python -m benchmarks.faces FOLDER`. At a given false-accept rate the threshold is the
likeness (cosine) which that share of the pairs of strangers exceeds. That sample cannot prove a
rate below about 3e-5: beyond 1e-4 the thresholds follow a straight line through the last decade,
which rises faster than the tail of any normal distribution, and so errs towards refusing.
"""

from dataclasses import dataclass
from math import log10

VERIFYING_FAR = 1e-4  # one stranger in ten thousand passes as one given person (1:1)
SEARCHING_FAR = 1e-3  # one stranger in a thousand is taken for anybody of a gallery (1:N)
THRESHOLD_MAX = 0.985


@dataclass(frozen=True)
class Measured:
    """An engine: which version of its weights, and the likeness of strangers at two rates."""

    name: str
    version: str
    at_1_in_1_000: float
    at_1_in_10_000: float
    verifying_min: float  # floors: other sets asked for more than this one
    searching_min: float
    staying: float  # one person within one sequence, however turned: what one in a hundred exceeds

    def threshold(self, false_accept_rate: float) -> float:
        """The likeness which this share of the pairs of strangers exceeds."""
        decade = self.at_1_in_10_000 - self.at_1_in_1_000
        beyond = max(0.0, -log10(false_accept_rate) - 4)
        return min(THRESHOLD_MAX, self.at_1_in_10_000 + decade * beyond)

    @property
    def verifying(self) -> float:
        """From which likeness on two templates are one person."""
        return max(self.verifying_min, self.threshold(VERIFYING_FAR))

    def searching(self, gallery_size: int) -> float:
        """From which likeness on somebody is found: every person of the gallery is one more try."""
        return max(self.searching_min, self.threshold(SEARCHING_FAR / max(1, gallery_size)))


SFACE = Measured(
    name="sface",
    version="2021dec-int8bq",
    at_1_in_1_000=0.403,
    at_1_in_10_000=0.461,
    verifying_min=0.46,
    searching_min=0.50,
    staying=0.33,
)
DLIB = Measured(
    name="dlib",
    version="resnet-v1",
    at_1_in_1_000=0.936,
    at_1_in_10_000=0.944,
    verifying_min=0.944,
    searching_min=0.95,
    staying=0.919,
)
ENGINES = {engine.name: engine for engine in (SFACE, DLIB)}
