"""A firm that asks to be certified: its papers, its authorisation, its face."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from domain.faces import actions as faces
from domain.faces import consents
from domain.faces.frames import joined
from domain.faces.terms import Consenting
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.outside import Outside
from domain.kernel.ports import RegistryRecord
from domain.kernel.seeing import DocumentReading, FieldReading
from domain.parties.actions import authorizing, certifying, facing, papers
from domain.parties.jobs import check_certifications
from domain.parties.terms import (
    AuthorizationAsked,
    AuthorizationSigned,
    CertificationApproval,
    CertificationHandIn,
    ItemMark,
    PaperToRead,
)
from orm.certifying import FaceCheck
from orm.faces import FaceChallenge
from orm.parties import Certification, Party
from tests import world
from tests.remembered import hold_hands
from vocabulary.certification import CheckItem, RegistryState
from vocabulary.faces import FacePurpose, consent_text
from vocabulary.identifiers import make_uscc
from vocabulary.parties import PartyKind
from vocabulary.seeing import DocumentKind

NAME = "苏州晨曦精密有限公司"
USCC = make_uscc(4711, division="320505")
PERSON = "欧阳晨"
RESIDENT_ID = "320505198003120017"
SURE = 0.99
CAPITAL_FEN = 500_000_000
LICENCE: dict[str, str] = {
    "name": NAME,
    "uscc": USCC,
    "legal_representative": PERSON,
    "registered_capital": "伍佰万元整",
    "established_on": "2015-03-12",
    "business_term": "2015-03-12至长期",
    "address": "苏州市虎丘区科技城锦峰路158号",
    "business_scope": "精密机械零部件、模具的研发、生产和销售",
}
FRONT: dict[str, str] = {"name": PERSON, "resident_id": RESIDENT_ID, "birth_date": "1980-03-12"}
BACK: dict[str, str] = {"valid_from": "2020-05-01", "valid_until": "2040-05-01"}
RECORD = RegistryRecord(USCC, NAME, PERSON, RegistryState.TRADING, CAPITAL_FEN, date(2015, 3, 12))


def fields(texts: dict[str, str], sure: float = SURE) -> dict[str, FieldReading]:
    """A reading of these texts, equally sure of all."""
    return {name: FieldReading(text, sure) for name, text in texts.items()}


class Sent:
    """A file on its way in."""

    def __init__(self, content: bytes, name: str = "photo.jpg") -> None:
        self.name, self._content = name, content

    async def read(self) -> bytes:
        return self._content


@dataclass
class Firm:
    """One enterprise and what it has at hand."""

    party: Party
    clerk: Actor
    outside: Outside
    licence: dict[str, str] = field(default_factory=lambda: dict(LICENCE))
    front: dict[str, str] = field(default_factory=lambda: dict(FRONT))
    back: dict[str, str] = field(default_factory=lambda: dict(BACK))
    sure: float = SURE
    shows_face_of: str = PERSON
    mark: str = ""  # makes its pictures its own

    async def photo(self, kind: DocumentKind, texts: dict[str, str] | None = None) -> UUID:
        """Upload one picture, which says these texts."""
        said = {
            DocumentKind.BUSINESS_LICENCE: self.licence,
            DocumentKind.ID_CARD_FRONT: self.front,
            DocumentKind.ID_CARD_BACK: self.back,
        }[kind]
        content = f"{kind.value} {self.mark}".encode()
        portrait = PERSON.encode() if kind is DocumentKind.ID_CARD_FRONT else None
        reading = DocumentReading(kind, fields(texts or said, self.sure), portrait)
        documents: Any = self.outside.documents
        documents.says[content] = reading
        row = await papers.read_document(PaperToRead(kind), Sent(content), by=self.clerk)
        return row.id

    async def signed(self, name: str = NAME, signer: str = PERSON) -> UUID:
        """Read the authorisation and sign it."""
        asked = AuthorizationAsked(name, USCC)
        text = await authorizing.text_for(asked, by=self.clerk)
        given = AuthorizationSigned(name, USCC, signer, text.version, text.text_sha256)
        return (await authorizing.sign(given, by=self.clerk)).id

    async def agrees(self) -> None:
        """Consent to be compared, unless that was done before."""
        purpose = FacePurpose.VERIFICATION
        if await consents.in_force(self.clerk.account_id, purpose) is None:
            text = consent_text(purpose)
            await faces.consent(Consenting(purpose, text.hash), by=self.clerk)

    async def before_camera(self, row: FaceCheck) -> Sent:
        """What the camera sees of somebody who does what is asked."""
        asked = (await FaceChallenge.get(id=row.challenge_id)).asked
        words = [f"{self.shows_face_of} {word}".strip() for word in ("", *asked)]
        return Sent(joined([word.encode() for word in words]))

    async def faced(self, id_front_id: UUID) -> UUID:
        """Consent, do what is asked, be compared."""
        await self.agrees()
        row = await facing.begin(id_front_id, by=self.clerk)
        return (await facing.show(row.id, await self.before_camera(row), by=self.clerk)).id

    async def form(self, *, face: bool = True, **differing: Any) -> CertificationHandIn:
        """Everything that is handed in; say what differs."""
        front = await self.photo(DocumentKind.ID_CARD_FRONT)
        whole = CertificationHandIn(
            name=NAME,
            uscc=USCC,
            region="320505",
            industry="C",
            legal_representative=PERSON,
            contact_name="王小明",
            contact_phone="13812340001",
            registered_capital_fen=CAPITAL_FEN,
            main_business="精密机械零部件加工",
            licence_id=await self.photo(DocumentKind.BUSINESS_LICENCE),
            id_front_id=front,
            id_back_id=await self.photo(DocumentKind.ID_CARD_BACK),
            authorization_id=await self.signed(differing.get("name", NAME)),
            face_check_id=await self.faced(front) if face else None,
        )
        return replace(whole, **differing)

    async def checked(self, *, face: bool = True, **differing: Any) -> Certification:
        """Hand everything in and let the platform look at it."""
        form = await self.form(face=face, **differing)
        row = await certifying.submit(form, by=self.clerk)
        await check_certifications()
        await row.refresh_from_db()
        return row


async def a_firm(beside: Firm | None = None) -> Firm:
    """A newcomer whom the register knows; the operator is there, too."""
    if not await Party.filter(kind=PartyKind.OPERATOR).exists():
        await world.an_operator()
    held = beside.outside if beside else hold_hands()
    registry: Any = held.registry
    registry.records[USCC] = RECORD
    party = await world.an_enterprise("", certified=False)
    await Party.filter(id=party.id).update(uscc=None)
    return Firm(party, world.clerk_of(party), held, mark=str(party.id))


async def the_desk() -> Actor:
    """Somebody of the operator."""
    return world.operator_of(await Party.get(kind=PartyKind.OPERATOR))


def all_ok(note: str = "已电话和视频核实") -> list[ItemMark]:
    """Every item of the checklist marked, with a reason."""
    return [ItemMark(item, ok=True, note=note) for item in CheckItem]


def a_yes(note: str = "") -> CertificationApproval:
    """An approval that answers every item."""
    return CertificationApproval(note, all_ok())


def today() -> date:
    """The business date."""
    return clock.today()
