"""A product comes to the shelf by a review, is revised beside itself, and leaves it again."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from domain.catalogue import history, listings, queries
from domain.catalogue.actions import brochures, keeping, reviewing
from domain.catalogue.drafts import draft_of, draft_on_shelf
from domain.catalogue.flow import KEEPERS
from domain.catalogue.listings import ListingSearch
from domain.catalogue.queries import ProductSearch
from domain.catalogue.terms import ListingApproval, ListingReturn
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.lending.actions import applying
from domain.lending.queries import cases
from domain.lending.terms import Submission
from orm.catalogue import Product, ProductListing, ProductVersion
from orm.parties import Party
from orm.shelving import shelve_missing
from tests import world
from tests.catalogue.drafts import a_draft, all_met, approval, wanting
from tests.catalogue.shelf import a_product
from tests.lending.papers import PDF, PNG, Paper
from tests.remembered import hold_hands
from tests.world import WAN, WISH
from vocabulary.catalogue import (
    CATEGORIES_BY,
    KINDS_OF,
    ListingItem,
    OfferMode,
    ProductKind,
    ProductState,
)
from vocabulary.parties import ROLES_OF, PartyKind, Role


@dataclass(frozen=True)
class Desk:
    """A bank that keeps products, the operator that reviews them, an enterprise that applies."""

    bank: Party
    enterprise: Party
    officer: Actor
    operator: Actor
    clerk: Actor


@pytest.fixture
async def desk(db: None) -> Desk:
    bank, enterprise, operator = (
        await world.a_bank(),
        await world.an_enterprise(),
        await world.an_operator(),
    )
    return Desk(
        bank,
        enterprise,
        world.officer_of(bank),
        world.operator_of(operator),
        world.clerk_of(enterprise),
    )


async def a_listed_product(desk: Desk, **differing: Any) -> ProductListing:
    row = await keeping.add(a_draft(**differing), by=desk.officer)
    await keeping.submit_listing(row.id, by=desk.officer)
    return await reviewing.list_product(row.id, approval(), by=desk.operator)


async def found() -> list[str]:
    return [each.name for each in (await queries.products(ProductSearch())).items]


@pytest.mark.row("K5", "I5", "G5", "A8")
@pytest.mark.clause("6.1.2.4", "6.1.2.4 b", "6.1.1.4", "6.1.4.6", "5.2.1 b")
class TestEveryKind:
    @pytest.mark.parametrize("party_kind", CATEGORIES_BY)
    async def test_each_institution_puts_its_own_finance_on_the_shelf(
        self, desk: Desk, party_kind: PartyKind
    ) -> None:
        party = await world.a_party(party_kind, "某机构")
        role = min(post.role for post in KEEPERS if post.role in ROLES_OF[party_kind])
        keeper = world.someone(party, role)
        for category in CATEGORIES_BY[party_kind]:
            for kind in KINDS_OF[category]:
                row = await keeping.add(a_draft(kind, name=f"产品{kind}"), by=keeper)
                await keeping.submit_listing(row.id, by=keeper)
                await reviewing.list_product(row.id, approval(), by=desk.operator)
                shown = await queries.products(ProductSearch(category=category, kind=kind))
                assert [(each.id, each.category) for each in shown.items] == [(row.id, category)]

    async def test_nobody_offers_the_finance_of_others(self, desk: Desk) -> None:
        with pytest.raises(Invalid, match="填写有误") as refused:
            await keeping.add(a_draft(ProductKind.FINANCE_LEASE), by=desk.officer)
        assert [field for field, _ in refused.value.errors] == ["kind"]

    @pytest.mark.parametrize(
        ("differing", "field"),
        [
            ({"offer_mode": None}, "offer_mode"),
            ({"rate_bp_min": None}, "rate_bp_min"),
            ({"rate_bp_min": 500, "rate_bp_max": 400}, "rate_bp_max"),
            ({"amount_fen_min": 600 * WAN}, "amount_fen_max"),
            ({"term_months_min": 60}, "term_months_max"),
            ({"coverage": "全部损失"}, "coverage"),
            ({"eligible_regions": ["310000"]}, "eligible_regions"),
            ({"required_documents": [" "]}, "required_documents"),
            ({"introduction": " "}, "introduction"),
            ({"valid_until": clock.today() - timedelta(days=1)}, "valid_until"),
            ({"offer_mode": OfferMode.PRE_APPROVED}, "limit_rule"),
        ],
    )
    async def test_what_is_wrong_is_named(
        self, desk: Desk, differing: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refused:
            await keeping.add(a_draft(**differing), by=desk.officer)
        assert field in [name for name, _ in refused.value.errors]

    async def test_an_insurance_says_what_it_covers_and_a_letter_until_when_it_holds(
        self, desk: Desk
    ) -> None:
        for party_kind, kind, field in (
            (PartyKind.INSURER, ProductKind.LOAN_INSURANCE, "coverage"),
            (PartyKind.GUARANTOR, ProductKind.TENDER, "valid_until"),
        ):
            party = await world.a_party(party_kind, "某机构")
            keeper = world.someone(party, Role.UNDERWRITER, Role.GUARANTEE_OFFICER)
            empty = "" if field == "coverage" else None
            with pytest.raises(Invalid) as refused:
                await keeping.add(a_draft(kind, **{field: empty}), by=keeper)
            assert [name for name, _ in refused.value.errors] == [field]


@pytest.mark.row("K5", "O3")
@pytest.mark.clause("6.1.2.4 c", "6.1.5.3")
class TestReview:
    async def test_nothing_is_shown_before_it_is_reviewed(self, desk: Desk) -> None:
        row = await keeping.add(a_draft(), by=desk.officer)
        assert await found() == []
        with pytest.raises(NotFound):
            await queries.product(row.id)
        with pytest.raises(NotFound):
            await listings.one(row.id, desk.operator)  # a draft is its writers' alone

        await keeping.submit_listing(row.id, by=desk.officer)
        assert await found() == []
        waiting = await listings.page(ListingSearch(waiting=True), desk.operator)
        assert [each.id for each in waiting.items] == [row.id]

        await reviewing.list_product(row.id, approval(), by=desk.operator)
        assert await found() == ["姑苏周转贷"]
        shown = await queries.product(row.id)
        assert (shown.version_no, shown.figures_on) == (1, clock.today())

    async def test_a_return_says_item_by_item_what_to_change(self, desk: Desk) -> None:
        row = await keeping.add(a_draft(), by=desk.officer)
        await keeping.submit_listing(row.id, by=desk.officer)
        silent = ListingReturn(wanting(ListingItem.PRICE, " "), "费率不清")
        for answer, said in (
            (ListingReturn(all_met(), "请修改"), "需要修改"),
            (silent, "整改要求"),
            (ListingReturn(all_met()[:2], "请修改"), "每个审核项目"),
        ):
            with pytest.raises(Unmet, match=said):
                await reviewing.send_back(row.id, answer, by=desk.operator)
        marks = wanting(ListingItem.PRICE, "请写明罚息")
        await reviewing.send_back(row.id, ListingReturn(marks, "费率不清"), by=desk.operator)

        view = await listings.one(row.id, desk.officer)
        assert view.state is ProductState.TO_AMEND
        assert [(each.item, each.change) for each in view.marks if not each.met] == [
            (ListingItem.PRICE, "请写明罚息")
        ]
        await keeping.amend(row.id, a_draft(fees="罚息为贷款利率的1.5倍"), by=desk.officer)
        await keeping.submit_listing(row.id, by=desk.officer)
        again = await listings.one(row.id, desk.operator)
        assert (again.shown_no, again.compared_no) == (2, 1)
        assert [(each.label, each.was, each.text) for each in again.facts if each.changed] == [
            ("收费标准", "", "罚息为贷款利率的1.5倍")
        ]
        with pytest.raises(Unmet, match="利率与收费"):
            await reviewing.list_product(
                row.id, ListingApproval(wanting(ListingItem.PRICE, "")), by=desk.operator
            )

    async def test_a_new_version_is_reviewed_beside_the_one_on_the_shelf(self, desk: Desk) -> None:
        row = await a_listed_product(desk)
        await keeping.revise(row.id, a_draft(name="姑苏快贷", rate_bp_min=300), by=desk.officer)
        assert await found() == ["姑苏周转贷"]
        view = await listings.one(row.id, desk.operator)
        assert (view.state, view.compared_no) == (ProductState.TO_REVIEW_REVISION, 1)
        assert {each.label for each in view.facts if each.changed} == {"产品名称", "年化利率"}
        answer = ListingReturn(wanting(ListingItem.FACTS, "名称不符"), "名称不符")
        await reviewing.return_revision(row.id, answer, by=desk.operator)
        assert await found() == ["姑苏周转贷"]

        await keeping.revise(row.id, a_draft(rate_bp_min=300), by=desk.officer)
        await reviewing.list_product(row.id, approval(), by=desk.operator)
        assert (await queries.product(row.id)).rate_bp_min == 300
        kept = (await history.versions(row.id)).items
        assert [(each.version_no, each.off_at is None) for each in kept] == [(3, True), (1, False)]
        rates = [f.text for each in kept for f in each.facts if f.label == "年化利率"]
        assert rates == ["3.00%–4.80%", "3.45%–4.80%"]

    async def test_a_revision_can_be_taken_back_and_never_changes_the_kind(
        self, desk: Desk
    ) -> None:
        row = await a_listed_product(desk)
        with pytest.raises(Invalid, match="类型不能修改"):
            await keeping.revise(row.id, a_draft(ProductKind.TECH_LOAN), by=desk.officer)
        await keeping.revise(row.id, a_draft(rate_bp_min=300), by=desk.officer)
        await keeping.withdraw_revision(row.id, by=desk.officer)
        assert (await queries.product(row.id)).rate_bp_min == 345
        with pytest.raises(NotNow):
            await reviewing.list_product(row.id, approval(), by=desk.operator)

    async def test_what_has_expired_meanwhile_is_not_shown(self, desk: Desk) -> None:
        row = await keeping.add(a_draft(valid_until=clock.today()), by=desk.officer)
        await keeping.submit_listing(row.id, by=desk.officer)
        version = await ProductVersion.get(product_id=row.id)
        version.terms["valid_until"] = "2026-01-01"
        await version.save()
        with pytest.raises(Unmet, match="有效期已过"):
            await reviewing.list_product(row.id, approval(), by=desk.operator)
        assert await found() == []

    async def test_an_institution_reviews_nothing_and_sees_nothing_of_others(
        self, desk: Desk
    ) -> None:
        row = await keeping.add(a_draft(), by=desk.officer)
        await keeping.submit_listing(row.id, by=desk.officer)
        with pytest.raises(NotYourPost):
            await reviewing.list_product(row.id, approval(), by=desk.officer)
        stranger = world.officer_of(await world.a_bank("太湖银行苏州分行"))
        with pytest.raises(NotFound):
            await listings.one(row.id, stranger)
        with pytest.raises(NotFound):
            await keeping.withdraw(row.id, by=stranger)


@pytest.mark.row("I5", "O3", "E3")
@pytest.mark.clause("6.1.1.4 b", "6.1.5.3")
class TestLeaving:
    async def test_a_delisted_product_is_refused_and_stays_readable_where_it_was_applied_for(
        self, desk: Desk
    ) -> None:
        row = await a_listed_product(desk)
        form = Submission(product_id=row.id, **WISH)
        case = await applying.submit(form, by=desk.clerk)
        await keeping.revise(row.id, a_draft(rate_bp_min=300), by=desk.officer)
        await reviewing.list_product(row.id, approval(), by=desk.operator)
        shown = await cases.one(case.id, to=desk.clerk)
        assert (shown.product_id, shown.product_version_no) == (row.id, 1)

        await keeping.delist(row.id, "停售", by=desk.officer)
        assert await found() == []
        assert not (await queries.product(row.id)).listed
        with pytest.raises(NotFound, match="下架"):
            await applying.submit(form, by=desk.clerk)
        assert [each.version_no for each in (await history.versions(row.id)).items] == [2, 1]

    async def test_what_is_not_lent_is_not_applied_for_as_a_loan(self, desk: Desk) -> None:
        insurer = await world.an_insurer()
        keeper = world.someone(insurer, Role.UNDERWRITER)
        row = await keeping.add(a_draft(ProductKind.LOAN_INSURANCE), by=keeper)
        await keeping.submit_listing(row.id, by=keeper)
        await reviewing.list_product(row.id, approval(), by=desk.operator)
        with pytest.raises(Unmet, match="咨询"):
            await applying.submit(Submission(product_id=row.id, **WISH), by=desk.clerk)

    async def test_an_order_takes_it_off_and_relisting_goes_by_the_review(self, desk: Desk) -> None:
        row = await a_listed_product(desk)
        await reviewing.order_delisting(row.id, "定价不实", by=desk.operator)
        assert await found() == []
        back = await keeping.relist(row.id, by=desk.officer)
        assert (back.state, await found()) == (ProductState.TO_REVIEW, [])
        await reviewing.list_product(row.id, approval(), by=desk.operator)
        assert await found() == ["姑苏周转贷"]

    async def test_only_what_was_never_listed_is_removed(self, desk: Desk) -> None:
        draft = await keeping.add(a_draft(), by=desk.officer)
        await keeping.remove(draft.id, by=desk.officer)
        assert (await listings.page(ListingSearch(), desk.officer)).items == []
        row = await a_listed_product(desk)
        await keeping.delist(row.id, "停售", by=desk.officer)
        await keeping.amend(row.id, a_draft(), by=desk.officer)
        with pytest.raises(Unmet, match="不能删除"):
            await keeping.remove(row.id, by=desk.officer)

    async def test_a_lapsed_institution_lists_nothing_new(self, desk: Desk) -> None:
        row = await keeping.add(a_draft(), by=desk.officer)
        await Party.filter(id=desk.bank.id).update(lapsed=True)
        with pytest.raises(Unmet, match="入驻资格"):
            await keeping.submit_listing(row.id, by=desk.officer)
        assert await Product.all().count() == 0


@pytest.mark.row("K5")
async def test_what_stood_on_the_shelf_before_has_its_listing_and_its_first_version(
    desk: Desk,
) -> None:
    rule = {
        "revenue_share_bp": 1_000,
        "tax_multiple": 8,
        "debt_share_bp": 0,
        "trading_months_min": 0,
    }
    old = await a_product(desk.bank, "A", offer_mode=OfferMode.PRE_APPROVED, limit_rule=rule)
    gone = await a_product(desk.bank, "B", listed=False, valid_until=clock.today())
    free = await a_product(desk.bank, "C", kind=ProductKind.EQUITY_FINANCING, rate_bp_min=10**6)
    for _ in range(2):
        await shelve_missing()

    kept = {row.id: draft_of(row.terms) for row in await ProductVersion.all()}
    for row in (old, gone, free):
        assert kept[row.id] == draft_on_shelf(await Product.get(id=row.id))
    assert kept[free.id].rate_bp_min is None
    view = await listings.one(old.id, desk.officer)
    assert (view.state, view.institution_name) == (ProductState.LISTED, desk.bank.name)
    assert (await listings.one(gone.id, desk.officer)).state is ProductState.DELISTED
    await keeping.revise(old.id, a_draft(old.kind, name="新名"), by=desk.officer)
    await reviewing.list_product(old.id, approval(), by=desk.operator)
    assert (await queries.product(old.id)).version_no == 2


@pytest.mark.row("I5")
@pytest.mark.clause("6.1.1.4 a")
class TestBrochure:
    async def test_a_pdf_goes_with_the_version_and_everybody_reads_it(self, desk: Desk) -> None:
        hold_hands()
        kept = await brochures.hand_in(Paper("产品介绍.pdf", PDF), by=desk.officer)
        row = await a_listed_product(desk, brochure_id=kept.id)
        shown = await queries.product(row.id)
        assert shown.brochure is not None
        assert shown.brochure.name == "产品介绍.pdf"
        file = await history.brochure_on_shelf(row.id)
        assert b"".join([part async for part in file.chunks]) == PDF

    async def test_only_a_pdf_of_ones_own(self, desk: Desk) -> None:
        hold_hands()
        with pytest.raises(Invalid, match="PDF"):
            await brochures.hand_in(Paper("产品介绍.png", PNG), by=desk.officer)
        with pytest.raises(NotYourPost):
            await brochures.hand_in(Paper("产品介绍.pdf", PDF), by=desk.clerk)
        kept = await brochures.hand_in(Paper("产品介绍.pdf", PDF), by=desk.officer)
        stranger = world.officer_of(await world.a_bank("太湖银行苏州分行"))
        with pytest.raises(Invalid, match="无效"):
            await keeping.add(a_draft(brochure_id=kept.id), by=stranger)
        with pytest.raises(NotFound):
            await history.brochure(kept.id, by=stranger)
