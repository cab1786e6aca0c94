"""What was handed in, read again: the latest hand-in, its readings, its checks, its evidence."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.faces import consents
from domain.kernel import clock, outside
from domain.kernel.ports import OutsideError, RegistryRecord
from domain.kernel.seeing import FieldReading
from domain.parties import review
from domain.parties.checks import AuthorizationFacts, Check, Evidence, FaceFinding
from domain.parties.terms import CertificationHandIn, ItemMark
from orm.certifying import CreditAuthorization, FaceCheck, HandIn, Paper
from orm.parties import Certification, Party

Reading = dict[str, FieldReading]


class LookedUp(Struct, frozen=True):
    """What the register said of a code, or that it did not answer."""

    record: RegistryRecord | None
    away: bool


async def latest(row: Certification) -> HandIn:
    """The newest hand-in of a certification."""
    return await HandIn.get(certification_id=row.id, serial=row.handed_in)


def form_of(hand_in: HandIn) -> CertificationHandIn:
    """What was filled in."""
    return msgspec.json.decode(hand_in.form, type=CertificationHandIn)


def checks_of(hand_in: HandIn) -> list[Check]:
    """How its checks came out; none before they were made."""
    return msgspec.json.decode(hand_in.checks, type=list[Check]) if hand_in.checks else []


def marks_of(hand_in: HandIn) -> list[ItemMark]:
    """What the operator marked; nothing before that."""
    return msgspec.json.decode(hand_in.marks, type=list[ItemMark]) if hand_in.marks else []


def reading_of(paper: Paper) -> Reading:
    """What a paper says; empty when it could not be read."""
    return msgspec.json.decode(paper.reading, type=Reading) if paper.reading else {}


def paper_ids(hand_in: HandIn) -> list[UUID]:
    """Its papers: licence, ID card front and back."""
    found = (hand_in.licence_id, hand_in.id_front_id, hand_in.id_back_id)
    return [each for each in found if each is not None]


async def papers_of(hand_in: HandIn) -> dict[UUID, Paper]:
    """Its papers by id."""
    return {paper.id: paper for paper in await Paper.filter(id__in=paper_ids(hand_in))}


async def valid_until(row: Certification) -> date | None:
    """Until when the papers of the newest hand-in stand."""
    hand_in = await latest(row)
    papers = await papers_of(hand_in)
    return review.valid_until(_read(papers, hand_in.licence_id), _read(papers, hand_in.id_back_id))


async def forget_portraits(hand_in: HandIn) -> None:
    """The portrait was for comparing: once all is decided it goes."""
    await Paper.filter(id__in=paper_ids(hand_in)).update(portrait=None)


async def evidence_of(row: Certification, hand_in: HandIn, looked: LookedUp) -> Evidence:
    """Gather all that the checks may look at. What is away is missing, and so doubtful."""
    form, papers = form_of(hand_in), await papers_of(hand_in)
    authorization = await CreditAuthorization.get(id=hand_in.authorization_id)
    return Evidence(
        form=form,
        licence=_read(papers, hand_in.licence_id),
        id_front=_read(papers, hand_in.id_front_id),
        id_back=_read(papers, hand_in.id_back_id),
        record=looked.record,
        registry_away=looked.away,
        authorization=AuthorizationFacts(
            authorization.signer_name,
            authorization.text,
            authorization.expires_on,
            authorization.withdrawn_at is not None,
        ),
        face=await _face(hand_in),
        uscc_taken=await Party.filter(uscc=form.uscc).exclude(id=row.enterprise_id).exists(),
        papers_of_others=await _papers_of_others(row, papers),
        today=clock.today(),
    )


async def look_up(uscc: str) -> LookedUp:
    """Ask the register. Touches no table, so many may be asked at once."""
    try:
        return LookedUp(await outside.held().registry.look_up(uscc), away=False)
    except OutsideError:
        return LookedUp(None, away=True)


async def _face(hand_in: HandIn) -> FaceFinding:
    if hand_in.face_check_id is None:
        return FaceFinding.NOT_SHOWN
    face = await FaceCheck.get(id=hand_in.face_check_id)
    is_of_this_card = face.paper_id == hand_in.id_front_id and face.finding
    counts = is_of_this_card and await consents.stands(face.consent_id)
    return FaceFinding(face.finding) if counts else FaceFinding.NOT_SHOWN


async def _papers_of_others(row: Certification, papers: Mapping[UUID, Paper]) -> bool:
    """Was the very same picture handed in by somebody else?"""
    same = Paper.filter(blind__in=[paper.blind for paper in papers.values()], handed_in=True)
    return await same.exclude(enterprise_id=row.enterprise_id).exists()


def _read(papers: Mapping[UUID, Paper], paper_id: UUID | None) -> Reading:
    paper = papers.get(paper_id) if paper_id else None
    return reading_of(paper) if paper else {}
