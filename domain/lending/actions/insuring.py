"""The insurer's desk at a policy loan: underwrite or return it, confirm a payout or refuse it."""

from uuid import UUID, uuid4

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import advance, perform
from domain.lending.policy_loans import waiting_request
from domain.lending.policy_terms import PayoutCheck, Underwriting
from domain.servicing.calendar import add_months
from orm.insurance import Cover
from orm.lending import LoanApplication
from orm.policy import PayoutRequest
from vocabulary.money import half_up
from vocabulary.policy import WHOLE_BP

COVER_PREFIX = "CB"


async def underwrite(application_id: UUID, form: Underwriting, *, by: Actor) -> LoanApplication:
    """Stand for a part of the loan; the bank may grant from here on."""
    cover_no = await numbering.draw(COVER_PREFIX)
    async with perform(
        "underwrite", LoanApplication, application_id, by=by, terms=form
    ) as application:
        until = add_months(date_of(application.updated_at), form.cover_months)
        cover = await Cover.create(
            id=uuid4(),
            cover_no=cover_no,
            subject_id=application.id,
            insurer_id=by.party_id,
            insurer_name=application.insurer_name,
            opinion=form.opinion,
            cover_bp=form.cover_bp,
            cover_fen=half_up(application.requested_fen * form.cover_bp, WHOLE_BP),
            counter_guarantee=form.counter_guarantee,
            cover_months=form.cover_months,
            covered_until=until,
            at=application.updated_at,
            account_id=by.account_id,
            account_name=by.name,
        )
        application.cover_id, application.covered_until = cover.id, until
    return application


async def return_to_bank(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Not like this: the bank reviews again, and may ask this insurer or another."""
    return await advance("return_to_bank", LoanApplication, application_id, by=by, reason=reason)


async def confirm_payout(application_id: UUID, form: PayoutCheck, *, by: Actor) -> LoanApplication:
    """Confirm after checking guarantee, amount and contract: the bank may pay out."""
    async with perform(
        "confirm_payout", LoanApplication, application_id, by=by, terms=form
    ) as application:
        await _decide(await waiting_request(application), application, by, confirmed=True)
    return application


async def refuse_payout(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Refuse with a reason: the bank may ask again."""
    async with perform(
        "refuse_payout", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        request = await waiting_request(application)
        await _decide(request, application, by, confirmed=False, reason=reason)
    return application


async def _decide(
    request: PayoutRequest,
    application: LoanApplication,
    by: Actor,
    *,
    confirmed: bool,
    reason: str = "",
) -> None:
    request.confirmed, request.reason = confirmed, reason
    request.decided_at = application.updated_at
    request.decided_by_id, request.decided_by_name = by.account_id, by.name
    await request.save()
