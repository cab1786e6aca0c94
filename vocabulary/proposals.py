"""The words of the second person: what is proposed, and what became of it."""

from enum import StrEnum


class ProposalState(StrEnum):
    """Where a proposal stands: a step above its bank's limit, waiting for a second person."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


PROPOSAL_STATE_LABELS: dict[ProposalState, str] = {
    ProposalState.PROPOSED: "待复核",
    ProposalState.CONFIRMED: "复核通过",
    ProposalState.DECLINED: "复核未通过",
    ProposalState.TAKEN_BACK: "已收回",
    ProposalState.LAPSED: "已失效",
}

# From which amount a second person is needed where a bank has said nothing.
SECOND_PERSON_FROM_FEN = 10_000_000_000  # 1亿元
