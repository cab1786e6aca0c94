"""The words of live loans and of claims: states, buckets, grades, choices, and their Chinese."""

from enum import StrEnum


class ServicingState(StrEnum):
    """Where a live loan stands."""

    CURRENT = "current"
    OVERDUE = "overdue"
    CLAIMED = "claimed"
    TO_WRITE_OFF = "to_write_off"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"
    ARCHIVED = "archived"


class ClaimState(StrEnum):
    """Where a claim on a guarantor or an insurer stands."""

    TO_DECIDE = "to_decide"
    TO_PAY = "to_pay"
    RECOVERING = "recovering"
    DECLINED = "declined"
    RETRACTED = "retracted"
    SETTLED = "settled"
    WRITTEN_OFF = "written_off"


class OverdueBucket(StrEnum):
    """逾期天数档: how long the oldest unpaid instalment has been overdue."""

    NOT_OVERDUE = "not_overdue"
    DAYS_1_30 = "days_1_30"
    DAYS_31_60 = "days_31_60"
    DAYS_61_90 = "days_61_90"
    DAYS_91_180 = "days_91_180"
    DAYS_OVER_180 = "days_over_180"


class RiskGrade(StrEnum):
    """五级分类, as far as days overdue alone decide it (《商业银行金融资产风险分类办法》)."""

    NORMAL = "normal"
    SPECIAL_MENTION = "special_mention"
    SUBSTANDARD = "substandard"
    DOUBTFUL = "doubtful"
    LOSS = "loss"


class Keeping(StrEnum):
    """What a partial prepayment leaves as it was."""

    TERM = "keep_term"
    INSTALMENT = "keep_instalment"


class RowKind(StrEnum):
    """What a line of a repayment schedule is."""

    INSTALMENT = "instalment"
    PREPAYMENT = "prepayment"


class Payer(StrEnum):
    """Who a repayment came from."""

    BORROWER = "borrower"
    GUARANTOR = "guarantor"
    INSURER = "insurer"
    FUND = "fund"


class Contact(StrEnum):
    """How a borrower was reached when collecting."""

    BY_PHONE = "by_phone"
    BY_VISIT = "by_visit"
    BY_LETTER = "by_letter"
    BY_MESSAGE = "by_message"
    BY_COURT = "by_court"


SERVICING_LABELS: dict[ServicingState, str] = {
    ServicingState.CURRENT: "正常还款",
    ServicingState.OVERDUE: "逾期",
    ServicingState.CLAIMED: "代偿中",
    ServicingState.TO_WRITE_OFF: "待核销",
    ServicingState.SETTLED: "已结清",
    ServicingState.WRITTEN_OFF: "已核销",
    ServicingState.ARCHIVED: "已归档",
}
CLAIM_LABELS: dict[ClaimState, str] = {
    ClaimState.TO_DECIDE: "待代偿审核",
    ClaimState.TO_PAY: "待代偿",
    ClaimState.RECOVERING: "追偿中",
    ClaimState.DECLINED: "不予代偿",
    ClaimState.RETRACTED: "已撤回代偿",
    ClaimState.SETTLED: "已结清",
    ClaimState.WRITTEN_OFF: "已核销",
}
BUCKET_LABELS: dict[OverdueBucket, str] = {
    OverdueBucket.NOT_OVERDUE: "未逾期",
    OverdueBucket.DAYS_1_30: "逾期1至30天",
    OverdueBucket.DAYS_31_60: "逾期31至60天",
    OverdueBucket.DAYS_61_90: "逾期61至90天",
    OverdueBucket.DAYS_91_180: "逾期91至180天",
    OverdueBucket.DAYS_OVER_180: "逾期超过180天",
}
GRADE_LABELS: dict[RiskGrade, str] = {
    RiskGrade.NORMAL: "正常类",
    RiskGrade.SPECIAL_MENTION: "关注类",
    RiskGrade.SUBSTANDARD: "次级类",
    RiskGrade.DOUBTFUL: "可疑类",
    RiskGrade.LOSS: "损失类",
}
KEEPING_LABELS: dict[Keeping, str] = {
    Keeping.TERM: "期限不变，减少每期还款",
    Keeping.INSTALMENT: "每期还款不变，缩短期限",
}
ROW_LABELS: dict[RowKind, str] = {
    RowKind.INSTALMENT: "分期",
    RowKind.PREPAYMENT: "提前还款",
}
PAYER_LABELS: dict[Payer, str] = {
    Payer.BORROWER: "借款企业",
    Payer.GUARANTOR: "担保机构",
    Payer.INSURER: "保险机构",
    Payer.FUND: "政策基金",
}
CONTACT_LABELS: dict[Contact, str] = {
    Contact.BY_PHONE: "电话催收",
    Contact.BY_VISIT: "上门催收",
    Contact.BY_LETTER: "信函催收",
    Contact.BY_MESSAGE: "短信催收",
    Contact.BY_COURT: "诉讼催收",
}
