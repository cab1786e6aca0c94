"""What each step of lending is told: the bodies of its routes and the terms in the journal."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from domain.servicing.terms import RepaymentTerms
from vocabulary.lending import (
    CONTRACT_NO_LENGTH_MAX,
    PURPOSE_LENGTH_MAX,
    TERM_MONTHS_MAX,
    RepaymentMethod,
    RequestAim,
    SecurityKind,
)
from vocabulary.money import Fen

RATE_BP_MAX = 3_600  # 36 % a year: above it no court protects the interest
OPINION_LENGTH_MAX = 500
REMARKS_LENGTH_MAX = 500
ACCEPTED_AT_ONCE_MAX = 50

Months = Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
Rate = Annotated[int, Meta(ge=0, le=RATE_BP_MAX, description="年化利率，单位：基点")]
Purpose = Annotated[
    str, Meta(min_length=2, max_length=PURPOSE_LENGTH_MAX, description="资金用途，2 至 200 字")
]
Remarks = Annotated[str, Meta(max_length=REMARKS_LENGTH_MAX, description="补充说明，可不填")]
ReasonText = Annotated[
    str, Meta(min_length=1, max_length=OPINION_LENGTH_MAX, description="原因，会显示给对方")
]

ContractNo = Annotated[
    str,
    Meta(
        min_length=4,
        max_length=CONTRACT_NO_LENGTH_MAX,
        pattern=r"^[0-9A-Za-z\u4e00-\u9fff〔〕（）()\[\]./_-]+(?!\n)$",
        description="合同编号",
    ),
]
ProgrammeId = Annotated[UUID | None, Meta(description="政策项目；不选为一般信贷")]


class Publication(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """融资需求：金额、期限、用途，以及向谁提出。"""

    amount_fen: Fen
    term_months: Months
    purpose: Purpose
    security: Annotated[SecurityKind, Meta(description="担保方式")]
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    aim: Annotated[RequestAim, Meta(description="定向（须选银行）或非定向（进入抢单区）")]
    bank_id: Annotated[UUID | None, Meta(description="定向需求的银行")] = None
    rate_bp_max: Annotated[Rate | None, Meta(description="可接受的最高年化利率")] = None
    programme_id: ProgrammeId = None
    remarks: Remarks = ""


class Submission(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """融资产品申请。"""

    product_id: Annotated[UUID, Meta(description="产品")]
    amount_fen: Fen
    term_months: Months
    purpose: Purpose
    security: Annotated[SecurityKind, Meta(description="担保方式")]
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    programme_id: ProgrammeId = None
    remarks: Remarks = ""


class Resubmission(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """补正后重新提交的内容。"""

    amount_fen: Fen
    term_months: Months
    purpose: Purpose
    security: Annotated[SecurityKind, Meta(description="担保方式")]
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    remarks: Remarks = ""


class Acceptance(Struct, frozen=True, forbid_unknown_fields=True):
    """批量受理。"""

    application_ids: Annotated[
        list[UUID], Meta(min_length=1, max_length=ACCEPTED_AT_ONCE_MAX, description="要受理的申请")
    ]


class Opinion(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """审核意见。"""

    opinion: Annotated[
        str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="审核意见")
    ]
    insurer_id: Annotated[
        UUID | None, Meta(description="合作保险机构，须由保险承保的政策性贷款必选")
    ] = None


class GuarantorChoice(Struct, frozen=True, forbid_unknown_fields=True):
    """追加担保：请哪家担保机构担保，以及银行的预审意见。"""

    guarantor_id: Annotated[UUID, Meta(description="担保机构")]
    preliminary_opinion: Annotated[
        str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="预审意见")
    ]


class GuaranteeOpinion(Struct, frozen=True, forbid_unknown_fields=True):
    """担保机构的意见。"""

    opinion: Annotated[
        str, Meta(min_length=2, max_length=OPINION_LENGTH_MAX, description="担保意见")
    ]


class CreditLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """授信：银行最多放款多少，以及条件。"""

    credit_line_fen: Annotated[Fen, Meta(description="授信金额，单位：分")]
    rate_bp: Rate
    term_months: Months
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    valid_until: Annotated[date | None, Meta(description="授信有效期至，可不填")] = None
    product_id: Annotated[UUID | None, Meta(description="所用的本行产品，可不填")] = None
    decided_on: Annotated[date | None, Meta(description="历史授信日期，仅限补录权限")] = None


class LineAmendment(CreditLine, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """授信信息修改：新的条件，以及修改原因。"""

    reason: ReasonText


class Payout(Struct, frozen=True, forbid_unknown_fields=True):
    """放款：一份合同下的一笔款项。"""

    contract_no: ContractNo
    amount_fen: Fen
    paid_on: Annotated[date, Meta(description="放款日期")]
    repayment: Annotated[RepaymentTerms | None, Meta(description="还款约定，可不填")] = None


class AttachedFile(Struct, frozen=True):
    """上传的一份材料：文件名、类型、大小和内容的摘要。"""

    personal: ClassVar[tuple[str, ...]] = ("name",)  # people call files after people

    name: str
    media: str
    size_bytes: int
    sha256: str


Stars = Annotated[int, Meta(ge=1, le=5, description="1 至 5 星")]


class RatingForm(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """服务评价：四项星级与留言。"""

    responsiveness: Annotated[Stars, Meta(description="响应速度")]
    courtesy: Annotated[Stars, Meta(description="服务态度")]
    efficiency: Annotated[Stars, Meta(description="办理效率")]
    expertise: Annotated[Stars, Meta(description="专业度")]
    comment: Annotated[str, Meta(max_length=300, description="留言，可不填")] = ""
