"""The rules of live loans. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.parties import Seat
from vocabulary.rights import Right
from vocabulary.servicing import ServicingState

if TYPE_CHECKING:
    from orm.servicing import Loan

BACK_DAYS_MAX = 30
PAUSE_DAYS_MAX = 180
PROMISE_DAYS_MAX = 365


def is_behind(loan: Loan, today: date) -> bool:
    """Is an instalment unpaid after its grace?"""
    if loan.next_due_on is None:
        return False
    return bool(loan.next_due_on + timedelta(days=loan.grace_days) < today)


@condition("没有超过宽限期仍未归还的款项，不用登记逾期")
def behind(loan: Loan, act: Act) -> bool:
    """Overdue is a fact of the schedule, never an opinion."""
    return is_behind(loan, date_of(act.at))


@condition("存在逾期款项，请先登记还款，还清逾期后再办理")
def not_behind(loan: Loan, act: Act) -> bool:
    """Whoever is behind catches up before anything else is arranged."""
    return not is_behind(loan, date_of(act.at))


@condition("仍有逾期款项")
def still_behind(loan: Loan, act: Act) -> bool:
    """A repayment leaves the loan where it was, until the arrears are cleared."""
    return loan.state is ServicingState.CLAIMED or is_behind(loan, date_of(act.at))


@condition("状态不变")
def unmoved(loan: Loan, act: Act) -> bool:
    """A record that moves nothing."""
    return True


@condition("还款日期不能晚于今天", of_terms=True)
def not_in_future(loan: Loan, act: Act) -> bool:
    """Money that has not come in is not written down."""
    return bool(act.terms.paid_on <= date_of(act.at))


@condition("还款日期只能在最近 30 天内，更早的请由持有历史补录权限的人员登记", of_terms=True)
def not_long_ago(loan: Loan, act: Act) -> bool:
    """Repayments are written down while they are fresh."""
    if Right.APPLICATION_HISTORICAL in act.by.rights:
        return True
    return bool(date_of(act.at) - act.terms.paid_on <= timedelta(days=BACK_DAYS_MAX))


@condition("还款日期不能早于放款日，也不能早于上一笔还款", of_terms=True)
def after_the_last(loan: Loan, act: Act) -> bool:
    """The ledger runs forward: what was accrued and split stays as it was."""
    return bool(act.terms.paid_on >= (loan.last_paid_on or loan.drawn_on))


@condition("已暂停计逾期，到期或恢复后才能再次暂停")
def not_paused(loan: Loan, act: Act) -> bool:
    """One pause at a time."""
    return loan.paused_until is None


@condition("当前没有暂停计逾期")
def paused(loan: Loan, act: Act) -> bool:
    """Only a pause is ended."""
    return loan.paused_until is not None


@condition("暂停的截止日应晚于今天，且不超过 180 天", of_terms=True)
def pause_is_short(loan: Loan, act: Act) -> bool:
    """A pause is for a while."""
    today = date_of(act.at)
    return bool(today < act.terms.until <= today + timedelta(days=PAUSE_DAYS_MAX))


@condition("还有未归还的款项，不能结清")
def nothing_owed(loan: Loan, act: Act) -> bool:
    """A loan is settled by money."""
    return loan.balance_fen == 0 and loan.next_due_on is None


@condition("款项已全部归还，请直接办理结清")
def something_owed(loan: Loan, act: Act) -> bool:
    """What is paid is not written off, nor claimed."""
    return loan.balance_fen > 0 or loan.next_due_on is not None


@condition("申请人不能审批自己的申请，请由另一位审批人办理")
def another_person(loan: Loan, act: Act) -> bool:
    """Whoever asked for the write-off does not decide it."""
    assert loan.proposed_by_id is not None, "proposed without saying by whom"
    return bool(loan.proposed_by_id != act.by.account_id)


@condition("贷款没有逾期，不能申请代偿；发生逾期请先登记")
def in_default(loan: Loan, act: Act) -> bool:
    """It is overdue, or somebody has paid for the borrower already: the others pay their share."""
    return loan.state is ServicingState.OVERDUE or loan.claims_paid_fen > 0


@condition("这笔贷款没有担保机构、保险机构或政策基金承担责任，不能申请代偿")
def is_covered(loan: Loan, act: Act) -> bool:
    """There is somebody to claim on."""
    return any(each["seat"] != Seat.BANK for each in loan.shares)


@condition("催收日期应在最近 30 天内；承诺还款日应晚于催收日期，且不超过一年", of_terms=True)
def collected_lately(loan: Loan, act: Act) -> bool:
    """A record is fresh, and a promise is ahead of it."""
    today, terms = date_of(act.at), act.terms
    if not today - timedelta(days=BACK_DAYS_MAX) <= terms.collected_on <= today:
        return False
    if terms.promised_on is None:
        return True
    latest = terms.collected_on + timedelta(days=PROMISE_DAYS_MAX)
    return bool(terms.collected_on < terms.promised_on <= latest)
