"""An enterprise asks which products fit, and is told why."""

import pytest
from msgspec.structs import replace

from domain.kernel.refusal import NotVerified, NotYourPost
from domain.matching import queries
from orm.parties import Party
from tests import world
from tests.catalogue.shelf import a_product
from tests.matching.test_scoring import WISH
from tests.world import WAN


@pytest.mark.row("E4")
@pytest.mark.clause("6.1.3.4", "4.6")
class TestMatch:
    async def test_gives_what_fits_best_first_with_reasons(self, db: None) -> None:
        clerk = world.clerk_of(await world.an_enterprise())
        bank = await world.a_bank()
        await a_product(bank, "DEAR", rate_bp_min=390)
        await a_product(bank, "CHEAP", rate_bp_min=300)
        await a_product(bank, "SMALL", amount_fen_max=100 * WAN)
        await a_product(bank, "SECURED", securities=["mortgage"])
        await a_product(bank, "ELSEWHERE", eligible_regions=["320581"])

        found = await queries.match(WISH, clerk)

        assert [each.product.product_no for each in found] == ["CHEAP", "DEAR"]
        assert found[0].score > found[1].score
        assert found[0].product.institution_name == bank.name
        assert found[0].reasons[0].startswith("年化利率3.00%起")
        assert "您需要的200.00万元在范围内" in found[0].reasons[1]

    @pytest.mark.clause("4.5")
    async def test_renaming_a_bank_changes_nothing_but_its_name(self, db: None) -> None:
        clerk = world.clerk_of(await world.an_enterprise())
        banks = [await world.a_bank(), await world.a_bank("太湖商业银行苏州分行")]
        for serial, bank in enumerate(banks * 2):
            await a_product(bank, f"P{serial}")
        before = await queries.match(WISH, clerk)

        await Party.filter(id=banks[1].id).update(name="A银行", short_name="A")

        after = await queries.match(WISH, clerk)
        assert [(each.product.id, each.score, each.reasons) for each in after] == [
            (each.product.id, each.score, each.reasons) for each in before
        ]

    async def test_nothing_fits_is_an_empty_list(self, db: None) -> None:
        clerk = world.clerk_of(await world.an_enterprise())
        await a_product(await world.a_bank(), "A")
        assert await queries.match(replace(WISH, amount_fen=900 * WAN), clerk) == []

    async def test_only_certified_enterprises_are_matched(self, db: None) -> None:
        newcomer = world.clerk_of(await world.an_enterprise(certified=False))
        with pytest.raises(NotVerified):
            await queries.match(WISH, newcomer)
        with pytest.raises(NotYourPost):
            await queries.match(WISH, world.officer_of(await world.a_bank()))
