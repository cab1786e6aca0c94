"""Which products fit a wish, how well and why: pure, explained, and blind to who offers them.

First what rules a product out; then 100 points over rate, amount, term, turnaround and
repayment, as much for each as `weighing` says of its kind of finance. Every point is counted in
whole numbers from the product's own published terms, so the same wish always gives the same list,
and no name, size or history of an institution enters it (clause 4.5).
"""

from bisect import insort
from collections.abc import Iterable
from operator import itemgetter

from msgspec import Struct

from domain.catalogue.shapes import Shape, shape_of
from domain.matching.terms import FinancingWish
from domain.matching.weighing import RATE_BP_MAX, Weighing, share, weighing_of
from vocabulary.catalogue import KINDS_OF, UNPRICED_BP, ProductCategory, ProductKind
from vocabulary.lending import METHOD_LABELS, SECURITY_LABELS, RepaymentMethod, SecurityKind
from vocabulary.money import wan_text

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
    kind: ProductKind = ProductKind.WORKING_CAPITAL
    eligible_kinds: tuple[str, ...] | None = None


class Verdict(Struct, frozen=True):
    """How well one product fits, and why, a sentence for each thing weighed."""

    product_no: str
    score: int
    reasons: list[str]


def fits(product: Offer, wish: FinancingWish, region: str) -> bool:
    """May this product be offered at all? Every condition must hold; none is made up for."""
    return (
        product.listed
        and product.kind in _kinds(wish)
        and product.amount_fen_min <= wish.amount_fen <= product.amount_fen_max
        and product.term_months_min <= wish.term_months <= product.term_months_max
        and (wish.security is None or wish.security in product.securities)
        and (not product.eligible_regions or region in product.eligible_regions)
        and (wish.rate_bp_max is None or product.rate_bp_min <= wish.rate_bp_max)
    )


def _kinds(wish: FinancingWish) -> tuple[ProductKind, ...]:
    return KINDS_OF[wish.category] if wish.kind is None else (wish.kind,)


def judge(product: Offer, wish: FinancingWish) -> Verdict:
    """Score a product that fits, 0 to 100, with its reasons."""
    return Verdict(product.product_no, points(product, wish), reasons(product, wish))


def rank(products: Iterable[Offer], wish: FinancingWish, region: str) -> list[Verdict]:
    """Give the products that fit, best first; ties by product number, never by who offers them.

    What needs no division is counted of all that fit. The rest is counted only while it could
    still bring a product among the best, and sentences are written only for what is shown.
    """
    how = weighing_of(wish.category)
    promising = [
        (_plain_points(each, wish, how), each) for each in _fitting(products, wish, region)
    ]
    promising.sort(key=itemgetter(0), reverse=True)
    best: list[tuple[int, str, Offer]] = []
    for plain, each in promising:
        if len(best) == MATCHES_MAX and plain + how.ranges < -best[-1][0]:
            break
        place = (-(plain + _range_points(each, wish, how)), each.product_no)
        insort(best, (*place, each), key=itemgetter(0, 1))
        del best[MATCHES_MAX:]
    return [Verdict(number, -score, reasons(each, wish)) for score, number, each in best]


def _fitting(products: Iterable[Offer], wish: FinancingWish, region: str) -> list[Offer]:
    """What `fits`, asked of many: the same conditions, each said once for all."""
    amount_fen, months, security = wish.amount_fen, wish.term_months, wish.security
    rate_bp_max = UNPRICED_BP if wish.rate_bp_max is None else wish.rate_bp_max
    kinds = _kinds(wish)
    return [
        each
        for each in products
        if each.amount_fen_min <= amount_fen <= each.amount_fen_max
        and each.term_months_min <= months <= each.term_months_max
        and each.rate_bp_min <= rate_bp_max
        and (security is None or security in each.securities)
        and each.kind in kinds
        and each.listed
        and (not each.eligible_regions or region in each.eligible_regions)
    ]


def points(product: Offer, wish: FinancingWish) -> int:
    """Count what a product that fits is worth: rate, amount, term, turnaround, repayment."""
    how = weighing_of(wish.category)
    return _plain_points(product, wish, how) + _range_points(product, wish, how)


def _plain_points(product: Offer, wish: FinancingWish, how: Weighing) -> int:
    method = how.weights.method if wish.repayment_method in product.repayment_methods else 0
    rate = how.rates[product.rate_bp_min] if product.rate_bp_min <= RATE_BP_MAX else 0
    return rate + how.days[min(product.turnaround_days, len(how.days) - 1)] + method


def _range_points(product: Offer, wish: FinancingWish, how: Weighing) -> int:
    weights = how.weights
    return _middle(
        wish.amount_fen, product.amount_fen_min, product.amount_fen_max, weights.amount
    ) + _middle(wish.term_months, product.term_months_min, product.term_months_max, weights.term)


def reasons(product: Offer, wish: FinancingWish) -> list[str]:
    """Say in a sentence each what was weighed, and for whom the product is."""
    shape = shape_of(product.kind)
    said = [
        _of_rate(product, wish, shape),
        _of_amount(product, wish, shape),
        _of_term(product, wish, shape),
        f"承诺{product.turnaround_days}个工作日内办结审批。",
    ]
    if weighing_of(wish.category).weights.method:
        said.append(_of_method(product, wish))
    if product.eligible_kinds and wish.category is not ProductCategory.BANK_CREDIT:
        said.append(f"面向{'、'.join(product.eligible_kinds)}，请核对贵企业是否属于。")
    return said


def _of_rate(product: Offer, wish: FinancingWish, shape: Shape) -> str:
    if product.rate_bp_min >= UNPRICED_BP:
        return "价格由双方商定，不参与排序。"
    begins = f"{shape.price}{_percent(product.rate_bp_min)}起"
    if wish.rate_bp_max is None:
        return f"{begins}，最高{_percent(product.rate_bp_max)}。"
    if product.rate_bp_max <= wish.rate_bp_max:
        return f"{begins}，最高也不超过您能接受的{_percent(wish.rate_bp_max)}。"
    return f"{begins}，在您能接受的{_percent(wish.rate_bp_max)}以内，最终以审批为准。"


def _of_amount(product: Offer, wish: FinancingWish, shape: Shape) -> str:
    low_fen, high_fen = product.amount_fen_min, product.amount_fen_max
    offered = f"{shape.amount}{wan_text(low_fen)}至{wan_text(high_fen)}"
    return f"{offered}，您需要的{wan_text(wish.amount_fen)}在范围内。"


def _of_term(product: Offer, wish: FinancingWish, shape: Shape) -> str:
    low, high = product.term_months_min, product.term_months_max
    return f"{shape.term}可选{low}至{high}个月，包含您需要的{wish.term_months}个月。"


def _of_method(product: Offer, wish: FinancingWish) -> str:
    assert wish.repayment_method is not None, "asked for where it counts"
    wanted = METHOD_LABELS[wish.repayment_method]
    taken = f"接受{SECURITY_LABELS[wish.security]}方式，" if wish.security else ""
    if wish.repayment_method in product.repayment_methods:
        return f"{taken}支持{wanted}还款。"
    lead = f"{taken}但" if taken else ""
    offered = "、".join(
        label for method, label in METHOD_LABELS.items() if method in product.repayment_methods
    )
    return f"{lead}不支持{wanted}，可选{offered}。"


def _middle(value: int, low: int, high: int, points: int) -> int:
    """Give all points in the middle half of a range, and fewer towards its ends, at least half.

    A wish at the very end of what a product offers is more often cut or refused.
    """
    room = min(value - low, high - value)
    assert room >= 0, "only what fits is scored"
    quarter = (high - low) // 4
    half = points // 2
    return points if room >= quarter else half + share(room, quarter, points - half)


def _percent(rate_bp: int) -> str:
    return f"{rate_bp // 100}.{rate_bp % 100:02d}%"
