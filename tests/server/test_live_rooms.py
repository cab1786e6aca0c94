"""Who sits in which room of the live lines, when posts and networks change under them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import pytest
import socketio

from domain.identity.actions import guarding, staff
from domain.identity.sessions import Begun
from domain.identity.terms import AllowListSetting, RolesChange
from domain.kernel import clock
from orm.identity import Account, Session
from server.settings import Settings
from server.sockets import (
    FOLLOWED_MAX,
    FOLLOWS_MAX,
    POOL_ROOM,
    PORTAL,
    Line,
    PortalRoom,
    create,
    watch,
)
from tests import world
from tests.identity.conftest import CountingLimiter
from tests.identity.people import a_call, an_account, an_administrator, enters
from tests.remembered import hold_hands
from vocabulary.parties import Role

pytestmark = [
    pytest.mark.row("S3", "K10"),
    pytest.mark.clause("5.3.1.3", "6.1.2.6"),
    pytest.mark.usefixtures("db"),
]
LOOKS_MAX = 100
SOCKET = "eio-1"


@pytest.fixture(autouse=True)
def _outside() -> None:
    hold_hands(limiter=CountingLimiter())


@pytest.fixture
async def room() -> AsyncIterator[PortalRoom]:
    found = PortalRoom(Settings())
    create(socketio.AsyncManager(), Settings()).register_namespace(found)
    watching = asyncio.create_task(watch([found]))
    yield found
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def sits_down(room: PortalRoom, begun: Begun) -> str:
    """A socket of this session, as after connecting."""
    sid: str = await room.server.manager.connect(SOCKET, PORTAL)
    actor = begun.actor
    assert actor.session_id is not None
    room._lines[sid] = Line(actor.session_id, actor.account_id, begun.token, a_call())  # noqa: SLF001 -- a handshake needs a network
    await room.enter_room(sid, POOL_ROOM)
    return sid


def rooms_of(room: PortalRoom, sid: str) -> set[str]:
    return set(room.rooms(sid)) - {sid}


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(LOOKS_MAX):
        if holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it did not come")


async def an_officer() -> tuple[Account, Begun]:
    account = await an_account(await world.a_bank(), Role.BANK_OFFICER, log_in_name="wang.wu")
    return account, await enters()


async def test_whoever_loses_the_post_leaves_the_pool(room: PortalRoom) -> None:
    account, begun = await an_officer()
    sid = await sits_down(room, begun)
    assert rooms_of(room, sid) == {POOL_ROOM}
    change = RolesChange([Role.INSTITUTION_ADMIN], "调岗")
    await staff.change_roles(
        account.id, change, by=await an_administrator(Role.SECURITY_ADMINISTRATOR)
    )
    await until(lambda: rooms_of(room, sid) == set())


async def test_a_network_that_is_closed_sends_the_lines_away(room: PortalRoom) -> None:
    _, begun = await an_officer()
    sid = await sits_down(room, begun)
    setting = AllowListSetting(Role.BANK_OFFICER, ["192.0.2.0/24"], "收紧网络")
    keeper = await an_administrator(Role.SECURITY_ADMINISTRATOR)
    await guarding.set_allow_list(setting, by=keeper)
    await until(lambda: not room.server.manager.is_connected(sid, PORTAL))


async def test_a_session_whose_time_is_over_hears_nothing_more(room: PortalRoom) -> None:
    _, begun = await an_officer()
    sid = await sits_down(room, begun)
    await asyncio.sleep(0)
    assert room.server.manager.is_connected(sid, PORTAL)
    await Session.filter(id=begun.actor.session_id).update(expires_at=clock.now())
    await until(lambda: not room.server.manager.is_connected(sid, PORTAL))


async def test_a_socket_that_says_it_is_gone_is_kept_in_mind(room: PortalRoom) -> None:
    """A client may send an event of that name: what is forgotten would hear on for ever."""
    _, begun = await an_officer()
    sid = await sits_down(room, begun)
    await room.on_disconnect(sid)
    await Session.filter(id=begun.actor.session_id).update(ended_at=clock.now())
    await until(lambda: not room.server.manager.is_connected(sid, PORTAL))


async def test_of_many_follows_at_once_only_so_many_are_heard(room: PortalRoom) -> None:
    enterprise = await world.an_enterprise()
    await an_account(enterprise)
    sid = await sits_down(room, await enters())
    rows = [await world.a_request(enterprise) for _ in range(FOLLOWED_MAX + 5)]
    answers = await asyncio.gather(
        *(room.on_follow(sid, {"subject_id": str(row.id)}) for row in rows)
    )
    assert all(answer["ok"] for answer in answers)
    assert len(rooms_of(room, sid) - {POOL_ROOM}) == FOLLOWED_MAX
    subject = {"subject_id": str(rows[0].id)}
    for _ in range(FOLLOWS_MAX):
        answer = await room.on_follow(sid, subject)
    assert answer == {"ok": False}, "a session asks only so often"
    assert len(rooms_of(room, sid) - {POOL_ROOM}) <= FOLLOWED_MAX
    await room.on_unfollow(sid, {"subject_id": str(rows[-1].id)})
    assert f"subject:{rows[-1].id}" not in rooms_of(room, sid)
