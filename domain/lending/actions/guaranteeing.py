"""The guarantor's desk: stand for the borrower, or decline."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.lending.guarantee import forget_guarantee
from domain.lending.terms import GuaranteeOpinion
from orm.lending import LoanApplication


async def confirm_guarantee(
    application_id: UUID, form: GuaranteeOpinion, *, by: Actor
) -> LoanApplication:
    """Stand for the borrower; the bank goes on with its review."""
    async with perform(
        "confirm_guarantee", LoanApplication, application_id, by=by, terms=form
    ) as application:
        application.guaranteed = True
        application.guarantee_opinion = form.opinion
    return application


async def decline_guarantee(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Decline; the seat is free again, and the bank may ask another guarantor."""
    async with perform(
        "decline_guarantee", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        forget_guarantee(application)
    return application
