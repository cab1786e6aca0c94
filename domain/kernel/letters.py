"""What is printed: letters that a guarantor gives, and reports; how a seal is set and read again.

The real hands typeset and sign in threads of their own (server/adapters), so that no web process
stands still meanwhile. A file that somebody hands in to be verified is hostile until it has been
read: whoever implements `read` parses none of it before its digest is known to be signed.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from vocabulary.guarantee import SealFlaw


class LetterText(Struct, frozen=True, kw_only=True):
    """A letter as it is printed. All of it is plain text: none of it is ever a command."""

    title: str
    letter_no: str
    addressee: str
    opening: str
    facts: tuple[tuple[str, str], ...]
    clauses: tuple[str, ...]
    issuer: str
    issued_on: str
    verify_path: str


class ReportSection(Struct, frozen=True, kw_only=True):
    """One section of a report: paragraphs, then a table if it has heads."""

    title: str
    paragraphs: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class ReportText(Struct, frozen=True, kw_only=True):
    """A report as it is printed: what it is of, its sections, who made it when. Plain text."""

    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]
    issuer: str
    issued_on: str


class Signer(Struct, frozen=True):
    """The party in whose name a letter is sealed."""

    party_id: UUID
    name: str
    uscc: str


class Sealed(Struct, frozen=True):
    """A sealed letter; `sm2` is the detached SM2 signature (DER), empty where none is made."""

    content: bytes
    sm2: bytes = b""


class SealReading(Struct, frozen=True):
    """What a file's seal says. Without a flaw: sealed by one of ours, and whole to its end."""

    flaw: SealFlaw | None
    signer: str = ""
    signed_at: datetime | None = None


class Press(Protocol):
    """Typesets letters and reports."""

    async def typeset(self, text: LetterText | ReportText) -> bytes:
        """The document as a PDF with its fonts inside. Raises OutsideError."""


class ESeal(Protocol):
    """Seals files and reads seals. A key in software is no certified 电子签章."""

    async def seal(self, content: bytes, signer: Signer) -> Sealed:
        """The PDF with the signature of this party in it. Raises OutsideError without a key."""

    async def read(self, content: bytes) -> SealReading:
        """Whether a file is sealed by one of ours, and nothing of it was changed since."""

    async def is_sm2_of(self, content: bytes, signature: bytes, signer: Signer) -> bool:
        """Whether a detached SM2 signature is this party's, over these bytes."""
