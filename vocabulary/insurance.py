"""The words of insurance: where an enterprise's request for cover stands."""

from enum import StrEnum


class CoverRequestState(StrEnum):
    """Where a request for cover stands. 待X is TO_X: the state names what it waits for."""

    TO_ACCEPT = "to_accept"
    TO_REVIEW = "to_review"
    TO_DISBURSE = "to_disburse"
    COMPLETED = "completed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


COVER_REQUEST_STATE_LABELS: dict[CoverRequestState, str] = {
    CoverRequestState.TO_ACCEPT: "待受理",
    CoverRequestState.TO_REVIEW: "待审核",
    CoverRequestState.TO_DISBURSE: "待放款",
    CoverRequestState.COMPLETED: "已办结",
    CoverRequestState.REJECTED: "已驳回",
    CoverRequestState.WITHDRAWN: "已撤回",
}
COVER_MONTHS_MAX = 360
