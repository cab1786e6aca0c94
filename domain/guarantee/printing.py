"""From words to a kept file: typeset, sealed, on the disk before the act that speaks of it."""

import logging
from hashlib import sha256

from msgspec import Struct

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.letters import LetterText, Signer
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Unavailable, Unmet
from orm.parties import Party

TRIES_MAX = 30  # letters of one account in the window: each costs a signature
TRIES_WINDOW_S = 600

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
