"""The rules of lending. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.rights import Right

if TYPE_CHECKING:
    from orm.lending import LoanApplication

PAID_BACK_DAYS_MAX = 30


@condition("该需求已被其他银行受理，您可以在抢单区查看其他需求")
def seat_is_free(application: LoanApplication, act: Act) -> bool:
    """First come: no bank sits here yet."""
    return application.bank_id is None


@condition("审批人不能是受理人，请由另一位审批人办理")
def four_eyes(application: LoanApplication, act: Act) -> bool:
    """Whoever took the application in may not approve it."""
    assert application.handled_by_id is not None, "taken in without saying by whom"
    return bool(application.handled_by_id != act.by.account_id)


@condition("信用评分未达标准，或政策项目要求担保，请先追加担保，由担保机构确认后再审核")
def creditworthy_or_guaranteed(application: LoanApplication, act: Act) -> bool:
    """A weak borrower needs a guarantor. The bar is the one in force when they applied.

    Some policy programmes want one beside every borrower.
    """
    if application.guaranteed:
        return True
    strong = application.credit_score >= application.score_required
    return bool(strong and not application.guarantor_required)


@condition("已有担保机构确认担保，无需再次追加")
def not_yet_guaranteed(application: LoanApplication, act: Act) -> bool:
    """One guarantor at a time."""
    return not application.guaranteed


@condition("放款金额不能超过授信额度，请核对本次金额与已放款合计", of_terms=True)
def within_line(application: LoanApplication, act: Act) -> bool:
    """The credit line caps what is lent in all, not each payment alone."""
    assert application.credit_line_fen is not None, "no line to lend under"
    lent_fen: int = application.disbursed_fen + act.terms.amount_fen
    return bool(lent_fen <= application.credit_line_fen)


@condition("授信金额不能低于已放款合计", of_terms=True)
def not_below_lent(application: LoanApplication, act: Act) -> bool:
    """A line is not amended below what has been lent under it."""
    lent_fen: int = application.disbursed_fen
    return bool(lent_fen <= act.terms.credit_line_fen)


@condition("还没有放款记录，不能办结；如不再放款，请由企业撤回申请")
def something_lent(application: LoanApplication, act: Act) -> bool:
    """A case is completed by money, not by silence."""
    return bool(application.disbursed_fen > 0)


@condition("已有放款，不能撤回；如有疑问请联系经办银行")
def nothing_lent(application: LoanApplication, act: Act) -> bool:
    """What has been paid out cannot be withdrawn."""
    return bool(application.disbursed_fen == 0)


@condition("放款日期应在最近 30 天内，且不晚于今天", of_terms=True)
def paid_lately(application: LoanApplication, act: Act) -> bool:
    """Payouts are written down while they are fresh; older ones need the right to do so."""
    today = date_of(act.at)
    if act.terms.paid_on > today:
        return False
    if Right.APPLICATION_HISTORICAL in act.by.rights:
        return True
    return bool(today - act.terms.paid_on <= timedelta(days=PAID_BACK_DAYS_MAX))


@condition("放款日期不能早于授信日期，也不能晚于授信有效期", of_terms=True)
def paid_under_line(application: LoanApplication, act: Act) -> bool:
    """The payout falls between the decision and the end of the line."""
    assert application.granted_on is not None, "no line to lend under"
    if act.terms.paid_on < application.granted_on:
        return False
    return application.valid_until is None or bool(act.terms.paid_on <= application.valid_until)


@condition("授信日期只能由持有历史补录权限的人员填写，且不晚于今天", of_terms=True)
def decided_today_or_by_right(application: LoanApplication, act: Act) -> bool:
    """A decision dates from now; only history replayed with the right to do so does not."""
    if act.terms.decided_on is None:
        return True
    has_right = Right.APPLICATION_HISTORICAL in act.by.rights
    return has_right and bool(act.terms.decided_on <= date_of(act.at))


@condition("授信有效期不能早于授信日期", of_terms=True)
def valid_after_decision(application: LoanApplication, act: Act) -> bool:
    """A line is not over before it begins."""
    if act.terms.valid_until is None:
        return True
    decided_on = act.terms.decided_on or date_of(act.at)
    return bool(act.terms.valid_until >= decided_on)


def line_fen(application: LoanApplication, terms: Any) -> int:
    """The amount a grant speaks of: the line."""
    return int(terms.credit_line_fen)


def payment_fen(application: LoanApplication, terms: Any) -> int:
    """The amount a payout speaks of."""
    return int(terms.amount_fen)


def requested_fen(application: LoanApplication, terms: Any) -> int:
    """The amount a refusal speaks of: what was asked for."""
    return int(application.requested_fen)
