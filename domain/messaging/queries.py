"""The message centre: a party's messages, newest first."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel.actor import Actor
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
    cut,
    moment_of,
    read_cursor,
    uuid_of,
    write_cursor,
)
from orm.messaging import Message
from vocabulary.messaging import MESSAGE_KIND_LABELS, MessageKind
from vocabulary.rights import Right


class MessageFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """消息的筛选条件。"""

    unread: Annotated[bool | None, Meta(description="true 只看未读，false 只看已读")] = None
    kind: MessageKind | None = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX)] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class MessageView(Struct, frozen=True, kw_only=True):
    """一条消息。"""

    id: UUID
    kind: MessageKind
    kind_label: str
    title: str
    body: str
    at: datetime
    read_at: datetime | None
    subject_kind: str
    subject_id: UUID | None


async def page(asked: MessageFilter, *, to: Actor) -> Page[MessageView]:
    """One page of the party's messages."""
    to.needs(Right.MESSAGE_VIEW)
    rows = Message.filter(party_id=to.party_id, removed_at=None)
    if asked.unread is not None:
        rows = rows.filter(read_at__isnull=asked.unread)
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.cursor:
        moment, row_id = read_cursor(asked.cursor, 2)
        at, last = moment_of(moment), uuid_of(row_id)
        rows = rows.filter(Q(at__lt=at) | Q(at=at) & Q(id__lt=last))
    shown, more = cut(await rows.order_by("-at", "-id").limit(asked.limit + 1), asked.limit)
    following = write_cursor(shown[-1].at.isoformat(), shown[-1].id) if more else None
    return Page([_view(row) for row in shown], following)


def _view(row: Message) -> MessageView:
    return MessageView(
        id=row.id,
        kind=row.kind,
        kind_label=MESSAGE_KIND_LABELS[row.kind],
        title=row.title,
        body=row.body,
        at=row.at,
        read_at=row.read_at,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
    )
