"""The words of supervision: the figures of the cockpit, and over what time they are taken."""

from enum import StrEnum


class Figure(StrEnum):
    """A figure of the cockpit that opens to the rows behind it."""

    REQUESTS = "requests"
    GRANTED = "granted"
    DISBURSED = "disbursed"
    STAGE = "stage"
    LOANS = "loans"
    WARNINGS = "warnings"


class Stretch(StrEnum):
    """The time over which acts are counted."""

    DAY = "day"
    MONTH = "month"


FIGURE_LABELS: dict[Figure, str] = {
    Figure.REQUESTS: "新增需求",
    Figure.GRANTED: "新增授信",
    Figure.DISBURSED: "新增放款",
    Figure.STAGE: "办理环节",
    Figure.LOANS: "贷后状态",
    Figure.WARNINGS: "超期预警",
}
STRETCH_LABELS: dict[Stretch, str] = {Stretch.DAY: "今日", Stretch.MONTH: "本月"}
