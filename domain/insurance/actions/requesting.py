"""The enterprise's desk: publish a request for cover, or take it back."""

from uuid import UUID

from domain.insurance.flow import CoverRequestFlow
from domain.insurance.terms import CoverWish
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import begin, perform
from domain.kernel.ports import CreditFacts, CreditScore
from domain.kernel.refusal import Invalid, NotVerified
from domain.lending import scoring
from domain.parties.admission import must_take_business
from orm.insurance import CoverRequest
from orm.lending import LoanApplication
from orm.parties import Party
from vocabulary.lending import LoanState, RequestAim
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

COVER_REQUEST_PREFIX = "BX"


async def publish(form: CoverWish, *, by: Actor) -> CoverRequest:
    """Ask for cover: of one insurer, or of whichever insurer accepts first."""
    by.needs(Right.REQUEST_PUBLISH)
    enterprise = await Party.get_or_none(id=by.party_id, kind=PartyKind.ENTERPRISE)
    if enterprise is None or not enterprise.certified:
        raise NotVerified("企业认证通过后才能发布融资保险需求，请先完成企业认证")
    insurer = await _addressee(form)
    found = await _score(form, enterprise.id)
    row = CoverRequest(
        request_no=await numbering.draw(COVER_REQUEST_PREFIX),
        aim=form.aim,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        insurer_id=insurer.id if insurer else None,
        insurer_name=insurer.name if insurer else "",
        region=enterprise.region,
        industry=enterprise.industry,
        requested_fen=form.amount_fen,
        term_months=form.term_months,
        purpose=form.purpose,
        operations=form.operations,
        security=form.security,
        security_terms=form.security_terms,
        credit_score=found.points,
        score_reasons=[each.sentence for each in found.reasons],
    )
    async with begin(CoverRequestFlow, "publish", row, by=by, terms=form):
        pass
    return row


async def withdraw(request_id: UUID, reason: str, *, by: Actor) -> CoverRequest:
    """Take the request back, before any money has moved."""
    async with perform("withdraw", CoverRequest, request_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def _addressee(form: CoverWish) -> Party | None:
    """The insurer a targeted request is addressed to; an open one has none."""
    if form.aim is RequestAim.OPEN:
        if form.insurer_id is not None:
            raise Invalid("非定向需求不选择保险机构", (("insurer_id", "非定向需求请留空"),))
        return None
    insurer = await Party.get_or_none(id=form.insurer_id, kind=PartyKind.INSURER)
    if form.insurer_id is None or insurer is None:
        raise Invalid("定向需求请选择一家入驻保险机构", (("insurer_id", "请选择保险机构"),))
    await must_take_business(insurer.id)
    return insurer


async def _score(form: CoverWish, enterprise_id: UUID) -> CreditScore:
    """By the same card as a loan: what is asked for, and the enterprise's history here."""
    own = LoanApplication.filter(enterprise_id=enterprise_id)
    facts = CreditFacts(
        amount_fen=form.amount_fen,
        term_months=form.term_months,
        security=form.security,
        completed=await own.filter(state=LoanState.COMPLETED).count(),
        rejected_in_year=0,
    )
    return await scoring.held().score(facts)
