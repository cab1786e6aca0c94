"""The WeChat client against the stand-in, over a real socket."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx2
import pytest

from domain.kernel.ports import MiniProgram, OutsideError, WeChatIdentity
from server.adapters import wechat
from server.adapters.wechat import RememberingMiniProgram, WeChat
from server.adapters.wechat_error import SENTENCES, ErrorCode, WeChatError
from server.adapters.wechat_token import OwnTokenStore
from tests.server.wechat_served import (
    APP_ID,
    SECRET,
    StandIn,
    all_that_was_said,
    served_stand_in,
)

TEMPLATE = "review-notice"
NOTICE = {"thing1": "授信申请", "phrase2": "已通过"}


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    async with served_stand_in() as served:
        yield served


@pytest.fixture
async def client(stand_in: StandIn) -> AsyncIterator[WeChat]:
    client = WeChat(APP_ID, SECRET, stand_in.url, OwnTokenStore())
    yield client
    await client.close()


@pytest.fixture
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wechat, "PAUSES_S", (0.0, 0.0))


async def refusal(asked: Awaitable[object]) -> WeChatError:
    with pytest.raises(WeChatError) as caught:
        await asked
    return caught.value


def answering(answer: Callable[[httpx2.Request], httpx2.Response]) -> httpx2.MockTransport:
    return httpx2.MockTransport(answer)


class TestWhatItDoes:
    async def test_a_login_code_tells_who_it_is_and_hides_the_session_key(
        self, client: WeChat
    ) -> None:
        first = await client.code_to_session("demo-张三")
        again = await client.code_to_session("demo-张三.2")
        other = await client.code_to_session("demo-李四")

        assert first == again
        assert first.open_id != other.open_id
        assert first.union_id is not None
        assert set(first.__struct_fields__) == {"open_id", "union_id"}

    async def test_a_phone_code_gives_a_plain_mainland_number(self, client: WeChat) -> None:
        assert await client.phone_number("phone-13800000001") == "13800000001"

    async def test_a_phone_from_elsewhere_is_refused(self, client: WeChat) -> None:
        error = await refusal(client.phone_number("phone-85291234567"))

        assert error.code == "phone_foreign"
        assert "中国大陆" in error.sentence
        assert "91234567" not in all_that_was_said(error)

    async def test_a_message_uses_up_a_consent(self, client: WeChat, stand_in: StandIn) -> None:
        person = await client.code_to_session("demo-wang")
        await stand_in.steer("consents", name="wang", template_id=TEMPLATE, count=2)

        for _ in range(2):
            await client.send_subscribe_message(
                person.open_id, TEMPLATE, "pages/case/show?id=1", NOTICE
            )
        third = client.send_subscribe_message(person.open_id, TEMPLATE, "", NOTICE)

        assert (await refusal(third)).code == "no_consent"
        sent = stand_in.world.calls[-1]["body"]
        assert sent["data"] == {name: {"value": value} for name, value in NOTICE.items()}

    async def test_a_mini_program_code_is_a_picture(self, client: WeChat) -> None:
        picture = await client.mini_program_code("c=1", "pages/case/show")

        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert picture.endswith(b"IEND\xaeB`\x82")

    async def test_a_text_is_judged(self, client: WeChat) -> None:
        person = await client.code_to_session("demo-wang")

        assert await client.check_message(person.open_id, "流动资金", 2) == "pass"
        assert await client.check_message(person.open_id, "一个违规测试词", 2) == "risky"

    async def test_it_fits_the_port(self, client: WeChat) -> None:
        real: MiniProgram = client
        remembering: MiniProgram = RememberingMiniProgram()

        assert real is not remembering


class TestTheToken:
    async def test_is_fetched_once_for_many_calls(self, client: WeChat, stand_in: StandIn) -> None:
        await asyncio.gather(*(client.phone_number(f"phone-138{n:08}") for n in range(40)))

        assert stand_in.fetches == 1

    async def test_that_expired_is_fetched_once_more_whoever_notices(
        self, client: WeChat, stand_in: StandIn
    ) -> None:
        await client.phone_number("phone-13800000001")
        await stand_in.steer("expire-token")

        await asyncio.gather(*(client.phone_number(f"phone-139{n:08}") for n in range(40)))

        assert stand_in.fetches == 2

    @pytest.mark.parametrize("code", [40001, 40014, 42001])
    async def test_that_is_refused_again_and_again_ends_in_an_error(
        self, client: WeChat, stand_in: StandIn, code: int
    ) -> None:
        path = "/wxa/business/getuserphonenumber"
        await stand_in.steer("fail", code=code, times=1000, path=path)

        error = await refusal(client.phone_number("phone-13800000001"))

        assert (error.errcode, error.retry) == (code, True)
        assert (stand_in.count(path), stand_in.fetches) == (2, 2)
        said = all_that_was_said(error)
        for hidden in (SECRET, stand_in.world.token, "13800000001", "access_token="):
            assert hidden not in said

    async def test_of_a_wrong_secret_is_not_given(self, stand_in: StandIn) -> None:
        wrong = WeChat(APP_ID, "wrong-5ecret", stand_in.url, OwnTokenStore())

        error = await refusal(wrong.phone_number("phone-13800000001"))

        assert (error.code, error.retry) == ("secret_invalid", False)
        assert "wrong-5ecret" not in all_that_was_said(error)
        await wrong.close()


class TestRefusals:
    @pytest.mark.parametrize("code", [c for c in ErrorCode if -1000 < c < -1 or c > 0])
    async def test_every_number_becomes_a_word_and_a_sentence(
        self, client: WeChat, stand_in: StandIn, code: ErrorCode
    ) -> None:
        person = await client.code_to_session("demo-wang")
        await stand_in.steer("fail", code=code, times=9, path="/wxa/msg_sec_check")

        error = await refusal(client.check_message(person.open_id, "内容", 1))

        assert isinstance(error, OutsideError)
        assert (error.errcode, error.code) == (code, code.name.lower())
        assert error.sentence == SENTENCES.get(code, "微信服务暂不可用，请稍后再试")

    async def test_an_unknown_number_is_passed_on(self, client: WeChat, stand_in: StandIn) -> None:
        await stand_in.steer("fail", code=99999)

        error = await refusal(client.code_to_session("demo-wang"))

        assert (error.code, error.retry) == ("wechat_99999", False)

    @pytest.mark.parametrize(
        ("code", "word"),
        [("nobody-gave-this", "code_invalid"), ("demo-used", "code_used")],
    )
    async def test_a_login_code_is_good_once(self, client: WeChat, code: str, word: str) -> None:
        await client.code_to_session("demo-used")

        error = await refusal(client.code_to_session(code))

        assert (error.code, error.retry) == (word, False)
        assert code not in all_that_was_said(error)

    async def test_a_code_of_another_kind_is_none(self, client: WeChat) -> None:
        assert (await refusal(client.phone_number("demo-wang"))).code == "code_invalid"
        assert (await refusal(client.code_to_session("phone-13800000001"))).code == "code_invalid"

    async def test_what_the_templates_pages_and_scenes_must_be(
        self, client: WeChat, stand_in: StandIn
    ) -> None:
        person = await client.code_to_session("demo-wang")
        who = person.open_id
        await stand_in.steer("consents", open_id=who, template_id=TEMPLATE)
        asked: list[tuple[Any, str]] = [
            (client.send_subscribe_message("o-nobody", TEMPLATE, "", NOTICE), "open_id_invalid"),
            (client.send_subscribe_message(who, "?", "", NOTICE), "template_invalid"),
            (client.send_subscribe_message(who, TEMPLATE, "/a", NOTICE), "page_invalid"),
            (client.send_subscribe_message(who, TEMPLATE, "", {}), "data_invalid"),
            (
                client.send_subscribe_message(who, TEMPLATE, "", {"thing1": "长" * 21}),
                "data_invalid",
            ),
            (client.mini_program_code("a=1", "/pages/index"), "page_invalid"),
            (client.mini_program_code("a" * 33, "pages/index"), "scene_invalid"),
            (client.mini_program_code("场景", "pages/index"), "scene_invalid"),
            (client.check_message("o-nobody", "内容", 1), "open_id_invalid"),
            (client.check_message(who, "内容", 9), "argument_invalid"),
            (client.check_message(who, "长" * 2501, 1), "content_too_long"),
        ]
        for asking, word in asked:
            assert (await refusal(asking)).code == word

    async def test_a_wrong_app_id_is_named(self, stand_in: StandIn) -> None:
        wrong = WeChat("wx-other", SECRET, stand_in.url, OwnTokenStore())

        assert (await refusal(wrong.code_to_session("demo-wang"))).code == "app_id_invalid"
        assert (await refusal(wrong.phone_number("phone-13800000001"))).code == "app_id_invalid"
        await wrong.close()


@pytest.mark.usefixtures("_no_pauses")
class TestABadLine:
    async def test_busy_is_asked_again(self, client: WeChat, stand_in: StandIn) -> None:
        await stand_in.steer("fail", code=-1, times=2)

        person = await client.code_to_session("demo-wang")

        assert person.open_id
        assert stand_in.count() == 3

    async def test_busy_for_good_is_given_up(self, client: WeChat, stand_in: StandIn) -> None:
        await stand_in.steer("fail", code=-1, times=1000)

        error = await refusal(client.code_to_session("demo-wang"))

        assert (error.code, error.retry, stand_in.count()) == ("busy", True, 3)

    async def test_no_answer_is_asked_again(
        self, client: WeChat, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wechat, "READ_S", 0.2)
        await stand_in.steer("fail", delay_s=0.6, times=1)

        assert (await client.code_to_session("demo-wang.1")).open_id
        assert stand_in.count() == 2

    async def test_a_server_that_drips_is_cut_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wechat, "ATTEMPT_S", 0.1)

        class Drip(httpx2.AsyncByteStream):
            async def __aiter__(self) -> AsyncIterator[bytes]:
                while True:
                    await asyncio.sleep(0.02)
                    yield b" "

        line = answering(lambda _: httpx2.Response(200, stream=Drip()))
        client = WeChat(APP_ID, SECRET, "http://wechat", OwnTokenStore(), transport=line)

        assert (await refusal(client.code_to_session("demo-wang"))).code == "no_answer"

    async def test_a_message_that_may_have_gone_is_not_sent_twice(
        self, client: WeChat, stand_in: StandIn
    ) -> None:
        path = "/cgi-bin/message/subscribe/send"
        await stand_in.steer("fail", status=502, times=9, path=path)

        error = await refusal(client.send_subscribe_message("o", TEMPLATE, "", NOTICE))

        assert (error.code, stand_in.count(path)) == ("no_answer", 1)

    async def test_nobody_there_tells_nothing_of_what_was_asked(self) -> None:
        client = WeChat(APP_ID, SECRET, "http://127.0.0.1:1", OwnTokenStore())

        for asked in (client.code_to_session("demo-wang"), client.phone_number("phone-138")):
            error = await refusal(asked)
            said = all_that_was_said(error)
            assert (error.code, error.retry) == ("unreachable", True)
            assert SECRET not in said
            assert "js_code=" not in said
            assert error.__context__ is None
        await client.close()

    @pytest.mark.parametrize(
        ("status", "content"),
        [
            (200, b"<html>"),
            (200, b"{"),
            (200, b"{}"),
            (200, b'{"openid": 1}'),
            (200, b'{"openid": "o"}' + b" " * wechat.ANSWER_BYTES_MAX),
            (302, b""),
            (404, b""),
        ],
    )
    async def test_nonsense_is_an_error(self, status: int, content: bytes) -> None:
        line = answering(lambda _: httpx2.Response(status, content=content))
        client = WeChat(APP_ID, SECRET, "http://wechat", OwnTokenStore(), transport=line)

        assert (await refusal(client.code_to_session("x"))).code == "answer_invalid"
        assert (await refusal(client.mini_program_code("x", ""))).code == "answer_invalid"

    async def test_a_phone_meant_for_another_app_is_refused(self) -> None:
        info = {"purePhoneNumber": "13800000001", "countryCode": "86", "watermark": {"appid": "x"}}

        def answer(request: httpx2.Request) -> httpx2.Response:
            if request.url.path.endswith("stable_token"):
                return httpx2.Response(200, json={"access_token": "t", "expires_in": 7200})
            return httpx2.Response(200, json={"errcode": 0, "phone_info": info})

        client = WeChat(
            APP_ID, SECRET, "http://wechat", OwnTokenStore(), transport=answering(answer)
        )

        assert (await refusal(client.phone_number("x"))).code == "answer_invalid"


async def test_no_log_holds_a_secret(
    client: WeChat, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await client.code_to_session("demo-wang")
        await client.phone_number("phone-13800000001")

    said = "\n".join(record.getMessage() for record in caplog.records)
    for hidden in (SECRET, stand_in.world.token, "demo-wang", "13800000001"):
        assert hidden not in said
    assert SECRET not in repr(client)
    assert SECRET not in str(list(stand_in.world.calls))


class TestTheRememberingHand:
    async def test_knows_whom_it_was_told_of_once(self) -> None:
        hand = RememberingMiniProgram()
        hand.people["c"] = WeChatIdentity("o1")
        hand.phones["p"] = "13800000001"

        assert (await hand.code_to_session("c")).open_id == "o1"
        assert await hand.phone_number("p") == "13800000001"
        assert (await refusal(hand.code_to_session("c"))).code == "code_invalid"

    async def test_remembers_and_fails_on_request(self) -> None:
        hand = RememberingMiniProgram()
        await hand.send_subscribe_message("o1", TEMPLATE, "pages/x", NOTICE)
        assert await hand.check_message("o1", "内容", 1) == "pass"
        hand.trouble = ErrorCode.NO_CONSENT

        error = await refusal(hand.send_subscribe_message("o1", TEMPLATE, "", NOTICE))

        assert error.code == "no_consent"
        assert [message.data for message in hand.sent] == [NOTICE]
