"""What people send in about their messages: which ones, what they want, what they agreed to."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.messaging import ConsentResult, MessageKind, MessageWay

CHOSEN_MAX = 100
SWITCHES_MAX = 30
RESULTS_MAX = 5
TEMPLATE_ID_LENGTH_MAX = 64

Hour = Annotated[int, Meta(ge=0, le=23, description="整点，0 至 23")]


class ChosenMessages(Struct, frozen=True, forbid_unknown_fields=True):
    """选中的消息。"""

    ids: Annotated[list[UUID], Meta(min_length=1, max_length=CHOSEN_MAX, description="消息编号")]


class Switch(Struct, frozen=True, forbid_unknown_fields=True):
    """某类消息的某种接收方式，开或关。"""

    kind: Annotated[MessageKind, Meta(description="消息类型")]
    way: Annotated[MessageWay, Meta(description="接收方式")]
    wanted: Annotated[bool, Meta(description="是否接收")]


class QuietHours(Struct, frozen=True, forbid_unknown_fields=True):
    """短信免打扰时段：其间的短信留到时段结束后发送，放款等紧急通知除外。"""

    wanted: Annotated[bool, Meta(description="是否启用")]
    from_hour: Annotated[Hour, Meta(description="开始时间，整点")]
    to_hour: Annotated[Hour, Meta(description="结束时间，整点；小于开始时间表示次日")]


class SettingsChange(Struct, frozen=True, forbid_unknown_fields=True):
    """修改消息设置：只需提交有变化的开关。"""

    switches: Annotated[list[Switch], Meta(max_length=SWITCHES_MAX)] = []
    quiet: Annotated[QuietHours | None, Meta(description="不填则不变")] = None


class TemplateResult(Struct, frozen=True, forbid_unknown_fields=True):
    """用户对一个订阅模板的选择。"""

    template_id: Annotated[
        str, Meta(min_length=1, max_length=TEMPLATE_ID_LENGTH_MAX, description="微信的模板编号")
    ]
    result: Annotated[ConsentResult, Meta(description="wx.requestSubscribeMessage 返回的结果")]


class SubscriptionReport(Struct, frozen=True, forbid_unknown_fields=True):
    """小程序上报 wx.requestSubscribeMessage 的结果；请带提交编号，重复上报只计一次。"""

    results: Annotated[list[TemplateResult], Meta(min_length=1, max_length=RESULTS_MAX)]
