"""The words of the old system's demands."""

from enum import StrEnum


class LegacyState(StrEnum):
    """Where a demand stood when the old system was switched off."""

    TO_ACCEPT = "to_accept"
    ENGAGED = "engaged"
    DISBURSED = "disbursed"
    CLOSED = "closed"


LEGACY_STATE_LABELS: dict[LegacyState, str] = {
    LegacyState.TO_ACCEPT: "未受理",
    LegacyState.ENGAGED: "对接中",
    LegacyState.DISBURSED: "已放款",
    LegacyState.CLOSED: "已关闭",
}
