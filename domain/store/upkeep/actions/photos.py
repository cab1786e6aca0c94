"""Photos of what was found: sealed like every file that is handed in."""

from typing import Any
from uuid import UUID, uuid4

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.flow import flow_of
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet
from domain.lending.actions.attaching import ATTACH_TRIES_MAX, ATTACH_WINDOW_S, kept
from domain.store import checklists
from domain.store.people import STORE_POSTS
from domain.store.upkeep.terms import PhotoPlace
from orm.base import Row
from orm.store_upkeep import Fault, Inspection, StorePhoto

PHOTO_BYTES_MAX = 10 * 1024 * 1024
PHOTO_MEDIA = ("image/png", "image/jpeg")
PHOTOS_MAX = 40  # of one inspection, or of one fault
ATTACH_CODES: dict[type[Row], str] = {
    table: f"{table.subject}.attach" for table in (Inspection, Fault)
}


async def attach_to_inspection(
    inspection_id: UUID, place: PhotoPlace, file: IncomingFile, *, by: Actor
) -> Inspection:
    """Keep a photo of what was looked at."""
    row: Inspection = await _attach(Inspection, inspection_id, place, file, by=by)
    return row


async def attach_to_fault(
    fault_id: UUID, place: PhotoPlace, file: IncomingFile, *, by: Actor
) -> Fault:
    """Keep a photo of what is broken, or is mended."""
    row: Fault = await _attach(Fault, fault_id, place, file, by=by)
    return row


async def _attach(
    table: type[Row], row_id: UUID, place: PhotoPlace, file: IncomingFile, *, by: Actor
) -> Any:
    """Keep a photo. Its bytes are safe before the act that speaks of them begins."""
    await outside.held().limiter.hit(
        "attach", str(by.account_id), limit=ATTACH_TRIES_MAX, window_s=ATTACH_WINDOW_S
    )
    if not await is_answered(by):
        await _open_row(table, row_id, place, by)  # refused before the file has travelled
    photo_id = uuid4()
    terms, sealed = await kept(photo_id, file, PHOTO_MEDIA)
    facts: dict[str, dict[str, str]] = {}
    async with enact(
        ATTACH_CODES[table], table.subject, row_id, by=by, terms=terms, facts=facts
    ) as outcome:
        row = await _open_row(table, row_id, place, by, locked=True)
        facts["seats"] = {seat.value: str(party) for seat, party in row.seats().items()}
        await StorePhoto.create(
            id=photo_id,
            subject_kind=row.subject,
            subject_id=row.id,
            item_id=place.item_id,
            name=terms.name,
            media=terms.media,
            size_bytes=terms.size_bytes,
            sha256=terms.sha256,
            object_key=sealed.object_key,
            key=sealed.key,
            account_id=by.account_id,
            account_name=by.name,
            at=outcome.at,
        )
        outcome.subject_no, outcome.result = row.number(), row
    return outcome.result


async def _open_row(
    table: type[Row], row_id: UUID, place: PhotoPlace, by: Actor, *, locked: bool = False
) -> Row:
    """The row, if this actor may attach to it now; locked, so that nobody ends it meanwhile."""
    rows = table.visible_to(by.party_id, by.party_kind)
    rows = rows.select_for_update() if locked else rows
    row = await rows.get_or_none(id=row_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    if not STORE_POSTS & by.roles:
        raise NotYourPost("只有门店和运营人员可以上传现场照片")
    if row.state in flow_of(row.subject, row.flow, row.version).final:
        raise NotNow("业务已结束，不能再上传照片")
    if place.item_id is not None:
        await checklists.item_of(row.id, place.item_id)
    if await StorePhoto.filter(subject_id=row.id).count() >= PHOTOS_MAX:
        raise Unmet(f"最多上传 {PHOTOS_MAX} 张照片")
    return row
