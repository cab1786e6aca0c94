"""Puts products on the shelf of a test."""

from datetime import date
from typing import Any

from orm.catalogue import Product
from orm.parties import Party
from tests.world import WAN
from vocabulary.catalogue import ProductKind


async def a_product(bank: Party, no: str, **differing: Any) -> Product:
    """One listed product with wide terms; say what differs."""
    terms: dict[str, Any] = {
        "product_no": no,
        "name": f"苏惠贷{no}",
        "kind": ProductKind.WORKING_CAPITAL,
        "institution_id": bank.id,
        "amount_fen_min": 10 * WAN,
        "amount_fen_max": 500 * WAN,
        "rate_bp_min": 345,
        "rate_bp_max": 480,
        "term_months_min": 6,
        "term_months_max": 36,
        "repayment_methods": ["interest_first", "equal_instalment"],
        "securities": ["credit", "guarantee"],
        "eligible_regions": [],
        "turnaround_days": 5,
        "listed_on": date(2026, 6, 1),
    }
    return await Product.create(**terms | differing)
