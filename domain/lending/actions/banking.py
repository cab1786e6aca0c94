"""The bank's desk: grab, accept, release, review, grant, disburse, complete."""

from uuid import UUID, uuid4

from domain.guarantee.commitments import release_commitment
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import Move, acting, advance, perform
from domain.kernel.refusal import Invalid
from domain.lending import policy_loans
from domain.lending.guarantee import forget_guarantee
from domain.lending.terms import (
    Acceptance,
    CreditLine,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
)
from domain.parties.admission import must_take_business
from domain.servicing.actions.opening import LOAN_PREFIX, draw_down
from orm.catalogue import Product
from orm.lending import BusinessRegisterEntry, Disbursement, LoanApplication
from orm.parties import Party
from vocabulary.lending import RequestAim
from vocabulary.parties import PartyKind

REGISTER_PREFIX = "TZ"


async def grab(application_id: UUID, *, by: Actor) -> LoanApplication:
    """Take an open request out of the pool. Exactly one of many succeeds."""
    async with perform("grab", LoanApplication, application_id, by=by) as application:
        await must_take_business(by.party_id, own=True)
        application.bank_id = by.party_id
        application.bank_name = by.party_name
        _take_in(application, by)
    return application


async def accept(application_id: UUID, *, by: Actor) -> LoanApplication:
    """Take in an application addressed to this bank."""
    async with perform("accept", LoanApplication, application_id, by=by) as application:
        await must_take_business(by.party_id, own=True)
        _take_in(application, by)
    return application


async def accept_all(chosen: Acceptance, *, by: Actor) -> list[LoanApplication]:
    """Take in several applications addressed to this bank: all of them, or none."""
    moves = [
        Move("accept", LoanApplication, row_id) for row_id in sorted(set(chosen.application_ids))
    ]
    async with acting(moves, by=by) as applications:
        await must_take_business(by.party_id, own=True)
        for application in applications:
            _take_in(application, by)
    return applications


def _take_in(application: LoanApplication, by: Actor) -> None:
    application.handled_by_id = by.account_id
    application.accepted_at = application.updated_at


async def release(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Give it back: an open request to the pool, a targeted one to this bank's inbox."""
    async with perform(
        "release", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        application.handled_by_id = None
        application.accepted_at = None
        await forget_guarantee(application, f"银行取消受理：{reason}")
        if application.aim is RequestAim.OPEN:
            application.preliminary_opinion = ""  # the next bank makes up its own mind
            application.bank_id = None
            application.bank_name = ""
    return application


async def approve(application_id: UUID, form: Opinion, *, by: Actor) -> LoanApplication:
    """Pass the credit review; a loan that must be covered goes to the insurer named."""
    insurer = await policy_loans.named_insurer(form.insurer_id)
    async with perform(
        "approve", LoanApplication, application_id, by=by, terms=form
    ) as application:
        application.opinion = form.opinion
        if application.insured and insurer is not None:
            policy_loans.seat_insurer(application, insurer)
    return application


async def require_guarantor(
    application_id: UUID, choice: GuarantorChoice, *, by: Actor
) -> LoanApplication:
    """Ask a guarantor to stand for the borrower; the bank's first opinion goes with the case."""
    guarantor = await Party.get_or_none(id=choice.guarantor_id, kind=PartyKind.GUARANTOR)
    if guarantor is None:
        raise Invalid("请选择一家入驻担保机构", (("guarantor_id", "请选择担保机构"),))
    await must_take_business(guarantor.id)
    async with perform(
        "require_guarantor", LoanApplication, application_id, by=by, terms=choice
    ) as application:
        application.guarantor_id = guarantor.id
        application.guarantor_name = guarantor.name
        application.preliminary_opinion = choice.preliminary_opinion
    return application


async def send_back(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Ask the enterprise to amend."""
    return await advance("send_back", LoanApplication, application_id, by=by, reason=reason)


async def reject(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Refuse for good."""
    async with perform(
        "reject", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        ended_at = application.updated_at
        await release_commitment(application.id, reason="申请已被银行驳回", at=ended_at)
    return application


async def grant(application_id: UUID, line: CreditLine, *, by: Actor) -> LoanApplication:
    """Set the credit line."""
    async with perform("grant", LoanApplication, application_id, by=by, terms=line) as application:
        await _set_line(application, line, by)
        await policy_loans.fix_shares(application, line.credit_line_fen)
        application.granted_at = application.updated_at
        application.granted_on = line.decided_on or date_of(application.updated_at)
        application.historical = line.decided_on is not None
    return application


async def amend_line(application_id: UUID, line: LineAmendment, *, by: Actor) -> LoanApplication:
    """Change the credit line; the journal keeps what it was."""
    async with perform(
        "amend_line", LoanApplication, application_id, by=by, terms=line, reason=line.reason
    ) as application:
        await _set_line(application, line, by)
        await policy_loans.must_carry(application, line.credit_line_fen)
    return application


async def _set_line(application: LoanApplication, line: CreditLine, by: Actor) -> None:
    application.credit_line_fen = line.credit_line_fen
    application.rate_bp = line.rate_bp
    application.granted_term_months = line.term_months
    application.granted_repayment_method = line.repayment_method
    application.valid_until = line.valid_until
    if line.product_id is not None:
        product = await Product.get_or_none(id=line.product_id, institution_id=by.party_id)
        if product is None:
            raise Invalid("请选择本行的产品", (("product_id", "不是本行的产品"),))
        application.product_id, application.product_kind = product.id, product.kind
        application.product_version_no = product.version_no


async def disburse(application_id: UUID, payout: Payout, *, by: Actor) -> LoanApplication:
    """Record the bank's payout; with it the business register's line, and the loan it begins."""
    register_no = await numbering.draw(REGISTER_PREFIX)
    loan_no = await numbering.draw(LOAN_PREFIX)
    async with perform(
        "disburse", LoanApplication, application_id, by=by, terms=payout
    ) as application:
        await policy_loans.must_not_be_used(payout.contract_no, by.party_id)
        asked_for = await policy_loans.confirmed_request(application, payout)
        disbursement = await Disbursement.create(
            id=uuid4(),
            application=application,
            bank_id=by.party_id,
            contract_no=payout.contract_no,
            amount_fen=payout.amount_fen,
            paid_on=payout.paid_on,
            at=application.updated_at,
        )
        if asked_for is not None:
            asked_for.disbursement_id = disbursement.id
            await asked_for.save(update_fields=["disbursement_id"])
        application.disbursed_fen += payout.amount_fen
        await _enter(application, disbursement, register_no)
        await draw_down(application, disbursement, payout.repayment, loan_no=loan_no, by=by)
    return application


async def _enter(
    application: LoanApplication, disbursement: Disbursement, register_no: str
) -> None:
    await BusinessRegisterEntry.create(
        register_no=register_no,
        kind=application.kind,
        disbursement_id=disbursement.id,
        application_id=application.id,
        application_no=application.application_no,
        enterprise_id=application.enterprise_id,
        enterprise_name=application.enterprise_name,
        bank_id=application.bank_id,
        bank_name=application.bank_name,
        region=application.region,
        industry=application.industry,
        contract_no=disbursement.contract_no,
        amount_fen=disbursement.amount_fen,
        paid_on=disbursement.paid_on,
        at=disbursement.at,
    )


async def complete(application_id: UUID, *, by: Actor) -> LoanApplication:
    """Close the case: what was to be lent has been lent."""
    return await advance("complete", LoanApplication, application_id, by=by)
