"""Several rows in one act: all or none, one entry each, one order of locking."""

import asyncio
from uuid import UUID

import pytest

from domain.kernel.perform import Move, acting
from domain.kernel.refusal import NotFound, NotNow, OnHold, Refusal
from domain.lending.actions import banking
from domain.lending.queries import cases
from domain.lending.terms import Acceptance
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.parties import Party
from tests import world
from vocabulary.lending import LoanState

pytestmark = [pytest.mark.row("A3", "K2"), pytest.mark.clause("6.1.2.2 a")]


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


async def an_inbox(bank: Party, size: int) -> list[UUID]:
    return [
        (await world.a_targeted_request(await world.an_enterprise(f"苏州晨曦{n}号公司"), bank)).id
        for n in range(size)
    ]


async def states() -> set[LoanState]:
    return {row.state for row in await LoanApplication.all()}


async def test_all_are_taken_in_with_an_entry_each(bank: Party) -> None:
    ids = await an_inbox(bank, 3)
    officer = world.officer_of(bank)
    rows = await banking.accept_all(Acceptance(ids), by=officer)
    assert {row.id for row in rows} == set(ids)
    kept = await LoanApplication.all()
    assert {row.state for row in kept} == {LoanState.TO_REVIEW}
    assert {row.handled_by_id for row in kept} == {officer.account_id}
    entries = await JournalEntry.filter(code="loan_application.accept")
    assert sorted(entry.subject_id for entry in entries) == sorted(ids)
    shown = await cases.several(rows, officer)
    assert [row.state for row in shown.items] == [LoanState.TO_REVIEW] * 3


async def test_one_that_refuses_keeps_all_back_and_is_named(bank: Party) -> None:
    ids = await an_inbox(bank, 3)
    late = await banking.accept(ids[1], by=world.officer_of(bank))
    with pytest.raises(NotNow, match=late.application_no):
        await banking.accept_all(Acceptance(ids), by=world.officer_of(bank))
    assert await LoanApplication.filter(state=LoanState.TO_ACCEPT).count() == 2
    assert await JournalEntry.filter(code="loan_application.accept").count() == 1


async def test_another_banks_row_is_not_found_and_nothing_happens(bank: Party) -> None:
    ids = await an_inbox(bank, 2)
    ids += await an_inbox(await world.a_bank("运河银行苏州分行"), 1)
    with pytest.raises(NotFound):
        await banking.accept_all(Acceptance(ids), by=world.officer_of(bank))
    assert await states() == {LoanState.TO_ACCEPT}


async def test_a_frozen_party_at_one_row_stops_the_act(bank: Party) -> None:
    ids = await an_inbox(bank, 2)
    frozen = await LoanApplication.get(id=ids[1])
    await Party.filter(id=frozen.enterprise_id).update(on_hold=True)
    with pytest.raises(OnHold, match=frozen.application_no):
        await banking.accept_all(Acceptance(ids), by=world.officer_of(bank))
    assert await states() == {LoanState.TO_ACCEPT}


async def test_what_fails_in_the_middle_leaves_nothing(bank: Party) -> None:
    ids = await an_inbox(bank, 2)

    async def fails() -> None:
        moves = [Move("accept", LoanApplication, row_id) for row_id in ids]
        async with acting(moves, by=world.officer_of(bank)) as rows:
            rows[0].opinion = "写到一半"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    assert await states() == {LoanState.TO_ACCEPT}
    assert not await LoanApplication.filter(opinion="写到一半").exists()


async def test_rows_come_in_the_order_they_were_named(bank: Party) -> None:
    ids = sorted(await an_inbox(bank, 4), reverse=True)
    moves = [Move("accept", LoanApplication, row_id) for row_id in ids]
    async with acting(moves, by=world.officer_of(bank)) as rows:
        assert [row.id for row in rows] == ids


@pytest.mark.postgres
async def test_acts_that_share_rows_in_any_order_never_lock_each_other_out(bank: Party) -> None:
    """Twenty acts over the same rows, named forwards and backwards: one wins, none deadlocks."""
    ids = await an_inbox(bank, 8)

    async def accepts(named: list[UUID]) -> None:
        moves = [Move("accept", LoanApplication, row_id) for row_id in named]
        async with acting(moves, by=world.officer_of(bank)) as rows:
            await asyncio.sleep(0.01)
            for row in rows:
                row.opinion = "已受理"

    acts = [accepts(ids if n % 2 else ids[::-1]) for n in range(20)]
    outcomes = await asyncio.wait_for(asyncio.gather(*acts, return_exceptions=True), 60)
    assert outcomes.count(None) == 1
    assert all(isinstance(outcome, Refusal) for outcome in outcomes if outcome is not None)
    assert await JournalEntry.filter(code="loan_application.accept").count() == len(ids)


async def test_a_bank_whose_admission_has_lapsed_takes_in_none(bank: Party) -> None:
    ids = await an_inbox(bank, 2)
    await Party.filter(id=bank.id).update(lapsed=True)
    with pytest.raises(Refusal, match="入驻"):
        await banking.accept_all(Acceptance(ids), by=world.officer_of(bank))
    assert await states() == {LoanState.TO_ACCEPT}
