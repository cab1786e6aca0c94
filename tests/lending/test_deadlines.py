"""Whoever a case waits for is told once that the deadline is near."""

from datetime import timedelta

import pytest

from domain.kernel import clock
from domain.lending import jobs
from domain.lending.actions import applying, banking
from domain.lending.jobs import remind_deadlines
from domain.lending.terms import GuarantorChoice
from orm.lending import LoanApplication
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.lending.conftest import Desk

pytestmark = [pytest.mark.row("K2", "E5"), pytest.mark.clause("6.1.3.5")]


async def falls_due(row: LoanApplication, days: int) -> None:
    await LoanApplication.filter(id=row.id).update(expected_on=clock.today() + timedelta(days=days))


async def reminded(party: Party) -> list[str]:
    return [message.title for message in await Message.filter(party_id=party.id)]


async def test_the_bank_is_told_once_however_often_the_job_runs(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 1)
    for _ in range(3):
        await remind_deadlines()
    assert await reminded(desk.bank) == ["业务即将到期"]
    assert await reminded(desk.enterprise) == []


async def test_what_is_over_is_called_so(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await remind_deadlines()
    assert await reminded(desk.bank) == ["业务已超过办理时限"]


async def test_what_is_far_is_left_alone(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 2)
    await remind_deadlines()
    assert not await Message.exists()


async def test_an_enterprise_is_told_of_what_it_was_asked_to_amend(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await banking.send_back(row.id, "补材料", by=desk.officer)
    await falls_due(row, 0)
    await remind_deadlines()
    assert (len(await reminded(desk.enterprise)), len(await reminded(desk.bank))) == (1, 0)


async def test_a_guarantor_is_told_of_what_waits_for_its_answer(desk: Desk) -> None:
    guarantor = await world.a_guarantor()
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    choice = GuarantorChoice(guarantor.id, "可由担保机构协同")
    await banking.require_guarantor(row.id, choice, by=desk.officer)
    await falls_due(row, 0)
    await remind_deadlines()
    assert (len(await reminded(guarantor)), len(await reminded(desk.bank))) == (1, 0)


async def test_a_request_in_the_pool_waits_for_nobody_in_particular(desk: Desk) -> None:
    await falls_due(await world.a_request(desk.enterprise), -1)
    await remind_deadlines()
    assert not await Message.exists()


async def test_the_next_state_has_a_deadline_and_a_reminder_of_its_own(desk: Desk) -> None:
    row = await world.an_accepted_application(desk.enterprise, desk.bank)
    await falls_due(row, 0)
    await remind_deadlines()
    await banking.send_back(row.id, "补材料", by=desk.officer)
    await applying.resubmit(row.id, world.an_amended_wish(), by=desk.clerk)
    await falls_due(row, 0)
    await remind_deadlines()
    assert len(await reminded(desk.bank)) == 2


async def test_old_reminders_do_not_stand_in_the_way_of_new_ones(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More cases than one batch holds: the job goes on to the end."""
    monkeypatch.setattr(jobs, "BATCH_MAX", 2)
    for days in (-5, -5, -5, -4, -3):
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        await falls_due(row, days)
    await remind_deadlines()
    assert len(await reminded(desk.bank)) == 5


async def test_what_is_over_and_done_is_not_reminded_of(desk: Desk) -> None:
    row = await world.a_completed_application(desk.enterprise, desk.bank)
    await falls_due(row, -1)
    await remind_deadlines()
    assert not await Message.exists()
