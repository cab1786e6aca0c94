"""Followers of the journal: each entry once, in its subject's order, none lost to trouble."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.kernel import clock, relay, sealing
from domain.kernel.jobs import Job, run_due
from domain.kernel.journal import Entry
from domain.kernel.leading import LEASE, Leadership
from domain.kernel.perform import enact
from domain.kernel.relay import Following, LostCursorError
from orm.journal import DueJob, Follower, JournalEntry, Lease, Parked, Seal
from tests.kernel.followed import SOMEBODY, Counting, Trouble, carried, ids_of, moves

pytestmark = pytest.mark.row("A3")
FIRST, SECOND = uuid4(), uuid4()


async def follows(following: Following) -> None:
    """Seal and follow until there is no more."""
    while await sealing.seal() or await relay.follow(following):
        pass


async def let_retries_fall_due() -> None:
    await Parked.all().update(next_at=clock.now() - timedelta(seconds=1))


class TestFollowing:
    async def test_every_entry_is_carried_once_in_order(self, db: None) -> None:
        counting = Counting()
        for _ in range(3):
            await moves(FIRST)
            await moves(SECOND)
            await follows(counting.following)
        await follows(counting.following)
        assert await carried() == [int(entry.id) for entry in await JournalEntry.all()]

    async def test_what_nobody_wants_is_passed(self, db: None) -> None:
        counting = Counting()
        async with enact("thing.other", "thing", FIRST, by=SOMEBODY):
            pass
        await moves(FIRST)
        async with enact("thing.other", "thing", FIRST, by=SOMEBODY):
            pass
        await follows(counting.following)
        assert len(await carried()) == 1
        last = await JournalEntry.all().order_by("-id").first()
        assert last is not None
        assert await relay.place_of("counting") == (last.seal_no, last.id)

    async def test_two_followers_do_not_mind_each_other(self, db: None) -> None:
        one, two = Counting("one"), Counting("two")
        await moves(FIRST)
        await follows(one.following)
        await follows(two.following)
        assert len(await carried()) == 2

    async def test_a_late_commit_is_not_skipped(self, db: None) -> None:
        """An id drawn earlier but committed later takes a later seal."""
        counting = Counting()
        await moves(FIRST)
        await moves(SECOND)
        early, late = await JournalEntry.all().order_by("id")
        await Seal.create(no=1, entries=1, total=1, prev="", hash="", at=clock.now())
        await JournalEntry.filter(id=late.id).update(seal_no=1, link="x")
        await follows(counting.following)
        assert await carried() == [late.id, early.id]


class TestTrouble:
    async def test_parks_its_subject_and_lets_others_go_on(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        for subject_id in (FIRST, SECOND, FIRST, SECOND):
            await moves(subject_id)
        await follows(counting.following)

        assert await carried() == await ids_of(SECOND)
        parked = await Parked.all().order_by("entry_id")
        assert [int(row.entry_id) for row in parked] == await ids_of(FIRST)
        assert "Trouble" in parked[0].error
        assert "排在同一业务" in parked[1].error

    async def test_later_entries_queue_behind_even_when_they_would_pass(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        await moves(FIRST, "一")
        await follows(counting.following)
        counting.troubled = set()
        await moves(FIRST, "二")
        await follows(counting.following)
        assert await carried() == []

        await let_retries_fall_due()
        assert await relay.retry(counting.following) == 2
        assert await carried() == await ids_of(FIRST)
        assert not await Parked.exists()

    async def test_a_retry_that_fails_again_waits_longer_and_holds_back_the_rest(
        self, db: None
    ) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        for _ in range(2):
            await moves(FIRST)
        await follows(counting.following)
        waits = []
        for _ in range(3):
            await let_retries_fall_due()
            assert await relay.retry(counting.following) == 0
            first = (await Parked.all().order_by("entry_id"))[0]
            waits.append((first.tries, round((first.next_at - clock.now()).total_seconds())))
        assert waits == [(1, 2), (2, 4), (3, 8)]
        assert await carried() == []

    async def test_a_retry_is_not_before_its_time(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        await moves(FIRST)
        await follows(counting.following)
        counting.troubled = set()
        assert await relay.retry(counting.following) == 0

    async def test_one_subjects_trouble_does_not_hold_back_anothers_retry(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST, SECOND}
        await moves(FIRST)
        await moves(SECOND)
        await follows(counting.following)
        counting.troubled = {FIRST}
        await let_retries_fall_due()
        assert await relay.retry(counting.following) == 1
        assert await carried() == await ids_of(SECOND)

    async def test_after_healing_everything_goes_on_as_before(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        await moves(FIRST)
        await follows(counting.following)
        counting.troubled = set()
        await let_retries_fall_due()
        await relay.retry(counting.following)
        await moves(FIRST)
        await follows(counting.following)
        assert await carried() == await ids_of(FIRST)


class TestAStaleLeader:
    async def test_cannot_carry_what_the_new_one_carried(self, db: None) -> None:
        counting = Counting()
        await moves(FIRST)
        await sealing.seal()

        async def meanwhile(entry: Entry) -> None:
            await Follower.filter(name="counting").update(seal_no=1, entry_id=entry.id)
            await counting.carry(entry)

        stale = Following("counting", lambda _entry: True, meanwhile)
        with pytest.raises(LostCursorError):
            await relay.follow(stale)
        assert await carried() == []
        assert not await Parked.exists()

    async def test_cannot_move_a_cursor_it_lost(self, db: None) -> None:
        await relay.place_of("screens")
        await relay.move("screens", (0, 0), (1, 1))
        with pytest.raises(LostCursorError):
            await relay.move("screens", (0, 0), (2, 2))
        assert await relay.place_of("screens") == (1, 1)

    @pytest.mark.postgres
    async def test_and_the_new_one_retry_only_once_between_them(self, db: None) -> None:
        counting = Counting()
        counting.troubled = {FIRST}
        await moves(FIRST)
        await follows(counting.following)
        await let_retries_fall_due()
        counting.troubled = set()

        async def slowly(entry: Entry) -> None:
            await asyncio.sleep(0.2)
            await counting.carry(entry)

        both = Following("counting", lambda _entry: True, slowly)
        await asyncio.gather(relay.retry(both), relay.retry(both), return_exceptions=True)
        assert await carried() == await ids_of(FIRST)


class TestTelling:
    async def test_repeats_rather_than_loses(self, db: None) -> None:
        told: list[int] = []

        async def tells(entries: list[Entry]) -> None:
            told.extend(entry.id for entry in entries)
            if len(told) == 2:
                raise Trouble

        for _ in range(2):
            await moves(FIRST)
        await sealing.seal()
        with pytest.raises(Trouble):
            await relay.tell("screens", lambda _entry: True, tells)
        assert await relay.tell("screens", lambda _entry: True, tells) == 2
        assert await relay.tell("screens", lambda _entry: True, tells) == 0
        ids = await ids_of(FIRST)
        assert told == [*ids, *ids]

    async def test_passes_over_what_is_not_wanted(self, db: None) -> None:
        await moves(FIRST)
        await sealing.seal()

        async def never(_entries: list[Entry]) -> None:
            raise Trouble

        assert await relay.tell("screens", lambda _entry: False, never) == 1
        assert await relay.tell("screens", lambda _entry: False, never) == 0


class TestLeadership:
    async def test_only_one_holds(self, db: None) -> None:
        candidates = [Leadership("worker") for _ in range(5)]
        held = [await candidate.hold() for candidate in candidates]
        assert held == [True, False, False, False, False]
        assert await candidates[0].hold()

    async def test_another_takes_over_when_the_lease_is_over(self, db: None) -> None:
        old, new = Leadership("worker"), Leadership("worker")
        assert await old.hold()
        await Lease.all().update(until=clock.now() - LEASE)
        assert await new.hold()
        assert not await old.hold()

    async def test_giving_up_lets_the_next_one_lead_at_once(self, db: None) -> None:
        old, new = Leadership("worker"), Leadership("worker")
        assert await old.hold()
        await new.give_up()
        assert not await new.hold()
        await old.give_up()
        assert await new.hold()

    async def test_different_work_has_different_leaders(self, db: None) -> None:
        assert await Leadership("worker").hold()
        assert await Leadership("other").hold()


class TestJobs:
    async def test_run_when_due_and_not_before(self, db: None) -> None:
        ran: list[str] = []

        async def work() -> None:
            ran.append("work")

        job = Job("work", timedelta(hours=1), work)
        assert [await run_due([job]), await run_due([job])] == [1, 0]
        await DueJob.all().update(next_at=clock.now() - timedelta(seconds=1))
        assert await run_due([job]) == 1
        assert len(ran) == 2

    async def test_a_failure_is_noted_tried_again_and_holds_nobody_back(self, db: None) -> None:
        ran: list[str] = []

        async def fails() -> None:
            raise Trouble("gateway away")

        async def works() -> None:
            ran.append("works")

        every = timedelta(hours=1)
        await run_due([Job("fails", every, fails), Job("works", every, works)])
        assert ran == ["works"]
        due = await DueJob.get(name="fails")
        assert (due.tries, due.last_at) == (1, None)
        assert "gateway away" in due.last_error
        assert due.next_at < clock.now() + timedelta(minutes=1)

        await DueJob.all().update(next_at=clock.now() - timedelta(seconds=1))
        await run_due([Job("fails", every, works)])
        healed = await DueJob.get(name="fails")
        assert (healed.tries, healed.last_error) == (0, "")


async def test_a_subject_is_chained_across_seals(db: None) -> None:
    subject: UUID = FIRST
    for _ in range(3):
        await moves(subject)
        await sealing.seal()
    rows = await JournalEntry.filter(subject_id=subject).order_by("id")
    prev = sealing.GENESIS
    for row in rows:
        assert row.link == sealing.link_of(prev, row)
        prev = row.link


async def test_sealing_takes_a_bounded_batch(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH_MAX", 2)
    for _ in range(5):
        await moves(FIRST)
    assert [await sealing.seal() for _ in range(4)] == [2, 2, 1, 0]
    assert [int(seal.total) for seal in await Seal.all().order_by("no")] == [2, 4, 5]
