"""The words of deadlines."""

from enum import StrEnum


class DeadlineSign(StrEnum):
    """What is said of a case's deadline, once each for every stay in a state."""

    APPROACHING = "approaching"
    MISSED = "missed"


SIGN_LABELS: dict[DeadlineSign, str] = {
    DeadlineSign.APPROACHING: "临期",
    DeadlineSign.MISSED: "超期",
}

WORKDAYS_MAX = 250  # a state lasts a year at most
EFFECTIVE_AHEAD_DAYS_MAX = 366
APPROACHING_SHARE = 5  # the last fifth of the workdays, one at least
APPROACHING_WORKDAYS_MAX = 5
