"""What is said about products: by their institutions, by the review, by enterprises that ask."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.catalogue import ListingItem, OfferMode, ProductKind
from vocabulary.lending import TERM_MONTHS_MAX, RepaymentMethod, SecurityKind
from vocabulary.money import FEN_MAX, Fen

NAME_LENGTH_MAX = 60
TEXT_LENGTH_MAX = 500
SHORT_TEXT_LENGTH_MAX = 300
LINE_LENGTH_MAX = 60
LINES_MAX = 20
RATE_BP_MAX = 3_600  # 36 % a year: above it no court protects the interest
DAYS_MAX = 180
QUESTION_LENGTH_MAX = 1_000

Line = Annotated[str, Meta(min_length=1, max_length=LINE_LENGTH_MAX)]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH_MAX)]
ShortText = Annotated[str, Meta(max_length=SHORT_TEXT_LENGTH_MAX)]
Rate = Annotated[int, Meta(ge=0, le=RATE_BP_MAX, description="费率或年化利率，单位：基点")]
Months = Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
Share = Annotated[int, Meta(ge=0, le=10_000, description="比例，单位：基点")]
StatedFen = Annotated[int, Meta(ge=0, le=FEN_MAX, description="金额，单位：分")]
ReasonText = Annotated[
    str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, description="原因，会显示给对方")
]


class LimitRule(Struct, frozen=True, forbid_unknown_fields=True):
    """预授信产品的测算参数：按营业收入、纳税额测算，扣减已有负债；0 表示不采用。"""

    revenue_share_bp: Share = 0
    tax_multiple: Annotated[int, Meta(ge=0, le=50, description="上年度纳税额的倍数")] = 0
    debt_share_bp: Share = 0
    trading_months_min: Annotated[int, Meta(ge=0, le=600, description="最少经营月数")] = 0


class ProductDraft(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """产品的全部内容；哪些字段必填取决于产品类型。"""

    kind: Annotated[ProductKind, Meta(description="产品类型")]
    name: Annotated[str, Meta(min_length=2, max_length=NAME_LENGTH_MAX, description="产品名称")]
    introduction: Annotated[Text, Meta(description="产品介绍")] = ""
    offer_mode: Annotated[OfferMode | None, Meta(description="授信方式，限银行信贷")] = None
    amount_fen_min: Fen
    amount_fen_max: Fen
    rate_bp_min: Rate | None = None
    rate_bp_max: Rate | None = None
    term_months_min: Months
    term_months_max: Months
    repayment_methods: Annotated[list[RepaymentMethod], Meta(max_length=10)] = []
    securities: Annotated[list[SecurityKind], Meta(max_length=10)] = []
    eligible_regions: Annotated[
        list[str], Meta(max_length=10, description="适用区域代码；空为全市")
    ] = []
    eligible_kinds: Annotated[list[Line], Meta(max_length=LINES_MAX, description="适用企业")] = []
    eligibility: Annotated[Text, Meta(description="申请条件、办理条件")] = ""
    coverage: Annotated[Text, Meta(description="保障范围，限保险产品")] = ""
    required_documents: Annotated[list[Line], Meta(max_length=LINES_MAX)] = []
    service_steps: Annotated[list[Line], Meta(max_length=LINES_MAX)] = []
    fees: Annotated[ShortText, Meta(description="收费标准")] = ""
    policy_basis: Annotated[ShortText, Meta(description="政策依据")] = ""
    turnaround_days: Annotated[int, Meta(ge=1, le=DAYS_MAX, description="办结工作日")]
    valid_until: Annotated[date | None, Meta(description="有效期至")] = None
    limit_rule: Annotated[LimitRule | None, Meta(description="测算参数，限预授信产品")] = None
    brochure_id: Annotated[UUID | None, Meta(description="已上传的产品介绍文件")] = None


class BrochureKept(Struct, frozen=True):
    """What the journal keeps of a brochure."""

    name: str
    size_bytes: int
    sha256: str


class ListingMark(Struct, frozen=True, forbid_unknown_fields=True):
    """一个审核项目的结论；需要修改的写明要求。"""

    item: Annotated[ListingItem, Meta(description="审核项目")]
    met: bool
    change: Annotated[str, Meta(max_length=SHORT_TEXT_LENGTH_MAX, description="整改要求")] = ""


Marks = Annotated[list[ListingMark], Meta(min_length=1, max_length=len(ListingItem))]


class ListingApproval(Struct, frozen=True, forbid_unknown_fields=True):
    """准予展示：逐项审核结论。"""

    marks: Marks


class ListingReturn(Struct, frozen=True, forbid_unknown_fields=True):
    """退回：逐项结论和整改要求，以及总的说明。"""

    marks: Marks
    reason: ReasonText


class LimitFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """测算参考额度：企业自行填写的经营情况。"""

    revenue_fen: Annotated[StatedFen, Meta(description="上年度营业收入")]
    tax_fen: Annotated[StatedFen, Meta(description="上年度纳税额")]
    debt_fen: Annotated[StatedFen, Meta(description="现有融资余额")]
    founded_on: Annotated[date, Meta(description="成立日期")]


Question = Annotated[
    str, Meta(min_length=2, max_length=QUESTION_LENGTH_MAX, description="咨询或答复内容")
]


class Enquiry(Struct, frozen=True, forbid_unknown_fields=True):
    """产品咨询：想了解哪款产品，需要多少、多久，有什么问题。"""

    product_id: Annotated[UUID, Meta(description="产品")]
    question: Question
    amount_fen: Fen | None = None
    term_months: Months | None = None


class EnquiryText(Struct, frozen=True, forbid_unknown_fields=True):
    """答复或追问的内容。"""

    text: Question
