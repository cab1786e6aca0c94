"""Reads the seal of a file nobody vouches for: bytes first, and no PDF is ever parsed.

A letter of ours has one signature over every byte of the file but the signature itself. So the
one `/ByteRange` is looked for as text, what it leaves out must be a number in hexadecimal, and
the digest of the rest must be the one that was signed. Only then is the signature checked.
"""

import asyncio
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import asn1crypto.x509
from asn1crypto import cms
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from domain.kernel.letters import SealReading
from vocabulary.guarantee import SealFlaw

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_GAP = re.compile(rb"<(?:[0-9A-Fa-f]{2})+>")
_WHEN = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})(?:Z|([+-])(\d{2})'(\d{2}))?")
_UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)

# A forged letter is no event of ours: whoever tries gets a sentence, and the log no traceback.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class _FlawedError(Exception):
    def __init__(self, flaw: SealFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def read_seal(content: bytes, roots: Sequence[asn1crypto.x509.Certificate]) -> SealReading:
    """Judge one file. It takes milliseconds of a processor: call it in a thread."""
    try:
        signed, signature = _split(content)
        found = _opened(signature, sha256(signed).digest())
        when = _signed_at(signed)
        return asyncio.run(_judged(signed, found, roots, when))
    except _FlawedError as problem:
        return SealReading(problem.flaw)


def _split(content: bytes) -> tuple[bytes, bytes]:
    """What was signed, and the signature."""
    if not content.startswith(b"%PDF-"):
        raise _FlawedError(SealFlaw.NOT_PDF)
    ranges = _RANGE.findall(content)
    if len(ranges) != 1:
        raise _FlawedError(SealFlaw.EXTENDED if ranges else SealFlaw.UNSIGNED)
    begin, until, again, rest = (int(number) for number in ranges[0])
    end = again + rest
    if begin != 0 or not 0 < until < again or end > len(content):
        raise _FlawedError(SealFlaw.ALTERED)
    if end < len(content):
        raise _FlawedError(SealFlaw.EXTENDED)
    gap = content[until:again]
    if not _GAP.fullmatch(gap):
        raise _FlawedError(SealFlaw.ALTERED)
    return content[:until] + content[again:], bytes.fromhex(gap[1:-1].decode("ascii"))


def _opened(signature: bytes, digest: bytes) -> cms.SignedData:
    """The signature, if it is one over this very digest."""
    try:
        info = cms.ContentInfo.load(signature)
        signed_data = info["content"]
        [signer] = signed_data["signer_infos"]
        told = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
        is_ours = info["content_type"].native == "signed_data"
        is_of_digest = told["message_digest"][0].native == digest
    except _UNREADABLE as problem:
        raise _FlawedError(SealFlaw.ALTERED) from problem
    if not (is_ours and is_of_digest):
        raise _FlawedError(SealFlaw.ALTERED)
    return signed_data


def _signed_at(signed: bytes) -> datetime:
    """When it says it was signed; the time is under the signature like everything else."""
    found = _WHEN.search(signed)
    now = datetime.now(UTC)
    if found is None:
        return now
    digits, sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes)) if sign else timedelta()
    try:
        zone = timezone(-away if sign == b"-" else away)
        told = datetime.strptime(digits.decode(), "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return now
    return min(told.astimezone(UTC), now)


async def _judged(
    signed: bytes,
    found: cms.SignedData,
    roots: Sequence[asn1crypto.x509.Certificate],
    when: datetime,
) -> SealReading:
    """Whether the signature holds, and who signed. Nothing is fetched from anywhere."""
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=when)
    try:
        status = await async_validate_detached_cms(signed, found, context)
        name = str(status.signing_cert.subject.native.get("common_name", ""))
    except (SignatureValidationError, CMSExtractionError, *_UNREADABLE) as problem:
        raise _FlawedError(SealFlaw.ALTERED) from problem
    if not (status.intact and status.valid):
        raise _FlawedError(SealFlaw.ALTERED)
    if not status.trusted:
        raise _FlawedError(SealFlaw.FOREIGN)
    return SealReading(None, name, when)
