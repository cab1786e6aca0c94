"""Whose ID card is the legal representative's: a blind index, written when a firm is certified.

The number itself stays where the papers are, sealed. An index is only made of a number that
proves itself: right check digit, the birthday printed beside it, and the certified name.
"""

from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.parties import hand_ins
from domain.parties.checks import FaceFinding
from domain.parties.readings import day_of, plain, text_of
from orm import keyring
from orm.certifying import CreditAuthorization, FaceCheck, HandIn
from orm.parties import Certification, Party
from vocabulary.certification import CertificationState
from vocabulary.documents import DocumentField as F
from vocabulary.identifiers import birth_date, compact_resident_id, resident_id_problem

PLACE = "party.legal_representative"
NOT_FOUND = ""  # looked for, and nothing that proves itself: not looked for again
BATCH_MAX = 50


class Representative(Struct, frozen=True):
    """By what a legal representative is known again, and which account is surely theirs."""

    index: str
    account_id: UUID | None


def index_of(number: str) -> str:
    """By what the firms of a legal representative are found; the number cannot be read back."""
    return keyring.held().blind(compact_resident_id(number), PLACE)


async def index_for(row: Certification) -> str:
    """The index of whom the papers of this certification name; `NOT_FOUND` without papers."""
    if not row.handed_in:
        return NOT_FOUND
    hand_in = await hand_ins.latest(row)
    papers = await hand_ins.papers_of(hand_in)
    front = papers.get(hand_in.id_front_id)
    reading = hand_ins.reading_of(front) if front else {}
    number = compact_resident_id(text_of(reading, F.RESIDENT_ID))
    if resident_id_problem(number, today=clock.today()):
        return NOT_FOUND
    if day_of(text_of(reading, F.BIRTH_DATE)) != birth_date(number):
        return NOT_FOUND
    if plain(text_of(reading, F.NAME)) != plain(row.legal_representative):
        return NOT_FOUND
    return index_of(number)


async def of(row: Certification) -> Representative:
    """Whom the papers of this certification name, and by which account they came."""
    index = await index_for(row)
    if index == NOT_FOUND:
        return Representative(NOT_FOUND, None)
    return Representative(index, await _account_of(row, await hand_ins.latest(row)))


async def _account_of(row: Certification, hand_in: HandIn) -> UUID | None:
    """The account whose holder showed the face on the card, or signed in the name on it."""
    if hand_in.face_check_id is not None:
        face = await FaceCheck.get(id=hand_in.face_check_id)
        if face.paper_id == hand_in.id_front_id and face.finding == FaceFinding.SAME:
            return face.account_id
    signed = await CreditAuthorization.get(id=hand_in.authorization_id)
    is_theirs = plain(signed.signer_name) == plain(row.legal_representative)
    return signed.account_id if is_theirs else None


async def index_certified() -> None:
    """Index the firms that were certified before there was an index; each is looked at once."""
    rows = Party.filter(certified=True, legal_representative_index__isnull=True)
    for party in await rows.limit(BATCH_MAX):
        approved = Certification.filter(
            enterprise_id=party.id, state=CertificationState.APPROVED
        ).order_by("-decided_at")
        newest = await approved.first()
        found = await of(newest) if newest else Representative(NOT_FOUND, None)
        await Party.filter(id=party.id, legal_representative_index__isnull=True).update(
            legal_representative_index=found.index,
            legal_representative_account_id=found.account_id,
        )
