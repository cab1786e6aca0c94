"""The kernel's contract, proved with five parties at one row: seats, holds, deadlines, versions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.kernel import clock
from domain.kernel.actor import Actor, job_actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.perform import advance, perform
from domain.kernel.refusal import NotFound, NotNow, NotVerified, NotYourPost, OnHold, Unmet
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.parties import Party
from tests import world
from tests.kernel import guarantee_fund as fund
from tests.kernel.guarantee_fund import Amount, GuaranteeFundFlow, Letter, ShorterGuaranteeFundFlow
from tests.world import WAN
from vocabulary.lending import LoanState
from vocabulary.parties import Role

pytestmark = pytest.mark.row("A3")
LINE_FEN = 100 * WAN


@dataclass
class Table:
    """Who sits at the row, and one person of each."""

    enterprise: Party
    bank: Party
    insurer: Party
    guarantor: Party
    operator: Party

    def __post_init__(self) -> None:
        self.clerk = world.clerk_of(self.enterprise)
        self.officer = world.officer_of(self.bank)
        self.approver = world.approver_of(self.bank)
        self.underwriter = world.someone(self.insurer, Role.UNDERWRITER)
        self.guarantee_officer = world.someone(self.guarantor, Role.GUARANTEE_OFFICER)

    async def an_application(self, **differing: Any) -> LoanApplication:
        parties = (self.enterprise, self.bank, self.insurer, self.guarantor)
        return await fund.an_application(*parties, by=self.clerk, **differing)

    async def a_granted_application(self) -> LoanApplication:
        row = await self.an_application()
        await fund.accept(row, by=self.officer)
        await take("approve", row, self.approver)
        await take("underwrite", row, self.underwriter)
        return await fund.grant(row, LINE_FEN, by=self.approver)

    async def pays_out(self, row: LoanApplication, amount_fen: int) -> LoanApplication:
        amount = Amount(amount_fen)
        await advance("request_payout", LoanApplication, row.id, by=self.officer, terms=amount)
        await take("confirm_payout", row, self.underwriter)
        await fund.disburse(row, amount, by=self.officer)
        return await take("file", row, self.officer)


@pytest.fixture
async def table(db: None) -> Table:
    return Table(
        await world.an_enterprise(),
        await world.a_bank(),
        await world.an_insurer(),
        await world.a_guarantor(),
        await world.an_operator(),
    )


async def take(verb: str, row: LoanApplication, by: Actor, reason: str = "") -> LoanApplication:
    return await advance(verb, LoanApplication, row.id, by=by, reason=reason)


async def refuses(kind: type[Exception], attempt: Awaitable[Any], match: str | None = None) -> None:
    with pytest.raises(kind, match=match):
        await attempt


async def entries(row: LoanApplication) -> list[str]:
    rows = await JournalEntry.filter(subject_id=row.id).order_by("id")
    return [entry.code.rpartition(".")[2] for entry in rows]


@pytest.mark.clause("6.1.1.2 b", "6.1.2.3 d")
class TestTwoPayouts:
    async def test_each_is_requested_confirmed_paid_and_filed(self, table: Table) -> None:
        row = await table.a_granted_application()
        await table.pays_out(row, 60 * WAN)
        row = await table.pays_out(row, 40 * WAN)
        row = await take("complete", row, table.officer)

        assert (row.state, row.disbursed_fen) == (LoanState.COMPLETED, LINE_FEN)
        once = ["request_payout", "confirm_payout", "disburse", "file"]
        begun = ["submit", "accept", "approve", "underwrite", "grant"]
        assert await entries(row) == [*begun, *once, *once, "complete"]

    async def test_the_line_caps_both_together(self, table: Table) -> None:
        row = await table.a_granted_application()
        row = await table.pays_out(row, 60 * WAN)
        greedy = Amount(40 * WAN + 1)
        asked = advance("request_payout", LoanApplication, row.id, by=table.officer, terms=greedy)
        await refuses(Unmet, asked, "授信额度")

    async def test_a_refused_payout_may_be_asked_for_again(self, table: Table) -> None:
        row = await table.a_granted_application()
        asks = Amount(10 * WAN)
        await advance("request_payout", LoanApplication, row.id, by=table.officer, terms=asks)
        row = await take("refuse_payout", row, table.underwriter, "合同编号有误")
        assert row.state is LoanState.TO_REQUEST
        row = await table.pays_out(row, 10 * WAN)
        assert row.disbursed_fen == 10 * WAN


class TestSeats:
    async def test_a_post_counts_only_at_the_party_in_the_seat(self, table: Table) -> None:
        row = await table.an_application()
        elsewhere = world.officer_of(await world.a_bank("太湖银行苏州分行"))
        await refuses(NotFound, take("accept", row, elsewhere))

    async def test_sitting_at_the_row_gives_no_foreign_post(self, table: Table) -> None:
        row = await table.an_application()
        guarantor_as_officer = world.someone(table.guarantor, Role.BANK_OFFICER)
        await refuses(NotYourPost, take("accept", row, guarantor_as_officer))

    @pytest.mark.clause("6.1.2.3 b")
    async def test_a_weak_borrower_gets_a_guarantee_or_no_loan(self, table: Table) -> None:
        row = await table.an_application(credit_score=fund.WEAK)
        await fund.accept(row, by=table.officer)
        await refuses(Unmet, take("approve", row, table.approver), "担保机构")
        await refuses(Unmet, take("require_guarantor", row, table.officer), "初审意见")

        await fund.require_guarantor(row, "资质一般", by=table.officer)
        over = Letter("BH-1", clock.today() - timedelta(days=2))
        confirm = fund.confirm_guarantee(row, over, by=table.guarantee_officer)
        await refuses(Unmet, confirm, "担保函")
        letter = Letter("BH-1", clock.today() + timedelta(days=365))
        await fund.confirm_guarantee(row, letter, by=table.guarantee_officer)
        row = await take("approve", row, table.approver)
        assert row.state is LoanState.TO_UNDERWRITE

    async def test_a_missing_fact_raises_and_writes_nothing(self, table: Table) -> None:
        row = await table.an_application()
        await LoanApplication.filter(id=row.id).update(
            state=LoanState.TO_REVIEW, handled_by_id=None
        )
        await refuses(AssertionError, take("approve", row, table.approver), "by whom")
        kept = await LoanApplication.get(id=row.id)
        assert kept.state is LoanState.TO_REVIEW
        assert await entries(row) == ["submit"]


class TestWhoIsToldWhat:
    """NotFound for strangers, NotYourPost for colleagues, NotNow for the late."""

    async def test_a_stranger_cannot_tell_absent_from_forbidden(self, table: Table) -> None:
        row = await table.an_application()
        stranger = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        said = []
        for row_id in (row.id, world.nobody()):
            with pytest.raises(NotFound) as refusal:
                await advance("withdraw", LoanApplication, row_id, by=stranger)
            said.append(refusal.value.sentence)
        assert said[0] == said[1]

    async def test_the_wrong_post_hears_of_the_post_even_at_the_wrong_moment(
        self, table: Table
    ) -> None:
        row = await table.an_application()
        await refuses(NotYourPost, take("file", row, table.clerk))

    async def test_the_right_post_at_the_wrong_moment_hears_of_the_moment(
        self, table: Table
    ) -> None:
        row = await table.an_application()
        await refuses(NotNow, take("file", row, table.officer))

    async def test_a_bank_that_saw_the_row_in_the_pool_learns_nothing_more(
        self, table: Table
    ) -> None:
        row = await world.a_request(table.enterprise)
        elsewhere = world.officer_of(await world.a_bank("太湖银行苏州分行"))
        for verb in ("accept", "complete", "release", "file", "no_such_step"):
            await refuses(NotFound, take(verb, row, elsewhere, "想知道"))

    async def test_not_even_with_a_guessed_version(self, table: Table) -> None:
        row = await world.a_request(table.enterprise)
        elsewhere = world.officer_of(await world.a_bank("太湖银行苏州分行"))
        elsewhere.call.if_match = "0" * 16
        await refuses(NotFound, take("accept", row, elsewhere))


Frozen = Callable[[Table], Party]
SEATED: dict[str, Frozen] = {
    "enterprise": lambda table: table.enterprise,
    "bank": lambda table: table.bank,
    "insurer": lambda table: table.insurer,
    "guarantor": lambda table: table.guarantor,
}


@pytest.mark.clause("6.1.5.4")
@pytest.mark.parametrize("seat", SEATED)
class TestAHold:
    async def test_freezes_every_step_of_everybody(self, table: Table, seat: str) -> None:
        row = await table.an_application()
        await Party.filter(id=SEATED[seat](table).id).update(on_hold=True)
        await refuses(OnHold, fund.accept(row, by=table.officer))
        await refuses(OnHold, take("withdraw", row, table.clerk))
        assert await entries(row) == ["submit"]

        await Party.filter(id=SEATED[seat](table).id).update(on_hold=False)
        assert (await fund.accept(row, by=table.officer)).state is LoanState.TO_REVIEW

    async def test_freezes_beginnings_too(self, table: Table, seat: str) -> None:
        await Party.filter(id=SEATED[seat](table).id).update(on_hold=True)
        await refuses(OnHold, table.an_application())
        assert not await LoanApplication.exists()
        assert not await JournalEntry.exists()


@pytest.mark.clause("5.3.3.1")
@pytest.mark.parametrize("seat", SEATED)
async def test_no_step_with_an_uncertified_party_at_the_row(table: Table, seat: str) -> None:
    row = await table.an_application()
    await Party.filter(id=SEATED[seat](table).id).update(certified=False)
    await refuses(NotVerified, fund.accept(row, by=table.officer))
    await refuses(NotVerified, table.an_application())
    assert await entries(row) == ["submit"]


@pytest.mark.clause("6.1.5.4")
async def test_a_hold_freezes_jobs_too(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that belongs to the platform's own account is no way round a hold."""
    row = await table.an_application()
    step = GuaranteeFundFlow.steps["withdraw"]
    by_job = type(step)(
        **{
            name: getattr(step, name) for name in step.__dataclass_fields__ if name != "by"
        },  # the same row of the table, for the platform's own post
        by=frozenset({Role.SYSTEM @ "platform"}),
    )
    monkeypatch.setitem(GuaranteeFundFlow.steps, "withdraw", by_job)
    await Party.filter(id=table.insurer.id).update(on_hold=True)
    await refuses(OnHold, take("withdraw", row, job_actor("close_stale")))

    await Party.filter(id=table.insurer.id).update(on_hold=False)
    withdrawn = await take("withdraw", row, job_actor("close_stale"))
    entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
    assert withdrawn.state is LoanState.WITHDRAWN
    assert entry is not None
    assert (entry.actor_kind, entry.actor_name) == ("job", "close_stale")


class TestDeadlines:
    async def test_run_over_official_holidays(
        self, table: Table, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # 2026-09-30 is a Wednesday, the holiday lasts to the 7th, Saturday the 10th is a workday.
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 30, 2, tzinfo=UTC))
        row = await table.an_application()
        assert row.expected_on == date(2026, 10, 9)  # 受理: two working days, the 8th and the 9th
        row = await fund.accept(row, by=table.officer)
        assert row.expected_on == date(2026, 10, 13)  # 审核: five, the worked Saturday is one

    async def test_end_with_the_state_they_belong_to(self, table: Table) -> None:
        row = await table.a_granted_application()
        assert row.expected_on is None

    async def test_a_day_is_a_day_in_shanghai(
        self, table: Table, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 16, 30, tzinfo=UTC))
        row = await table.an_application()  # half past midnight on Monday the 23rd
        assert row.expected_on == date(2026, 11, 25)


class TestVersions:
    @pytest.mark.clause("5.1.3")
    async def test_a_row_finishes_under_the_version_it_began_with(self, table: Table) -> None:
        old = await table.an_application()
        new = await table.an_application(flow=ShorterGuaranteeFundFlow)
        assert (old.version, new.version) == (1, 2)

        for row in (old, new):
            await fund.accept(row, by=table.officer)
            await take("approve", row, table.approver)
            await take("underwrite", row, table.underwriter)
            await fund.grant(row, LINE_FEN, by=table.approver)
        new = await fund.disburse(new, Amount(WAN), by=table.officer)
        assert new.state is LoanState.TO_DISBURSE
        await refuses(NotNow, fund.disburse(old, Amount(WAN), by=table.officer))
        old = await table.pays_out(old, WAN)
        assert old.state is LoanState.TO_REQUEST

    async def test_a_step_of_another_version_cannot_touch_the_row(self, table: Table) -> None:
        row = await table.an_application(flow=ShorterGuaranteeFundFlow)
        await refuses(NotNow, take("grab", row, table.officer), "没有这一步")
        await refuses(NotNow, take("file", row, table.officer), "没有这一步")

    async def test_a_step_of_another_flow_cannot_touch_the_row(self, table: Table) -> None:
        row = await world.a_targeted_request(table.enterprise, table.bank)
        await refuses(NotNow, take("file", row, table.officer), "没有这一步")

    async def test_the_menu_is_that_of_the_rows_own_version(self, table: Table) -> None:
        row = await table.an_application(flow=ShorterGuaranteeFundFlow)
        flow = flow_of(row.subject, row.flow, row.version)
        act = Act(table.clerk, clock.now())
        assert [step.verb for step in flow.open_to(act, row)] == ["withdraw"]


async def test_an_entry_names_flow_version_and_everybody_seated(table: Table) -> None:
    row = await table.an_application()
    entry = await JournalEntry.get(subject_id=row.id)
    assert (entry.flow, entry.version, entry.code) == (
        "trial_fund",
        1,
        "loan_application.submit",
    )
    assert entry.facts["seats"] == {
        "enterprise": str(table.enterprise.id),
        "bank": str(table.bank.id),
        "insurer": str(table.insurer.id),
        "guarantor": str(table.guarantor.id),
    }


async def test_a_use_case_that_forgets_its_terms_is_a_bug(table: Table) -> None:
    row = await table.a_granted_application()
    with pytest.raises(AssertionError, match="needs its terms"):
        async with perform("request_payout", LoanApplication, row.id, by=table.officer):
            pass
