"""What people are shown of their face: the texts, their consents, how long a template lives."""

from datetime import datetime

from msgspec import Struct

from domain.faces import consents, templates
from domain.faces.challenges import busy
from domain.faces.terms import FRAME_BYTES_MAX
from domain.kernel.actor import Actor
from domain.kernel.outside import held
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.refusal import Invalid
from domain.kernel.seeing import Unseen
from orm.faces import FaceConsent, FaceTemplate
from vocabulary.faces import FACE_PURPOSE_LABELS, FacePurpose, consent_text
from vocabulary.identity import TERMINAL_LABELS
from vocabulary.seeing import Flaw, flaw_sentence

HISTORY_MAX = 50
WELL_FRAMED = "请保持不动"
ALARM_AT = 80_000  # filing with the authority is due at 100,000 (网信办人脸识别办法)


class ConsentView(Struct, frozen=True):
    """一次同意：何时、在哪里、哪个文本、是否已撤回。"""

    purpose: FacePurpose
    purpose_label: str
    text_version: str
    text_hash: str
    terminal_label: str
    given_at: datetime
    withdrawn_at: datetime | None


class PurposeView(Struct, frozen=True):
    """一种用途：说明全文，以及当前是否已同意。"""

    purpose: FacePurpose
    purpose_label: str
    title: str
    body: str
    text_version: str
    text_hash: str
    consented: bool


class MyFace(Struct, frozen=True):
    """本人的人脸：各用途的同意、采集与到期时间、同意的历史。"""

    purposes: list[PurposeView]
    enrolled_at: datetime | None
    expires_at: datetime | None
    must_enrol_anew: bool
    history: list[ConsentView]


class Guidance(Struct, frozen=True):
    """一张画面的取景提示：`ready` 为真时可以开始。"""

    ready: bool
    flaw: Flaw | None
    sentence: str


class ConsentText(Struct, frozen=True):
    """登录前给所有人看的说明。"""

    title: str
    body: str


async def my_face(actor: Actor) -> MyFace:
    """Everything a person is shown of their own face."""
    kept = await FaceTemplate.get_or_none(account_id=actor.account_id)
    return MyFace(
        purposes=[await _purpose(purpose, actor) for purpose in FacePurpose],
        enrolled_at=kept.enrolled_at if kept else None,
        expires_at=kept.expires_at if kept else None,
        must_enrol_anew=kept is not None and not templates.is_current(kept),
        history=[
            _consent(row)
            for row in await FaceConsent.filter(account_id=actor.account_id)
            .order_by("-given_at")
            .limit(HISTORY_MAX)
        ],
    )


async def my_face_after(_result: object, actor: Actor) -> MyFace:
    """The same, after an act."""
    return await my_face(actor)


async def _purpose(purpose: FacePurpose, actor: Actor) -> PurposeView:
    text = consent_text(purpose)
    return PurposeView(
        purpose,
        FACE_PURPOSE_LABELS[purpose],
        text.title,
        text.body.strip(),
        text.version,
        text.hash,
        await consents.in_force(actor.account_id, purpose) is not None,
    )


def _consent(row: FaceConsent) -> ConsentView:
    return ConsentView(
        row.purpose,
        FACE_PURPOSE_LABELS[row.purpose],
        row.text_version,
        row.text_hash,
        TERMINAL_LABELS[row.terminal],
        row.given_at,
        row.withdrawn_at,
    )


def log_in_text() -> ConsentText:
    """What stands beside the way in by face, for whoever has not enrolled yet."""
    text = consent_text(FacePurpose.LOG_IN)
    return ConsentText(text.title, text.body.strip())


class Noted(Struct, frozen=True):
    """画面已收到。"""

    noted: bool = True


async def look_ahead(file: IncomingFile) -> Noted:
    """See a frame of a sequence that is still being filmed. A busy eye looks at it later."""
    frame = await file.read()
    if not frame or len(frame) > FRAME_BYTES_MAX:
        raise Invalid(flaw_sentence(Flaw.TOO_LARGE), (("frame", "画面过大"),))
    try:
        await held().faces.look_ahead(frame)
    except OutsideError as problem:
        raise busy(problem) from problem
    return Noted()


async def guidance(file: IncomingFile) -> Guidance:
    """What to tell the person before the camera; the picture is looked at and dropped."""
    frame = await file.read()
    if not frame or len(frame) > FRAME_BYTES_MAX:
        raise Invalid(flaw_sentence(Flaw.TOO_LARGE), (("frame", "画面过大"),))
    try:
        flaw = (await held().faces.glance(frame)).flaw
    except Unseen as unseen:
        flaw = unseen.flaw
    except OutsideError as problem:
        raise busy(problem) from problem
    sentence = flaw_sentence(flaw) if flaw else WELL_FRAMED
    return Guidance(flaw is None, flaw, sentence)


async def count() -> int:
    """How many faces are kept."""
    return await FaceTemplate.all().count()
