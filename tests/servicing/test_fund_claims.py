"""风险补偿: what a programme's fund, the insurer and the bank bear of a policy loan that fails."""

import pytest

from domain.claims.actions import claiming
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.kernel import clock
from domain.kernel.refusal import NotFound, Unmet
from domain.servicing.actions import minding
from orm.claims import Claim, Recovery
from orm.servicing import Loan, Repayment
from tests import world
from tests.lending.conftest import Desk
from tests.policy.programmes import a_policy_line, a_programme, pay_out, underwriter_of
from tests.servicing.lent import aged, drawn
from tests.servicing.test_claims import at_stake
from tests.world import WAN
from vocabulary.parties import Seat
from vocabulary.servicing import ClaimState, Payer

pytestmark = [pytest.mark.row("K3", "G4"), pytest.mark.clause("6.1.2.3 a", "6.1.4.5")]


@pytest.mark.row("K3")
async def test_each_pays_its_share_to_the_fen_and_recoveries_come_back_alike(desk: Desk) -> None:
    operator = world.operator_of(await world.an_operator())
    insurer = await world.an_insurer()
    underwriter, officer = underwriter_of(insurer), desk.officer
    programme = await a_programme(operator)
    row = await a_policy_line(programme, desk.enterprise, desk.bank, insurer)
    await pay_out(row, 33 * WAN + 33, "XB-0001", officer=officer, underwriter=underwriter)
    loan = await aged(await Loan.get(application_id=row.id), 100)
    assert [(each["seat"], each["share_bp"]) for each in loan.shares] == [
        ("fund", 6_500), ("bank", 2_000), ("insurer", 1_500),
    ]  # fmt: skip
    loan = await minding.mark_overdue(loan.id, by=officer)
    whole = await at_stake(loan)

    paid = {}
    for payer, by, share_bp in ((Payer.FUND, operator, 6_500), (Payer.INSURER, underwriter, 1_500)):
        more = ClaimForm(respondent=payer, amount_fen=whole, reason="多次催收未还")
        with pytest.raises(Unmet, match="超过") as refused:
            await claiming.file_claim(loan.id, more, by=officer)
        assert programme.name in str(refused.value) or payer is Payer.INSURER
        covered = (whole * share_bp + 5_000) // 10_000
        form = ClaimForm(respondent=payer, amount_fen=covered, reason="多次催收未还")
        claim = await claiming.file_claim(loan.id, form, by=officer)
        agreement = ClaimAgreement(amount_fen=covered, opinion="情况属实")
        await claiming.agree_claim(claim.id, agreement, by=by)
        payment = ClaimPaid(amount_fen=covered, paid_on=clock.today(), reason="借款企业违约")
        claim = await claiming.pay_claim(claim.id, payment, by=by)
        paid[payer] = claim
    assert {each.payer for each in await Repayment.filter(loan_id=loan.id)} == set(paid)
    bank_bears = await at_stake(await Loan.get(id=loan.id))
    assert bank_bears + sum(each.paid_fen for each in paid.values()) == whole
    assert abs(bank_bears - whole * 2_000 / 10_000) < 1

    back = Recovered(amount_fen=1_000, recovered_on=clock.today())
    claim = await claiming.recover(paid[Payer.FUND].id, back, by=operator)
    [recovery] = await Recovery.filter(claim_id=claim.id)
    assert {part["seat"]: part["amount_fen"] for part in recovery.parts} == {
        Seat.FUND.value: 813, Seat.INSURER.value: 187,
    }  # fmt: skip


async def test_the_operator_decides_for_funds_and_for_nobody_else(desk: Desk) -> None:
    operator = world.operator_of(await world.an_operator())
    insurer = await world.an_insurer()
    underwriter = underwriter_of(insurer)
    programme = await a_programme(operator)
    row = await a_policy_line(programme, desk.enterprise, desk.bank, insurer)
    await pay_out(row, 30 * WAN, "XB-0002", officer=desk.officer, underwriter=underwriter)
    loan = await aged(await Loan.get(application_id=row.id), 100)
    await minding.mark_overdue(loan.id, by=desk.officer)
    form = ClaimForm(respondent=Payer.INSURER, amount_fen=1_000, reason="多次催收未还")
    claim = await claiming.file_claim(loan.id, form, by=desk.officer)
    with pytest.raises(Unmet, match="平台只办理政策基金"):
        await claiming.decline_claim(claim.id, "不同意", by=operator)
    await claiming.decline_claim(claim.id, "材料不全", by=underwriter)

    form = ClaimForm(respondent=Payer.FUND, amount_fen=1_000, reason="多次催收未还")
    claim = await claiming.file_claim(loan.id, form, by=desk.officer)
    with pytest.raises(NotFound):
        await claiming.decline_claim(claim.id, "不是我们的", by=underwriter)
    await claiming.decline_claim(claim.id, "材料不全", by=operator)
    assert (await Claim.get(id=claim.id)).state is ClaimState.DECLINED


async def test_a_loan_without_a_fund_has_none_to_ask(desk: Desk) -> None:
    granted = await world.a_granted_application(desk.enterprise, desk.bank)
    loan = await aged(await drawn(granted, desk), 100)
    await minding.mark_overdue(loan.id, by=desk.officer)
    form = ClaimForm(respondent=Payer.FUND, amount_fen=1, reason="多次催收未还")
    with pytest.raises(Unmet, match="没有担保机构、保险机构或政策基金"):
        await claiming.file_claim(loan.id, form, by=desk.officer)
