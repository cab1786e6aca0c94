"""The appraisal of an institution in a period: a declared formula over counted facts. Pure.

Version 1, a hundred points in three parts (docs/appraisals.md):
- 服务评价, 40: the mean of the stars over the four dimensions. A few ratings say little, so five
  imagined ratings of four stars are always counted with them.
- 办理时限, 35: the share of the cases taken in that missed no deadline while they waited for the
  institution.
- 业务结果, 25: of the cases that ended or were given back, the share completed. To refuse is a
  decision and counts neither way; to take a case in and give it back is what costs.
A part about which nothing is known gives no points and none can be lost by it: the score is what
was reached of what could be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from domain.kernel.flow import Act, condition
from vocabulary.money import half_up
from vocabulary.ratings import STARS_MAX

if TYPE_CHECKING:
    from orm.ratings import RatingDispute

VERSION = "appraisal-1"
DIMENSIONS = ("responsiveness", "courtesy", "efficiency", "expertise")
STARS_POINTS = 40
DEADLINE_POINTS = 35
OUTCOME_POINTS = 25
PRIOR_RATINGS = 5
PRIOR_STARS = 4
WHOLE = 100


class PeriodFacts(Struct, frozen=True, kw_only=True):
    """What is counted of one institution in a period. Struck ratings are not among it."""

    ratings: int = 0
    stars: tuple[int, int, int, int] = (0, 0, 0, 0)  # summed, in the order of DIMENSIONS
    taken: int = 0
    missed: int = 0
    completed: int = 0
    given_back: int = 0


class Part(Struct, frozen=True):
    """考核的一个部分：得分、满分、依据。"""

    name: str
    points: int
    points_max: int
    reason: str


class Appraised(Struct, frozen=True):
    """The score of a hundred, None when nothing is known, and its parts."""

    score: int | None
    parts: tuple[Part, ...]


def appraise(facts: PeriodFacts) -> Appraised:
    """Appraise one institution by version 1 of the formula."""
    parts = tuple(part for part in (_stars(facts), _deadlines(facts), _outcomes(facts)) if part)
    could = sum(part.points_max for part in parts)
    reached = sum(part.points for part in parts)
    return Appraised(half_up(reached * WHOLE, could) if could else None, parts)


def _stars(facts: PeriodFacts) -> Part | None:
    if not facts.ratings:
        return None
    dimensions = len(DIMENSIONS)
    given = sum(facts.stars) + PRIOR_RATINGS * PRIOR_STARS * dimensions
    whole = (facts.ratings + PRIOR_RATINGS) * STARS_MAX * dimensions
    tenths = half_up(sum(facts.stars) * 10, facts.ratings * dimensions)
    reason = f"{facts.ratings}次评价，平均{tenths // 10}.{tenths % 10}星"
    return Part("服务评价", half_up(given * STARS_POINTS, whole), STARS_POINTS, reason)


def _deadlines(facts: PeriodFacts) -> Part | None:
    if not facts.taken and not facts.missed:
        return None
    taken = max(facts.taken, facts.missed)
    kept = taken - facts.missed
    reason = f"办理{taken}笔，超期{facts.missed}笔"
    return Part("办理时限", half_up(kept * DEADLINE_POINTS, taken), DEADLINE_POINTS, reason)


def _outcomes(facts: PeriodFacts) -> Part | None:
    ended = facts.completed + facts.given_back
    if not ended:
        return None
    points = half_up(facts.completed * OUTCOME_POINTS, ended)
    reason = f"办结{facts.completed}笔，受理后退回{facts.given_back}笔"
    return Part("业务结果", points, OUTCOME_POINTS, reason)


@condition("该评价的异议已经裁定，请刷新页面查看结果")
def not_decided(dispute: RatingDispute, act: Act) -> bool:
    """What is decided stays decided."""
    return dispute.decided_at is None
