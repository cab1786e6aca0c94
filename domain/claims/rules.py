"""The rules of claims. Pure: the same facts always give the same answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.kernel.clock import date_of
from domain.kernel.flow import Act, condition
from vocabulary.parties import PartyKind

if TYPE_CHECKING:
    from orm.claims import Claim

BACK_DAYS_MAX = 30


@condition("该笔代偿由担保机构或保险机构办理，平台只办理政策基金的风险补偿")
def asked_of_them(claim: Claim, act: Act) -> bool:
    """The operator keeps the funds' books, and decides for nobody else."""
    return claim.is_on_fund() or act.by.party_kind is not PartyKind.OPERATOR


@condition("同意代偿的金额不能超过银行申请的金额", of_terms=True)
def within_claim(claim: Claim, act: Act) -> bool:
    """Nobody agrees to more than is asked for."""
    return bool(act.terms.amount_fen <= claim.amount_fen)


@condition("代偿金额不能超过已同意的金额", of_terms=True)
def within_agreement(claim: Claim, act: Act) -> bool:
    """Nobody pays more than was agreed."""
    return bool(act.terms.amount_fen <= claim.agreed_fen)


@condition("代偿日期应在最近 30 天内，且不晚于今天", of_terms=True)
def paid_lately(claim: Claim, act: Act) -> bool:
    """Payments are written down while they are fresh."""
    today = date_of(act.at)
    return bool(today - timedelta(days=BACK_DAYS_MAX) <= act.terms.paid_on <= today)


@condition("追偿金额不能超过尚未追回的代偿金额", of_terms=True)
def within_paid(claim: Claim, act: Act) -> bool:
    """What is recovered is what was paid, and no more."""
    return bool(claim.recovered_fen + act.terms.amount_fen <= claim.paid_fen)


@condition("追偿日期应在代偿日期之后，且不晚于今天", of_terms=True)
def recovered_after(claim: Claim, act: Act) -> bool:
    """Recovery follows payment."""
    assert claim.paid_on is not None, "recovering without a payment"
    return bool(claim.paid_on <= act.terms.recovered_on <= date_of(act.at))


@condition("代偿款还没有全部追回，不能结清；确实无法追回的请办理核销")
def all_recovered(claim: Claim, act: Act) -> bool:
    """A claim is settled by money."""
    return claim.recovered_fen == claim.paid_fen


@condition("代偿款已全部追回，请直接办理结清")
def not_all_recovered(claim: Claim, act: Act) -> bool:
    """What is recovered is not written off."""
    return claim.recovered_fen < claim.paid_fen


@condition("登记代偿的人员不能核销同一笔代偿，请由另一位同事办理")
def another_person(claim: Claim, act: Act) -> bool:
    """Whoever wrote the payment down does not write the rest off."""
    assert claim.paid_by_id is not None, "paid without saying by whom"
    return bool(claim.paid_by_id != act.by.account_id)
