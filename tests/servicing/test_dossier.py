"""Reading live loans: lists, buckets, the ledger; and the dossier that holds all of one."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from domain.dossier.queries import dossier
from domain.kernel import clock, sealing
from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound, NotYourPost, Unmet
from domain.lending.actions import renewing
from domain.lending.actions.attaching import attach
from domain.servicing import ledger, loans
from domain.servicing.actions import minding, repaying
from domain.servicing.ledger import RepaymentFilter
from domain.servicing.loans import LoanFilter, LoanVersion
from domain.servicing.terms import PauseForm, RenewalForm
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.servicing import Loan
from server.adapters.object_store import MemoryObjectStore
from tests.lending.conftest import Desk
from tests.lending.papers import PDF, Paper
from tests.remembered import hold_hands
from tests.servicing.lent import PRINCIPAL_FEN, a_loan, aged, paying
from tests.world import WAN
from vocabulary.lending import LoanState, RepaymentMethod
from vocabulary.servicing import OverdueBucket

pytestmark = [pytest.mark.row("K4", "G4"), pytest.mark.clause("6.1.2.3 e", "6.1.4.5")]
B = OverdueBucket


async def opened(loan: Loan, by: Actor) -> ZipFile:
    found = await dossier(loan.id, by=by)
    content = b"".join([piece async for piece in found.chunks])
    assert len(content) == found.size_bytes
    return ZipFile(BytesIO(content))


class TestADossier:
    async def test_holds_facts_ledgers_materials_and_the_sealed_journal(self, desk: Desk) -> None:
        hold_hands(objects=MemoryObjectStore())
        loan = await aged(await a_loan(desk), 40)
        application = await LoanApplication.get(id=loan.application_id)
        await attach(application.id, Paper(name="../合同?.pdf"), by=desk.officer)
        await repaying.repay(loan.id, paying(loan.next_due_fen), by=desk.officer)
        await sealing.seal()
        archive = await opened(loan, desk.officer)
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            "业务档案.html",
            "还款计划与台账.xlsx",
            "材料/001-合同_.pdf",
            "操作日志.json",
        }
        assert archive.read("材料/001-合同_.pdf") == PDF
        assert loan.loan_no in archive.read("业务档案.html").decode()
        told = json.loads(archive.read("操作日志.json"))
        codes = [each["code"] for each in told["entries"]]
        assert {"loan.draw_down", "loan.repay", "loan_application.disburse"} <= set(codes)
        seals = {each["no"] for each in told["seals"]}
        assert {each["seal_no"] for each in told["entries"]} == seals
        assert await JournalEntry.filter(code="loan.take_dossier", subject_id=loan.id).exists()

    async def test_is_not_for_strangers(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        with pytest.raises(NotFound):
            await dossier(loan.id, by=desk.stranger)


class TestLists:
    async def test_each_party_sees_its_own_with_totals_and_buckets(self, desk: Desk) -> None:
        fresh, late = await a_loan(desk), await aged(await a_loan(desk), 12 * 31)
        for reader, count in ((desk.officer, 2), (desk.clerk, 2), (desk.stranger, 0)):
            seen = await loans.page(LoanFilter(), to=reader)
            assert (len(seen.items), seen.totals.count) == (count, count)
        seen = await loans.page(LoanFilter(), to=desk.officer)
        counts = {each.bucket: each.count for each in seen.totals.buckets}
        assert (counts[B.NOT_OVERDUE], counts[B.DAYS_OVER_180]) == (1, 1)
        assert seen.totals.balance_fen == 2 * PRINCIPAL_FEN
        for bucket, loan in ((B.NOT_OVERDUE, fresh), (B.DAYS_OVER_180, late)):
            [row] = (await loans.page(LoanFilter(bucket=bucket), to=desk.officer)).items
            assert (row.id, row.bucket) == (loan.id, bucket)

    async def test_a_pause_stops_the_days_and_the_job_ends_it(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 31 + 3 + 20)
        await minding.mark_overdue(loan.id, by=desk.officer)
        form = PauseForm(until=clock.today() + timedelta(days=10), reason="协商展期")
        loan = await minding.pause(loan.id, form, by=desk.officer)
        before = loan.frozen_days
        assert before is not None
        [row] = (await loans.page(LoanFilter(bucket=B.DAYS_1_30), to=desk.officer)).items
        assert row.overdue_days == before
        with pytest.raises(Unmet, match="已暂停"):
            await minding.pause(loan.id, form, by=desk.officer)
        loan = await minding.resume(loan.id, by=desk.officer)
        assert (loan.frozen_days, loan.paused_until) == (None, None)

    async def test_an_older_version_of_a_schedule_can_be_read(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        with pytest.raises(NotFound):
            await loans.one(loan.id, LoanVersion(version=2), to=desk.clerk)
        case = await loans.one(loan.id, LoanVersion(version=1), to=desk.clerk)
        assert (case.shown_version, len(case.schedule)) == (1, 12)
        assert {step.verb for step in case.open_steps} == {"renew"}

    async def test_the_ledger_adds_up_and_its_export_is_journalled(self, desk: Desk) -> None:
        loan = await aged(await a_loan(desk), 70)
        for amount in (100, 250):
            await repaying.repay(loan.id, paying(amount), by=desk.officer)
        seen = await ledger.page(RepaymentFilter(limit=1), to=desk.officer)
        assert (seen.totals.count, seen.totals.amount_fen, seen.totals.interest_fen) == (
            2,
            350,
            350,
        )
        again = await ledger.page(RepaymentFilter(cursor=seen.next or ""), to=desk.officer)
        assert [row.amount_fen for row in (*seen.items, *again.items)] == [250, 100]
        sheet = await ledger.export(RepaymentFilter(), by=desk.officer)
        rows = [row async for batch in sheet.batches for row in batch]
        assert [row["还款金额（元）"] for row in rows] == [2.5, 1.0]
        assert await JournalEntry.filter(code="repayment_ledger.export").count() == 1
        with pytest.raises(NotYourPost):
            await ledger.export(RepaymentFilter(), by=desk.clerk)


async def test_a_renewal_is_an_application_to_the_same_bank_that_names_the_loan(
    desk: Desk,
) -> None:
    loan = await a_loan(desk)
    form = RenewalForm(
        amount_fen=20 * WAN,
        term_months=12,
        repayment_method=RepaymentMethod.INTEREST_FIRST,
        purpose="继续采购原材料",
    )
    await renewing.renew(loan.id, form, by=desk.clerk)
    again = await LoanApplication.get(renews_loan_id=loan.id)
    assert (again.state, again.bank_id) == (LoanState.TO_ACCEPT, desk.bank.id)
    assert loan.loan_no in again.remarks
    codes = [entry.code for entry in await JournalEntry.all().order_by("id")][-2:]
    assert sorted(codes) == ["loan.renew", "loan_application.publish"]
    with pytest.raises(Unmet, match="办理中的续贷"):
        await renewing.renew(loan.id, form, by=desk.clerk)
