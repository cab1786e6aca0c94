"""Direct frames against a real Sanic server: once each, in order, nothing held for the slow."""

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
import socketio
import uvloop
from engineio.async_socket import AsyncSocket
from websockets.frames import Frame, Opcode

from server import direct_frames
from server.direct_frames import (
    BUFFERED_BYTES_MAX,
    DirectManager,
    DirectRedisManager,
    can_write_directly,
    frame,
    tune_collector,
)
from tests.server.wall_clients import (
    NAMESPACE,
    ROOM,
    Served,
    a_screen_that_does_not_read,
    all_gone,
    screens,
    served,
)
from tests.server.wechat_served import served_redis

SCREENS = 200
EVENTS = 30
BIG = "x" * 30_000


@pytest.fixture
async def wall() -> AsyncIterator[Served]:
    async with served(DirectManager()) as found:
        yield found


async def test_every_screen_hears_every_event_once_and_in_order(wall: Served) -> None:
    async with screens(wall, SCREENS) as found:
        for number in range(EVENTS):
            await wall.say(number)

        for screen in found:
            assert await screen.heard_in_all(EVENTS) == list(range(EVENTS))
        assert wall.sockets.manager.written >= SCREENS * EVENTS * 0.9
        assert wall.sockets.manager.cut == 0
    assert not wall.sockets.manager.lines


async def test_a_direct_frame_never_overtakes_what_is_queued(wall: Served) -> None:
    async with screens(wall, 5) as found:
        for number in range(0, 300, 3):
            await wall.say(number, skip_sid="nobody")  # the ordinary way
            await wall.say(number + 1)
            if number % 4 == 0:
                await asyncio.sleep(0)
            await wall.say(number + 2)

        for screen in found:
            assert await screen.heard_in_all(300) == list(range(300))
        assert wall.sockets.manager.queued > 0


async def test_events_emitted_at_once_reach_all_screens_in_one_order(wall: Served) -> None:
    async with screens(wall, 5) as found:
        await asyncio.gather(*(wall.say(number) for number in range(50)))

        orders = [await screen.heard_in_all(50) for screen in found]
    assert sorted(orders[0]) == list(range(50))
    assert all(order == orders[0] for order in orders)


async def test_one_screen_is_told_alone(wall: Served) -> None:
    async with screens(wall, 3) as found:
        await wall.say(7, room=found[1].sid)

        assert await found[1].heard_in_all(1) == [7]
        await asyncio.sleep(0.05)
        assert [screen.heard for screen in found] == [[], [7], []]


async def test_a_screen_that_does_not_read_is_cut_and_nothing_is_held(wall: Served) -> None:
    manager = wall.sockets.manager
    async with a_screen_that_does_not_read(wall), screens(wall, 3) as found:
        held = 0
        for number in range(400):
            await wall.sockets.emit(
                "update", {"number": number, "fill": BIG}, room=ROOM, namespace=NAMESPACE
            )
            held = max(held, *(_held(line) for line in manager.lines.values()))
            await asyncio.sleep(0)

        for screen in found:
            assert await screen.heard_in_all(400) == list(range(400))
        assert manager.cut == 1
        assert held <= BUFFERED_BYTES_MAX + len(BIG) + 100
        await all_gone(wall, left=3)
        assert len(manager.lines) == 3


async def test_a_screen_that_was_cut_may_come_back(wall: Served) -> None:
    async with a_screen_that_does_not_read(wall):
        while not wall.sockets.manager.cut:
            await wall.sockets.emit(
                "update", {"number": 0, "fill": BIG}, room=ROOM, namespace=NAMESPACE
            )
    await all_gone(wall)

    async with screens(wall, 1) as (screen,):
        await wall.say(1)
        assert await screen.heard_in_all(1) == [1]


async def test_a_burst_does_not_cut_a_screen_that_reads(wall: Served) -> None:
    async with screens(wall, 2) as found:
        for number in range(200):
            await wall.say(number, **({"skip_sid": "nobody"} if number % 50 == 0 else {}))

        for screen in found:
            assert await screen.heard_in_all(200) == list(range(200))
        assert wall.sockets.manager.cut == 0


@pytest.mark.parametrize(
    "story",
    [
        test_every_screen_hears_every_event_once_and_in_order,
        test_a_direct_frame_never_overtakes_what_is_queued,
        test_events_emitted_at_once_reach_all_screens_in_one_order,
        test_a_screen_that_does_not_read_is_cut_and_nothing_is_held,
        test_a_burst_does_not_cut_a_screen_that_reads,
    ],
)
def test_the_same_holds_on_the_loop_of_production(
    story: Callable[[Served], Awaitable[None]],
) -> None:
    async def tell() -> None:
        async with served(DirectManager()) as wall:
            await story(wall)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(tell())


class TestOrdinaryWay:
    async def test_a_callback_is_answered(self, wall: Served) -> None:
        async with screens(wall, 1, acks=True) as (screen,):
            said = await wall.sockets.call(
                "update", {"number": 5}, to=screen.sid, namespace=NAMESPACE
            )

        assert said == 5
        assert wall.sockets.manager.written == 0

    async def test_binary_arrives_whole(self, wall: Served) -> None:
        async with screens(wall, 1) as (screen,):
            await wall.sockets.emit("photo", b"\x00\x01", room=ROOM, namespace=NAMESPACE)

            assert await screen.heard_in_all(1) == [b"\x00\x01"]
        assert wall.sockets.manager.written == 0

    async def test_who_is_skipped_hears_nothing(self, wall: Served) -> None:
        async with screens(wall, 2) as (one, other):
            await wall.say(1, skip_sid=one.sid)

            assert await other.heard_in_all(1) == [1]
            assert one.heard == []

    def test_libraries_that_changed_are_noticed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delattr(AsyncSocket, "_websocket_handler", raising=True)
        assert not can_write_directly("sanic")
        monkeypatch.undo()
        assert can_write_directly("sanic")
        assert not can_write_directly("asgi")

    async def test_without_direct_frames_everything_still_arrives(
        self, wall: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(direct_frames, "can_write_directly", lambda _mode: False)
        async with screens(wall, 20) as found:
            for number in range(EVENTS):
                await wall.say(number)

            for screen in found:
                assert await screen.heard_in_all(EVENTS) == list(range(EVENTS))
        assert wall.sockets.manager.written == 0

    async def test_a_connection_that_is_not_as_expected_is_served_through_its_queue(
        self, wall: Served, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(direct_frames, "_websocket_of", lambda _environ: None)
        async with screens(wall, 20) as found:
            for number in range(EVENTS):
                await wall.say(number)

            for screen in found:
                assert await screen.heard_in_all(EVENTS) == list(range(EVENTS))
        assert wall.sockets.manager.written == 0


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with served_redis() as url:
        yield url


class TestRedis:
    async def test_two_processes_write_what_either_and_a_worker_emit(self, redis_url: str) -> None:
        managers = [DirectRedisManager(redis_url) for _ in range(2)]
        async with (
            served(managers[0]) as first,
            served(managers[1]) as second,
            screens(first, 10) as ours,
            screens(second, 10) as theirs,
        ):
            worker = socketio.AsyncRedisManager(redis_url, write_only=True)
            await _until_listening(first, second, ours + theirs)
            for number in range(EVENTS):
                await worker.emit("update", {"number": number}, namespace=NAMESPACE, room=ROOM)
            for screen in ours + theirs:
                got = [each for each in await screen.heard_in_all(EVENTS + 1) if each >= 0]
                assert got == list(range(EVENTS))

            await first.say(99)
            for screen in theirs:
                assert (await screen.heard_in_all(EVENTS + 2))[-1] == 99
            assert all(manager.written >= 10 * EVENTS * 0.9 for manager in managers)
            await _close_redis(worker)
        for manager in managers:
            await _close_redis(manager)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536, 70000])
def test_a_frame_is_what_the_websocket_library_would_write(length: int) -> None:
    text = "x" * length

    assert frame(text) == Frame(Opcode.TEXT, text.encode()).serialize(mask=False)


def test_the_collector_sets_aside_what_stands() -> None:
    before = gc.get_threshold()
    try:
        tune_collector()

        assert gc.get_threshold() == (20_000, 50, 1_000)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def _held(line: Any) -> int:
    waiting: int = line.transport.get_write_buffer_size()
    return waiting


async def _until_listening(first: Served, second: Served, everybody: list[Any]) -> None:
    """Say something until the other process hears it: it subscribes in its own time."""
    deadline = time.monotonic() + 5
    while not all(screen.heard for screen in everybody):
        assert time.monotonic() < deadline
        for screen in everybody:
            screen.heard.clear()
        await first.say(-1)
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.2)
    for screen in everybody:
        screen.heard[:] = [-1]


async def _close_redis(manager: Any) -> None:
    if getattr(manager, "thread", None):
        manager.thread.cancel()
        await asyncio.gather(manager.thread, return_exceptions=True)
    if manager.redis is not None:
        await manager.pubsub.aclose()
        await manager.redis.aclose()
