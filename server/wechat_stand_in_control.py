"""What steers the local WeChat server: issue codes, give consents, make trouble, push events."""

import html
import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Annotated, Any, Literal, TypeVar

import httpx2
import msgspec
from msgspec import Meta, Struct
from sanic import HTTPResponse, Request, json
from wechatpy.crypto import PrpCrypto, WeChatCrypto  # type: ignore[import-untyped]
from wechatpy.utils import WeChatSigner  # type: ignore[import-untyped]

from server.wechat_stand_in_world import Failure, World

PUSH_S = 5.0
AHEAD_S_MAX = 30 * 86400
Body = TypeVar("Body", bound=Struct)
Text = Annotated[str, Meta(min_length=1, max_length=128)]


class CodeWanted(Struct, forbid_unknown_fields=True):
    """A log-in code for a name, or a phone-number code for a phone."""

    name: Text | None = None
    phone: Text | None = None


class ConsentsGiven(Struct, forbid_unknown_fields=True):
    """Someone, by name or open id, agrees to so many messages of one template."""

    template_id: Text
    name: Text | None = None
    open_id: Text | None = None
    count: Annotated[int, Meta(ge=0, le=1000)] = 1


class ClockPutForward(Struct, forbid_unknown_fields=True):
    """So many seconds pass at once."""

    by_s: Annotated[float, Meta(ge=0, le=AHEAD_S_MAX)]


class QuotaSet(Struct, forbid_unknown_fields=True):
    """How many tokens may be fetched in a minute."""

    fetches_max: Annotated[int, Meta(ge=0, le=1_000_000)]


class PushWanted(Struct, forbid_unknown_fields=True):
    """An event to send to the platform; encrypted when a key is given."""

    url: Annotated[str, Meta(pattern=r"^https?://", max_length=512)]
    token: Text
    message: dict[str, Any]
    aes_key: Annotated[str, Meta(min_length=43, max_length=43)] | None = None
    format: Literal["json", "xml"] = "json"


def _world(request: Request) -> World:
    world: World = request.app.ctx.world
    return world


def _body(request: Request, shape: type[Body]) -> Body:
    return msgspec.json.decode(request.body or b"{}", type=shape)


async def list_calls(request: Request) -> HTTPResponse:
    """The calls so far, oldest first."""
    return json({"items": list(_world(request).calls)})


async def clear_calls(request: Request) -> HTTPResponse:
    """Forget the calls."""
    _world(request).calls.clear()
    return json({"done": True})


async def issue_code(request: Request) -> HTTPResponse:
    """A code such as the mini-program would get from wx.login or its phone button."""
    world, wanted = _world(request), _body(request, CodeWanted)
    if wanted.phone is not None:
        return json({"code": world.issue("phone", wanted.phone)})
    name = wanted.name or "someone"
    return json({"code": world.issue("demo", name), "open_id": world.open_id(name)})


async def add_consents(request: Request) -> HTTPResponse:
    """Count the consents that a user gave."""
    world, given = _world(request), _body(request, ConsentsGiven)
    open_id = given.open_id or world.open_id(given.name or "someone")
    world.consents[open_id, given.template_id] += given.count
    return json({"open_id": open_id, "count": world.consents[open_id, given.template_id]})


async def expire_token(request: Request) -> HTTPResponse:
    """End the access token's life now."""
    _world(request).retire_token()
    return json({"done": True})


async def make_trouble(request: Request) -> HTTPResponse:
    """Order trouble for the next calls."""
    _world(request).failures.append(_body(request, Failure))
    return json({"done": True})


async def clear_trouble(request: Request) -> HTTPResponse:
    """Call the trouble off."""
    _world(request).failures.clear()
    return json({"done": True})


async def put_clock_forward(request: Request) -> HTTPResponse:
    """Let time pass."""
    _world(request).ahead_s += _body(request, ClockPutForward).by_s
    return json({"done": True})


async def set_quota(request: Request) -> HTTPResponse:
    """Change how many tokens may be fetched in a minute."""
    _world(request).fetches_max = _body(request, QuotaSet).fetches_max
    return json({"done": True})


async def push(request: Request) -> HTTPResponse:
    """Send an event to the platform, as WeChat's server would."""
    wanted = _body(request, PushWanted)
    query, content = pushed(_world(request).app_id, wanted)
    async with httpx2.AsyncClient(timeout=PUSH_S, trust_env=False) as client:
        answer = await client.post(wanted.url, params=query, content=content)
    return json({"status": answer.status_code, "answer": answer.text[:1000]})


def pushed(app_id: str, wanted: PushWanted) -> tuple[dict[str, str], bytes]:
    """The query and body of a push: signed, and encrypted when there is a key."""
    stamp, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
    query = {"signature": _signature(wanted.token, stamp, nonce)}
    query |= {"timestamp": stamp, "nonce": nonce}
    content = _render(wanted.message, wanted.format)
    if wanted.aes_key is not None:
        key = WeChatCrypto(wanted.token, wanted.aes_key, app_id).key
        sealed = PrpCrypto(key).encrypt(content, app_id).decode()
        query["encrypt_type"] = "aes"
        query["msg_signature"] = _signature(wanted.token, stamp, nonce, sealed)
        envelope = {"ToUserName": str(wanted.message.get("ToUserName", "")), "Encrypt": sealed}
        content = _render(envelope, wanted.format)
    return query, content.encode()


def _signature(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def _render(message: Mapping[str, Any], style: Literal["json", "xml"]) -> str:
    if style == "json":
        return msgspec.json.encode(message).decode()
    return f"<xml>{_elements(message)}</xml>"


def _elements(message: Mapping[str, Any]) -> str:
    rendered = []
    for name, value in message.items():
        for one in value if isinstance(value, list) else [value]:
            inner = _elements(one) if isinstance(one, dict) else html.escape(str(one))
            rendered.append(f"<{name}>{inner}</{name}>")
    return "".join(rendered)


CONTROLS: tuple[tuple[str, str, Callable[[Request], Coroutine[Any, Any, HTTPResponse]]], ...] = (
    ("GET", "/stand-in/calls", list_calls),
    ("POST", "/stand-in/calls/clear", clear_calls),
    ("POST", "/stand-in/codes", issue_code),
    ("POST", "/stand-in/consents", add_consents),
    ("POST", "/stand-in/expire-token", expire_token),
    ("POST", "/stand-in/fail", make_trouble),
    ("POST", "/stand-in/fail/clear", clear_trouble),
    ("POST", "/stand-in/clock", put_clock_forward),
    ("POST", "/stand-in/quota", set_quota),
    ("POST", "/stand-in/push", push),
)
