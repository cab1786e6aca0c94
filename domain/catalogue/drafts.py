"""A product's terms between their three homes: the form, a version's JSON, the row of the shelf."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from domain.catalogue.terms import LimitRule, ProductDraft
from orm.catalogue import Product
from vocabulary.catalogue import UNPRICED_BP, OfferMode, ProductKind
from vocabulary.lending import RepaymentMethod, SecurityKind

_RATES = ("rate_bp_min", "rate_bp_max")
_SAME = (
    "name", "introduction", "amount_fen_min", "amount_fen_max", "term_months_min",
    "term_months_max", "eligibility", "coverage", "fees", "policy_basis", "turnaround_days",
)  # fmt: skip
_LISTS = ("eligible_regions", "eligible_kinds", "required_documents", "service_steps")


def kept_terms(draft: ProductDraft) -> dict[str, Any]:
    """The terms as a version keeps them."""
    terms: dict[str, Any] = msgspec.to_builtins(draft)
    return terms


def draft_of(kept: Mapping[str, Any]) -> ProductDraft:
    """Read terms that were kept; limits that came later do not make an old version unreadable."""
    rule, mode, until = kept["limit_rule"], kept["offer_mode"], kept["valid_until"]
    brochure = kept["brochure_id"]
    same: dict[str, Any] = {name: kept[name] for name in _SAME}
    same |= {name: list(kept[name] or []) for name in _LISTS}
    same |= {name: _rate(kept[name]) for name in _RATES}
    return ProductDraft(
        **same,
        kind=ProductKind(kept["kind"]),
        offer_mode=OfferMode(mode) if mode else None,
        repayment_methods=[RepaymentMethod(each) for each in kept["repayment_methods"]],
        securities=[SecurityKind(each) for each in kept["securities"]],
        valid_until=date.fromisoformat(until) if isinstance(until, str) else until,
        limit_rule=LimitRule(**rule) if rule else None,
        brochure_id=UUID(str(brochure)) if brochure else None,
    )


def draft_on_shelf(product: Product) -> ProductDraft:
    """What the shelf says of a product."""
    return draft_of(vars(product))


def shelve(product: Product, draft: ProductDraft, version_no: int, on: date) -> None:
    """Write a version into the row of the shelf: from now on it is what everybody sees."""
    for name in (*_SAME, *_LISTS, "kind", "offer_mode", "valid_until", "brochure_id"):
        setattr(product, name, getattr(draft, name))
    for name in _RATES:
        rate = getattr(draft, name)
        setattr(product, name, UNPRICED_BP if rate is None else rate)
    product.repayment_methods = [each.value for each in draft.repayment_methods]
    product.securities = [each.value for each in draft.securities]
    product.limit_rule = msgspec.to_builtins(draft.limit_rule)
    product.version_no, product.figures_on, product.listed = version_no, on, True


def _rate(rate_bp: int | None) -> int | None:
    return None if rate_bp is None or rate_bp >= UNPRICED_BP else rate_bp
