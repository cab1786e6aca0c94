"""A local WeChat server for development and tests, which answers and refuses as the real one does.

What one stand-in knows is in `app.ctx.world`; what steers it lies under /stand-in/. Nothing
here is part of the platform as it runs in production.
"""

import asyncio
import base64
import hashlib
import os
import re
import secrets
import socket
import struct
import time
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

import msgspec
from sanic import HTTPResponse, Request, Sanic, json, raw

from server import wechat_stand_in_faces
from server.wechat_stand_in_control import CONTROLS
from server.wechat_stand_in_world import SENTENCES, Refused, World

BODY_BYTES_MAX = 64 * 1024
TOKEN_S = 7200
CHECK_VERSION = 2
CONTENT_CHARS_MAX = 2500
VALUE_CHARS_MAX = {"thing": 20, "phrase": 5, "character_string": 32, "number": 32, "name": 10}
MAINLAND_PHONE = re.compile(r"1[3-9][0-9]{9}")
TEMPLATE = re.compile(r"[A-Za-z0-9_-]{4,64}")
PAGE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_/-]{0,127}")
SCENE = re.compile(r"[A-Za-z0-9!#$&'()*+,/:;=?@._~-]{1,32}")
TEST_WORDS = ("违规测试词", "特3456书yuuo莞6543李zxcz蒜7782法fgnv级")  # The second is WeChat's own
CONTROL_PREFIX = "/stand-in/"


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise Refused(47001)
    return value


def _body(request: Request) -> dict[str, Any]:
    try:
        return msgspec.json.decode(request.body, type=dict[str, Any])
    except msgspec.DecodeError:
        raise Refused(47001) from None


def _check_app(world: World, app_id: str, secret: str) -> None:
    if app_id != world.app_id:
        raise Refused(40013)
    if secret != world.secret:
        raise Refused(40125)


async def code_to_session(request: Request) -> HTTPResponse:
    """Trade a log-in code for an open id."""
    world: World = request.app.ctx.world
    _check_app(world, request.args.get("appid", ""), request.args.get("secret", ""))
    if request.args.get("grant_type") != "authorization_code":
        raise Refused(40097)
    name = world.spend("demo", request.args.get("js_code", ""))
    answer = {
        "openid": world.open_id(name),
        "session_key": base64.b64encode(secrets.token_bytes(16)).decode(),
        "unionid": "u" + world.open_id(f"union:{name}")[1:],
    }
    return raw(msgspec.json.encode(answer), content_type="text/plain")  # As WeChat labels it


async def stable_token(request: Request) -> HTTPResponse:
    """Give the one token of this mini-program; a new one only when it is over, or forced."""
    world: World = request.app.ctx.world
    body = _body(request)
    _check_app(world, _text(body, "appid"), _text(body, "secret"))
    if body.get("grant_type") != "client_credential":
        raise Refused(40097)
    now = world.now()
    while world.fetches and world.fetches[0] <= now - 60:
        world.fetches.popleft()
    if len(world.fetches) >= world.fetches_max:
        raise Refused(45009)
    world.fetches.append(now)
    if body.get("force_refresh") is True or now >= world.token_until:
        world.retire_token()
    if not world.token:
        world.token = secrets.token_urlsafe(96)
        world.token_until = now + TOKEN_S
    return json({"access_token": world.token, "expires_in": round(world.token_until - now)})


async def phone_number(request: Request) -> HTTPResponse:
    """Trade a phone-number code for the phone; `phone-852…` stands for one from elsewhere."""
    world: World = request.app.ctx.world
    phone = world.spend("phone", _text(_body(request), "code"))
    mainland = MAINLAND_PHONE.fullmatch(phone) is not None
    country, pure = ("86", phone) if mainland else (phone[:3], phone[3:])
    info = {
        "phoneNumber": pure if mainland else f"+{phone}",
        "purePhoneNumber": pure,
        "countryCode": country,
        "watermark": {"timestamp": int(time.time()), "appid": world.app_id},
    }
    return json({"errcode": 0, "errmsg": "ok", "phone_info": info})


async def send_subscribe_message(request: Request) -> HTTPResponse:
    """Deliver a message and use up one consent."""
    world: World = request.app.ctx.world
    body = _body(request)
    open_id, template_id = _text(body, "touser"), _text(body, "template_id")
    if not world.knows(open_id):
        raise Refused(40003)
    if not TEMPLATE.fullmatch(template_id):
        raise Refused(40037)
    page = _text(body, "page")
    if page and not PAGE.fullmatch(page.partition("?")[0]):
        raise Refused(41030)
    _check_data(body.get("data"))
    if world.consents[open_id, template_id] < 1:
        raise Refused(43101)
    world.consents[open_id, template_id] -= 1
    return json({"errcode": 0, "errmsg": "ok", "msgid": secrets.randbelow(10**15)})


def _check_data(data: object) -> None:
    if not isinstance(data, dict) or not data:
        raise Refused(47003)
    for name, value in data.items():
        text = value.get("value") if isinstance(value, dict) else None
        kind = re.fullmatch(r"([a-z_]+)[0-9]+", name)
        if kind is None or not isinstance(text, str) or not text:
            raise Refused(47003)
        if len(text) > VALUE_CHARS_MAX.get(kind[1], CONTENT_CHARS_MAX):
            raise Refused(47003)


async def mini_program_code(request: Request) -> HTTPResponse:
    """Draw a picture for a scene: a real PNG, though no phone can read it."""
    body = _body(request)
    scene, page = _text(body, "scene"), _text(body, "page")
    if not SCENE.fullmatch(scene):
        raise Refused(40169)
    if page and not PAGE.fullmatch(page):
        raise Refused(41030)
    return raw(_png(hashlib.sha256(f"{page}?{scene}".encode()).digest()), content_type="image/png")


def _png(seed: bytes) -> bytes:
    """A grey picture of 16 by 16 cells made from 32 bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    rows = [seed[2 * row : 2 * row + 2] for row in range(16)]
    head = struct.pack(">IIBBBBB", 16, 16, 1, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


async def check_message(request: Request) -> HTTPResponse:
    """Judge a text: risky when it holds a test word."""
    world: World = request.app.ctx.world
    body = _body(request)
    if body.get("version") != CHECK_VERSION or body.get("scene") not in {1, 2, 3, 4}:
        raise Refused(40097)
    if not world.knows(_text(body, "openid")):
        raise Refused(40003)
    content = _text(body, "content")
    if not content:
        raise Refused(40097)
    if len(content) > CONTENT_CHARS_MAX:
        raise Refused(45002)
    risky = any(word in content for word in TEST_WORDS)
    result = {"suggest": "risky", "label": 20001} if risky else {"suggest": "pass", "label": 100}
    return json({"errcode": 0, "errmsg": "ok", "result": result, "trace_id": secrets.token_hex(8)})


ROUTES: tuple[tuple[str, str, Callable[[Request], Coroutine[Any, Any, HTTPResponse]]], ...] = (
    ("GET", "/sns/jscode2session", code_to_session),
    ("POST", "/cgi-bin/stable_token", stable_token),
    ("POST", "/wxa/business/getuserphonenumber", phone_number),
    ("POST", "/cgi-bin/message/subscribe/send", send_subscribe_message),
    ("POST", "/wxa/getwxacodeunlimit", mini_program_code),
    ("POST", "/wxa/msg_sec_check", check_message),
    ("POST", wechat_stand_in_faces.PREPARE_PATH, wechat_stand_in_faces.prepare),
    ("POST", wechat_stand_in_faces.RESULT_PATH, wechat_stand_in_faces.result),
)
WITHHELD = {"secret", "cert_info"}  # what a person's documents say is not written down
WITHOUT_TOKEN = {"/sns/jscode2session", "/cgi-bin/stable_token"}


async def before(request: Request) -> HTTPResponse | None:
    """Write the call down, make the trouble that was ordered, and check the token."""
    if request.path.startswith(CONTROL_PREFIX):
        return None
    world: World = request.app.ctx.world
    call = {"method": request.method, "path": request.path, "body": _without_secret(request.body)}
    world.calls.append(call)
    request.ctx.call = call
    failure = world.next_failure(request.path)
    if failure is not None:
        await asyncio.sleep(failure.delay_s)
        if failure.status != HTTPStatus.OK:
            return raw(b"", status=failure.status)
        if failure.code:
            raise Refused(failure.code)
    if request.path not in WITHOUT_TOKEN:
        world.check_token(request.args.get("access_token", ""))
    return None


def _without_secret(content: bytes) -> dict[str, Any]:
    try:
        body = msgspec.json.decode(content or b"{}", type=dict[str, Any])
    except msgspec.DecodeError:
        return {}
    return {name: value for name, value in body.items() if name not in WITHHELD}


async def refuse(request: Request, refused: Refused) -> HTTPResponse:
    """Say no as WeChat does: with status 200, a number, and a mark of the request."""
    if hasattr(request.ctx, "call"):
        request.ctx.call["errcode"] = refused.errcode
    sentence = SENTENCES.get(refused.errcode, "refused")
    return json({"errcode": refused.errcode, "errmsg": f"{sentence} rid: {secrets.token_hex(8)}"})


async def refuse_steering(request: Request, error: msgspec.DecodeError) -> HTTPResponse:
    """Say what was wrong with a body sent to the steering side."""
    return json({"error": str(error)}, status=400)


def create_stand_in(app_id: str, secret: str) -> Sanic[Any, Any]:
    """One local WeChat server, which knows one mini-program."""
    app: Sanic[Any, Any] = Sanic(
        f"wechat_stand_in_{secrets.token_hex(4)}",  # Sanic wants each name once in a process
        configure_logging=False,
    )
    app.config.REQUEST_MAX_SIZE = BODY_BYTES_MAX
    app.config.AUTO_EXTEND = False
    app.config.TOUCHUP = False  # It rewrites Sanic's classes once, so a second app would not start
    app.ctx.world = World(app_id, secret)
    app.register_middleware(before, "request")
    app.exception(Refused)(refuse)
    app.exception(msgspec.DecodeError)(refuse_steering)
    for method, path, handler in (*ROUTES, *CONTROLS):
        app.add_route(handler, path, methods=[method])
    return app


@asynccontextmanager
async def serving(app: Sanic[Any, Any]) -> AsyncIterator[str]:
    """Serve a stand-in inside a running loop, on a free port of the loopback; give its address."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        server: Any = await app.create_server(sock=sock, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            for connection in server.connections:
                connection.close()
            server.close()
            await server.wait_closed()


def main() -> None:
    """Serve on the loopback until told to stop."""
    app = create_stand_in(
        os.environ.get("WECHAT_APP_ID", "wx0000000000000000"),
        os.environ.get("WECHAT_SECRET", "the-secret-of-the-stand-in"),
    )
    app.run(
        host=os.environ.get("HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT", "9101")),
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
