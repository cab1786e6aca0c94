"""Overdue and what follows: marking, pausing, collecting, settling, writing off, archiving."""

from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.perform import advance, perform
from domain.kernel.refusal import Unmet
from domain.servicing import lines
from domain.servicing.terms import CollectionForm, PauseForm
from orm.servicing import Collection, Loan, OverduePause

PAUSES_MAX = 50
COLLECTIONS_MAX = 1_000


async def mark_overdue(loan_id: UUID, *, by: Actor) -> Loan:
    """Say that a loan is overdue: by hand, or by the job."""
    return await advance("mark_overdue", Loan, loan_id, by=by)


async def pause(loan_id: UUID, form: PauseForm, *, by: Actor) -> Loan:
    """Stop counting days overdue for a while; penalty goes on."""
    async with perform("pause", Loan, loan_id, by=by, terms=form, reason=form.reason) as loan:
        today = date_of(loan.updated_at)
        if await OverduePause.filter(loan_id=loan.id).count() >= PAUSES_MAX:
            raise Unmet(f"一笔贷款最多暂停 {PAUSES_MAX} 次")
        await OverduePause.create(
            loan_id=loan.id, since=today, until=form.until, reason=form.reason, at=loan.updated_at
        )
        loan.paused_until = form.until
        await lines.remember(loan, await lines.lines_of(loan), today)
    return loan


async def resume(loan_id: UUID, *, by: Actor) -> Loan:
    """Go on counting: from today, or from the day the pause was to end."""
    async with perform("resume", Loan, loan_id, by=by) as loan:
        today = date_of(loan.updated_at)
        await OverduePause.filter(loan_id=loan.id, until__gt=today).update(until=today)
        loan.paused_until = None
        await lines.remember(loan, await lines.lines_of(loan), today)
    return loan


async def collect(loan_id: UUID, form: CollectionForm, *, by: Actor) -> Loan:
    """Write down how the borrower was reached, for both who wait for the money."""
    async with perform("collect", Loan, loan_id, by=by, terms=form) as loan:
        if await Collection.filter(loan_id=loan.id).count() >= COLLECTIONS_MAX:
            raise Unmet(f"一笔贷款最多登记 {COLLECTIONS_MAX} 条催收记录")
        await Collection.create(
            id=uuid4(),
            loan_id=loan.id,
            party_id=by.party_id,
            party_name=by.party_name,
            account_name=by.name,
            contact=form.contact,
            collected_on=form.collected_on,
            outcome=form.outcome,
            promised_on=form.promised_on,
            at=loan.updated_at,
        )
    return loan


async def settle(loan_id: UUID, *, by: Actor) -> Loan:
    """Say that everything has come back."""
    async with perform("settle", Loan, loan_id, by=by) as loan:
        loan.settled_on = date_of(loan.updated_at)
    return loan


async def propose_write_off(loan_id: UUID, reason: str, *, by: Actor) -> Loan:
    """Ask for what is left to be written off; somebody else decides."""
    async with perform("propose_write_off", Loan, loan_id, by=by, reason=reason) as loan:
        loan.proposed_by_id = by.account_id
    return loan


async def write_off(loan_id: UUID, *, by: Actor) -> Loan:
    """Write off the principal that is left. The debt as such goes on."""
    async with perform("write_off", Loan, loan_id, by=by) as loan:
        loan.written_off_fen = loan.balance_fen
    return loan


async def return_write_off(loan_id: UUID, reason: str, *, by: Actor) -> Loan:
    """Do not write it off: the loan is overdue again."""
    async with perform("return_write_off", Loan, loan_id, by=by, reason=reason) as loan:
        loan.proposed_by_id = None
    return loan


async def archive(loan_id: UUID, *, by: Actor) -> Loan:
    """Close the file; it can still be read, and taken as a dossier."""
    return await advance("archive", Loan, loan_id, by=by)
