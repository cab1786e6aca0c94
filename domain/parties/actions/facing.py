"""The legal representative before a camera: asked, watched, compared with the ID card's portrait.

Frames and templates live no longer than the comparison. Whoever does not consent is looked at
by a person instead; whoever takes the consent back makes what was not yet reviewed useless.
"""

from base64 import b64decode
from datetime import timedelta
from uuid import UUID, uuid4

from tortoise.queryset import QuerySet

from domain.faces import challenges, consents, frames
from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unmet
from domain.kernel.seeing import Template, Unseen
from domain.parties.checks import FaceFinding
from domain.parties.rules import must_be_clerk
from orm.certifying import FaceCheck, Paper
from vocabulary.faces import FacePurpose
from vocabulary.seeing import DocumentKind

SUBJECT = "face_check"
PURPOSE = FacePurpose.VERIFICATION
TRIES_MAX = 5  # that failed, of one account in the window
BEGUN_MAX = 10  # by one account in the window
WINDOW = timedelta(minutes=10)
TAKEN_BACK = "人脸核验的同意已撤回，请重新同意并核验，或改由工作人员核验"
DONE = "本次人脸核验已完成，无需重复"
TOO_MANY = "尝试次数过多，请改由工作人员通过视频或到店核验"


async def begin(paper_id: UUID, *, by: Actor) -> FaceCheck:
    """Hear what to do: each time something else, good for one try."""
    frames.must_be_filmed_here(by.call)
    paper = await card(paper_id, by)
    if paper.portrait is None:
        raise Unmet("身份证照片上没有可比对的人像，请重新拍摄，或改由工作人员核验")
    failed = await challenges.failed(PURPOSE, within=WINDOW, account_id=by.account_id)
    if failed >= TRIES_MAX:
        raise Unmet(TOO_MANY)
    issued = await challenges.issue(PURPOSE, device_id=by.call.kiosk_id, account_id=by.account_id)
    row = new(paper, by)
    row.challenge_id = issued.id
    return await write(row, "begin", by=by)


async def show(face_check_id: UUID, file: IncomingFile, *, by: Actor) -> FaceCheck:
    """Be seen doing what was asked. A flaw is refused with its sentence; then begin anew."""
    must_be_clerk(by)
    pictures = await frames.received(file, call=by.call)
    row = await mine(FaceCheck.filter(challenge_id__isnull=False), face_check_id, by)
    asked = await challenges.spend(row.challenge_id, PURPOSE, device_id=by.call.kiosk_id)
    seen = await challenges.watch(asked, pictures)
    assert seen.template is not None, "whoever is alive has a template"
    paper = await Paper.get(id=row.paper_id)
    return await conclude(row, await _compared(seen.template, paper.portrait), "show", by=by)


async def card(paper_id: UUID, by: Actor) -> Paper:
    """The ID card of this enterprise with which somebody may be compared, now that they agreed."""
    must_be_clerk(by)
    await outside.held().limiter.hit(
        SUBJECT, str(by.account_id), limit=BEGUN_MAX, window_s=int(WINDOW.total_seconds())
    )
    own = Paper.filter(enterprise_id=by.party_id, kind=DocumentKind.ID_CARD_FRONT)
    paper = await own.get_or_none(id=paper_id)
    if paper is None:
        raise NotFound(NOT_FOUND)
    await consents.must_be_in_force(by.account_id, PURPOSE)
    return paper


def new(paper: Paper, by: Actor) -> FaceCheck:
    """A check that is about to begin."""
    return FaceCheck(
        id=uuid4(), enterprise_id=by.party_id, account_id=by.account_id, paper_id=paper.id
    )


async def write(row: FaceCheck, verb: str, *, by: Actor) -> FaceCheck:
    """Begin it, under the consent in force at this moment."""
    facts: dict[str, object] = {}
    async with enact(f"{SUBJECT}.{verb}", SUBJECT, row.id, by=by, facts=facts) as outcome:
        given = await consents.must_be_in_force(by.account_id, PURPOSE)
        facts |= {"consent_id": str(given.id), "text_version": given.text_version}
        row.consent_id, row.begun_at = given.id, outcome.at
        await row.save(force_create=True)
        outcome.result = row
    return row


async def mine(rows: QuerySet[FaceCheck], face_check_id: UUID, by: Actor) -> FaceCheck:
    """One's own check, under way, under a consent that stands."""
    own = rows.filter(enterprise_id=by.party_id, account_id=by.account_id)
    row = await own.get_or_none(id=face_check_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    if row.finding:
        raise Unmet(DONE)
    if not await consents.stands(row.consent_id):
        raise Unmet(TAKEN_BACK)
    return row


async def conclude(row: FaceCheck, finding: FaceFinding, verb: str, *, by: Actor) -> FaceCheck:
    """Keep what came of it, once, unless the consent was taken back meanwhile."""
    facts = {"finding": finding.value}
    async with enact(f"{SUBJECT}.{verb}", SUBJECT, row.id, by=by, facts=facts) as outcome:
        if not await consents.stands(row.consent_id, locked=True):
            raise Unmet(TAKEN_BACK)
        written = await FaceCheck.filter(id=row.id, shown_at__isnull=True).update(
            finding=finding.value, shown_at=outcome.at, verification=None
        )
        if not written:
            raise Unmet(DONE)
        await row.refresh_from_db()
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
