"""The guarantor's desk: stand for the borrower, or decline."""

from uuid import UUID

from domain.guarantee.actions import committing
from domain.guarantee.terms import GuaranteeConfirmation
from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.lending.flow import FirstGeneralCreditFlow
from domain.lending.guarantee import forget_guarantee
from domain.lending.terms import GuaranteeOpinion
from orm.lending import LoanApplication


async def confirm_guarantee(
    application_id: UUID, form: GuaranteeConfirmation, *, by: Actor
) -> LoanApplication:
    """Stand for the borrower, by a letter; the bank goes on with its review.

    What began before there were letters is confirmed with an opinion alone.
    """
    first = await LoanApplication.exists(
        id=application_id,
        flow=FirstGeneralCreditFlow.name,
        version=FirstGeneralCreditFlow.version,
    )
    if not first:
        return await committing.confirm_guarantee(application_id, form, by=by)
    terms = GuaranteeOpinion(form.opinion)
    async with perform(
        "confirm_guarantee", LoanApplication, application_id, by=by, terms=terms
    ) as application:
        application.guaranteed = True
        application.guarantee_opinion = form.opinion
    return application


async def decline_guarantee(application_id: UUID, reason: str, *, by: Actor) -> LoanApplication:
    """Decline; the seat is free again, and the bank may ask another guarantor."""
    async with perform(
        "decline_guarantee", LoanApplication, application_id, by=by, reason=reason
    ) as application:
        await forget_guarantee(application, reason)
    return application
