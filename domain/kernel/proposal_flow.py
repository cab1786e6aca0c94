"""大额复核: the life of a proposal, as a table. In the kernel, for every act can become one."""

from typing import Any

from domain.kernel.flow import Act, Flow, condition, step
from vocabulary.parties import Role
from vocabulary.proposals import PROPOSAL_STATE_LABELS
from vocabulary.proposals import ProposalState as S

CLOCK = Role.SYSTEM @ "platform"
DESK = (
    Role.BANK_OFFICER @ "institution",
    Role.BANK_APPROVER @ "institution",
    Role.UNDERWRITER @ "institution",
    Role.GUARANTEE_OFFICER @ "institution",
)


@condition("复核人不能是提交人，请由另一位有权限的同事复核")
def another_person(proposal: Any, act: Act) -> bool:
    """Nobody confirms what they have proposed."""
    return bool(proposal.made_by_id != act.by.account_id)


@condition("只有提交人可以收回")
def whoever_proposed(proposal: Any, act: Act) -> bool:
    """What one has proposed, one may take back."""
    return bool(proposal.made_by_id == act.by.account_id)


class ProposalFlow(
    Flow,
    subject="proposal",
    name="proposal",
    version=1,
    title="大额复核",
    labels=PROPOSAL_STATE_LABELS,
    states=S,
    final={S.CONFIRMED, S.DECLINED, S.TAKEN_BACK, S.LAPSED},
    workdays={S.PROPOSED: 2},
):
    """Clause 6.1.1.2. Whoever confirms holds the post of the step itself: the step asks for it."""

    propose = step(to=S.PROPOSED, by=DESK, says="提交复核")
    confirm = step(S.PROPOSED, to=S.CONFIRMED, by=DESK, says="复核通过", when=[another_person])
    decline = step(
        S.PROPOSED,
        to=S.DECLINED,
        by=DESK,
        says="复核未通过",
        when=[another_person],
        needs_reason=True,
        grave=True,
    )
    take_back = step(
        S.PROPOSED, to=S.TAKEN_BACK, by=DESK, says="收回复核", when=[whoever_proposed], grave=True
    )
    lapse = step(S.PROPOSED, to=S.LAPSED, by=CLOCK, says="复核失效", needs_reason=True, grave=True)
