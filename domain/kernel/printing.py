"""From words to a file: a letter is sealed and kept, a report is made whenever it is asked for."""

import logging
from collections.abc import AsyncIterator
from hashlib import sha256

from msgspec import Struct

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.letters import LetterText, ReportText, Signer
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Unavailable, Unmet
from orm.parties import Party

TRIES_MAX = 30  # documents of one account in the window: a letter costs a signature
TRIES_WINDOW_S = 600
PDF = "application/pdf"

log = logging.getLogger(__name__)


class KeptLetter(Struct, frozen=True):
    """A letter on the disk."""

    sha256: str
    size_bytes: int
    sm2: bytes


async def print_letter(text: LetterText, *, by: Actor) -> KeptLetter:
    """Typeset a letter, seal it in the name of the actor's party, keep it."""
    held = outside.held()
    await held.limiter.hit("letter", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S)
    party = await Party.get(id=by.party_id)
    signer = Signer(party.id, party.name, party.uscc or "")
    try:
        sealed = await held.seal.seal(await held.press.typeset(text), signer)
    except OutsideError as problem:
        log.warning("letter %s: %s", text.letter_no, problem)
        if problem.code == "no_certificate":
            raise Unmet("本机构尚未配置电子签名证书，请联系平台运营方") from problem
        raise Unavailable("文件暂时无法生成，没有出具；请稍后重试") from problem
    key = await held.objects.put(sealed.content)
    assert key == sha256(sealed.content).hexdigest(), "a file lies under its digest"
    return KeptLetter(key, len(sealed.content), sealed.sm2)


async def print_report(text: ReportText, *, by: Actor) -> Download:
    """A report as a PDF on its way out. It says what the rows say now; nothing of it is kept."""
    held = outside.held()
    await held.limiter.hit("report", str(by.account_id), limit=TRIES_MAX, window_s=TRIES_WINDOW_S)
    try:
        content = await held.press.typeset(text)
    except OutsideError as problem:
        log.warning("report %s: %s", text.number, problem)
        raise Unavailable("报告暂时无法生成，请稍后重试") from problem
    return Download(f"{text.title} {text.number}.pdf", PDF, len(content), _whole(content))


async def _whole(content: bytes) -> AsyncIterator[bytes]:
    yield content
