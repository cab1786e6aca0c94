"""What WeChat's server answers when it will not: a number, made a word, a sentence and a hint."""

from enum import IntEnum

from domain.kernel.ports import OutsideError


class ErrorCode(IntEnum):
    """WeChat's numbers that the platform knows, and its own below -1000 for a failing line."""

    OK = 0
    BUSY = -1
    TOKEN_INVALID = 40001
    OPEN_ID_INVALID = 40003
    APP_ID_INVALID = 40013
    TOKEN_MALFORMED = 40014
    CODE_INVALID = 40029
    TEMPLATE_INVALID = 40037
    ARGUMENT_INVALID = 40097
    SECRET_INVALID = 40125
    CODE_USED = 40163
    SCENE_INVALID = 40169
    USER_AT_RISK = 40226
    PAGE_INVALID = 41030
    TOKEN_EXPIRED = 42001
    NO_CONSENT = 43101
    OVER_QUOTA = 45009
    TOO_OFTEN = 45011
    DATA_INVALID = 47003
    NOT_AUTHORISED = 48001
    USER_AWAY = 61010

    UNREACHABLE = -1001  # The request never left
    NO_ANSWER = -1002  # It left; nobody knows what became of it
    ANSWER_INVALID = -1003
    PHONE_FOREIGN = -1004
    CONTENT_TOO_LONG = -1005
    TOKEN_LATE = -1006  # Another worker is fetching the token, and takes too long


TOKEN_REFUSED = frozenset(
    {ErrorCode.TOKEN_INVALID, ErrorCode.TOKEN_MALFORMED, ErrorCode.TOKEN_EXPIRED}
)
WORTH_A_RETRY = TOKEN_REFUSED | {
    ErrorCode.BUSY,
    ErrorCode.OVER_QUOTA,
    ErrorCode.TOO_OFTEN,
    ErrorCode.UNREACHABLE,
    ErrorCode.NO_ANSWER,
    ErrorCode.ANSWER_INVALID,
    ErrorCode.TOKEN_LATE,
}
MAYBE_DONE = {ErrorCode.NO_ANSWER, ErrorCode.ANSWER_INVALID}
SENTENCES = {
    ErrorCode.BUSY: "微信服务繁忙，请稍后再试",
    ErrorCode.OPEN_ID_INVALID: "微信用户标识无效，请重新登录",
    ErrorCode.APP_ID_INVALID: "微信小程序配置有误，请联系平台运营方",
    ErrorCode.CODE_INVALID: "微信授权已失效，请重新操作",
    ErrorCode.TEMPLATE_INVALID: "订阅消息模板无效，请联系平台运营方",
    ErrorCode.ARGUMENT_INVALID: "提交微信的内容有误，请联系平台运营方",
    ErrorCode.SECRET_INVALID: "微信小程序配置有误，请联系平台运营方",
    ErrorCode.CODE_USED: "微信授权已使用，请重新操作",
    ErrorCode.SCENE_INVALID: "小程序码参数有误，请联系平台运营方",
    ErrorCode.USER_AT_RISK: "微信提示该用户存在风险，暂不能使用微信登录",
    ErrorCode.PAGE_INVALID: "小程序页面不存在，请联系平台运营方",
    ErrorCode.NO_CONSENT: "用户未订阅该消息",
    ErrorCode.OVER_QUOTA: "微信接口调用次数已用完，请稍后再试",
    ErrorCode.TOO_OFTEN: "微信接口调用过于频繁，请稍后再试",
    ErrorCode.DATA_INVALID: "订阅消息内容不符合模板要求，请联系平台运营方",
    ErrorCode.NOT_AUTHORISED: "小程序尚未开通该接口，请联系平台运营方",
    ErrorCode.USER_AWAY: "用户近期未使用小程序，请重新进入小程序后再试",
    ErrorCode.PHONE_FOREIGN: "仅支持中国大陆手机号，请改用短信验证码",
    ErrorCode.CONTENT_TOO_LONG: "内容过长，请控制在2500字以内",
}
OTHERWISE = "微信服务暂不可用，请稍后再试"


KNOWN = {int(code): code for code in ErrorCode}


class WeChatError(OutsideError):
    """A call to WeChat failed. Names the call and the number; repeats nothing that was sent."""

    def __init__(self, code: int, api: str, *, repeatable: bool = True) -> None:
        known = KNOWN.get(code)
        super().__init__(
            f"wechat_{code}" if known is None else known.name.lower(),
            OTHERWISE if known is None else SENTENCES.get(known, OTHERWISE),
            retry=known in WORTH_A_RETRY,
            unsure=known in MAYBE_DONE and not repeatable,
        )
        self.errcode = code
        self.api = api

    def __str__(self) -> str:
        return f"{self.api}: {self.code} ({self.errcode})"
