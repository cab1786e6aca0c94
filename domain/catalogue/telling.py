"""A product told in words, item by item as its review goes, and what a version changes. Pure."""

from collections.abc import Iterator

from msgspec import Struct

from domain.catalogue.shapes import shape_of
from domain.catalogue.terms import LimitRule, ProductDraft
from vocabulary.catalogue import (
    LISTING_ITEM_LABELS,
    OFFER_MODE_LABELS,
    PRODUCT_KIND_LABELS,
    ListingItem,
)
from vocabulary.lending import METHOD_LABELS, SECURITY_LABELS
from vocabulary.money import wan_text
from vocabulary.regions import REGIONS

Told = tuple[ListingItem, str, str]


class ProductFact(Struct, frozen=True):
    """产品内容的一项；与在架版本不同的另附原内容。"""

    item: ListingItem
    item_label: str
    label: str
    text: str
    was: str | None
    changed: bool


def facts(
    draft: ProductDraft,
    brochure: str = "",
    before: ProductDraft | None = None,
    brochure_before: str = "",
) -> list[ProductFact]:
    """Everything a product says, and beside it what the version before said."""
    told = list(_told(draft, brochure))
    was = (
        {(item, label): text for item, label, text in _told(before, brochure_before)}
        if before
        else {}
    )
    shown = [_fact(each, was, compared=before is not None) for each in told]
    gone = set(was) - {(item, label) for item, label, _ in told}
    shown += [
        ProductFact(item, LISTING_ITEM_LABELS[item], label, "", was[item, label], changed=True)
        for item, label in was
        if (item, label) in gone
    ]
    return shown


def rate_text(low: int | None, high: int | None) -> str:
    """3.45%–4.80%; one figure where both are the same; nothing where there is no price."""
    if low is None or high is None:
        return ""
    return _percent(low) if low == high else f"{_percent(low)}–{_percent(high)}"


def _fact(told: Told, was: dict[tuple[ListingItem, str], str], *, compared: bool) -> ProductFact:
    item, label, text = told
    before = was.get((item, label), "") if compared else None
    changed = compared and before != text
    return ProductFact(item, LISTING_ITEM_LABELS[item], label, text, before, changed)


def _told(draft: ProductDraft, brochure: str) -> Iterator[Told]:
    for item, label, text in _lines(draft, brochure):
        if text:
            yield item, label, text


def _lines(draft: ProductDraft, brochure: str) -> Iterator[Told]:
    shape, item = shape_of(draft.kind), ListingItem
    regions = "、".join(REGIONS.get(each, each) for each in draft.eligible_regions) or "全市"
    yield item.FACTS, "产品名称", draft.name
    yield item.FACTS, "产品类型", PRODUCT_KIND_LABELS[draft.kind]
    yield item.FACTS, "授信方式", OFFER_MODE_LABELS[draft.offer_mode] if draft.offer_mode else ""
    yield item.FACTS, "产品介绍", draft.introduction
    yield item.FACTS, "保障范围", draft.coverage
    yield item.FACTS, "适用企业", "、".join(draft.eligible_kinds)
    yield item.FACTS, "适用区域", regions
    yield item.FACTS, "政策依据", draft.policy_basis
    yield item.FACTS, "有效期至", _day(draft)
    yield item.PRICE, shape.price or "费率", rate_text(draft.rate_bp_min, draft.rate_bp_max)
    yield item.PRICE, "收费标准", draft.fees
    yield (
        item.RANGE,
        shape.amount,
        _range(wan_text(draft.amount_fen_min), wan_text(draft.amount_fen_max)),
    )
    yield (
        item.RANGE,
        shape.term,
        f"{_range(str(draft.term_months_min), str(draft.term_months_max))}个月",
    )
    yield item.RANGE, "还款方式", "、".join(METHOD_LABELS[each] for each in draft.repayment_methods)
    yield item.RANGE, "办结时限", f"{draft.turnaround_days}个工作日"
    yield item.RANGE, "测算参数", rule_text(draft.limit_rule)
    yield item.ELIGIBILITY, shape.condition, draft.eligibility
    yield (
        item.ELIGIBILITY,
        "担保方式",
        "、".join(SECURITY_LABELS[each] for each in draft.securities),
    )
    yield item.MATERIALS, "申请材料", "、".join(draft.required_documents)
    yield item.MATERIALS, "服务流程", " → ".join(draft.service_steps)
    yield item.MATERIALS, "产品介绍文件", brochure


def rule_text(rule: LimitRule | None) -> str:
    """The declared parameters of a pre-approved product in a sentence."""
    if rule is None:
        return ""
    parts = []
    if rule.revenue_share_bp:
        parts.append(f"上年度营业收入的{_percent(rule.revenue_share_bp)}")
    if rule.tax_multiple:
        parts.append(f"上年度纳税额的{rule.tax_multiple}倍")
    said = "与".join(parts) + ("取较低者" if len(parts) > 1 else "")
    if rule.debt_share_bp:
        said += f"，扣减现有融资余额的{_percent(rule.debt_share_bp)}"
    if rule.trading_months_min:
        said += f"；经营须满{rule.trading_months_min}个月"
    return said


def _day(draft: ProductDraft) -> str:
    until = draft.valid_until
    return f"{until.year}年{until.month}月{until.day}日" if until else ""


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def _percent(rate_bp: int) -> str:
    return f"{rate_bp // 100}.{rate_bp % 100:02d}%"
