"""`python -m benchmarks.faces FOLDER`: how well each engine tells people apart (docs/faces.md).

FOLDER holds one folder per person with that person's photographs. Each is seen as the platform
sees it: as a face in a camera's frame, found, cut out and turned into numbers.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np

from benchmarks.measured import middle
from deploy.steps import say
from vision.faces.detecting import GUIDING_PX, Detector
from vision.faces.engines import Aligner, Portrait, engine_named
from vision.faces.measured import ENGINES, Measured
from vision.frames import Picture

FRAME_WIDTH, FRAME_HEIGHT, FACE_HEIGHT = 640, 480, 336
RATES = (1e-2, 1e-3, 1e-4)
GALLERIES = (100, 1_000, 10_000, 100_000)
SUFFIXES = {".pgm", ".jpg", ".png"}


class Told(NamedTuple):
    """What one engine tells apart: likenesses of one person's pairs, and of strangers' (sorted)."""

    same: Any
    strangers: Any
    photographs: int
    not_found: int
    ms_each: float


def main(words: Sequence[str]) -> None:
    """Print the table of every engine."""
    (folder,) = words
    for measured in ENGINES.values():
        told = tell_apart(Path(folder), measured.name)
        say("\n".join(_lines(measured, told)))


def tell_apart(folder: Path, engine_name: str) -> Told:
    """Compare every photograph with every other."""
    detector, aligner = Detector(), Aligner()
    engine = engine_named(engine_name, aligner)
    vectors, people, spent, missed = [], [], [], 0
    for person, photograph in _photographs(folder):
        frame = _in_a_frame(photograph)
        faces = detector.find(frame, GUIDING_PX)
        if not faces:
            missed += 1
            continue
        portrait = Portrait(partial(_same, frame), faces[0], aligner.crop(frame, faces[0]))
        began = time.perf_counter()
        vectors.append(engine.vector(portrait))
        spent.append(time.perf_counter() - began)
        people.append(person)
    likeness = np.array(vectors) @ np.array(vectors).T
    pairs = np.triu_indices(len(people), 1)
    names = np.array(people)
    same = (names[:, None] == names[None, :])[pairs]
    every = likeness[pairs]
    strangers = np.sort(every[~same])
    return Told(every[same], strangers, len(people), missed, middle(spent) * 1000)


def _same(frame: Picture) -> Picture:
    return frame


def threshold_at(told: Told, rate: float) -> float:
    """The likeness which this share of the pairs of strangers exceeds."""
    return float(told.strangers[-1 - int(rate * len(told.strangers))])


def area_under_curve(told: Told) -> float:
    """How often a pair of one person is more alike than a pair of strangers."""
    below = np.searchsorted(told.strangers, told.same)
    return float(below.mean() / len(told.strangers))


def _lines(measured: Measured, told: Told) -> Iterator[str]:
    yield f"\n{measured.name} {measured.version}: {told.photographs} photographs, "
    yield f"{told.not_found} without a face; {len(told.same)} pairs of one person, "
    yield f"{len(told.strangers)} of strangers; {told.ms_each:.0f} ms a vector"
    yield f"  AUC {area_under_curve(told):.6f}; most alike strangers {told.strangers[-1]:.3f}"
    for rate in RATES:
        bound = threshold_at(told, rate)
        yield f"  FAR {rate:.0e}: likeness {bound:.3f}, TAR {(told.same > bound).mean():.4f}"
    bounds = {"1:1": measured.verifying}
    bounds |= {f"1:{size:,}": measured.searching(size) for size in GALLERIES}
    for name, bound in bounds.items():
        found = (told.same > bound).mean()
        wrong = (told.strangers > bound).mean()
        yield f"  {name}: threshold {bound:.3f}, TAR {found:.4f}, FAR here {wrong:.1e}"


def _photographs(folder: Path) -> Iterator[tuple[str, Picture]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in SUFFIXES:
            yield path.parent.name, _read(path)


def _read(path: Path) -> Picture:
    picture = cv2.imread(str(path))
    assert picture is not None, f"{path.name} is no picture"
    return picture.astype(np.uint8, copy=False)


def _in_a_frame(photograph: Picture) -> Picture:
    """The photograph in the middle of a camera's frame, its edges drawn out."""
    scale = FACE_HEIGHT / photograph.shape[0]
    large = cv2.resize(photograph, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    above = (FRAME_HEIGHT - large.shape[0]) // 2
    aside = (FRAME_WIDTH - large.shape[1]) // 2
    edge = cv2.BORDER_REPLICATE
    return cv2.copyMakeBorder(large, above, above, aside, aside, edge).astype(np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:])
