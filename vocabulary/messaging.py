"""The words of messages."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is about."""

    APPLICATION = "application"
    REVIEW = "review"
    DISBURSEMENT = "disbursement"
    CERTIFICATION = "certification"
    SYSTEM = "system"


MESSAGE_KIND_LABELS: dict[MessageKind, str] = {
    MessageKind.APPLICATION: "申请提醒",
    MessageKind.REVIEW: "审核通知",
    MessageKind.DISBURSEMENT: "放款提醒",
    MessageKind.CERTIFICATION: "认证通知",
    MessageKind.SYSTEM: "系统通知",
}
