"""P7: who is it among 1,000 to 1,000,000, beside numpy's matrix product alone."""

import time

import numpy as np

from benchmarks.measured import Line, Setting, middle
from vision.faces.gallery import Gallery, Vector

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = {1_000: 400, 10_000: 200, 100_000: 60, 1_000_000: 20}
RATIO_MAX, RATIO_LARGE_MAX = 1.2, 0.4
LARGE = 1_000_000
DIMENSIONS = 128
LIKE = 0.85  # how alike whoever is looked for is to their template


async def measure(setting: Setting) -> list[Line]:
    """Both in turn over the same matrix; the answers must be the same."""
    return [_one(size, setting.scaled(ROUNDS[size])) for size in SIZES]


def _one(size: int, rounds: int) -> Line:
    draw = np.random.default_rng(size)
    known = _units(draw, size)
    gallery = Gallery(DIMENSIONS)
    for number, vector in enumerate(known):
        gallery.put(str(number), vector)
    ours, floor, agreed = [], [], 0
    for number in range(2 * rounds):
        asked = _near(draw, known[int(draw.integers(size))])
        began = time.perf_counter()
        if number % 2:
            scores = known @ asked
            floor.append(time.perf_counter() - began)
            continue
        found = gallery.nearest(asked)
        ours.append(time.perf_counter() - began)
        scores = known @ asked
        agreed += found is not None and found[0] == str(int(scores.argmax()))
    assert agreed == rounds, "the answers are those of a plain search"
    wanted = RATIO_LARGE_MAX if size >= LARGE else RATIO_MAX
    return Line(
        "P7",
        f"1:{size:,} exact search",
        f"{middle(ours) * 1000:.3f} ms",
        f"numpy matrix product {middle(floor) * 1000:.3f} ms",
        middle(ours) / middle(floor),
        f"<= {wanted}",
    )


def _units(draw: np.random.Generator, count: int) -> Vector:
    rows = draw.standard_normal((count, DIMENSIONS), dtype=np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def _near(draw: np.random.Generator, vector: Vector) -> Vector:
    mixed = LIKE * vector + (1 - LIKE**2) ** 0.5 * _units(draw, 1)[0]
    unit: Vector = (mixed / np.linalg.norm(mixed)).astype(np.float32)
    return unit
