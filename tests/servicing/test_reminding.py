"""A borrower hears before a due date, each day once, and never of what is paid."""

from datetime import timedelta

import pytest

from domain.kernel import clock
from domain.servicing.jobs import remind_repayments
from orm.journal import JournalEntry
from orm.messaging import Message, Outgoing
from orm.servicing import Loan
from tests.lending.conftest import Desk
from tests.messaging.people import a_person, delivered
from tests.servicing.lent import a_loan

pytestmark = [pytest.mark.row("E6"), pytest.mark.clause("6.1.3.6")]


async def due_in(loan: Loan, days: int) -> None:
    """Time passes until so many days before the due date, and the job runs twice."""
    await Loan.filter(id=loan.id).update(next_due_on=clock.today() + timedelta(days=days))
    for _ in range(2):
        await remind_repayments()


async def reminded() -> list[int]:
    rows = await JournalEntry.filter(code="loan.remind_repayment").order_by("id")
    return [row.terms["days_before"] for row in rows]


async def test_a_week_and_a_day_before_each_once(desk: Desk) -> None:
    loan = await a_loan(desk)
    await due_in(loan, 8)
    assert await reminded() == []
    due_on = clock.today() + timedelta(days=7)
    await due_in(loan, 7)
    assert await reminded() == [7]
    assert (await JournalEntry.get(code="loan.remind_repayment")).reason == f"{due_on:%Y年%m月%d日}"
    await due_in(loan, 1)
    assert await reminded() == [7, 1]


async def test_a_job_that_comes_late_says_only_what_is_still_true(desk: Desk) -> None:
    loan = await a_loan(desk)
    await due_in(loan, 1)
    assert await reminded() == [1]
    await due_in(loan, 0)
    assert await reminded() == [1]


async def test_what_is_paid_is_not_reminded_of(desk: Desk) -> None:
    loan = await a_loan(desk)
    await Loan.filter(id=loan.id).update(next_due_fen=0)
    await due_in(loan, 7)
    assert await reminded() == []


async def test_the_borrower_alone_is_told(desk: Desk) -> None:
    loan = await a_loan(desk)
    await a_person(desk.enterprise, phone="13912340001")
    await delivered()
    before = await Message.all().count()
    await Outgoing.all().delete()
    await due_in(loan, 7)
    await delivered()
    rows = await Message.all().order_by("-at")
    assert len(rows) == before + 1
    assert (rows[0].party_id, rows[0].title) == (desk.enterprise.id, "还款即将到期")
    assert "到期还款，应还" in rows[0].body
    assert [row.template for row in await Outgoing.all()] == ["repayment_due"]
