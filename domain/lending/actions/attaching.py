"""Handing in files at an application: anybody seated at it, until it has ended."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from tortoise.models import Model
from tortoise.queryset import QuerySet

from domain.kernel import outside, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.flow import flow_of
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, OnHold, Unmet
from domain.kernel.sealed_files import Sealed
from domain.lending.attachment_rules import (
    ATTACH_CODE,
    ATTACHMENT_MEDIA,
    ATTACHMENTS_MAX,
    clean_name,
    media_of,
    must_be_open,
    place_of,
)
from domain.lending.terms import AttachedFile
from orm.attachments import Attachment
from orm.base import Row
from orm.lending import LoanApplication
from orm.parties import Party

Subject = TypeVar("Subject", bound=Row)

ATTACH_TRIES_MAX = 60  # by one account in the window: what is refused leaves bytes behind, too
ATTACH_WINDOW_S = 600
NOT_TAKEN = "这里不能上传这种文件，请换一种格式"


@dataclass(frozen=True)
class Shelf(Generic[Subject]):
    """Where the files of one kind of row are kept, and who may add one, until when."""

    code: str
    rows: type[Subject]
    files: type[Model]
    column: str
    readable: Callable[[Actor], QuerySet[Subject]]
    must_be_open: Callable[[Subject, Actor], None]
    full: str


def _must_be_open(row: LoanApplication, by: Actor) -> None:
    must_be_open(flow_of(row.subject, row.flow, row.version), row, by)


APPLICATION_SHELF = Shelf(
    ATTACH_CODE,
    LoanApplication,
    Attachment,
    "application_id",
    lambda by: LoanApplication.readable_by(by.party_id, by.party_kind),
    _must_be_open,
    f"一笔申请最多上传 {ATTACHMENTS_MAX} 份材料，请合并后上传",
)


async def attach(application_id: UUID, file: IncomingFile, *, by: Actor) -> LoanApplication:
    """Keep a file at the case."""
    return await hand_in(APPLICATION_SHELF, application_id, file, by=by)


async def hand_in(
    shelf: Shelf[Subject], subject_id: UUID, file: IncomingFile, *, by: Actor
) -> Subject:
    """Keep a file at a row. Its bytes are safe before the act that speaks of them begins."""
    await outside.held().limiter.hit(
        "attach", str(by.account_id), limit=ATTACH_TRIES_MAX, window_s=ATTACH_WINDOW_S
    )
    if not await is_answered(by):
        await _open_row(shelf, subject_id, by)  # refused before the file has travelled
    attachment_id = uuid4()
    terms, sealed = await kept(attachment_id, file)
    facts: dict[str, dict[str, str]] = {}
    async with enact(
        shelf.code, shelf.rows.subject, subject_id, by=by, terms=terms, facts=facts
    ) as outcome:
        row = await _open_row(shelf, subject_id, by, locked=True)
        facts["seats"] = {seat.value: str(party) for seat, party in row.seats().items() if party}
        at_row: dict[str, Any] = {"id": attachment_id, shelf.column: row.id}
        await shelf.files.create(
            **at_row,
            party_id=by.party_id,
            party_name=by.party_name,
            account_id=by.account_id,
            account_name=by.name,
            name=terms.name,
            media=terms.media,
            size_bytes=terms.size_bytes,
            sha256=terms.sha256,
            object_key=sealed.object_key,
            key=sealed.key,
            at=outcome.at,
        )
        outcome.subject_no = row.number()
        outcome.result = row
    return row


async def kept(
    attachment_id: UUID, file: IncomingFile, taken: Sequence[str] = ATTACHMENT_MEDIA
) -> tuple[AttachedFile, Sealed]:
    """Check a file by its bytes and put it away; what the journal then says of it."""
    name = clean_name(file.name)
    content = await file.read()
    media = await asyncio.to_thread(media_of, name, content)
    if media not in taken:
        raise Invalid(NOT_TAKEN, (("file", NOT_TAKEN),))
    sealed = await sealed_files.put(content, place_of(attachment_id))
    return AttachedFile(name, media, len(content), sealed.sha256), sealed


async def _open_row(
    shelf: Shelf[Subject], subject_id: UUID, by: Actor, *, locked: bool = False
) -> Subject:
    """The row, if this actor may attach to it now; locked, so that nobody ends it meanwhile."""
    rows = shelf.readable(by)
    rows = rows.select_for_update() if locked else rows
    row = await rows.get_or_none(id=subject_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    shelf.must_be_open(row, by)
    seated = [party_id for party_id in row.seats().values() if party_id]
    if await Party.exists(id__in=seated, on_hold=True):
        raise OnHold("相关单位的业务已被平台冻结，暂不能上传材料，请联系平台运营方")
    if await shelf.files.filter(**{shelf.column: row.id}).count() >= ATTACHMENTS_MAX:
        raise Unmet(shelf.full)
    return row
