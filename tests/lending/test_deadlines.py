"""Whoever a case waits for is told once that the deadline is near."""

from datetime import timedelta

import pytest

from domain.deadlines import jobs
from domain.deadlines.jobs import mind_deadlines
from domain.kernel import clock
from domain.kernel.journal import entry_of
from domain.lending.actions import applying, banking
from domain.lending.jobs import _redispatch, redispatch_missed
from domain.lending.queries import cases
from domain.lending.queries.cases import PoolFilter
from domain.lending.terms import GuarantorChoice
from domain.reactions import react
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.lending.conftest import Desk
from vocabulary.lending import LoanState, RequestAim
from vocabulary.workdays import after_workdays

pytestmark = [pytest.mark.row("K2", "E5"), pytest.mark.clause("6.1.3.5")]


async def falls_due(row: LoanApplication, days: int) -> None:
    """In so many working days, or that many days ago."""
    today = clock.today()
    day = after_workdays(today, days) if days >= 0 else today + timedelta(days=days)
    await LoanApplication.filter(id=row.id).update(expected_on=day)


async def reminded(party: Party) -> list[str]:
    return [message.title for message in await Message.filter(party_id=party.id)]


async def test_the_bank_is_told_once_however_often_the_job_runs(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 1)
    for _ in range(3):
        await mind_deadlines()
    assert await reminded(desk.bank) == ["业务即将到期"]
    assert await reminded(desk.enterprise) == []


async def test_what_came_near_and_is_then_missed_is_said_once_each(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    for days in (1, 0, -1, -2):
        await falls_due(row, days)
        await mind_deadlines()
    assert sorted(await reminded(desk.bank)) == ["业务即将到期", "业务已超过办理时限"]
    codes = await JournalEntry.filter(subject_id=row.id, code__startswith="deadline.")
    assert [entry.code for entry in codes] == ["deadline.approaching", "deadline.missed"]


async def test_what_is_over_is_called_so(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await mind_deadlines()
    assert await reminded(desk.bank) == ["业务已超过办理时限"]


async def test_what_is_far_is_left_alone(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 2)
    await mind_deadlines()
    assert not await Message.exists()


async def test_an_enterprise_is_told_of_what_it_was_asked_to_amend(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await banking.send_back(row.id, "补材料", by=desk.officer)
    await falls_due(row, 0)
    await mind_deadlines()
    assert (len(await reminded(desk.enterprise)), len(await reminded(desk.bank))) == (1, 0)


async def test_a_guarantor_is_told_of_what_waits_for_its_answer(desk: Desk) -> None:
    guarantor = await world.a_guarantor()
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    choice = GuarantorChoice(guarantor.id, "可由担保机构协同")
    await banking.require_guarantor(row.id, choice, by=desk.officer)
    await falls_due(row, 0)
    await mind_deadlines()
    assert (len(await reminded(guarantor)), len(await reminded(desk.bank))) == (1, 0)


async def test_a_request_in_the_pool_waits_for_nobody_in_particular(desk: Desk) -> None:
    await falls_due(await world.a_request(desk.enterprise), -1)
    await mind_deadlines()
    assert not await Message.exists()


async def test_the_next_state_has_a_deadline_and_a_reminder_of_its_own(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 0)
    await mind_deadlines()
    await banking.send_back(row.id, "补材料", by=desk.officer)
    await applying.resubmit(row.id, world.an_amended_wish(), by=desk.clerk)
    await falls_due(row, 0)
    await mind_deadlines()
    assert len(await reminded(desk.bank)) == 2


async def test_old_reminders_do_not_stand_in_the_way_of_new_ones(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More cases than one batch holds: the job goes on to the end."""
    monkeypatch.setattr(jobs, "BATCH_MAX", 2)
    for days in (-5, -5, -5, -4, -3):
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        await falls_due(row, days)
    await mind_deadlines()
    assert len(await reminded(desk.bank)) == 5


async def test_what_is_over_and_done_is_not_reminded_of(desk: Desk) -> None:
    row = await world.a_completed_application(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await mind_deadlines()
    assert not await Message.exists()


async def test_a_targeted_request_that_its_bank_lets_lie_is_offered_to_all(desk: Desk) -> None:
    row = await world.a_targeted_request(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await mind_deadlines()
    for _ in range(2):
        await redispatch_missed()
    again = await LoanApplication.get(id=row.id)
    assert (again.state, again.aim, again.bank_id) == (LoanState.TO_ACCEPT, RequestAim.OPEN, None)
    assert again.expected_on is not None
    assert again.expected_on > clock.today()
    pool = await cases.pool(PoolFilter(), to=desk.stranger)
    assert [item.id for item in pool.items] == [row.id]
    shown = await cases.one(row.id, to=desk.clerk)
    assert [step.label for step in shown.timeline][-2:] == ["超期", "再次派单"]
    assert "原定银行未在办理时限内受理" in shown.timeline[-1].reason
    assert shown.expected_on == again.expected_on
    await banking.grab(row.id, by=desk.stranger)


async def test_everybody_hears_of_what_is_offered_again(desk: Desk) -> None:
    row = await world.a_targeted_request(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await mind_deadlines()
    await redispatch_missed()
    entry = await JournalEntry.get(code="loan_application.redispatch")
    for _ in range(2):
        await react(entry_of(entry))
    assert await reminded(desk.enterprise) == ["需求已再次派单"]
    assert sorted(await reminded(desk.bank)) == ["业务已超过办理时限", "需求已再次派单"]
    [told] = await Message.filter(party_id=desk.other_bank.id)
    assert told.title == "抢单区有需求等待受理"
    assert desk.enterprise.name not in told.body


async def test_an_open_request_that_nobody_took_is_offered_anew(desk: Desk) -> None:
    row = await world.a_request(desk.enterprise)
    await falls_due(row, -1)
    await mind_deadlines()
    await redispatch_missed()
    again = await LoanApplication.get(id=row.id)
    assert again.expected_on is not None
    assert again.expected_on > clock.today()
    entry = await JournalEntry.get(code="loan_application.redispatch")
    assert "尚无银行受理" in entry.reason


async def test_what_was_taken_in_meanwhile_stays_where_it_is(desk: Desk) -> None:
    row = await world.a_targeted_request(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await mind_deadlines()
    late = await LoanApplication.get(id=row.id)
    await banking.accept(row.id, by=desk.officer)
    await _redispatch(late)
    assert (await LoanApplication.get(id=row.id)).bank_id == desk.bank.id
    assert not await JournalEntry.exists(code="loan_application.redispatch")
