"""Repayments of a live loan: what they go to, what is refused, and that nothing gets lost."""

from datetime import timedelta
from typing import Any

import pytest

from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotNow, NotYourPost, OnHold, Unmet
from domain.lending.actions import banking
from domain.servicing import lines, owing
from domain.servicing.actions import minding, repaying
from domain.servicing.jobs import mind_loans, open_loans
from domain.servicing.overdue import penalty_fen
from domain.servicing.terms import GivenRow, Prepayment, Rescheduling
from orm.journal import JournalEntry
from orm.lending import Disbursement
from orm.parties import Party
from orm.servicing import Instalment, Loan, Repayment
from tests import world
from tests.lending.conftest import Desk
from tests.servicing.lent import PRINCIPAL_FEN, a_loan, aged, drawn, paying
from tests.test_races import race, won
from tests.world import WAN
from vocabulary.lending import RepaymentMethod
from vocabulary.money import half_up
from vocabulary.servicing import Keeping, RowKind, ServicingState

pytestmark = [pytest.mark.row("K4"), pytest.mark.clause("6.1.2.3 e")]
S = ServicingState


async def kept(loan: Loan) -> Loan:
    return await Loan.get(id=loan.id)


class TestALoanBegins:
    async def test_with_its_payout_in_one_act_and_an_entry_of_its_own(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        assert (loan.state, loan.balance_fen) == (S.CURRENT, PRINCIPAL_FEN)
        assert (loan.enterprise_id, loan.bank_id) == (desk.enterprise.id, desk.bank.id)
        assert (await JournalEntry.get(subject_id=loan.id)).code == "loan.draw_down"
        rows = await Instalment.filter(loan_id=loan.id).order_by("no")
        assert sum(row.principal_fen for row in rows) == PRINCIPAL_FEN
        assert len(rows) == 12
        assert (loan.next_due_on, loan.penalty_bp) == (rows[0].due_on, 578)

    async def test_one_for_every_payout(self, desk: Desk) -> None:
        granted = await world.a_granted_application(desk.enterprise, desk.bank)
        one, two = await drawn(granted, desk, 10 * WAN), await drawn(granted, desk, 20 * WAN)
        assert one.loan_no != two.loan_no
        assert await Loan.filter(application_id=granted.id).count() == 2

    async def test_rows_that_were_agreed_upon_sum_to_the_principal(self, desk: Desk) -> None:
        days = [clock.today() + timedelta(days=n) for n in (40, 100)]
        rows = [GivenRow(due_on=day, principal_fen=20 * WAN) for day in days]
        loan = await a_loan(desk, rows=rows)
        kept_rows = await Instalment.filter(loan_id=loan.id).order_by("no")
        assert [(row.due_on, row.principal_fen) for row in kept_rows] == [
            (day, 20 * WAN) for day in days
        ]
        short = [GivenRow(due_on=days[0], principal_fen=PRINCIPAL_FEN - 1)]
        with pytest.raises(Invalid, match="本金合计"):
            await a_loan(desk, rows=short)
        assert await Disbursement.all().count() == 1, "the payout went back with its loan"

    async def test_payouts_from_before_get_theirs_by_a_job_once(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        await Instalment.filter(loan_id=loan.id).delete()
        await Loan.filter(id=loan.id).delete()
        await open_loans()
        await open_loans()
        again = await Loan.get(disbursement_id=loan.disbursement_id)
        assert (again.balance_fen, again.contract_no) == (loan.balance_fen, loan.contract_no)


class TestRepaying:
    async def test_what_is_due_and_the_ledger_says_what_it_went_to(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 31)
        loan = await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)
        [line] = await Repayment.filter(loan_id=loan.id)
        assert (line.interest_fen, line.principal_fen, line.penalty_fen) == (line.amount_fen, 0, 0)
        assert (loan.interest_repaid_fen, loan.balance_fen) == (line.amount_fen, PRINCIPAL_FEN)
        assert loan.next_due_on > clock.today()

    async def test_one_fen_too_much_is_refused_and_leaves_no_trace(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 31)
        terms = lines.terms_of(loan)
        dues = owing.accrued(await lines.lines_of(loan), terms, clock.today())
        most = owing.payable(dues, clock.today())
        before = await JournalEntry.all().count()
        with pytest.raises(Unmet, match="的应还金额"):
            await repaying.repay(loan.id, paying(most + 1), by=desk.officer)
        assert await JournalEntry.all().count() == before
        assert not await Repayment.exists()
        await repaying.repay(loan.id, paying(most), by=desk.officer)
        assert (await kept(loan)).interest_repaid_fen == most

    @pytest.mark.parametrize(
        ("days", "sentence"), [(1, "晚于今天"), (-31, "30 天"), (-29, "早于放款日")]
    )
    async def test_a_day_that_cannot_be_is_refused(
        self, desk: Desk, days: int, sentence: str
    ) -> None:
        loan = await aged(await a_loan(desk), 28)
        day = clock.today() + timedelta(days=days)
        with pytest.raises(Unmet, match=sentence):
            await repaying.repay(loan.id, paying(1, day), by=desk.officer)

    async def test_the_ledger_runs_forward(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 70)
        await repaying.repay(loan.id, paying(100), by=desk.officer)
        yesterday = clock.today() - timedelta(days=1)
        with pytest.raises(Unmet, match="上一笔还款"):
            await repaying.repay(loan.id, paying(100, yesterday), by=desk.officer)

    async def test_part_of_an_instalment_that_is_not_due_is_a_prepayment(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        with pytest.raises(Unmet, match="提前还款"):
            await repaying.repay(loan.id, paying(1), by=desk.officer)
        await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)

    async def test_only_the_banks_officer_writes_it_down(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        for by in (desk.approver, desk.clerk):
            with pytest.raises(NotYourPost):
                await repaying.repay(loan.id, paying(loan.next_due_fen), by=by)

    @pytest.mark.clause("6.1.5.4")
    async def test_a_frozen_enterprise_repays_nothing(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        await Party.filter(id=desk.enterprise.id).update(on_hold=True)
        with pytest.raises(OnHold):
            await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)

    async def test_to_the_last_fen_and_then_it_is_settled_and_archived(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        with pytest.raises(Unmet, match="不能结清"):
            await minding.settle(loan.id, by=desk.officer)
        while loan.next_due_fen:
            loan = await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)
        assert (loan.balance_fen, loan.principal_repaid_fen) == (0, PRINCIPAL_FEN)
        loan = await minding.settle(loan.id, by=desk.officer)
        assert (loan.state, loan.settled_on) == (S.SETTLED, clock.today())
        with pytest.raises(NotNow):
            await repaying.repay(loan.id, paying(1), by=desk.officer)
        assert (await minding.archive(loan.id, by=desk.officer)).state is S.ARCHIVED


class TestLate:
    async def test_the_job_marks_it_and_a_repayment_of_all_arrears_lifts_it(
        self, desk: Desk
    ) -> None:
        loan = await aged(await a_loan(desk), 65)
        with pytest.raises(Unmet, match="存在逾期"):
            await repaying.prepay(loan.id, prepaying_of(20 * WAN), by=desk.officer)
        await mind_loans()
        assert (await kept(loan)).state is S.OVERDUE
        dues = owing.accrued(await lines.lines_of(loan), lines.terms_of(loan), clock.today())
        due = owing.fallen_due(dues, clock.today())
        assert due.penalty_fen == 0, "interest bears no penalty"
        loan = await repaying.repay(loan.id, paying(due.total - 1), by=desk.officer)
        assert loan.state is S.OVERDUE
        loan = await repaying.repay(loan.id, paying(1), by=desk.officer)
        assert loan.state is S.CURRENT
        codes = [entry.code for entry in await JournalEntry.filter(subject_id=loan.id)]
        assert "loan.mark_overdue" in codes

    async def test_within_the_grace_nothing_is_overdue(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        loan = await aged(loan, (loan.next_due_on - clock.today()).days + 3)
        await mind_loans()
        assert (await kept(loan)).state is S.CURRENT
        with pytest.raises(Unmet, match="宽限期"):
            await minding.mark_overdue(loan.id, by=desk.officer)
        loan = await aged(loan, 1)
        assert (await minding.mark_overdue(loan.id, by=desk.officer)).state is S.OVERDUE

    async def test_penalty_comes_first_then_interest_then_principal(self, desk: Desk) -> None:
        granted = await world.a_granted_application(
            desk.enterprise, desk.bank, repayment_method=RepaymentMethod.EQUAL_PRINCIPAL
        )
        loan = await drawn(granted, desk, 12 * WAN)
        loan = await aged(loan, (loan.next_due_on - clock.today()).days + 10)
        penalty = penalty_fen(1 * WAN, loan.penalty_bp, 10)
        first = await Instalment.get(loan_id=loan.id, no=1)
        await repaying.repay(loan.id, paying(penalty + first.interest_fen + 7), by=desk.officer)
        [line] = await Repayment.filter(loan_id=loan.id)
        assert (line.penalty_fen, line.interest_fen, line.principal_fen) == (
            penalty,
            first.interest_fen,
            7,
        )


def prepaying_of(amount_fen: int, keeping: Keeping = Keeping.TERM) -> Prepayment:
    return Prepayment(amount_fen=amount_fen, paid_on=clock.today(), keeping=keeping)


class TestAhead:
    async def test_a_prepayment_writes_a_new_version_and_keeps_the_old(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 10)
        before = await lines.lines_of(loan)
        loan = await repaying.prepay(loan.id, prepaying_of(10 * WAN), by=desk.officer)
        after = await lines.lines_of(loan)
        assert loan.schedule_version == 2
        assert await lines.lines_of(loan, version=1) == before
        assert after[0].kind is RowKind.PREPAYMENT
        assert sum(line.principal_fen for line in after) == PRINCIPAL_FEN
        assert [line.due_on for line in after[1:]] == [line.due_on for line in before]
        assert loan.balance_fen == PRINCIPAL_FEN - after[0].principal_fen

    async def test_all_at_once_settles_with_the_interest_so_far(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 10)
        interest = half_up(40 * WAN * 385 * 10, 360 * 10_000)
        with pytest.raises(Unmet, match="应还金额"):
            await repaying.prepay(
                loan.id, prepaying_of(PRINCIPAL_FEN + interest + 10), by=desk.officer
            )
        whole = prepaying_of(PRINCIPAL_FEN + interest)
        loan = await repaying.prepay(loan.id, whole, by=desk.officer)
        assert (loan.balance_fen, loan.next_due_on) == (0, None)
        assert (await minding.settle(loan.id, by=desk.officer)).state is S.SETTLED

    async def test_an_instalment_is_kept_only_where_there_is_one(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        with pytest.raises(Invalid, match="期限不变"):
            await repaying.prepay(
                loan.id, prepaying_of(10 * WAN, Keeping.INSTALMENT), by=desk.officer
            )

    async def test_rows_agreed_upon_anew(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        day = clock.today() + timedelta(days=200)
        form = Rescheduling(
            rows=[GivenRow(due_on=day, principal_fen=PRINCIPAL_FEN)], reason="订单回款推迟"
        )
        with pytest.raises(NotYourPost):
            await repaying.reschedule(loan.id, form, by=desk.officer)
        loan = await repaying.reschedule(loan.id, form, by=desk.approver)
        [line] = await lines.lines_of(loan)
        assert (line.due_on, loan.schedule_version, loan.final_due_on) == (day, 2, day)


@pytest.mark.postgres
async def test_of_two_repayments_of_the_same_debt_one_is_taken(desk: Desk) -> None:
    loan = await aged(await a_loan(desk), 12 * 31)
    dues = owing.accrued(await lines.lines_of(loan), lines.terms_of(loan), clock.today())
    whole = owing.payable(dues, clock.today())
    attempts: list[Any] = [
        repaying.repay(loan.id, paying(whole), by=desk.officer) for _ in range(4)
    ]
    assert len(won(await race(*attempts))) == 1
    after = await kept(loan)
    assert (after.balance_fen, await Repayment.filter(loan_id=loan.id).count()) == (0, 1)


async def test_the_payout_of_an_act_that_fails_leaves_no_loan(desk: Desk) -> None:
    granted = await world.a_granted_application(desk.enterprise, desk.bank)
    await banking.disburse(granted.id, world.a_payout(1 * WAN, "HT-TWICE"), by=desk.officer)
    with pytest.raises(Unmet):
        await banking.disburse(granted.id, world.a_payout(1 * WAN, "HT-TWICE"), by=desk.officer)
    assert await Loan.all().count() == 1
