"""The live line of people: it ends with the session, wherever that was ended (6.1.2.6)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from server.understood import is_understood
from tests.doors.served import Served
from tests.doors.town import PASSWORD

pytestmark = [pytest.mark.row("K10"), pytest.mark.clause("6.1.2.6")]
SENT_AWAY_WITHIN_S = 5.0
CONNECTED, SENT_AWAY, PING, REFUSED = "40/portal,", "41/portal", "2", "44/portal"
DEVICE = "Chromium"


def a_session(platform: Served) -> str:
    body = {"phone": platform.town.log_in_name, "password": PASSWORD}
    headers = {"User-Agent": DEVICE}
    token: str = platform.post("/sessions/by-password", body=body, headers=headers).json()["token"]
    return token


async def hears(line: ClientConnection, wanted: str, within_s: float) -> bool:
    """Listen until something that begins so is said; answer pings meanwhile."""
    try:
        async with asyncio.timeout(within_s):
            async for said in line:
                if str(said).startswith(wanted):
                    return True
                if said == PING:
                    await line.send("3")
    except (TimeoutError, ConnectionClosed):
        return False
    return False


@asynccontextmanager
async def a_line(
    platform: Served, token: str, device: str = DEVICE, wanted: str = CONNECTED
) -> AsyncIterator[ClientConnection]:
    address = platform.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with connect(address, proxy=None, user_agent_header=device) as line:
        await line.send(f"{CONNECTED}{msgspec.json.encode({'token': token}).decode()}")
        assert await hears(line, wanted, SENT_AWAY_WITHIN_S)
        yield line


async def logs_out(platform: Served, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}", "User-Agent": DEVICE}
    path = "/api/sessions/log-out"
    answer = await asyncio.to_thread(platform.client.post, path, json={}, headers=headers)
    assert answer.status_code == 200


async def asks(line: ClientConnection, *event: Any, of: str = "/portal") -> Any:
    """What an event is answered with; None when there is no answer."""
    try:
        await line.send(f"42{of},7{msgspec.json.encode(event).decode()}")
        async with asyncio.timeout(SENT_AWAY_WITHIN_S):
            async for said in line:
                if str(said).startswith(f"43{of},7"):
                    told = msgspec.json.decode(str(said).removeprefix(f"43{of},7"))
                    return told[0] if told else None
    except (TimeoutError, ConnectionClosed):
        return None
    return None


async def test_a_logged_out_session_hears_nothing_more(platform: Served) -> None:
    token = await asyncio.to_thread(a_session, platform)
    async with a_line(platform, token) as line:
        assert not await hears(line, SENT_AWAY, 1.5), "it lasts as long as the session"
        await logs_out(platform, token)
        assert await hears(line, SENT_AWAY, SENT_AWAY_WITHIN_S)


async def test_a_line_that_says_it_is_gone_is_sent_away_all_the_same(platform: Served) -> None:
    """Else it would be forgotten, and hear on when its session has ended."""
    token = await asyncio.to_thread(a_session, platform)
    async with a_line(platform, token) as line:
        await line.send('42/portal,["disconnect"]')
        await logs_out(platform, token)
        await hears(line, SENT_AWAY, SENT_AWAY_WITHIN_S)
        assert await asks(line, "follow", {"subject_id": str(uuid4())}) is None


async def test_a_token_carried_to_another_device_opens_no_line(platform: Served) -> None:
    token = await asyncio.to_thread(a_session, platform)
    async with a_line(platform, token, device="Firefox on Windows", wanted=REFUSED):
        pass
    async with a_line(platform, token):
        pass  # the line was refused; whoever is logged in goes on


async def test_the_cockpit_opens_to_whoever_may_see_it_and_to_nobody_else(
    platform: Served,
) -> None:
    for who, wanted in (("supervisor", '42/cockpit,["snapshot"'), ("officer", "44/cockpit")):
        address = platform.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        async with connect(address, proxy=None) as line:
            token = {"token": platform.town.tokens[who]}
            await line.send(f"40/cockpit,{msgspec.json.encode(token).decode()}")
            assert await hears(line, wanted, SENT_AWAY_WITHIN_S), who


@pytest.mark.row("F3", "S15")
@pytest.mark.clause("6.2.3 a", "5.3.4.4")
async def test_codes_are_for_the_stores_own_wall_and_for_whoever_was_let_in(
    platform: Served,
) -> None:
    address = platform.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with connect(address, proxy=None) as line:
        await line.send('42/store,7["codes"]')  # before it was let in
        await line.send("40/store,{}")
        assert await hears(line, '42/store,["snapshot"', SENT_AWAY_WITHIN_S)
        found = await asks(line, "codes", of="/store")
        [code] = found["codes"]
        assert len({len(row) for row in code["rows"]} | {len(code["rows"])}) == 1
        assert 0 < code["good_for_s"] <= 60
        await line.send("40/wall,{}")
        assert await hears(line, '42/wall,["snapshot"', SENT_AWAY_WITHIN_S)
        assert await asks(line, "codes", of="/wall") is None


NONSENSE: list[str | bytes] = [
    "9", "x", "4", "49/portal,", "42/portal,{", "42/portal,[]", "42/portal,7", "42/portal,[7]",
    '45/portal,1-["follow",{"_placeholder":true,"num":0}]', '42/portal,["connect",1]', "",
    '42/portal,["disconnect"]', '42/portal,9999999999["follow"]', "42/portal," + "[" * 5000,
    '42/portal,["follow","' + "x" * 20_000 + '"]', b"\x00", "40/portal,[1]", "43/portal,[]",
]  # fmt: skip


@pytest.mark.parametrize("said", NONSENSE, ids=lambda said: repr(said)[:30])
def test_nonsense_is_not_understood(said: str | bytes) -> None:
    assert not is_understood(said)


@pytest.mark.parametrize(
    "said",
    [
        "2", "3", "1", "40/portal,", '40/portal,{"token":"x"}', "41/portal,", "40",
        '42/portal,0["follow",{"subject_id":"x"}]', '42/portal,["unfollow",{}]', "43/wall,7[]",
    ],
)  # fmt: skip
def test_what_clients_say_is_understood(said: str) -> None:
    assert is_understood(said)


async def test_nonsense_ends_the_line_without_a_traceback(platform: Served) -> None:
    token = await asyncio.to_thread(a_session, platform)
    for said in NONSENSE:
        async with a_line(platform, token) as line:
            await line.send(said)
            assert not await hears(line, "never", 1.0)
            with pytest.raises(ConnectionClosed):
                await line.recv()
    async with a_line(platform, token) as line:
        assert await asks(line, "follow") == {"ok": False}
        assert await asks(line, "follow", None, 1, 2) == {"ok": False}
        assert await asks(line, "follow", {"subject_id": [1]}) == {"ok": False}
        await line.send('42/portal,["unfollow"]')
        await line.send('42/portal,["whatever", 1]')
        assert await asks(line, "follow") == {"ok": False}
    assert "Traceback" not in platform.log.read_text("utf-8")
