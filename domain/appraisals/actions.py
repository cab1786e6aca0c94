"""Disputes of ratings: raised by an institution, decided by the operator."""

from uuid import UUID, uuid4

from domain.appraisals.flow import RatingDisputeFlow
from domain.appraisals.terms import Decision, DisputeForm
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, perform
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow
from orm.lending import LoanApplication, Rating
from orm.ratings import RatingDispute

DISPUTE_PREFIX = "YY"


async def dispute(rating_id: UUID, form: DisputeForm, *, by: Actor) -> RatingDispute:
    """Say why a rating of one's own institution should not count: once for each rating."""
    rating = await Rating.get_or_none(id=rating_id, institution_id=by.party_id)
    if rating is None:
        raise NotFound(NOT_FOUND)
    if rating.struck_at is not None or await RatingDispute.exists(rating_id=rating_id):
        raise NotNow("该评价已提出过异议，每条评价只能提出一次")
    application = await LoanApplication.get(id=rating.application_id)
    row = RatingDispute(
        id=uuid4(),
        dispute_no=await numbering.draw(DISPUTE_PREFIX),
        rating_id=rating.id,
        application_id=application.id,
        application_no=application.application_no,
        institution_id=by.party_id,
        institution_name=by.party_name,
        reason=form.reason,
    )
    async with begin(RatingDisputeFlow, "dispute", row, by=by, terms=form):
        pass
    return row


async def uphold(dispute_id: UUID, form: Decision, *, by: Actor) -> RatingDispute:
    """Strike the rating: it stays where it was given, and no longer counts."""
    async with perform(
        "uphold", RatingDispute, dispute_id, by=by, terms=form, reason=form.reason
    ) as row:
        _decide(row, form, by)
        await Rating.filter(id=row.rating_id).update(struck_at=row.updated_at)
    return row


async def dismiss(dispute_id: UUID, form: Decision, *, by: Actor) -> RatingDispute:
    """Let the rating count."""
    async with perform(
        "dismiss", RatingDispute, dispute_id, by=by, terms=form, reason=form.reason
    ) as row:
        _decide(row, form, by)
    return row


async def drop(dispute_id: UUID, *, by: Actor) -> RatingDispute:
    """Let whoever disputed think better of it."""
    async with perform("drop", RatingDispute, dispute_id, by=by) as row:
        pass
    return row


def _decide(row: RatingDispute, form: Decision, by: Actor) -> None:
    row.answer = form.reason
    row.decided_by_name, row.decided_at = by.name, row.updated_at
