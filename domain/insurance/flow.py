"""融资保险需求: from the enterprise's request to the payout, as a table."""

from domain.insurance.rules import (
    TAKEN,
    cover_outlasts_financing,
    paid_lately,
    seat_is_ours,
    within_request,
)
from domain.insurance.terms import CoverOpinion, CoverPayout, CoverWish, SecurityTerms
from domain.kernel.flow import Flow, step
from vocabulary.insurance import COVER_REQUEST_STATE_LABELS
from vocabulary.insurance import CoverRequestState as S
from vocabulary.parties import Role

CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
UNDERWRITER = Role.UNDERWRITER @ "insurer"
ANY_UNDERWRITER = Role.UNDERWRITER @ "pool"


# fmt: off
class CoverRequestFlow(
    Flow, subject="cover_request", name="cover_request", version=1, title="融资保险",
    labels=COVER_REQUEST_STATE_LABELS, states=S, final={S.COMPLETED, S.REJECTED, S.WITHDRAWN},
    workdays={S.TO_ACCEPT: 2, S.TO_REVIEW: 5, S.TO_DISBURSE: 10},
):
    """Clause 6.1.1.3 of the standard, as a table."""

    publish        = step(                                         to=S.TO_ACCEPT,   by=CLERK,                          says="发布需求", takes=CoverWish)
    accept         = step(S.TO_ACCEPT,                             to=S.TO_REVIEW,   by=(UNDERWRITER, ANY_UNDERWRITER), says="受理", when=[seat_is_ours], late=TAKEN)
    amend_security = step(S.TO_REVIEW,                             to=S.TO_REVIEW,   by=UNDERWRITER,                    says="编辑担保信息", takes=SecurityTerms)
    underwrite     = step(S.TO_REVIEW,                             to=S.TO_DISBURSE, by=UNDERWRITER,                    says="承保", takes=CoverOpinion, when=[cover_outlasts_financing])
    decline        = step(S.TO_REVIEW,                             to=S.REJECTED,    by=UNDERWRITER,                    says="不予承保", needs_reason=True, grave=True)
    disburse       = step(S.TO_DISBURSE,                           to=S.COMPLETED,   by=UNDERWRITER,                    says="放款", takes=CoverPayout, when=[within_request, paid_lately])
    withdraw       = step(S.TO_ACCEPT, S.TO_REVIEW, S.TO_DISBURSE, to=S.WITHDRAWN,   by=CLERK,                          says="撤回", needs_reason=True, grave=True)
# fmt: on
