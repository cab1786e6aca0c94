"""The words of lending."""

from enum import StrEnum


class LoanKind(StrEnum):
    """What kind of loan, and so which flow."""

    GENERAL = "general"  # 一般信贷
    GUARANTEE_FUND = "guarantee_fund"  # 信保贷
    FUMIN_STARTUP = "fumin_startup"  # 富民创业贷
    DONGWU = "dongwu"  # 东吴贷
    COVER_FINANCING = "cover_financing"  # 融资保险: recorded by an insurer, without an application


class LoanState(StrEnum):
    """Where a loan application stands. 待X is TO_X: the state names what it waits for."""

    TO_ACCEPT = "to_accept"
    TO_REVIEW = "to_review"
    TO_AMEND = "to_amend"
    TO_GUARANTEE = "to_guarantee"
    TO_UNDERWRITE = "to_underwrite"
    TO_GRANT = "to_grant"
    TO_REQUEST = "to_request"
    TO_CONFIRM = "to_confirm"
    TO_DISBURSE = "to_disburse"
    TO_FILE = "to_file"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class RepaymentMethod(StrEnum):
    """还款方式."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"
    INTEREST_FIRST = "interest_first"
    BULLET = "bullet"


class DayCount(StrEnum):
    """计息天数: how a contract counts the parts of a year."""

    THIRTY_360 = "30/360"
    ACTUAL_360 = "actual/360"
    ACTUAL_365 = "actual/365"


class SecurityKind(StrEnum):
    """担保方式."""

    CREDIT = "credit"
    GUARANTEE = "guarantee"
    MORTGAGE = "mortgage"
    PLEDGE = "pledge"


class RequestAim(StrEnum):
    """Whom a request is addressed to."""

    TARGETED = "targeted"
    OPEN = "open"


STATE_LABELS: dict[LoanState, str] = {
    LoanState.TO_ACCEPT: "待受理",
    LoanState.TO_REVIEW: "待审核",
    LoanState.TO_AMEND: "待补正",
    LoanState.TO_GUARANTEE: "待担保",
    LoanState.TO_UNDERWRITE: "待承保",
    LoanState.TO_GRANT: "待授信",
    LoanState.TO_REQUEST: "待放款申请",
    LoanState.TO_CONFIRM: "待放款确认",
    LoanState.TO_DISBURSE: "待放款",
    LoanState.TO_FILE: "待备案",
    LoanState.COMPLETED: "已办结",
    LoanState.REJECTED: "已驳回",
    LoanState.WITHDRAWN: "已撤回",
}

KIND_LABELS: dict[LoanKind, str] = {
    LoanKind.GENERAL: "一般信贷",
    LoanKind.GUARANTEE_FUND: "信保贷",
    LoanKind.FUMIN_STARTUP: "富民创业贷",
    LoanKind.DONGWU: "东吴贷",
    LoanKind.COVER_FINANCING: "融资保险",
}
POLICY_KINDS: tuple[LoanKind, ...] = (
    LoanKind.GUARANTEE_FUND,
    LoanKind.FUMIN_STARTUP,
    LoanKind.DONGWU,
)
APPLIED_KINDS: tuple[LoanKind, ...] = (LoanKind.GENERAL, *POLICY_KINDS)  # the product lines
METHOD_LABELS: dict[RepaymentMethod, str] = {
    RepaymentMethod.EQUAL_INSTALMENT: "等额本息",
    RepaymentMethod.EQUAL_PRINCIPAL: "等额本金",
    RepaymentMethod.INTEREST_FIRST: "先息后本",
    RepaymentMethod.BULLET: "到期一次还本付息",
}
DAY_COUNT_LABELS: dict[DayCount, str] = {
    DayCount.THIRTY_360: "每月按30天",
    DayCount.ACTUAL_360: "实际天数/360",
    DayCount.ACTUAL_365: "实际天数/365",
}
SECURITY_LABELS: dict[SecurityKind, str] = {
    SecurityKind.CREDIT: "信用",
    SecurityKind.GUARANTEE: "保证",
    SecurityKind.MORTGAGE: "抵押",
    SecurityKind.PLEDGE: "质押",
}
AIM_LABELS: dict[RequestAim, str] = {RequestAim.TARGETED: "定向", RequestAim.OPEN: "非定向"}

TERM_MONTHS_MAX = 600
PURPOSE_LENGTH_MAX = 200
CONTRACT_NO_LENGTH_MAX = 60
