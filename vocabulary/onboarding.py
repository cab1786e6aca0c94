"""The words of onboarding: where an institution stands, and what a check of one criterion says."""

from enum import StrEnum


class OnboardingState(StrEnum):
    """Where an institution stands, from its application to its leaving."""

    TO_SUBMIT = "to_submit"
    TO_REVIEW = "to_review"
    TO_AMEND = "to_amend"
    TO_APPROVE = "to_approve"
    TO_SIGN = "to_sign"
    ADMITTED = "admitted"
    TO_RENEW = "to_renew"
    EXPIRED = "expired"
    TO_LEAVE = "to_leave"
    LEFT = "left"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the operator found of one criterion."""

    MET = "met"
    NOT_MET = "not_met"
    TO_AMEND = "to_amend"


ONBOARDING_STATE_LABELS: dict[OnboardingState, str] = {
    OnboardingState.TO_SUBMIT: "待提交",
    OnboardingState.TO_REVIEW: "待审核",
    OnboardingState.TO_AMEND: "待补正",
    OnboardingState.TO_APPROVE: "待审批",
    OnboardingState.TO_SIGN: "待签约",
    OnboardingState.ADMITTED: "已入驻",
    OnboardingState.TO_RENEW: "待续期",
    OnboardingState.EXPIRED: "已到期",
    OnboardingState.TO_LEAVE: "待退出",
    OnboardingState.LEFT: "已退出",
    OnboardingState.REJECTED: "已驳回",
    OnboardingState.WITHDRAWN: "已撤回",
}
VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.MET: "符合",
    Verdict.NOT_MET: "不符合",
    Verdict.TO_AMEND: "待补正",
}
