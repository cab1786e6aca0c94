"""The laws of matching: hard conditions first, no favour, always the same answer."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.matching.scoring import MATCHES_MAX, Offer, fits, judge, rank
from domain.matching.terms import FinancingWish
from tests.world import WAN
from vocabulary.lending import RepaymentMethod, SecurityKind

HERE = "320583"


OFFER = Offer(
    product_no="A",
    listed=True,
    amount_fen_min=10 * WAN,
    amount_fen_max=500 * WAN,
    rate_bp_min=345,
    rate_bp_max=480,
    term_months_min=6,
    term_months_max=36,
    turnaround_days=5,
    repayment_methods=(RepaymentMethod.INTEREST_FIRST,),
    securities=(SecurityKind.CREDIT, SecurityKind.GUARANTEE),
    eligible_regions=(),
)
WISH = FinancingWish(
    amount_fen=200 * WAN,
    term_months=12,
    security=SecurityKind.CREDIT,
    repayment_method=RepaymentMethod.INTEREST_FIRST,
    purpose="采购原材料",
    rate_bp_max=400,
)

offers = st.builds(
    Offer,
    listed=st.booleans(),
    product_no=st.text("ABCDEFGH", min_size=1, max_size=4),
    amount_fen_min=st.integers(1, 150).map(lambda wan: wan * WAN),
    amount_fen_max=st.integers(200, 900).map(lambda wan: wan * WAN),
    rate_bp_min=st.integers(0, 1_000),
    rate_bp_max=st.integers(1_000, 2_000),
    term_months_min=st.integers(1, 12),
    term_months_max=st.integers(12, 120),
    turnaround_days=st.integers(0, 60),
    repayment_methods=st.lists(st.sampled_from([*RepaymentMethod]), min_size=1).map(tuple),
    securities=st.lists(st.sampled_from([*SecurityKind]), min_size=1).map(tuple),
    eligible_regions=st.lists(st.sampled_from([HERE, "320581"]), max_size=2).map(tuple),
)


@pytest.mark.row("E4")
@pytest.mark.clause("4.6", "6.1.3.4")
class TestHardConditions:
    @pytest.mark.parametrize(
        "differing",
        [
            {"listed": False},
            {"amount_fen_max": 200 * WAN - 1},
            {"amount_fen_min": 200 * WAN + 1},
            {"term_months_max": 11},
            {"term_months_min": 13},
            {"securities": (SecurityKind.MORTGAGE,)},
            {"eligible_regions": ("320581",)},
            {"rate_bp_min": 401},
        ],
        ids=lambda differing: next(iter(differing)),
    )
    def test_each_alone_rules_a_product_out(self, differing: dict[str, Any]) -> None:
        offer = replace(OFFER, rate_bp_min=200, turnaround_days=1)
        assert fits(offer, WISH, HERE)

        assert not fits(replace(offer, **differing), WISH, HERE)
        assert rank([replace(offer, **differing)], WISH, HERE) == []

    def test_the_borders_of_every_range_still_fit(self) -> None:
        edge = replace(
            OFFER,
            amount_fen_min=200 * WAN,
            amount_fen_max=200 * WAN,
            term_months_min=12,
            term_months_max=12,
            rate_bp_min=400,
            eligible_regions=(HERE,),
        )
        assert fits(edge, WISH, HERE)
        assert judge(edge, WISH).score > 0

    def test_without_a_ceiling_every_rate_fits(self) -> None:
        assert fits(replace(OFFER, rate_bp_min=1_800), replace(WISH, rate_bp_max=None), HERE)


@pytest.mark.row("E4")
@pytest.mark.clause("4.6")
class TestBetterIsHigher:
    @pytest.mark.parametrize(
        "better",
        [
            {"rate_bp_min": 300},
            {"turnaround_days": 3},
            {"amount_fen_max": 600 * WAN, "amount_fen_min": 20 * WAN},
            {"term_months_min": 1, "term_months_max": 24},
        ],
        ids=["cheaper", "faster", "roomier", "nearer term"],
    )
    def test_what_serves_the_enterprise_better_scores_no_less(self, better: dict[str, int]) -> None:
        assert judge(replace(OFFER, **better), WISH).score >= judge(OFFER, WISH).score

    def test_the_wanted_repayment_counts(self) -> None:
        other = replace(OFFER, repayment_methods=(RepaymentMethod.BULLET,))
        verdict = judge(other, WISH)
        assert verdict.score == judge(OFFER, WISH).score - 10
        assert "不支持先息后本，可选到期一次还本付息" in verdict.reasons[-1]


@pytest.mark.row("E4")
@pytest.mark.clause("4.3", "4.5")
class TestLaws:
    @given(offers)
    def test_a_score_is_a_whole_number_of_a_hundred_with_five_reasons(self, offer: Offer) -> None:
        verdict = judge(offer, WISH)
        assert 0 <= verdict.score <= 100
        assert len(verdict.reasons) == 5
        assert all(reason.endswith("。") for reason in verdict.reasons)

    @given(st.lists(offers, max_size=40, unique_by=lambda each: each.product_no), st.integers())
    def test_the_order_of_the_shelf_changes_nothing(self, given: list[Offer], seed: int) -> None:
        shuffled = list(given)
        Random(seed).shuffle(shuffled)  # noqa: S311 -- a shuffle, no secret

        assert rank(shuffled, WISH, HERE) == rank(given, WISH, HERE)

    def test_nothing_of_an_institution_is_read(self) -> None:
        assert not [name for name in Offer.__struct_fields__ if "institution" in name]

    @given(st.lists(offers, max_size=40, unique_by=lambda each: each.product_no))
    def test_what_is_offered_fits_and_stands_in_order(self, given: list[Offer]) -> None:
        verdicts = rank(given, WISH, HERE)
        by_number = {each.product_no: each for each in given}
        assert len(verdicts) <= MATCHES_MAX
        assert all(fits(by_number[each.product_no], WISH, HERE) for each in verdicts)
        places = [(-each.score, each.product_no) for each in verdicts]
        assert places == sorted(places)

    @given(st.integers())
    def test_what_is_not_counted_to_the_end_could_not_have_been_shown(self, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 -- a shelf, no secret
        shelf = [
            replace(
                OFFER,
                product_no=f"P{serial:02d}",
                amount_fen_min=chance.randrange(1, 200) * WAN,
                amount_fen_max=chance.randrange(200, 900) * WAN,
                rate_bp_min=chance.randrange(150, 900, 50),
                term_months_min=chance.randrange(1, 13),
                term_months_max=chance.randrange(12, 60),
                turnaround_days=chance.randrange(1, 20),
            )
            for serial in range(60)
        ]
        wish = replace(WISH, rate_bp_max=None)
        every = [judge(each, wish) for each in shelf]
        every.sort(key=lambda each: (-each.score, each.product_no))
        assert rank(shelf, wish, HERE) == every[:MATCHES_MAX]

    @given(offers, st.integers(1, 500))
    def test_a_lower_rate_never_lowers_a_score(self, offer: Offer, cut_bp: int) -> None:
        cheaper = replace(offer, rate_bp_min=max(offer.rate_bp_min - cut_bp, 0))
        assert judge(cheaper, WISH).score >= judge(offer, WISH).score

    def test_equals_stand_by_product_number(self) -> None:
        twins = [replace(OFFER, product_no=no) for no in ("C", "A", "B")]
        assert [each.product_no for each in rank(twins, WISH, HERE)] == ["A", "B", "C"]

    def test_no_more_than_twenty_are_shown(self) -> None:
        many = [replace(OFFER, product_no=f"P{serial:03d}") for serial in range(50)]
        assert len(rank(many, WISH, HERE)) == MATCHES_MAX
