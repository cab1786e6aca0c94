"""/messages: the message centre."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.messaging import actions, queries
from domain.messaging.queries import MessageFilter, MessageView
from miniapp_api.routing import Done, Route, get, post


async def messages(query: MessageFilter, actor: Actor) -> Page[MessageView]:
    """本单位的消息，最新的在前。"""
    return await queries.page(query, to=actor)


async def mark_read(message_id: UUID, actor: Actor) -> Done:
    """标记一条消息为已读。"""
    await actions.mark_read(message_id, by=actor)
    return Done()


async def mark_all_read(actor: Actor) -> Done:
    """全部标记为已读。"""
    await actions.mark_all_read(by=actor)
    return Done()


async def remove(message_id: UUID, actor: Actor) -> Done:
    """删除一条消息。"""
    await actions.remove(message_id, by=actor)
    return Done()


ROUTES: tuple[Route, ...] = (
    get("/messages", messages, Page[MessageView], query=MessageFilter),
    post("/messages/mark-all-read", mark_all_read, Done),
    post("/messages/{message_id}/mark-read", mark_read, Done),
    post("/messages/{message_id}/remove", remove, Done),
)
