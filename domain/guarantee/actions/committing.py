"""The guarantor's approver gives the letter; the bank says that it accepts it."""

from calendar import monthrange
from datetime import date
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.guarantee.terms import CommitmentCheck, GuaranteeConfirmation
from domain.guarantee.wording import CommitmentFacts, commitment_text
from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.answering import is_answered
from domain.kernel.flow import Act, flow_of
from domain.kernel.perform import perform
from domain.kernel.printing import KeptLetter, print_letter
from domain.kernel.refusal import Refusal, Stale
from orm.guarantee import GuaranteeCommitment, RiskAssessment
from orm.lending import LoanApplication
from orm.parties import Party

COMMITMENT_PREFIX = "DB"
MONTHS = 12


class _Written(Struct, frozen=True):
    """A letter that is ready, and what of the case it was written by."""

    facts: CommitmentFacts
    kept: KeptLetter
    basis: tuple[Any, ...]


async def confirm_guarantee(
    application_id: UUID, form: GuaranteeConfirmation, *, by: Actor
) -> LoanApplication:
    """Stand for the borrower: the letter is on the disk before the act that enters it begins."""
    written = await _written(application_id, form, by)
    async with perform(
        "confirm_guarantee", LoanApplication, application_id, by=by, terms=form
    ) as application:
        if written is None or written.basis != _basis(application):
            raise Stale("业务内容刚刚发生变化，担保函没有出具，请刷新后再试")
        facts = written.facts
        await _enter(application, written, by)
        application.guaranteed = True
        application.guarantee_opinion = form.opinion
        application.guaranteed_fen = facts.guaranteed_fen
        application.guaranteed_until = facts.valid_until
        application.commitment_no = facts.guarantee_no
        application.commitment_confirmed_at = None
    return application


async def confirm_commitment(
    application_id: UUID, form: CommitmentCheck, *, by: Actor
) -> LoanApplication:
    """The bank accepts the letter: from now on it may lend under it."""
    async with perform(
        "confirm_commitment", LoanApplication, application_id, by=by, terms=form
    ) as application:
        application.commitment_confirmed_at = application.updated_at
        letter = GuaranteeCommitment.filter(guarantee_no=application.commitment_no)
        await letter.update(confirmed_at=application.updated_at, confirmed_by_id=by.account_id)
    return application


async def _written(application_id: UUID, form: GuaranteeConfirmation, by: Actor) -> _Written | None:
    """Write the letter, if the act will be let through; if not, the act itself says why."""
    visible = LoanApplication.visible_to(by.party_id, by.party_kind)
    row = await visible.get_or_none(id=application_id)
    if row is None or await is_answered(by) or not _would_pass(row, form, by):
        return None
    assessment = await RiskAssessment.filter(
        application_id=row.id, guarantor_id=row.guarantor_id, at=row.assessed_at
    ).first()
    assert assessment is not None, "assessed without an assessment"
    enterprise = await Party.get(id=row.enterprise_id)
    assert form.guaranteed_fen is not None, "asked for by the flow"
    assert form.effective_on is not None, "asked for by the flow"
    facts = CommitmentFacts(
        guarantee_no=await numbering.draw(COMMITMENT_PREFIX),
        own_no=form.own_no.strip(),
        application_no=row.application_no,
        enterprise_name=row.enterprise_name,
        enterprise_uscc=enterprise.uscc or "",
        bank_name=row.bank_name,
        guarantor_name=row.guarantor_name,
        requested_fen=row.requested_fen,
        guaranteed_fen=form.guaranteed_fen,
        fee_bp=assessment.fee_bp,
        coverage_bp=assessment.coverage_bp,
        claim_liability=assessment.claim_liability,
        term_months=assessment.term_months,
        purpose=row.purpose,
        effective_on=form.effective_on,
        valid_until=months_later(form.effective_on, assessment.term_months),
        issued_on=clock.today(),
    )
    return _Written(facts, await print_letter(commitment_text(facts), by=by), _basis(row))


def _would_pass(row: LoanApplication, form: GuaranteeConfirmation, by: Actor) -> bool:
    step = flow_of(row.subject, row.flow, row.version).steps.get("confirm_guarantee")
    if step is None or step.takes is not GuaranteeConfirmation:
        return False
    try:
        step.check(row.state, row, Act(by, clock.now(), form))
        by.must_be_fresh(step.code)
    except Refusal:
        return False
    return True


def _basis(row: LoanApplication) -> tuple[Any, ...]:
    return (row.guarantor_id, row.bank_id, row.requested_fen, row.assessed_at)


async def _enter(application: LoanApplication, written: _Written, by: Actor) -> None:
    facts, kept = written.facts, written.kept
    await GuaranteeCommitment.create(
        guarantee_no=facts.guarantee_no,
        own_no=facts.own_no,
        application_id=application.id,
        application_no=application.application_no,
        loan_kind=application.kind,
        guarantor_id=by.party_id,
        guarantor_name=facts.guarantor_name,
        enterprise_id=application.enterprise_id,
        enterprise_name=facts.enterprise_name,
        bank_id=application.bank_id,
        beneficiary_name=facts.bank_name,
        requested_fen=facts.requested_fen,
        guaranteed_fen=facts.guaranteed_fen,
        fee_bp=facts.fee_bp,
        coverage_bp=facts.coverage_bp,
        claim_liability=facts.claim_liability,
        term_months=facts.term_months,
        effective_on=facts.effective_on,
        valid_until=facts.valid_until,
        sha256=kept.sha256,
        size_bytes=kept.size_bytes,
        sm2=kept.sm2 or None,
        issued_by_id=by.account_id,
        issued_at=application.updated_at,
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month that has no such day."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
