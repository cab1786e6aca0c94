"""Row, writes, journal entry and answer commit together or not at all; one key, one act."""

import asyncio
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.kernel import clock, purging
from domain.kernel.actor import Actor
from domain.kernel.answering import Answered
from domain.kernel.perform import advance, enact, perform
from domain.kernel.reading import etag_of
from domain.kernel.refusal import KeyReused, NotNow, Stale, Unmet
from domain.lending.actions import applying, banking
from domain.lending.queries import cases
from domain.lending.terms import Opinion, RatingForm
from orm import raw
from orm.journal import Answer, JournalEntry
from orm.lending import BusinessRegisterEntry, Disbursement, FinancingRequest, LoanApplication
from orm.parties import Party
from tests import world
from vocabulary.lending import LoanState

pytestmark = pytest.mark.row("A3")


@pytest.fixture
async def enterprise(db: None) -> Party:
    return await world.an_enterprise()


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


async def refuse_inserts(table: str) -> None:
    """Let the database itself fail at the last moment."""
    if raw.is_postgres():
        await raw.rows(f"ALTER TABLE {table} ADD CONSTRAINT closed CHECK (false) NOT VALID")
        return
    await raw.rows(
        f"CREATE TRIGGER closed BEFORE INSERT ON {table} BEGIN SELECT RAISE(FAIL, 'closed'); END"
    )


async def traces() -> dict[str, int]:
    tables = (LoanApplication, FinancingRequest, Disbursement, BusinessRegisterEntry, Answer)
    counts = {table.__name__: await table.all().count() for table in tables}
    return counts | {"JournalEntry": await JournalEntry.all().count()}


async def as_it_stands(row_id: UUID) -> dict[str, Any]:
    row = await LoanApplication.get(id=row_id)
    return {name: getattr(row, name) for name in row._meta.db_fields}  # noqa: SLF001 -- Tortoise has no other


class TestTogetherOrNotAtAll:
    async def test_a_beginning_without_its_entry_did_not_happen(self, enterprise: Party) -> None:
        await refuse_inserts("journal")
        clerk = world.with_key(world.clerk_of(enterprise), "key-00001")
        with pytest.raises(Unmet):
            await applying.publish(world.an_open_wish(), by=clerk)
        assert set((await traces()).values()) == {0}

    async def test_a_payout_without_its_entry_did_not_happen(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        before, stood = await traces(), await as_it_stands(row.id)
        await refuse_inserts("journal")
        with pytest.raises(Unmet):
            await banking.disburse(row.id, world.a_payout(), by=world.officer_of(bank))
        assert (await traces(), await as_it_stands(row.id)) == (before, stood)

    async def test_a_payout_without_its_register_line_did_not_happen(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        before, stood = await traces(), await as_it_stands(row.id)
        await refuse_inserts("business_register")
        with pytest.raises(Unmet):
            await banking.disburse(row.id, world.a_payout(), by=world.officer_of(bank))
        assert (await traces(), await as_it_stands(row.id)) == (before, stood)

    async def test_a_use_case_that_fails_leaves_nothing(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_targeted_request(enterprise, bank)
        before, stood = await traces(), await as_it_stands(row.id)
        officer = world.with_key(world.officer_of(bank), "key-00002")

        async def fails_in_the_middle() -> None:
            async with perform("accept", LoanApplication, row.id, by=officer) as taken:
                taken.opinion = "写到一半"
                await Disbursement.create(
                    application=taken, bank_id=bank.id, contract_no="HT", amount_fen=1,
                    paid_on=clock.today(), at=clock.now(),
                )  # fmt: skip
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fails_in_the_middle()
        assert (await traces(), await as_it_stands(row.id)) == (before, stood)

    async def test_an_answer_that_cannot_be_made_undoes_the_act(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_targeted_request(enterprise, bank)
        before, stood = await traces(), await as_it_stands(row.id)
        officer = world.with_key(world.officer_of(bank), "key-00003")

        async def broken(_row: Any, _actor: Actor) -> bytes:
            raise ZeroDivisionError

        officer.call.render = broken
        with pytest.raises(ZeroDivisionError):
            await banking.accept(row.id, by=officer)
        assert (await traces(), await as_it_stands(row.id)) == (before, stood)

    async def test_a_cancelled_act_did_not_happen(self, enterprise: Party, bank: Party) -> None:
        """The caller hangs up in the middle; the lock and the transaction go with them."""
        row = await world.a_targeted_request(enterprise, bank)
        reached = asyncio.Event()

        async def hesitates() -> None:
            officer = world.officer_of(bank)
            async with perform("accept", LoanApplication, row.id, by=officer) as taken:
                taken.handled_by_id = officer.account_id
                reached.set()
                await asyncio.sleep(60)

        task = asyncio.create_task(hesitates())
        await reached.wait()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert (await LoanApplication.get(id=row.id)).state is LoanState.TO_ACCEPT
        accepted = await banking.accept(row.id, by=world.officer_of(bank))
        assert accepted.state is LoanState.TO_REVIEW

    async def test_an_act_without_a_flow_is_one_transaction_too(self, enterprise: Party) -> None:
        clerk = world.clerk_of(enterprise)

        async def fails_at_the_end() -> None:
            async with enact("thing.do", "thing", uuid4(), by=clerk):
                await Party.filter(id=enterprise.id).update(short_name="改了")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fails_at_the_end()
        assert (await Party.get(id=enterprise.id)).short_name != "改了"
        assert not await JournalEntry.exists()


class TestWhatIsWritten:
    async def test_only_what_changed(self, enterprise: Party, bank: Party) -> None:
        """Another column, changed meanwhile by somebody else, is not written back."""
        row = await world.a_targeted_request(enterprise, bank)
        async with perform("accept", LoanApplication, row.id, by=world.officer_of(bank)) as taken:
            taken.handled_by_id = uuid4()
            await LoanApplication.filter(id=row.id).update(remarks="同一事务里的另一笔写入")
        kept = await LoanApplication.get(id=row.id)
        assert kept.remarks == "同一事务里的另一笔写入"
        assert kept.state is LoanState.TO_REVIEW

    async def test_the_moment_is_one_and_the_same(self, enterprise: Party, bank: Party) -> None:
        row = await world.an_accepted_application(enterprise, bank)
        entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
        assert entry is not None
        assert row.accepted_at == row.updated_at == entry.at

    async def test_the_entry_says_who_did_what_to_which_row(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.an_accepted_application(enterprise, bank)
        approver = world.approver_of(bank)
        approver.call.address, approver.call.request_id = "10.1.2.3", "request-1"
        await banking.approve(row.id, Opinion("同意"), by=approver)
        entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
        assert entry is not None
        assert (entry.code, entry.from_state, entry.to_state) == (
            "loan_application.approve",
            "to_review",
            "to_grant",
        )
        assert (entry.actor_id, entry.party_id) == (approver.account_id, bank.id)
        assert (entry.address, entry.request_id) == ("10.1.2.3", "request-1")
        assert (entry.terms, entry.subject_no) == ({"opinion": "同意"}, row.application_no)

    async def test_changes_of_facts_are_told_as_before_and_after(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        await banking.disburse(row.id, world.a_payout(5), by=world.officer_of(bank))
        entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
        assert entry is not None
        assert entry.changes == {"disbursed_fen": [0, 5]}


class TestIfMatch:
    async def test_an_act_on_an_old_picture_is_refused(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.an_accepted_application(enterprise, bank)
        seen = etag_of(row)
        await banking.send_back(row.id, "补充流水", by=world.officer_of(bank))
        await applying.resubmit(row.id, world.an_amended_wish(), by=world.clerk_of(enterprise))

        late = world.approver_of(bank)
        late.call.if_match = seen
        with pytest.raises(Stale):
            await banking.approve(row.id, Opinion("同意"), by=late)

    async def test_an_act_on_the_newest_picture_passes(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.an_accepted_application(enterprise, bank)
        approver = world.approver_of(bank)
        approver.call.if_match = etag_of(await LoanApplication.get(id=row.id))
        assert (await banking.approve(row.id, Opinion("同意"), by=approver)).state.value


def keyed(actor: Actor, key: str = "key-same-1", body_hash: str = "same") -> Actor:
    """The same person asks with a key, and wants to see the case."""
    again = world.with_key(actor, key, body_hash)

    async def render(row: Any, viewer: Actor) -> bytes:
        return msgspec.json.encode(await cases.case(row, viewer))

    again.call.render = render
    return again


class TestAnIdempotencyKey:
    async def test_the_second_time_gets_the_first_answer(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        officer, payout = world.officer_of(bank), world.a_payout()
        first = keyed(officer)
        await banking.disburse(row.id, payout, by=first)
        with pytest.raises(Answered) as again:
            await banking.disburse(row.id, payout, by=keyed(officer))
        assert again.value.answer == first.call.answer
        assert await Disbursement.all().count() == 1

    async def test_another_body_under_the_same_key_is_refused(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        officer = world.officer_of(bank)
        await banking.disburse(row.id, world.a_payout(), by=keyed(officer))
        with pytest.raises(KeyReused):
            await banking.disburse(row.id, world.a_payout(1), by=keyed(officer, body_hash="other"))
        assert await Disbursement.all().count() == 1

    async def test_the_key_is_one_persons_own(self, enterprise: Party, bank: Party) -> None:
        row = await world.a_granted_application(enterprise, bank)
        for _ in range(2):
            await banking.disburse(row.id, world.a_payout(1), by=keyed(world.officer_of(bank)))
        assert await Disbursement.all().count() == 2

    async def test_a_refused_act_does_not_burn_the_key(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.an_approved_application(enterprise, bank)
        officer, payout = world.officer_of(bank), world.a_payout()
        with pytest.raises(NotNow):
            await banking.disburse(row.id, payout, by=keyed(officer))
        assert not await Answer.exists()
        await banking.grant(row.id, world.a_line(), by=world.approver_of(bank))
        paid = await banking.disburse(row.id, payout, by=keyed(officer))
        assert paid.disbursed_fen == payout.amount_fen

    async def test_publishing_twice_with_one_key_is_one_request(self, enterprise: Party) -> None:
        clerk = world.clerk_of(enterprise)
        await applying.publish(world.an_open_wish(), by=keyed(clerk))
        with pytest.raises(Answered):
            await applying.publish(world.an_open_wish(), by=keyed(clerk))
        assert await LoanApplication.all().count() == 1

    async def test_a_rating_repeated_with_its_key_is_answered_not_refused(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_completed_application(enterprise, bank)
        form = RatingForm(responsiveness=5, courtesy=5, efficiency=5, expertise=5)
        clerk = world.clerk_of(enterprise)
        first = keyed(clerk)
        await applying.rate(row.id, form, by=first)
        with pytest.raises(Answered) as again:
            await applying.rate(row.id, form, by=keyed(clerk))
        assert again.value.answer == first.call.answer

    async def test_an_answer_is_not_readable_in_the_database(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_targeted_request(enterprise, bank)
        await banking.accept(row.id, by=keyed(world.officer_of(bank)))
        found = await raw.rows("SELECT body FROM answer")
        assert row.application_no.encode() not in bytes(found[0]["body"])
        assert row.application_no in ((await Answer.get()).body or "")

    async def test_old_answers_are_forgotten(self, enterprise: Party) -> None:
        clerk = world.clerk_of(enterprise)
        for key in ("key-old-01", "key-new-01"):
            await applying.publish(world.an_open_wish(), by=keyed(clerk, key))
        old = clock.now() - purging.ANSWERS_KEPT * 2
        await Answer.filter(key="key-old-01").update(at=old)
        await purging.purge_answers()
        assert [answer.key for answer in await Answer.all()] == ["key-new-01"]

    @pytest.mark.postgres
    async def test_twenty_at_once_are_one_act_and_one_answer(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        officer, payout = world.officer_of(bank), world.a_payout(1)

        async def attempt() -> bytes:
            asking = keyed(officer)
            try:
                await banking.disburse(row.id, payout, by=asking)
            except Answered as before:
                return before.answer
            assert asking.call.answer is not None
            return asking.call.answer

        answers = await asyncio.gather(*(attempt() for _ in range(20)))
        assert len(set(answers)) == 1
        assert await Disbursement.all().count() == 1
        assert await JournalEntry.filter(code="loan_application.disburse").count() == 1

    @pytest.mark.postgres
    async def test_of_racing_bodies_one_wins_and_the_others_hear_so(
        self, enterprise: Party, bank: Party
    ) -> None:
        row = await world.a_granted_application(enterprise, bank)
        officer = world.officer_of(bank)
        attempts = [
            banking.disburse(row.id, world.a_payout(n), by=keyed(officer, body_hash=f"body-{n}"))
            for n in range(1, 9)
        ]
        outcomes = await asyncio.gather(*attempts, return_exceptions=True)
        assert sum(isinstance(outcome, LoanApplication) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, KeyReused) for outcome in outcomes) == 7


async def test_a_step_may_change_nothing_but_the_state(enterprise: Party, bank: Party) -> None:
    row = await world.an_accepted_application(enterprise, bank)
    before = await as_it_stands(row.id)
    await advance(
        "send_back", LoanApplication, row.id, by=world.officer_of(bank), reason="补充材料"
    )
    after = await as_it_stands(row.id)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"state", "expected_on", "updated_at"}


async def test_somebody_at_the_row_who_is_no_party_never_passes(db: None) -> None:
    application = await world.a_request(await world.an_enterprise())
    await LoanApplication.filter(id=application.id).update(guarantor_id=world.nobody())

    with pytest.raises(AssertionError, match="a missing fact never passes"):
        await banking.grab(application.id, by=world.officer_of(await world.a_bank()))

    await application.refresh_from_db()
    assert application.bank_id is None
