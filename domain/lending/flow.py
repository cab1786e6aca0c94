"""一般信贷 (ordinary bank credit): the life of one application, as a table."""

from domain.kernel.flow import Flow, step
from domain.lending.guarantor_steps import (
    ASSESS_RISK,
    CONFIRM_COMMITMENT,
    CONFIRM_GUARANTEE,
    DECLINE_GUARANTEE,
    GUARANTEED_PAYOUT_RULES,
    INVESTIGATE,
)
from domain.lending.rules import (
    creditworthy_or_guaranteed,
    decided_today_or_by_right,
    four_eyes,
    line_fen,
    not_below_lent,
    not_yet_guaranteed,
    nothing_lent,
    paid_lately,
    paid_under_line,
    payment_fen,
    requested_fen,
    seat_is_free,
    something_lent,
    valid_after_decision,
    within_line,
)
from domain.lending.terms import (
    CreditLine,
    GuaranteeOpinion,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
    Publication,
    Resubmission,
    Submission,
)
from vocabulary.lending import STATE_LABELS
from vocabulary.lending import LoanState as S
from vocabulary.parties import Role

GUARANTOR = Role.GUARANTEE_OFFICER @ "guarantor"
CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
OFFICER = Role.BANK_OFFICER @ "bank"
POOL = Role.BANK_OFFICER @ "pool"
APPROVER = Role.BANK_APPROVER @ "bank"
TAKEN = "该需求已被其他银行受理，您可以在抢单区查看其他需求"
GRANT_RULES = (decided_today_or_by_right, valid_after_decision)
PAYOUT_RULES = (within_line, paid_lately, paid_under_line)


# fmt: off
class FirstGeneralCreditFlow(
    Flow, subject="loan_application", name="general", version=1, title="一般信贷",
    labels=STATE_LABELS,
    states=(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_GRANT, S.TO_DISBURSE, S.COMPLETED, S.REJECTED, S.WITHDRAWN),
    final=(S.COMPLETED, S.REJECTED, S.WITHDRAWN),
    workdays={S.TO_ACCEPT: 2, S.TO_REVIEW: 5, S.TO_AMEND: 10, S.TO_GUARANTEE: 5, S.TO_GRANT: 2, S.TO_DISBURSE: 10},
):
    """As it was before a guarantor looked, judged and gave a letter: what began so, ends so."""

    submit     = step(                            to=S.TO_ACCEPT,    by=CLERK,               says="提交申请", takes=Submission)
    publish    = step(                            to=S.TO_ACCEPT,    by=CLERK,               says="发布需求", takes=Publication)
    grab       = step(S.TO_ACCEPT,                to=S.TO_REVIEW,    by=POOL,                says="抢单",     when=[seat_is_free], late=TAKEN)
    accept     = step(S.TO_ACCEPT,                to=S.TO_REVIEW,    by=OFFICER,             says="受理")
    approve    = step(S.TO_REVIEW,                to=S.TO_GRANT,     by=APPROVER,            says="审核通过", takes=Opinion, when=[four_eyes, creditworthy_or_guaranteed])
    send_back  = step(S.TO_REVIEW,                to=S.TO_AMEND,     by=(OFFICER, APPROVER), says="退回补正", needs_reason=True)
    resubmit   = step(S.TO_AMEND,                 to=S.TO_REVIEW,    by=CLERK,               says="重新提交", takes=Resubmission)
    require_guarantor = step(S.TO_REVIEW,         to=S.TO_GUARANTEE, by=OFFICER,             says="追加担保", takes=GuarantorChoice, when=[not_yet_guaranteed])
    confirm_guarantee = step(S.TO_GUARANTEE,      to=S.TO_REVIEW,    by=GUARANTOR,           says="确认担保", takes=GuaranteeOpinion)
    decline_guarantee = step(S.TO_GUARANTEE,      to=S.TO_REVIEW,    by=GUARANTOR,           says="不予担保", needs_reason=True, grave=True)
    release    = step(S.TO_REVIEW,                to=S.TO_ACCEPT,    by=OFFICER,             says="取消受理", needs_reason=True, grave=True)
    grant      = step(S.TO_GRANT,                 to=S.TO_DISBURSE,  by=APPROVER,            says="授信",     takes=CreditLine, when=GRANT_RULES, above=line_fen)
    disburse   = step(S.TO_DISBURSE,              to=S.TO_DISBURSE,  by=OFFICER,             says="放款",     takes=Payout, when=PAYOUT_RULES, above=payment_fen)
    complete   = step(S.TO_DISBURSE,              to=S.COMPLETED,    by=OFFICER,             says="办结",     when=[something_lent])
    amend_line = step(S.TO_DISBURSE,              to=S.TO_DISBURSE,  by=APPROVER,            says="修改授信", takes=LineAmendment, needs_reason=True, when=[not_below_lent, *GRANT_RULES], above=line_fen)
    reject     = step(S.TO_ACCEPT, S.TO_REVIEW,   to=S.REJECTED,     by=APPROVER,            says="驳回",     needs_reason=True, grave=True, above=requested_fen)
    withdraw   = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_GRANT, S.TO_DISBURSE,
                                                  to=S.WITHDRAWN,    by=CLERK,               says="撤回",     needs_reason=True, grave=True, when=[nothing_lent])


class GeneralCreditFlow(
    Flow, subject="loan_application", name="general", version=2, title="一般信贷",
    labels=STATE_LABELS,
    states=(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_GRANT, S.TO_DISBURSE, S.COMPLETED, S.REJECTED, S.WITHDRAWN),
    final=(S.COMPLETED, S.REJECTED, S.WITHDRAWN),
    workdays={S.TO_ACCEPT: 2, S.TO_REVIEW: 5, S.TO_AMEND: 10, S.TO_GUARANTEE: 5, S.TO_GRANT: 2, S.TO_DISBURSE: 10},
):
    """Clauses 6.1.2.2 and 6.1.4.1 to 6.1.4.4 of the standard, as a table."""

    submit     = step(                            to=S.TO_ACCEPT,    by=CLERK,               says="提交申请", takes=Submission)
    publish    = step(                            to=S.TO_ACCEPT,    by=CLERK,               says="发布需求", takes=Publication)
    grab       = step(S.TO_ACCEPT,                to=S.TO_REVIEW,    by=POOL,                says="抢单",     when=[seat_is_free], late=TAKEN)
    accept     = step(S.TO_ACCEPT,                to=S.TO_REVIEW,    by=OFFICER,             says="受理")
    approve    = step(S.TO_REVIEW,                to=S.TO_GRANT,     by=APPROVER,            says="审核通过", takes=Opinion, when=[four_eyes, creditworthy_or_guaranteed])
    send_back  = step(S.TO_REVIEW,                to=S.TO_AMEND,     by=(OFFICER, APPROVER), says="退回补正", needs_reason=True)
    resubmit   = step(S.TO_AMEND,                 to=S.TO_REVIEW,    by=CLERK,               says="重新提交", takes=Resubmission)
    require_guarantor = step(S.TO_REVIEW,         to=S.TO_GUARANTEE, by=OFFICER,             says="追加担保", takes=GuarantorChoice, when=[not_yet_guaranteed])
    confirm_guarantee  = CONFIRM_GUARANTEE
    investigate        = INVESTIGATE
    assess_risk        = ASSESS_RISK
    decline_guarantee  = DECLINE_GUARANTEE
    release    = step(S.TO_REVIEW,                to=S.TO_ACCEPT,    by=OFFICER,             says="取消受理", needs_reason=True, grave=True)
    grant      = step(S.TO_GRANT,                 to=S.TO_DISBURSE,  by=APPROVER,            says="授信",     takes=CreditLine, when=GRANT_RULES, above=line_fen)
    disburse   = step(S.TO_DISBURSE,              to=S.TO_DISBURSE,  by=OFFICER,             says="放款",     takes=Payout, when=[*PAYOUT_RULES, *GUARANTEED_PAYOUT_RULES], above=payment_fen)
    confirm_commitment = CONFIRM_COMMITMENT
    complete   = step(S.TO_DISBURSE,              to=S.COMPLETED,    by=OFFICER,             says="办结",     when=[something_lent])
    amend_line = step(S.TO_DISBURSE,              to=S.TO_DISBURSE,  by=APPROVER,            says="修改授信", takes=LineAmendment, needs_reason=True, when=[not_below_lent, *GRANT_RULES], above=line_fen)
    reject     = step(S.TO_ACCEPT, S.TO_REVIEW,   to=S.REJECTED,     by=APPROVER,            says="驳回",     needs_reason=True, grave=True, above=requested_fen)
    withdraw   = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_AMEND, S.TO_GUARANTEE, S.TO_GRANT, S.TO_DISBURSE,
                                                  to=S.WITHDRAWN,    by=CLERK,               says="撤回",     needs_reason=True, grave=True, when=[nothing_lent])
# fmt: on
