"""The words of guarantees: letters, where they stand, and what can be wrong with a sealed file."""

from enum import StrEnum


class LetterKind(StrEnum):
    """保函: what a letter of guarantee stands for."""

    TENDER = "tender"
    PERFORMANCE = "performance"
    ADVANCE_PAYMENT = "advance_payment"
    MIGRANT_WAGE = "migrant_wage"


class CommitmentState(StrEnum):
    """Where a guarantee commitment (担保函) stands, by what happened to it and by the day."""

    ISSUED = "issued"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    RELEASED = "released"


class LetterState(StrEnum):
    """Where an application for a letter of guarantee stands, and then the letter itself."""

    TO_ACCEPT = "to_accept"
    TO_REVIEW = "to_review"
    TO_ISSUE = "to_issue"
    ISSUED = "issued"
    RELEASED = "released"
    EXPIRED = "expired"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ClaimLiability(StrEnum):
    """代偿责任: when the guarantor must pay."""

    JOINT = "joint"
    GENERAL_LIABILITY = "general_liability"


class SealFlaw(StrEnum):
    """Why a file is not a letter as its guarantor sealed it."""

    NOT_PDF = "not_pdf"
    UNSIGNED = "unsigned"
    EXTENDED = "extended"
    ALTERED = "altered"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


LETTER_KIND_LABELS: dict[LetterKind, str] = {
    LetterKind.TENDER: "投标保函",
    LetterKind.PERFORMANCE: "履约保函",
    LetterKind.ADVANCE_PAYMENT: "预付款保函",
    LetterKind.MIGRANT_WAGE: "农民工工资保函",
}
COMMITMENT_STATE_LABELS: dict[CommitmentState, str] = {
    CommitmentState.ISSUED: "已出具",
    CommitmentState.CONFIRMED: "已确认",
    CommitmentState.EXPIRED: "已到期",
    CommitmentState.RELEASED: "已解除",
}
LETTER_STATE_LABELS: dict[LetterState, str] = {
    LetterState.TO_ACCEPT: "待受理",
    LetterState.TO_REVIEW: "待审核",
    LetterState.TO_ISSUE: "待出具",
    LetterState.ISSUED: "已出具",
    LetterState.RELEASED: "已解除",
    LetterState.EXPIRED: "已到期",
    LetterState.REJECTED: "已驳回",
    LetterState.WITHDRAWN: "已撤回",
}
LIABILITY_LABELS: dict[ClaimLiability, str] = {
    ClaimLiability.JOINT: "连带责任保证",
    ClaimLiability.GENERAL_LIABILITY: "一般保证",
}
SEAL_FLAW_LABELS: dict[SealFlaw, str] = {
    SealFlaw.NOT_PDF: "不是 PDF 文件",
    SealFlaw.UNSIGNED: "未经电子签名",
    SealFlaw.EXTENDED: "签名后追加内容",
    SealFlaw.ALTERED: "内容被改动",
    SealFlaw.FOREIGN: "签名证书不受信任",
    SealFlaw.UNKNOWN: "未在平台登记",
}
