"""Anybody finds a product on the shelf by what they need of it."""

import msgspec
import pytest

from domain.catalogue import queries
from domain.catalogue.queries import InstitutionSearch, ProductSearch
from domain.kernel.refusal import Invalid, NotFound
from tests import world
from tests.catalogue.shelf import a_product
from tests.world import WAN
from vocabulary.catalogue import ProductKind, ProductSort
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.parties import PartyKind


async def numbers(search: ProductSearch) -> list[str]:
    return [each.product_no for each in (await queries.products(search)).items]


@pytest.mark.row("E3")
@pytest.mark.clause("6.1.3.3 a", "4.3")
class TestFind:
    async def test_an_amount_and_a_term_must_lie_in_the_range_borders_included(
        self, db: None
    ) -> None:
        await a_product(await world.a_bank(), "A")

        for amount_fen in (10 * WAN, 500 * WAN):
            assert await numbers(ProductSearch(amount_fen=amount_fen)) == ["A"]
        for amount_fen in (10 * WAN - 1, 500 * WAN + 1):
            assert await numbers(ProductSearch(amount_fen=amount_fen)) == []
        for months, found in ((5, []), (6, ["A"]), (36, ["A"]), (37, [])):
            assert await numbers(ProductSearch(term_months=months)) == found

    async def test_a_rate_ceiling_lets_in_what_begins_below_it(self, db: None) -> None:
        await a_product(await world.a_bank(), "A", rate_bp_min=345)

        assert await numbers(ProductSearch(rate_bp_max=345)) == ["A"]
        assert await numbers(ProductSearch(rate_bp_max=344)) == []

    async def test_a_list_is_searched_for_whole_words(self, db: None) -> None:
        bank = await world.a_bank()
        await a_product(bank, "A", securities=["credit"], eligible_regions=["320581"])
        await a_product(bank, "B", securities=["mortgage", "pledge"], repayment_methods=["bullet"])

        assert await numbers(ProductSearch(security=SecurityKind.CREDIT)) == ["A"]
        assert await numbers(ProductSearch(security=SecurityKind.PLEDGE)) == ["B"]
        assert await numbers(ProductSearch(security=SecurityKind.GUARANTEE)) == []
        assert await numbers(ProductSearch(repayment_method=RepaymentMethod.BULLET)) == ["B"]
        assert await numbers(ProductSearch(region="320581")) == ["A", "B"]
        assert await numbers(ProductSearch(region="320583")) == ["B"]
        both = ProductSearch(
            security=SecurityKind.MORTGAGE, repayment_method=RepaymentMethod.BULLET
        )
        assert await numbers(both) == ["B"]

    async def test_by_kind_institution_and_name(self, db: None) -> None:
        bank, other = await world.a_bank(), await world.a_bank("太湖商业银行苏州分行")
        insurer = await world.an_insurer()
        await a_product(bank, "A")
        await a_product(other, "B", kind=ProductKind.TECH_LOAN)
        await a_product(insurer, "C")

        assert await numbers(ProductSearch(kind=ProductKind.TECH_LOAN)) == ["B"]
        assert await numbers(ProductSearch(institution_id=bank.id)) == ["A"]
        assert await numbers(ProductSearch(institution_kind=PartyKind.INSURER)) == ["C"]
        assert await numbers(ProductSearch(q="太湖")) == ["B"]
        assert await numbers(ProductSearch(q="苏惠贷A")) == ["A"]
        assert await numbers(ProductSearch(q="%")) == []

    async def test_what_is_delisted_is_not_found_but_can_be_looked_up(self, db: None) -> None:
        gone = await a_product(await world.a_bank(), "A", listed=False)

        assert await numbers(ProductSearch()) == []
        shown = await queries.product(gone.id)
        assert not shown.listed
        with pytest.raises(NotFound):
            await queries.product(world.nobody())


@pytest.mark.row("E3")
@pytest.mark.clause("6.1.3.3 b", "4.5")
class TestOrderAndPages:
    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            (ProductSort.RATE, ["D", "A", "C", "E", "B"]),
            (ProductSort.AMOUNT, ["B", "A", "C", "D", "E"]),
            (ProductSort.TERM, ["C", "A", "B", "D", "E"]),
        ],
    )
    async def test_pages_show_each_product_once_in_order(
        self, db: None, sort: ProductSort, order: list[str]
    ) -> None:
        bank = await world.a_bank()
        await a_product(bank, "E")
        await a_product(bank, "A")
        await a_product(bank, "D", rate_bp_min=300)
        await a_product(bank, "C", term_months_max=120)
        await a_product(bank, "B", rate_bp_min=400, amount_fen_max=900 * WAN)

        seen, cursor = [], ""
        for _ in range(3):
            page = await queries.products(ProductSearch(sort=sort, cursor=cursor, limit=2))
            seen += [each.product_no for each in page.items]
            cursor = page.next or ""

        assert seen == order
        assert cursor == ""

    async def test_a_cursor_of_another_order_is_refused(self, db: None) -> None:
        bank = await world.a_bank()
        for no in ("A", "B"):
            await a_product(bank, no)
        page = await queries.products(ProductSearch(limit=1))

        with pytest.raises(Invalid, match="第一页"):
            await queries.products(ProductSearch(sort=ProductSort.TERM, cursor=page.next or ""))
        with pytest.raises(Invalid, match="翻页"):
            await queries.products(ProductSearch(cursor="not-ours"))


@pytest.mark.row("E3")
@pytest.mark.clause("4.3")
class TestInstitutions:
    async def test_everybody_on_board_is_listed_and_nobody_else(self, db: None) -> None:
        await world.an_enterprise()
        await world.an_operator()
        names = {(await make()).name for make in (world.a_bank, world.an_insurer)}

        shown = await queries.institutions(InstitutionSearch())
        assert {each.name for each in shown.items} == names
        assert shown.next is None
        banks = await queries.institutions(InstitutionSearch(PartyKind.BANK))
        assert [each.kind_label for each in banks.items] == ["银行"]
        with pytest.raises(Invalid):
            await queries.institutions(InstitutionSearch(PartyKind.ENTERPRISE))

    async def test_a_product_is_told_whole(self, db: None) -> None:
        bank = await world.a_bank()
        row = await a_product(bank, "A", fees="不收取手续费", policy_basis="苏府办〔2026〕1号")

        shown = msgspec.to_builtins(await queries.product(row.id))

        assert shown["institution_name"] == bank.name
        assert shown["kind_label"] == "流动资金贷款"
        assert shown["repayment_methods"] == ["interest_first", "equal_instalment"]
        assert (shown["fees"], shown["policy_basis"]) == ("不收取手续费", "苏府办〔2026〕1号")
        assert shown["listed_on"] == "2026-06-01"
