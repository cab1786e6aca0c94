"""The live line of people: it ends with the session, wherever that was ended (6.1.2.6)."""

import asyncio

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.doors.served import Served
from tests.doors.town import PASSWORD

pytestmark = [pytest.mark.row("K10"), pytest.mark.clause("6.1.2.6")]
SENT_AWAY_WITHIN_S = 5.0
CONNECTED, SENT_AWAY, PING = "40/portal,", "41/portal", "2"


def a_session(platform: Served) -> str:
    body = {"phone": platform.town.log_in_name, "password": PASSWORD}
    token: str = platform.post("/sessions/by-password", body=body).json()["token"]
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
    except TimeoutError:
        return False
    return False


async def test_a_logged_out_session_hears_nothing_more(platform: Served) -> None:
    token = await asyncio.to_thread(a_session, platform)
    address = platform.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with connect(address, proxy=None) as line:
        auth = msgspec.json.encode({"token": token}).decode()
        await line.send(f"{CONNECTED}{auth}")
        assert await hears(line, CONNECTED, SENT_AWAY_WITHIN_S)
        assert not await hears(line, SENT_AWAY, 1.5), "it lasts as long as the session"
        answer = await asyncio.to_thread(
            platform.client.post,
            "/api/sessions/log-out",
            json={},
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 200
        assert await hears(line, SENT_AWAY, SENT_AWAY_WITHIN_S)
