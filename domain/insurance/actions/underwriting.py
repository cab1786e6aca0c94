"""The insurer's desk: accept, review, edit the security, underwrite or decline, pay out."""

from uuid import UUID, uuid4

from domain.insurance.terms import CoverOpinion, CoverPayout, SecurityTerms
from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import perform
from domain.kernel.refusal import Unmet
from domain.parties.admission import must_take_business
from domain.servicing.calendar import add_months
from orm.insurance import Cover, CoverRequest
from orm.lending import BusinessRegisterEntry
from vocabulary.lending import LoanKind
from vocabulary.money import half_up
from vocabulary.policy import WHOLE_BP

COVER_PREFIX = "CB"
REGISTER_PREFIX = "TZ"


async def accept(request_id: UUID, *, by: Actor) -> CoverRequest:
    """Take a request on. Of several insurers exactly one succeeds; the enterprise is told."""
    async with perform("accept", CoverRequest, request_id, by=by) as row:
        await must_take_business(by.party_id, own=True)
        row.insurer_id, row.insurer_name = by.party_id, by.party_name
        row.handled_by_id, row.accepted_at = by.account_id, row.updated_at
    return row


async def amend_security(request_id: UUID, form: SecurityTerms, *, by: Actor) -> CoverRequest:
    """Write down the security as it was agreed; the journal keeps what it was."""
    async with perform("amend_security", CoverRequest, request_id, by=by, terms=form) as row:
        row.security, row.security_terms = form.security, form.security_terms
    return row


async def underwrite(request_id: UUID, form: CoverOpinion, *, by: Actor) -> CoverRequest:
    """Cover it: money may follow."""
    cover_no = await numbering.draw(COVER_PREFIX)
    async with perform("underwrite", CoverRequest, request_id, by=by, terms=form) as row:
        cover = await Cover.create(
            id=uuid4(),
            cover_no=cover_no,
            subject_id=row.id,
            insurer_id=by.party_id,
            insurer_name=row.insurer_name,
            opinion=form.opinion,
            cover_bp=form.cover_bp,
            cover_fen=half_up(row.requested_fen * form.cover_bp, WHOLE_BP),
            counter_guarantee=form.counter_guarantee,
            cover_months=form.cover_months,
            covered_until=add_months(date_of(row.updated_at), form.cover_months),
            at=row.updated_at,
            account_id=by.account_id,
            account_name=by.name,
        )
        row.opinion, row.cover_id, row.cover_fen = form.opinion, cover.id, cover.cover_fen
    return row


async def decline(request_id: UUID, reason: str, *, by: Actor) -> CoverRequest:
    """Refuse for good, with a reason."""
    async with perform("decline", CoverRequest, request_id, by=by, reason=reason) as row:
        row.reason = reason
    return row


async def disburse(request_id: UUID, payout: CoverPayout, *, by: Actor) -> CoverRequest:
    """Record the payout, and with it the business register's line."""
    register_no = await numbering.draw(REGISTER_PREFIX)
    async with perform("disburse", CoverRequest, request_id, by=by, terms=payout) as row:
        if await BusinessRegisterEntry.exists(bank_id=by.party_id, contract_no=payout.contract_no):
            raise Unmet("该合同号已登记过放款，请核对合同号")
        row.contract_no, row.paid_on = payout.contract_no, payout.paid_on
        row.rate_bp, row.disbursed_fen = payout.rate_bp, payout.amount_fen
        await BusinessRegisterEntry.create(
            register_no=register_no,
            kind=LoanKind.COVER_FINANCING,
            disbursement_id=uuid4(),
            application_id=row.id,
            application_no=row.request_no,
            enterprise_id=row.enterprise_id,
            enterprise_name=row.enterprise_name,
            bank_id=by.party_id,
            bank_name=row.insurer_name,
            region=row.region,
            industry=row.industry,
            contract_no=payout.contract_no,
            amount_fen=payout.amount_fen,
            paid_on=payout.paid_on,
            at=row.updated_at,
        )
    return row
