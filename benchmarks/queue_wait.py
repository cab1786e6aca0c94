"""`python -m benchmarks.queue_wait CALLS.csv.gz`: the expected wait, held against recorded waits.

The file holds every call to a service centre (arrival, wait, service, who hung up). Each call that
queued and was served is given an estimate from what was known when it joined: who waited then, who
was being served, what had ended before. The best constant knows all waits, also those to come.
"""

import csv
import gzip
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

from domain.store.queue.estimates import Past, learned, plain

PAST_KEPT = 300
SERVED_KEPT = 200
FIRST_SERVICE_S = 180.0  # before anything was seen
DAY_S = 86_400
JOINS, LEAVES, BEGINS, ENDS = "joins", "leaves", "begins", "ends"
# At the same second what frees a place comes first, and whoever joins sees it.
ORDER = {LEAVES: 0, ENDS: 1, BEGINS: 2, JOINS: 3}


@dataclass(frozen=True)
class Call:
    """One recorded call, in seconds from the first day."""

    priority: int
    joined: int
    left: int
    waited_s: int
    began: int
    ended: int
    served: bool


@dataclass
class Scores:
    """The errors of each way to estimate, and how often the interval held."""

    plain_s: list[float] = field(default_factory=list)
    learned_s: list[float] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    held: int = 0


def main(path: Path) -> int:
    """Print the mean absolute errors."""
    calls = list(_calls(path))
    scores = Scores()
    _play(calls, scores)
    middle = median(scores.waits)
    constant = fmean(abs(wait - middle) for wait in scores.waits)
    count = len(scores.waits)
    sys.stdout.write(
        f"{len(calls):,} calls, {count:,} queued and served, median wait {middle:.0f} s\n"
        f"best constant, known afterwards: {constant:.1f} s\n"
        f"plain rule:                      {fmean(scores.plain_s):.1f} s\n"
        f"learned:                         {fmean(scores.learned_s):.1f} s\n"
        f"inside the interval of eight tenths: {scores.held / count:.1%}\n"
    )
    return 0


def _calls(path: Path) -> Iterator[Call]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = int(row["date"][-2:]) * DAY_S
            queued = int(row["q_time"]) > 0
            left = day + _second(row["q_start"]) + int(row["q_time"])
            yield Call(
                int(row["priority"]),
                day + _second(row["q_start"]),
                left,
                int(row["q_time"]),
                left if queued else day + _second(row["ser_start"]),
                day + _second(row["ser_exit"]),
                row["outcome"] == "AGENT",
            )


def _second(text: str) -> int:
    hours, minutes, seconds = (int(part) for part in text.split(":"))
    return (hours * 60 + minutes) * 60 + seconds


def _events(calls: list[Call]) -> list[tuple[int, int, int, str]]:
    events: list[tuple[int, int, int, str]] = []
    for place, call in enumerate(calls):
        if call.waited_s > 0:
            events.append((call.joined, ORDER[JOINS], place, JOINS))
            events.append((call.left, ORDER[LEAVES], place, LEAVES))
        if call.served:
            events.append((call.began, ORDER[BEGINS], place, BEGINS))
            events.append((max(call.began, call.ended), ORDER[ENDS], place, ENDS))
    return sorted(events)


def _play(calls: list[Call], scores: Scores) -> None:
    """Let the days pass, second by second; nothing is asked of what has not happened."""
    waiting: dict[int, tuple[float, int]] = {}
    busy: set[int] = set()
    past: deque[Past] = deque(maxlen=PAST_KEPT)
    served: deque[int] = deque(maxlen=SERVED_KEPT)
    for _, _, place, what in _events(calls):
        call = calls[place]
        if what == JOINS:
            ahead = sum(calls[each].priority >= call.priority for each in waiting)
            counters = max(1, len(busy))
            mean_s = fmean(served) if served else FIRST_SERVICE_S
            if call.served:
                _score(scores, call, list(past), Past(ahead + 1.0, counters, 0.0), mean_s)
            waiting[place] = (float(ahead + 1), counters)
        elif what == LEAVES:
            steps, counters = waiting.pop(place)
            if call.served:
                past.append(Past(steps, counters, float(call.waited_s)))
        elif what == BEGINS:
            busy.add(place)
        else:
            busy.discard(place)
            served.append(max(1, call.ended - call.began))


def _score(scores: Scores, call: Call, past: list[Past], joins: Past, mean_s: float) -> None:
    """Estimate at `joins`, of which only steps and counters are known yet."""
    steps, counters = joins.steps, joins.counters
    ahead = round(steps) - 1
    simple = plain(called=counters, waiting_ahead=ahead, mean_service_s=mean_s, counters=counters)
    told = learned(past, steps=steps, counters=counters, mean_service_s=mean_s) or simple
    scores.waits.append(call.waited_s)
    scores.plain_s.append(abs(simple.median_s - call.waited_s))
    scores.learned_s.append(abs(told.median_s - call.waited_s))
    scores.held += told.low_s <= call.waited_s <= told.high_s


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
