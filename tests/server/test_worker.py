"""The worker's turn: what is sent outside goes on beside the journal, and never holds it up."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bigscreen.live import WallScreens
from bigscreen.walls import LOBBY_PANELS
from domain.kernel.jobs import Job
from domain.kernel.ports import Nudge
from orm.journal import DueJob
from orm.messaging import Message
from server import worker
from server.anchors import Anchors
from server.worker import Worker
from tests import world
from tests.bigscreen.remembered import RememberedScreens

TURN_S_MAX = 5.0


class Nobody:
    """Nobody is looking."""

    async def nudge(self, nudge: Nudge, rooms: tuple[str, ...]) -> None:
        """Not seen."""


class Slow:
    """A job that waits for somebody outside who does not answer."""

    def __init__(self) -> None:
        self.begun = 0
        self.answered = asyncio.Event()

    async def run(self) -> None:
        self.begun += 1
        await self.answered.wait()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    job = Slow()
    monkeypatch.setattr(worker, "JOBS", (Job("slow", timedelta(0), job.run),))
    monkeypatch.setattr(worker, "JOBS_S", 0.0)
    return job


async def test_a_job_that_waits_for_the_outside_does_not_hold_up_the_journal(
    db: None, slow: Slow, tmp_path: Path
) -> None:
    works = Worker(
        Nobody(),
        Anchors(tmp_path / "anchors"),
        [WallScreens(RememberedScreens(), LOBBY_PANELS)],
        alone=True,
    )
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    async with asyncio.timeout(TURN_S_MAX):
        await works.turn()
        await world.a_targeted_request(enterprise, bank)
        while not await Message.exists(party_id=bank.id):
            await works.turn()
    assert slow.begun == 1, "and it is not begun again while it waits"
    slow.answered.set()
    async with asyncio.timeout(TURN_S_MAX):
        while slow.begun == 1:
            await works.turn()
            await asyncio.sleep(0)
    assert (await DueJob.get(name="slow")).last_error == ""
