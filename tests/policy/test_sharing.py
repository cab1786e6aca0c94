"""Who bears what of a loss: the published table, and the law that nothing is lost or made."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.policy.sharing import Ratios, shares_of, split_loss
from tests.acceptance import tables
from vocabulary.money import FEN_MAX
from vocabulary.policy import WHOLE_BP, Sharer

pytestmark = [pytest.mark.row("K3"), pytest.mark.clause("6.1.2.3")]
PUBLISHED = Ratios(6_500, 2_000, 0, 1_500)
CASES = tables.document("loss_split.json")["cases_derived_here"]


def fen(yuan: str) -> int:
    return int(Decimal(yuan) * 100)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["loss"])
@pytest.mark.parametrize("has_insurer", [True, False])
def test_the_published_split_to_the_fen(case: dict[str, str], *, has_insurer: bool) -> None:
    shares = shares_of(PUBLISHED, has_guarantor=not has_insurer, has_insurer=has_insurer)
    parts = split_loss(fen(case["loss"]), shares)
    third = Sharer.INSURER if has_insurer else Sharer.GUARANTOR
    assert parts == {
        Sharer.FUND: fen(case["fund_65"]),
        Sharer.BANK: fen(case["bank_20"]),
        third: fen(case["guarantor_or_insurer_15"]),
    }


@pytest.mark.parametrize(
    ("has_guarantor", "has_insurer", "expected"),
    [
        (True, True, {"fund": 5_000, "bank": 2_000, "guarantor": 1_800, "insurer": 1_200}),
        (True, False, {"fund": 5_000, "bank": 2_000, "guarantor": 3_000}),
        (False, True, {"fund": 5_000, "bank": 2_000, "insurer": 3_000}),
        (False, False, {"fund": 5_000, "bank": 5_000}),
    ],
)
def test_the_part_of_whoever_is_absent_goes_to_the_other_and_last_to_the_bank(
    *, has_guarantor: bool, has_insurer: bool, expected: dict[str, int]
) -> None:
    ratios = Ratios(5_000, 2_000, 1_800, 1_200)
    assert shares_of(ratios, has_guarantor=has_guarantor, has_insurer=has_insurer) == expected


@given(
    cuts=st.lists(st.integers(0, WHOLE_BP), min_size=3, max_size=3).map(sorted),
    has_guarantor=st.booleans(),
    has_insurer=st.booleans(),
    loss_fen=st.integers(0, FEN_MAX),
)
def test_the_parts_are_the_loss_whatever_the_ratios(
    *, cuts: list[int], has_guarantor: bool, has_insurer: bool, loss_fen: int
) -> None:
    bounds = [0, *cuts, WHOLE_BP]
    ratios = Ratios(*(later - earlier for earlier, later in pairwise(bounds)))
    shares = shares_of(ratios, has_guarantor=has_guarantor, has_insurer=has_insurer)
    parts = split_loss(loss_fen, shares)
    assert sum(parts.values()) == loss_fen
    for sharer, part in parts.items():
        assert abs(part * WHOLE_BP - loss_fen * shares[sharer]) < WHOLE_BP
    assert (Sharer.GUARANTOR in parts) <= has_guarantor
    assert (Sharer.INSURER in parts) <= has_insurer
