"""The bank's desk: grab, accept, release, review, grant, pay out, close."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotVerified, NotYourPost, OnHold, Unmet
from domain.lending.actions import applying, banking, guaranteeing
from domain.lending.queries import cases
from domain.lending.terms import (
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
)
from orm.journal import JournalEntry
from orm.lending import BusinessRegisterEntry, Disbursement, LoanApplication
from orm.parties import Party
from tests import world
from tests.catalogue.shelf import a_product
from tests.lending.conftest import Desk
from tests.remembered import hold_hands
from tests.world import WAN
from vocabulary.lending import LoanState
from vocabulary.parties import Role
from vocabulary.rights import Right

pytestmark = pytest.mark.row("K2")
LINE_FEN = 100 * WAN
FINE = Opinion("经营稳定，同意")


def an_amendment(**differing: Any) -> LineAmendment:
    line = msgspec.structs.asdict(world.a_line()) | {"reason": "追加订单"} | differing
    return LineAmendment(**line)


@pytest.mark.clause("6.1.2.2 a", "6.1.2.1 a")
class TestTakingIn:
    async def test_a_grab_takes_the_case_out_of_the_pool(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        row = await banking.grab(row.id, by=desk.officer)
        assert (row.state, row.bank_id) == (LoanState.TO_REVIEW, desk.bank.id)
        assert row.handled_by_id == desk.officer.account_id
        with pytest.raises(NotNow, match="已被其他银行受理"):
            await banking.grab(row.id, by=desk.stranger)

    async def test_a_targeted_request_is_accepted_by_its_bank_alone(self, desk: Desk) -> None:
        row = await world.a_targeted_request(desk.enterprise, desk.bank)
        for take in (banking.accept, banking.grab):
            with pytest.raises(NotFound):
                await take(row.id, by=desk.stranger)
        row = await banking.accept(row.id, by=desk.officer)
        assert row.accepted_at is not None

    async def test_a_targeted_request_is_not_grabbed(self, desk: Desk) -> None:
        row = await world.a_targeted_request(desk.enterprise, desk.bank)
        with pytest.raises(NotYourPost):
            await banking.grab(row.id, by=desk.officer)

    async def test_only_an_officer_takes_in(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        with pytest.raises(NotFound):
            await banking.grab(row.id, by=desk.approver)
        admin = world.someone(desk.bank, Role.INSTITUTION_ADMIN)
        with pytest.raises(NotFound):
            await banking.grab(row.id, by=admin)

    async def test_an_insurer_does_not_grab(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        insurer = world.someone(await world.an_insurer(), Role.BANK_OFFICER)
        with pytest.raises(NotFound):
            await banking.grab(row.id, by=insurer)


class TestReleasing:
    async def test_an_open_request_returns_to_the_pool(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        await banking.grab(row.id, by=desk.officer)
        row = await banking.release(row.id, "人手不足", by=desk.officer)
        assert (row.state, row.bank_id, row.handled_by_id) == (LoanState.TO_ACCEPT, None, None)
        row = await banking.grab(row.id, by=desk.stranger)
        assert row.bank_id == desk.other_bank.id

    async def test_a_targeted_request_stays_with_its_bank(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        row = await banking.release(row.id, "人手不足", by=desk.officer)
        assert (row.state, row.bank_id) == (LoanState.TO_ACCEPT, desk.bank.id)

    async def test_the_bank_that_let_go_reads_no_further(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        await banking.grab(row.id, by=desk.officer)
        await banking.release(row.id, "人手不足", by=desk.officer)
        with pytest.raises(NotFound):
            await cases.one(row.id, to=desk.officer)

    async def test_the_next_bank_does_not_read_what_the_first_one_thought(self, desk: Desk) -> None:
        guarantor = await world.a_guarantor()
        row = await world.a_request(desk.enterprise)
        await banking.grab(row.id, by=desk.officer)
        choice = GuarantorChoice(guarantor.id, "本行内部评级偏低")
        await banking.require_guarantor(row.id, choice, by=desk.officer)
        officer = world.someone(guarantor, Role.GUARANTEE_OFFICER)
        await guaranteeing.decline_guarantee(row.id, "不符合条件", by=officer)
        await banking.release(row.id, "人手不足", by=desk.officer)
        await banking.grab(row.id, by=desk.stranger)
        shown = await cases.one(row.id, to=desk.stranger)
        assert "内部评级" not in msgspec.json.encode(shown).decode()


@pytest.mark.clause("6.1.2.2 b")
class TestReviewing:
    async def test_whoever_took_it_in_does_not_approve_it(self, desk: Desk) -> None:
        both = world.someone(desk.bank, Role.BANK_OFFICER, Role.BANK_APPROVER)
        row = await world.a_targeted_request(desk.enterprise, desk.bank)
        await banking.accept(row.id, by=both)
        with pytest.raises(Unmet, match="另一位审批人"):
            await banking.approve(row.id, FINE, by=both)
        assert (await banking.approve(row.id, FINE, by=desk.approver)).opinion == FINE.opinion

    async def test_an_officer_does_not_approve(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        with pytest.raises(NotYourPost):
            await banking.approve(row.id, FINE, by=desk.officer)

    async def test_a_rejection_is_final_and_says_why(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        with pytest.raises(Unmet, match="原因"):
            await banking.reject(row.id, " ", by=desk.approver)
        row = await banking.reject(row.id, "不符合准入条件", by=desk.approver)
        assert row.state is LoanState.REJECTED
        for again in (
            banking.accept(row.id, by=desk.officer),
            banking.approve(row.id, FINE, by=desk.approver),
            applying.withdraw(row.id, "算了", by=desk.clerk),
        ):
            with pytest.raises(NotNow):
                await again

    async def test_a_grab_by_another_bank_does_not_open_its_rejection(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        with pytest.raises(NotFound):
            await banking.reject(row.id, "不想要", by=desk.approver)


@pytest.mark.clause("6.1.2.2")
class TestAddedGuarantee:
    async def test_a_weak_borrower_needs_a_guarantor(self, desk: Desk) -> None:
        guarantor = await world.a_guarantor()
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        await LoanApplication.filter(id=row.id).update(credit_score=599)
        with pytest.raises(Unmet, match="担保"):
            await banking.approve(row.id, FINE, by=desk.approver)
        choice = GuarantorChoice(guarantor.id, "可由担保机构协同")
        await banking.require_guarantor(row.id, choice, by=desk.officer)
        hold_hands()
        await world.a_given_letter(row, guarantor)
        row = await banking.approve(row.id, FINE, by=desk.approver)
        assert row.state is LoanState.TO_GRANT

    async def test_only_a_guarantor_guarantees(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        for party_id in (desk.other_bank.id, world.nobody()):
            choice = GuarantorChoice(party_id, "可由担保机构协同")
            with pytest.raises(Invalid):
                await banking.require_guarantor(row.id, choice, by=desk.officer)

    @pytest.mark.clause("6.1.5.4", "5.3.3.1")
    @pytest.mark.parametrize(
        ("fact", "refusal"), [({"on_hold": True}, OnHold), ({"certified": False}, NotVerified)]
    )
    async def test_a_party_that_may_not_act_is_not_seated(
        self, desk: Desk, fact: dict[str, bool], refusal: type[Exception]
    ) -> None:
        guarantor = await world.a_guarantor()
        await Party.filter(id=guarantor.id).update(**fact)
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        choice = GuarantorChoice(guarantor.id, "可由担保机构协同")
        with pytest.raises(refusal):
            await banking.require_guarantor(row.id, choice, by=desk.officer)
        assert (await LoanApplication.get(id=row.id)).guarantor_id is None


@pytest.mark.clause("6.1.2.2 c")
class TestTheLine:
    async def test_is_set_with_its_conditions(self, desk: Desk) -> None:
        row = await world.an_approved_application(desk.enterprise, desk.bank)
        until = clock.today() + timedelta(days=365)
        row = await banking.grant(
            row.id, world.a_line(valid_until=until, rate_bp=365), by=desk.approver
        )
        assert (row.state, row.credit_line_fen, row.rate_bp, row.valid_until) == (
            LoanState.TO_DISBURSE,
            LINE_FEN,
            365,
            until,
        )
        assert (row.granted_on, row.historical) == (clock.today(), False)

    async def test_is_amended_with_a_reason_and_its_history(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        row = await banking.amend_line(
            row.id, an_amendment(credit_line_fen=120 * WAN), by=desk.approver
        )
        assert (row.state, row.credit_line_fen) == (LoanState.TO_DISBURSE, 120 * WAN)
        entry = await JournalEntry.filter(code="loan_application.amend_line").get()
        assert entry.changes["credit_line_fen"] == [LINE_FEN, 120 * WAN]
        assert entry.reason == "追加订单"

    async def test_is_not_amended_below_what_was_lent(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        await banking.disburse(row.id, world.a_payout(40 * WAN), by=desk.officer)
        below = an_amendment(credit_line_fen=40 * WAN - 1)
        with pytest.raises(Unmet, match="已放款合计"):
            await banking.amend_line(row.id, below, by=desk.approver)
        exact = an_amendment(credit_line_fen=40 * WAN)
        assert (await banking.amend_line(row.id, exact, by=desk.approver)).credit_line_fen

    async def test_uses_a_product_of_this_bank(self, desk: Desk) -> None:
        row = await world.an_approved_application(desk.enterprise, desk.bank)
        foreign = await a_product(desk.other_bank, "P-FOREIGN")
        with pytest.raises(Invalid):
            await banking.grant(row.id, world.a_line(product_id=foreign.id), by=desk.approver)
        own = await a_product(desk.bank, "P-OWN")
        row = await banking.grant(row.id, world.a_line(product_id=own.id), by=desk.approver)
        assert (row.product_id, row.product_kind) == (own.id, own.kind)

    async def test_is_not_dated_back_without_the_right(self, desk: Desk) -> None:
        row = await world.an_approved_application(desk.enterprise, desk.bank)
        past = world.a_line(decided_on=clock.today() - timedelta(days=400))
        with pytest.raises(Unmet, match="历史补录"):
            await banking.grant(row.id, past, by=desk.approver)
        replays = frozenset({Right.APPLICATION_HISTORICAL})
        historian = world.someone(desk.bank, Role.BANK_APPROVER, rights=replays)
        tomorrow = world.a_line(decided_on=clock.today() + timedelta(days=1))
        with pytest.raises(Unmet):
            await banking.grant(row.id, tomorrow, by=historian)
        row = await banking.grant(row.id, past, by=historian)
        assert (row.historical, row.granted_on) == (True, past.decided_on)

    async def test_does_not_end_before_it_begins(self, desk: Desk) -> None:
        row = await world.an_approved_application(desk.enterprise, desk.bank)
        over = world.a_line(valid_until=clock.today() - timedelta(days=1))
        with pytest.raises(Unmet, match="有效期"):
            await banking.grant(row.id, over, by=desk.approver)


async def stands(row: LoanApplication) -> tuple[LoanState, int, int, int, int]:
    kept = await LoanApplication.get(id=row.id)
    return (
        kept.state,
        kept.disbursed_fen,
        await Disbursement.all().count(),
        await BusinessRegisterEntry.all().count(),
        await JournalEntry.all().count(),
    )


@pytest.mark.clause("6.1.2.2 d")
class TestPayingOut:
    async def test_several_times_and_never_above_the_line(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        for amount_fen in (60 * WAN, 40 * WAN):
            row = await banking.disburse(row.id, world.a_payout(amount_fen), by=desk.officer)
        assert (row.state, row.disbursed_fen) == (LoanState.TO_DISBURSE, LINE_FEN)
        with pytest.raises(Unmet, match="授信额度"):
            await banking.disburse(row.id, world.a_payout(1), by=desk.officer)

    async def test_one_fen_above_the_line_leaves_no_trace(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        before = await stands(row)
        with pytest.raises(Unmet, match="授信额度"):
            await banking.disburse(row.id, world.a_payout(LINE_FEN + 1), by=desk.officer)
        assert await stands(row) == before

    async def test_each_payout_is_a_line_of_the_register(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        for amount_fen in (60 * WAN, 1):
            await banking.disburse(row.id, world.a_payout(amount_fen), by=desk.officer)
        lines = await BusinessRegisterEntry.all()
        paid = await Disbursement.all()
        assert sum(line.amount_fen for line in lines) == sum(each.amount_fen for each in paid)
        assert {line.disbursement_id for line in lines} == {each.id for each in paid}
        assert {line.register_no[:3] for line in lines} == {"TZ-"}

    async def test_a_contract_number_is_used_once_per_bank(self, desk: Desk) -> None:
        one = await world.a_granted_application(desk.enterprise, desk.bank)
        two = await world.a_granted_application(desk.enterprise, desk.bank)
        other = await world.a_granted_application(desk.enterprise, desk.other_bank)
        payout = world.a_payout(1, "HT-2026-0001")
        await banking.disburse(one.id, payout, by=desk.officer)
        for row in (one, two):
            with pytest.raises(Unmet, match="合同编号"):
                await banking.disburse(row.id, payout, by=desk.officer)
        await banking.disburse(other.id, payout, by=desk.stranger)

    @pytest.mark.parametrize(
        "contract_no", ["HT1", "H" * 61, "HT 001", "=1+1", "HT-0001\n", "HT\t1"]
    )
    def test_a_contract_number_is_what_is_printed_on_paper(self, contract_no: str) -> None:
        form = {"contract_no": contract_no, "amount_fen": 1, "paid_on": "2026-11-23"}
        with pytest.raises(msgspec.ValidationError, match="contract_no"):
            msgspec.convert(form, Payout)

    async def test_the_day_is_near_and_under_the_line(self, desk: Desk) -> None:
        row = await world.a_granted_application(
            desk.enterprise, desk.bank, valid_until=clock.today()
        )
        today = clock.today()
        for paid_on in (today + timedelta(days=1), today - timedelta(days=1)):
            payout = world.a_payout(1, paid_on=paid_on)
            with pytest.raises(Unmet, match="日期"):
                await banking.disburse(row.id, payout, by=desk.officer)
        await banking.disburse(row.id, world.a_payout(1, paid_on=today), by=desk.officer)

    async def test_an_approver_does_not_pay_out(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        with pytest.raises(NotYourPost):
            await banking.disburse(row.id, world.a_payout(), by=desk.approver)


class TestClosing:
    async def test_only_with_money(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        with pytest.raises(Unmet, match="放款记录"):
            await banking.complete(row.id, by=desk.officer)
        await banking.disburse(row.id, world.a_payout(1), by=desk.officer)
        row = await banking.complete(row.id, by=desk.officer)
        assert (row.state, row.expected_on) == (LoanState.COMPLETED, None)

    async def test_nothing_follows(self, desk: Desk) -> None:
        row = await world.a_completed_application(desk.enterprise, desk.bank)
        for again in (
            banking.disburse(row.id, world.a_payout(1), by=desk.officer),
            banking.amend_line(row.id, an_amendment(), by=desk.approver),
            applying.withdraw(row.id, "算了", by=desk.clerk),
        ):
            with pytest.raises(NotNow):
                await again
