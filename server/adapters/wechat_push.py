"""What WeChat's server sends of its own accord: checked, decrypted and read, or refused."""

import hashlib
import hmac
import re
import struct
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol
from xml.parsers import expat

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError
from wechatpy.crypto import WeChatCrypto  # type: ignore[import-untyped]  # has no types
from wechatpy.exceptions import WeChatException  # type: ignore[import-untyped]  # has no types

BODY_BYTES_MAX = 64 * 1024
ECHO_CHARS_MAX = 256
FIELDS_MAX = 500
DEPTH_MAX = 8
AGE_S_MAX = 300
KEEP_S = 2 * AGE_S_MAX + 60  # A stamp may lie as far ahead as behind
SEEN_MAX = 100_000
STAMP = re.compile(r"[0-9]{10}")
NONCE = re.compile(r"[0-9A-Za-z_-]{1,64}")
SIGNATURE = re.compile(r"[0-9a-f]{40}")

Why = Literal["too_large", "malformed", "bad_signature", "stale", "replayed", "busy"]
Fields = Mapping[str, Any]  # text, or fields, or a list of either


class PushRefused(Exception):
    """A push that is not taken. A replayed one has been taken before: answer it kindly."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class PushEvent(Struct, frozen=True):
    """One event or message of a user. JSON and XML read alike: every value is text."""

    kind: str
    open_id: str
    fields: Fields


class SeenStore(Protocol):
    """Remembers pushes for a while."""

    async def is_first(self, key: str) -> bool:
        """Remember the key; False when it was known. Raises `PushRefused` when it cannot tell."""

    async def forget(self, key: str) -> None:
        """Let the key come again."""


class OwnSeenStore:
    """The pushes that a single process took."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until: OrderedDict[str, float] = OrderedDict()

    async def is_first(self, key: str) -> bool:
        """Remember the key; when there is no room left, refuse rather than let a replay by."""
        now = self._now()
        while self._until and next(iter(self._until.values())) <= now:
            self._until.popitem(last=False)
        if key in self._until:
            return False
        if len(self._until) >= SEEN_MAX:
            raise PushRefused("busy")
        self._until[key] = now + KEEP_S
        return True

    async def forget(self, key: str) -> None:
        """Let the key come again."""
        self._until.pop(key, None)


class RedisSeenStore:
    """The pushes that any worker took. While Redis is away no push is taken; WeChat asks again."""

    def __init__(self, redis: Redis, app_id: str) -> None:
        self._redis = redis
        self._prefix = f"wechat:push:{app_id}:"

    async def is_first(self, key: str) -> bool:
        """Remember the key for as long as its stamp could pass."""
        try:
            return bool(await self._redis.set(self._prefix + key, b"1", nx=True, ex=KEEP_S))
        except RedisError:
            raise PushRefused("busy") from None

    async def forget(self, key: str) -> None:
        """Let the key come again."""
        await self._redis.delete(self._prefix + key)


class Push:
    """The receiving end of WeChat's message push.

    With an AES key (safe mode, the one to use) only encrypted pushes are taken. Without one
    (plain mode) the signature covers the stamp and the nonce but not the body.
    """

    def __init__(
        self,
        app_id: str,
        token: str,
        seen: SeenStore,
        *,
        aes_key: str | None = None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._token = token
        self._seen = seen
        self._crypto = None if aes_key is None else WeChatCrypto(token, aes_key, app_id)
        self._now = now

    def __repr__(self) -> str:
        return f"Push(mode={'plain' if self._crypto is None else 'safe'})"

    def echo(self, query: Mapping[str, str]) -> str:
        """Answer WeChat's question whether this address is ours; to be sent as plain text."""
        self._check_stamp(query)
        self._check_signature(query.get("signature", ""), query)
        text = query.get("echostr", "")
        if not 0 < len(text) <= ECHO_CHARS_MAX:
            raise PushRefused("malformed")
        return text

    async def receive(self, query: Mapping[str, str], body: bytes) -> PushEvent:
        """Check, open and read a push, once."""
        if len(body) > BODY_BYTES_MAX:
            raise PushRefused("too_large")
        self._check_stamp(query)
        if self._crypto is None:
            self._check_signature(query.get("signature", ""), query)
            fields = _read(body)
        else:
            fields = self._open(self._crypto, query, body)
        event = _event(fields)
        if not await self._seen.is_first(self._key(query)):
            raise PushRefused("replayed")
        return event

    async def forget(self, query: Mapping[str, str]) -> None:
        """Take this push once more: handling it has failed, and WeChat will ask again."""
        await self._seen.forget(self._key(query))

    def _key(self, query: Mapping[str, str]) -> str:
        """The signature alone: it covers the stamp and the nonce however they are cut."""
        signature = query.get("signature" if self._crypto is None else "msg_signature", "")
        return hashlib.sha256(signature.encode()).hexdigest()

    def _open(self, crypto: Any, query: Mapping[str, str], body: bytes) -> Fields:
        sealed = _read(body).get("Encrypt")
        if not isinstance(sealed, str):
            raise PushRefused("malformed")
        signature = query.get("msg_signature", "")
        self._check_signature(signature, query, sealed)
        try:
            opened = crypto.decrypt_message(
                {"Encrypt": sealed}, signature, query["timestamp"], query["nonce"]
            )
        except (WeChatException, struct.error, ValueError, IndexError):
            opened = None  # Signed with our token yet not readable: another key, or another app
        if opened is None:
            raise PushRefused("malformed")
        return _read(opened.encode())

    def _check_stamp(self, query: Mapping[str, str]) -> None:
        stamp, nonce = query.get("timestamp", ""), query.get("nonce", "")
        if not (STAMP.fullmatch(stamp) and NONCE.fullmatch(nonce)):
            raise PushRefused("malformed")
        if abs(self._now() - int(stamp)) > AGE_S_MAX:
            raise PushRefused("stale")

    def _check_signature(self, signature: str, query: Mapping[str, str], *more: str) -> None:
        parts = sorted([self._token, query["timestamp"], query["nonce"], *more])
        expected = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
        if not (
            SIGNATURE.fullmatch(signature)
            and hmac.compare_digest(signature.encode(), expected.encode())
        ):
            raise PushRefused("bad_signature")


def _event(fields: Fields) -> PushEvent:
    kind, open_id = fields.get("MsgType"), fields.get("FromUserName")
    if kind == "event":
        kind = fields.get("Event")
    if not (isinstance(kind, str) and kind and isinstance(open_id, str) and open_id):
        raise PushRefused("malformed")
    rest = {name: value for name, value in fields.items() if name != "FromUserName"}
    return PushEvent(kind, open_id, rest)


def _read(content: bytes) -> Fields:
    """Read JSON or XML, whichever it is, into fields of text."""
    if content.lstrip().startswith(b"<"):
        return _Elements().read(content)
    try:
        fields = msgspec.json.decode(content, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError):
        fields = None
    if fields is None:
        raise PushRefused("malformed")
    return {name: _as_text(value, DEPTH_MAX) for name, value in fields.items()}


def _as_text(value: object, depth: int) -> Any:
    if depth == 0:
        raise PushRefused("malformed")
    if isinstance(value, dict):
        return {str(name): _as_text(inner, depth - 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_text(inner, depth - 1) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


class _Elements:
    """Reads XML element by element. A document type, and so every entity, is refused at sight."""

    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, Any], list[str]]] = []
        self._whole: Any = None
        self._count = 0

    def read(self, content: bytes) -> Fields:
        """The fields inside the outermost element."""
        parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ProcessingInstructionHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(content, True)  # noqa: FBT003  (expat's own signature: the last part)
        except expat.ExpatError:
            self._whole = None
        if not isinstance(self._whole, dict):
            raise PushRefused("malformed")
        return self._whole

    def _refuse(self, *_: object) -> None:
        raise PushRefused("malformed")

    def _start(self, name: str, _: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > FIELDS_MAX or len(self._open) > DEPTH_MAX:
            raise PushRefused("malformed")
        self._open.append((name, {}, []))

    def _text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def _end(self, _: str) -> None:
        name, inner, texts = self._open.pop()
        value: Any = inner or "".join(texts)
        if not self._open:
            self._whole = value
            return
        siblings = self._open[-1][1]
        if name not in siblings:
            siblings[name] = value
        elif isinstance(siblings[name], list):
            siblings[name].append(value)
        else:
            siblings[name] = [siblings[name], value]
