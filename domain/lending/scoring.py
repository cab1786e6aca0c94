"""The credit score of an application: a declared scorecard over facts the platform holds.

Version 1. Points are added to a base; whoever stays below the bar needs a guarantor
(clause 6.1.2.2). Every rule that moved the score gives a reason. Pure: the same facts always
give the same score.
"""

from msgspec import Struct

from vocabulary.lending import SecurityKind

VERSION = 1
BASE = 620
REQUIRED = 600
COMPLETED_POINTS = 15
COMPLETED_POINTS_MAX = 60
REJECTED_POINTS = 40
REJECTED_POINTS_MAX = 120
SECURITY_POINTS = {
    SecurityKind.MORTGAGE: 60,
    SecurityKind.PLEDGE: 40,
    SecurityKind.GUARANTEE: 20,
    SecurityKind.CREDIT: 0,
}
SECURITY_REASONS = {
    SecurityKind.MORTGAGE: "提供抵押",
    SecurityKind.PLEDGE: "提供质押",
    SecurityKind.GUARANTEE: "提供保证",
}
# Up to an amount or a term, the points it earns; beyond the last, what it costs.
AMOUNT_POINTS = ((300_000_000, 20), (1_000_000_000, 0), (3_000_000_000, -20))
AMOUNT_BEYOND = -60
TERM_POINTS = ((12, 10), (36, 0))
TERM_BEYOND = -20


class Facts(Struct, frozen=True):
    """What the score is made of: the request, and the enterprise's history here."""

    amount_fen: int
    term_months: int
    security: SecurityKind
    completed: int
    rejected_in_year: int


class Score(Struct, frozen=True):
    """The score, the bar in force, and a sentence for each rule that moved it."""

    points: int
    required: int
    reasons: tuple[str, ...]


def score(facts: Facts) -> Score:
    """Score an application by version 1 of the card."""
    parts = (
        (SECURITY_POINTS[facts.security], SECURITY_REASONS.get(facts.security, "")),
        (_up_to(AMOUNT_POINTS, facts.amount_fen, AMOUNT_BEYOND), "申请金额"),
        (_up_to(TERM_POINTS, facts.term_months, TERM_BEYOND), "申请期限"),
        (min(facts.completed * COMPLETED_POINTS, COMPLETED_POINTS_MAX), "历史业务办结"),
        (-min(facts.rejected_in_year * REJECTED_POINTS, REJECTED_POINTS_MAX), "一年内被驳回"),
    )
    reasons = tuple(f"{reason} {points:+d} 分" for points, reason in parts if points)
    return Score(BASE + sum(points for points, _ in parts), REQUIRED, reasons)


def _up_to(steps: tuple[tuple[int, int], ...], value: int, beyond: int) -> int:
    return next((points for limit, points in steps if value <= limit), beyond)
