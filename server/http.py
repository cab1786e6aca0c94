"""Binds the doors' tables of routes to Sanic: who asks, what they send, what they are answered."""

import inspect
import logging
import re
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import msgspec
from sanic import HTTPResponse, Request, Sanic
from sanic.response import ResponseStream, raw

from domain.devices.tokens import which_device
from domain.identity.allow_lists import must_allow_client
from domain.identity.queries import Session
from domain.identity.sessions import who_is
from domain.kernel.actor import Actor, Call
from domain.kernel.answering import Answered
from domain.kernel.download import Download
from domain.kernel.exporting import Sheet
from domain.kernel.journal import witness
from domain.kernel.outside import held
from domain.kernel.refusal import Invalid, NotLoggedIn, NotYourPost, Refusal, UnknownDevice
from domain.kernel.routing import Route
from domain.kernel.seconding import Proposed
from domain.store.service.assisting import stand_in
from server import files, problems, sheets
from server.answers import Answer
from server.settings import Settings
from vocabulary.identity import ExternalClient, Terminal

PREFIX = "/api"
COOKIE = "finmart_session"
ENDS_SESSION = frozenset({"/sessions/log-out"})
BODY_BYTES_MAX = 256 * 1024
ACTOR_CALLS_MAX = 1_200  # a minute
ADDRESS_CALLS_MAX = 600  # a minute, for those who are not logged in
WINDOW_S = 60
DEVICE_LENGTH_MAX = 200
QUERY_LENGTH_MAX = 2_000
TICKET_LENGTH_MAX = 64
JSON_NUL = b"\\u0000"
NOT_ASSISTED = "协助填报只限注册、认证、发布需求和申请产品，其他事项请由企业本人办理"
FOREIGN = "请从本平台页面办理，不能由其他网站代为提交"
_TERMINALS = {  # what may call itself so: a kiosk proves it
    each.value: each for each in Terminal if each not in {Terminal.SERVER, Terminal.KIOSK}
}
_KEY = re.compile(r"^[A-Za-z0-9_-]{8,64}$")
_REQUEST_ID = re.compile(r"^[A-Za-z0-9_-]{8,64}$")

Sent = HTTPResponse | ResponseStream

log = logging.getLogger(__name__)


class ForbiddenOrigin(Refusal):
    """A page of another site speaks with this browser's cookie."""

    code, status, title = "forbidden_origin", 403, "来源不被信任"


class Malformed(Refusal):
    """The body is not JSON at all."""

    code, status, title = "malformed", 400, "无法读取"


@dataclass(frozen=True, slots=True)
class Door:
    """One route, ready to be called."""

    route: Route
    asks_for: frozenset[str]
    decoder: Any
    settings: Settings

    async def __call__(self, request: Request, **path: UUID | str) -> Sent:
        """Answer one request."""
        call = call_of(request, self.settings)
        request.ctx.call = call
        if self.route.renders is None:
            call.key = ""  # no answer is kept that a second asking could be given
        if self.route.device:
            await self._device(request, call)
        actor = await self._actor(request, call)
        given: dict[str, Any] = dict(path)
        if self.route.body is not None:
            given["body"] = self._body(request, call)
        if self.route.query is not None:
            given["query"] = _query(request, self.route.query)
        if actor is not None:
            given["actor"] = actor
        if "call" in self.asks_for:
            given["call"] = call
        if self.route.upload is None:
            return await self._answer(call, actor, given)
        who = actor.account_id if actor is not None else call.kiosk_id or call.address
        file = given["file"] = files.SentFile(request, call, str(who), self.route.upload)
        try:
            return await self._answer(call, actor, given)
        except Refusal:
            await file.drain()
            raise

    async def _device(self, request: Request, call: Call) -> None:
        """Let in a terminal of ours; any other gets nothing."""
        await must_allow_client(ExternalClient.KIOSK, call.address)
        device_id = await which_device(request.headers.get("x-device-token", ""))
        if device_id is None:
            await held().limiter.hit(
                "stranger", call.address, limit=ADDRESS_CALLS_MAX, window_s=WINDOW_S
            )
            raise UnknownDevice("本终端尚未启用或已停用，请联系现场工作人员")
        who = str(device_id)
        await held().limiter.hit("device", who, limit=ACTOR_CALLS_MAX, window_s=WINDOW_S)
        call.terminal, call.kiosk_id = Terminal.KIOSK, device_id

    async def _actor(self, request: Request, call: Call) -> Actor | None:
        if self.route.public and self.route.device:
            return None
        if self.route.public:
            own = self.route.calls_max
            await held().limiter.hit(
                self.route.path if own else "public",
                call.address,
                limit=own or ADDRESS_CALLS_MAX,
                window_s=WINDOW_S,
            )
            if self.route.answer is Session and call.terminal is Terminal.PORTAL:
                _must_not_be_foreign(request, self.settings)
            return None
        token, from_cookie = token_of(request)
        actor = await who_is(token, call) if token else None
        if actor is None:
            await held().limiter.hit(
                "stranger", call.address, limit=ADDRESS_CALLS_MAX, window_s=WINDOW_S
            )
            raise NotLoggedIn("请先登录，或重新登录")
        if from_cookie and request.method != "GET":
            _must_be_ours(request, self.settings)
        who = str(actor.account_id)
        await held().limiter.hit("actor", who, limit=ACTOR_CALLS_MAX, window_s=WINDOW_S)
        return await self._for_whom(request, actor)

    async def _for_whom(self, request: Request, actor: Actor) -> Actor:
        """Whose act it is: the caller's, or an enterprise's for which the caller types."""
        leave = request.headers.get("x-assisting", "")
        if not leave:
            return actor
        if not self.route.assisted:
            raise NotYourPost(NOT_ASSISTED)
        try:
            grant_id = UUID(leave)
        except ValueError as problem:
            raise NotYourPost(NOT_ASSISTED) from problem
        return await stand_in(grant_id, actor)

    def _body(self, request: Request, call: Call) -> Any:
        if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
            raise Malformed("请以 JSON 提交（Content-Type: application/json）")
        body = request.body or b""
        if JSON_NUL in body:
            raise Invalid("内容含有不允许的控制字符，请删除后重试", (("", "含有控制字符"),))
        call.body_hash = sha256(request.path.encode() + b"\n" + body).hexdigest()
        try:
            return self.decoder.decode(body)
        except msgspec.ValidationError as problem:
            raise problems.of_validation(problem) from problem
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
            raise Malformed("提交的内容不是有效的 JSON，请检查后重试") from problem

    async def _answer(self, call: Call, actor: Actor | None, given: dict[str, Any]) -> Sent:
        if self.route.renders is not None:
            call.render = self._rendered
        wanted = {name: value for name, value in given.items() if name in self.asks_for}
        try:
            result = await self.route.handle(**wanted)
        except Answered as before:
            again = raw(before.answer, status=self.route.status, content_type=self.route.media)
            again.headers["Idempotent-Replay"] = "true"
            return again
        except Proposed:
            result = None  # kept for a second person; the answer was made with it
        except NotYourPost as refusal:
            if actor is not None:
                code = f"refused.{self.route.path.rpartition('/')[2].replace('-', '_')}"
                await witness(code[:80], "account", actor.account_id, by=actor, reason=str(refusal))
            raise
        if isinstance(result, Sheet):
            assert actor is not None, "a sheet is only for somebody"
            return await sheets.send(result, actor)
        if isinstance(result, Download):
            return files.send(result)
        if isinstance(result, Session) and call.terminal is Terminal.PORTAL:
            return self._with_cookie(result)
        body = call.answer if call.answer is not None else msgspec.json.encode(result)
        response = Answer(body, self.route.status, self.route.media)
        if self.route.path in ENDS_SESSION:
            response.add_cookie(
                COOKIE,
                "",
                path="/",
                httponly=True,
                samesite="Strict",
                secure=self.settings.secure_cookies,
                max_age=0,
            )
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _with_cookie(self, session: Session) -> HTTPResponse:
        """A browser's token goes into a cookie no script can read."""
        shown = msgspec.structs.replace(session, token="")
        response = raw(
            msgspec.json.encode(shown), status=self.route.status, content_type=self.route.media
        )
        response.add_cookie(
            COOKIE,
            session.token,
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self.settings.secure_cookies,
            expires=session.expires_at,
        )
        return response

    async def _rendered(self, result: Any, actor: Actor) -> bytes:
        assert self.route.renders is not None
        return msgspec.json.encode(await self.route.renders(result, actor))


def bind(app: Sanic[Any, Any], routes: Sequence[Route], settings: Settings) -> None:
    """Serve these routes under `/api`."""
    for route in routes:
        asks_for = frozenset(inspect.signature(route.handle).parameters)
        decoder = msgspec.json.Decoder(route.body) if route.body else None
        door = Door(route, asks_for, decoder, settings)
        path = PREFIX + re.sub(r"\{(\w+)\}", _part, route.path)
        app.add_route(
            _handler(door),
            path,
            methods=[route.method],
            name=_name(route),
            stream=route.upload is not None,  # then the door reads the body, under its own limit
        )


def _part(found: re.Match[str]) -> str:
    """A part of a path: an id, or a number that people read (`…_no`), which is any text."""
    name = found[1]
    return f"<{name}:str>" if name.endswith("_no") else f"<{name}:uuid>"


def _name(route: Route) -> str:
    return f"{route.method.lower()}_{re.sub(r'[^a-z0-9]+', '_', route.path.lower()).strip('_')}"


def _handler(door: Door) -> Callable[..., Coroutine[Any, Any, Any]]:
    async def handler(request: Request, **path: UUID | str) -> Sent:
        return await door(request, **path)

    return handler


def call_of(request: Request, settings: Settings) -> Call:
    """What the kernel needs to know of one request."""
    headers = request.headers
    given = headers.get("x-request-id", "")
    key = headers.get("idempotency-key")
    if key is not None and not _KEY.match(key):
        raise Invalid(
            "Idempotency-Key 应为 8 至 64 位字母、数字、下划线或连字符",
            (("Idempotency-Key", "格式不正确"),),
        )
    terminal = headers.get("x-terminal", "")
    return Call(
        request_id=given if _REQUEST_ID.match(given) else uuid4().hex,
        address=address_of(request, settings),
        terminal=_TERMINALS.get(terminal, Terminal.TOOL),
        key=(key or "") if request.method == "POST" else "",
        if_match=headers.get("if-match", "").strip('"')[:64],
        device=_plain(headers.get("user-agent", ""))[:DEVICE_LENGTH_MAX],
        ticket=headers.get("x-onboarding-ticket", "")[:TICKET_LENGTH_MAX],
        first_proof=headers.get("x-log-in-ticket", "")[:TICKET_LENGTH_MAX],
    )


def address_of(request: Request, settings: Settings) -> str:
    """Whoever is really asking: past the proxies that are ours, and no further."""
    if settings.trusted_proxies:
        hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",")]
        if len(hops) >= settings.trusted_proxies and hops[-settings.trusted_proxies]:
            return _plain(hops[-settings.trusted_proxies])[:64]
    return str(request.ip)[:64]


def _plain(header: str) -> str:
    """A header as text that every database takes: no half characters, no control characters."""
    if header.isprintable():
        return header
    return "".join(sign for sign in header if sign.isprintable())


def token_of(request: Request) -> tuple[str, bool]:
    """The session token, and whether a browser sent it by itself."""
    given = request.headers.get("authorization", "")
    if given.startswith("Bearer "):
        return given.removeprefix("Bearer ").strip(), False
    return request.cookies.get(COOKIE, "") or "", True


def origin_of(request: Request, settings: Settings) -> str:
    """Under which origin this request reached us."""
    scheme = {"ws": "http", "wss": "https"}.get(request.scheme, request.scheme)
    return settings.public_origin or f"{scheme}://{request.headers.get('host', '')}"


def is_ours(origin: str, request: Request, settings: Settings) -> bool:
    """Whether a page that asks has come from here."""
    return urlsplit(origin)[:2] == urlsplit(origin_of(request, settings))[:2]


def _must_be_ours(request: Request, settings: Settings) -> None:
    if not is_ours(request.headers.get("origin", ""), request, settings):
        raise ForbiddenOrigin(FOREIGN)


def _must_not_be_foreign(request: Request, settings: Settings) -> None:
    """Refuse to give a browser a cookie for what a page of another site has asked for."""
    if request.headers.get("sec-fetch-site", "") == "cross-site":
        raise ForbiddenOrigin(FOREIGN)
    if request.headers.get("origin"):
        _must_be_ours(request, settings)


def _query(request: Request, shape: type[msgspec.Struct]) -> Any:
    if len(request.query_string) > QUERY_LENGTH_MAX:
        raise Invalid("筛选条件过长，请减少后重试", (("", "过长"),))
    pairs = request.get_query_args(keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise Invalid(f"筛选条件重复：{name}", ((name, "只能出现一次"),))
    given = {name: value for name, value in pairs if value != ""}
    if any("\0" in value for value in given.values()):
        raise Invalid("筛选条件含有不允许的控制字符", (("", "含有控制字符"),))
    try:
        return msgspec.convert(given, shape, strict=False)
    except msgspec.ValidationError as problem:
        raise problems.of_validation(problem) from problem
