"""/messages: the message centre; /operations/outbox: what leaves the platform, for the operator."""

from typing import Any
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.messaging import actions, outbox_queries, queries
from domain.messaging.outbox_queries import OutboxFilter, OutgoingView
from domain.messaging.queries import MessageFilter, MessageSettingsView, MessageView
from domain.messaging.terms import ChosenMessages, SettingsChange, SubscriptionReport
from miniapp_api.routing import Done, Route, get, post


async def messages(query: MessageFilter, actor: Actor) -> Page[MessageView]:
    """本单位的消息，最新的在前；已读与删除只对本人有效。"""
    return await queries.page(query, to=actor)


async def mark_read(message_id: UUID, actor: Actor) -> Done:
    """标记一条消息为本人已读。"""
    await actions.mark_read([message_id], by=actor)
    return Done()


async def mark_chosen_read(body: ChosenMessages, actor: Actor) -> Done:
    """标记选中的消息为本人已读。"""
    await actions.mark_read(body.ids, by=actor)
    return Done()


async def mark_all_read(actor: Actor) -> Done:
    """全部标记为本人已读。"""
    await actions.mark_all_read(by=actor)
    return Done()


async def remove(message_id: UUID, actor: Actor) -> Done:
    """从本人的列表中删除一条消息，同事不受影响。"""
    await actions.remove([message_id], by=actor)
    return Done()


async def remove_chosen(body: ChosenMessages, actor: Actor) -> Done:
    """从本人的列表中删除选中的消息。"""
    await actions.remove(body.ids, by=actor)
    return Done()


async def settings(actor: Actor) -> MessageSettingsView:
    """本人的消息设置：各类消息的接收方式、短信免打扰时段、微信订阅剩余次数。"""
    return await queries.settings(None, actor)


async def change_settings(body: SettingsChange, actor: Actor) -> Any:
    """修改本人的消息设置。"""
    return await actions.change_message_settings(body, by=actor)


async def report_subscriptions(body: SubscriptionReport, actor: Actor) -> Any:
    """小程序上报订阅消息的授权结果：同意一次可发送一条，拒绝后不再发送。"""
    return await actions.report_subscriptions(body, by=actor)


async def outbox(query: OutboxFilter, actor: Actor) -> Page[OutgoingView]:
    """外发的短信与微信订阅消息：等待、已发送、失败及原因（平台运营）。"""
    return await outbox_queries.outbox(query, to=actor)


async def resend(outgoing_id: UUID, actor: Actor) -> Any:
    """重发一条发送失败的通知（平台运营）。"""
    return await actions.resend(outgoing_id, by=actor)


ROUTES: tuple[Route, ...] = (
    get("/messages", messages, Page[MessageView], query=MessageFilter),
    post("/messages/mark-read", mark_chosen_read, Done, body=ChosenMessages),
    post("/messages/mark-all-read", mark_all_read, Done),
    post("/messages/remove", remove_chosen, Done, body=ChosenMessages),
    get("/messages/settings", settings, MessageSettingsView),
    post(
        "/messages/settings/change",
        change_settings,
        MessageSettingsView,
        body=SettingsChange,
        renders=queries.settings,
    ),
    post(
        "/messages/subscriptions/report",
        report_subscriptions,
        MessageSettingsView,
        body=SubscriptionReport,
        renders=queries.settings,
    ),
    post("/messages/{message_id}/mark-read", mark_read, Done),
    post("/messages/{message_id}/remove", remove, Done),
    get("/operations/outbox", outbox, Page[OutgoingView], query=OutboxFilter),
    post(
        "/operations/outbox/{outgoing_id}/resend",
        resend,
        OutgoingView,
        renders=outbox_queries.outgoing_view,
    ),
)
