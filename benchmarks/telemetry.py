"""The detector of odd readings, scored by the rules of the Numenta Anomaly Benchmark.

    python -m benchmarks.telemetry ../data/device_telemetry     # a folder or its archive

Standard profile: an anomaly found early in its window is worth up to 1, a false alarm costs up to
0.11, a missed window 1; 0 is a detector that never says anything, 100 one that is perfect. As the
benchmark does, one threshold is chosen for all series; beside it stands the score at the
threshold with which the platform runs.
"""

import argparse
import csv
import json
import math
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.fleet.detecting import ODD_FROM, REST, Model, learn

FALSE_ALARM = 0.11
PROBATION, PROBATION_MAX = 0.15, 750
FAR = 3.0  # widths of a window behind it, from where a false alarm costs all
ARCHIVE = "nab_dev.tar.xz"
BEST_PUBLISHED, RANDOM_PUBLISHED = 74.9, 11.0


@dataclass(frozen=True, slots=True)
class Series:
    """One file: how odd each reading was found, and where the windows lie."""

    name: str
    scores: tuple[float, ...]
    windows: tuple[tuple[int, int], ...]
    probation: int


def read(folder: Path) -> list[Series]:
    """Every series there is, scored as it would be live: one reading after the other."""
    labels = json.loads((folder / "labels" / "combined_windows.json").read_text("utf-8"))
    found = []
    for at in sorted((folder / "data").rglob("*.csv")):
        name = at.relative_to(folder / "data").as_posix()
        with at.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        times = [datetime.fromisoformat(row["timestamp"]) for row in rows]
        model = Model()
        scores = tuple(learn(model, float(row["value"])) for row in rows)
        windows = tuple(_window(times, *pair) for pair in labels.get(name, []))
        probation = min(int(PROBATION * len(rows)), PROBATION_MAX)
        found.append(Series(name, scores, windows, probation))
    return found


def _window(times: Sequence[datetime], begins: str, ends: str) -> tuple[int, int]:
    first, last = datetime.fromisoformat(begins), datetime.fromisoformat(ends)
    inside = [n for n, moment in enumerate(times) if first <= moment <= last]
    return inside[0], inside[-1]


def score(every: Iterable[Series], threshold: float) -> float:
    """0 to 100 (and below) over all series, at one threshold."""
    raw, windows = 0.0, 0
    for series in every:
        counted = [each for each in series.windows if each[1] >= series.probation]
        raw += _raw(series, counted, threshold)
        windows += len(counted)
    return 100 * (raw + windows) / (2 * windows)


def _raw(series: Series, windows: Sequence[tuple[int, int]], threshold: float) -> float:
    alarms = list(_alarms(series, threshold))
    total = 0.0
    for first, last in windows:
        inside = next((n for n in alarms if first <= n <= last), None)
        if inside is None:
            total -= 1.0
        else:
            place = -(last - inside + 1) / (last - first + 1)
            total += _sigmoid(place) / _sigmoid(-1.0)
    return total + sum(FALSE_ALARM * _cost(n, series.windows) for n in _outside(alarms, series))


def _alarms(series: Series, threshold: float) -> Iterator[int]:
    """Where it speaks: as live, it rests afterwards."""
    rests_until = 0
    for n in range(series.probation, len(series.scores)):
        if series.scores[n] >= threshold and n > rests_until:
            rests_until = n + REST
            yield n


def _outside(alarms: Sequence[int], series: Series) -> Iterator[int]:
    for n in alarms:
        if not any(first <= n <= last for first, last in series.windows):
            yield n


def _cost(n: int, windows: Sequence[tuple[int, int]]) -> float:
    before = [window for window in windows if window[1] < n]
    if not before:
        return -1.0
    first, last = before[-1]
    place = (n - last) / max(1, last - first)
    return -1.0 if place > FAR else _sigmoid(place)


def _sigmoid(place: float) -> float:
    return 2 / (1 + math.exp(5 * place)) - 1


def best(every: Sequence[Series]) -> tuple[float, float]:
    """The threshold that scores best, and its score."""
    marks = [1.5 * 1.07**power for power in range(30)]
    return max((score(every, mark), mark) for mark in marks)


def main() -> int:
    """Print the scores."""
    parser = argparse.ArgumentParser("python -m benchmarks.telemetry", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the series, or of their archive")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = asked.data
        if (data / ARCHIVE).exists():
            with tarfile.open(data / ARCHIVE) as archive:
                archive.extractall(folder, filter="data")
            data = Path(folder)
        every = read(data)
    reached, mark = best(every)
    sys.stdout.write(
        f"{len(every)} series: {reached:.1f} at {mark:.2f}, {score(every, ODD_FROM):.1f} at "
        f"{ODD_FROM}, with which the platform runs (published: best {BEST_PUBLISHED}, "
        f"random {RANDOM_PUBLISHED})\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
