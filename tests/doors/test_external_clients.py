"""From where external clients may come: the terminals, the walls, WeChat's pushes (5.3.1.3)."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.identity import allow_lists
from domain.identity.actions import guarding
from domain.identity.allow_lists import must_allow_client
from domain.identity.attempts import Attempt
from domain.identity.terms import AllowListSetting
from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid, NotFromHere, Unmet
from orm.identity import ClientAllowList
from orm.journal import JournalEntry
from server.push import _may_come
from server.settings import Settings
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served
from tests.identity.people import an_administrator
from vocabulary.identity import ExternalClient, LogInWay, Terminal
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("S3"), pytest.mark.clause("5.3.1.3")]
STORE, ELSEWHERE = "10.8.0.0/16", "192.0.2.0/24"


def a_list(client: ExternalClient | None, *networks: str) -> AllowListSetting:
    return AllowListSetting(None, list(networks), "只在门店网络内使用", client)


@pytest.fixture
async def guard(db: None) -> Actor:
    return await an_administrator(Role.SECURITY_ADMINISTRATOR)


class TestKeeping:
    async def test_lets_in_who_is_on_the_list_and_is_journalled(self, guard: Actor) -> None:
        await must_allow_client(ExternalClient.BIGSCREEN, "203.0.113.9")
        await guarding.set_allow_list(a_list(ExternalClient.BIGSCREEN, STORE), by=guard)
        await must_allow_client(ExternalClient.BIGSCREEN, "10.8.3.4")
        await must_allow_client(ExternalClient.KIOSK, "203.0.113.9")
        with pytest.raises(NotFromHere):
            await must_allow_client(ExternalClient.BIGSCREEN, "203.0.113.9")
        entry = await JournalEntry.get(code="allow_list.set")
        assert entry.facts == {"client": "bigscreen", "before": [], "after": [STORE]}
        shown = await allow_lists.lists(guard)
        assert [each.label for each in shown.clients] == ["智能终端", "线下大屏", "微信推送"]
        assert [each.networks for each in shown.clients] == [[], [STORE], []]
        await guarding.set_allow_list(a_list(ExternalClient.BIGSCREEN), by=guard)
        await must_allow_client(ExternalClient.BIGSCREEN, "203.0.113.9")

    async def test_a_terminal_that_is_in_use_is_not_shut_out(self, guard: Actor) -> None:
        at_kiosk = Call(address="10.9.9.9", terminal=Terminal.KIOSK)
        await Attempt(LogInWay.SCAN, at_kiosk).note(succeeded=True)
        with pytest.raises(Unmet, match=r"10\.9\.9\.9"):
            await guarding.set_allow_list(a_list(ExternalClient.KIOSK, STORE), by=guard)
        assert not await ClientAllowList.exists()
        both = a_list(ExternalClient.KIOSK, STORE, "10.9.9.9")
        await guarding.set_allow_list(both, by=guard)
        await must_allow_client(ExternalClient.KIOSK, "10.9.9.9")

    async def test_is_of_one_post_or_of_one_client(self, guard: Actor) -> None:
        for wrong in (
            a_list(None, STORE),
            AllowListSetting(Role.BANK_OFFICER, [STORE], "试", ExternalClient.KIOSK),
        ):
            with pytest.raises(Invalid):
                await guarding.set_allow_list(wrong, by=guard)

    async def test_a_push_from_elsewhere_is_not_read(self, guard: Actor) -> None:
        context = SimpleNamespace(ctx=SimpleNamespace(settings=Settings()))
        request = SimpleNamespace(app=context, ip="203.0.113.9", headers={})
        assert await _may_come(request)  # type: ignore[arg-type]  # what it asks of a request
        await guarding.set_allow_list(a_list(ExternalClient.WECHAT_PUSH, STORE), by=guard)
        assert not await _may_come(request)  # type: ignore[arg-type]


@contextmanager
def only_from(platform: Served, client: str, network: str) -> Iterator[None]:
    path, body = "/allow-lists/set", {"role": None, "client": client, "reason": "收紧网络"}
    answer = platform.post(path, "security", body | {"networks": [network]})
    assert answer.status_code == 200, answer.text
    try:
        yield
    finally:
        assert platform.post(path, "security", body | {"networks": []}).status_code == 200


def test_a_terminal_from_elsewhere_is_not_even_asked_who_it_is(platform: Served) -> None:
    must_be_a_problem(platform.get("/kiosk"), 401, "unknown_device")
    with only_from(platform, "kiosk", ELSEWHERE):
        must_be_a_problem(platform.get("/kiosk"), 403, "not_from_here")
        assert platform.get("/account", "clerk").status_code == 200
    must_be_a_problem(platform.get("/kiosk"), 401, "unknown_device")


async def test_a_wall_from_elsewhere_is_shown_nothing(platform: Served) -> None:
    with only_from(platform, "bigscreen", ELSEWHERE):
        assert await said_to_a_wall(platform) == "44"
    assert await said_to_a_wall(platform) == "40"


async def said_to_a_wall(platform: Served) -> str:
    """How the answer to a wall that connects begins: 40 it is in, 44 it is not."""
    address = platform.base.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    async with connect(address, proxy=None) as line:
        await line.send("40/wall,{}")
        try:
            async with asyncio.timeout(5):
                async for said in line:
                    if str(said).startswith(("40/wall", "44/wall")):
                        return str(said)[:2]
        except (TimeoutError, ConnectionClosed):
            return ""
    return ""
