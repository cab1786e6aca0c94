"""The shelf is checked: what is expired, contradictory or mispriced is found and told once."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.catalogue import shelf_checks
from domain.catalogue.checking import OnShelf, findings
from domain.catalogue.jobs import check_shelf
from domain.kernel import relay, sealing
from domain.kernel.refusal import NotYourPost
from domain.reactions import FOLLOWING
from orm.catalogue import Product, ShelfFinding
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.catalogue.drafts import a_draft
from tests.catalogue.shelf import a_product
from tests.world import WAN
from vocabulary.catalogue import FindingKind, OfferMode, ProductKind
from vocabulary.lending import RepaymentMethod, SecurityKind

pytestmark = [pytest.mark.row("O3"), pytest.mark.clause("6.1.5.3")]
TODAY = date(2026, 11, 27)


def on_shelf(no: str = "A", *, key: str = "bank", attended: bool = True, **terms: Any) -> OnShelf:
    return OnShelf(no, a_draft(**{"name": f"产品{no}"} | terms), key, attended)


def kinds(*products: OnShelf) -> list[FindingKind]:
    return [each.kind for _, found in findings(products, TODAY) for each in found]


def sentences(*products: OnShelf) -> str:
    return "".join(each.sentence for _, found in findings(products, TODAY) for each in found)


def test_a_product_in_order_has_no_finding() -> None:
    assert kinds(on_shelf()) == []


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (TODAY - timedelta(days=1), "已经过期"),
        (TODAY, "即将到期"),
        (TODAY + timedelta(days=30), "即将到期"),
        (TODAY + timedelta(days=31), ""),
    ],
)
def test_what_is_expired_or_about_to_be(until: date, said: str) -> None:
    found = sentences(on_shelf(valid_until=until))
    assert said in found if said else found == ""


@pytest.mark.parametrize(
    "terms",
    [
        {"amount_fen_min": 900 * WAN},
        {"term_months_min": 48},
        {"rate_bp_min": 600},
        {"securities": []},
        {"introduction": "创业者零利率支持"},
        {"securities": [SecurityKind.MORTGAGE], "eligibility": "无需担保"},
        {"securities": [SecurityKind.CREDIT], "eligibility": "须提供抵押"},
        {"repayment_methods": [RepaymentMethod.BULLET], "term_months_max": 60},
        {"offer_mode": OfferMode.PRE_APPROVED},
    ],
)
def test_a_product_that_denies_itself_is_found(terms: dict[str, Any]) -> None:
    assert set(kinds(on_shelf(**terms))) == {FindingKind.CONTRADICTORY}


def test_one_institution_has_no_two_products_of_one_name() -> None:
    twins = on_shelf("A", name="周转贷"), on_shelf("B", name="周转贷")
    assert kinds(*twins) == [FindingKind.CONTRADICTORY] * 2
    assert kinds(on_shelf("A", name="周转贷"), on_shelf("B", name="周转贷", key="other")) == []


@pytest.mark.parametrize(
    "terms",
    [{"rate_bp_max": 1_600}, {"rate_bp_min": 50, "rate_bp_max": 60}, {"rate_bp_max": 1_200}],
)
def test_a_price_that_must_be_asked_about(terms: dict[str, Any]) -> None:
    assert set(kinds(on_shelf(**terms))) == {FindingKind.MISPRICED}


def test_a_price_far_from_its_peers_is_found_whoever_offers_it() -> None:
    """The same terms are judged alike under every name: nothing of the institution enters."""
    peers = [on_shelf(str(no), key=str(no)) for no in range(5)]
    far: dict[str, Any] = {"rate_bp_min": 700, "rate_bp_max": 750}
    for key in ("small", "large"):
        assert kinds(*peers, on_shelf("X", key=key, **far)) == [FindingKind.MISPRICED]
    assert kinds(*peers[:3], on_shelf("X", key="x", **far)) == [], "three tell nothing"


def test_a_policy_loan_is_not_dearer_than_ordinary_credit() -> None:
    peers = [on_shelf(str(n), key=str(n), kind=ProductKind.WORKING_CAPITAL) for n in range(5)]
    dear = on_shelf("P", kind=ProductKind.DONGWU, rate_bp_min=400)
    assert "政策性产品" in sentences(*peers, dear)


async def followed() -> None:
    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass


async def test_the_institution_hears_of_a_finding_once_and_the_operator_sees_since_when(
    db: None,
) -> None:
    bank, operator = await world.a_bank(), world.operator_of(await world.an_operator())
    row = await a_product(
        bank, "A", introduction="零利率", offer_mode=OfferMode.PROACTIVE, fees="无"
    )
    shown = await shelf_checks.check(operator)
    assert (shown.products, [each.found_at for each in shown.findings]) == (1, [None])
    for _ in range(2):
        await check_shelf()
    await followed()
    [message] = await Message.filter(party_id=bank.id)
    assert "零利率" in message.body
    assert (await shelf_checks.check(operator)).findings[0].found_at is not None

    await Product.filter(id=row.id).update(introduction="")
    await check_shelf()
    assert (await ShelfFinding.get()).cleared_at is not None
    with pytest.raises(NotYourPost):
        await shelf_checks.check(world.officer_of(bank))


async def test_what_nobody_attends_to_is_found(db: None) -> None:
    bank, operator = await world.a_bank(), world.operator_of(await world.an_operator())
    await a_product(bank, "A", offer_mode=OfferMode.PROACTIVE)
    await Party.filter(id=bank.id).update(lapsed=True)
    found = (await shelf_checks.check(operator)).findings
    assert [each.kind for each in found] == [FindingKind.UNATTENDED]
