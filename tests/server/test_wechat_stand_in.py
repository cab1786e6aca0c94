"""The stand-in itself: it answers as WeChat does, refuses as WeChat does, and can be steered."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sanic import HTTPResponse, Request, Sanic, text

from server.adapters.wechat_push import OwnSeenStore, Push, PushEvent
from server.wechat_stand_in import serving
from server.wechat_stand_in_world import CALLS_MAX, SENTENCES, World
from tests.server.wechat_served import (
    AES_KEY,
    APP_ID,
    PUSH_TOKEN,
    SECRET,
    StandIn,
    served_stand_in,
)

ROOT = Path(__file__).parents[2]
TOKEN_PATH = "/cgi-bin/stable_token"  # noqa: S105  (an address)
PHONE_PATH = "/wxa/business/getuserphonenumber"


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with served_stand_in() as served:
        yield served


async def ask_token(stand_in: StandIn, **change: Any) -> dict[str, Any]:
    body = {"grant_type": "client_credential", "appid": APP_ID, "secret": SECRET} | change
    answer = await stand_in.client.post(TOKEN_PATH, json=body)
    told: dict[str, Any] = answer.json()
    return told


async def ask_session(stand_in: StandIn, code: str, **change: str) -> dict[str, Any]:
    query = {"appid": APP_ID, "secret": SECRET, "grant_type": "authorization_code"}
    answer = await stand_in.client.get(
        "/sns/jscode2session", params=query | {"js_code": code} | change
    )
    assert answer.headers["content-type"].startswith("text/plain") or "errcode" in answer.json()
    told: dict[str, Any] = answer.json()
    return told


async def ask(stand_in: StandIn, path: str, token: str, **body: Any) -> dict[str, Any]:
    answer = await stand_in.client.post(path, params={"access_token": token}, json=body)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


class TestTokens:
    async def test_one_is_kept_until_it_is_over_or_a_new_one_is_forced(
        self, stand_in: StandIn
    ) -> None:
        first = await ask_token(stand_in)
        again = await ask_token(stand_in)
        forced = await ask_token(stand_in, force_refresh=True)
        await stand_in.steer("clock", by_s=7200)
        later = await ask_token(stand_in)

        assert first["access_token"] == again["access_token"]
        assert len({one["access_token"] for one in (first, forced, later)}) == 3
        assert first["expires_in"] == later["expires_in"] == 7200
        for one, errcode in ((first, 42001), (forced, 42001), (later, 40029)):
            answer = await ask(stand_in, PHONE_PATH, one["access_token"], code="nobody's")
            assert answer["errcode"] == errcode

    async def test_a_wrong_or_a_missing_one_is_40001(self, stand_in: StandIn) -> None:
        for token in ("", "guessed"):
            assert (await ask(stand_in, PHONE_PATH, token, code="x"))["errcode"] == 40001
            await ask_token(stand_in)

    async def test_the_app_and_its_secret_are_checked(self, stand_in: StandIn) -> None:
        for change, errcode in (
            ({"appid": "wx-other"}, 40013),
            ({"secret": "wrong"}, 40125),
            ({"grant_type": "other"}, 40097),
            ({"appid": 7}, 47001),
        ):
            assert (await ask_token(stand_in, **change))["errcode"] == errcode
        assert (await ask_session(stand_in, "demo-a", appid="wx-other"))["errcode"] == 40013
        assert (await ask_session(stand_in, "demo-a", secret="wrong"))["errcode"] == 40125  # noqa: S106

    async def test_the_quota_is_by_the_minute(self, stand_in: StandIn) -> None:
        await stand_in.steer("quota", fetches_max=2)
        answers = [await ask_token(stand_in) for _ in range(3)]
        await stand_in.steer("clock", by_s=61)

        assert [answer.get("errcode", 0) for answer in answers] == [0, 0, 45009]
        assert "access_token" in await ask_token(stand_in)


class TestCodes:
    async def test_an_issued_code_is_good_once_and_for_five_minutes(
        self, stand_in: StandIn
    ) -> None:
        issued = [await stand_in.steer("codes", name="张三") for _ in range(2)]
        first = await ask_session(stand_in, issued[0]["code"])
        again = await ask_session(stand_in, issued[0]["code"])
        await stand_in.steer("clock", by_s=300)
        late = await ask_session(stand_in, issued[1]["code"])

        assert first["openid"] == issued[0]["open_id"]
        assert len(first["openid"]) == 28
        assert first["session_key"]
        assert (again["errcode"], late["errcode"]) == (40163, 40029)
        assert again["errmsg"].startswith("code been used rid: ")

    async def test_a_phone_code_is_good_once_and_for_five_minutes(self, stand_in: StandIn) -> None:
        token = (await ask_token(stand_in))["access_token"]
        issued = [await stand_in.steer("codes", phone="13800000001") for _ in range(2)]
        first = await ask(stand_in, PHONE_PATH, token, code=issued[0]["code"])
        again = await ask(stand_in, PHONE_PATH, token, code=issued[0]["code"])
        await stand_in.steer("clock", by_s=300)
        late = await ask(stand_in, PHONE_PATH, token, code=issued[1]["code"])

        assert first["phone_info"]["purePhoneNumber"] == "13800000001"
        assert first["phone_info"]["watermark"]["appid"] == APP_ID
        assert (again["errcode"], late["errcode"]) == (40163, 40029)

    async def test_a_name_has_one_open_id_even_after_a_restart(self, stand_in: StandIn) -> None:
        told = await ask_session(stand_in, "demo-wang.1")
        again = await ask_session(stand_in, "demo-wang.2")

        assert told["openid"] == again["openid"] == World(APP_ID, "another").open_id("wang")
        assert World(APP_ID, "").knows(told["openid"])
        assert not World("wx-other", "").knows(told["openid"])
        assert told["unionid"] != told["openid"]


class TestSteering:
    async def test_each_stand_in_has_a_world_of_its_own(self, stand_in: StandIn) -> None:
        await ask_token(stand_in)
        async with served_stand_in() as other:
            assert other.count() == 0
            assert (stand_in.count(), stand_in.fetches) == (1, 1)

    async def test_the_calls_are_listed_without_secrets_and_without_end(
        self, stand_in: StandIn
    ) -> None:
        await ask_token(stand_in)
        told = (await stand_in.client.get("/stand-in/calls")).json()["items"]
        assert [(call["method"], call["path"]) for call in told] == [("POST", TOKEN_PATH)]
        assert SECRET not in str(told)

        for _ in range(CALLS_MAX + 5):
            stand_in.world.calls.append(dict(told[0]))
        assert len(stand_in.world.calls) == CALLS_MAX
        await stand_in.steer("calls/clear")
        assert stand_in.count() == 0

    @pytest.mark.parametrize("errcode", sorted(SENTENCES))
    async def test_any_failure_can_be_ordered_and_called_off(
        self, stand_in: StandIn, errcode: int
    ) -> None:
        await stand_in.steer("fail", code=errcode, times=2, path=TOKEN_PATH)
        assert (await ask_session(stand_in, "demo-a"))["openid"]
        assert (await ask_token(stand_in))["errcode"] == errcode
        await stand_in.steer("fail/clear")
        assert "access_token" in await ask_token(stand_in)

    @pytest.mark.parametrize(
        ("where", "body"),
        [
            ("fail", {"times": 0}),
            ("fail", {"strange": 1}),
            ("clock", {}),
            ("push", {"url": "file:///etc/passwd", "token": "t", "message": {}}),
        ],
    )
    async def test_steering_wants_what_it_wants(
        self, stand_in: StandIn, where: str, body: dict[str, Any]
    ) -> None:
        answer = await stand_in.client.post(f"/stand-in/{where}", json=body)

        assert answer.status_code == 400

    @pytest.mark.parametrize("style", ["json", "xml"])
    @pytest.mark.parametrize("aes_key", [AES_KEY, None])
    async def test_an_event_is_pushed_to_the_platform(
        self, stand_in: StandIn, style: str, aes_key: str | None
    ) -> None:
        push = Push(APP_ID, PUSH_TOKEN, OwnSeenStore(), aes_key=aes_key)
        received: list[PushEvent] = []

        async def callback(request: Request) -> HTTPResponse:
            query = {name: values[0] for name, values in request.args.items()}
            received.append(await push.receive(query, request.body))
            return text("success")

        app: Sanic[Any, Any] = Sanic(f"callback_{os.urandom(4).hex()}", configure_logging=False)
        app.config.TOUCHUP = False
        app.add_route(callback, "/push", methods=["POST"])
        async with serving(app) as url:
            answer = await stand_in.steer(
                "push",
                url=f"{url}/push",
                token=PUSH_TOKEN,
                aes_key=aes_key,
                format=style,
                message={"FromUserName": "o1", "MsgType": "event", "Event": "user_enter"},
            )

        assert answer == {"status": 200, "answer": "success"}
        assert [(event.kind, event.open_id) for event in received] == [("user_enter", "o1")]


async def test_it_runs_by_itself() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    environment = os.environ | {"PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.wechat_stand_in", cwd=ROOT, env=environment
    )
    try:
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as c:
            async with asyncio.timeout(20):
                while True:
                    try:
                        answer = await c.get("/stand-in/calls")
                        break
                    except httpx2.ConnectError:
                        await asyncio.sleep(0.1)
        assert answer.json() == {"items": []}
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()
