"""The words of messages: what they are about, by which way they come, what became of them."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about."""

    APPLICATION = "application"
    REVIEW = "review"
    DISBURSEMENT = "disbursement"
    CERTIFICATION = "certification"
    SYSTEM = "system"
    POLICY = "policy"


class MessageWay(StrEnum):
    """By which way a message reaches a person."""

    IN_APP = "in_app"
    SMS = "sms"
    WECHAT = "wechat"


class MessageTemplate(StrEnum):
    """What a subscription message of the mini-program is for; WeChat knows each by an id."""

    PROGRESS = "progress"
    REMINDER = "reminder"


class ConsentResult(StrEnum):
    """What a user answered to wx.requestSubscribeMessage, in its words."""

    ACCEPT = "accept"
    REJECT = "reject"
    BAN = "ban"
    FILTER = "filter"


class SendingState(StrEnum):
    """What became of something that leaves the platform."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNSURE = "unsure"


MESSAGE_KIND_LABELS: dict[MessageKind, str] = {
    MessageKind.APPLICATION: "申请提醒",
    MessageKind.REVIEW: "审核通知",
    MessageKind.DISBURSEMENT: "放款提醒",
    MessageKind.CERTIFICATION: "认证通知",
    MessageKind.SYSTEM: "系统通知",
    MessageKind.POLICY: "政策通知",
}
MESSAGE_WAY_LABELS: dict[MessageWay, str] = {
    MessageWay.IN_APP: "站内消息",
    MessageWay.SMS: "短信",
    MessageWay.WECHAT: "微信订阅消息",
}
MESSAGE_TEMPLATE_LABELS: dict[MessageTemplate, str] = {
    MessageTemplate.PROGRESS: "进度跟踪",
    MessageTemplate.REMINDER: "办理提醒",
}
SENDING_STATE_LABELS: dict[SendingState, str] = {
    SendingState.WAITING: "等待发送",
    SendingState.SENT: "已发送",
    SendingState.FAILED: "发送失败",
    SendingState.UNSURE: "结果未知",
}
