"""The words of the service at a counter of the store, or at a kiosk without staff."""

from enum import StrEnum


class ServiceState(StrEnum):
    """Where one service at the store stands."""

    SERVING = "serving"
    IN_HAND = "in_hand"
    SERVED = "served"


class FollowUpState(StrEnum):
    """Has the enterprise been called?"""

    TO_CALL = "to_call"
    CALLED = "called"


class CallResult(StrEnum):
    """How a follow-up call went."""

    CONTENT = "content"
    INDIFFERENT = "indifferent"
    DISCONTENT = "discontent"
    UNREACHED = "unreached"


class AgreedBy(StrEnum):
    """How an enterprise's person agreed to be assisted."""

    CODE_TO_PHONE = "code_to_phone"
    OWN_DEVICE = "own_device"
    AT_KIOSK = "at_kiosk"


class TaxCredit(StrEnum):
    """纳税信用等级."""

    TAX_A = "tax_a"
    TAX_B = "tax_b"
    TAX_M = "tax_m"
    TAX_C = "tax_c"
    TAX_D = "tax_d"
    TAX_UNRATED = "tax_unrated"


SERVICE_STATE_LABELS: dict[ServiceState, str] = {
    ServiceState.SERVING: "服务中",
    ServiceState.IN_HAND: "办理中",
    ServiceState.SERVED: "服务结束",
}
FOLLOW_UP_STATE_LABELS: dict[FollowUpState, str] = {
    FollowUpState.TO_CALL: "待回访",
    FollowUpState.CALLED: "已回访",
}
CALL_RESULT_LABELS: dict[CallResult, str] = {
    CallResult.CONTENT: "满意",
    CallResult.INDIFFERENT: "基本满意",
    CallResult.DISCONTENT: "不满意",
    CallResult.UNREACHED: "未接通",
}
AGREED_BY_LABELS: dict[AgreedBy, str] = {
    AgreedBy.CODE_TO_PHONE: "本人手机验证码",
    AgreedBy.OWN_DEVICE: "本人设备确认",
    AgreedBy.AT_KIOSK: "本人在终端确认",
}
TAX_CREDIT_LABELS: dict[TaxCredit, str] = {
    TaxCredit.TAX_A: "A级",
    TaxCredit.TAX_B: "B级",
    TaxCredit.TAX_M: "M级",
    TaxCredit.TAX_C: "C级",
    TaxCredit.TAX_D: "D级",
    TaxCredit.TAX_UNRATED: "未评级",
}
