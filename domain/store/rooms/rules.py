"""Who has what when, and where there is room yet. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.kernel.clock import SHANGHAI
from vocabulary.opening import OPENS_AT, is_open_from_to

DAYS_AHEAD_MAX = 14  # how far a free span is looked for


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody has so many pieces for a span; a room is one piece."""

    begins_at: datetime
    ends_at: datetime
    pieces: int = 1
    title: str = ""


def overlapping(taken: Sequence[Taken], begins: datetime, ends: datetime) -> list[Taken]:
    """Whatever has a moment in common with the span. Where one ends, another may begin."""
    return [each for each in taken if each.begins_at < ends and begins < each.ends_at]


def peak(taken: Sequence[Taken], begins: datetime, ends: datetime) -> int:
    """How many pieces are out at once, at most, in a span."""
    within = overlapping(taken, begins, ends)
    moments = {max(each.begins_at, begins) for each in within}
    return max(
        (
            sum(each.pieces for each in within if each.begins_at <= moment < each.ends_at)
            for moment in moments
        ),
        default=0,
    )


def nearest_free(
    taken: Sequence[Taken],
    begins: datetime,
    ends: datetime,
    *,
    pieces: int = 1,
    out_of: int = 1,
    not_before: datetime,
) -> tuple[datetime, datetime] | None:
    """The span of the same length, nearest to the one asked for, in which enough is left.

    Whoever asked within the opening hours is not offered the night.
    """
    length = ends - begins
    in_opening = _is_open(begins, ends)
    free = [
        start
        for start in _candidates(taken, begins, length)
        if start >= not_before
        and (not in_opening or _is_open(start, start + length))
        and peak(taken, start, start + length) + pieces <= out_of
    ]
    if not free:
        return None
    start = min(free, key=lambda each: (abs(each - begins), each))
    return start, start + length


def _candidates(taken: Sequence[Taken], begins: datetime, length: timedelta) -> Iterator[datetime]:
    yield begins
    for each in taken:
        yield each.ends_at
        yield each.begins_at - length
    day = begins.astimezone(SHANGHAI).date()
    for days in range(1, DAYS_AHEAD_MAX + 1):
        opens = datetime.combine(day + timedelta(days=days), OPENS_AT, SHANGHAI)
        yield opens.astimezone(begins.tzinfo)


def _is_open(begins: datetime, ends: datetime) -> bool:
    return is_open_from_to(begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI))


def span_text(begins: datetime, ends: datetime) -> str:
    """A span as people say it: 12月4日 14:00–16:00."""
    since, until = begins.astimezone(SHANGHAI), ends.astimezone(SHANGHAI)
    day = f"{since.month}月{since.day}日 {since:%H:%M}"
    if since.date() == until.date():
        return f"{day}–{until:%H:%M}"
    return f"{day} 至 {until.month}月{until.day}日 {until:%H:%M}"
