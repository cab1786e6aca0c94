"""All eight kinds of finance are matched by the one scorer, each by what its products say."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.refusal import Invalid
from domain.matching import queries
from domain.matching.rules import tidied
from domain.matching.scoring import fits, judge
from domain.matching.terms import FinancingWish
from domain.matching.weighing import WEIGHTS
from tests import world
from tests.catalogue.shelf import a_product
from tests.matching.test_scoring import HERE, OFFER, WISH
from tests.world import WAN
from vocabulary.catalogue import KINDS_OF, UNPRICED_BP, ProductCategory, ProductKind
from vocabulary.lending import RepaymentMethod, SecurityKind

pytestmark = [pytest.mark.row("A8"), pytest.mark.clause("5.2.1 b", "5.2.1")]
C, K = ProductCategory, ProductKind
PLAIN = FinancingWish(amount_fen=200 * WAN, term_months=12)
UNPRICED: dict[str, Any] = {"rate_bp_min": UNPRICED_BP, "rate_bp_max": UNPRICED_BP}


@pytest.mark.parametrize("category", C)
def test_every_kind_is_weighed_by_a_hundred_points(category: ProductCategory) -> None:
    found = WEIGHTS[category]
    assert found.rate + found.amount + found.term + found.speed + found.method == 100
    assert found.rate_best_bp < found.rate_worst_bp
    assert found.days_fast < found.days_slow


@pytest.mark.parametrize("category", C)
def test_what_it_says_and_what_rules_out_goes_by_its_kind(category: ProductCategory) -> None:
    for kind in KINDS_OF[category]:
        priced = {} if category is not C.EQUITY_FINANCING else UNPRICED
        offer = replace(OFFER, kind=kind, eligible_kinds=("专精特新企业",), **priced)
        wish = tidied(replace(WISH, category=category, rate_bp_max=None))
        assert fits(offer, wish, HERE)
        assert not fits(replace(offer, amount_fen_max=100 * WAN), wish, HERE)
        assert not fits(replace(offer, eligible_regions=("320581",)), wish, HERE)
        elsewhere = C.FACTORING if category is not C.FACTORING else C.INSURANCE
        assert not fits(offer, tidied(replace(WISH, category=elsewhere)), HERE)
        verdict = judge(offer, wish)
        assert 0 < verdict.score <= 100
        assert all(reason.endswith("。") for reason in verdict.reasons)
        told = "".join(verdict.reasons)
        assert ("还款" in told) == (WEIGHTS[category].method > 0)
        assert ("专精特新企业" in told) == (category is not C.BANK_CREDIT)


def test_a_price_is_judged_beside_others_of_its_kind() -> None:
    at_700 = replace(OFFER, rate_bp_min=700, rate_bp_max=700)
    small = judge(replace(at_700, kind=K.MICROCREDIT), replace(WISH, category=C.MICROCREDIT))
    assert small.score > judge(at_700, WISH).score


def test_what_a_kind_does_not_have_is_not_asked_for_and_what_it_has_is() -> None:
    for category, missing in (
        (C.BANK_CREDIT, ["security", "repayment_method"]),
        (C.FINANCE_LEASE, ["repayment_method"]),
    ):
        with pytest.raises(Invalid) as refused:
            tidied(replace(PLAIN, category=category))
        assert [field for field, _ in refused.value.errors] == missing
    with pytest.raises(Invalid, match="不属于"):
        tidied(replace(PLAIN, category=C.INSURANCE, kind=K.FACTORING))
    full = replace(
        PLAIN,
        category=C.EQUITY_FINANCING,
        security=SecurityKind.CREDIT,
        repayment_method=RepaymentMethod.BULLET,
        rate_bp_max=400,
    )
    assert tidied(full) == replace(PLAIN, category=C.EQUITY_FINANCING)


async def test_a_request_is_matched_with_its_category_and_led_to_its_channel(db: None) -> None:
    clerk = world.clerk_of(await world.an_enterprise())
    firm = await world.a_bank("苏州机构")
    for no, kind, terms in (
        ("LOAN", K.CREDIT_LOAN, {}),
        ("FACTOR-1", K.FACTORING, {"rate_bp_min": 700}),
        ("FACTOR-2", K.FACTORING, {"rate_bp_min": 400}),
        ("EQUITY", K.EQUITY_FINANCING, UNPRICED),
        ("TENDER", K.TENDER, {"rate_bp_min": 100}),
        ("LOAN-GUARANTEE", K.LOAN_GUARANTEE, {"rate_bp_min": 90}),
    ):
        await a_product(firm, no, kind=kind, **terms)

    async def found(**wished: Any) -> list[tuple[str, str]]:
        matched = await queries.match(replace(PLAIN, **wished), clerk)
        return [(each.product.product_no, each.product.channel) for each in matched]

    assert await found(category=C.FACTORING) == [
        ("FACTOR-2", "product_enquiry"),
        ("FACTOR-1", "product_enquiry"),
    ]
    assert await found(category=C.EQUITY_FINANCING) == [("EQUITY", "product_enquiry")]
    assert await found(category=C.GUARANTEE, kind=K.TENDER) == [("TENDER", "letter_application")]
    assert len(await found(category=C.GUARANTEE)) == 2
    lent = {"security": SecurityKind.CREDIT, "repayment_method": RepaymentMethod.INTEREST_FIRST}
    assert await found(**lent) == [("LOAN", "loan_application")]
    assert await found(category=C.BOND_FINANCING) == []
