"""The bank's desk at a policy loan's money: ask to pay out, and file what was paid."""

from uuid import UUID, uuid4

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.lending.policy_loans import must_not_be_used, waiting_request
from domain.lending.policy_terms import PayoutRequestForm
from domain.policy import room
from orm.lending import Disbursement, LoanApplication
from orm.policy import Filing, PayoutRequest

PAYOUT_REQUEST_PREFIX = "FK"
FILING_PREFIX = "BA"


async def request_payout(
    application_id: UUID, form: PayoutRequestForm, *, by: Actor
) -> LoanApplication:
    """Ask to pay out under a contract; nothing moves yet."""
    request_no = await numbering.draw(PAYOUT_REQUEST_PREFIX)
    async with perform(
        "request_payout", LoanApplication, application_id, by=by, terms=form
    ) as application:
        await must_not_be_used(form.contract_no, by.party_id)
        await room.must_carry_payout(application, form.amount_fen)
        await PayoutRequest.create(
            id=uuid4(),
            request_no=request_no,
            application_id=application.id,
            contract_no=form.contract_no,
            amount_fen=form.amount_fen,
            at=application.updated_at,
            account_id=by.account_id,
            account_name=by.name,
        )
    return application


async def cancel_payout(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Take back a payout that was asked for: another contract, another amount, another day."""
    async with perform(
        "cancel_payout", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        request = await waiting_request(application)
        request.confirmed, request.reason = False, reason
        request.decided_at = application.updated_at
        request.decided_by_id, request.decided_by_name = by.account_id, by.name
        await request.save()
    return application


async def file(application_id: UUID, *, by: Actor) -> LoanApplication:
    """File the payout with the fund; the next one may be asked for."""
    filing_no = await numbering.draw(FILING_PREFIX)
    async with perform("file", LoanApplication, application_id, by=by) as application:
        paid = Disbursement.filter(application_id=application.id).order_by("-at", "-id")
        disbursement = await paid.first()
        assert disbursement is not None, "nothing was paid out"
        await Filing.create(
            id=uuid4(),
            filing_no=filing_no,
            application_id=application.id,
            disbursement_id=disbursement.id,
            contract_no=disbursement.contract_no,
            amount_fen=disbursement.amount_fen,
            at=application.updated_at,
            account_id=by.account_id,
            account_name=by.name,
        )
    return application
