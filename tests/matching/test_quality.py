"""How good the ranking is: NDCG as others computed it, and ours beside what a loan really costs."""

from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from domain.matching.quality import ndcg
from domain.matching.scoring import Offer, rank
from tests.acceptance import tables
from tests.matching.test_scoring import HERE, OFFER, WISH
from tests.world import WAN

pytestmark = [pytest.mark.row("A8"), pytest.mark.clause("5.2.1 b", "4.6")]
SHELF = 60
GRADES = 5


@pytest.mark.parametrize("case", tables.document("ndcg.json")["cases"])
def test_it_is_what_others_computed(case: dict[str, Any]) -> None:
    found = ndcg(case["true_relevance"], case["scores"], case["k"])
    assert found == pytest.approx(case["value_recomputed"], abs=1e-12)


def test_nothing_relevant_is_no_gain_and_the_best_order_is_all() -> None:
    assert ndcg([0, 0], [2, 1]) == 0
    assert ndcg([3, 2, 0], [9, 5, 1]) == 1


def _shelf(chance: Random) -> list[Offer]:
    made = []
    for serial in range(SHELF):
        rate_bp = chance.randrange(260, 800)
        made.append(
            Offer(
                **{name: getattr(OFFER, name) for name in Offer.__struct_fields__}
                | {
                    "product_no": f"P{serial:02d}",
                    "rate_bp_min": rate_bp,
                    "rate_bp_max": rate_bp + 100,
                    "turnaround_days": chance.randrange(2, 16),
                    "amount_fen_max": chance.randrange(200, 900) * WAN,
                }
            )
        )
    return made


def test_what_costs_least_stands_high_whatever_the_shelf() -> None:
    """Judged by the interest of the wish alone, in five grades; a score weighs more than that."""
    for seed in range(5):
        chance = Random(seed)  # noqa: S311 -- a shelf, no secret
        shelf = _shelf(chance)
        wish = replace(WISH, rate_bp_max=None)
        by_cost = sorted(shelf, key=lambda each: each.rate_bp_min)
        judged = {
            each.product_no: GRADES - 1 - place * GRADES // SHELF
            for place, each in enumerate(by_cost)
        }
        shown = rank(shelf, wish, HERE)
        ours = {each.product_no: float(each.score) for each in shown}
        relevance = [judged[each.product_no] for each in shelf]
        quality = ndcg(relevance, [ours.get(each.product_no, 0.0) for each in shelf], 10)
        blind = ndcg(relevance, [chance.random() for _ in shelf], 10)
        assert quality > 0.9 > blind, (seed, quality, blind)
