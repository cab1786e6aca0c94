"""信保贷 as a flow of the tests: five parties, two payouts and more, two versions of one table."""

# ruff: noqa: E501 -- a flow is a table; tables are wide

from __future__ import annotations

from datetime import date

from msgspec import Struct

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow, condition, step
from domain.kernel.perform import advance, begin, perform
from domain.lending.rules import (
    creditworthy_or_guaranteed,
    four_eyes,
    nothing_lent,
    seat_is_free,
    something_lent,
    within_line,
)
from orm.lending import LoanApplication
from orm.parties import Party
from tests.world import WISH
from vocabulary.lending import STATE_LABELS, LoanKind, RequestAim
from vocabulary.lending import LoanState as S
from vocabulary.parties import Role

CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
OFFICER = Role.BANK_OFFICER @ "bank"
POOL = Role.BANK_OFFICER @ "pool"
APPROVER = Role.BANK_APPROVER @ "bank"
UNDERWRITER = Role.UNDERWRITER @ "insurer"
REQUIRED, STRONG, WEAK = 600, 620, 599
GUARANTEE = Role.GUARANTEE_OFFICER @ "guarantor"


class Letter(Struct, frozen=True, forbid_unknown_fields=True):
    """担保函: its number, and until when it holds."""

    letter_no: str
    valid_until: date


class Amount(Struct, frozen=True, forbid_unknown_fields=True):
    """A sum of money, and the number of its contract."""

    amount_fen: int
    contract_no: str = "HT-0001"


class Line(Struct, frozen=True, forbid_unknown_fields=True):
    """授信."""

    credit_line_fen: int


@condition("请先填写初审意见")
def has_preliminary_opinion(application: LoanApplication, act: Act) -> bool:
    """The guarantor reads what the bank thinks."""
    return application.preliminary_opinion != ""


@condition("担保函须载明编号，且在有效期内", of_terms=True)
def letter_issued(application: LoanApplication, act: Act) -> bool:
    """A guarantee is a letter with a number and a date."""
    return bool(act.terms.letter_no) and act.terms.valid_until >= act.at.date()


@condition("担保已不在有效期内")
def guarantee_in_force(application: LoanApplication, act: Act) -> bool:
    """Nothing is paid out under a guarantee that is over."""
    if not application.guaranteed:
        return True
    assert application.valid_until is not None, "the guarantee has no end"
    return act.at.date() <= application.valid_until


STATES = (
    S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_UNDERWRITE, S.TO_GRANT, S.TO_REQUEST,
    S.TO_CONFIRM, S.TO_DISBURSE, S.TO_FILE, S.COMPLETED, S.REJECTED, S.WITHDRAWN,
)  # fmt: skip
FINAL = (S.COMPLETED, S.REJECTED, S.WITHDRAWN)
DAYS = {S.TO_ACCEPT: 2, S.TO_REVIEW: 5, S.TO_GUARANTEE: 3, S.TO_UNDERWRITE: 3, S.TO_CONFIRM: 1}


# fmt: off
class GuaranteeFundFlow(
    Flow, subject="loan_application", name="trial_fund", version=1, title="信保贷",
    labels=STATE_LABELS, states=STATES, final=FINAL, workdays=DAYS,
):
    """The table of the design, as far as the columns of today carry it."""

    submit            = step(                              to=S.TO_ACCEPT,     by=CLERK,       says="提交申请")
    withdraw          = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, to=S.WITHDRAWN, by=CLERK,   says="撤回", when=[nothing_lent])
    grab              = step(S.TO_ACCEPT,                  to=S.TO_REVIEW,     by=POOL,        says="抢单", when=[seat_is_free])
    accept            = step(S.TO_ACCEPT,                  to=S.TO_REVIEW,     by=OFFICER,     says="受理")
    release           = step(S.TO_REVIEW,                  to=S.TO_ACCEPT,     by=OFFICER,     says="取消受理", needs_reason=True)
    require_guarantor = step(S.TO_REVIEW,                  to=S.TO_GUARANTEE,  by=OFFICER,     says="提请担保", when=[has_preliminary_opinion])
    confirm_guarantee = step(S.TO_GUARANTEE,               to=S.TO_REVIEW,     by=GUARANTEE,   says="确认担保", takes=Letter, when=[letter_issued])
    decline_guarantee = step(S.TO_GUARANTEE,               to=S.TO_REVIEW,     by=GUARANTEE,   says="不予担保", needs_reason=True)
    approve           = step(S.TO_REVIEW,                  to=S.TO_UNDERWRITE, by=APPROVER,    says="审核通过", when=[four_eyes, creditworthy_or_guaranteed])
    send_back         = step(S.TO_REVIEW,                  to=S.TO_AMEND,      by=APPROVER,    says="退回补正", needs_reason=True)
    resubmit          = step(S.TO_AMEND,                   to=S.TO_REVIEW,     by=CLERK,       says="重新提交")
    reject            = step(S.TO_REVIEW,                  to=S.REJECTED,      by=APPROVER,    says="驳回", needs_reason=True)
    underwrite        = step(S.TO_UNDERWRITE,              to=S.TO_GRANT,      by=UNDERWRITER, says="承保")
    return_to_bank    = step(S.TO_UNDERWRITE,              to=S.TO_REVIEW,     by=UNDERWRITER, says="退回银行", needs_reason=True)
    grant             = step(S.TO_GRANT,                   to=S.TO_REQUEST,    by=APPROVER,    says="授信", takes=Line)
    amend_line        = step(S.TO_REQUEST,                 to=S.TO_REQUEST,    by=APPROVER,    says="修改授信", takes=Line, needs_reason=True)
    request_payout    = step(S.TO_REQUEST,                 to=S.TO_CONFIRM,    by=OFFICER,     says="申请放款", takes=Amount, when=[within_line])
    confirm_payout    = step(S.TO_CONFIRM,                 to=S.TO_DISBURSE,   by=UNDERWRITER, says="确认放款")
    refuse_payout     = step(S.TO_CONFIRM,                 to=S.TO_REQUEST,    by=UNDERWRITER, says="拒绝放款", needs_reason=True)
    disburse          = step(S.TO_DISBURSE,                to=S.TO_FILE,       by=OFFICER,     says="放款", takes=Amount, when=[within_line, guarantee_in_force])
    file              = step(S.TO_FILE,                    to=S.TO_REQUEST,    by=OFFICER,     says="备案")
    complete          = step(S.TO_REQUEST,                 to=S.COMPLETED,     by=OFFICER,     says="办结", when=[something_lent])


class ShorterGuaranteeFundFlow(
    Flow, subject="loan_application", name="trial_fund", version=2, title="信保贷",
    labels=STATE_LABELS,
    states=(S.TO_ACCEPT, S.TO_REVIEW, S.TO_UNDERWRITE, S.TO_GRANT, S.TO_DISBURSE, S.COMPLETED, S.REJECTED, S.WITHDRAWN),
    final=FINAL, workdays={S.TO_ACCEPT: 1},
):
    """The next version: payouts are no longer confirmed or filed one by one."""

    submit     = step(                 to=S.TO_ACCEPT,     by=CLERK,       says="提交申请")
    withdraw   = step(S.TO_ACCEPT,     to=S.WITHDRAWN,     by=CLERK,       says="撤回")
    accept     = step(S.TO_ACCEPT,     to=S.TO_REVIEW,     by=OFFICER,     says="受理")
    approve    = step(S.TO_REVIEW,     to=S.TO_UNDERWRITE, by=APPROVER,    says="审核通过", when=[four_eyes])
    reject     = step(S.TO_REVIEW,     to=S.REJECTED,      by=APPROVER,    says="驳回", needs_reason=True)
    underwrite = step(S.TO_UNDERWRITE, to=S.TO_GRANT,      by=UNDERWRITER, says="承保")
    grant      = step(S.TO_GRANT,      to=S.TO_DISBURSE,   by=APPROVER,    says="授信", takes=Line)
    disburse   = step(S.TO_DISBURSE,   to=S.TO_DISBURSE,   by=OFFICER,     says="放款", takes=Amount, when=[within_line])
    complete   = step(S.TO_DISBURSE,   to=S.COMPLETED,     by=OFFICER,     says="办结", when=[something_lent])
# fmt: on


async def an_application(
    enterprise: Party,
    bank: Party,
    insurer: Party,
    guarantor: Party,
    *,
    by: Actor,
    flow: type[Flow] = GuaranteeFundFlow,
    credit_score: int = STRONG,
) -> LoanApplication:
    """A fresh 信保贷 application, every seat taken: 待受理."""
    wish = dict(WISH)
    row = LoanApplication(
        application_no=await numbering.draw("XB"),
        kind=LoanKind.GUARANTEE_FUND,
        aim=RequestAim.TARGETED,
        enterprise_id=enterprise.id,
        enterprise_name=enterprise.name,
        bank_id=bank.id,
        bank_name=bank.name,
        insurer_id=insurer.id,
        guarantor_id=guarantor.id,
        region=enterprise.region,
        industry=enterprise.industry,
        credit_score=credit_score,
        score_required=REQUIRED,
        requested_fen=wish.pop("amount_fen"),
        **wish,
    )
    async with begin(flow, "submit", row, by=by):
        pass
    return row


async def accept(row: LoanApplication, *, by: Actor) -> LoanApplication:
    """Take in; whoever does so may not approve."""
    async with perform("accept", LoanApplication, row.id, by=by) as taken:
        taken.handled_by_id = by.account_id
    return taken


async def require_guarantor(row: LoanApplication, opinion: str, *, by: Actor) -> LoanApplication:
    """Ask the guarantor, with the bank's opinion already on the row."""
    await LoanApplication.filter(id=row.id).update(preliminary_opinion=opinion)
    return await advance("require_guarantor", LoanApplication, row.id, by=by)


async def confirm_guarantee(row: LoanApplication, letter: Letter, *, by: Actor) -> LoanApplication:
    """Issue the letter."""
    async with perform("confirm_guarantee", LoanApplication, row.id, by=by, terms=letter) as held:
        held.guaranteed, held.valid_until = True, letter.valid_until
    return held


async def grant(row: LoanApplication, line_fen: int, *, by: Actor) -> LoanApplication:
    """Set the line."""
    async with perform("grant", LoanApplication, row.id, by=by, terms=Line(line_fen)) as granted:
        granted.credit_line_fen = line_fen
    return granted


async def disburse(row: LoanApplication, amount: Amount, *, by: Actor) -> LoanApplication:
    """Pay out."""
    async with perform("disburse", LoanApplication, row.id, by=by, terms=amount) as paid:
        paid.disbursed_fen += amount.amount_fen
    return paid
