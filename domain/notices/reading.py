"""What people read of notices: the public's pages, and what was made known to one party."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.kernel import clock, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.notices import fitting
from domain.notices.terms import NoticeDraft, NoticeSearch, VersionAsked
from domain.notices.texts import aim_of, draft_of, published
from domain.notices.wording import Block, blocks, summary
from orm.notices import Notice, NoticeAttachment, NoticeReading, NoticeVersion
from vocabulary.notices import (
    AIMED,
    AUDIENCE_LABELS,
    NOTICE_KIND_LABELS,
    Audience,
    NoticeKind,
    NoticeState,
)
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

VERSIONS_MAX = 100
GONE = "未找到该通知，它可能已撤下"


class NoticeRow(Struct, frozen=True, kw_only=True):
    """一条通知公告；read 只对登录的人有意义，表示本人是否读过现行版本。"""

    id: UUID
    notice_no: str
    kind: NoticeKind
    kind_label: str
    title: str
    summary: str
    issuer: str
    document_no: str
    valid_from: date
    valid_until: date | None
    deadline_on: date | None
    in_force: bool
    pinned: bool
    version_no: int
    published_at: datetime
    read: bool | None = None


class AttachmentLine(Struct, frozen=True):
    """一个附件。"""

    id: UUID
    name: str
    media: str
    size_bytes: int


class VersionLine(Struct, frozen=True):
    """一个发布版本及其展示的起止时间。"""

    version_no: int
    title: str
    published_at: datetime
    withdrawn_at: datetime | None


class NoticeView(NoticeRow, frozen=True, kw_only=True):
    """一条通知公告的全文、适用范围、附件和历次发布的版本。"""

    blocks: list[Block]
    audience_label: str
    basis: str
    link: str
    aims: list[str]
    attachments: list[AttachmentLine]
    versions: list[VersionLine]


def place_of(attachment_id: UUID) -> str:
    """Where a file's bytes belong: they open nowhere else."""
    return f"notice_attachment.{attachment_id}"


def shown_to(viewer: Actor | None) -> QuerySet[Notice]:
    """What is published and has begun; beside what is for everybody, what is for their kind."""
    rows = Notice.filter(state=NoticeState.PUBLISHED, valid_from__lte=clock.today())
    if viewer is None:
        return rows.filter(audience=Audience.EVERYBODY)
    return rows.filter(audience__in=_audiences(viewer))


def _audiences(viewer: Actor) -> list[Audience]:
    if viewer.party_kind is PartyKind.OPERATOR:
        return list(Audience)
    is_enterprise = viewer.party_kind is PartyKind.ENTERPRISE
    return [Audience.EVERYBODY, Audience.ENTERPRISES if is_enterprise else Audience.INSTITUTIONS]


async def page(asked: NoticeSearch, *, to: Actor | None = None) -> Page[NoticeRow]:
    """A page of the newest; what is pinned stands above the first."""
    if to is not None:
        to.needs(Right.MESSAGE_VIEW)
    rows = shown_to(to).filter(_wanted(asked))
    lower = rows.filter(pinned=False)
    shown, following = await newest_first(lower, "published_at", asked.cursor, asked.limit)
    if not asked.cursor:
        shown = [*await rows.filter(pinned=True).order_by("-published_at"), *shown]
    read = await read_by(to, shown)
    return Page([NoticeRow(**told(row, read)) for row in shown], following)


def _wanted(asked: NoticeSearch) -> Q:
    wanted = Q()
    if asked.kind is not None:
        wanted &= Q(kind=asked.kind)
    if asked.aimed is not None:
        wanted &= Q(kind__in=sorted(AIMED)) if asked.aimed else Q(kind__not_in=sorted(AIMED))
    if asked.in_force:
        today = clock.today()
        wanted &= Q(valid_until__isnull=True) | Q(valid_until__gte=today)
        wanted &= Q(deadline_on__isnull=True) | Q(deadline_on__gte=today)
    if words := asked.q.strip():
        wanted &= (
            Q(title__icontains=words)
            | Q(body__icontains=words)
            | Q(issuer__icontains=words)
            | Q(document_no__icontains=words)
        )
    return wanted


async def read_by(viewer: Actor | None, rows: list[Notice]) -> Mapping[UUID, bool]:
    """Which of these somebody has opened, as they now stand."""
    if viewer is None or not rows:
        return {}
    found = await NoticeReading.filter(
        account_id=viewer.account_id, notice_id__in=[row.id for row in rows]
    )
    opened = {(each.notice_id, each.version_no) for each in found}
    return {row.id: (row.id, row.version_no) in opened for row in rows}


def told(
    row: Notice, read: Mapping[UUID, bool], draft: NoticeDraft | None = None
) -> dict[str, Any]:
    """The line of a notice, as it stands or as a version said it."""
    text, today = draft or draft_of(row), clock.today()
    over = any(day is not None and day < today for day in (text.valid_until, text.deadline_on))
    return {
        "id": row.id,
        "notice_no": row.notice_no,
        "kind": row.kind,
        "kind_label": NOTICE_KIND_LABELS[row.kind],
        "title": text.title,
        "summary": summary(text.body),
        "issuer": text.issuer,
        "document_no": text.document_no,
        "valid_from": text.valid_from,
        "valid_until": text.valid_until,
        "deadline_on": text.deadline_on,
        "in_force": not over,
        "pinned": row.pinned,
        "version_no": row.version_no,
        "published_at": row.published_at or row.updated_at,
        "read": read.get(row.id),
    }


async def readable(notice_id: UUID, *, to: Actor | None = None) -> Notice:
    """A notice that is published for this reader. Raises NotFound."""
    may = to is None or Right.MESSAGE_VIEW in to.rights
    row = await shown_to(to).get_or_none(id=notice_id) if may else None
    if row is None:
        raise NotFound(GONE)
    return row


async def one(notice_id: UUID, asked: VersionAsked, *, to: Actor | None = None) -> NoticeView:
    """A notice in full, or the version that is asked for."""
    row = await readable(notice_id, to=to)
    versions = await _versions_for(row, to)
    draft, at = draft_of(row), row.published_at
    if asked.version is not None:
        wanted = next((each for each in versions if each.version_no == asked.version), None)
        if wanted is None:
            raise NotFound(NOT_FOUND)
        draft, at = published(wanted.terms), wanted.published_at
    read = await read_by(to, [row])
    line = told(row, read, draft) | {"published_at": at}
    if asked.version is not None:
        line["version_no"] = asked.version
    return NoticeView(**line, **await in_full(draft), versions=lines(versions))


async def _versions_for(row: Notice, viewer: Actor | None) -> list[NoticeVersion]:
    """Those of its versions that were for this reader when they were published."""
    may = [Audience.EVERYBODY] if viewer is None else _audiences(viewer)
    return [each for each in await versions_of(row) if published(each.terms).audience in may]


async def versions_of(row: Notice) -> list[NoticeVersion]:
    """Every version that was published, the newest first."""
    rows = NoticeVersion.filter(notice_id=row.id).order_by("-version_no")
    return await rows.limit(VERSIONS_MAX)


def lines(versions: list[NoticeVersion]) -> list[VersionLine]:
    """The versions as a list shows them."""
    return [
        VersionLine(
            each.version_no, published(each.terms).title, each.published_at, each.withdrawn_at
        )
        for each in versions
    ]


async def in_full(draft: NoticeDraft) -> dict[str, Any]:
    """What stands below the line of a notice."""
    kept = await NoticeAttachment.filter(id__in=list(draft.attachment_ids))
    by_id = {each.id: each for each in kept}
    return {
        "blocks": blocks(draft.body),
        "audience_label": AUDIENCE_LABELS[draft.audience],
        "basis": draft.basis,
        "link": draft.link,
        "aims": fitting.told(aim_of(draft)),
        "attachments": [
            AttachmentLine(each, by_id[each].name, by_id[each].media, by_id[each].size_bytes)
            for each in draft.attachment_ids
            if each in by_id
        ],
    }


async def attachment(notice_id: UUID, attachment_id: UUID, *, to: Actor | None = None) -> Download:
    """A file of a notice that is published for this reader, in any of its versions."""
    row = await readable(notice_id, to=to)
    texts = [published(each.terms) for each in await _versions_for(row, to)]
    if not any(attachment_id in text.attachment_ids for text in texts):
        raise NotFound(GONE)
    return await sent(attachment_id)


async def sent(attachment_id: UUID) -> Download:
    """A file on its way out. Raises NotFound, Unavailable."""
    found = await NoticeAttachment.get_or_none(id=attachment_id)
    if found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await sealed_files.opened(found.object_key, found.key, place_of(found.id))
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    return Download(found.name, found.media, found.size_bytes, chunks)
