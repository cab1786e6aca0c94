"""Letters of guarantee: an enterprise applies, a guarantor accepts, reviews, issues, releases."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.guarantee.flow import LetterFlow
from domain.guarantee.letter_terms import LetterOpinion, LetterRequest
from domain.guarantee.wording import LetterFacts, letter_text
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.flow import Act, flow_of
from domain.kernel.perform import advance, begin, perform
from domain.kernel.printing import KeptLetter, print_letter
from domain.kernel.refusal import Invalid, NotFound, NotVerified, Refusal, Stale
from domain.parties.admission import must_take_business
from orm.catalogue import Product
from orm.guarantee import LetterApplication, LetterOfGuarantee
from orm.parties import Party
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

APPLICATION_PREFIX = "BS"
LETTER_PREFIX = "BH"


class _Written(Struct, frozen=True):
    """A letter that is ready, and what of the application it was written by."""

    facts: LetterFacts
    kept: KeptLetter
    basis: tuple[Any, ...]


async def apply(form: LetterRequest, *, by: Actor) -> LetterApplication:
    """Ask a guarantor for a letter."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await Party.get_or_none(id=by.party_id, kind=PartyKind.ENTERPRISE)
    if enterprise is None or not enterprise.certified:
        raise NotVerified("企业认证通过后才能申请保函，请先完成企业认证")
    guarantor = await Party.get_or_none(id=form.guarantor_id, kind=PartyKind.GUARANTOR)
    if guarantor is None:
        raise Invalid("请选择一家入驻担保机构", (("guarantor_id", "请选择担保机构"),))
    await must_take_business(guarantor.id)
    await _must_be_offered(form)
    row = LetterApplication(
        application_no=await numbering.draw(APPLICATION_PREFIX),
        kind=form.kind,
        product_id=form.product_id,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        guarantor_id=guarantor.id,
        guarantor_name=guarantor.name,
        beneficiary_name=form.beneficiary_name.strip(),
        project=form.project.strip(),
        contract_no=form.contract_no.strip(),
        amount_fen=form.amount_fen,
        effective_on=form.effective_on,
        valid_until=form.valid_until,
        remarks=form.remarks,
    )
    async with begin(LetterFlow, "apply", row, by=by, terms=form):
        pass
    return row


async def _must_be_offered(form: LetterRequest) -> None:
    """Refuse what the product that was chosen does not offer, naming the field."""
    if form.product_id is None:
        return
    product = await Product.get_or_none(
        id=form.product_id, institution_id=form.guarantor_id, listed=True
    )
    if product is None:
        raise NotFound("该产品已下架或不存在，请重新选择产品")
    errors = []
    if product.kind.value != form.kind.value:
        errors.append(("kind", "与所选产品的保函种类不同"))
    if not product.amount_fen_min <= form.amount_fen <= product.amount_fen_max:
        errors.append(("amount_fen", "金额不在该产品的额度范围内"))
    if errors:
        raise Invalid("申请内容与产品要求不符，请按提示修改", tuple(errors))


async def accept(application_id: UUID, *, by: Actor) -> LetterApplication:
    """Take the application in."""
    async with perform("accept", LetterApplication, application_id, by=by) as row:
        await must_take_business(by.party_id, own=True)
        row.handled_by_id = by.account_id
    return row


async def approve(application_id: UUID, form: LetterOpinion, *, by: Actor) -> LetterApplication:
    """Pass the review, and say what the letter costs."""
    async with perform("approve", LetterApplication, application_id, by=by, terms=form) as row:
        row.handled_by_id = by.account_id
        row.fee_fen = form.fee_fen
        row.opinion = form.opinion
    return row


async def issue(application_id: UUID, *, by: Actor) -> LetterApplication:
    """Give the letter: it is on the disk before the act that enters it begins."""
    written = await _written(application_id, by)
    async with perform("issue", LetterApplication, application_id, by=by) as row:
        if written is None or written.basis != _basis(row):
            raise Stale("申请内容刚刚发生变化，保函没有出具，请刷新后再试")
        facts, kept = written.facts, written.kept
        await LetterOfGuarantee.create(
            application_id=row.id,
            kind=row.kind,
            guarantee_no=facts.guarantee_no,
            guarantor_id=row.guarantor_id,
            guarantor_name=row.guarantor_name,
            enterprise_id=row.enterprise_id,
            enterprise_name=row.enterprise_name,
            beneficiary_name=row.beneficiary_name,
            guaranteed_fen=row.amount_fen,
            effective_on=row.effective_on,
            valid_until=row.valid_until,
            sha256=kept.sha256,
            size_bytes=kept.size_bytes,
            sm2=kept.sm2 or None,
            issued_by_id=by.account_id,
            issued_at=row.updated_at,
        )
        row.guarantee_no = facts.guarantee_no
    return row


async def _written(application_id: UUID, by: Actor) -> _Written | None:
    """Write the letter, if the act will be let through; if not, the act itself says why."""
    visible = LetterApplication.visible_to(by.party_id, by.party_kind)
    row = await visible.get_or_none(id=application_id)
    if row is None or await is_answered(by) or not _would_pass(row, by):
        return None
    enterprise = await Party.get(id=row.enterprise_id)
    facts = LetterFacts(
        guarantee_no=await numbering.draw(LETTER_PREFIX),
        application_no=row.application_no,
        kind=row.kind,
        enterprise_name=row.enterprise_name,
        enterprise_uscc=enterprise.uscc or "",
        beneficiary_name=row.beneficiary_name,
        guarantor_name=row.guarantor_name,
        project=row.project,
        contract_no=row.contract_no,
        amount_fen=row.amount_fen,
        effective_on=row.effective_on,
        valid_until=row.valid_until,
        issued_on=clock.today(),
    )
    return _Written(facts, await print_letter(letter_text(facts), by=by), _basis(row))


def _would_pass(row: LetterApplication, by: Actor) -> bool:
    step = flow_of(row.subject, row.flow, row.version).steps["issue"]
    try:
        step.check(row.state, row, Act(by, clock.now()))
        by.must_be_fresh(step.code)
    except Refusal:
        return False
    return True


def _basis(row: LetterApplication) -> tuple[Any, ...]:
    return (row.beneficiary_name, row.amount_fen, row.effective_on, row.valid_until)


async def reject(application_id: UUID, reason: str, *, by: Actor) -> LetterApplication:
    """Refuse for good."""
    return await advance("reject", LetterApplication, application_id, by=by, reason=reason)


async def withdraw(application_id: UUID, reason: str, *, by: Actor) -> LetterApplication:
    """Take the application back, before there is a letter."""
    return await advance("withdraw", LetterApplication, application_id, by=by, reason=reason)


async def release(application_id: UUID, reason: str, *, by: Actor) -> LetterApplication:
    """The beneficiary has let go, or the obligation has ended: nobody is bound any more."""
    async with perform("release", LetterApplication, application_id, by=by, reason=reason) as row:
        letter = LetterOfGuarantee.filter(application_id=row.id)
        await letter.update(released_at=row.updated_at, release_reason=reason)
    return row
