"""What anybody may know of a letter: its number answers, and a file can be held against it."""

import re
from datetime import date, datetime
from hashlib import sha256

from msgspec import Struct

from domain.guarantee.wording import amount_text
from domain.kernel import clock, outside
from domain.kernel.actor import Call
from domain.kernel.letters import SealReading, Signer
from domain.kernel.numbering import check_digit
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Invalid, NotFound
from orm.guarantee import (
    GuaranteeCommitment,
    LetterApplication,
    LetterOfGuarantee,
    SealedLetter,
)
from orm.parties import Party
from vocabulary.guarantee import (
    COMMITMENT_STATE_LABELS,
    LETTER_KIND_LABELS,
    LETTER_STATE_LABELS,
    CommitmentState,
    LetterState,
    SealFlaw,
)
from vocabulary.identifiers import mask_enterprise

LETTER_BYTES_MAX = 5 * 1024 * 1024  # a letter has forty thousand
CHECKS_MAX = 30  # of one address in the window
LOOK_UPS_MAX = 120
WINDOW_S = 60
NOTHING = "平台没有这个编号的担保函或保函，请核对编号"
_NUMBER = re.compile(r"[A-Z]{2}-(\d{8})-(\d{5})-(\d)")
_SENTENCES = {
    SealFlaw.NOT_PDF: "这不是 PDF 文件，请上传收到的担保函或保函原文件。",
    SealFlaw.UNSIGNED: "文件没有电子签名，不是平台出具的原文件。截图、打印后扫描的文件无法核验。",
    SealFlaw.EXTENDED: "文件在签名之后被追加了内容，不是出具时的原文件，请勿采信。",
    SealFlaw.ALTERED: "文件内容在签名之后被改动，签名已失效，请勿采信。",
    SealFlaw.FOREIGN: "文件虽有签名，但签名证书不是平台认可的机构所发，请勿采信。",
    SealFlaw.UNKNOWN: "文件签名有效，但未在平台登记，请向出具机构核实后再采信。",
}


class LetterCard(Struct, frozen=True, kw_only=True):
    """一份担保函或保函的公开信息；企业名称经脱敏。"""

    letter_no: str
    title: str
    state: str
    state_label: str
    in_force: bool
    enterprise_masked: str
    beneficiary_name: str
    guarantor_name: str
    guaranteed_fen: int
    amount_text: str
    effective_on: date
    valid_until: date
    issued_at: datetime
    sha256: str
    has_sm2: bool


class LetterCheck(Struct, frozen=True, kw_only=True):
    """文件核验结果：是否为原文件，为什么，以及登记的信息。"""

    genuine: bool
    flaw: SealFlaw | None
    sentence: str
    signer: str
    signed_at: datetime | None
    sm2_holds: bool | None  # None: there is no SM2 signature beside this file
    letter: LetterCard | None


async def letter(letter_no: str, *, call: Call) -> LetterCard:
    """A letter by its number."""
    await outside.held().limiter.hit(
        "letter.look_up", call.address, limit=LOOK_UPS_MAX, window_s=WINDOW_S
    )
    found = await _numbered(letter_no.strip().upper())
    if found is None:
        raise NotFound(NOTHING)
    return await _card(found)


async def check(file: IncomingFile, *, call: Call) -> LetterCheck:
    """Hold a file against its seal, and against what was given."""
    held = outside.held()
    await held.limiter.hit("letter.check", call.address, limit=CHECKS_MAX, window_s=WINDOW_S)
    content = await file.read()
    if not content:
        sentence = "文件是空的，请重新选择"
        raise Invalid(sentence, (("file", sentence),))
    reading = await held.seal.read(content)
    if reading.flaw is not None:
        return _refused(reading.flaw, reading)
    digest = sha256(content).hexdigest()
    found = await _sealed_as(digest)
    if found is None:
        return _refused(SealFlaw.UNKNOWN, reading)
    card = await _card(found)
    standing = "目前有效" if card.in_force else f"状态为“{card.state_label}”"
    return LetterCheck(
        genuine=True,
        flaw=None,
        sentence=f"文件是{reading.signer}出具的原文件，一字未改，与平台登记一致；该函{standing}。",
        signer=reading.signer,
        signed_at=reading.signed_at,
        sm2_holds=await _sm2_holds(found, content),
        letter=card,
    )


async def _sm2_holds(found: SealedLetter, content: bytes) -> bool | None:
    """Whether the detached signature of the 国密 profile is the guarantor's, over this file."""
    if found.sm2 is None:
        return None
    party = await Party.get(id=found.guarantor_id)
    signer = Signer(party.id, party.name, party.uscc or "")
    return await outside.held().seal.is_sm2_of(content, bytes(found.sm2), signer)


def _refused(flaw: SealFlaw, reading: SealReading) -> LetterCheck:
    return LetterCheck(
        genuine=False,
        flaw=flaw,
        sentence=_SENTENCES[flaw],
        signer=reading.signer,
        signed_at=reading.signed_at,
        sm2_holds=None,
        letter=None,
    )


async def _numbered(letter_no: str) -> SealedLetter | None:
    """The letter of a number that can be one: its check digit says so before anybody is asked."""
    parts = _NUMBER.fullmatch(letter_no)
    if parts is None or check_digit(parts[1] + parts[2]) != parts[3]:
        return None
    commitment = await GuaranteeCommitment.get_or_none(guarantee_no=letter_no)
    return commitment or await LetterOfGuarantee.get_or_none(guarantee_no=letter_no)


async def _sealed_as(digest: str) -> SealedLetter | None:
    commitment = await GuaranteeCommitment.get_or_none(sha256=digest)
    return commitment or await LetterOfGuarantee.get_or_none(sha256=digest)


async def _card(found: SealedLetter) -> LetterCard:
    if isinstance(found, GuaranteeCommitment):
        standing = found.stands(clock.today())
        in_force = standing is CommitmentState.CONFIRMED
        return _shown(found, "担保函", standing.value, COMMITMENT_STATE_LABELS[standing], in_force)
    assert isinstance(found, LetterOfGuarantee), "a letter is one or the other"
    row = await LetterApplication.get(id=found.application_id)
    is_over = clock.today() > found.valid_until
    state = LetterState.EXPIRED if is_over and row.state is LetterState.ISSUED else row.state
    in_force = state is LetterState.ISSUED
    title = LETTER_KIND_LABELS[found.kind]
    return _shown(found, title, state.value, LETTER_STATE_LABELS[state], in_force)


def _shown(
    found: SealedLetter,
    title: str,
    state: str,
    state_label: str,
    in_force: bool,  # noqa: FBT001 -- one of five facts
) -> LetterCard:
    is_bank = isinstance(found, GuaranteeCommitment)
    name = found.beneficiary_name
    return LetterCard(
        letter_no=found.guarantee_no,
        title=title,
        state=state,
        state_label=state_label,
        in_force=in_force,
        enterprise_masked=mask_enterprise(found.enterprise_name),
        beneficiary_name=name if is_bank else mask_enterprise(name),
        guarantor_name=found.guarantor_name,
        guaranteed_fen=found.guaranteed_fen,
        amount_text=amount_text(found.guaranteed_fen),
        effective_on=found.effective_on,
        valid_until=found.valid_until,
        issued_at=found.issued_at,
        sha256=found.sha256,
        has_sm2=found.sm2 is not None,
    )
