"""The message centre as one person sees it, newest first, and what they chose about it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.newest import newest_first
from domain.kernel.outside import held
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from domain.messaging import reading
from domain.messaging.outbox import choices_of
from domain.messaging.rules import is_locked, is_wanted
from domain.messaging.terms import QuietHours
from orm.identity import Account, WeChatBinding
from orm.messaging import Message, MessageReading, MessageSettings, Subscription
from vocabulary.identifiers import mask_phone
from vocabulary.messaging import (
    MESSAGE_KIND_LABELS,
    MESSAGE_TEMPLATE_LABELS,
    MESSAGE_WAY_LABELS,
    MessageKind,
    MessageTemplate,
    MessageWay,
)
from vocabulary.rights import Right

WORDS_LENGTH_MAX = 60


class MessageFilter(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """消息的筛选条件。"""

    unread: Annotated[bool | None, Meta(description="true 只看未读，false 只看已读")] = None
    kind: MessageKind | None = None
    q: Annotated[str, Meta(max_length=WORDS_LENGTH_MAX, description="标题或内容中的词")] = ""
    since: Annotated[date | None, Meta(description="起始日期")] = None
    until: Annotated[date | None, Meta(description="截止日期")] = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX)] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class MessageView(Struct, frozen=True, kw_only=True):
    """一条消息；read_at 是本人的阅读时间，与同事无关。"""

    id: UUID
    kind: MessageKind
    kind_label: str
    title: str
    body: str
    at: datetime
    read_at: datetime | None
    subject_kind: str
    subject_id: UUID | None


class SwitchView(Struct, frozen=True):
    """某类消息的某种接收方式；locked 的不能关闭。"""

    way: MessageWay
    way_label: str
    wanted: bool
    locked: bool


class KindView(Struct, frozen=True):
    """一类消息的各种接收方式。"""

    kind: MessageKind
    kind_label: str
    ways: list[SwitchView]


class TemplateView(Struct, frozen=True):
    """一个微信订阅模板：小程序据此请求订阅；consents 是还可发送的次数。"""

    template: MessageTemplate
    label: str
    template_id: str
    consents: int
    refused: bool


class MessageSettingsView(Struct, frozen=True):
    """消息设置。"""

    kinds: list[KindView]
    quiet: QuietHours
    phone_masked: str
    wechat_bound: bool
    templates: list[TemplateView]


async def page(asked: MessageFilter, *, to: Actor) -> Page[MessageView]:
    """One page of what somebody's party was told, as far as they kept it."""
    to.needs(Right.MESSAGE_VIEW)
    floor = await reading.read_floor(to)
    rows = Message.filter(reading.kept_by(to), _wanted(asked), party_id=to.party_id)
    if muted := await reading.muted(to):
        rows = rows.filter(kind__not_in=muted)
    if asked.unread is not None:
        is_so = reading.unread_by if asked.unread else reading.read_by
        rows = rows.filter(is_so(to, floor))
    shown, following = await newest_first(rows, "at", asked.cursor, asked.limit)
    read: dict[UUID, datetime] = dict(
        await MessageReading.filter(
            account_id=to.account_id, message_id__in=[row.id for row in shown]
        ).values_list("message_id", "read_at")
        if shown
        else []
    )
    return Page(
        [_view(row, read.get(row.id) or (floor if row.at <= floor else None)) for row in shown],
        following,
    )


def _wanted(asked: MessageFilter) -> Q:
    wanted = Q()
    if asked.kind is not None:
        wanted &= Q(kind=asked.kind)
    if text := asked.q.strip():
        wanted &= Q(title__icontains=text) | Q(body__icontains=text)
    if asked.since:
        wanted &= Q(at__gte=clock.day_begins(asked.since))
    if asked.until:
        wanted &= Q(at__lt=clock.day_ends(asked.until))
    return wanted


def _view(row: Message, read_at: datetime | None) -> MessageView:
    return MessageView(
        id=row.id,
        kind=row.kind,
        kind_label=MESSAGE_KIND_LABELS[row.kind],
        title=row.title,
        body=row.body,
        at=row.at,
        read_at=read_at,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
    )


async def settings(_done: None, to: Actor) -> MessageSettingsView:
    """Every switch as it stands, the quiet hours, and what WeChat may still send."""
    to.needs(Right.MESSAGE_VIEW)
    choices = (await choices_of([to.account_id])).get(to.account_id, {})
    account = await Account.get_or_none(id=to.account_id)
    quiet = await MessageSettings.get_or_none(account_id=to.account_id) or MessageSettings()
    return MessageSettingsView(
        kinds=[
            KindView(
                kind,
                MESSAGE_KIND_LABELS[kind],
                [
                    SwitchView(
                        way,
                        MESSAGE_WAY_LABELS[way],
                        is_locked(kind, way, to.party_kind) or is_wanted(kind, way, choices),
                        is_locked(kind, way, to.party_kind),
                    )
                    for way in MessageWay
                ],
            )
            for kind in MessageKind
        ],
        quiet=QuietHours(quiet.quiet, quiet.quiet_from_hour, quiet.quiet_to_hour),
        phone_masked=mask_phone(account.phone) if account else "",
        wechat_bound=await WeChatBinding.exists(account_id=to.account_id),
        templates=await _templates(to),
    )


async def _templates(to: Actor) -> list[TemplateView]:
    kept = {row.template: row for row in await Subscription.filter(account_id=to.account_id)}
    return [
        TemplateView(
            template,
            MESSAGE_TEMPLATE_LABELS[template],
            template_id,
            kept[template].consents if template in kept else 0,
            template in kept and kept[template].refused,
        )
        for template, template_id in held().templates.items()
        if template_id
    ]
