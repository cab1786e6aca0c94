"""The operator keeps the programmes: opened, revised with before and after, ended."""

from datetime import timedelta
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from domain.kernel import clock
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet
from domain.policy import actions, queries
from orm.journal import JournalEntry
from orm.policy import Programme
from tests.policy.conftest import Table
from tests.policy.programmes import a_programme, a_revision, apply_for, terms
from tests.world import WAN
from vocabulary.lending import LoanKind, LoanState
from vocabulary.policy import ProgrammeState

pytestmark = [pytest.mark.row("K3"), pytest.mark.clause("6.1.2.3")]


async def test_a_revision_keeps_what_was_and_what_is(five: Table) -> None:
    row = await a_programme(five.operator)
    revision = a_revision(fund_share_bp=6_000, bank_share_bp=2_500, leverage=8)
    row = await actions.revise(row.id, revision, by=five.operator)
    assert (row.edition, row.fund_share_bp, row.bank_share_bp, row.leverage) == (2, 6_000, 2_500, 8)
    entry = await JournalEntry.filter(code="programme.revise").get()
    assert entry.changes == {
        "edition": [1, 2],
        "fund_share_bp": [6_500, 6_000],
        "bank_share_bp": [2_000, 2_500],
        "leverage": [10, 8],
    }
    told = await queries.programme(row.id, five.officer)
    newest, first = told.history
    assert (newest.milestone.reason, newest.changes["leverage"]) == ("年度调整", [10, 8])
    assert first.milestone.label == "开通"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"bank_share_bp": 2_001}, "合计应为100%"),
        ({"kind": LoanKind.GENERAL}, "只适用于信保贷"),
        ({"needs_insurer": False}, "保险机构分担比例应为0"),
        ({"active_until": terms().active_from - timedelta(days=1)}, "截止日期"),
    ],
)
async def test_terms_that_cannot_be_are_refused(
    five: Table, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Unmet, match=sentence):
        await actions.open_programme(terms(**wrong), by=five.operator)
    assert not await Programme.exists()


async def test_the_database_itself_refuses_shares_that_make_no_whole(five: Table) -> None:
    row = await a_programme(five.operator)
    with pytest.raises((IntegrityError, OperationalError)):
        await Programme.filter(id=row.id).update(fund_share_bp=6_499)


async def test_what_loans_under_way_follow_is_not_revised(five: Table) -> None:
    row = await a_programme(five.operator)
    with pytest.raises(Unmet, match="停办后另行开通"):
        await actions.revise(row.id, a_revision(kind=LoanKind.DONGWU), by=five.operator)


async def test_nobody_but_the_operator_keeps_programmes(five: Table) -> None:
    row = await a_programme(five.operator)
    for somebody in (five.clerk, five.approver, five.underwriter):
        with pytest.raises(NotYourPost):
            await actions.open_programme(terms(), by=somebody)
        with pytest.raises(NotFound):
            await actions.revise(row.id, a_revision(), by=somebody)
    shown = (await queries.programmes(five.clerk)).items[0]
    assert (shown.open_steps, shown.usage) == ([], None)
    steps = (await queries.programmes(five.operator)).items[0].open_steps
    assert [step.verb for step in steps] == ["revise", "end"]


async def test_only_a_running_programme_in_its_time_takes_loans(five: Table) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    later = await a_programme(five.operator, active_from=tomorrow)
    with pytest.raises(Unmet, match="今天不受理"):
        await apply_for(later, five.enterprise, five.bank)
    row = await a_programme(five.operator, active_until=clock.today())
    with pytest.raises(Unmet, match="单户上限"):
        await apply_for(row, five.enterprise, five.bank, amount_fen=500 * WAN + 1)
    loan = await apply_for(row, five.enterprise, five.bank)
    assert (loan.kind, loan.state) == (LoanKind.GUARANTEE_FUND, LoanState.TO_ACCEPT)
    row = await actions.end(row.id, "政策到期", by=five.operator)
    assert row.state is ProgrammeState.ENDED
    with pytest.raises(Unmet, match="已停办"):
        await apply_for(row, five.enterprise, five.bank)
    with pytest.raises(NotNow):
        await actions.revise(row.id, a_revision(), by=five.operator)
