"""The words of ratings, of their disputes and of an institution's assessment."""

from enum import StrEnum


class DisputeState(StrEnum):
    """Where an institution's dispute of a rating stands."""

    TO_DECIDE = "to_decide"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    DROPPED = "dropped"


DISPUTE_STATE_LABELS: dict[DisputeState, str] = {
    DisputeState.TO_DECIDE: "待裁定",
    DisputeState.UPHELD: "异议成立",
    DisputeState.DISMISSED: "异议不成立",
    DisputeState.DROPPED: "已放弃",
}

STARS_MAX = 5
