"""保函: an enterprise applies, a guarantor reviews and issues; the letter is released or expires."""

from domain.guarantee.letter_terms import LetterOpinion, LetterRequest
from domain.guarantee.rules import is_over, reviewed_by_another, runs_from_now, still_runs
from domain.kernel.flow import Flow, step
from vocabulary.guarantee import LETTER_STATE_LABELS
from vocabulary.guarantee import LetterState as S
from vocabulary.parties import Role

CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
OFFICER = Role.GUARANTEE_OFFICER @ "guarantor"
APPROVER = Role.GUARANTEE_APPROVER @ "guarantor"
CLOCK = Role.SYSTEM @ "platform"


# fmt: off
class LetterFlow(
    Flow, subject="letter_application", name="letter", version=1, title="保函办理",
    labels=LETTER_STATE_LABELS,
    states=S,
    final={S.RELEASED, S.EXPIRED, S.REJECTED, S.WITHDRAWN},
    workdays={S.TO_ACCEPT: 1, S.TO_REVIEW: 3, S.TO_ISSUE: 1},
):
    """Clause 6.1.4.6 of the standard, as a table."""

    apply    = step(                                       to=S.TO_ACCEPT, by=CLERK,               says="申请保函", takes=LetterRequest, when=[runs_from_now])
    accept   = step(S.TO_ACCEPT,                           to=S.TO_REVIEW, by=OFFICER,             says="受理")
    approve  = step(S.TO_REVIEW,                           to=S.TO_ISSUE,  by=OFFICER,             says="审核通过", takes=LetterOpinion)
    issue    = step(S.TO_ISSUE,                            to=S.ISSUED,    by=APPROVER,            says="出具保函", when=[reviewed_by_another, still_runs])
    reject   = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_ISSUE,  to=S.REJECTED,  by=(OFFICER, APPROVER), says="驳回",     needs_reason=True, grave=True)
    withdraw = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_ISSUE,  to=S.WITHDRAWN, by=CLERK,               says="撤回",     needs_reason=True, grave=True)
    release  = step(S.ISSUED,                              to=S.RELEASED,  by=OFFICER,             says="解除保函", needs_reason=True, grave=True)
    expire   = step(S.ISSUED,                              to=S.EXPIRED,   by=CLOCK,               says="保函到期", when=[is_over])
# fmt: on
