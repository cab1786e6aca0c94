"""The rules of guarantees at a loan. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.money import half_up

if TYPE_CHECKING:
    from orm.guarantee import LetterApplication
    from orm.lending import LoanApplication

WHOLE_BP = 10_000
VISITED_DAYS_MAX = 365
STATEMENTS_DAYS_MAX = 730
EFFECTIVE_DAYS_MAX = 90
LETTER_DAYS_MAX = 5 * 366


def share_fen(amount_fen: int, coverage_bp: int) -> int:
    """What a guarantor stands for of an amount, at its share."""
    return half_up(amount_fen * coverage_bp, WHOLE_BP)


@condition("走访日期应在最近一年内，且不晚于今天", of_terms=True)
def visited_lately(application: LoanApplication, act: Act) -> bool:
    """A visit is written down after it was made, and while it still says something."""
    return bool(timedelta() <= date_of(act.at) - act.terms.visited_on <= _days(VISITED_DAYS_MAX))


@condition("请先登记尽调记录，再做风险评估")
def investigated(application: LoanApplication, act: Act) -> bool:
    """Nobody judges a borrower they have not looked at."""
    return application.investigated_at is not None


@condition("财务报表日期应在最近两年内，且不晚于今天", of_terms=True)
def statements_are_recent(application: LoanApplication, act: Act) -> bool:
    """Old figures say nothing of today."""
    age = date_of(act.at) - act.terms.statements_on
    return bool(timedelta() <= age <= _days(STATEMENTS_DAYS_MAX))


@condition("请先登记尽调记录并完成风险评估")
def assessed(application: LoanApplication, act: Act) -> bool:
    """Both were done, by this guarantor, for this case."""
    return application.investigated_at is not None and application.assessed_at is not None


@condition("风险评估人不能确认担保，请由另一位担保审批人办理")
def assessed_by_another(application: LoanApplication, act: Act) -> bool:
    """Four eyes: whoever judged the risk does not sign for it."""
    return bool(application.assessed_by_id != act.by.account_id)


@condition("请填写担保金额和生效日期", of_terms=True)
def amount_and_day_given(application: LoanApplication, act: Act) -> bool:
    """A letter says how much, and from when."""
    return act.terms.guaranteed_fen is not None and act.terms.effective_on is not None


@condition("担保金额不能超过申请金额乘以担保比例", of_terms=True)
def within_coverage(application: LoanApplication, act: Act) -> bool:
    """The letter promises no more than was judged."""
    assert application.coverage_bp is not None, "confirmed without an assessment"
    cap_fen = share_fen(application.requested_fen, application.coverage_bp)
    return bool(act.terms.guaranteed_fen <= cap_fen)


@condition("生效日期应在今天起 90 天内", of_terms=True)
def effective_soon(application: LoanApplication, act: Act) -> bool:
    """A letter is neither dated back nor kept in a drawer."""
    wait = act.terms.effective_on - date_of(act.at)
    return bool(timedelta() <= wait <= _days(EFFECTIVE_DAYS_MAX))


@condition("该业务没有待确认的担保函")
def commitment_waits(application: LoanApplication, act: Act) -> bool:
    """There is a letter, and the bank has not yet said that it accepts it."""
    return bool(application.commitment_no) and application.commitment_confirmed_at is None


@condition("担保编号与该业务的担保函不一致，请核对后填写", of_terms=True)
def names_the_letter(application: LoanApplication, act: Act) -> bool:
    """The bank confirms the letter it has read."""
    return bool(act.terms.guarantee_no.strip() == application.commitment_no)


@condition("担保函尚未确认，请先核对并确认担保函再放款")
def commitment_confirmed(application: LoanApplication, act: Act) -> bool:
    """Where a guarantor stands in, nothing is paid before its letter is accepted."""
    return not application.guaranteed or application.commitment_confirmed_at is not None


@condition("担保函已过有效期，不能放款；请由担保机构重新出具")
def guarantee_in_force(application: LoanApplication, act: Act) -> bool:
    """Nothing is paid out under a guarantee that is over."""
    if not application.guaranteed:
        return True
    assert application.guaranteed_until is not None, "the guarantee has no end"
    return bool(date_of(act.at) <= application.guaranteed_until)


@condition("放款合计按担保比例计算已超过担保金额，请核对本次金额", of_terms=True)
def within_guarantee(application: LoanApplication, act: Act) -> bool:
    """What the guarantor stands for of all that was lent fits into its letter."""
    if not application.guaranteed:
        return True
    assert application.coverage_bp is not None, "a guarantee without a share"
    assert application.guaranteed_fen is not None, "a guarantee without an amount"
    lent_fen = application.disbursed_fen + act.terms.amount_fen
    return bool(share_fen(lent_fen, application.coverage_bp) <= application.guaranteed_fen)


@condition("受理审核人不能出具保函，请由另一位担保审批人办理")
def reviewed_by_another(application: LetterApplication, act: Act) -> bool:
    """Four eyes: whoever took it in and judged it does not sign for it."""
    assert application.handled_by_id is not None, "taken in without saying by whom"
    return bool(application.handled_by_id != act.by.account_id)


@condition("生效日期应不早于今天，有效期应晚于生效日期且不超过五年", of_terms=True)
def runs_from_now(application: LetterApplication, act: Act) -> bool:
    """A letter is not dated back, and begins before it ends."""
    starts, ends = act.terms.effective_on, act.terms.valid_until
    return bool(date_of(act.at) <= starts < ends <= starts + _days(LETTER_DAYS_MAX))


@condition("保函有效期已经届满，请由企业重新申请")
def still_runs(application: LetterApplication, act: Act) -> bool:
    """Nobody signs a letter that is already over."""
    return bool(date_of(act.at) <= application.valid_until)


@condition("保函尚未到期")
def is_over(application: LetterApplication, act: Act) -> bool:
    """The day after the last one."""
    return bool(date_of(act.at) > application.valid_until)


def _days(count: int) -> timedelta:
    return timedelta(days=count)
