"""The words of accounts and sessions."""

from enum import StrEnum


class Terminal(StrEnum):
    """From what a person speaks to us."""

    PORTAL = "portal"
    MINIPROGRAM = "miniprogram"
    KIOSK = "kiosk"
    TOOL = "tool"
    SERVER = "server"


class ExternalClient(StrEnum):
    """A machine of somebody's that speaks to us with a key of its own, not as a person."""

    KIOSK = "kiosk"
    BIGSCREEN = "bigscreen"
    WECHAT_PUSH = "wechat_push"


class LogInWay(StrEnum):
    """How somebody proved who they are."""

    PASSWORD = "password"  # noqa: S105 -- the name of a way, not a secret
    SMS_CODE = "sms_code"
    FACE = "face"
    WECHAT = "wechat"
    SCAN = "scan"
    ID_CARD = "id_card"


class AccountState(StrEnum):
    """May this account log in?"""

    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


class CodePurpose(StrEnum):
    """What an SMS code is for; a code for one purpose opens no other."""

    CHANGE_PHONE = "change_phone"
    SIGN_UP = "sign_up"
    LOG_IN = "log_in"
    RESET_PASSWORD = "reset_password"  # noqa: S105 -- the name of a purpose, not a secret
    SET_UP = "set_up"
    STEP_UP = "step_up"
    ONBOARD = "onboard"
    ASSIST = "assist"


TERMINAL_LABELS: dict[Terminal, str] = {
    Terminal.PORTAL: "电脑端",
    Terminal.MINIPROGRAM: "微信小程序",
    Terminal.KIOSK: "智能终端",
    Terminal.TOOL: "工具",
    Terminal.SERVER: "平台",
}
EXTERNAL_CLIENT_LABELS: dict[ExternalClient, str] = {
    ExternalClient.KIOSK: "智能终端",
    ExternalClient.BIGSCREEN: "线下大屏",
    ExternalClient.WECHAT_PUSH: "微信推送",
}
LOG_IN_WAY_LABELS: dict[LogInWay, str] = {
    LogInWay.PASSWORD: "密码",
    LogInWay.SMS_CODE: "短信验证码",
    LogInWay.WECHAT: "微信",
    LogInWay.FACE: "人脸",
    LogInWay.SCAN: "扫码",
    LogInWay.ID_CARD: "身份证",
}
