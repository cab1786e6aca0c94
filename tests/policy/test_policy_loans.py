"""A policy loan from its request to its filing: every desk, every way back, every cap."""

from datetime import timedelta

import pytest

from domain.guarantee.actions import committing
from domain.guarantee.terms import CommitmentCheck
from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.lending.actions import applying, banking, insuring, paying
from domain.lending.policy_terms import PayoutCheck, PayoutRequestForm
from domain.lending.queries import cases, desk, register
from domain.lending.queries.cases import ApplicationFilter, PoolFilter
from domain.lending.queries.register import RegisterFilter
from domain.lending.terms import GuarantorChoice, Opinion, Payout, Submission
from orm.lending import LoanApplication
from orm.policy import Filing, PayoutRequest, RiskShare
from tests import world
from tests.catalogue.shelf import a_product
from tests.policy.conftest import Table
from tests.policy.programmes import (
    CHECKED,
    a_covered_loan,
    a_programme,
    an_approved_loan,
    an_underwriting,
    apply_for,
    line_of,
    pay_out,
)
from tests.world import WAN, WISH
from vocabulary.catalogue import ProductKind
from vocabulary.lending import LoanKind, LoanState

pytestmark = [pytest.mark.row("K3")]


@pytest.mark.row("I2", "I3")
@pytest.mark.clause("6.1.2.3 a", "6.1.2.3 c", "6.1.2.3 d", "6.1.1.2", "6.1.1.2 a", "6.1.1.2 b")
async def test_the_whole_way_is_archived_and_seen_by_all_three(five: Table) -> None:
    row = await line_of(five)
    await pay_out(row, 60 * WAN, "XB-0001", officer=five.officer, underwriter=five.underwriter)
    row = await paying.file(row.id, by=five.officer)
    assert (row.state, row.disbursed_fen) == (LoanState.TO_REQUEST, 60 * WAN)
    row = await banking.complete(row.id, by=five.officer)
    assert row.state is LoanState.COMPLETED
    for reader in (five.clerk, five.officer, five.underwriter):
        shown = await cases.one(row.id, to=reader)
        part = shown.policy
        assert part is not None
        assert part.cover is not None
        assert (part.cover.cover_bp, part.cover.cover_fen) == (8_000, 80 * WAN)
        assert part.cover.counter_guarantee == "实际控制人连带责任保证"
        assert [(each.contract_no, each.confirmed, each.paid) for each in part.payout_requests] == [
            ("XB-0001", True, True)
        ]
        assert [(each.contract_no, each.amount_fen) for each in part.filings] == [
            ("XB-0001", 60 * WAN)
        ]
        assert [(each.sharer, each.share_bp, each.amount_fen) for each in part.shares] == [
            ("fund", 6_500, 65 * WAN),
            ("bank", 2_000, 20 * WAN),
            ("insurer", 1_500, 15 * WAN),
        ]
    lines = await register.page(RegisterFilter(), to=five.officer)
    assert [(line.kind, line.amount_fen) for line in lines.items] == [
        (LoanKind.GUARANTEE_FUND, 60 * WAN)
    ]


@pytest.mark.clause("6.1.2.3 a")
async def test_a_policy_product_brings_its_programme(five: Table) -> None:
    programme = await a_programme(five.operator)
    kind = ProductKind.POLICY_LOAN
    product = await a_product(five.bank, "P-XB", kind=kind, programme_id=programme.id)
    form = Submission(product_id=product.id, **WISH)
    row = await applying.submit(form, by=five.clerk)
    assert (row.flow, row.kind, row.programme_id, row.insured) == (
        "guarantee_fund", LoanKind.GUARANTEE_FUND, programme.id, True,
    )  # fmt: skip
    plain = await a_product(five.bank, "P-PLAIN")
    row = await applying.submit(Submission(product_id=plain.id, **WISH), by=five.clerk)
    assert (row.flow, row.kind, row.programme_id) == ("general", LoanKind.GENERAL, None)


@pytest.mark.clause("6.1.2.3 b")
class TestTheGuarantor:
    async def test_the_programmes_bar_decides_not_the_platforms(self, five: Table) -> None:
        programme = await a_programme(five.operator, score_required=900)
        row = await apply_for(programme, five.enterprise, five.bank)
        assert row.score_required == 900 > row.credit_score
        await banking.accept(row.id, by=five.officer)
        opinion = Opinion("同意", five.insurer.id)
        with pytest.raises(Unmet, match="请先追加担保"):
            await banking.approve(row.id, opinion, by=five.approver)
        choice = GuarantorChoice(five.guarantor.id, "评分不足，建议担保")
        await banking.require_guarantor(row.id, choice, by=five.officer)
        await world.a_given_letter(row, five.guarantor)
        row = await banking.approve(row.id, opinion, by=five.approver)
        assert row.state is LoanState.TO_UNDERWRITE

    async def test_good_credit_goes_straight_to_review(self, five: Table) -> None:
        programme = await a_programme(five.operator)
        row = await an_approved_loan(programme, five.enterprise, five.bank, five.insurer)
        assert (row.state, row.guaranteed) == (LoanState.TO_UNDERWRITE, False)

    async def test_a_programme_may_want_one_beside_everybody(self, five: Table) -> None:
        programme = await a_programme(
            five.operator,
            kind=LoanKind.FUMIN_STARTUP,
            needs_insurer=False,
            needs_guarantor=True,
            insurer_share_bp=0,
            guarantor_share_bp=1_500,
        )
        row = await apply_for(programme, five.enterprise, five.bank)
        await banking.accept(row.id, by=five.officer)
        with pytest.raises(Unmet, match="政策项目要求担保"):
            await banking.approve(row.id, Opinion("同意"), by=five.approver)
        choice = GuarantorChoice(five.guarantor.id, "政策要求")
        await banking.require_guarantor(row.id, choice, by=five.officer)
        await world.a_given_letter(row, five.guarantor)
        row = await banking.approve(row.id, Opinion("同意"), by=five.approver)
        assert row.state is LoanState.TO_GRANT, "no insurer: nothing is underwritten"
        row = await banking.grant(row.id, world.a_line(), by=five.approver)
        shares = {each.sharer: each.share_bp for each in await RiskShare.all()}
        assert shares == {"fund": 6_500, "bank": 2_000, "guarantor": 1_500}
        asked = PayoutRequestForm("FM-0001", 10 * WAN)
        row = await paying.request_payout(row.id, asked, by=five.officer)
        assert row.state is LoanState.TO_DISBURSE, "nobody has to confirm"
        check = CommitmentCheck(row.commitment_no)
        await committing.confirm_commitment(row.id, check, by=five.officer)
        await banking.disburse(row.id, Payout("FM-0001", 10 * WAN, clock.today()), by=five.officer)
        assert (await paying.file(row.id, by=five.officer)).state is LoanState.TO_REQUEST


@pytest.mark.row("I2")
@pytest.mark.clause("6.1.1.2 a")
class TestUnderwriting:
    async def test_the_bank_names_the_insurer(self, five: Table) -> None:
        programme = await a_programme(five.operator)
        row = await apply_for(programme, five.enterprise, five.bank)
        await banking.accept(row.id, by=five.officer)
        with pytest.raises(Unmet, match="合作保险机构"):
            await banking.approve(row.id, Opinion("同意"), by=five.approver)
        with pytest.raises(Invalid):
            await banking.approve(row.id, Opinion("同意", five.guarantor.id), by=five.approver)
        await banking.approve(row.id, Opinion("同意", five.insurer.id), by=five.approver)
        stranger = world.someone(await world.an_insurer("他处保险"), *five.underwriter.roles)
        with pytest.raises(NotFound):
            await insuring.underwrite(row.id, an_underwriting(), by=stranger)
        listed = await cases.page(
            ApplicationFilter(state="to_underwrite,to_confirm"), to=five.underwriter
        )
        [item] = listed.items
        assert (item.enterprise_name, item.region_label, item.requested_fen) == (
            five.enterprise.name, "苏州工业园区", 100 * WAN,
        )  # fmt: skip
        assert (item.security, item.credit_score) == (row.security, row.credit_score)
        assert item.open_steps == ["underwrite", "return_to_bank"]

    async def test_a_returned_case_is_reviewed_again_and_may_go_elsewhere(
        self, five: Table
    ) -> None:
        programme = await a_programme(five.operator)
        row = await an_approved_loan(programme, five.enterprise, five.bank, five.insurer)
        with pytest.raises(Unmet, match="原因"):
            await insuring.return_to_bank(row.id, " ", by=five.underwriter)
        row = await insuring.return_to_bank(row.id, "请补充订单合同", by=five.underwriter)
        assert (row.state, row.insurer_id) == (LoanState.TO_REVIEW, five.insurer.id)
        other = await world.an_insurer("姑苏财产保险有限公司")
        row = await banking.approve(row.id, Opinion("已补充", other.id), by=five.approver)
        assert (row.insurer_id, row.insurer_name) == (other.id, other.name)
        with pytest.raises(NotFound):
            await insuring.underwrite(row.id, an_underwriting(), by=five.underwriter)

    async def test_an_amended_request_is_another_case_under_the_same_bar(self, five: Table) -> None:
        programme = await a_programme(five.operator, score_required=610)
        row = await an_approved_loan(programme, five.enterprise, five.bank, five.insurer)
        await insuring.return_to_bank(row.id, "金额偏高", by=five.underwriter)
        await banking.send_back(row.id, "请调低金额", by=five.officer)
        above = world.an_amended_wish(amount_fen=500 * WAN + 1)
        with pytest.raises(Unmet, match="单户上限"):
            await applying.resubmit(row.id, above, by=five.clerk)
        form = world.an_amended_wish(amount_fen=80 * WAN)
        row = await applying.resubmit(row.id, form, by=five.clerk)
        assert (row.score_required, row.insurer_id, row.cover_id) == (610, None, None)
        with pytest.raises(NotFound):
            await cases.one(row.id, to=five.underwriter)

    async def test_a_cover_outlasts_the_loan(self, five: Table) -> None:
        programme = await a_programme(five.operator)
        row = await an_approved_loan(programme, five.enterprise, five.bank, five.insurer)
        with pytest.raises(Unmet, match="承保期限"):
            await insuring.underwrite(row.id, an_underwriting(cover_months=11), by=five.underwriter)

    async def test_nobody_is_granted_more_than_was_covered(self, five: Table) -> None:
        programme = await a_programme(five.operator)
        row = await a_covered_loan(programme, five.enterprise, five.bank, five.insurer)
        with pytest.raises(Unmet, match="申请金额"):
            await banking.grant(
                row.id, world.a_line(credit_line_fen=100 * WAN + 1), by=five.approver
            )


@pytest.mark.row("I3")
@pytest.mark.clause("6.1.1.2 b", "6.1.2.3 d")
class TestThePayout:
    async def test_is_refused_with_a_reason_and_asked_for_again(self, five: Table) -> None:
        row = await line_of(five)
        asked = PayoutRequestForm("XB-0001", 60 * WAN)
        await paying.request_payout(row.id, asked, by=five.officer)
        unchecked = PayoutCheck(guarantee_checked=True, amount_checked=False, contract_checked=True)
        with pytest.raises(Unmet, match="逐项核对"):
            await insuring.confirm_payout(row.id, unchecked, by=five.underwriter)
        row = await insuring.refuse_payout(row.id, "合同编号有误", by=five.underwriter)
        assert row.state is LoanState.TO_REQUEST
        await pay_out(row, 60 * WAN, "XB-0002", officer=five.officer, underwriter=five.underwriter)
        kept = await PayoutRequest.all().order_by("at")
        assert [(each.contract_no, each.confirmed, each.reason) for each in kept] == [
            ("XB-0001", False, "合同编号有误"),
            ("XB-0002", True, ""),
        ]

    async def test_is_what_was_confirmed_and_nothing_else(self, five: Table) -> None:
        row = await line_of(five)
        asked = PayoutRequestForm("XB-0001", 60 * WAN)
        await paying.request_payout(row.id, asked, by=five.officer)
        early = Payout("XB-0001", 60 * WAN, clock.today())
        with pytest.raises(NotNow):
            await banking.disburse(row.id, early, by=five.officer)
        await insuring.confirm_payout(row.id, CHECKED, by=five.underwriter)
        for contract_no, amount_fen in (("XB-0002", 60 * WAN), ("XB-0001", 60 * WAN - 1)):
            other = Payout(contract_no, amount_fen, clock.today())
            with pytest.raises(Unmet, match="与放款申请一致"):
                await banking.disburse(row.id, other, by=five.officer)
        row = await paying.cancel_payout(row.id, "合同重签", by=five.officer)
        assert row.state is LoanState.TO_REQUEST

    async def test_each_is_filed_before_the_next_is_asked_for(self, five: Table) -> None:
        row = await line_of(five)
        for number, amount_fen in enumerate((60 * WAN, 40 * WAN)):
            await pay_out(
                row, amount_fen, f"XB-{number:04d}",
                officer=five.officer, underwriter=five.underwriter,
            )  # fmt: skip
            again = PayoutRequestForm("XB-9999", 1)
            with pytest.raises(NotNow):
                await paying.request_payout(row.id, again, by=five.officer)
            await paying.file(row.id, by=five.officer)
        filed = await Filing.all().order_by("at")
        assert [each.amount_fen for each in filed] == [60 * WAN, 40 * WAN]
        with pytest.raises(Unmet, match="授信额度"):
            await paying.request_payout(row.id, PayoutRequestForm("XB-9999", 1), by=five.officer)

    async def test_needs_the_cover_in_force(self, five: Table) -> None:
        row = await line_of(five)
        asked = PayoutRequestForm("XB-0001", 60 * WAN)
        await paying.request_payout(row.id, asked, by=five.officer)
        await insuring.confirm_payout(row.id, CHECKED, by=five.underwriter)
        yesterday = clock.today() - timedelta(days=1)
        await LoanApplication.filter(id=row.id).update(covered_until=yesterday)
        payout = Payout("XB-0001", 60 * WAN, clock.today())
        with pytest.raises(Unmet, match="承保已到期"):
            await banking.disburse(row.id, payout, by=five.officer)


@pytest.mark.row("K1")
@pytest.mark.clause("6.1.2.1 b", "6.1.2.3 a")
async def test_the_workbench_counts_by_product_line_and_stage(five: Table) -> None:
    programme = await a_programme(five.operator)
    await a_covered_loan(programme, five.enterprise, five.bank, five.insurer)
    await world.an_accepted_application(five.enterprise, five.bank)
    bench = await desk.workbench(to=five.officer)
    counted = {
        (line.label, to_do.label): (to_do.count, to_do.amount_fen)
        for line in bench.lines
        for to_do in line.to_dos
        if to_do.count
    }
    assert counted == {
        ("一般信贷", "待审核"): (1, 100 * WAN),
        ("信保贷", "待授信"): (1, 100 * WAN),
    }
    assert [line.label for line in bench.lines] == ["一般信贷", "信保贷", "东吴贷"]
    assert {to_do.label: to_do.count for to_do in bench.to_dos if to_do.count} == {
        "待审核": 1, "待授信": 1,
    }  # fmt: skip
    [line] = (await desk.workbench(to=five.underwriter)).lines
    assert line.kind is LoanKind.GUARANTEE_FUND


@pytest.mark.clause("6.1.2.3 a")
async def test_a_bank_sees_the_policy_and_the_funds_share_before_it_grabs(five: Table) -> None:
    programme = await a_programme(five.operator, kind=LoanKind.DONGWU, name="东吴贷")
    wish = world.an_open_wish(programme_id=programme.id)
    await applying.publish(wish, by=five.clerk)
    [item] = (await cases.pool(PoolFilter(), to=five.officer)).items
    assert (item.kind_label, item.programme_name, item.fund_share_bp) == ("东吴贷", "东吴贷", 6_500)
    with pytest.raises(NotYourPost):
        await cases.pool(PoolFilter(), to=five.underwriter)
