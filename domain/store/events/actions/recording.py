"""影像资料: pictures, recordings and documents of an event, sealed before they are stored."""

import asyncio
from uuid import UUID, uuid4

from domain.kernel import outside, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable, Unmet
from domain.lending.actions.attaching import ATTACH_TRIES_MAX, ATTACH_WINDOW_S
from domain.lending.attachment_rules import clean_name
from domain.lending.terms import AttachedFile
from domain.store.events.finding import (
    EventRow,
    kind_of,
    must_be_host,
    must_have_been_held,
    readable,
    seats_of,
)
from domain.store.events.media import media_of
from orm.store_events import EventFile

FILES_MAX = 60  # of one event


async def keep_recording(event_id: UUID, file: IncomingFile, *, by: Actor) -> EventRow:
    """Keep a file of an event. Its bytes are safe before the act that speaks of them begins."""
    await outside.held().limiter.hit(
        "attach", str(by.account_id), limit=ATTACH_TRIES_MAX, window_s=ATTACH_WINDOW_S
    )
    if not await is_answered(by):
        await _open_event(event_id, by)  # refused before the file has travelled
    file_id = uuid4()
    name = clean_name(file.name)
    content = await file.read()
    media = await asyncio.to_thread(media_of, name, content)
    sealed = await sealed_files.put(content, _place(file_id))
    terms = AttachedFile(name, media, len(content), sealed.sha256)
    seen = await _open_event(event_id, by)
    code = f"{kind_of(seen)}.keep_recording"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=terms, facts=seats_of(seen)
    ) as outcome:
        row = await _open_event(event_id, by, lock=True)
        await EventFile.create(
            id=file_id,
            event_kind=kind_of(row),
            event_id=event_id,
            party_id=by.party_id,
            account_name=by.name,
            name=name,
            media=media,
            size_bytes=len(content),
            sha256=sealed.sha256,
            object_key=sealed.object_key,
            key=sealed.key,
            at=outcome.at,
        )
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def _open_event(event_id: UUID, by: Actor, *, lock: bool = False) -> EventRow:
    row = await readable(event_id, by, lock=lock)
    must_be_host(row, by)
    must_have_been_held(row)
    if await EventFile.filter(event_id=event_id).count() >= FILES_MAX:
        raise Unmet(f"一场活动最多保存 {FILES_MAX} 份影像资料，请整理后上传")
    return row


async def read_recording(event_id: UUID, file_id: UUID, *, by: Actor) -> Download:
    """One file, for the store and the presenter. That it was read is journalled."""
    row = await readable(event_id, by)
    must_be_host(row, by)
    found = await EventFile.get_or_none(id=file_id, event_id=event_id)
    if found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await sealed_files.opened(found.object_key, found.key, _place(found.id))
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    code = f"{kind_of(row)}.read_recording"
    await witness(code, "event_file", found.id, by=by, subject_no=row.number())
    return Download(found.name, found.media, found.size_bytes, chunks)


def _place(file_id: UUID) -> str:
    return f"event_file.{file_id}"
