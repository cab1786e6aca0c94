"""What an enterprise says it needs when it asks which products fit."""

from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.catalogue import ProductCategory, ProductKind
from vocabulary.lending import (
    PURPOSE_LENGTH_MAX,
    TERM_MONTHS_MAX,
    RepaymentMethod,
    SecurityKind,
)
from vocabulary.money import BasisPoints, Fen


class FinancingWish(Struct, frozen=True, forbid_unknown_fields=True):
    """智能匹配的需求：类别不填为银行信贷；担保方式和还款方式在贷款、租赁类别中必填。"""

    amount_fen: Fen
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
    security: SecurityKind | None = None
    repayment_method: RepaymentMethod | None = None
    purpose: Annotated[str, Meta(max_length=PURPOSE_LENGTH_MAX, description="资金用途")] = ""
    rate_bp_max: BasisPoints | None = None
    category: Annotated[ProductCategory, Meta(description="服务类别")] = ProductCategory.BANK_CREDIT
    kind: Annotated[ProductKind | None, Meta(description="产品类型，可不填")] = None
