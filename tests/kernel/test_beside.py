"""A further row begins inside an act: one commit, an entry each; a step may stay behind."""

from uuid import uuid4

import pytest

from domain.kernel import clock
from domain.kernel.flow import Act, step
from domain.kernel.perform import begin, begin_beside, perform
from domain.kernel.refusal import NotYourPost, Unmet
from domain.lending.actions import banking
from domain.lending.flow import GeneralCreditFlow
from domain.servicing.rules import unmoved
from orm.journal import JournalEntry
from orm.lending import Disbursement, LoanApplication
from orm.parties import Party
from orm.servicing import Instalment, Loan
from tests import world
from tests.kernel.test_perform import refuse_inserts
from tests.lending.conftest import Desk, desk
from tests.servicing.lent import a_loan
from vocabulary.parties import PartyKind, Role
from vocabulary.servicing import ServicingState

__all__ = ["desk"]
pytestmark = pytest.mark.row("A3")


async def test_both_entries_stand_with_the_act_and_bear_its_moment(desk: Desk) -> None:
    loan = await a_loan(desk)
    entries = await JournalEntry.filter(code__in=["loan_application.disburse", "loan.draw_down"])
    assert {entry.subject_id for entry in entries} == {loan.id, loan.application_id}
    assert len({entry.at for entry in entries}) == 1


async def test_when_the_further_row_cannot_be_written_nothing_of_the_act_stands(
    desk: Desk,
) -> None:
    row = await world.a_granted_application(desk.enterprise, desk.bank)
    before = await JournalEntry.all().count()
    await refuse_inserts("loan")
    with pytest.raises(Unmet):
        await banking.disburse(row.id, world.a_payout(), by=desk.officer)
    assert not await Disbursement.exists()
    assert not await Instalment.exists()
    assert (await LoanApplication.get(id=row.id)).disbursed_fen == 0
    assert await JournalEntry.all().count() == before


async def test_the_flow_of_the_further_row_is_asked_who_may_begin_it(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    other = LoanApplication(enterprise_id=desk.enterprise.id, bank_id=desk.bank.id)
    with pytest.raises(NotYourPost):
        async with perform("release", LoanApplication, row.id, by=desk.officer, reason="试"):
            await begin_beside(
                GeneralCreditFlow,
                "publish",
                other,
                by=desk.officer,
                terms=world.a_targeted_wish(desk.bank),
            )
    assert (await LoanApplication.get(id=row.id)).state == row.state


async def test_there_is_no_beside_without_an_act_and_no_act_within_an_act(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    with pytest.raises(AssertionError, match="no act is under way"):
        await begin_beside(GeneralCreditFlow, "publish", row, by=desk.clerk)
    with pytest.raises(AssertionError, match="an act within an act"):
        await _one_within_another(desk, row)


async def _one_within_another(desk: Desk, row: LoanApplication) -> None:
    async with (
        perform("release", LoanApplication, row.id, by=desk.officer, reason="试"),
        begin(GeneralCreditFlow, "publish", row, by=desk.clerk),
    ):
        pass


async def test_an_act_that_failed_is_not_under_way_any_more(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    with pytest.raises(NotYourPost):
        await banking.release(row.id, "试", by=desk.approver)
    await banking.release(row.id, "试", by=desk.officer)


def test_a_step_stays_where_it_was_or_where_it_is_told_while_its_condition_holds() -> None:
    states = ServicingState
    act = Act(world.someone(_party(), Role.BANK_OFFICER), clock.now())
    post = Role.BANK_OFFICER @ "bank"
    row = Loan(id=uuid4(), state=states.CLAIMED)
    moves = step(states.CLAIMED, to=states.CURRENT, by=post, says="动")
    stays = step(states.CLAIMED, to=states.CURRENT, by=post, says="动", stays=unmoved)
    elsewhere = step(
        states.CLAIMED,
        to=states.CURRENT,
        by=post,
        says="动",
        stays=unmoved,
        stays_in=states.OVERDUE,
    )
    found = [each.lands(row, act) for each in (moves, stays, elsewhere)]
    assert found == [states.CURRENT, states.CLAIMED, states.OVERDUE]


def _party() -> Party:
    return Party(id=uuid4(), kind=PartyKind.BANK, name="江南银行")
