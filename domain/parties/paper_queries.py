"""What screens read of papers, authorisations and face checks: one's own, before handing in."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.faces import challenges
from domain.faces.challenges import Instruction
from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.parties.actions import facing_by_wechat
from domain.parties.actions.papers import place_of
from domain.parties.checks import FaceFinding
from domain.parties.hand_ins import reading_of
from domain.parties.readings import FIELDS_SHOWN, is_doubtful, problem_of, shown, value_of
from domain.parties.rules import must_be_clerk
from domain.parties.texts import is_in_force
from orm.certifying import CreditAuthorization, FaceCheck, Paper
from orm.keyring import read_keys
from vocabulary.documents import DOCUMENT_FIELD_LABELS, DocumentField
from vocabulary.parties import PartyKind
from vocabulary.rights import Right
from vocabulary.seeing import DOCUMENT_LABELS, DocumentKind, Flaw, flaw_sentence

READ_CODE = "certification.read_paper"
AUTHORIZATIONS_MAX = 100
FINDING_SENTENCES: dict[FaceFinding, str] = {
    FaceFinding.SAME: "人脸核验通过，与身份证为同一人。",
    FaceFinding.OTHER: "与身份证照片不像同一人，提交后由工作人员核对。",
    FaceFinding.UNCLEAR: "未能与身份证照片比对，提交后由工作人员核对。",
}


class PaperField(Struct, frozen=True):
    """证件上的一项：读到的文字，填入表单的内容，是否需要核对，以及有什么问题。"""

    name: str
    label: str
    text: str
    value: str
    doubtful: bool
    problem: str


class PaperView(Struct, frozen=True):
    """一张证件照片，以及从中读到的内容。"""

    id: UUID
    kind: DocumentKind
    label: str
    fields: list[PaperField]
    sentence: str
    has_portrait: bool
    at: datetime


class AuthorizationView(Struct, frozen=True):
    """一份征信授权书：谁在何时何地签署，签署的全文，用途和期限，是否已撤回。"""

    id: UUID
    purpose: str
    text_version: str
    text: str
    text_sha256: str
    signer_name: str
    signed_at: datetime
    address: str
    expires_on: date
    withdrawn_at: datetime | None
    in_force: bool


class AuthorizationList(Struct, frozen=True):
    """本企业签署过的征信授权书，最近的在前。"""

    items: list[AuthorizationView]


class FaceCheckView(Struct, frozen=True):
    """一次人脸核验：还要做的动作（只能用一次），是否已完成，结果如何。"""

    id: UUID
    asked: list[Instruction]
    valid_for_s: int
    done: bool
    finding: str
    sentence: str


class WeChatFaceCheckView(Struct, frozen=True):
    """微信人脸核验已备好：用 `verify_id` 在小程序中调起，完成后确认。"""

    id: UUID
    verify_id: str
    valid_for_s: int


async def paper_view(row: Paper, actor: Actor) -> PaperView:
    """Show what was read of a picture, field by field; what was not found is empty."""
    today, reading = clock.today(), reading_of(row)
    found = []
    for name in FIELDS_SHOWN[row.kind]:
        field = reading.get(name)
        text = shown(field.text) if field else ""
        problem = (problem_of(row.kind, name, text, today) or "") if field else ""
        value = value_of(row.kind, name, text)
        doubtful = field is None or is_doubtful(field)
        found.append(PaperField(name, _label(row.kind, name), text, value, doubtful, problem))
    return PaperView(
        row.id,
        row.kind,
        DOCUMENT_LABELS[row.kind],
        found,
        flaw_sentence(Flaw(row.flaw)) if row.flaw else "",
        row.portrait is not None,
        row.at,
    )


def _label(kind: DocumentKind, name: DocumentField) -> str:
    is_person = kind is DocumentKind.ID_CARD_FRONT and name is DocumentField.NAME
    return "姓名" if is_person else DOCUMENT_FIELD_LABELS[name]


async def paper(paper_id: UUID, *, by: Actor) -> Download:
    """One picture, for its enterprise, and for the operator once it was handed in. Journalled."""
    by.needs(Right.CERTIFICATION_VIEW)
    rows = Paper.filter(key__isnull=False)
    if by.party_kind is PartyKind.OPERATOR:
        rows = rows.filter(handed_in=True)
    else:
        rows = rows.filter(enterprise_id=by.party_id)
    row = await rows.get_or_none(id=paper_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await outside.held().objects.open(row.object_key)
        sealed = b"".join([piece async for piece in chunks])
    except OutsideError as problem:
        raise Unavailable("照片暂时无法读取，请稍后重试或联系平台运营方") from problem
    content = await asyncio.to_thread(read_keys(row.key).open_bytes, sealed, place_of(row))
    await witness(READ_CODE, "certification", row.id, by=by, reason=DOCUMENT_LABELS[row.kind])
    ending = row.media.rpartition("/")[2]
    return Download(f"{DOCUMENT_LABELS[row.kind]}.{ending}", row.media, len(content), _one(content))


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def authorization_view(row: CreditAuthorization, actor: Actor) -> AuthorizationView:
    """Show an authorisation, word for word."""
    withdrawn = row.withdrawn_at is not None
    return AuthorizationView(
        row.id,
        row.purpose,
        row.text_version,
        row.text,
        row.text_sha256,
        row.signer_name,
        row.signed_at,
        row.address,
        row.expires_on,
        row.withdrawn_at,
        is_in_force(
            purpose=row.purpose,
            asked_for=row.purpose,
            expires_on=row.expires_on,
            withdrawn=withdrawn,
            today=clock.today(),
        ),
    )


async def authorizations(actor: Actor) -> AuthorizationList:
    """What this enterprise has signed."""
    must_be_clerk(actor)
    own = CreditAuthorization.filter(enterprise_id=actor.party_id)
    rows = await own.order_by("-signed_at").limit(AUTHORIZATIONS_MAX)
    return AuthorizationList([await authorization_view(row, actor) for row in rows])


async def may_query_credit(enterprise_id: UUID, purpose: str) -> bool:
    """Is there a written, unexpired authorisation for just this purpose? Asked before any query."""
    rows = await CreditAuthorization.filter(enterprise_id=enterprise_id)
    return any(
        is_in_force(
            purpose=row.purpose,
            asked_for=purpose,
            expires_on=row.expires_on,
            withdrawn=row.withdrawn_at is not None,
            today=clock.today(),
        )
        for row in rows
    )


async def face_check_view(row: FaceCheck, actor: Actor) -> FaceCheckView:
    """Show what is still asked of the person, or what came of it."""
    waits = await challenges.waiting(row.challenge_id)
    finding = FaceFinding(row.finding) if row.finding else FaceFinding.NOT_SHOWN
    return FaceCheckView(
        row.id,
        waits.asked if waits else [],
        waits.valid_for_s if waits else 0,
        bool(row.finding),
        row.finding,
        FINDING_SENTENCES.get(finding, ""),
    )


async def wechat_face_check_view(row: FaceCheck, actor: Actor) -> WeChatFaceCheckView:
    """Show with what the mini-program begins; whatever proves it stays here."""
    asked = facing_by_wechat.asked_of(row)
    return WeChatFaceCheckView(row.id, asked.begun.verify_id, facing_by_wechat.left_s(row))
