"""What the operator's desk reads of notices: the list, and one with its reach and its history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import story_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.notices import reading
from domain.notices.reaching import reached
from domain.notices.reading import AttachmentLine, VersionLine
from domain.notices.terms import DeskSearch, NoticeDraft
from domain.notices.texts import draft_of
from domain.notices.wording import Block
from orm.notices import Notice, NoticeAttachment
from vocabulary.notices import (
    AUDIENCE_LABELS,
    NOTICE_KIND_LABELS,
    NOTICE_STATE_LABELS,
    NoticeKind,
    NoticeState,
)
from vocabulary.rights import Right

TIMELINE_MAX = 200


class DeskRow(Struct, frozen=True, kw_only=True):
    """通知公告管理的一行。"""

    id: UUID
    notice_no: str
    kind: NoticeKind
    kind_label: str
    state: NoticeState
    state_label: str
    title: str
    audience_label: str
    version_no: int
    pinned: bool
    valid_from: date
    valid_until: date | None
    deadline_on: date | None
    updated_at: datetime
    expected_on: date | None


class DeskView(DeskRow, frozen=True, kw_only=True):
    """一条通知公告的内容、送达范围、版本、可办理的步骤和办理记录。"""

    draft: NoticeDraft
    blocks: list[Block]
    aims: list[str]
    attachments: list[AttachmentLine]
    reach: int
    reach_label: str
    told_at: datetime | None
    reason: str
    versions: list[VersionLine]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


async def page(asked: DeskSearch, actor: Actor) -> Page[DeskRow]:
    """Every notice that is not removed, the latest changed first."""
    actor.needs(Right.NOTICE_VIEW)
    rows = Notice.visible_to(actor.party_id, actor.party_kind)
    rows = (
        rows.filter(state=asked.state) if asked.state else rows.exclude(state=NoticeState.REMOVED)
    )
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if words := asked.q.strip():
        rows = rows.filter(Q(title__icontains=words) | Q(notice_no__startswith=words.upper()))
    shown, end = await newest_first(rows, "updated_at", asked.cursor, asked.limit)
    return Page([DeskRow(**_line(row)) for row in shown], end)


async def one(notice_id: UUID, actor: Actor) -> DeskView:
    """One notice at the desk."""
    rows = Notice.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=notice_id) if Right.NOTICE_VIEW in actor.rights else None
    if row is None:
        raise NotFound(NOT_FOUND)
    return await view(row, actor)


async def view(row: Notice, actor: Actor) -> DeskView:
    """A notice, also after an act on it; `reach` counts whom its publication tells, today."""
    draft = draft_of(row)
    whole = await reading.in_full(draft)
    flow = flow_of(row.subject, row.flow, row.version)
    count = await reached(draft).count()
    return DeskView(
        **_line(row),
        draft=draft,
        blocks=whole["blocks"],
        aims=whole["aims"],
        attachments=whole["attachments"],
        reach=count,
        reach_label=_reach_label(draft, count),
        told_at=row.told_at,
        reason=row.reason,
        versions=reading.lines(await reading.versions_of(row)),
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=timeline(flow, await story_of(row.id, limit=TIMELINE_MAX), actor),
        etag=etag_of(row),
    )


def _reach_label(draft: NoticeDraft, count: int) -> str:
    if draft.kind is NoticeKind.NEWS:
        return "平台动态只在网站展示，不发送站内消息。"
    return f"发布后自生效日起向 {count} 家单位各发送一次站内消息。"


def _line(row: Notice) -> dict[str, Any]:
    return {
        "id": row.id,
        "notice_no": row.notice_no,
        "kind": row.kind,
        "kind_label": NOTICE_KIND_LABELS[row.kind],
        "state": row.state,
        "state_label": NOTICE_STATE_LABELS[row.state],
        "title": row.title,
        "audience_label": AUDIENCE_LABELS[row.audience],
        "version_no": row.version_no,
        "pinned": row.pinned,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
        "deadline_on": row.deadline_on,
        "updated_at": row.updated_at,
        "expected_on": row.expected_on,
    }


async def attachment_line(row: NoticeAttachment, actor: Actor) -> AttachmentLine:
    """A file that has just been handed in."""
    del actor  # asked for by the route
    return AttachmentLine(row.id, row.name, row.media, row.size_bytes)


async def attachment(attachment_id: UUID, actor: Actor) -> Download:
    """A file before its notice is published, for the desk alone."""
    if Right.NOTICE_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    return await reading.sent(attachment_id)
