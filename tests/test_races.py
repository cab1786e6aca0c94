"""Races, on PostgreSQL alone: one winner, no fen above the line, no number twice."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any

import pytest

from domain.kernel.refusal import NotFound, NotNow, Refusal, Unmet
from domain.lending.actions import applying, banking
from domain.lending.terms import LineAmendment, Opinion, RatingForm
from orm.journal import JournalEntry
from orm.lending import BusinessRegisterEntry, Disbursement, LoanApplication, Rating
from orm.parties import Party
from tests import world
from tests.world import WAN
from vocabulary.lending import LoanState, RepaymentMethod

pytestmark = [pytest.mark.postgres, pytest.mark.row("K2")]
GRABBERS = 100


@pytest.fixture
async def enterprise(db: None) -> Party:
    return await world.an_enterprise()


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


async def race(*attempts: Coroutine[Any, Any, Any]) -> list[Any]:
    """Let them run at once; whatever is not a refusal is a bug."""
    outcomes = await asyncio.gather(*attempts, return_exceptions=True)
    strange = [
        outcome
        for outcome in outcomes
        if isinstance(outcome, BaseException) and not isinstance(outcome, Refusal)
    ]
    assert not strange, strange[0]
    return outcomes


def won(outcomes: list[Any]) -> list[Any]:
    return [outcome for outcome in outcomes if not isinstance(outcome, Refusal)]


async def verbs(row: LoanApplication) -> Counter[str]:
    entries = await JournalEntry.filter(subject_id=row.id)
    return Counter(entry.code.rpartition(".")[2] for entry in entries)


@pytest.mark.clause("6.1.2.1 a")
@pytest.mark.row("K1")
async def test_of_a_hundred_grabs_one_wins(enterprise: Party) -> None:
    row = await world.a_request(enterprise)
    banks = [await world.a_bank(f"第 {number} 银行") for number in range(20)]
    officers = [world.officer_of(banks[number % 20]) for number in range(GRABBERS)]
    outcomes = await race(*(banking.grab(row.id, by=officer) for officer in officers))

    [winner] = won(outcomes)
    assert all(isinstance(outcome, NotNow) for outcome in outcomes if outcome is not winner)
    kept = await LoanApplication.get(id=row.id)
    assert (kept.bank_id, kept.handled_by_id) == (winner.bank_id, winner.handled_by_id)
    assert (await verbs(row))["grab"] == 1


@pytest.mark.clause("6.1.2.2 d")
async def test_two_payouts_cannot_pass_the_line_together(enterprise: Party, bank: Party) -> None:
    row = await world.a_granted_application(enterprise, bank, credit_line_fen=100 * WAN)
    payouts = [world.a_payout(60 * WAN) for _ in range(4)]
    officer = world.officer_of(bank)
    outcomes = await race(*(banking.disburse(row.id, payout, by=officer) for payout in payouts))
    assert len(won(outcomes)) == 1
    kept = await LoanApplication.get(id=row.id)
    lent = sum(each.amount_fen for each in await Disbursement.all())
    registered = sum(each.amount_fen for each in await BusinessRegisterEntry.all())
    assert kept.disbursed_fen == lent == registered == 60 * WAN


async def test_many_small_payouts_fill_the_line_to_the_fen(enterprise: Party, bank: Party) -> None:
    row = await world.a_granted_application(enterprise, bank, credit_line_fen=10)
    officer = world.officer_of(bank)
    outcomes = await race(
        *(banking.disburse(row.id, world.a_payout(1), by=officer) for _ in range(20))
    )
    assert len(won(outcomes)) == 10
    assert (await LoanApplication.get(id=row.id)).disbursed_fen == 10


async def test_a_contract_number_is_used_once_among_all_cases(
    enterprise: Party, bank: Party
) -> None:
    rows = [await world.a_granted_application(enterprise, bank) for _ in range(4)]
    payout = world.a_payout(1, "HT-2026-0001")
    officer = world.officer_of(bank)
    outcomes = await race(*(banking.disburse(row.id, payout, by=officer) for row in rows))
    assert len(won(outcomes)) == 1
    assert sum(isinstance(outcome, Unmet) for outcome in outcomes) == 3
    assert await Disbursement.all().count() == 1


async def test_a_withdrawal_and_grabs_have_one_winner(enterprise: Party) -> None:
    for _ in range(5):
        row = await world.a_request(enterprise)
        officers = [world.officer_of(await world.a_bank(f"第 {n} 银行")) for n in range(4)]
        await race(
            *(banking.grab(row.id, by=officer) for officer in officers),
            applying.withdraw(row.id, "不需要了", by=world.clerk_of(enterprise)),
        )
        counted = await verbs(row)
        kept = await LoanApplication.get(id=row.id)
        assert counted["grab"] <= 1
        # The enterprise may withdraw after a grab, but nobody grabs what was withdrawn.
        assert kept.state is (LoanState.WITHDRAWN if counted["withdraw"] else LoanState.TO_REVIEW)


async def test_a_withdrawal_never_follows_a_payout(enterprise: Party, bank: Party) -> None:
    for _ in range(5):
        row = await world.a_granted_application(enterprise, bank)
        await race(
            banking.disburse(row.id, world.a_payout(), by=world.officer_of(bank)),
            applying.withdraw(row.id, "不需要了", by=world.clerk_of(enterprise)),
        )
        kept = await LoanApplication.get(id=row.id)
        assert (kept.state is LoanState.WITHDRAWN) == (kept.disbursed_fen == 0)


async def test_an_approval_and_a_withdrawal_do_not_both_decide(
    enterprise: Party, bank: Party
) -> None:
    for _ in range(5):
        row = await world.an_accepted_application(enterprise, bank)
        await race(
            banking.approve(row.id, Opinion("同意"), by=world.approver_of(bank)),
            banking.reject(row.id, "不符合", by=world.approver_of(bank)),
            banking.send_back(row.id, "补材料", by=world.officer_of(bank)),
            applying.withdraw(row.id, "不需要了", by=world.clerk_of(enterprise)),
        )
        kept = await LoanApplication.get(id=row.id)
        counted = await verbs(row)
        assert counted["approve"] + counted["reject"] + counted["send_back"] <= 1
        if counted["withdraw"]:
            assert kept.state is LoanState.WITHDRAWN


async def test_a_released_request_is_grabbed_once_more(enterprise: Party, bank: Party) -> None:
    row = await world.a_request(enterprise)
    await banking.grab(row.id, by=world.officer_of(bank))
    others = [world.officer_of(await world.a_bank(f"第 {n} 银行")) for n in range(8)]
    outcomes = await race(
        banking.release(row.id, "人手不足", by=world.officer_of(bank)),
        *(banking.grab(row.id, by=other) for other in others),
    )
    assert outcomes[0].state is LoanState.TO_ACCEPT
    kept = await LoanApplication.get(id=row.id)
    again = [banking.grab(row.id, by=other) for other in others]
    assert len(won(await race(*again))) == (1 if kept.bank_id is None else 0)
    assert (await verbs(row))["grab"] == 2


async def test_a_line_is_never_amended_below_what_is_being_lent(
    enterprise: Party, bank: Party
) -> None:
    for _ in range(5):
        row = await world.a_granted_application(enterprise, bank, credit_line_fen=100)
        lower = LineAmendment(
            credit_line_fen=50, rate_bp=300, term_months=12, reason="收紧",
            repayment_method=RepaymentMethod.BULLET,
        )  # fmt: skip
        await race(
            banking.disburse(row.id, world.a_payout(80), by=world.officer_of(bank)),
            banking.amend_line(row.id, lower, by=world.approver_of(bank)),
        )
        kept = await LoanApplication.get(id=row.id)
        assert kept.disbursed_fen <= kept.credit_line_fen
        assert (kept.disbursed_fen, kept.credit_line_fen) in {(80, 100), (0, 50)}


async def test_a_case_is_rated_once(enterprise: Party, bank: Party) -> None:
    row = await world.a_completed_application(enterprise, bank)
    form = RatingForm(responsiveness=5, courtesy=5, efficiency=5, expertise=5)
    clerk = world.clerk_of(enterprise)
    outcomes = await race(*(applying.rate(row.id, form, by=clerk) for _ in range(6)))
    assert len(won(outcomes)) == 1
    assert await Rating.all().count() == 1
    assert await JournalEntry.filter(code="loan_application.rate").count() == 1


async def test_a_stranger_in_a_race_still_learns_nothing(enterprise: Party, bank: Party) -> None:
    row = await world.a_targeted_request(enterprise, bank)
    strangers = [world.officer_of(await world.a_bank(f"第 {n} 银行")) for n in range(5)]
    outcomes = await race(
        banking.accept(row.id, by=world.officer_of(bank)),
        *(banking.accept(row.id, by=stranger) for stranger in strangers),
    )
    assert all(isinstance(outcome, NotFound) for outcome in outcomes[1:])
