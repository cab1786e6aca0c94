"""The legal representative before a camera: asked, watched, compared with the ID card's portrait.

Frames and templates live no longer than the comparison. Whoever does not consent is looked at
by a person instead.
"""

from base64 import b64decode
from uuid import UUID, uuid4

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, Unavailable, Unmet
from domain.kernel.seeing import Template, Unseen, draw_challenges
from domain.parties.checks import FaceFinding
from domain.parties.frames import unpacked
from domain.parties.rules import must_be_clerk
from domain.parties.terms import FaceConsent
from domain.parties.texts import FACE_CONSENT
from orm.certifying import FaceCheck, Paper
from vocabulary.seeing import Challenge, DocumentKind, flaw_sentence

SUBJECT = "face_check"
TRIES_MAX = 5
WINDOW_S = 600
BEGUN_MAX = 10  # by one account in the window
NOT_DONE = "没有看到所要求的动作，请按提示再做一遍"


async def begin(paper_id: UUID, consent: FaceConsent, *, by: Actor) -> FaceCheck:
    """Agree to be seen, and hear what to do: each time something else."""
    must_be_clerk(by)
    await outside.held().limiter.hit(
        "face_check", str(by.account_id), limit=BEGUN_MAX, window_s=WINDOW_S
    )
    if consent.consent_version != FACE_CONSENT.version:
        raise Unmet("告知内容已更新，请重新阅读后再同意")
    mine = Paper.filter(enterprise_id=by.party_id, kind=DocumentKind.ID_CARD_FRONT)
    paper = await mine.get_or_none(id=paper_id)
    if paper is None:
        raise NotFound(NOT_FOUND)
    if paper.portrait is None:
        raise Unmet("身份证照片上没有可比对的人像，请重新拍摄，或改由工作人员核验")
    asked = draw_challenges()
    row = FaceCheck(
        id=uuid4(),
        enterprise_id=by.party_id,
        account_id=by.account_id,
        paper_id=paper.id,
        consent_version=consent.consent_version,
        challenges=" ".join(each.value for each in asked),
    )
    async with enact(f"{SUBJECT}.begin", SUBJECT, row.id, by=by, terms=consent) as outcome:
        row.consented_at = outcome.at
        await row.save(force_create=True)
        outcome.result = row
    return row


async def show(face_check_id: UUID, file: IncomingFile, *, by: Actor) -> FaceCheck:
    """Be seen doing what was asked. A flaw is refused with its sentence and may be tried again."""
    must_be_clerk(by)
    row = await _mine(face_check_id, by)
    frames = unpacked(await file.read())
    if not await FaceCheck.filter(id=row.id, tries=row.tries).update(tries=row.tries + 1):
        raise Unmet("另一次核验正在进行，请稍候")
    asked = [Challenge(word) for word in row.challenges.split()]
    try:
        seen = await outside.held().faces.watch(frames, asked)
    except OutsideError as problem:
        raise Unavailable("人脸核验暂时繁忙，请稍后重试，或改由工作人员核验") from problem
    if not seen.alive or seen.template is None:
        sentence = flaw_sentence(seen.flaw) if seen.flaw else NOT_DONE
        raise Invalid(sentence, ((seen.flaw.value if seen.flaw else "challenge", sentence),))
    paper = await Paper.get(id=row.paper_id)
    finding = await _compared(seen.template, paper.portrait)
    facts = {"finding": finding.value}
    async with enact(f"{SUBJECT}.show", SUBJECT, row.id, by=by, facts=facts) as outcome:
        row.finding, row.shown_at = finding.value, outcome.at
        await row.save(update_fields=["finding", "shown_at"])
        outcome.result = row
    return row


async def _compared(live: Template, portrait: str | None) -> FaceFinding:
    faces = outside.held().faces
    if portrait is None:
        return FaceFinding.UNCLEAR
    try:
        printed = await faces.template(b64decode(portrait))
        return FaceFinding.SAME if faces.is_same(live, printed) else FaceFinding.OTHER
    except (Unseen, ValueError, OutsideError):  # too poor a portrait, another engine, or busy
        return FaceFinding.UNCLEAR


async def _mine(face_check_id: UUID, by: Actor) -> FaceCheck:
    row = await FaceCheck.filter(enterprise_id=by.party_id).get_or_none(id=face_check_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    if row.finding:
        raise Unmet("本次人脸核验已完成，无需重复")
    if row.tries >= TRIES_MAX:
        raise Unmet("尝试次数过多，请改由工作人员通过视频或到店核验")
    return row
