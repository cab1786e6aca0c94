"""Short messages: what each of the three hands does, and what a gateway gets to see."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable

import httpx2
import pytest

from domain.kernel.ports import OutsideError, Sms
from server.adapters import sms
from server.adapters.sms import HttpSms, PrintingSms, RememberingSms, SmsError
from tests.server.wechat_served import all_that_was_said

PHONE = "13800000001"
CODE = "246810"
URL = "https://gateway.example/messages?channel=7"
KEY = "the-5ecret-of-the-gateway"
NOW_S = 1_790_000_000


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sms, "PAUSES_S", (0.0, 0.0))


class Gateway:
    """Answers in the order it was told, and remembers the requests."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer)


def through(gateway: Callable[[httpx2.Request], httpx2.Response]) -> HttpSms:
    return HttpSms(URL, KEY, transport=httpx2.MockTransport(gateway), now=lambda: float(NOW_S))


class TestPrinting:
    async def test_prints_the_text_and_masks_the_phone(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        hand: Sms = PrintingSms()
        with caplog.at_level(logging.INFO, logger="server.adapters.sms"):
            await hand.send(PHONE, "log_in", {"code": CODE})

        assert "138****0001" in caplog.text
        assert CODE in caplog.text
        assert PHONE not in caplog.text

    async def test_keeps_the_last_code_of_each_phone(self) -> None:
        hand = PrintingSms()
        for code in ("111111", "222222"):
            await hand.send(PHONE, "log_in", {"code": code})
        await hand.send(PHONE, "disbursed", {"amount": "100"})

        assert hand.printed_code(PHONE) == "222222"
        assert hand.printed_code("13900000000") is None

    async def test_forgets_the_oldest_phone_when_there_are_too_many(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sms, "PHONES_MAX", 2)
        hand = PrintingSms()
        for phone in ("1", "2", "1", "3"):
            await hand.send(phone, "log_in", {"code": phone})

        assert [hand.printed_code(phone) for phone in "123"] == ["1", None, "3"]


class TestRemembering:
    async def test_lists_what_was_sent_and_shows_no_code(self) -> None:
        hand = RememberingSms()
        port: Sms = hand
        await port.send(PHONE, "log_in", {"code": CODE})

        assert [(sent.phone, sent.params["code"]) for sent in hand.sent] == [(PHONE, CODE)]
        assert port.printed_code(PHONE) is None
        assert PHONE not in repr(hand.sent)

    async def test_fails_on_request(self) -> None:
        hand = RememberingSms()
        hand.trouble = "busy"

        with pytest.raises(SmsError, match="busy"):
            await hand.send(PHONE, "log_in", {})
        assert hand.sent == []


class TestThroughAGateway:
    async def test_signs_the_body_and_keeps_the_address_clean(self) -> None:
        gateway = Gateway(204)
        hand = through(gateway)
        await hand.send(PHONE, "log_in", {"code": CODE})
        await hand.close()

        (request,) = gateway.requests
        assert str(request.url) == URL
        assert json.loads(request.content) == {
            "phone": PHONE,
            "template": "log_in",
            "params": {"code": CODE},
        }
        stamp = request.headers["X-Timestamp"]
        signed = hmac.new(KEY.encode(), stamp.encode() + request.content, "sha256").hexdigest()
        assert stamp == str(NOW_S)
        assert hmac.compare_digest(request.headers["X-Signature"], signed)
        assert hand.printed_code(PHONE) is None

    @pytest.mark.parametrize(
        "trouble", [429, 500, 503, httpx2.ConnectError("x"), httpx2.ReadTimeout("x")]
    )
    async def test_tries_again_under_the_same_key(self, trouble: int | Exception) -> None:
        gateway = Gateway(trouble, trouble, 200)
        await through(gateway).send(PHONE, "log_in", {"code": CODE})

        keys = {request.headers["Idempotency-Key"] for request in gateway.requests}
        assert (len(gateway.requests), len(keys)) == (3, 1)

    async def test_two_messages_have_two_keys(self) -> None:
        gateway = Gateway(200, 200)
        hand = through(gateway)
        for _ in range(2):
            await hand.send(PHONE, "log_in", {"code": CODE})

        assert len({request.headers["Idempotency-Key"] for request in gateway.requests}) == 2

    @pytest.mark.parametrize(
        ("trouble", "code", "tries"),
        [
            (400, "refused", 1),
            (302, "refused", 1),
            (429, "busy", 3),
            (500, "no_answer", 3),
            (httpx2.ConnectError("x"), "unreachable", 3),
            (httpx2.ReadTimeout("x"), "no_answer", 3),
        ],
    )
    async def test_gives_up_with_an_error_that_tells_nothing(
        self, trouble: int | Exception, code: str, tries: int
    ) -> None:
        gateway = Gateway(*[trouble] * 9)

        with pytest.raises(SmsError) as caught:
            await through(gateway).send(PHONE, "log_in", {"code": CODE})

        error = caught.value
        assert isinstance(error, OutsideError)
        assert (error.code, error.retry, len(gateway.requests)) == (code, tries > 1, tries)
        assert error.sentence.startswith("短信")
        said = all_that_was_said(error)
        for hidden in (PHONE, CODE, KEY):
            assert hidden not in said

    async def test_a_gateway_that_says_nothing_is_given_up(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sms, "ATTEMPT_S", 0.05)

        async def silent(_: httpx2.Request) -> httpx2.Response:
            await asyncio.sleep(60)
            return httpx2.Response(200)

        hand = HttpSms(URL, KEY, transport=httpx2.MockTransport(silent))
        with pytest.raises(SmsError, match="no_answer"):
            await hand.send(PHONE, "log_in", {})

    async def test_no_log_holds_the_phone_or_the_code(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            await through(Gateway(200)).send(PHONE, "log_in", {"code": CODE})

        for hidden in (PHONE, CODE, KEY):
            assert hidden not in caplog.text
