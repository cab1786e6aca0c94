"""The documents of an application: one per piece of evidence, the newest counts."""

import asyncio
from typing import Any
from uuid import UUID

from domain.kernel import outside, sealed_files
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unavailable, Unmet
from domain.kernel.sealed_files import Sealed
from domain.lending.attachment_rules import clean_name, media_of
from domain.onboarding.standards import STANDARDS
from domain.onboarding.terms import HandedIn
from orm.onboarding import Onboarding, OnboardingDocument
from vocabulary.onboarding import OnboardingState as S
from vocabulary.parties import Role
from vocabulary.rights import Right

HAND_IN_CODE = "onboarding.hand_in"
READ_CODE = "onboarding.read_document"
DOCUMENT_BYTES_MAX = 10 * 1024 * 1024
DOCUMENT_MEDIA = ("application/pdf", "image/png", "image/jpeg")
TRIES_MAX = 60
TRIES_WINDOW_S = 600
FROM_APPLICANT = frozenset({S.TO_SUBMIT, S.TO_AMEND})
FROM_ABOARD = frozenset({S.ADMITTED, S.EXPIRED})
ONLY_SCANS = "只能上传 PDF 文件或 PNG、JPEG 图片；多页请合并为一个 PDF"


def may_hand_in(row: Onboarding, by: Actor) -> bool:
    """Is it the applicant's or the institution's own administrator's turn?"""
    is_own = row.institution_id == by.party_id and Role.INSTITUTION_ADMIN in by.roles
    return is_own and row.state in _open_to(by)


def _open_to(by: Actor) -> frozenset[S]:
    """Once the institution is aboard, a ticket is not enough: its administrator logs in."""
    return FROM_APPLICANT if by.session_id is None else FROM_APPLICANT | FROM_ABOARD


def must_take(row: Onboarding, evidence: str, by: Actor) -> None:
    """Refuse the wrong post, the wrong moment, evidence that nobody asks for."""
    if row.institution_id != by.party_id or Role.INSTITUTION_ADMIN not in by.roles:
        raise NotYourPost("只有申请机构的管理员可以上传入驻材料")
    if row.state not in _open_to(by):
        raise NotNow("当前状态不能更换材料；如需补充，请联系平台运营方退回补正")
    if evidence not in STANDARDS.of(row.criteria_version).evidence_of(row.kind):
        sentence = "准入标准没有要求这项材料，请刷新页面后重新选择"
        raise Invalid(sentence, (("evidence", sentence),))


async def kept(
    document_id: UUID, evidence: str, file: IncomingFile, by: Actor
) -> tuple[HandedIn, Sealed]:
    """Put the bytes away, sealed, checked by what they are; safe when this returns."""
    await outside.held().limiter.hit(
        "onboarding.hand_in", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S
    )
    name = clean_name(file.name)
    content = await file.read()
    media = await asyncio.to_thread(media_of, name, content)
    if media not in DOCUMENT_MEDIA:
        raise Invalid(ONLY_SCANS, (("file", ONLY_SCANS),))
    sealed = await sealed_files.put(content, place_of(document_id))
    return HandedIn(evidence, name, media, len(content), sealed.sha256), sealed


def place_of(document_id: UUID) -> str:
    """Where a document's bytes belong: they open nowhere else."""
    return f"onboarding_document.{document_id}"


async def current(onboarding_id: UUID) -> dict[str, OnboardingDocument]:
    """The document that counts for each piece of evidence."""
    rows = await OnboardingDocument.filter(onboarding_id=onboarding_id, replaced_at__isnull=True)
    return {row.evidence: row for row in rows}


async def must_be_complete(row: Onboarding, kind: str) -> None:
    """Refuse an application from which a document is missing."""
    there = await current(row.id)
    asked = STANDARDS.of(row.criteria_version).evidence_of(kind)
    missing = [
        STANDARDS.called(key, row.criteria_version, kind) for key in asked if key not in there
    ]
    if missing:
        raise Unmet(f"还缺少材料：{'、'.join(missing)}，请上传后再提交")


async def document(onboarding_id: UUID, document_id: UUID, *, by: Actor) -> Download:
    """One document, for whoever may read the case. That it was read is journalled."""
    visible: Any = Onboarding.visible_to(by.party_id, by.party_kind)
    row = await visible.get_or_none(id=onboarding_id)
    found = await OnboardingDocument.get_or_none(id=document_id, onboarding_id=onboarding_id)
    if row is None or found is None or Right.ONBOARDING_VIEW not in by.rights:
        raise NotFound(NOT_FOUND)
    try:
        lies_at = found.object_key or found.sha256
        chunks = await sealed_files.opened(lies_at, found.key, place_of(found.id))
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    await witness(READ_CODE, row.subject, row.id, by=by, subject_no=row.number())
    return Download(found.name, found.media, found.size_bytes, chunks)
