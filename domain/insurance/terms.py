"""What each step of a request for cover is told."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.lending.policy_terms import CoverBasisPoints
from domain.lending.terms import OPINION_LENGTH_MAX, ContractNo, Months, Purpose, Rate
from vocabulary.insurance import COVER_MONTHS_MAX
from vocabulary.lending import RequestAim, SecurityKind
from vocabulary.money import Fen

OPERATIONS_LENGTH_MAX = 500
SECURITY_TERMS_LENGTH_MAX = 500

SecurityTermsText = Annotated[
    str, Meta(max_length=SECURITY_TERMS_LENGTH_MAX, description="担保条件，可不填")
]


class CoverWish(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """融资保险需求：金额、期限、用途、经营状况和担保条件，以及向谁提出。"""

    amount_fen: Fen
    term_months: Months
    purpose: Purpose
    operations: Annotated[
        str, Meta(min_length=2, max_length=OPERATIONS_LENGTH_MAX, description="经营状况")
    ]
    security: Annotated[SecurityKind, Meta(description="担保方式")]
    security_terms: SecurityTermsText = ""
    aim: Annotated[RequestAim, Meta(description="定向（须选保险机构）或非定向（全部保险机构）")]
    insurer_id: Annotated[UUID | None, Meta(description="定向需求的保险机构")] = None


class SecurityTerms(Struct, frozen=True, forbid_unknown_fields=True):
    """担保信息：方式和条件。"""

    security: Annotated[SecurityKind, Meta(description="担保方式")]
    security_terms: Annotated[
        str, Meta(min_length=2, max_length=SECURITY_TERMS_LENGTH_MAX, description="担保条件")
    ]


class CoverOpinion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """承保：审批意见、承保比例、反担保措施和承保期限。"""

    opinion: Annotated[
        str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="审批意见")
    ]
    cover_bp: CoverBasisPoints
    counter_guarantee: Annotated[
        str, Meta(max_length=OPINION_LENGTH_MAX, description="反担保措施，可不填")
    ] = ""
    cover_months: Annotated[int, Meta(ge=1, le=COVER_MONTHS_MAX, description="承保期限，单位：月")]


class CoverPayout(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """融资保险放款：合同号、金额、日期和利率。"""

    contract_no: ContractNo
    amount_fen: Fen
    paid_on: Annotated[date, Meta(description="放款日期")]
    rate_bp: Rate
