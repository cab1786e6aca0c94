"""Reading what was handed in at an application: the list, and one file."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.flow import flow_of
from domain.kernel.journal import witness
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.lending.attachment_rules import READ_CODE, may_attach
from orm.attachments import Attachment
from orm.catalogue import Product
from orm.lending import LoanApplication
from vocabulary.identifiers import mask_person
from vocabulary.parties import PartyKind


class AttachmentView(Struct, frozen=True):
    """一份材料：文件名、大小、谁在何时上传。"""

    id: UUID
    name: str
    media: str
    size_bytes: int
    at: datetime
    party_name: str
    actor_name: str


class Material(Struct, frozen=True):
    """What a case needs in writing, what it has, and whether the viewer may add to it."""

    required: list[str]
    attachments: list[AttachmentView]
    may_attach: bool


async def material(row: LoanApplication, viewer: Actor) -> Material:
    """The files of a case as one party sees them."""
    asked = Product.filter(id=row.product_id).values_list("required_documents", flat=True)
    found = await asked if row.product_id else []
    flow = flow_of(row.subject, row.flow, row.version)
    return Material(
        list(found[0]) if found else [],
        await _views(row, viewer),
        may_attach(flow, row, viewer),
    )


async def _views(row: LoanApplication, viewer: Actor) -> list[AttachmentView]:
    """Oldest first. Names of another party's people are masked."""
    return [
        AttachmentView(
            each.id,
            each.name,
            each.media,
            each.size_bytes,
            each.at,
            each.party_name,
            each.account_name
            if each.party_id == viewer.party_id
            else mask_person(each.account_name),
        )
        for each in await _shown(row, viewer).order_by("at", "id")
    ]


async def attachment(application_id: UUID, attachment_id: UUID, *, by: Actor) -> Download:
    """One file, for whoever may read the case. That it was read is journalled."""
    readable = LoanApplication.readable_by(by.party_id, by.party_kind)
    row = await readable.get_or_none(id=application_id)
    found = await _shown(row, by).get_or_none(id=attachment_id) if row else None
    if row is None or found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await outside.held().objects.open(found.sha256)
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    number = row.application_no
    await witness(READ_CODE, "attachment", found.id, by=by, subject_no=number)
    return Download(found.name, found.media, found.size_bytes, chunks)


def _shown(row: LoanApplication, viewer: Actor) -> QuerySet[Attachment]:
    """The files of a case that this viewer may know of.

    What an institution handed in before it left the case is not for the next one at its seat.
    """
    kept = Attachment.filter(application_id=row.id, removed_at__isnull=True)
    if viewer.party_kind in {PartyKind.OPERATOR, PartyKind.ENTERPRISE}:
        return kept
    seated = [party_id for party_id in row.seats().values() if party_id]
    return kept.filter(party_id__in=seated)
