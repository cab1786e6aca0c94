"""The coarse copy rules out nobody who may be the nearest, whatever came and went."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vision.test_gallery import near, people
from vision.faces import gallery as galleries
from vision.faces.coarse import Coarse
from vision.faces.gallery import Gallery, Vector

pytestmark = pytest.mark.row("S12")


def spiky(count: int) -> Vector:
    """Unit vectors with most of their length in one number, far beyond the steps' reach."""
    rows = people(count, 3)
    rows[np.arange(count), np.arange(count) % 128] += 3.0
    units: Vector = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return units


@settings(max_examples=30, deadline=None)
@given(
    count=st.integers(1, 400),
    seed=st.integers(0, 10_000),
    is_known=st.booleans(),
    is_spiky=st.booleans(),
)
def test_the_nearest_is_always_among_those_left(
    count: int, seed: int, *, is_known: bool, is_spiky: bool
) -> None:
    rows = spiky(count) if is_spiky else people(count, seed)
    asked = near(rows[seed % count], seed + 1, 0.8) if is_known else people(1, seed + 2)[0]
    places = Coarse(rows).may_be_nearest(asked, count)
    assert int((rows @ asked).argmax()) in places


def test_it_rules_out_nearly_everybody() -> None:
    rows = people(20_000)
    coarse = Coarse(rows)
    assert len(coarse.may_be_nearest(near(rows[7], 9, 0.85), 20_000)) < 10
    assert len(coarse.may_be_nearest(people(1, 99)[0], 20_000)) < 400  # a stranger


def test_a_large_gallery_answers_as_a_plain_one_while_people_come_and_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(galleries, "COARSE_FROM", 100)
    known = people(600)
    large = Gallery(128)
    for number in range(300):
        large.put(str(number), known[number])
    assert large.nearest(near(known[5], 1)) is not None  # from here on there is a copy
    for number in range(300, 600):
        large.put(str(number), known[number])
    for number in range(0, 200, 3):
        large.drop(str(number))
    large.put("1", near(known[2], 4, 0.999))
    large.drop("2")
    left = {str(n): known[n] for n in range(600) if not (n < 200 and n % 3 == 0)}
    left["1"] = near(known[2], 4, 0.999)
    del left["2"]
    assert len(large) == len(left)
    for seed, number in enumerate((2, 3, 250, 599, 333)):
        asked = near(known[number], seed)
        found = large.nearest(asked)
        wanted = max(left, key=lambda key: float(left[key] @ asked))
        assert found is not None
        assert found[0] == wanted
        assert found[1] == pytest.approx(float(left[wanted] @ asked), abs=1e-5)
