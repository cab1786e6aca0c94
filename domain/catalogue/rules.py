"""What a product may say, when it may be removed, and what a review must have looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from domain.catalogue.shapes import OWN_FIELDS, may_keep, shape_of
from domain.kernel.flow import Act, condition
from domain.kernel.refusal import Invalid, Unmet
from vocabulary.catalogue import LISTING_ITEM_LABELS, ListingItem, OfferMode
from vocabulary.regions import REGIONS

if TYPE_CHECKING:
    from domain.catalogue.terms import ListingMark, ProductDraft
    from orm.catalogue import ProductListing
    from vocabulary.parties import PartyKind

FIELD_LABELS: dict[str, str] = {
    "rate_bp_min": "最低费率",
    "rate_bp_max": "最高费率",
    "offer_mode": "授信方式",
    "limit_rule": "测算参数",
    "securities": "担保方式",
    "repayment_methods": "还款方式",
    "coverage": "保障范围",
    "eligible_kinds": "适用企业",
    "fees": "收费标准",
    "valid_until": "有效期",
}
_TEXTS = ("name", "introduction", "eligibility", "coverage", "fees", "policy_basis")
_LISTS = ("required_documents", "service_steps", "eligible_kinds")


@condition("曾经上架的产品保留记录，不能删除；如已停售请下架")
def never_listed(listing: ProductListing, act: Act) -> bool:
    """What somebody may have applied for is kept."""
    return bool(listing.version_no == 0)


def checked(draft: ProductDraft, party_kind: PartyKind, today: date) -> ProductDraft:
    """Tidy a draft, or refuse it and name every field that is wrong. Raises `Invalid`."""
    tidy = msgspec.structs.replace(
        draft,
        **{name: getattr(draft, name).strip() for name in _TEXTS},
        **{name: _lines(getattr(draft, name)) for name in _LISTS},
    )
    errors = tuple(_problems(tidy, party_kind, today))
    if errors:
        raise Invalid("产品内容填写有误，请按提示修改", errors)
    return tidy


def _lines(given: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in given if line.strip()))


def _problems(draft: ProductDraft, party_kind: PartyKind, today: date) -> Iterator[tuple[str, str]]:
    if not may_keep(party_kind, draft.kind):
        yield "kind", "贵机构不能上架这一类产品，请重新选择产品类型"
        return
    if len(draft.name) < 2:  # noqa: PLR2004 -- as the struct says, after its spaces are gone
        yield "name", "请填写产品名称，至少两个字"
    for name, label in (("eligibility", "申请条件"), ("introduction", "产品介绍")):
        if not getattr(draft, name):
            yield name, f"请填写{label}"
    for name, label in (("required_documents", "申请材料"), ("service_steps", "服务流程")):
        if not getattr(draft, name):
            yield name, f"请至少填写一项{label}"
    yield from _of_the_kind(draft)
    yield from _of_ranges(draft)
    yield from _of_the_rest(draft, today)


def _of_the_kind(draft: ProductDraft) -> Iterator[tuple[str, str]]:
    """What this kind asks for is there, and what belongs to other kinds is not."""
    shape = shape_of(draft.kind)
    for name in OWN_FIELDS:
        value, label = getattr(draft, name), FIELD_LABELS[name]
        is_there = value not in (None, "", [])
        if name in shape.asks and not is_there:
            yield name, f"请填写{label}"
        elif is_there and name not in shape.asks | shape.offers:
            yield name, f"这一类产品不填写{label}"
    rule = draft.limit_rule
    if draft.offer_mode is OfferMode.PRE_APPROVED and rule is None:
        yield "limit_rule", "预授信产品请填写测算参数，企业据此即时得到参考额度"
    if rule is not None and draft.offer_mode is not OfferMode.PRE_APPROVED:
        yield "limit_rule", "只有预授信产品填写测算参数"
    if rule is not None and not (rule.revenue_share_bp or rule.tax_multiple):
        yield "limit_rule", "营业收入比例和纳税额倍数请至少填写一项"


def _of_ranges(draft: ProductDraft) -> Iterator[tuple[str, str]]:
    if draft.amount_fen_min > draft.amount_fen_max:
        yield "amount_fen_max", "最高额度不能低于最低额度"
    if draft.term_months_min > draft.term_months_max:
        yield "term_months_max", "最长期限不能短于最短期限"
    low, high = draft.rate_bp_min, draft.rate_bp_max
    if low is not None and high is not None and low > high:
        yield "rate_bp_max", "最高费率不能低于最低费率"


def _of_the_rest(draft: ProductDraft, today: date) -> Iterator[tuple[str, str]]:
    if unknown := set(draft.eligible_regions) - set(REGIONS):
        yield "eligible_regions", f"没有这个区域：{'、'.join(sorted(unknown))}"
    if draft.valid_until is not None and draft.valid_until < today:
        yield "valid_until", "有效期不能早于今天"


def must_all_be_met(marks: Sequence[ListingMark]) -> None:
    """Each item looked at once, and nothing left to change. Raises `Unmet`."""
    _must_cover(marks)
    if open_items := _named(marks, lambda mark: not mark.met):
        raise Unmet(f"{open_items}尚未通过，不能准予展示；请退回并写明整改要求")


def must_say_what_to_change(marks: Sequence[ListingMark]) -> None:
    """Each item looked at once; whoever sends back says what has to change. Raises `Unmet`."""
    _must_cover(marks)
    if all(mark.met for mark in marks):
        raise Unmet("请至少将一个项目标为“需要修改”，并写明整改要求")
    if silent := _named(marks, lambda mark: not mark.met and not mark.change.strip()):
        raise Unmet(f"请写明{silent}的整改要求")


def _must_cover(marks: Sequence[ListingMark]) -> None:
    if sorted(mark.item for mark in marks) != sorted(ListingItem):
        raise Unmet("请对每个审核项目各给出一个结论")


def _named(marks: Sequence[ListingMark], which: Callable[[Any], bool]) -> str:
    return "、".join(LISTING_ITEM_LABELS[mark.item] for mark in marks if which(mark))
