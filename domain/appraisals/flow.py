"""评价异议: an institution disputes a rating, the operator decides whether it counts."""

from domain.appraisals.rules import not_decided
from domain.appraisals.terms import Decision, DisputeForm
from domain.kernel.flow import Flow, step
from vocabulary.parties import Role
from vocabulary.ratings import DISPUTE_STATE_LABELS
from vocabulary.ratings import DisputeState as S

INSTITUTION = (Role.INSTITUTION_ADMIN @ "institution", Role.BANK_OFFICER @ "institution")
OPERATOR = Role.PLATFORM_OPERATOR @ "platform"


# fmt: off
class RatingDisputeFlow(
    Flow, subject="rating_dispute", name="rating_dispute", version=1, title="评价异议",
    labels=DISPUTE_STATE_LABELS,
    states=S,
    final={S.UPHELD, S.DISMISSED, S.DROPPED},
    workdays={S.TO_DECIDE: 5},
):
    """Clause 6.1.3.5: a rating counts unless the operator strikes it, with a reason for all to see."""

    dispute = step(             to=S.TO_DECIDE, by=INSTITUTION, says="提出异议",   takes=DisputeForm)
    uphold  = step(S.TO_DECIDE, to=S.UPHELD,    by=OPERATOR,    says="异议成立",   takes=Decision, needs_reason=True, when=[not_decided])
    dismiss = step(S.TO_DECIDE, to=S.DISMISSED, by=OPERATOR,    says="异议不成立", takes=Decision, needs_reason=True, when=[not_decided])
    drop    = step(S.TO_DECIDE, to=S.DROPPED,   by=INSTITUTION, says="放弃异议",   grave=True)
# fmt: on
