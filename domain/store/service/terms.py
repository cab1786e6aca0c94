"""What a service at the store is told: by its staff, and by the enterprise that is served."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from domain.lending.terms import Months, Purpose, Rate, Stars
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.money import FEN_MAX, Fen
from vocabulary.store_service import CallResult, FollowUpState, ServiceState, TaxCredit

TEXT_LENGTH_MAX = 500
COMMENT_LENGTH_MAX = 300
VISITOR_LENGTH_MAX = 30
SEARCH_LENGTH_MAX = 60
EMPLOYEES_MAX = 1_000_000
NUMBER_DIGITS = 6
DAYS_MAX = 366

Told = Annotated[str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX)]
StatedFen = Annotated[int, Meta(ge=0, le=FEN_MAX)]
Phone = Annotated[str, Meta(min_length=11, max_length=20, description="手机号码")]
Number = Annotated[
    str, Meta(pattern=rf"^[0-9]{{{NUMBER_DIGITS}}}(?!\n)$", description="柜台屏幕上的六位数字")
]
SmsCodeText = Annotated[str, Meta(pattern=r"^[0-9]{6}(?!\n)$", description="短信验证码")]


class Greeting(Struct, frozen=True, forbid_unknown_fields=True):
    """到店登记：来访人称呼、需求要点，有取号的写明号票。"""

    personal: ClassVar[tuple[str, ...]] = ("visitor",)

    needs: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="需求要点")] = ""
    visitor: Annotated[str, Meta(max_length=VISITOR_LENGTH_MAX, description="来访人称呼")] = ""
    ticket_id: Annotated[UUID | None, Meta(description="号票，可不填")] = None


class SelfService(Struct, frozen=True, forbid_unknown_fields=True):
    """自助办理：在终端上自行提交的融资需求。"""

    application_id: Annotated[UUID, Meta(description="刚刚提交的需求")]


class Diagnosis(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """需求诊断：行业、营收、资产，以及融资的用途、金额和期限。"""

    industry: Annotated[str, Meta(pattern=r"^[A-T](?!\n)$", description="行业门类")]
    region: Annotated[str, Meta(pattern=r"^[0-9]{6}(?!\n)$", description="所在区域")]
    revenue_fen: Annotated[StatedFen, Meta(description="上年度营业收入，单位：分")]
    assets_fen: Annotated[StatedFen, Meta(description="资产总额，单位：分")]
    employees: Annotated[int, Meta(ge=0, le=EMPLOYEES_MAX, description="从业人数")]
    tax_credit: Annotated[TaxCredit, Meta(description="纳税信用等级")]
    has_collateral: Annotated[bool, Meta(description="有无抵质押物")]
    amount_fen: Fen
    term_months: Months
    purpose: Purpose
    security: Annotated[SecurityKind, Meta(description="担保方式")]
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    rate_bp_max: Annotated[Rate | None, Meta(description="可接受的最高年化利率")] = None


class Informing(Struct, frozen=True, forbid_unknown_fields=True):
    """进度告知：告诉了企业什么（办理节点、预计办结时间、后续步骤）。"""

    told: Annotated[Told, Meta(description="告知内容")]


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """结束服务：办理结果。"""

    outcome: Annotated[Told, Meta(description="办理结果")]


class Feedback(Struct, frozen=True, forbid_unknown_fields=True):
    """服务评价：一至五星，可以留言。"""

    stars: Stars
    comment: Annotated[str, Meta(max_length=COMMENT_LENGTH_MAX, description="留言，可不填")] = ""


class PhoneNamed(Struct, frozen=True, forbid_unknown_fields=True):
    """在场人员的手机号码，用来发送验证码。"""

    phone: Phone


class CodeConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """在场人员报出本人手机收到的验证码，同意由工作人员代填。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)
    secret: ClassVar[tuple[str, ...]] = ("sms_code",)

    phone: Phone
    sms_code: SmsCodeText

    def __repr__(self) -> str:
        return "CodeConsent(…)"


class NumberConsent(Struct, frozen=True, forbid_unknown_fields=True):
    """本人登录后输入柜台屏幕上的六位数字，同意由工作人员代填。"""

    number: Number


class CallPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """安排回访：为什么，哪一天以前。"""

    cause: Annotated[str, Meta(min_length=2, max_length=200, description="回访事由")]
    due_on: Annotated[date, Meta(description="回访日期")]


class CallRecord(Struct, frozen=True, forbid_unknown_fields=True):
    """登记回访：结果、意见、后续需求，以及下次回访的日期。"""

    result: Annotated[CallResult, Meta(description="回访结果")]
    opinion: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="企业的意见")] = ""
    needs: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="后续服务需求")] = ""
    next_on: Annotated[date | None, Meta(description="下次回访日期，可不填")] = None


class _Paged(Struct, frozen=True, forbid_unknown_fields=True):
    """Where in a list."""

    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="企业或编号")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class ServiceSearch(_Paged, frozen=True, forbid_unknown_fields=True):
    """到店服务的筛选条件。"""

    state: ServiceState | None = None


class FollowUpSearch(_Paged, frozen=True, forbid_unknown_fields=True):
    """回访任务的筛选条件。"""

    state: FollowUpState | None = None


class FiguresAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """服务统计的范围。"""

    days: Annotated[int, Meta(ge=1, le=DAYS_MAX, description="最近多少天")] = 30
