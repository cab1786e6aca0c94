"""Races for a programme's room and for a request, on PostgreSQL alone."""

import pytest

from domain.insurance.actions import requesting, underwriting
from domain.kernel.refusal import NotNow, Unmet
from domain.lending.actions import banking, paying
from domain.lending.policy_terms import PayoutRequestForm
from orm.insurance import CoverRequest
from orm.lending import LoanApplication
from orm.policy import PayoutRequest, RiskShare
from tests import world
from tests.insurance.test_cover_requests import a_wish
from tests.policy.conftest import Table
from tests.policy.programmes import a_covered_loan, a_policy_line, a_programme, underwriter_of
from tests.test_races import race, won
from tests.world import WAN

pytestmark = [pytest.mark.postgres]


@pytest.mark.row("K3")
@pytest.mark.clause("6.1.2.3 c")
async def test_grants_at_once_cannot_pass_the_funds_leverage_together(five: Table) -> None:
    programme = await a_programme(five.operator, fund_fen=25 * WAN, leverage=10)
    rows = []
    for number in range(6):
        firm = await world.an_enterprise(f"第 {number} 企业")
        rows.append(await a_covered_loan(programme, firm, five.bank, five.insurer))
    line = world.a_line()
    outcomes = await race(*(banking.grant(row.id, line, by=five.approver) for row in rows))
    refused = [outcome for outcome in outcomes if isinstance(outcome, Unmet)]
    assert (len(won(outcomes)), len(refused)) == (2, 4), "250 carries two lines of 100"
    granted = await LoanApplication.filter(credit_line_fen__isnull=False)
    assert sum(row.credit_line_fen for row in granted) == 200 * WAN
    assert {share.application_id for share in await RiskShare.all()} == {row.id for row in granted}


@pytest.mark.row("K3")
@pytest.mark.clause("6.1.2.3 c")
async def test_two_loans_of_one_enterprise_cannot_pass_its_cap_together(five: Table) -> None:
    programme = await a_programme(five.operator, enterprise_cap_fen=150 * WAN)
    rows = [
        await a_covered_loan(programme, five.enterprise, five.bank, five.insurer) for _ in range(8)
    ]
    line = world.a_line()
    outcomes = await race(*(banking.grant(row.id, line, by=five.approver) for row in rows))
    assert len(won(outcomes)) == 1


@pytest.mark.row("I3")
@pytest.mark.clause("6.1.2.3 d")
async def test_one_payout_is_asked_for_at_a_time(five: Table) -> None:
    programme = await a_programme(five.operator)
    row = await a_policy_line(programme, five.enterprise, five.bank, five.insurer)
    asked = [PayoutRequestForm(f"XB-{number:04d}", 60 * WAN) for number in range(4)]
    outcomes = await race(*(paying.request_payout(row.id, form, by=five.officer) for form in asked))
    assert len(won(outcomes)) == 1
    assert await PayoutRequest.all().count() == 1


@pytest.mark.row("I4")
@pytest.mark.clause("6.1.1.3 a")
async def test_of_many_insurers_one_accepts(five: Table) -> None:
    row = await requesting.publish(a_wish(), by=five.clerk)
    insurers = [underwriter_of(await world.an_insurer(f"第 {n} 保险")) for n in range(12)]
    outcomes = await race(*(underwriting.accept(row.id, by=insurer) for insurer in insurers))
    [winner] = won(outcomes)
    assert all(isinstance(outcome, NotNow) for outcome in outcomes if outcome is not winner)
    assert (await CoverRequest.get(id=row.id)).insurer_id == winner.insurer_id
