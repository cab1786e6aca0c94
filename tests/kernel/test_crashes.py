"""Sealing under late commits and kill -9: nothing is missing, nothing happens twice."""

import asyncio
import random
import signal
import sys
from collections import defaultdict
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from domain.kernel import relay, sealing
from domain.kernel.perform import enact
from domain.kernel.verifying import verify
from orm.journal import JournalEntry, Lease
from tests.kernel.followed import CODE, SOMEBODY, Counting, carried, moves

pytestmark = [pytest.mark.postgres, pytest.mark.row("A3")]
ROOT = Path(__file__).parents[2]
WRITERS, ACTS = 16, 12
KILLS = 4


async def dawdles(subject_id: UUID, chance: random.Random) -> None:
    """Draw an id early and commit late, so that ids and commits come in different orders."""
    async with enact(CODE, "thing", subject_id, by=SOMEBODY):
        pass
    async with enact(CODE, "thing", subject_id, by=SOMEBODY) as outcome:
        await JournalEntry.create(
            code=CODE, subject_kind="thing", subject_id=uuid4(), actor_kind="job",
            actor_id=uuid4(), party_id=uuid4(), at=outcome.at,
        )  # fmt: skip
        await asyncio.sleep(chance.random() * 0.05)


async def write(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 -- a game, not a secret
    subject_id = uuid4()
    for _ in range(ACTS):
        await dawdles(subject_id, chance)


async def everything_was_carried_once_and_in_order() -> None:
    rows = await JournalEntry.all().order_by("seal_no", "id")
    assert len(rows) == WRITERS * ACTS * 3
    assert all(row.seal_no is not None for row in rows)
    seen = await carried()
    assert len(seen) == len(set(seen)), "carried twice"
    assert set(seen) == {int(row.id) for row in rows}, "not carried"
    by_subject: defaultdict[UUID, list[int]] = defaultdict(list)
    for row in rows:
        by_subject[row.subject_id].append(int(row.id))
    assert all(ids == sorted(ids) for ids in by_subject.values()), "a subject out of order"
    assert (await verify()).findings == []


async def test_sixteen_writers_with_late_commits_lose_nothing(db: None) -> None:
    counting, done = Counting(), asyncio.Event()

    async def leads() -> None:
        while True:
            over = done.is_set()
            busy = await sealing.seal() + await relay.follow(counting.following)
            if over and not busy:
                return
            await asyncio.sleep(0.002)

    leading = asyncio.create_task(leads())
    await asyncio.gather(*(write(seed) for seed in range(WRITERS)))
    done.set()
    await leading

    rows = await JournalEntry.all().order_by("seal_no", "id")
    places = [int(row.id) for row in rows]
    assert places != sorted(places), "no commit was late: the test proves nothing"
    await everything_was_carried_once_and_in_order()


async def test_two_sealers_at_once_write_one_history(db: None) -> None:
    for _ in range(40):
        await moves(uuid4())
    outcomes = await asyncio.gather(*(sealing.seal() for _ in range(4)), return_exceptions=True)
    assert sum(outcome for outcome in outcomes if isinstance(outcome, int)) == 40
    verdict = await verify()
    assert (verdict.entries, verdict.findings) == (40, [])


async def until_carried(count: int) -> None:
    """The worker is another process: one can only ask again."""
    async with asyncio.timeout(60):
        while len(await carried()) < count:  # noqa: ASYNC110 -- nobody here could set an event
            await asyncio.sleep(0.01)


async def start(url: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "tests.kernel.killed_worker", url)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT)


async def test_kill_9_in_the_middle_loses_nothing_and_repeats_nothing(
    db: None, database_url: str
) -> None:
    writing = asyncio.gather(*(write(seed) for seed in range(WRITERS)))
    worker = await start(database_url)
    for kill in range(KILLS):
        before = len(await carried())
        await until_carried(before + 1)
        await asyncio.sleep(0.02 * kill)
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
        await Lease.all().delete()  # the lease of the dead would be over in four seconds
        if kill == KILLS - 1:
            await writing
        worker = await start(database_url)
    try:
        await until_carried(WRITERS * ACTS * 3)
    finally:
        worker.send_signal(signal.SIGKILL)
        await worker.wait()
    await everything_was_carried_once_and_in_order()
