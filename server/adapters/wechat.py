"""The mini-program's side of WeChat's server: a client of our own, and a hand that remembers."""

import asyncio
import contextlib
import re
import secrets
from collections.abc import Mapping
from typing import Any, Literal, TypeVar

import httpx2
import msgspec
from msgspec import Struct

from domain.kernel.ports import FacialVerification, WeChatIdentity
from server.adapters.wechat_error import TOKEN_REFUSED, ErrorCode, WeChatError
from server.adapters.wechat_faces import FACE_VERIFIED, Verified, VerifyId, cert_of, proof_of
from server.adapters.wechat_token import AccessToken, FetchedToken, TokenStore

CONNECT_S = 2.0
READ_S = 5.0
ATTEMPT_S = 6.0  # A server that drips a byte a second would never meet READ_S
FETCH_S = 8.0  # All attempts at a token; shorter than the lock it is fetched under
PAUSES_S = (0.2, 0.6)  # Before the second and the third attempt
CONNECTIONS_MAX = 20
ANSWER_BYTES_MAX = 2 * 1024 * 1024
CONTENT_CHARS_MAX = 2500
MAINLAND_PHONE = re.compile(r"1[3-9][0-9]{9}")
MAINLAND = "86"

Suggestion = Literal["pass", "review", "risky"]
Shape = TypeVar("Shape")


class Api(Struct, frozen=True):
    """One of WeChat's calls. Not every one may be repeated when nobody knows if it arrived."""

    name: str
    path: str
    method: Literal["GET", "POST"] = "POST"
    repeatable: bool = True


SESSION = Api("code_to_session", "/sns/jscode2session", "GET")
TOKEN = Api("stable_token", "/cgi-bin/stable_token")
PHONE = Api("phone_number", "/wxa/business/getuserphonenumber")
SUBSCRIBE = Api("send_subscribe_message", "/cgi-bin/message/subscribe/send", repeatable=False)
CODE_IMAGE = Api("mini_program_code", "/wxa/getwxacodeunlimit")
VERIFY = Api("prepare_facial_verification", "/cityservice/face/identify/getverifyid")
VERIFIED = Api("is_face_verified", "/cityservice/face/identify/queryverifyinfo")
CHECK = Api("check_message", "/wxa/msg_sec_check")


class Reply(Struct, frozen=True):
    """What came back. A failing line is a reply with a number of our own."""

    errcode: int
    content: bytes = b""


class _Bare(Struct):
    errcode: int = 0


class _Session(Struct):  # The session key is not named here, so it is never read
    openid: str
    unionid: str | None = None


class _Token(Struct):
    access_token: str
    expires_in: int


class _Watermark(Struct):
    appid: str


class _PhoneInfo(Struct, rename="camel"):
    pure_phone_number: str
    country_code: str
    watermark: _Watermark


class _Phone(Struct):
    phone_info: _PhoneInfo


class _Result(Struct):
    suggest: Suggestion


class _Check(Struct):
    result: _Result


class WeChat:
    """Calls WeChat's server.

    Requests go straight to the transport: a client above it would log each address, and
    WeChat wants its secrets in the address. For the same reason no error of the transport
    is chained to ours.
    """

    def __init__(
        self,
        app_id: str,
        secret: str,
        base_url: str,
        tokens: TokenStore,
        *,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._app_id = app_id
        self._secret = secret
        self._base_url = base_url.rstrip("/")
        self._tokens = tokens
        self._transport = transport or httpx2.AsyncHTTPTransport(
            limits=httpx2.Limits(max_connections=CONNECTIONS_MAX)
        )

    def __repr__(self) -> str:
        return f"WeChat(app_id={self._app_id!r})"

    async def code_to_session(self, code: str) -> WeChatIdentity:
        """Learn who logged in. The code is good for one call."""
        query = {
            "appid": self._app_id,
            "secret": self._secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        reply = await self._ask(SESSION, query)
        session = _read(SESSION, reply, _Session)
        return WeChatIdentity(session.openid, session.unionid or None)

    async def phone_number(self, code: str) -> str:
        """Learn the phone that the user agreed to show: a mainland number, no country code."""
        reply = await self._call(PHONE, {"code": code})
        info = _read(PHONE, reply, _Phone).phone_info
        if info.country_code != MAINLAND:
            raise WeChatError(ErrorCode.PHONE_FOREIGN, PHONE.name)
        number = info.pure_phone_number
        if info.watermark.appid != self._app_id or not MAINLAND_PHONE.fullmatch(number):
            raise WeChatError(ErrorCode.ANSWER_INVALID, PHONE.name)
        return number

    async def send_subscribe_message(
        self, open_id: str, template_id: str, page: str, data: Mapping[str, str]
    ) -> None:
        """Send one message; it uses up one consent of the user."""
        body = {
            "touser": open_id,
            "template_id": template_id,
            "page": page,
            "data": {name: {"value": value} for name, value in data.items()},
        }
        await self._call(SUBSCRIBE, body)

    async def prepare_facial_verification(
        self, open_id: str, out_no: str, name: str, id_number: str
    ) -> FacialVerification:
        """Have WeChat prepare a verification of its own; good for an hour."""
        cert = cert_of(name, id_number)
        body = {"out_seq_no": out_no, "cert_info": cert, "openid": open_id}
        verify_id = _read(VERIFY, await self._call(VERIFY, body), VerifyId).verify_id
        return FacialVerification(verify_id, out_no, proof_of(name, id_number))

    async def is_face_verified(self, open_id: str, begun: FacialVerification) -> bool:
        """Ask WeChat what really came of it."""
        body = {
            "verify_id": begun.verify_id,
            "out_seq_no": begun.out_no,
            "cert_hash": begun.proof,
            "openid": open_id,
        }
        reply = await self._call(VERIFIED, body)
        return _read(VERIFIED, reply, Verified).verify_ret == FACE_VERIFIED

    async def mini_program_code(self, scene: str, page: str) -> bytes:
        """Draw the round code that opens a page with a scene; the bytes of a picture."""
        reply = await self._call(CODE_IMAGE, {"scene": scene, "page": page})
        if reply.content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
            return reply.content
        raise WeChatError(ErrorCode.ANSWER_INVALID, CODE_IMAGE.name)

    async def check_message(self, open_id: str, content: str, scene: int) -> Suggestion:
        """Ask whether a text may be published: pass, review or risky."""
        if len(content) > CONTENT_CHARS_MAX:
            raise WeChatError(ErrorCode.CONTENT_TOO_LONG, CHECK.name)
        body = {"version": 2, "openid": open_id, "scene": scene, "content": content}
        return _read(CHECK, await self._call(CHECK, body), _Check).result.suggest

    async def close(self) -> None:
        """Hang up."""
        await self._transport.aclose()

    async def _call(self, api: Api, body: Mapping[str, Any]) -> Reply:
        """Call with an access token; a refused one is renewed once."""
        token = await self._tokens.token(self._fetch_token)
        reply = await self._ask_with(token, api, body)
        if reply.errcode in TOKEN_REFUSED:
            token = await self._tokens.token(self._fetch_token, stale=token.serial)
            reply = await self._ask_with(token, api, body)
        if reply.errcode != ErrorCode.OK:
            raise WeChatError(reply.errcode, api.name, repeatable=api.repeatable)
        return reply

    async def _ask_with(self, token: AccessToken, api: Api, body: Mapping[str, Any]) -> Reply:
        return await self._ask(api, {"access_token": token.value}, body)

    async def _fetch_token(self) -> FetchedToken:
        body = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": self._secret,
            "force_refresh": False,
        }
        try:
            async with asyncio.timeout(FETCH_S):
                reply = await self._ask(TOKEN, {}, body)
        except TimeoutError:
            reply = Reply(ErrorCode.NO_ANSWER)
        token = _read(TOKEN, reply, _Token)
        return FetchedToken(token.access_token, token.expires_in)

    async def _ask(
        self, api: Api, query: Mapping[str, str], body: Mapping[str, Any] | None = None
    ) -> Reply:
        """Ask, and ask again after a pause when WeChat is busy or the line fails."""
        again = {ErrorCode.BUSY, ErrorCode.UNREACHABLE}
        if api.repeatable:
            again.add(ErrorCode.NO_ANSWER)
        reply = await self._attempt(api, query, body)
        for pause_s in PAUSES_S:
            if reply.errcode not in again:
                break
            await asyncio.sleep(pause_s * (1 + secrets.randbelow(1000) / 1000))
            reply = await self._attempt(api, query, body)
        return reply

    async def _attempt(
        self, api: Api, query: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> Reply:
        timeout = httpx2.Timeout(READ_S, connect=CONNECT_S)
        request = httpx2.Request(
            api.method,
            f"{self._base_url}{api.path}",
            params=query,
            content=None if body is None else msgspec.json.encode(body),
            headers={} if body is None else {"Content-Type": "application/json"},
            extensions={"timeout": timeout.as_dict()},
        )
        try:
            async with asyncio.timeout(ATTEMPT_S):
                return await self._send(request)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout):
            return Reply(ErrorCode.UNREACHABLE)
        except (httpx2.TransportError, TimeoutError):
            return Reply(ErrorCode.NO_ANSWER)
        except httpx2.DecodingError:
            return Reply(ErrorCode.ANSWER_INVALID)

    async def _send(self, request: httpx2.Request) -> Reply:
        response = await self._transport.handle_async_request(request)
        try:
            if response.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR:
                return Reply(ErrorCode.NO_ANSWER)
            if response.status_code != httpx2.codes.OK:
                return Reply(ErrorCode.ANSWER_INVALID)
            content = bytearray()
            async for part in response.aiter_bytes():
                content += part
                if len(content) > ANSWER_BYTES_MAX:
                    return Reply(ErrorCode.ANSWER_INVALID)
        finally:
            await response.aclose()
        return Reply(_errcode(bytes(content)), bytes(content))


def _errcode(content: bytes) -> int:
    """WeChat labels JSON as plain text at times, so the content itself must tell."""
    if not content.lstrip().startswith(b"{"):
        return ErrorCode.OK
    try:
        return msgspec.json.decode(content, type=_Bare).errcode
    except msgspec.DecodeError:
        return ErrorCode.ANSWER_INVALID


def _read(api: Api, reply: Reply, shape: type[Shape]) -> Shape:
    if reply.errcode != ErrorCode.OK:
        raise WeChatError(reply.errcode, api.name)
    with contextlib.suppress(msgspec.DecodeError):
        return msgspec.json.decode(reply.content, type=shape)
    raise WeChatError(ErrorCode.ANSWER_INVALID, api.name)


class SentMessage(Struct, frozen=True):
    """A subscription message that a test may look at."""

    open_id: str
    template_id: str
    page: str
    data: Mapping[str, str]


class RememberingMiniProgram:
    """Knows the people it was told of, and remembers what it was asked to send."""

    def __init__(self) -> None:
        self.people: dict[str, WeChatIdentity] = {}  # by log-in code, each good for one call
        self.phones: dict[str, str] = {}  # by phone code, each good for one call
        self.sent: list[SentMessage] = []
        self.checked: list[tuple[str, str, int]] = []
        self.suggestion: Suggestion = "pass"
        self.faces: dict[str, bool] = {}  # by open id: does the face fit?
        self.prepared: dict[FacialVerification, str] = {}  # for whose open id
        self.trouble: ErrorCode | None = None  # Every call fails with it while it is set

    async def code_to_session(self, code: str) -> WeChatIdentity:
        """Give the person of a code."""
        return self._spend(self.people, code, SESSION)

    async def phone_number(self, code: str) -> str:
        """Give the phone of a code."""
        return self._spend(self.phones, code, PHONE)

    async def send_subscribe_message(
        self, open_id: str, template_id: str, page: str, data: Mapping[str, str]
    ) -> None:
        """Remember the message."""
        self._may_fail(SUBSCRIBE)
        self.sent.append(SentMessage(open_id, template_id, page, dict(data)))

    async def prepare_facial_verification(
        self, open_id: str, out_no: str, name: str, id_number: str
    ) -> FacialVerification:
        """Prepare one."""
        self._may_fail(VERIFY)
        begun = FacialVerification(f"verify-{out_no}", out_no, proof_of(name, id_number))
        self.prepared[begun] = open_id
        return begun

    async def is_face_verified(self, open_id: str, begun: FacialVerification) -> bool:
        """Whether it was said to fit."""
        self._may_fail(VERIFIED)
        return self.prepared.get(begun) == open_id and self.faces.get(open_id, False)

    async def mini_program_code(self, scene: str, page: str) -> bytes:
        """Give a picture that says what it would open."""
        self._may_fail(CODE_IMAGE)
        return b"\x89PNG\r\n\x1a\n" + f"{page}?{scene}".encode()

    async def check_message(self, open_id: str, content: str, scene: int) -> Suggestion:
        """Remember the text and give the suggestion that was set."""
        self._may_fail(CHECK)
        self.checked.append((open_id, content, scene))
        return self.suggestion

    async def close(self) -> None:
        """Nothing to hang up."""

    def _may_fail(self, api: Api) -> None:
        if self.trouble is not None:
            raise WeChatError(self.trouble, api.name, repeatable=api.repeatable)

    def _spend(self, known: dict[str, Shape], code: str, api: Api) -> Shape:
        self._may_fail(api)
        if code not in known:
            raise WeChatError(ErrorCode.CODE_INVALID, api.name)
        return known.pop(code)
