"""What a programme carries: one enterprise's cap, the fund's leverage, what gives room back."""

import pytest

from domain.kernel.refusal import Unmet
from domain.lending.actions import applying, banking, paying
from domain.lending.policy_terms import PayoutRequestForm
from domain.lending.terms import LineAmendment
from domain.policy import actions, queries
from domain.policy.room import Usage
from orm.lending import LoanApplication
from orm.policy import RiskShare
from tests import world
from tests.policy.conftest import Table
from tests.policy.programmes import (
    a_covered_loan,
    a_policy_line,
    a_programme,
    a_revision,
    line_of,
    pay_out,
)
from tests.world import WAN

pytestmark = [pytest.mark.row("K3")]


@pytest.mark.clause("6.1.2.3 c")
class TestTheRoom:
    async def test_one_enterprise_stays_under_its_cap(self, five: Table) -> None:
        programme = await a_programme(five.operator, enterprise_cap_fen=150 * WAN)
        await a_policy_line(programme, five.enterprise, five.bank, five.insurer)
        row = await a_covered_loan(programme, five.enterprise, five.bank, five.insurer)
        with pytest.raises(Unmet, match=r"超过单户上限150\.00万元"):
            await banking.grant(row.id, world.a_line(), by=five.approver)
        half = world.a_line(credit_line_fen=50 * WAN)
        assert (await banking.grant(row.id, half, by=five.approver)).credit_line_fen == 50 * WAN

    async def test_all_lines_stay_under_the_funds_leverage(self, five: Table) -> None:
        programme = await a_programme(five.operator, fund_fen=19 * WAN, leverage=10)
        rival = await world.an_enterprise("昆山云帆电子有限公司")
        first = await a_policy_line(programme, five.enterprise, five.bank, five.insurer)
        row = await a_covered_loan(programme, rival, five.bank, five.insurer)
        with pytest.raises(Unmet, match=r"超过基金可承担的190\.00万元"):
            await banking.grant(row.id, world.a_line(), by=five.approver)
        await applying.withdraw(first.id, "不再需要", by=five.clerk)
        assert (await banking.grant(row.id, world.a_line(), by=five.approver)).credit_line_fen

    async def test_a_closed_case_counts_what_was_lent(self, five: Table) -> None:
        programme = await a_programme(five.operator, fund_fen=16 * WAN, leverage=10)
        first = await a_policy_line(programme, five.enterprise, five.bank, five.insurer)
        await pay_out(
            first, 60 * WAN, "XB-0001", officer=five.officer, underwriter=five.underwriter
        )
        await paying.file(first.id, by=five.officer)
        row = await a_covered_loan(programme, five.enterprise, five.bank, five.insurer)
        with pytest.raises(Unmet, match="超过基金可承担的"):
            await banking.grant(row.id, world.a_line(), by=five.approver)
        await banking.complete(first.id, by=five.officer)
        assert (await banking.grant(row.id, world.a_line(), by=five.approver)).credit_line_fen
        [shown] = (await queries.programmes(five.officer)).items
        assert shown.usage == Usage(2, 160 * WAN, 60 * WAN)

    async def test_a_line_is_not_amended_out_of_the_room(self, five: Table) -> None:
        programme = await a_programme(five.operator, enterprise_cap_fen=150 * WAN)
        await a_policy_line(programme, five.enterprise, five.bank, five.insurer)
        row = await a_covered_loan(programme, five.enterprise, five.bank, five.insurer)
        await banking.grant(row.id, world.a_line(credit_line_fen=50 * WAN), by=five.approver)
        more = LineAmendment(
            credit_line_fen=50 * WAN + 1, rate_bp=385, term_months=12, reason="追加",
            repayment_method=row.repayment_method,
        )  # fmt: skip
        with pytest.raises(Unmet, match="单户上限"):
            await banking.amend_line(row.id, more, by=five.approver)

    async def test_a_programme_that_shrank_stops_payouts_but_keeps_the_ratios(
        self, five: Table
    ) -> None:
        row = await line_of(five)
        assert row.programme_id is not None
        smaller = a_revision(
            fund_fen=5 * WAN, fund_share_bp=5_000, bank_share_bp=3_500, score_required=650
        )
        await actions.revise(row.programme_id, smaller, by=five.operator)
        with pytest.raises(Unmet, match=r"超过基金可承担的50\.00万元"):
            await paying.request_payout(
                row.id, PayoutRequestForm("XB-0001", 60 * WAN), by=five.officer
            )
        kept = {each.sharer: each.share_bp for each in await RiskShare.filter(edition=1)}
        assert kept == {"fund": 6_500, "bank": 2_000, "insurer": 1_500}
        assert (await LoanApplication.get(id=row.id)).score_required == 600
