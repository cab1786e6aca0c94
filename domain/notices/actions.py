"""The operator's desk: draft, amend, submit, publish, pin, withdraw; and that somebody has read."""

import asyncio
from uuid import UUID, uuid4

from msgspec.structs import asdict

from domain.kernel import clock, numbering, outside, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, enact, perform
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Invalid, NotYourPost, Unmet
from domain.lending.attachment_rules import clean_name, media_of
from domain.lending.terms import AttachedFile
from domain.notices import reading, rules
from domain.notices.flow import NoticeFlow
from domain.notices.terms import NoticeDraft
from domain.notices.texts import draft_of, stored
from orm.notices import Notice, NoticeAttachment, NoticeReading, NoticeVersion
from vocabulary.notices import NoticeState
from vocabulary.parties import Role

NUMBER_PREFIX = "TZ"
HAND_IN_CODE = "notice.hand_in_attachment"
TRIES_MAX = 60  # by one account in the window: what is refused leaves bytes behind, too
TRIES_WINDOW_S = 600
FULL = f"最多置顶 {rules.PINNED_MAX} 条，请先取消其他置顶"


async def draft(terms: NoticeDraft, *, by: Actor, notice_id: UUID | None = None) -> Notice:
    """Begin a notice. Nobody outside the operator's desk sees it.

    Whoever seeds a database says under which id, so that two who start at once make one.
    """
    tidy = await _checked(terms)
    row = Notice(id=notice_id or uuid4(), notice_no=await numbering.draw(NUMBER_PREFIX))
    _write(row, tidy, by)
    async with begin(NoticeFlow, "draft", row, by=by, terms=tidy):
        pass
    return row


async def amend(notice_id: UUID, terms: NoticeDraft, *, by: Actor) -> Notice:
    """Write it anew: whoever did so last may not publish it."""
    tidy = await _checked(terms)
    async with perform("amend", Notice, notice_id, by=by, terms=tidy) as row:
        if row.version_no and tidy.kind is not row.kind:
            sentence = "发布过的通知不能改变类型，请另行起草"
            raise Invalid(sentence, (("kind", sentence),))
        _write(row, tidy, by)
        row.reason = ""
    return row


async def submit(notice_id: UUID, *, by: Actor) -> Notice:
    """Hand it to a colleague."""
    return await advance("submit", Notice, notice_id, by=by)


async def send_back(notice_id: UUID, reason: str, *, by: Actor) -> Notice:
    """Give it back to be written anew."""
    async with perform("send_back", Notice, notice_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def publish(notice_id: UUID, *, by: Actor) -> Notice:
    """Let it out, as a version of its own; from its first day on those it concerns are told."""
    async with perform("publish", Notice, notice_id, by=by) as row:
        row.version_no += 1
        row.published_at, row.reason = row.updated_at, ""
        row.told_until = row.told_at = row.reminded_until = row.reminded_at = None
        await NoticeVersion.create(
            notice_id=row.id,
            version_no=row.version_no,
            terms=stored(draft_of(row)),
            published_at=row.updated_at,
        )
    return row


async def pin(notice_id: UUID, *, by: Actor) -> Notice:
    """Let it stand above the others."""
    async with perform("pin", Notice, notice_id, by=by) as row:
        others = Notice.filter(state=NoticeState.PUBLISHED, pinned=True).exclude(id=row.id)
        if await others.count() >= rules.PINNED_MAX:
            raise Unmet(FULL)
        row.pinned = True
    return row


async def unpin(notice_id: UUID, *, by: Actor) -> Notice:
    """Let it stand where its date puts it."""
    async with perform("unpin", Notice, notice_id, by=by) as row:
        row.pinned = False
    return row


async def withdraw(notice_id: UUID, reason: str, *, by: Actor) -> Notice:
    """Take it back, and say why; the version stays in the books."""
    async with perform("withdraw", Notice, notice_id, by=by, reason=reason) as row:
        row.pinned, row.reason = False, reason
        await NoticeVersion.filter(notice_id=row.id, version_no=row.version_no).update(
            withdrawn_at=row.updated_at
        )
    return row


async def remove(notice_id: UUID, *, by: Actor) -> Notice:
    """Remove what was never published."""
    return await advance("remove", Notice, notice_id, by=by)


async def hand_in(file: IncomingFile, *, by: Actor) -> NoticeAttachment:
    """Keep a file; a notice names it by its id. Its bytes are safe before the act begins."""
    if Role.PLATFORM_OPERATOR not in by.roles:
        raise NotYourPost("只有平台运营可以上传通知公告的附件")
    await outside.held().limiter.hit(
        "notice.attachment", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S
    )
    name = clean_name(file.name)
    content = await file.read()
    media = await asyncio.to_thread(media_of, name, content)
    attachment_id = uuid4()
    sealed = await sealed_files.put(content, reading.place_of(attachment_id))
    terms = AttachedFile(name, media, len(content), sealed.sha256)
    async with enact(HAND_IN_CODE, Notice.subject, attachment_id, by=by, terms=terms) as outcome:
        outcome.result = row = await NoticeAttachment.create(
            id=attachment_id,
            **asdict(terms),
            object_key=sealed.object_key,
            key=sealed.key,
            account_id=by.account_id,
            at=outcome.at,
        )
    return row


async def mark_read(notice_id: UUID, *, by: Actor) -> None:
    """Note that this person has opened the version that stands; again changes nothing."""
    row = await reading.readable(notice_id, to=by)
    read = NoticeReading(
        account_id=by.account_id,
        notice_id=row.id,
        version_no=row.version_no,
        read_at=clock.now(),
    )
    await NoticeReading.bulk_create([read], ignore_conflicts=True)


async def _checked(terms: NoticeDraft) -> NoticeDraft:
    tidy = rules.checked(terms)
    wanted = set(tidy.attachment_ids)
    if wanted and await NoticeAttachment.filter(id__in=list(wanted)).count() < len(wanted):
        sentence = "附件已失效，请重新上传"
        raise Invalid(sentence, (("attachment_ids", sentence),))
    return tidy


def _write(row: Notice, terms: NoticeDraft, by: Actor) -> None:
    for name, value in asdict(terms).items():
        setattr(row, name, value)
    row.attachment_ids = [str(each) for each in terms.attachment_ids]
    row.written_by_id = by.account_id
