"""The credit score of an application: a declared scorecard over facts the platform holds.

Version 1. Points are added to a base; whoever stays below the bar needs a guarantor
(clause 6.1.2.2). Every rule that moved the score gives a reason. Pure: the same facts always
give the same score.
"""

from domain.kernel.ports import CreditFacts, CreditReason, CreditScore, Scorer
from vocabulary.lending import SecurityKind

VERSION = "scorecard-1"
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


class Scorecard:
    """The card as a scorer: the hand of the port that every process holds unless told otherwise."""

    async def score(self, facts: CreditFacts) -> CreditScore:
        """Score by the card; nothing is asked of anybody."""
        return score(facts)


class _Held:
    """The scorer of this process."""

    scorer: Scorer = Scorecard()


def hold(scorer: Scorer) -> None:
    """Let this process score by another hand."""
    _Held.scorer = scorer


def held() -> Scorer:
    """By whom this process scores."""
    return _Held.scorer


def score(facts: CreditFacts) -> CreditScore:
    """Score an application by version 1 of the card."""
    security = SECURITY_POINTS[facts.security]
    amount = _up_to(AMOUNT_POINTS, facts.amount_fen, AMOUNT_BEYOND)
    term = _up_to(TERM_POINTS, facts.term_months, TERM_BEYOND)
    completed = min(facts.completed * COMPLETED_POINTS, COMPLETED_POINTS_MAX)
    rejected = -min(facts.rejected_in_year * REJECTED_POINTS, REJECTED_POINTS_MAX)
    parts = (
        (f"security_{facts.security.value}", security, SECURITY_REASONS.get(facts.security, "")),
        ("amount", amount, "申请金额"),
        ("term", term, "申请期限"),
        ("completed", completed, "历史业务办结"),
        ("rejected_in_year", rejected, "一年内被驳回"),
    )
    reasons = tuple(
        CreditReason(code, points, f"{what} {points:+d} 分")
        for code, points, what in parts
        if points
    )
    return CreditScore(VERSION, BASE + sum(each.points for each in reasons), REQUIRED, reasons)


def _up_to(steps: tuple[tuple[int, int], ...], value: int, beyond: int) -> int:
    return next((points for limit, points in steps if value <= limit), beyond)
