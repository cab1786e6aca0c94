"""Reading what was handed in at an application: the list, and one file."""

from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import sealed_files
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.lending.attachment_rules import READ_CODE, place_of
from orm.attachments import Attachment
from orm.lending import LoanApplication
from vocabulary.identifiers import mask_person
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

SEES_EVERY_FILE = frozenset({PartyKind.OPERATOR, PartyKind.ENTERPRISE})


class AttachmentView(Struct, frozen=True):
    """一份材料：文件名、大小、谁在何时上传。"""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime
    party_name: str
    actor_name: str


class HandedIn(Struct, frozen=True):
    """A file of a case, before it is known to whom it is shown."""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime
    party_id: UUID
    party_name: str
    account_name: str


async def handed_in(row: LoanApplication, viewer: Actor) -> list[HandedIn]:
    """The files of a case that this viewer may know of, oldest first, by the ORM."""
    return [
        HandedIn(
            each.id,
            each.name,
            each.media,
            each.size_bytes,
            each.at,
            each.party_id,
            each.party_name,
            each.account_name,
        )
        for each in await _shown(row, viewer).order_by("at", "id")
    ]


def opened(name: bytes) -> str:
    """The name of a file, as it was given."""
    return str(Attachment._meta.fields_map["name"].to_python_value(name))  # noqa: SLF001 -- Tortoise has no other


def file_view(file: HandedIn, viewer: Actor) -> AttachmentView:
    """A file in its list. Names of another party's people are masked."""
    is_own = file.party_id == viewer.party_id
    return AttachmentView(
        file.id,
        file.name,
        file.media,
        file.size_bytes,
        file.at,
        file.party_name,
        file.account_name if is_own else mask_person(file.account_name),
    )


async def attachment(application_id: UUID, attachment_id: UUID, *, by: Actor) -> Download:
    """One file, for whoever may read the case. That it was read is journalled."""
    readable = LoanApplication.readable_by(by.party_id, by.party_kind)
    may_read = Right.APPLICATION_VIEW in by.rights
    row = await readable.get_or_none(id=application_id) if may_read else None
    found = await _shown(row, by).get_or_none(id=attachment_id) if row else None
    if row is None or found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await content_of(found)
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    number = row.application_no
    await witness(READ_CODE, "attachment", found.id, by=by, subject_no=number)
    return Download(found.name, found.media, found.size_bytes, chunks)


async def content_of(file: Attachment) -> AsyncIterator[bytes]:
    """What was handed in, in pieces. Raises `OutsideError` when it is lost."""
    kept = file.object_key or file.sha256
    return await sealed_files.opened(kept, file.key, place_of(file.id))


def _shown(row: LoanApplication, viewer: Actor) -> QuerySet[Attachment]:
    """The files of a case that this viewer may know of.

    What an institution handed in before it left the case is not for the next one at its seat.
    """
    kept = Attachment.filter(application_id=row.id, removed_at__isnull=True)
    if viewer.party_kind in SEES_EVERY_FILE:
        return kept
    seated = [party_id for party_id in row.seats().values() if party_id]
    return kept.filter(party_id__in=seated)
