"""Pictures of documents: cleaned, read, sealed under a key of their own, and kept."""

import asyncio
from base64 import b64encode
from hashlib import sha256
from uuid import uuid4

import msgspec

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.ports import IncomingFile, OutsideError
from domain.kernel.refusal import Invalid, TooLarge, Unavailable, Unmet
from domain.kernel.seeing import DocumentReading, Unseen
from domain.parties.rules import must_be_clerk
from domain.parties.terms import PaperToRead
from orm.certifying import Paper
from orm.keyring import held, make_keys, read_keys
from vocabulary.seeing import Flaw, flaw_sentence

PAPER_BYTES_MAX = 10 * 1024 * 1024
PAPERS_UNUSED_MAX = 60  # of one enterprise: a person who tries again and again is let, a flood not
READ_TRIES_MAX = 40
READ_WINDOW_S = 600
READ_CODE = "certification.read_document"
BLIND_PLACE = "certification_paper.blind"
PNG = b"\x89PNG"
BUSY = "证照识别暂时繁忙，请稍后重试"
KEEPABLE = frozenset({Flaw.UNREADABLE, Flaw.BLURRED, Flaw.GLARE, Flaw.TOO_DARK, Flaw.TOO_BRIGHT})


async def read_document(asked: PaperToRead, file: IncomingFile, *, by: Actor) -> Paper:
    """Keep one picture and what it says. A flaw is refused with its own sentence.

    Nothing is kept of a refused picture. One that only cannot be read is kept when asked for:
    then people compare it.
    """
    must_be_clerk(by)
    await outside.held().limiter.hit(
        "read_document", str(by.account_id), limit=READ_TRIES_MAX, window_s=READ_WINDOW_S
    )
    content = await file.read()
    if not content:
        raise Invalid("图片是空的，请重新选择", (("file", "图片是空的，请重新选择"),))
    if len(content) > PAPER_BYTES_MAX:
        raise TooLarge(PAPER_BYTES_MAX)
    picture, reading, flaw = await _seen(asked, content)
    row = Paper(id=uuid4(), enterprise_id=by.party_id, account_id=by.account_id, kind=asked.kind)
    row.key = make_keys()
    sealed = await asyncio.to_thread(read_keys(row.key).seal_bytes, picture, place_of(row))
    row.object_key = await outside.held().objects.put(sealed)
    row.blind = held().blind(sha256(content).hexdigest(), BLIND_PLACE)
    row.media = "image/png" if picture.startswith(PNG) else "image/jpeg"
    row.size_bytes, row.flaw = len(picture), flaw.value if flaw else ""
    if reading is not None:
        row.reading = msgspec.json.encode(reading.fields).decode()
        row.portrait = b64encode(reading.portrait).decode() if reading.portrait else None
    facts = {"kind": asked.kind.value, "is_read": reading is not None}
    async with enact(READ_CODE, "certification", row.id, by=by, facts=facts) as outcome:
        unused = Paper.filter(enterprise_id=by.party_id, handed_in=False)
        if await unused.count() >= PAPERS_UNUSED_MAX:
            raise Unmet("已上传的照片较多，请先提交认证，或一周后再试")
        row.at = outcome.at
        await row.save(force_create=True)
        outcome.result = row
    return row


async def _seen(
    asked: PaperToRead, content: bytes
) -> tuple[bytes, DocumentReading | None, Flaw | None]:
    documents = outside.held().documents
    try:
        picture = await documents.clean(content)
    except Unseen as problem:
        raise _refused(problem.flaw) from problem
    except OutsideError as problem:
        raise Unavailable(BUSY) from problem
    try:
        return picture, await documents.read(picture, asked.kind), None
    except Unseen as problem:
        if asked.keep_unread and problem.flaw in KEEPABLE:
            return picture, None, problem.flaw
        raise _refused(problem.flaw) from problem
    except OutsideError as problem:
        raise Unavailable(BUSY) from problem


def _refused(flaw: Flaw) -> Invalid:
    sentence = flaw_sentence(flaw)
    return Invalid(sentence, ((flaw.value, sentence),))


def place_of(paper: Paper) -> str:
    """Where a picture's bytes belong: they open nowhere else."""
    return f"certification_paper.{paper.id}.{paper.kind.value}"
