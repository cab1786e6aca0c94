"""What the steps of policy loans are told, beside those of all lending."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.lending.terms import OPINION_LENGTH_MAX, ContractNo
from vocabulary.insurance import COVER_MONTHS_MAX
from vocabulary.money import Fen

CoverBasisPoints = Annotated[
    int, Meta(ge=1, le=10_000, description="承保比例，单位：基点（1/10000）")
]


class Underwriting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """保险审核：意见、承保比例、反担保措施和承保期限；承保金额由比例和申请金额得出。"""

    opinion: Annotated[
        str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="审核意见")
    ]
    cover_bp: CoverBasisPoints
    counter_guarantee: Annotated[
        str, Meta(max_length=OPINION_LENGTH_MAX, description="反担保措施，可不填")
    ] = ""
    cover_months: Annotated[int, Meta(ge=1, le=COVER_MONTHS_MAX, description="承保期限，单位：月")]


class PayoutRequestForm(Struct, frozen=True, forbid_unknown_fields=True):
    """放款申请：拟用的合同编号和金额。"""

    contract_no: ContractNo
    amount_fen: Fen


class PayoutCheck(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """放款申请确认：逐项核对。"""

    guarantee_checked: Annotated[bool, Meta(description="担保信息已核对")]
    amount_checked: Annotated[bool, Meta(description="放款金额已核对")]
    contract_checked: Annotated[bool, Meta(description="合同编号已核对")]
