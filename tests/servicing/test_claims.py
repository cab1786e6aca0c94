"""Claims: cover as others computed it, and a default from the claim to the last recovery."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from domain.claims.actions import claiming
from domain.claims.cover import Exposure, calls_on, covered_fen, loss_fen, shared_out
from domain.claims.terms import ClaimAgreement, ClaimForm, ClaimPaid, Recovered
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet
from domain.servicing import lines
from domain.servicing.actions import minding, repaying
from domain.servicing.calendar import year_fraction
from domain.servicing.schedule import Loan as Lent
from domain.servicing.schedule import interest_fen, schedule
from domain.servicing.terms import CollectionForm
from domain.servicing.views import case
from orm.claims import Claim, ClaimPayment, Recovery
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.servicing import Loan, Repayment
from tests import world
from tests.acceptance import tables
from tests.lending.conftest import Desk
from tests.servicing.lent import PRINCIPAL_FEN, aged, drawn, paying, stood_for_in_full
from tests.world import WAN
from vocabulary.lending import DayCount, RepaymentMethod
from vocabulary.parties import Role, Seat
from vocabulary.servicing import ClaimState, Contact, Payer, ServicingState

pytestmark = [pytest.mark.row("G4"), pytest.mark.clause("6.1.4.5")]
ACTUS = tables.document("guarantee_cover.json")["cases"]


def _owed(contract: dict[str, Any], on: date) -> Exposure:
    """What is owed under a contract of the table on a day, by our own schedule."""
    first = date.fromisoformat(contract["cycleAnchorDateOfInterestPayment"][:10])
    is_level = contract["contractType"] == "LAM"
    rows = schedule(
        Lent(
            int(contract["notionalPrincipal"]) * 100,
            rate := Fraction(contract["nominalInterestRate"]),
            12,
            date.fromisoformat(contract["initialExchangeDate"][:10]),
            first,
            RepaymentMethod.EQUAL_PRINCIPAL if is_level else RepaymentMethod.INTEREST_FIRST,
            DayCount.ACTUAL_365,
        )
    )
    past = [row for row in rows if row.due_on <= on]
    balance = past[-1].balance_fen if past else int(contract["notionalPrincipal"]) * 100
    part = year_fraction(past[-1].due_on, on, DayCount.ACTUAL_365) if past else Fraction(0)
    return Exposure(balance, interest_fen(balance, rate, part))


@pytest.mark.parametrize("told", ACTUS, ids=lambda told: told["id"])
def test_cover_as_actus_has_it(told: dict[str, Any]) -> None:
    terms = told["terms"]
    bought_on = date.fromisoformat(terms["purchaseDate"][:10])
    share_bp = int(Fraction(terms.get("coverageOfCreditEnhancement", "1")) * 10_000)
    shares = [(Seat.GUARANTOR, share_bp)]
    whole = [each["object"] for each in terms["contractStructure"]]
    fixed = [each for each in whole if "contractIdentifier" in each]
    contracts = {each.get("contractIdentifier") or each["contractID"] for each in whole}
    with_interest = terms.get("guaranteedExposure") == "NI"

    def at_stake(on: date) -> int:
        if fixed:
            return int(terms["notionalPrincipal"]) * 100
        owed = [_owed(each, on) for each in whole]
        return loss_fen(owed, with_interest=with_interest)

    begins, *later = told["expected"]
    assert covered_fen(at_stake(bought_on), shares, Seat.GUARANTOR) == _fen(begins)
    calls = [
        event
        for event in told["eventsObserved"]
        if calls_on(
            event["contractId"],
            event["states"]["contractPerformance"],
            contracts=contracts,
            events={terms["creditEventTypeCovered"]},
        )
    ]
    exercised = [each for each in later if each["eventType"] == "XD"]
    assert len(calls) == len(exercised)
    for event, expected in zip(calls, exercised, strict=True):
        on = date.fromisoformat(event["time"][:10])
        assert covered_fen(at_stake(on), shares, Seat.GUARANTOR) == _fen(expected)


def _fen(event: dict[str, Any]) -> int:
    fen: int = round(abs(event["notionalPrincipal"]) * 100)
    return fen


def test_recovered_sums_are_split_like_one_sum() -> None:
    shares = [(Seat.GUARANTOR, 3_333), (Seat.INSURER, 6_667)]
    before, got = 0, dict.fromkeys((Seat.GUARANTOR, Seat.INSURER), 0)
    for amount in (1, 1, 1, 7, 90):
        for seat, fen in shared_out(before, amount, shares):
            assert fen >= 0
            got[seat] += fen
        before += amount
    assert got == dict(shared_out(0, 100, shares))


@dataclass(frozen=True)
class Default:
    """An overdue loan that a guarantor stands for."""

    loan: Loan
    officer: Actor
    guarantor: Actor
    colleague: Actor


@pytest.fixture
async def default(desk: Desk) -> Default:
    party = await world.a_guarantor()
    granted = await world.a_granted_application(desk.enterprise, desk.bank)
    await LoanApplication.filter(id=granted.id).update(
        guarantor_id=party.id, guarantor_name=party.name, **stood_for_in_full(granted)
    )
    loan = await aged(await drawn(granted, desk), 100)
    loan = await minding.mark_overdue(loan.id, by=desk.officer)
    someone = [world.someone(party, Role.GUARANTEE_OFFICER) for _ in range(2)]
    return Default(loan, desk.officer, *someone)


async def at_stake(loan: Loan) -> int:
    dues = await lines.lines_of(loan)
    due = sum(line.interest_left for line in dues if line.due_on <= clock.today())
    whole: int = due + loan.balance_fen
    return whole


def a_claim(amount_fen: int, respondent: Payer = Payer.GUARANTOR) -> ClaimForm:
    return ClaimForm(respondent=respondent, amount_fen=amount_fen, reason="多次催收未还")


def a_payment(amount_fen: int) -> ClaimPaid:
    return ClaimPaid(amount_fen=amount_fen, paid_on=clock.today(), reason="借款企业违约")


class TestAClaim:
    async def test_from_the_demand_to_the_last_recovery(self, default: Default) -> None:
        loan, by = default.loan, default.guarantor
        amount = await at_stake(loan)
        claim = await claiming.file_claim(loan.id, a_claim(amount), by=default.officer)
        assert (await Loan.get(id=loan.id)).state is ServicingState.CLAIMED
        agreement = ClaimAgreement(amount_fen=amount, opinion="情况属实")
        await claiming.agree_claim(claim.id, agreement, by=by)
        claim = await claiming.pay_claim(claim.id, a_payment(amount), by=by)
        assert (claim.state, claim.paid_fen) == (ClaimState.RECOVERING, amount)
        after = await Loan.get(id=loan.id)
        assert (after.balance_fen, after.state) == (0, ServicingState.CURRENT)
        [line] = await Repayment.filter(loan_id=loan.id)
        assert (line.payer, line.amount_fen, line.penalty_fen) == (Payer.GUARANTOR, amount, 0)
        assert (await ClaimPayment.get(claim_id=claim.id)).repayment_id == line.id
        with pytest.raises(Unmet, match="不能结清"):
            await claiming.settle(claim.id, by=by)
        for part in (1, amount - 1):
            form = Recovered(amount_fen=part, recovered_on=clock.today())
            claim = await claiming.recover(claim.id, form, by=by)
        with pytest.raises(Unmet, match="尚未追回"):
            await claiming.recover(
                claim.id, Recovered(amount_fen=1, recovered_on=clock.today()), by=by
            )
        claim = await claiming.settle(claim.id, by=by)
        assert (claim.state, claim.recovered_fen) == (ClaimState.SETTLED, amount)
        parts = [part for row in await Recovery.all() for part in row.parts]
        assert sum(part["amount_fen"] for part in parts) == amount
        assert {part["seat"] for part in parts} == {"guarantor"}

    async def test_above_the_cover_is_refused_and_leaves_no_trace(self, default: Default) -> None:
        amount = await at_stake(default.loan)
        before = await JournalEntry.all().count()
        with pytest.raises(Unmet, match="承担的金额"):
            await claiming.file_claim(default.loan.id, a_claim(amount + 1), by=default.officer)
        with pytest.raises(Unmet, match="没有为这笔贷款承担责任"):
            await claiming.file_claim(
                default.loan.id, a_claim(1, Payer.INSURER), by=default.officer
            )
        assert (await Loan.get(id=default.loan.id)).state is ServicingState.OVERDUE
        assert await JournalEntry.all().count() == before

    async def test_a_share_of_the_loss_and_no_more(self, default: Default) -> None:
        shares = [{"seat": "guarantor", "share_bp": 8_000}]
        await Loan.filter(id=default.loan.id).update(shares=shares)
        cover = await at_stake(default.loan) * 8 // 10
        with pytest.raises(Unmet, match="承担的金额"):
            await claiming.file_claim(default.loan.id, a_claim(cover + 1), by=default.officer)
        claim = await claiming.file_claim(default.loan.id, a_claim(cover), by=default.officer)
        agreement = ClaimAgreement(amount_fen=cover, opinion="情况属实")
        await claiming.agree_claim(claim.id, agreement, by=default.guarantor)
        await claiming.pay_claim(claim.id, a_payment(cover), by=default.guarantor)
        left = await Loan.get(id=default.loan.id)
        assert (left.state, left.balance_fen > 0) == (ServicingState.CURRENT, True)
        with pytest.raises(Unmet, match=r"承担的金额 0\.00元"):
            await claiming.file_claim(left.id, a_claim(1), by=default.officer)

    async def test_on_a_settled_loan_or_one_that_nobody_covers(
        self, default: Default, desk: Desk
    ) -> None:
        granted = await world.a_granted_application(desk.enterprise, desk.bank)
        bare = await aged(await drawn(granted, desk), 100)
        await minding.mark_overdue(bare.id, by=desk.officer)
        with pytest.raises(Unmet, match="没有担保机构、保险机构或政策基金"):
            await claiming.file_claim(bare.id, a_claim(1), by=desk.officer)
        loan = default.loan
        while loan.next_due_fen:
            loan = await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)
        await minding.settle(loan.id, by=desk.officer)
        with pytest.raises(NotNow):
            await claiming.file_claim(loan.id, a_claim(1), by=desk.officer)

    async def test_what_the_borrower_repays_meanwhile_is_not_paid_twice(
        self, default: Default
    ) -> None:
        loan, amount = default.loan, await at_stake(default.loan)
        claim = await claiming.file_claim(loan.id, a_claim(amount), by=default.officer)
        agreement = ClaimAgreement(amount_fen=amount, opinion="情况属实")
        await claiming.agree_claim(claim.id, agreement, by=default.guarantor)
        loan = await repaying.repay(loan.id, paying(100), by=default.officer)
        assert loan.state is ServicingState.CLAIMED
        with pytest.raises(Unmet, match="应还金额"):
            await claiming.pay_claim(claim.id, a_payment(amount), by=default.guarantor)
        await claiming.pay_claim(claim.id, a_payment(amount - 100), by=default.guarantor)

    async def test_a_no_or_a_retraction_frees_the_loan(self, default: Default) -> None:
        for end, by in (
            (claiming.decline_claim, default.guarantor),
            (claiming.retract_claim, default.officer),
        ):
            claim = await claiming.file_claim(default.loan.id, a_claim(1), by=default.officer)
            claim = await end(claim.id, "另行协商", by=by)
            assert claim.closed_on == clock.today()
            assert (await Loan.get(id=default.loan.id)).state is ServicingState.OVERDUE
        assert await Claim.filter(state=ClaimState.DECLINED).count() == 1

    async def test_whoever_paid_does_not_write_the_rest_off(self, default: Default) -> None:
        loan, by = default.loan, default.guarantor
        claim = await claiming.file_claim(loan.id, a_claim(50), by=default.officer)
        await claiming.agree_claim(
            claim.id, ClaimAgreement(amount_fen=50, opinion="情况属实"), by=by
        )
        await claiming.pay_claim(claim.id, a_payment(50), by=by)
        await claiming.recover(
            claim.id, Recovered(amount_fen=20, recovered_on=clock.today()), by=by
        )
        with pytest.raises(Unmet, match="另一位同事"):
            await claiming.write_off(claim.id, "企业破产", by=by)
        claim = await claiming.write_off(claim.id, "企业破产", by=default.colleague)
        assert (claim.state, claim.written_off_fen) == (ClaimState.WRITTEN_OFF, 30)

    async def test_strangers_find_nothing_and_the_borrower_decides_nothing(
        self, default: Default, desk: Desk
    ) -> None:
        claim = await claiming.file_claim(default.loan.id, a_claim(1), by=default.officer)
        stranger = world.someone(await world.a_guarantor("太湖担保公司"), Role.GUARANTEE_OFFICER)
        with pytest.raises(NotFound):
            await claiming.decline_claim(claim.id, "不认识", by=stranger)
        with pytest.raises(NotYourPost):
            await claiming.decline_claim(claim.id, "不想还", by=desk.clerk)


async def test_collections_are_read_by_both_who_wait_and_by_nobody_else(
    default: Default, desk: Desk
) -> None:
    form = CollectionForm(
        contact=Contact.BY_PHONE, collected_on=clock.today(), outcome="李四承诺下周还款"
    )
    await minding.collect(default.loan.id, form, by=default.officer)
    loan = await minding.collect(default.loan.id, form, by=default.guarantor)
    for reader, count in ((default.officer, 2), (default.guarantor, 2), (desk.clerk, 0)):
        shown = await case(loan, reader)
        assert len(shown.collections) == count
    entry = await JournalEntry.filter(code="loan.collect").first()
    assert entry is not None
    assert "李四" not in str(entry.terms)


async def test_the_rest_of_a_schedule_that_a_guarantor_pays_into_adds_up(
    default: Default,
) -> None:
    part = await at_stake(default.loan) - 10 * WAN
    claim = await claiming.file_claim(default.loan.id, a_claim(part), by=default.officer)
    await claiming.agree_claim(
        claim.id, ClaimAgreement(amount_fen=part, opinion="情况属实"), by=default.guarantor
    )
    await claiming.pay_claim(claim.id, a_payment(part), by=default.guarantor)
    loan = await Loan.get(id=default.loan.id)
    dues = await lines.lines_of(loan)
    assert (loan.schedule_version, loan.balance_fen) == (2, 10 * WAN)
    assert sum(line.principal_fen for line in dues) == PRINCIPAL_FEN
