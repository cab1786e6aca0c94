"""政策项目: opened, revised and ended by the operator; the journal keeps what each act changed."""

from domain.kernel.flow import Flow, step
from domain.policy.rules import (
    ends_after_it_begins,
    insurers_share_is_borne,
    of_a_policy_kind,
    shares_make_a_whole,
    stays_what_it_is,
)
from domain.policy.terms import ProgrammeRevision, ProgrammeTerms
from vocabulary.parties import Role
from vocabulary.policy import PROGRAMME_STATE_LABELS
from vocabulary.policy import ProgrammeState as S

OPERATOR = Role.PLATFORM_OPERATOR @ "platform"
SOUND = (of_a_policy_kind, shares_make_a_whole, insurers_share_is_borne, ends_after_it_begins)


# fmt: off
class ProgrammeFlow(
    Flow, subject="programme", name="programme", version=1, title="政策项目",
    labels=PROGRAMME_STATE_LABELS, states=S, final={S.ENDED},
):
    """Clause 6.1.2.3: under which ratios and caps policy loans are given."""

    open   = step(           to=S.RUNNING, by=OPERATOR, says="开通", takes=ProgrammeTerms, when=SOUND)
    revise = step(S.RUNNING, to=S.RUNNING, by=OPERATOR, says="修订", takes=ProgrammeRevision, needs_reason=True, when=[stays_what_it_is, *SOUND])
    end    = step(S.RUNNING, to=S.ENDED,   by=OPERATOR, says="停办", needs_reason=True, grave=True)
# fmt: on
