"""The words of certification."""

from enum import StrEnum


class CertificationState(StrEnum):
    """Where a certification stands."""

    TO_REVIEW = "to_review"
    TO_AMEND = "to_amend"
    APPROVED = "approved"
    REJECTED = "rejected"


CERTIFICATION_STATE_LABELS: dict[CertificationState, str] = {
    CertificationState.TO_REVIEW: "待审核",
    CertificationState.TO_AMEND: "待补正",
    CertificationState.APPROVED: "已认证",
    CertificationState.REJECTED: "已驳回",
}
