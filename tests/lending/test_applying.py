"""The enterprise's desk: publish, submit, put right, withdraw, rate."""

from typing import Any

import msgspec
import pytest

from domain.kernel.refusal import Invalid, NotFound, NotNow, NotVerified, NotYourPost, Unmet
from domain.lending.actions import applying, banking
from domain.lending.queries import cases
from domain.lending.terms import Opinion, Publication, RatingForm, Submission
from orm.journal import JournalEntry
from orm.lending import FinancingRequest, LoanApplication, Rating
from orm.parties import Party
from tests import world
from tests.catalogue.shelf import a_product
from tests.lending.conftest import Desk
from tests.world import WAN
from vocabulary.lending import LoanState, RepaymentMethod, RequestAim, SecurityKind

STARS = RatingForm(responsiveness=5, courtesy=4, efficiency=3, expertise=2, comment="办得快")


@pytest.mark.row("E4")
@pytest.mark.clause("6.1.3.4 a", "6.1.3.4 b")
class TestPublishing:
    async def test_an_open_request_goes_to_the_pool_with_a_number(self, desk: Desk) -> None:
        row = await applying.publish(world.an_open_wish(remarks="可面谈"), by=desk.clerk)
        assert (row.state, row.aim, row.bank_id) == (LoanState.TO_ACCEPT, RequestAim.OPEN, None)
        request = await FinancingRequest.get(id=row.request_id)
        assert request.request_no.startswith("XQ-")
        assert (request.amount_fen, request.remarks) == (100 * WAN, "可面谈")
        assert row.application_no.startswith("DK-")
        entry = await JournalEntry.get(subject_id=row.id)
        assert (entry.code, entry.party_id) == ("loan_application.publish", desk.enterprise.id)

    async def test_a_targeted_request_goes_to_that_bank(self, desk: Desk) -> None:
        row = await applying.publish(world.a_targeted_wish(desk.bank), by=desk.clerk)
        assert (row.bank_id, row.bank_name) == (desk.bank.id, desk.bank.name)
        assert row.expected_on is not None

    async def test_a_targeted_request_names_a_bank(self, desk: Desk) -> None:
        insurer = await world.an_insurer()
        for bank_id in (None, world.nobody(), insurer.id, desk.enterprise.id):
            wish = world.an_open_wish(aim=RequestAim.TARGETED, bank_id=bank_id)
            with pytest.raises(Invalid) as refusal:
                await applying.publish(wish, by=desk.clerk)
            assert refusal.value.errors[0][0] == "bank_id"
        assert not await LoanApplication.exists()

    async def test_an_open_request_names_none(self, desk: Desk) -> None:
        with pytest.raises(Invalid):
            await applying.publish(world.an_open_wish(bank_id=desk.bank.id), by=desk.clerk)

    async def test_only_an_enterprise_publishes(self, desk: Desk) -> None:
        for actor in (desk.officer, desk.approver, desk.overseer):
            with pytest.raises(NotYourPost):
                await applying.publish(world.an_open_wish(), by=actor)

    @pytest.mark.clause("5.3.3.1")
    async def test_only_a_certified_enterprise_publishes(self, desk: Desk) -> None:
        await Party.filter(id=desk.enterprise.id).update(certified=False)
        with pytest.raises(NotVerified):
            await applying.publish(world.an_open_wish(), by=desk.clerk)
        assert not await FinancingRequest.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("amount_fen", 0),
            ("amount_fen", -1),
            ("amount_fen", 10**13 + 1),
            ("amount_fen", 1.5),
            ("amount_fen", "100"),
            ("term_months", 0),
            ("term_months", 601),
            ("purpose", "短"),
            ("purpose", "长" * 201),
            ("security", "promise"),
            ("rate_bp_max", 3601),
            ("remarks", "长" * 501),
            ("state", "completed"),
            ("disbursed_fen", 1),
        ],
    )
    def test_the_form_has_limits_and_takes_no_strangers(self, field: str, value: Any) -> None:
        form = msgspec.to_builtins(world.an_open_wish()) | {field: value}
        with pytest.raises(msgspec.ValidationError, match=field):
            msgspec.json.decode(msgspec.json.encode(form), type=Publication)


MISFITS: dict[str, Any] = {
    "amount_fen": 501 * WAN,
    "term_months": 37,
    "security": SecurityKind.PLEDGE,
    "repayment_method": RepaymentMethod.BULLET,
}


@pytest.mark.row("E3")
class TestSubmitting:
    async def _form(self, desk: Desk, **differing: Any) -> Submission:
        product = await a_product(desk.bank, f"P{world.nobody().hex[:8]}")
        return Submission(**{"product_id": product.id, **world.WISH, **differing})

    async def test_what_fits_goes_to_the_products_bank(self, desk: Desk) -> None:
        row = await applying.submit(await self._form(desk), by=desk.clerk)
        assert (row.bank_id, row.aim) == (desk.bank.id, RequestAim.TARGETED)
        assert row.product_id is not None
        assert (await JournalEntry.get(subject_id=row.id)).code == "loan_application.submit"

    @pytest.mark.parametrize("field", MISFITS)
    async def test_what_does_not_fit_is_refused_by_its_field(self, desk: Desk, field: str) -> None:
        form = await self._form(desk, **{field: MISFITS[field]})
        with pytest.raises(Invalid) as refusal:
            await applying.submit(form, by=desk.clerk)
        assert [name for name, _ in refusal.value.errors] == [field]
        assert not await LoanApplication.exists()

    async def test_all_misfits_are_named_at_once(self, desk: Desk) -> None:
        with pytest.raises(Invalid) as refusal:
            await applying.submit(await self._form(desk, **MISFITS), by=desk.clerk)
        assert [name for name, _ in refusal.value.errors] == list(MISFITS)

    async def test_the_bounds_belong_to_the_product(self, desk: Desk) -> None:
        for amount_fen in (10 * WAN, 500 * WAN):
            await applying.submit(await self._form(desk, amount_fen=amount_fen), by=desk.clerk)
        for amount_fen in (10 * WAN - 1, 500 * WAN + 1):
            form = await self._form(desk, amount_fen=amount_fen)
            with pytest.raises(Invalid):
                await applying.submit(form, by=desk.clerk)

    async def test_a_product_off_the_shelf_is_not_found(self, desk: Desk) -> None:
        product = await a_product(desk.bank, "P2", listed=False)
        for product_id in (product.id, world.nobody()):
            form = await self._form(desk, product_id=product_id)
            with pytest.raises(NotFound):
                await applying.submit(form, by=desk.clerk)


@pytest.mark.row("K2")
@pytest.mark.clause("6.1.2.2 b")
class TestPuttingRight:
    async def test_a_case_sent_back_comes_again_with_what_was_amended(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        row = await banking.send_back(row.id, "请补充流水", by=desk.officer)
        assert row.state is LoanState.TO_AMEND
        amended = world.an_amended_wish(amount_fen=80 * WAN, remarks="已补充")
        row = await applying.resubmit(row.id, amended, by=desk.clerk)
        assert (row.state, row.requested_fen, row.remarks) == (
            LoanState.TO_REVIEW,
            80 * WAN,
            "已补充",
        )

    async def test_what_was_published_stays_word_for_word(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        await banking.grab(row.id, by=desk.officer)
        await banking.send_back(row.id, "金额过高", by=desk.officer)
        await applying.resubmit(row.id, world.an_amended_wish(amount_fen=1), by=desk.clerk)
        assert (await FinancingRequest.get()).amount_fen == 100 * WAN

    async def test_only_while_it_was_sent_back(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        with pytest.raises(NotNow):
            await applying.resubmit(row.id, world.an_amended_wish(), by=desk.clerk)


@pytest.mark.row("K2")
class TestWithdrawing:
    async def test_before_any_money(self, desk: Desk) -> None:
        for row in (
            await world.a_request(desk.enterprise),
            await world.an_accepted_application(desk.enterprise, desk.bank),
            await world.an_approved_application(desk.enterprise, desk.bank),
            await world.a_granted_application(desk.enterprise, desk.bank),
        ):
            withdrawn = await applying.withdraw(row.id, "另有资金来源", by=desk.clerk)
            assert (withdrawn.state, withdrawn.expected_on) == (LoanState.WITHDRAWN, None)

    async def test_never_after_the_first_fen(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        await banking.disburse(row.id, world.a_payout(1), by=desk.officer)
        with pytest.raises(Unmet, match="已有放款"):
            await applying.withdraw(row.id, "不需要了", by=desk.clerk)

    async def test_says_why(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        with pytest.raises(Unmet, match="原因"):
            await applying.withdraw(row.id, "   ", by=desk.clerk)

    async def test_another_enterprise_cannot(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        with pytest.raises(NotFound):
            await applying.withdraw(row.id, "撤掉对手", by=rival)


@pytest.mark.row("E5")
@pytest.mark.clause("6.1.3.5")
class TestRating:
    async def test_once_after_completion_by_the_enterprise(self, desk: Desk) -> None:
        row = await world.a_completed_application(desk.enterprise, desk.bank)
        await applying.rate(row.id, STARS, by=desk.clerk)
        rating = await Rating.get()
        assert (rating.institution_id, rating.responsiveness, rating.expertise) == (
            desk.bank.id,
            5,
            2,
        )
        shown = await cases.one(row.id, to=desk.officer)
        assert shown.rating is not None
        assert shown.rating.comment == "办得快"
        with pytest.raises(Unmet, match="已评价"):
            await applying.rate(row.id, STARS, by=desk.clerk)

    async def test_not_before(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        with pytest.raises(NotNow):
            await applying.rate(row.id, STARS, by=desk.clerk)

    async def test_by_nobody_else(self, desk: Desk) -> None:
        row = await world.a_completed_application(desk.enterprise, desk.bank)
        for actor in (desk.officer, desk.approver, desk.stranger, desk.overseer):
            with pytest.raises(NotFound):
                await applying.rate(row.id, STARS, by=actor)

    @pytest.mark.parametrize("stars", [0, 6])
    def test_one_to_five_stars(self, stars: int) -> None:
        form = msgspec.to_builtins(STARS) | {"courtesy": stars}
        with pytest.raises(msgspec.ValidationError, match="courtesy"):
            msgspec.convert(form, RatingForm)


async def test_whoever_may_act_for_the_enterprise_may_go_on(desk: Desk) -> None:
    """Cases belong to the party, not to the person who began them."""
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await banking.approve(row.id, Opinion("同意"), by=desk.approver)
    colleague = world.clerk_of(desk.enterprise)
    assert (await applying.withdraw(row.id, "不需要了", by=colleague)).state.value == "withdrawn"
