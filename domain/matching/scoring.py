"""Which products fit a wish, how well and why: pure, explained, and blind to who offers them.

First what rules a product out; then 100 points over rate, amount, term, turnaround and
repayment. Every point is counted in whole numbers from the product's own published terms, so
the same wish always gives the same list, and no name, size or history of an institution
enters it (clause 4.5).
"""

from collections.abc import Iterable

from msgspec import Struct

from domain.matching.terms import FinancingWish
from vocabulary.lending import METHOD_LABELS, SECURITY_LABELS, RepaymentMethod, SecurityKind
from vocabulary.money import half_up, wan_text

RATE_POINTS = 40
AMOUNT_POINTS = 20
TERM_POINTS = 15
SPEED_POINTS = 15
METHOD_POINTS = 10
BEST_RATE_BP = 200  # at or below: all points for the rate
WORST_RATE_BP = 800  # at or above: none
FAST_DAYS = 3
SLOW_DAYS = 15
MATCHES_MAX = 20


class Offer(Struct, frozen=True):
    """What scoring reads of a product; nothing of its institution is among it."""

    product_no: str
    listed: bool
    amount_fen_min: int
    amount_fen_max: int
    rate_bp_min: int
    rate_bp_max: int
    term_months_min: int
    term_months_max: int
    turnaround_days: int
    repayment_methods: tuple[RepaymentMethod, ...]
    securities: tuple[SecurityKind, ...]
    eligible_regions: tuple[str, ...]  # none named means the whole city


class Verdict(Struct, frozen=True):
    """How well one product fits, and why, a sentence for each thing weighed."""

    product_no: str
    score: int
    reasons: list[str]


def fits(product: Offer, wish: FinancingWish, region: str) -> bool:
    """May this product be offered at all? Every condition must hold; none is made up for."""
    return (
        product.listed
        and product.amount_fen_min <= wish.amount_fen <= product.amount_fen_max
        and product.term_months_min <= wish.term_months <= product.term_months_max
        and wish.security in product.securities
        and (not product.eligible_regions or region in product.eligible_regions)
        and (wish.rate_bp_max is None or product.rate_bp_min <= wish.rate_bp_max)
    )


def judge(product: Offer, wish: FinancingWish) -> Verdict:
    """Score a product that fits, 0 to 100, with its reasons."""
    parts = (
        _by_rate(product, wish),
        _by_amount(product, wish),
        _by_term(product, wish),
        _by_speed(product),
        _by_method(product, wish),
    )
    score = sum(points for points, _ in parts)
    return Verdict(product.product_no, score, [reason for _, reason in parts])


def rank(products: Iterable[Offer], wish: FinancingWish, region: str) -> list[Verdict]:
    """Give the products that fit, best first; ties by product number, never by who offers them."""
    verdicts = [judge(each, wish) for each in products if fits(each, wish, region)]
    verdicts.sort(key=lambda verdict: (-verdict.score, verdict.product_no))
    return verdicts[:MATCHES_MAX]


def _by_rate(product: Offer, wish: FinancingWish) -> tuple[int, str]:
    rate_bp = product.rate_bp_min
    points = _share(WORST_RATE_BP - rate_bp, WORST_RATE_BP - BEST_RATE_BP, RATE_POINTS)
    begins = f"年化利率{_percent(rate_bp)}起"
    if wish.rate_bp_max is None:
        return points, f"{begins}，最高{_percent(product.rate_bp_max)}。"
    if product.rate_bp_max <= wish.rate_bp_max:
        return points, f"{begins}，最高也不超过您能接受的{_percent(wish.rate_bp_max)}。"
    return points, f"{begins}，在您能接受的{_percent(wish.rate_bp_max)}以内，最终利率以审批为准。"


def _by_amount(product: Offer, wish: FinancingWish) -> tuple[int, str]:
    low_fen, high_fen = product.amount_fen_min, product.amount_fen_max
    points = _middle(wish.amount_fen, low_fen, high_fen, AMOUNT_POINTS)
    return points, (
        f"可贷{wan_text(low_fen)}至{wan_text(high_fen)}，您需要的{wan_text(wish.amount_fen)}在范围内。"
    )


def _by_term(product: Offer, wish: FinancingWish) -> tuple[int, str]:
    low, high = product.term_months_min, product.term_months_max
    points = _middle(wish.term_months, low, high, TERM_POINTS)
    return points, f"期限可选{low}至{high}个月，包含您需要的{wish.term_months}个月。"


def _by_speed(product: Offer) -> tuple[int, str]:
    days = product.turnaround_days
    points = _share(SLOW_DAYS - days, SLOW_DAYS - FAST_DAYS, SPEED_POINTS)
    return points, f"承诺{days}个工作日内办结审批。"


def _by_method(product: Offer, wish: FinancingWish) -> tuple[int, str]:
    wanted, security = METHOD_LABELS[wish.repayment_method], SECURITY_LABELS[wish.security]
    if wish.repayment_method in product.repayment_methods:
        return METHOD_POINTS, f"接受{security}方式，支持{wanted}还款。"
    offered = "、".join(
        label for method, label in METHOD_LABELS.items() if method in product.repayment_methods
    )
    return 0, f"接受{security}方式，但不支持{wanted}，可选{offered}。"


def _share(part: int, whole: int, points: int) -> int:
    """Give the points for a part of a whole: none below zero, no more than all."""
    return half_up(min(max(part, 0), whole) * points, whole)


def _middle(value: int, low: int, high: int, points: int) -> int:
    """Give all points in the middle half of a range, and fewer towards its ends, at least half.

    A wish at the very end of what a product offers is more often cut or refused.
    """
    room = min(value - low, high - value)
    assert room >= 0, "only what fits is scored"
    quarter = (high - low) // 4
    half = points // 2
    return points if room >= quarter else half + _share(room, quarter, points - half)


def _percent(rate_bp: int) -> str:
    return f"{rate_bp // 100}.{rate_bp % 100:02d}%"
