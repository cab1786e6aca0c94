"""Live loans of the tests: drawn some time ago, as if the days since had passed."""

from datetime import date, timedelta
from typing import Any

import msgspec

from domain.kernel import clock
from domain.lending.actions import banking
from domain.servicing import lines
from domain.servicing.terms import Payment, RepaymentTerms
from orm.lending import LoanApplication
from orm.servicing import Instalment, Loan
from tests import world
from tests.lending.conftest import Desk
from tests.world import WAN

PRINCIPAL_FEN = 40 * WAN


async def a_loan(desk: Desk, amount_fen: int = PRINCIPAL_FEN, **terms: Any) -> Loan:
    """A loan drawn today."""
    granted = await world.a_granted_application(desk.enterprise, desk.bank)
    return await drawn(granted, desk, amount_fen, **terms)


async def drawn(
    granted: LoanApplication, desk: Desk, amount_fen: int = PRINCIPAL_FEN, **terms: Any
) -> Loan:
    """A payout of today, and the loan that began with it."""
    payout = msgspec.structs.replace(
        world.a_payout(amount_fen), repayment=RepaymentTerms(**terms) if terms else None
    )
    await banking.disburse(granted.id, payout, by=desk.officer)
    return await Loan.filter(application_id=granted.id).order_by("-created_at").first()  # type: ignore[return-value]  # just made


async def aged(loan: Loan, days: int) -> Loan:
    """The same loan as if it had been drawn so many days earlier."""
    back = timedelta(days=days)
    for row in await Instalment.filter(loan_id=loan.id):
        accrued = row.penalty_on - back if row.penalty_on else None
        await Instalment.filter(id=row.id).update(due_on=row.due_on - back, penalty_on=accrued)
    kept = await Loan.get(id=loan.id)
    kept.drawn_on -= back
    kept.first_due_on -= back
    kept.final_due_on -= back
    if kept.last_paid_on:
        kept.last_paid_on -= back
    await lines.remember(kept, await lines.lines_of(kept), clock.today())
    await kept.save()
    return kept


def paying(amount_fen: int, paid_on: date | None = None) -> Payment:
    """A payment of today unless told otherwise."""
    return Payment(amount_fen=amount_fen, paid_on=paid_on or clock.today())


def stood_for_in_full(granted: LoanApplication) -> dict[str, Any]:
    """The columns of an application for all of which a guarantor stands, its letter accepted."""
    return {
        "guaranteed": True,
        "coverage_bp": 10_000,
        "guaranteed_fen": granted.credit_line_fen,
        "guaranteed_until": clock.today() + timedelta(days=3650),
        "commitment_no": "DB-20261127-0001",
        "commitment_confirmed_at": clock.now(),
    }
