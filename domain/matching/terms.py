"""What an enterprise says it needs when it asks which products fit."""

from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.lending import (
    PURPOSE_LENGTH_MAX,
    TERM_MONTHS_MAX,
    RepaymentMethod,
    SecurityKind,
)
from vocabulary.money import BasisPoints, Fen


class FinancingWish(Struct, frozen=True, forbid_unknown_fields=True):
    """智能匹配的融资需求。"""

    amount_fen: Fen
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
    security: SecurityKind
    repayment_method: RepaymentMethod
    purpose: Annotated[str, Meta(max_length=PURPOSE_LENGTH_MAX, description="资金用途")] = ""
    rate_bp_max: BasisPoints | None = None
