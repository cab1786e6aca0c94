"""Days overdue, their grace and pauses, buckets, grades and penalty interest. Pure.

A loan is past due from the day after its oldest unpaid due date. It is overdue when the grace is
over: days overdue count from the due date plus the grace, without the days of effective pauses
(the overlap of each pause with the time counted, its end minus its beginning).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from vocabulary.money import half_up
from vocabulary.servicing import OverdueBucket, RiskGrade

PENALTY_DAYS_OF_YEAR = 360  # as the central bank turns a yearly rate into a daily one
BASIS_POINTS = 10_000

B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, from one day to another."""

    since: date
    until: date


Table = Sequence[tuple[int, B]]  # from how many days, which bucket; rising

BUCKETS: Table[OverdueBucket] = (
    (0, OverdueBucket.NOT_OVERDUE),
    (1, OverdueBucket.DAYS_1_30),
    (31, OverdueBucket.DAYS_31_60),
    (61, OverdueBucket.DAYS_61_90),
    (91, OverdueBucket.DAYS_91_180),
    (181, OverdueBucket.DAYS_OVER_180),
)
GRADES: Table[RiskGrade] = (
    (0, RiskGrade.NORMAL),
    (1, RiskGrade.SPECIAL_MENTION),
    (91, RiskGrade.SUBSTANDARD),
    (271, RiskGrade.DOUBTFUL),
    (361, RiskGrade.LOSS),
)


def past_due_days(due_on: date, as_of: date) -> int:
    """Days since the due date, grace or not."""
    return max((as_of - due_on).days, 0)


def paused_days(since: date, as_of: date, pauses: Sequence[Pause]) -> int:
    """How many of the days from `since` to `as_of` the pauses take away."""
    return sum(max((min(pause.until, as_of) - max(pause.since, since)).days, 0) for pause in pauses)


def overdue_days(due_on: date, grace_days: int, as_of: date, pauses: Sequence[Pause] = ()) -> int:
    """Days overdue: after the grace, without what was paused."""
    since = due_on + timedelta(days=grace_days)
    return max((as_of - since).days - paused_days(since, as_of, pauses), 0)


def of_days(days: int, table: Table[B]) -> B:
    """The bucket that so many days fall into."""
    assert table[0][0] <= days, "the table begins later"
    return [bucket for least, bucket in table if least <= days][-1]


def days_of(bucket: OverdueBucket) -> tuple[int, int | None]:
    """From how many days to how many a bucket reaches; the last has no end."""
    least = next(days for days, each in BUCKETS if each is bucket)
    longer = [days for days, _ in BUCKETS if days > least]
    return least, (longer[0] - 1 if longer else None)


def penalty_fen(principal_fen: int, penalty_bp: int, days: int) -> int:
    """Penalty on overdue principal for some days, rounded half up to the fen."""
    return half_up(principal_fen * penalty_bp * days, BASIS_POINTS * PENALTY_DAYS_OF_YEAR)
