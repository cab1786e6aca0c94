"""The rules that policy loans have beside those of all lending; pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition

if TYPE_CHECKING:
    from orm.lending import LoanApplication


@condition("请选择合作保险机构", of_terms=True)
def insurer_named(application: LoanApplication, act: Act) -> bool:
    """Somebody must underwrite: the insurer named now, or the one that returned the case."""
    return act.terms.insurer_id is not None or application.insurer_id is not None


@condition("承保期限不能短于贷款期限，请核对", of_terms=True)
def cover_outlasts_loan(application: LoanApplication, act: Act) -> bool:
    """A cover that ends before the loan leaves its last payments to nobody."""
    return bool(act.terms.cover_months >= application.term_months)


@condition(
    "政策性贷款的授信金额不能超过申请金额；如需提高，请退回企业补正后重新提交", of_terms=True
)
def line_within_request(application: LoanApplication, act: Act) -> bool:
    """Guarantor and insurer stood for what was asked, not for more."""
    return bool(act.terms.credit_line_fen <= application.requested_fen)


@condition("放款申请金额不能超过授信额度，请核对本次金额与已放款合计", of_terms=True)
def within_line_yet(application: LoanApplication, act: Act) -> bool:
    """What is asked for could be paid out under the line."""
    assert application.credit_line_fen is not None, "no line to lend under"
    lent_fen: int = application.disbursed_fen + act.terms.amount_fen
    return bool(lent_fen <= application.credit_line_fen)


@condition("担保未确认或承保已到期，不能放款；请先补齐担保和承保")
def still_backed(application: LoanApplication, act: Act) -> bool:
    """Whoever had to stand beside the loan stands there still."""
    weak = application.credit_score < application.score_required
    if (weak or application.guarantor_required) and not application.guaranteed:
        return False
    if not application.insured:
        return True
    until = application.covered_until
    return until is not None and bool(date_of(act.at) <= until)


@condition("请逐项核对担保信息、放款金额和合同编号后再确认", of_terms=True)
def payout_checked(application: LoanApplication, act: Act) -> bool:
    """A confirmation says what was looked at."""
    terms = act.terms
    return bool(terms.guarantee_checked and terms.amount_checked and terms.contract_checked)
