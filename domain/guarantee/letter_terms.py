"""What each step of a letter of guarantee is told."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.guarantee.terms import Amount, Opinion
from vocabulary.guarantee import LetterKind
from vocabulary.money import Fen

NAME_LENGTH_MAX = 120
PROJECT_LENGTH_MAX = 200
CONTRACT_NO_LENGTH_MAX = 60
REMARKS_LENGTH_MAX = 500


class LetterRequest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """保函申请：向谁申请，哪一种，给谁，为哪个项目，多少，何时起止。"""

    guarantor_id: Annotated[UUID, Meta(description="担保机构")]
    kind: Annotated[LetterKind, Meta(description="保函种类")]
    beneficiary_name: Annotated[
        str, Meta(min_length=2, max_length=NAME_LENGTH_MAX, description="受益人")
    ]
    project: Annotated[
        str, Meta(min_length=2, max_length=PROJECT_LENGTH_MAX, description="项目名称")
    ]
    contract_no: Annotated[
        str,
        Meta(max_length=CONTRACT_NO_LENGTH_MAX, description="基础合同或招标编号，可不填"),
    ] = ""
    amount_fen: Fen
    effective_on: Annotated[date, Meta(description="生效日期")]
    valid_until: Annotated[date, Meta(description="有效期至")]
    product_id: Annotated[UUID | None, Meta(description="所申请的保函产品，可不填")] = None
    remarks: Annotated[str, Meta(max_length=REMARKS_LENGTH_MAX, description="补充说明，可不填")] = (
        ""
    )


class LetterOpinion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """保函审核：收费和意见。"""

    fee_fen: Annotated[Amount, Meta(description="保函费，单位：分，可为零")]
    opinion: Opinion
