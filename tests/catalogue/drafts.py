"""Products as institutions write them: one that is right for every kind, and say what differs."""

from datetime import timedelta
from typing import Any

from domain.catalogue.shapes import shape_of
from domain.catalogue.terms import LimitRule, ListingApproval, ListingMark, ProductDraft
from domain.kernel import clock
from tests.world import WAN
from vocabulary.catalogue import ListingItem, OfferMode, ProductKind
from vocabulary.lending import RepaymentMethod, SecurityKind

_OWN: dict[str, Any] = {
    "rate_bp_min": 345,
    "rate_bp_max": 480,
    "offer_mode": OfferMode.PROACTIVE,
    "securities": [SecurityKind.CREDIT],
    "repayment_methods": [RepaymentMethod.INTEREST_FIRST],
    "coverage": "借款人未按约定还款造成的损失",
    "eligible_kinds": ["小微企业"],
    "fees": "不收取其他费用",
}


def a_draft(kind: ProductKind = ProductKind.CREDIT_LOAN, **differing: Any) -> ProductDraft:
    """A draft with everything its kind asks for."""
    own = _OWN | {"valid_until": clock.today() + timedelta(days=365)}
    terms: dict[str, Any] = {
        "kind": kind,
        "name": "姑苏周转贷",
        "introduction": "面向小微企业的周转资金",
        "amount_fen_min": 10 * WAN,
        "amount_fen_max": 500 * WAN,
        "term_months_min": 6,
        "term_months_max": 36,
        "eligibility": "经营满一年，纳税和征信记录良好",
        "required_documents": ["营业执照"],
        "service_steps": ["提交申请", "审核", "放款"],
        "turnaround_days": 5,
    }
    terms |= {name: own[name] for name in shape_of(kind).asks}
    return ProductDraft(**terms | differing)


def a_pre_approved_draft(**differing: Any) -> ProductDraft:
    """A product that tells a limit on the spot."""
    rule = LimitRule(revenue_share_bp=1_000, tax_multiple=8, debt_share_bp=5_000)
    terms: dict[str, Any] = {"offer_mode": OfferMode.PRE_APPROVED, "limit_rule": rule}
    return a_draft(**terms | differing)


def all_met() -> list[ListingMark]:
    return [ListingMark(item, met=True) for item in ListingItem]


def approval() -> ListingApproval:
    return ListingApproval(all_met())


def wanting(item: ListingItem, change: str) -> list[ListingMark]:
    """Everything is right but one."""
    return [
        ListingMark(each, met=each is not item, change=change if each is item else "")
        for each in ListingItem
    ]
