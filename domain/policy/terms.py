"""What the operator states of a programme, and of a revision of it."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.lending import LoanKind
from vocabulary.money import BasisPoints, Fen

NAME_LENGTH_MAX = 60
BASIS_LENGTH_MAX = 300
REASON_LENGTH_MAX = 500
SCORE_MAX = 1_000
LEVERAGE_MAX = 100


class ProgrammeTerms(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """政策项目：适用的贷款、需要的合作机构、信用门槛、分担比例、额度和起止日期。"""

    name: Annotated[str, Meta(min_length=2, max_length=NAME_LENGTH_MAX, description="项目名称")]
    kind: Annotated[LoanKind, Meta(description="信保贷、富民创业贷或东吴贷")]
    needs_insurer: Annotated[bool, Meta(description="须由保险机构承保")]
    needs_guarantor: Annotated[bool, Meta(description="一律须由担保机构担保")]
    score_required: Annotated[
        int, Meta(ge=0, le=SCORE_MAX, description="信用评分低于此分的，须由担保机构担保")
    ]
    fund_share_bp: Annotated[BasisPoints, Meta(description="政策基金分担比例")]
    bank_share_bp: Annotated[BasisPoints, Meta(description="银行分担比例")]
    guarantor_share_bp: Annotated[BasisPoints, Meta(description="担保机构分担比例")]
    insurer_share_bp: Annotated[BasisPoints, Meta(description="保险机构分担比例")]
    enterprise_cap_fen: Annotated[Fen, Meta(description="单户上限，单位：分")]
    fund_fen: Annotated[Fen, Meta(description="基金规模，单位：分")]
    leverage: Annotated[int, Meta(ge=1, le=LEVERAGE_MAX, description="放大倍数")]
    active_from: Annotated[date, Meta(description="施行日期")]
    active_until: Annotated[date | None, Meta(description="截止日期，可不填")] = None
    policy_basis: Annotated[
        str, Meta(max_length=BASIS_LENGTH_MAX, description="政策依据，可不填")
    ] = ""


class ProgrammeRevision(ProgrammeTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """修订政策项目：新的内容和修订原因；已授信的贷款仍按原比例分担。"""

    reason: Annotated[str, Meta(min_length=1, max_length=REASON_LENGTH_MAX, description="修订原因")]
