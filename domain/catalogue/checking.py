"""What is wrong with a product on the shelf: expired, contradictory, mispriced, unattended. Pure.

Every finding is a sentence that its institution can act on. A product is held against what it
says itself and against others of its kind; nothing of who offers it enters the judgement.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from statistics import median_low

from msgspec import Struct

from domain.catalogue.rules import FIELD_LABELS
from domain.catalogue.shapes import shape_of
from domain.catalogue.telling import rate_text
from domain.catalogue.terms import ProductDraft
from vocabulary.catalogue import (
    POLICY_KINDS,
    PRODUCT_KIND_LABELS,
    FindingKind,
    OfferMode,
    ProductCategory,
    ProductKind,
    category_of,
)
from vocabulary.lending import RepaymentMethod, SecurityKind

SOON = timedelta(days=30)
PEERS_MIN = 5  # fewer of a kind tell nothing about what is usual
FAR_FROM_USUAL_BP = 300
SPREAD_BP_MAX = 800
BULLET_MONTHS_MAX = 36
ABSENT = "机构的入驻资格已到期、正在退出或已冻结，产品不应继续展示。"
# Prices no product of the category passes without being asked about: the lowest and the highest.
PRICE_BANDS: dict[ProductCategory, tuple[int, int]] = {
    ProductCategory.BANK_CREDIT: (100, 1_500),
    ProductCategory.MICROCREDIT: (200, 2_400),
    ProductCategory.FINANCE_LEASE: (200, 1_800),
    ProductCategory.FACTORING: (200, 1_800),
    ProductCategory.GUARANTEE: (10, 300),
    ProductCategory.INSURANCE: (1, 1_000),
    ProductCategory.BOND_FINANCING: (100, 1_200),
}
# Words in the text that the product's own figures must not deny.
_FREE = ("免息", "零利率", "0利率")
_UNSECURED = ("无需担保", "免担保", "无抵押无担保")
_SECURED = ("须提供抵押", "须提供担保", "须追加担保")


class OnShelf(Struct, frozen=True):
    """A product as it is checked: what it says, and whether its institution is at work."""

    product_no: str
    terms: ProductDraft
    institution_key: str
    attended: bool


class Found(Struct, frozen=True):
    """Something that is wrong."""

    kind: FindingKind
    sentence: str


def findings(products: Sequence[OnShelf], today: date) -> list[tuple[OnShelf, list[Found]]]:
    """Check every product on the shelf; those with nothing to say are left out."""
    usual = _usual_rates(products)
    names = _names(products)
    checked = [(each, list(_wrong_with(each, today, usual, names))) for each in products]
    return [(each, found) for each, found in checked if found]


def _wrong_with(
    product: OnShelf,
    today: date,
    usual: Mapping[ProductKind, int],
    names: Mapping[tuple[str, str], int],
) -> Iterator[Found]:
    if not product.attended:
        yield Found(FindingKind.UNATTENDED, ABSENT)
    yield from _expired(product.terms, today)
    for sentence in _contradictions(product.terms):
        yield Found(FindingKind.CONTRADICTORY, sentence)
    if names[product.institution_key, product.terms.name] > 1:
        yield Found(
            FindingKind.CONTRADICTORY, f"同一机构有两款在架产品都叫“{product.terms.name}”。"
        )
    for sentence in _price_troubles(product.terms, usual):
        yield Found(FindingKind.MISPRICED, sentence)


def _expired(terms: ProductDraft, today: date) -> Iterator[Found]:
    until = terms.valid_until
    if until is None:
        return
    said = f"{until.year}年{until.month}月{until.day}日"
    if until < today:
        yield Found(FindingKind.EXPIRED, f"有效期至{said}，已经过期，请下架或提交新版本。")
    elif until - today <= SOON:
        yield Found(FindingKind.EXPIRED, f"有效期至{said}，即将到期，请及时提交新版本。")


def _contradictions(terms: ProductDraft) -> Iterator[str]:
    yield from _missing(terms)
    yield from _turned_round(terms)
    yield from _denied_by_words(terms)
    if set(terms.repayment_methods) == {RepaymentMethod.BULLET} and (
        terms.term_months_max > BULLET_MONTHS_MAX
    ):
        yield f"只有到期一次还本付息，而最长期限为{terms.term_months_max}个月。"


def _missing(terms: ProductDraft) -> Iterator[str]:
    for name in sorted(shape_of(terms.kind).asks):
        if getattr(terms, name) in (None, "", []):
            yield f"没有填写{FIELD_LABELS[name]}，而这一类产品必须公开。"
    if terms.offer_mode is OfferMode.PRE_APPROVED and terms.limit_rule is None:
        yield "预授信产品没有测算参数，企业得不到参考额度。"


def _turned_round(terms: ProductDraft) -> Iterator[str]:
    shape = shape_of(terms.kind)
    if terms.amount_fen_min > terms.amount_fen_max:
        yield f"最低{shape.amount}高于最高{shape.amount}。"
    if terms.term_months_min > terms.term_months_max:
        yield f"最短{shape.term}长于最长{shape.term}。"
    low, high = terms.rate_bp_min, terms.rate_bp_max
    if low is not None and high is not None and low > high:
        yield f"最低{shape.price}高于最高{shape.price}。"


def _denied_by_words(terms: ProductDraft) -> Iterator[str]:
    """The text says one thing, the figures beside it another."""
    text = f"{terms.name}{terms.introduction}{terms.eligibility}{terms.fees}"
    if terms.rate_bp_max and (word := _word_in(_FREE, text)):
        rate = rate_text(terms.rate_bp_min, terms.rate_bp_max)
        yield f"文字写明“{word}”，而{shape_of(terms.kind).price}为{rate}。"
    if not terms.securities:
        return
    if SecurityKind.CREDIT not in terms.securities and (word := _word_in(_UNSECURED, text)):
        yield f"文字写明“{word}”，而担保方式不含信用。"
    if terms.securities == [SecurityKind.CREDIT] and (word := _word_in(_SECURED, text)):
        yield f"担保方式只有信用，而文字写明“{word}”。"


def _price_troubles(terms: ProductDraft, usual: Mapping[ProductKind, int]) -> Iterator[str]:
    low, high = terms.rate_bp_min, terms.rate_bp_max
    if low is None or high is None:
        return
    price = shape_of(terms.kind).price
    band = PRICE_BANDS.get(category_of(terms.kind))
    if band and (low < band[0] or high > band[1]):
        yield (
            f"{price}{rate_text(low, high)}超出这一门类通常的"
            f"{rate_text(band[0], band[1])}，请核实。"
        )
    if high - low > SPREAD_BP_MAX:
        yield f"{price}从{rate_text(low, low)}到{rate_text(high, high)}，跨度过大，企业无从比较。"
    middle = usual.get(terms.kind)
    if middle is not None and abs(low - middle) > FAR_FROM_USUAL_BP:
        kind = PRODUCT_KIND_LABELS[terms.kind]
        yield (
            f"{price}{rate_text(low, low)}起，与在架{kind}产品的中位数"
            f"{rate_text(middle, middle)}相差较大，请核实。"
        )
    if terms.kind in POLICY_KINDS:
        ordinary = usual.get(ProductKind.WORKING_CAPITAL)
        if ordinary is not None and low > ordinary:
            yield (
                f"政策性产品{price}{rate_text(low, low)}起，高于在架流动资金贷款的中位数"
                f"{rate_text(ordinary, ordinary)}。"
            )


def _word_in(words: Sequence[str], text: str) -> str:
    return next((word for word in words if word in text), "")


def _usual_rates(products: Sequence[OnShelf]) -> dict[ProductKind, int]:
    """The median of the lowest rates of each kind that has enough products."""
    rates: dict[ProductKind, list[int]] = {}
    for each in products:
        if each.terms.rate_bp_min is not None:
            rates.setdefault(each.terms.kind, []).append(each.terms.rate_bp_min)
    return {kind: median_low(found) for kind, found in rates.items() if len(found) >= PEERS_MIN}


def _names(products: Sequence[OnShelf]) -> dict[tuple[str, str], int]:
    counted: dict[tuple[str, str], int] = {}
    for each in products:
        key = each.institution_key, each.terms.name
        counted[key] = counted.get(key, 0) + 1
    return counted
