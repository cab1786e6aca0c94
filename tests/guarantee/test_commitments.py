"""Due diligence, risk assessment, the commitment, and what a bank may do under it."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from domain.guarantee.actions import assessing, committing
from domain.guarantee.actions.committing import months_later
from domain.guarantee.queries import cases as guarantees
from domain.guarantee.queries import desk
from domain.guarantee.queries.desk import CommitmentFilter, RequestFilter
from domain.guarantee.terms import CommitmentCheck
from domain.kernel import clock, journal
from domain.kernel.answering import Answered
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Stale, Unmet
from domain.lending.actions import applying, attaching, banking, guaranteeing
from domain.lending.flow import FirstGeneralCreditFlow
from domain.lending.terms import Opinion
from orm.attachments import Attachment
from orm.guarantee import CounterGuarantee, GuaranteeCommitment, RiskAssessment
from orm.lending import LoanApplication
from server.adapters.letter_press import RememberingPress
from tests import world
from tests.guarantee.conftest import Table
from tests.lending.papers import Paper
from tests.remembered import hold_hands
from tests.world import WAN
from vocabulary.guarantee import CommitmentState
from vocabulary.lending import LoanState
from vocabulary.parties import Role

pytestmark = pytest.mark.clause("6.1.4.3")
FINE = Opinion("经营稳定，同意")


async def asked(table: Table, **differing: Any) -> LoanApplication:
    return await world.an_asked_guarantor(
        table.enterprise, table.bank, table.guarantor, **differing
    )


async def assessed(table: Table, **differing: Any) -> LoanApplication:
    row = await asked(table)
    await assessing.investigate(row.id, world.a_visit(), by=table.surveyor)
    form = world.an_assessment(**differing)
    return await assessing.assess_risk(row.id, form, by=table.surveyor)


async def guaranteed(table: Table, **differing: Any) -> LoanApplication:
    row = await assessed(table)
    form = world.a_confirmation(**differing)
    return await guaranteeing.confirm_guarantee(row.id, form, by=table.signatory)


async def granted(table: Table, **differing: Any) -> LoanApplication:
    """待放款, the letter given and not yet confirmed."""
    row = await guaranteed(table, **differing)
    await banking.approve(row.id, FINE, by=table.approver)
    return await banking.grant(row.id, world.a_line(), by=table.approver)


async def confirmed(table: Table, row: LoanApplication) -> LoanApplication:
    check = CommitmentCheck(row.commitment_no)
    return await committing.confirm_commitment(row.id, check, by=table.officer)


async def _shown(_result: object, _by: object) -> bytes:
    return b"{}"


@pytest.mark.row("G1")
@pytest.mark.clause("6.1.4.1", "6.1.4.2")
class TestLooking:
    async def test_the_desk_shows_what_waits_and_what_the_bank_thinks(self, table: Table) -> None:
        row = await asked(table)
        page = await desk.requests(RequestFilter(), to=table.surveyor)
        [item] = page.items
        assert (item.id, item.preliminary_opinion) == (row.id, "订单充足，缺少抵押物")
        assert (item.requested_fen, item.term_months) == (100 * WAN, 12)
        assert (await desk.requests(RequestFilter(), to=table.stranger)).items == []

    async def test_the_desk_turns_pages(self, table: Table) -> None:
        wanted = {(await asked(table)).id for _ in range(3)}
        seen, cursor = [], ""
        while True:
            page = await desk.requests(RequestFilter(cursor=cursor, limit=2), to=table.surveyor)
            seen += [item.id for item in page.items]
            if not page.next:
                break
            cursor = page.next
        assert (len(seen), set(seen)) == (3, wanted)

    async def test_a_visit_is_written_down_with_its_files(self, table: Table) -> None:
        row = await asked(table)
        await attaching.attach(row.id, Paper("现场照片.pdf"), by=table.surveyor)
        view = await guarantees.of_case(row.id, to=table.surveyor)
        assert view.due_diligences == []
        file = await Attachment.get(application_id=row.id)
        form = world.a_visit(attachment_ids=[file.id])
        await assessing.investigate(row.id, form, by=table.surveyor)
        [visit] = (await guarantees.of_case(row.id, to=table.surveyor)).due_diligences
        assert (visit.people, visit.attachment_ids) == ("魏然、姜涛", [file.id])
        [for_bank] = (await guarantees.of_case(row.id, to=table.officer)).due_diligences
        assert "姜涛" not in for_bank.people

    async def test_anothers_files_are_not_its_own(self, table: Table) -> None:
        row = await asked(table)
        await attaching.attach(row.id, Paper(), by=table.clerk)
        file = await Attachment.get(application_id=row.id)
        form = world.a_visit(attachment_ids=[file.id])
        with pytest.raises(Invalid, match="本机构"):
            await assessing.investigate(row.id, form, by=table.surveyor)

    @pytest.mark.parametrize("days", [-366, 1])
    async def test_a_visit_is_neither_old_nor_to_come(self, table: Table, days: int) -> None:
        row = await asked(table)
        form = world.a_visit(visited_on=clock.today() + timedelta(days=days))
        with pytest.raises(Unmet, match="走访日期"):
            await assessing.investigate(row.id, form, by=table.surveyor)

    async def test_what_was_found_is_not_for_the_enterprise(self, table: Table) -> None:
        row = await assessed(table)
        view = await guarantees.of_case(row.id, to=table.clerk)
        assert (view.due_diligences, view.assessments) == ([], [])
        with pytest.raises(NotFound):
            await guarantees.of_case(row.id, to=table.stranger)


@pytest.mark.row("G2")
class TestJudging:
    async def test_nobody_judges_before_looking(self, table: Table) -> None:
        row = await asked(table)
        with pytest.raises(Unmet, match="先登记尽调"):
            await assessing.assess_risk(row.id, world.an_assessment(), by=table.surveyor)

    async def test_figures_and_counter_guarantees_are_kept(self, table: Table) -> None:
        row = await assessed(table)
        kept = await RiskAssessment.get(application_id=row.id)
        assert (kept.profit_fen, kept.credit_report) == (-20 * WAN, "无逾期，对外担保一笔。")
        line = await CounterGuarantee.get(assessment_id=kept.id)
        assert (line.what, line.value_fen) == ("厂房一处", 150 * WAN)
        [view] = (await guarantees.of_case(row.id, to=table.officer)).assessments
        assert (view.coverage_bp, view.fee_bp, view.term_months) == (8_000, 100, 12)
        assert view.counter_guarantees[0].what == "厂房一处"

    async def test_credit_data_is_sealed_in_the_journal(self, table: Table) -> None:
        row = await assessed(table)
        story = await journal.story_of(row.id, limit=20)
        [entry] = [each for each in story if each.verb == "assess_risk"]
        assert "逾期" not in str(entry.terms)
        assert (await journal.open_terms(entry))["credit_report"] == "无逾期，对外担保一笔。"

    async def test_the_newest_assessment_counts(self, table: Table) -> None:
        row = await assessed(table)
        again = world.an_assessment(coverage_bp=5_000)
        await assessing.assess_risk(row.id, again, by=table.surveyor)
        form = world.a_confirmation(guaranteed_fen=50 * WAN + 1)
        with pytest.raises(Unmet, match="担保金额"):
            await guaranteeing.confirm_guarantee(row.id, form, by=table.signatory)
        form = world.a_confirmation(guaranteed_fen=50 * WAN)
        await guaranteeing.confirm_guarantee(row.id, form, by=table.signatory)
        assert (await GuaranteeCommitment.get(application_id=row.id)).coverage_bp == 5_000


@pytest.mark.row("G3")
@pytest.mark.clause("6.1.4.4")
class TestTheLetter:
    async def test_says_who_stands_for_whom_and_for_how_much(self, table: Table) -> None:
        row = await guaranteed(table, own_no="姑担〔2026〕8号")
        press = table.hands.press
        assert isinstance(press, RememberingPress)
        [text] = press.letters
        told = dict(text.facts)
        assert told["担保金额"] == "人民币捌拾万元整（¥800,000.00）"
        assert told["借款人"] == table.enterprise.name
        assert told["担保比例"] == "80%"
        assert (text.addressee, text.issuer) == (table.bank.name, table.guarantor.name)
        assert text.letter_no == row.commitment_no
        assert text.verify_path.endswith(f"/verify/{row.commitment_no}")
        assert any("连带责任" in clause for clause in text.clauses)
        assert any("民法典" in clause for clause in text.clauses)

    async def test_is_on_the_disk_under_its_digest_and_in_the_books(self, table: Table) -> None:
        row = await guaranteed(table)
        letter = await GuaranteeCommitment.get(guarantee_no=row.commitment_no)
        chunks = await table.hands.objects.open(letter.sha256)
        content = b"".join([piece async for piece in chunks])
        assert len(content) == letter.size_bytes
        assert (await table.hands.seal.read(content)).flaw is None
        assert (row.state, row.guaranteed) == (LoanState.TO_REVIEW, True)
        assert letter.valid_until == months_later(clock.today(), 12)

    async def test_whoever_judged_does_not_sign(self, table: Table) -> None:
        both = world.someone(table.guarantor, Role.GUARANTEE_OFFICER, Role.GUARANTEE_APPROVER)
        row = await asked(table)
        await assessing.investigate(row.id, world.a_visit(), by=both)
        await assessing.assess_risk(row.id, world.an_assessment(), by=both)
        with pytest.raises(Unmet, match="另一位担保审批人"):
            await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=both)
        with pytest.raises(NotYourPost):
            await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=table.surveyor)

    async def test_nothing_is_printed_for_what_is_refused(self, table: Table) -> None:
        row = await asked(table)
        for by in (table.signatory, table.stranger, table.officer):
            with pytest.raises((Unmet, NotFound, NotYourPost)):
                await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=by)
        assert isinstance(table.hands.press, RememberingPress)
        assert table.hands.press.letters == []

    @pytest.mark.parametrize(
        ("differing", "sentence"),
        [
            ({"guaranteed_fen": None}, "填写担保金额"),
            ({"effective_on": None}, "填写担保金额"),
            ({"guaranteed_fen": 80 * WAN + 1}, "申请金额乘以担保比例"),
            ({"effective_on": date(2020, 1, 1)}, "生效日期"),
        ],
    )
    async def test_a_letter_has_its_limits(
        self, table: Table, differing: dict[str, Any], sentence: str
    ) -> None:
        row = await assessed(table)
        form = world.a_confirmation(**differing)
        with pytest.raises(Unmet, match=sentence):
            await guaranteeing.confirm_guarantee(row.id, form, by=table.signatory)

    async def test_a_case_that_changes_meanwhile_gets_no_letter(self, table: Table) -> None:
        row = await assessed(table)

        class SlowPress(RememberingPress):
            async def typeset(self, text: Any) -> bytes:
                again = world.an_assessment(coverage_bp=9_000)
                await assessing.assess_risk(row.id, again, by=table.surveyor)
                return await super().typeset(text)

        hold_hands(press=SlowPress())
        with pytest.raises(Stale, match="没有出具"):
            await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=table.signatory)
        assert await GuaranteeCommitment.all().count() == 0

    async def test_the_same_submission_twice_gives_one_letter(self, table: Table) -> None:
        row = await assessed(table)
        by = world.with_key(table.signatory, "key-00000001")
        by.call.render = _shown
        await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=by)
        again = world.with_key(table.signatory, "key-00000001")
        with pytest.raises(Answered):
            await guaranteeing.confirm_guarantee(row.id, world.a_confirmation(), by=again)
        assert await GuaranteeCommitment.all().count() == 1
        assert isinstance(table.hands.press, RememberingPress)
        assert len(table.hands.press.letters) == 1

    async def test_every_party_downloads_it_and_nobody_else(self, table: Table) -> None:
        row = await guaranteed(table)
        letter = await GuaranteeCommitment.get(guarantee_no=row.commitment_no)
        for by in (table.clerk, table.officer, table.surveyor, table.overseer):
            file = await guarantees.download_commitment(row.id, by=by)
            assert (file.size_bytes, file.media) == (letter.size_bytes, "application/pdf")
            [view] = (await guarantees.of_case(row.id, to=by)).commitments
            assert (view.guarantee_no, view.state) == (row.commitment_no, CommitmentState.ISSUED)
        with pytest.raises(NotFound):
            await guarantees.download_commitment(row.id, by=table.stranger)

    @pytest.mark.parametrize(
        ("day", "months", "until"),
        [
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2026, 11, 27), 12, date(2027, 11, 27)),
            (date(2026, 12, 31), 6, date(2027, 6, 30)),
        ],
    )
    def test_a_term_ends_in_the_right_month(self, day: date, months: int, until: date) -> None:
        assert months_later(day, months) == until


@pytest.mark.row("G3")
@pytest.mark.clause("6.1.4.4")
class TestLendingUnderIt:
    async def test_nothing_is_paid_before_the_bank_has_confirmed(self, table: Table) -> None:
        row = await granted(table)
        with pytest.raises(Unmet, match="确认担保函"):
            await banking.disburse(row.id, world.a_payout(), by=table.officer)
        row = await confirmed(table, row)
        await banking.disburse(row.id, world.a_payout(), by=table.officer)
        [view] = (await guarantees.of_case(row.id, to=table.surveyor)).commitments
        assert view.state is CommitmentState.CONFIRMED

    async def test_the_bank_confirms_the_letter_it_has_read_once(self, table: Table) -> None:
        row = await granted(table)
        check = CommitmentCheck("DB-20200101-00001-1")
        with pytest.raises(Unmet, match="不一致"):
            await committing.confirm_commitment(row.id, check, by=table.officer)
        await confirmed(table, row)
        with pytest.raises(Unmet, match="没有待确认"):
            await confirmed(table, row)

    async def test_a_case_without_a_guarantor_has_nothing_to_confirm(self, table: Table) -> None:
        row = await world.a_granted_application(table.enterprise, table.bank)
        check = CommitmentCheck("DB-20200101-00001-1")
        with pytest.raises(Unmet, match="没有待确认"):
            await committing.confirm_commitment(row.id, check, by=table.officer)
        await banking.disburse(row.id, world.a_payout(), by=table.officer)

    async def test_the_guarantors_share_of_all_that_is_lent_fits_the_letter(
        self, table: Table
    ) -> None:
        row = await confirmed(table, await granted(table, guaranteed_fen=40 * WAN))
        await banking.disburse(row.id, world.a_payout(30 * WAN), by=table.officer)
        with pytest.raises(Unmet, match="超过担保金额"):
            await banking.disburse(row.id, world.a_payout(20 * WAN + 100), by=table.officer)
        await banking.disburse(row.id, world.a_payout(20 * WAN), by=table.officer)

    async def test_nothing_is_paid_under_a_letter_that_is_over(self, table: Table) -> None:
        row = await confirmed(table, await granted(table))
        yesterday = clock.today() - timedelta(days=1)
        await LoanApplication.filter(id=row.id).update(guaranteed_until=yesterday)
        with pytest.raises(Unmet, match="有效期"):
            await banking.disburse(row.id, world.a_payout(), by=table.officer)

    async def test_a_letter_ends_with_the_case_it_was_given_for(self, table: Table) -> None:
        released, withdrawn, rejected, amended = [await guaranteed(table) for _ in range(4)]
        numbers = {each.commitment_no for each in (released, withdrawn, rejected, amended)}
        await banking.release(released.id, "人手不足", by=table.officer)
        await applying.withdraw(withdrawn.id, "不需要了", by=table.clerk)
        await banking.reject(rejected.id, "不符合", by=table.approver)
        await banking.send_back(amended.id, "补材料", by=table.officer)
        await applying.resubmit(amended.id, world.an_amended_wish(), by=table.clerk)
        letters = await GuaranteeCommitment.filter(guarantee_no__in=list(numbers))
        assert {each.stands(clock.today()) for each in letters} == {CommitmentState.RELEASED}
        kept = await LoanApplication.get(id=amended.id)
        assert (kept.guaranteed, kept.commitment_no, kept.assessed_at) == (False, "", None)

    async def test_the_register_sums_what_is_in_force(self, table: Table) -> None:
        await guaranteed(table)
        await confirmed(table, await granted(table, guaranteed_fen=30 * WAN))
        for by, count in ((table.surveyor, 2), (table.officer, 2), (table.clerk, 2),
                          (table.overseer, 2), (table.stranger, 0)):  # fmt: skip
            page = await desk.register(CommitmentFilter(limit=1), to=by)
            assert (page.count, bool(page.next)) == (count, count > 1)
            assert page.in_force_fen == (30 * WAN if count else 0)
        assert (await desk.register(CommitmentFilter(policy=True), to=table.surveyor)).count == 0

    async def test_the_register_leaves_as_a_sheet_for_those_who_guarantee(
        self, table: Table
    ) -> None:
        row = await guaranteed(table)
        sheet = await desk.export(CommitmentFilter(), by=table.signatory)
        [line] = [line async for batch in sheet.batches for line in batch]
        assert (line["担保编号"], line["企业名称"]) == (row.commitment_no, table.enterprise.name)
        assert (await desk.export(CommitmentFilter(), by=table.stranger)).count == 0
        with pytest.raises(NotYourPost):
            await desk.export(CommitmentFilter(), by=table.officer)


@pytest.mark.postgres
@pytest.mark.row("G3")
async def test_of_two_who_sign_at_once_one_gives_the_letter(table: Table) -> None:
    row = await assessed(table)
    signing = [
        guaranteeing.confirm_guarantee(
            row.id, world.a_confirmation(), by=world.signatory_of(table.guarantor)
        )
        for _ in range(4)
    ]
    told = await asyncio.gather(*signing, return_exceptions=True)
    assert sum(isinstance(each, LoanApplication) for each in told) == 1
    assert {type(each) for each in told} <= {LoanApplication, NotNow, Stale}
    assert await GuaranteeCommitment.all().count() == 1


@pytest.mark.clause("6.1.4.4")
class TestWhatBeganBefore:
    async def test_ends_under_the_old_table_without_a_letter(self, table: Table) -> None:
        row = await asked(table)
        await LoanApplication.filter(id=row.id).update(version=FirstGeneralCreditFlow.version)
        form = world.a_confirmation()
        with pytest.raises(NotYourPost):
            await guaranteeing.confirm_guarantee(row.id, form, by=table.signatory)
        row = await guaranteeing.confirm_guarantee(
            row.id, world.a_confirmation(), by=table.surveyor
        )
        assert (row.state, row.guaranteed, row.commitment_no) == (LoanState.TO_REVIEW, True, "")
        with pytest.raises(NotNow):
            await assessing.investigate(row.id, world.a_visit(), by=table.surveyor)
        await banking.approve(row.id, FINE, by=table.approver)
        await banking.grant(row.id, world.a_line(), by=table.approver)
        await banking.disburse(row.id, world.a_payout(), by=table.officer)
