"""What is asked of the loan calculator, and what each step of a live loan is told."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from vocabulary.lending import PURPOSE_LENGTH_MAX, TERM_MONTHS_MAX, DayCount, RepaymentMethod
from vocabulary.money import BasisPoints, Fen
from vocabulary.servicing import Contact, Keeping

GRACE_DAYS_DEFAULT, GRACE_DAYS_MAX = 3, 30
PENALTY_BP_MAX = 5_400  # half above the highest rate a court protects
FIRST_PERIOD_DAYS_MAX = 366
ROWS_MAX = TERM_MONTHS_MAX
NOTE_LENGTH_MAX = 500


class ScheduleRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """还款试算：借多少、利率、多久、怎么还。"""

    principal_fen: Fen
    rate_bp: Annotated[BasisPoints, Meta(description="年化利率，单位：基点")]
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
    method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    first_due_on: Annotated[date, Meta(description="首次还款日")]
    day_count: Annotated[DayCount, Meta(description="计息天数")]
    drawn_on: Annotated[date | None, Meta(description="放款日；不填为首次还款日前一个月")] = None


class GivenRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """约定的一期：到期日和应还本金，利息由平台计算。"""

    due_on: Annotated[date, Meta(description="到期日")]
    principal_fen: Annotated[int, Meta(ge=0, le=10**13, description="应还本金，单位：分")]


GivenRows = Annotated[
    list[GivenRow], Meta(max_length=ROWS_MAX, description="不规则还款计划，本金合计等于贷款本金")
]


class RepaymentTerms(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """还款约定；不填的按平台通行规则：次月同日起按月还款、宽限3天、罚息利率上浮一半。"""

    first_due_on: Annotated[date | None, Meta(description="首次还款日")] = None
    day_count: Annotated[DayCount, Meta(description="计息天数")] = DayCount.ACTUAL_360
    grace_days: Annotated[int, Meta(ge=0, le=GRACE_DAYS_MAX, description="宽限期，单位：天")] = (
        GRACE_DAYS_DEFAULT
    )
    penalty_bp: Annotated[
        Annotated[int, Meta(ge=0, le=PENALTY_BP_MAX)] | None,
        Meta(description="罚息年利率，单位：基点"),
    ] = None
    rows: GivenRows = []


class DrawDown(Struct, frozen=True, kw_only=True):
    """提款：一笔放款开始计息，按什么约定归还。"""

    contract_no: str
    amount_fen: int
    paid_on: date
    terms: RepaymentTerms


class Payment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """还款：金额与日期。"""

    amount_fen: Fen
    paid_on: Annotated[date, Meta(description="还款日期")]


class Prepayment(Payment, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """提前还款：金额、日期，余下的怎样重新计算。"""

    keeping: Annotated[Keeping, Meta(description="期限不变，或每期还款不变")] = Keeping.TERM


class Rescheduling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """调整还款计划：与企业约定的各期，以及原因。"""

    rows: Annotated[GivenRows, Meta(min_length=1)]
    reason: Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX, description="原因")]


class PauseForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """暂停计逾期：到哪一天为止，以及原因。"""

    until: Annotated[date, Meta(description="暂停至")]
    reason: Annotated[str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX, description="原因")]


class CollectionForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """催收记录：方式、日期、结果，以及企业承诺的还款日。"""

    personal: ClassVar[tuple[str, ...]] = ("outcome",)  # who said what on the telephone

    contact: Annotated[Contact, Meta(description="催收方式")]
    collected_on: Annotated[date, Meta(description="催收日期")]
    outcome: Annotated[str, Meta(min_length=2, max_length=NOTE_LENGTH_MAX, description="催收结果")]
    promised_on: Annotated[date | None, Meta(description="承诺还款日，可不填")] = None


class RenewalForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """续贷申请：向原贷款银行再借一笔，用途不变或另行说明。"""

    amount_fen: Fen
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
    repayment_method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    purpose: Annotated[
        str, Meta(min_length=2, max_length=PURPOSE_LENGTH_MAX, description="资金用途，2 至 200 字")
    ]


class DueReminder(Struct, frozen=True):
    """What the journal keeps of a reminder: when what falls due, and how long before."""

    due_on: date
    amount_fen: int
    days_before: int
