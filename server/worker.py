"""Seals the journal, lets it have its consequences, tells the screens, runs what is due.

Embedded it is a task of the one process; with PostgreSQL `python -m server.worker` runs it
alone. Several may run: one leads, by a lease in the database.
"""

import asyncio
import contextlib
import logging
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import socketio
import uvloop
from redis.exceptions import RedisError

from bigscreen.live import WallScreens
from domain.fleet.jobs import Watch
from domain.insurance.posts import COVER_ATTACH_CODE
from domain.jobs import JOBS
from domain.kernel import relay, sealing
from domain.kernel.bell import BELL
from domain.kernel.jobs import run_due
from domain.kernel.journal import Entry
from domain.kernel.leading import Leadership
from domain.kernel.ports import Nudge, Screens
from domain.kernel.relay import LostCursorError
from domain.lending.attachment_rules import ATTACH_CODE
from domain.onboarding.documents import HAND_IN_CODE
from domain.reactions import FOLLOWERS, FOLLOWING
from domain.store.upkeep.actions.photos import ATTACH_CODES
from domain.store.upkeep.jobs import ALERT_CODE
from orm import engine
from server import metrics
from server.anchors import Anchors
from server.composing import composed
from server.logs import configure
from server.settings import Settings, SettingsError
from server.sockets import COVER_POOL_ROOM, POOL_ROOM, QUEUE_ROOM, LiveScreens
from server.wall_hands import walls_over
from vocabulary.lending import LoanState

POLL_S = 0.02  # PostgreSQL: commits of other processes are found by asking
IDLE_S = 0.5  # SQLite: this process's own bell rings first
RENEW_S = 1.0
FOLLOW_S = 1.0
JOBS_S = 5.0
WATCH_S = 0.5  # an alert is out within a second of the reading that makes it certain
ANCHOR_S = 5.0
RETRY_S = 1.0
REACTIONS_MAX = 20  # in one turn: the wall does not wait behind a crowd of messages
QUEUE_KINDS = {"ticket", "service_counter", "service_class"}
POOL_STATES = {LoanState.TO_ACCEPT.value}

AWAY = (*engine.AWAY, RedisError, LostCursorError)
# What a screen shows though no row has moved.
UNMOVED_CODES = {
    ATTACH_CODE,
    COVER_ATTACH_CODE,
    HAND_IN_CODE,
    ALERT_CODE,
    *ATTACH_CODES.values(),
}

log = logging.getLogger(__name__)


def rooms_of(entry: Entry) -> tuple[str, ...]:
    """Who hears of an entry: the parties at the row, its followers, and its pool when it moved."""
    rooms = {f"party:{party}" for party in entry.seats.values()}
    rooms |= {f"party:{entry.party_id}", f"subject:{entry.subject_id}"}
    if entry.subject_kind == "account":
        rooms.add(f"account:{entry.subject_id}")
    if entry.facts.get("aim") == "open" and {entry.from_state, entry.to_state} & POOL_STATES:
        rooms.add(COVER_POOL_ROOM if entry.subject_kind == "cover_request" else POOL_ROOM)
    if entry.subject_kind in QUEUE_KINDS:
        rooms.add(QUEUE_ROOM)
    return tuple(sorted(rooms))


def tells_screens(entry: Entry) -> bool:
    """Reads, exports and refusals move nothing that a screen shows."""
    kinds = {"account", "device", "duty", "service_counter"}
    return bool(entry.to_state) or entry.subject_kind in kinds or entry.code in UNMOVED_CODES


class Worker:
    """One process's background work."""

    def __init__(
        self, screens: Screens, anchors: Anchors, walls: Sequence[WallScreens], *, alone: bool
    ) -> None:
        self._screens = screens
        self._anchors = anchors
        self._walls = walls
        self._alone = alone  # SQLite: no other process can exist
        self._leadership = Leadership("worker")
        self._leads_until = 0.0
        self._due = {"follow": 0.0, "jobs": 0.0, "anchor": 0.0, "retry": 0.0, "watch": 0.0}
        self._behind = True
        self._running: dict[str, asyncio.Task[int]] = {}
        self._watch = Watch()

    async def run(self) -> None:
        """Work until cancelled. What goes wrong with the database is waited out."""
        try:
            while True:
                try:
                    if await self._leads():
                        busy = await self.turn()
                    else:
                        busy = False
                        await asyncio.sleep(RENEW_S)
                except AWAY as problem:
                    log.warning("worker waits: %r", problem)
                    self._leads_until = 0.0
                    await asyncio.sleep(RETRY_S + random.random())  # noqa: S311 -- spreads retries
                    continue
                if not busy:
                    await BELL.wait(IDLE_S if self._alone else POLL_S)
        finally:
            for task in self._running.values():
                task.cancel()
            with contextlib.suppress(*AWAY):
                await self._leadership.give_up()

    async def _leads(self) -> bool:
        now = time.monotonic()
        if now < self._leads_until:
            return True
        if await self._leadership.hold(by_force=self._alone):
            if not self._leads_until:
                for wall in self._walls:
                    wall.forget()
                self._watch.forget()
                self._behind = True
            self._leads_until = now + RENEW_S
            return True
        self._leads_until = 0.0
        return False

    async def turn(self) -> bool:
        """One round. True when there may be more to do at once.

        Followers are asked when something was sealed, while they are behind, and once a second
        for what time alone does: an idle worker asks the journal one question a round.
        """
        sealed = await sealing.seal() if await sealing.is_due() else 0
        metrics.SEALED.inc(sealed)
        followed = 0
        if sealed or self._behind or time.monotonic() >= self._due["follow"]:
            self._due["follow"] = time.monotonic() + FOLLOW_S
            self._behind = True  # also when one of them raises
            followed = await self._follow()
            self._behind = bool(followed)
        await self._when_due("retry", RETRY_S, self._retry)
        await self._when_due("jobs", JOBS_S, self._jobs)
        await self._when_due("watch", WATCH_S, self._look)
        await self._when_due("anchor", ANCHOR_S, self._anchors.anchor)
        return bool(sealed or followed)

    async def _follow(self) -> int:
        """Let everybody who follows the journal go on. Returns how many entries they passed."""
        passed = sum([await wall.follow() for wall in self._walls])
        for follower in FOLLOWERS:
            passed += await relay.follow(follower, limit=REACTIONS_MAX)
        return passed + await relay.tell(
            "screens", tells_screens, self._tell, behind=FOLLOWING.name
        )

    async def _when_due(
        self, name: str, every_s: float, run: Callable[[], Awaitable[None]]
    ) -> None:
        now = time.monotonic()
        if now >= self._due[name]:
            self._due[name] = now + every_s
            await run()

    async def _retry(self) -> None:
        for follower in FOLLOWERS:
            await relay.retry(follower)

    async def _jobs(self) -> None:
        self._beside("jobs", lambda: run_due(JOBS))

    async def _look(self) -> None:
        self._beside("watch", self._watch.look)

    def _beside(self, name: str, run: Callable[[], Coroutine[Any, Any, int]]) -> None:
        """Beside the relay: a gateway that does not answer must not hold the journal up."""
        before = self._running.get(name)
        if before is not None and not before.done():
            return
        if before is not None:
            del self._running[name]
            before.result()  # what went wrong with the database is waited out as ever
        self._running[name] = asyncio.create_task(run())

    async def _tell(self, entries: list[Entry]) -> None:
        for entry in entries:
            nudge = Nudge(
                entry.code, entry.subject_kind, str(entry.subject_id), entry.at.isoformat()
            )
            await self._screens.nudge(nudge, rooms_of(entry))


async def serve(settings: Settings) -> None:
    """Work as a process of its own, until told to stop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopping.set)
    async with composed(settings) as hands:
        options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        out = socketio.AsyncRedisManager(settings.redis_url, write_only=True, redis_options=options)
        walls = tuple(walls_over(out, hands.redis).values())
        worker = Worker(LiveScreens(out), Anchors(settings.anchors), walls, alone=False)
        work = asyncio.create_task(worker.run())
        await stopping.wait()
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work


def main() -> int:
    """`python -m server.worker`; needs PostgreSQL and Redis, by which it reaches the screens."""
    try:
        settings = Settings.from_environment()
    except SettingsError as problem:
        sys.stderr.write(f"设置有误：{problem}\n")
        return 2
    if settings.database_url.startswith("sqlite") or not settings.redis_url:
        sys.stderr.write("单独运行 worker 需要 DATABASE_URL=postgres://… 和 REDIS_URL。\n")
        return 2
    settings.make_data_dir()
    configure(settings.log_level)
    uvloop.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
