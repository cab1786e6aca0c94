"""A sum comes in: the ledger's line, the schedule, the loan's row; inside an act on the loan."""

from collections.abc import Sequence
from dataclasses import astuple
from datetime import date, datetime
from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.clock import date_of
from domain.kernel.refusal import Unmet
from domain.servicing import lines
from domain.servicing.owing import Due, Part
from orm.servicing import Loan, Repayment
from vocabulary.money import yuan_text
from vocabulary.servicing import Payer

REPAYMENT_PREFIX = "HK"


async def receive(
    loan: Loan,
    after: Sequence[Due],
    parts: Sequence[Part],
    *,
    repayment_no: str,
    paid_on: date,
    at: datetime,
    by: Actor,
    payer: Payer = Payer.BORROWER,
    claim_id: UUID | None = None,
) -> Repayment:
    """Write one line of the repayment ledger and what it changed on the loan's row."""
    penalty = sum(part.penalty_fen for part in parts)
    interest = sum(part.interest_fen for part in parts)
    principal = sum(part.principal_fen for part in parts)
    loan.penalty_repaid_fen += penalty
    loan.interest_repaid_fen += interest
    loan.principal_repaid_fen += principal
    loan.last_paid_on = paid_on
    await lines.remember(loan, after, date_of(at))
    return await Repayment.create(
        id=uuid4(),
        repayment_no=repayment_no,
        loan_id=loan.id,
        loan_no=loan.loan_no,
        contract_no=loan.contract_no,
        enterprise_id=loan.enterprise_id,
        enterprise_name=loan.enterprise_name,
        bank_id=loan.bank_id,
        bank_name=loan.bank_name,
        insurer_id=loan.insurer_id,
        guarantor_id=loan.guarantor_id,
        payer=payer,
        paid_on=paid_on,
        amount_fen=penalty + interest + principal,
        penalty_fen=penalty,
        interest_fen=interest,
        principal_fen=principal,
        balance_fen=loan.balance_fen,
        parts=[astuple(part) for part in parts],
        claim_id=claim_id,
        account_id=by.account_id,
        at=at,
    )


def too_much(amount_fen: int, owed_fen: int, on: date, hint: str = "") -> Unmet:
    """The refusal of more than is owed, to the fen."""
    return Unmet(
        f"还款金额 {yuan_text(amount_fen)} 超过截至 {on:%Y年%m月%d日} 的应还金额 "
        f"{yuan_text(owed_fen)}，请核对后重新登记{hint}"
    )
