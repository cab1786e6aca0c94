"""What a product of each kind says of itself: its fields, and what its figures are called. Pure.

The form of the portal, the check of what it sends and the words of every page come from here.
"""

from msgspec import Struct

from vocabulary.catalogue import (
    CATEGORIES_BY,
    LETTER_KINDS,
    PRODUCT_CATEGORY_LABELS,
    PRODUCT_KIND_LABELS,
    ProductCategory,
    ProductKind,
    category_of,
    channel_of,
)
from vocabulary.parties import PartyKind


class Shape(Struct, frozen=True):
    """What the figures are called (an empty price: there is none), and which fields belong.

    `asks` must be filled in, `offers` may be; a field in neither does not belong to the kind.
    """

    price: str
    amount: str
    term: str
    condition: str
    asks: frozenset[str]
    offers: frozenset[str] = frozenset()


class KindView(Struct, frozen=True):
    """一种产品类型：门类、可由哪些机构上架、各项指标的名称、要填写的专有字段。"""

    kind: ProductKind
    label: str
    category: ProductCategory
    category_label: str
    institution_kinds: list[PartyKind]
    price_label: str
    amount_label: str
    term_label: str
    condition_label: str
    asks: list[str]
    offers: list[str]
    channel: str


# The fields that some kinds have and others have not.
OWN_FIELDS = (
    "rate_bp_min",
    "rate_bp_max",
    "offer_mode",
    "limit_rule",
    "securities",
    "repayment_methods",
    "coverage",
    "eligible_kinds",
    "fees",
    "valid_until",
)
_PRICED = frozenset({"rate_bp_min", "rate_bp_max"})
_LENT = _PRICED | {"securities", "repayment_methods"}
_ALWAYS = frozenset({"fees", "valid_until", "eligible_kinds"})
_C = ProductCategory
_BY_CATEGORY: dict[ProductCategory, Shape] = {
    _C.BANK_CREDIT: Shape(
        "年化利率",
        "贷款额度",
        "期限",
        "申请条件",
        _LENT | {"offer_mode"},
        _ALWAYS | {"limit_rule"},
    ),
    _C.EQUITY_FINANCING: Shape(
        "", "投资金额", "投资期限", "申请条件", frozenset({"eligible_kinds"}), _ALWAYS
    ),
    _C.INSURANCE: Shape(
        "费率",
        "保险金额",
        "保险期限",
        "申请条件",
        _PRICED | {"coverage", "eligible_kinds"},
        _ALWAYS,
    ),
    _C.GUARANTEE: Shape(
        "担保费率", "担保金额", "担保期限", "办理条件", _PRICED | {"fees"}, _ALWAYS
    ),
    _C.MICROCREDIT: Shape("年化利率", "贷款额度", "期限", "申请条件", _LENT, _ALWAYS),
    _C.FINANCE_LEASE: Shape(
        "年化利率", "融资额度", "租赁期限", "申请条件", _PRICED | {"repayment_methods"}, _ALWAYS
    ),
    _C.FACTORING: Shape("年化利率", "融资额度", "保理期限", "申请条件", _PRICED, _ALWAYS),
    _C.BOND_FINANCING: Shape(
        "票面利率", "发行规模", "债券期限", "申请条件", _PRICED | {"eligible_kinds"}, _ALWAYS
    ),
}
_LETTER = Shape(
    "保函费率", "保函金额", "保函期限", "办理条件", _PRICED | {"fees", "valid_until"}, _ALWAYS
)


def shape_of(kind: ProductKind) -> Shape:
    """What a product of this kind says of itself."""
    return _LETTER if kind in LETTER_KINDS else _BY_CATEGORY[category_of(kind)]


def may_keep(party_kind: PartyKind, kind: ProductKind) -> bool:
    """Does an institution of this kind offer such products?"""
    return category_of(kind) in CATEGORIES_BY.get(party_kind, ())


def kinds() -> list[KindView]:
    """Every kind of product, as forms and filters need it."""
    return [_view(kind) for kind in ProductKind]


def _view(kind: ProductKind) -> KindView:
    shape, category = shape_of(kind), category_of(kind)
    return KindView(
        kind=kind,
        label=PRODUCT_KIND_LABELS[kind],
        category=category,
        category_label=PRODUCT_CATEGORY_LABELS[category],
        institution_kinds=[each for each in CATEGORIES_BY if may_keep(each, kind)],
        price_label=shape.price,
        amount_label=shape.amount,
        term_label=shape.term,
        condition_label=shape.condition,
        asks=[name for name in OWN_FIELDS if name in shape.asks],
        offers=[name for name in OWN_FIELDS if name in shape.offers - shape.asks],
        channel=channel_of(kind),
    )
