"""WeChat's pushes: taken once, when they are fresh, signed and readable; refused otherwise."""

import hashlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from wechatpy.crypto import WeChatCrypto  # type: ignore[import-untyped]  # has no types

from server.adapters import wechat_push
from server.adapters.wechat_push import (
    AGE_S_MAX,
    BODY_BYTES_MAX,
    KEEP_S,
    OwnSeenStore,
    Push,
    PushEvent,
    PushRefused,
    RedisSeenStore,
    SeenStore,
)
from server.wechat_stand_in_control import PushWanted, pushed
from tests.server.wechat_served import AES_KEY, APP_ID, PUSH_TOKEN, served_redis

URL = "http://127.0.0.1/push"
ANSWERED = {
    "ToUserName": "gh_store",
    "FromUserName": "oPerson",
    "CreateTime": 1790000000,
    "MsgType": "event",
    "Event": "subscribe_msg_popup_event",
    "List": [
        {"TemplateId": "review", "SubscribeStatusString": "accept", "PopupScene": "0"},
        {"TemplateId": "payout", "SubscribeStatusString": "reject", "PopupScene": "0"},
    ],
}
Format = Literal["json", "xml"]
Sent = tuple[dict[str, str], bytes]


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with served_redis() as url:
        yield url


@pytest.fixture(params=["own", "redis"])
async def seen(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[SeenStore]:
    redis = Redis.from_url(redis_url)
    yield OwnSeenStore() if request.param == "own" else RedisSeenStore(redis, secrets.token_hex(8))
    await redis.aclose()


def safe(seen: SeenStore | None = None) -> Push:
    return Push(APP_ID, PUSH_TOKEN, seen or OwnSeenStore(), aes_key=AES_KEY)


def plain(seen: SeenStore | None = None) -> Push:
    return Push(APP_ID, PUSH_TOKEN, seen or OwnSeenStore())


def sent(
    message: dict[str, Any] | None = None,
    style: Format = "json",
    *,
    token: str = PUSH_TOKEN,
    aes_key: str | None = AES_KEY,
    app_id: str = APP_ID,
) -> Sent:
    wanted = PushWanted(URL, token, message or ANSWERED, aes_key, style)
    return pushed(app_id, wanted)


def signed(body: bytes, *, at_s: float | None = None, nonce: str = "4711") -> Sent:
    """A plain push whose body is whatever a test likes."""
    stamp = str(int(time.time() if at_s is None else at_s))
    whole = "".join(sorted([PUSH_TOKEN, stamp, nonce]))
    signature = hashlib.sha1(whole.encode(), usedforsecurity=False).hexdigest()
    return {"signature": signature, "timestamp": stamp, "nonce": nonce}, body


async def refused(push: Push, query: dict[str, str], body: bytes) -> str:
    with pytest.raises(PushRefused) as caught:
        await push.receive(query, body)
    return caught.value.why


class TestTaken:
    @pytest.mark.parametrize("style", ["json", "xml"])
    @pytest.mark.parametrize("aes_key", [AES_KEY, None])
    async def test_whatever_the_mode_and_the_format_the_event_is_the_same(
        self, style: Format, aes_key: str | None
    ) -> None:
        push = safe() if aes_key else plain()
        query, body = sent(style=style, aes_key=aes_key)

        event = await push.receive(query, body)

        assert (event.kind, event.open_id) == ("subscribe_msg_popup_event", "oPerson")
        assert event.fields["CreateTime"] == "1790000000"
        assert event.fields["List"] == ANSWERED["List"]
        assert (b"oPerson" in body) is (aes_key is None)

    async def test_a_message_is_of_its_own_kind(self) -> None:
        message = {"FromUserName": "o1", "MsgType": "text", "Content": "<你好 & 再见>"}
        for style in ("json", "xml"):
            event = await safe().receive(*sent(message, "xml" if style == "xml" else "json"))
            assert (event.kind, event.fields["Content"]) == ("text", "<你好 & 再见>")

    def test_an_echo_is_given_back(self) -> None:
        query, _ = signed(b"")

        assert safe().echo(query | {"echostr": "8741"}) == "8741"

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"signature": "0" * 40}, "bad_signature"),
            ({"echostr": ""}, "malformed"),
            ({"echostr": "x" * 257}, "malformed"),
            ({"timestamp": "1000000000"}, "stale"),
        ],
    )
    def test_an_echo_of_somebody_else_is_not(self, change: dict[str, str], why: str) -> None:
        query, _ = signed(b"")
        with pytest.raises(PushRefused, match=why):
            safe().echo(query | {"echostr": "8741"} | change)


class TestOnce:
    async def test_a_replay_is_refused(self, seen: SeenStore) -> None:
        query, body = sent()
        push = safe(seen)
        await push.receive(query, body)

        assert await refused(push, query, body) == "replayed"
        assert await refused(safe(seen), query, body) == "replayed"  # Another worker
        assert isinstance(await push.receive(*sent()), PushEvent)

    async def test_after_a_failure_it_may_come_again(self, seen: SeenStore) -> None:
        query, body = sent()
        push = safe(seen)
        await push.receive(query, body)
        await push.forget(query)

        assert await push.receive(query, body)

    async def test_cutting_the_signed_words_elsewhere_is_still_a_replay(self) -> None:
        push = plain()
        body = json.dumps(ANSWERED).encode()
        query, _ = signed(body, nonce="4711")
        await push.receive(query, body)
        stamp = query["timestamp"]
        forged = query | {"nonce": "471", "timestamp": f"1{stamp[:-1]}"}

        assert await refused(push, query | {"nonce": "471"}, body) == "bad_signature"
        assert await refused(push, forged, body) in {"stale", "bad_signature"}

    async def test_a_refused_push_is_not_remembered(self) -> None:
        push = plain()
        query, _ = signed(b"")
        assert await refused(push, query, b"nonsense") == "malformed"

        assert await push.receive(query, json.dumps(ANSWERED).encode())

    async def test_own_memory_ends_when_the_stamp_could_not_pass(self) -> None:
        now_s = 0.0
        seen = OwnSeenStore(lambda: now_s)
        assert await seen.is_first("a")
        now_s = KEEP_S - 1
        assert not await seen.is_first("a")
        now_s = KEEP_S
        assert await seen.is_first("a")
        assert KEEP_S > 2 * AGE_S_MAX

    async def test_a_full_memory_refuses_rather_than_forgets(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wechat_push, "SEEN_MAX", 2)
        push = safe()
        first = sent()
        await push.receive(*first)
        await push.receive(*sent())

        assert await refused(push, *sent()) == "busy"
        assert await refused(push, *first) == "replayed"

    async def test_redis_remembers_no_longer_than_needed(self, redis_url: str) -> None:
        async with Redis.from_url(redis_url) as redis:
            app_id = secrets.token_hex(8)
            await RedisSeenStore(redis, app_id).is_first("a")

            assert KEEP_S - 5 <= await redis.ttl(f"wechat:push:{app_id}:a") <= KEEP_S

    async def test_without_redis_nothing_is_taken(self) -> None:
        async with Redis(port=1, retry=Retry(NoBackoff(), 0)) as away:
            assert await refused(safe(RedisSeenStore(away, APP_ID)), *sent()) == "busy"


class TestForged:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"msg_signature": "0" * 40}, "bad_signature"),
            ({"msg_signature": ""}, "bad_signature"),
            ({"msg_signature": "é" * 40}, "bad_signature"),
            ({"nonce": "1"}, "bad_signature"),
            ({"nonce": ""}, "malformed"),
            ({"nonce": "x" * 65}, "malformed"),
            ({"timestamp": "x"}, "malformed"),
            ({"timestamp": "٠٠٠٠٠٠٠٠٠٠"}, "malformed"),
            ({"timestamp": "01790000000"}, "malformed"),
        ],
    )
    async def test_a_changed_query_is_refused(self, change: dict[str, str], why: str) -> None:
        query, body = sent()

        assert await refused(safe(), query | change, body) == why

    async def test_a_plain_signature_does_not_open_safe_mode(self) -> None:
        query, body = signed(json.dumps(ANSWERED).encode())

        assert await refused(safe(), query, body) == "malformed"
        sealed = json.dumps(ANSWERED | {"Encrypt": "AAAA"}).encode()
        assert await refused(safe(), query, sealed) == "bad_signature"
        assert await refused(safe(), query | {"msg_signature": query["signature"]}, sealed) == (
            "bad_signature"
        )

    async def test_another_token_key_or_app_is_refused(self) -> None:
        other_key = AES_KEY[::-1][1:] + "A"

        assert await refused(safe(), *sent(token="another")) == "bad_signature"  # noqa: S106
        assert await refused(safe(), *sent(aes_key=other_key)) == "malformed"
        assert await refused(safe(), *sent(app_id="wx-other")) == "malformed"

    async def test_a_changed_body_is_refused(self) -> None:
        query, body = sent()
        _, other = sent()

        assert await refused(safe(), query, other) == "bad_signature"
        assert await refused(safe(), query, body[:-20]) == "malformed"

    @pytest.mark.parametrize("off_s", [-AGE_S_MAX - 5, AGE_S_MAX + 5])
    async def test_a_stale_stamp_is_refused(self, off_s: int) -> None:
        query, body = signed(json.dumps(ANSWERED).encode(), at_s=time.time() + off_s)

        assert await refused(plain(), query, body) == "stale"

    @pytest.mark.parametrize("off_s", [-AGE_S_MAX + 5, AGE_S_MAX - 5])
    async def test_a_clock_a_little_off_is_borne(self, off_s: int) -> None:
        query, body = signed(json.dumps(ANSWERED).encode(), at_s=time.time() + off_s)

        assert await plain().receive(query, body)

    def test_it_shows_neither_token_nor_key(self) -> None:
        assert repr(safe()) == "Push(mode=safe)"


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<xml><MsgType>&c;</MsgType><FromUserName>o1</FromUserName></xml>"""
OUTSIDE = b"""<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<xml><MsgType>&a;</MsgType><FromUserName>o1</FromUserName></xml>"""
REMOTE = b"""<!DOCTYPE xml SYSTEM "http://127.0.0.1/evil.dtd">
<xml><MsgType>text</MsgType><FromUserName>o1</FromUserName></xml>"""


class TestUnreadable:
    @pytest.mark.parametrize(
        "body",
        [
            LAUGHS,
            OUTSIDE,
            REMOTE,
            b"<xml>" + b"<a>" * 5000,
            b"<xml>" + b"<a>" * 9 + b"</a>" * 9 + b"</xml>",
            b"<xml>" + b"<a>1</a>" * 501 + b"</xml>",
            b"<xml><a></xml>",
            b"<xml></xml>",
            b"<?evil go?><xml><a>1</a></xml>",
            b"<xml><MsgType>&nbsp;</MsgType></xml>",
            "<xml><MsgType>text</MsgType></xml>".encode("utf-16"),
            b"[" * 60_000,
            b'{"a":' * 10_000,
            b'{"a":' * 9 + b"1" + b"}" * 9,
            b"[]",
            b"null",
            b"",
            b"\xff\xfe",
            b'{"MsgType": "text"}',
            b'{"MsgType": "event", "FromUserName": "o1"}',
            b'{"MsgType": ["text"], "FromUserName": "o1"}',
        ],
        ids=range(21),
    )
    async def test_is_refused(self, body: bytes) -> None:
        query, _ = signed(body)

        assert await refused(plain(), query, body) == "malformed"

    async def test_a_bomb_inside_the_envelope_is_refused_too(self) -> None:
        for bomb in (LAUGHS, OUTSIDE):
            assert await refused(safe(), *_sealed(bomb)) == "malformed"

    async def test_too_large_is_not_even_looked_at(self) -> None:
        assert await refused(safe(), {}, b" " * (BODY_BYTES_MAX + 1)) == "too_large"

    @settings(deadline=None)
    @given(body=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
    async def test_nothing_that_comes_in_breaks_the_reader(self, body: bytes) -> None:
        query, _ = signed(body)
        try:
            event = await plain().receive(query, body)
        except PushRefused as refusal:
            assert refusal.why == "malformed"  # noqa: PT017  (either outcome is right)
        else:
            assert event.open_id


def _sealed(content: bytes) -> Sent:
    """A safe push around any content, made by wechatpy itself rather than by the stand-in."""
    crypto = WeChatCrypto(PUSH_TOKEN, AES_KEY, APP_ID)
    stamp = str(int(time.time()))
    body: str = crypto.encrypt_message(content.decode(), "4711", stamp)
    signature = body.partition("<MsgSignature><![CDATA[")[2].partition("]]>")[0]
    query = {"timestamp": stamp, "nonce": "4711", "msg_signature": signature}
    return query, body.encode()


async def test_what_wechatpy_seals_is_opened() -> None:
    event = await safe().receive(*_sealed(json.dumps(ANSWERED).encode()))

    assert event.kind == "subscribe_msg_popup_event"
