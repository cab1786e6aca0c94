"""1:N is exact, whatever came and went before."""

import numpy as np
import pytest

from vision.faces.gallery import Gallery, Vector
from vision.faces.measured import DLIB, SFACE, Measured

pytestmark = pytest.mark.row("S12")


def people(count: int, seed: int = 1) -> Vector:
    drawn = np.random.default_rng(seed).normal(size=(count, 128)).astype(np.float32)
    units: Vector = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)
    return units


def near(vector: Vector, seed: int, share: float = 0.75) -> Vector:
    other = people(1, seed)[0]
    mixed = share * vector + (1 - share**2) ** 0.5 * other
    unit: Vector = (mixed / np.linalg.norm(mixed)).astype(np.float32)
    return unit


def test_nobody_is_found_in_an_empty_gallery() -> None:
    assert Gallery(128).nearest(people(1)[0]) is None


def test_the_nearest_is_found_and_how_alike_it_is() -> None:
    known = people(1_000)
    gallery = Gallery(128)
    for number, vector in enumerate(known):
        gallery.put(f"{number}", vector)
    for number in (0, 499, 999):
        asked = near(known[number], 7)
        found = gallery.nearest(asked)
        assert found is not None
        assert found[0] == f"{number}"
        assert found[1] == pytest.approx(float(known[number] @ asked), abs=1e-5)


def test_who_comes_anew_replaces_the_older_template_and_who_leaves_is_gone_at_once() -> None:
    known = people(3)
    gallery = Gallery(128)
    for key, vector in zip("abc", known, strict=True):
        gallery.put(key, vector)
    gallery.put("a", near(known[1], 5, 0.999))
    assert len(gallery) == 3
    gallery.drop("b")
    gallery.drop("nobody")
    assert len(gallery) == 2
    found = gallery.nearest(known[1])
    assert found is not None
    assert found[0] == "a"
    last = gallery.nearest(known[2])
    assert last is not None
    assert last[0] == "c"
    assert last[1] == pytest.approx(1.0, abs=1e-5)


def test_a_gallery_agrees_with_a_plain_search_after_many_changes() -> None:
    draw = np.random.default_rng(3)
    gallery, plain = Gallery(128), dict[str, Vector]()
    vectors = people(2_000, 4)
    for vector in vectors:
        key = str(draw.integers(0, 700))
        if draw.uniform() < 0.3:
            gallery.drop(key)
            plain.pop(key, None)
        else:
            gallery.put(key, vector)
            plain[key] = vector
    assert len(gallery) == len(plain)
    for seed, vector in enumerate(vectors[-50:]):
        asked = near(vector, seed)
        expected = max(plain, key=lambda key: float(plain[key] @ asked))
        found = gallery.nearest(asked)
        assert found is not None
        assert found[0] == expected


@pytest.mark.parametrize("measured", [SFACE, DLIB])
def test_the_larger_the_gallery_the_more_alike_somebody_must_be(measured: Measured) -> None:
    bounds = [measured.searching(size) for size in (1, 100, 10_000, 1_000_000)]
    assert bounds == sorted(bounds)
    assert bounds[-1] > bounds[1] > measured.verifying
