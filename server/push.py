"""/wechat/push: what WeChat tells us by itself, taken once, verified, decrypted."""

import logging
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import text

from domain.identity.allow_lists import must_allow_client
from domain.kernel.refusal import NotFromHere
from server.adapters.wechat_push import OwnSeenStore, Push, PushRefused, RedisSeenStore
from server.http import address_of
from server.settings import Settings
from vocabulary.identity import ExternalClient

PATH = "/wechat/push"
KEYS_KEPT = 200

log = logging.getLogger(__name__)


def install(app: Sanic[Any, Any], settings: Settings) -> None:
    """Listen, if a token was agreed with WeChat."""
    if not settings.wechat_push_token:
        return
    app.ctx.push = None
    app.add_route(_echo, PATH, methods=["GET"], name="wechat_echo")
    app.add_route(_take, PATH, methods=["POST"], name="wechat_push")


def _push(request: Request) -> Push:
    app = request.app
    if app.ctx.push is None:
        settings: Settings = app.ctx.settings
        seen = (
            OwnSeenStore()
            if app.ctx.redis is None
            else RedisSeenStore(app.ctx.redis, settings.wechat_app_id)
        )
        app.ctx.push = Push(
            settings.wechat_app_id,
            settings.wechat_push_token,
            seen,
            aes_key=settings.wechat_push_key or None,
        )
    push: Push = app.ctx.push
    return push


def _query(request: Request) -> dict[str, str]:
    return dict(request.get_query_args(keep_blank_values=True))


async def _may_come(request: Request) -> bool:
    """WeChat pushes from addresses of its own: another one is not even read."""
    address = address_of(request, request.app.ctx.settings)
    try:
        await must_allow_client(ExternalClient.WECHAT_PUSH, address)
    except NotFromHere:
        log.warning("push refused: not from %s", address)
        return False
    return True


async def _echo(request: Request) -> HTTPResponse:
    """WeChat asks whether this address is ours."""
    if not await _may_come(request):
        return text("", status=403)
    try:
        return text(_push(request).echo(_query(request)))
    except PushRefused as refused:
        log.warning("push refused: %s", refused.why)
        return text("", status=403)


async def _take(request: Request) -> HTTPResponse:
    """One event. A replay is answered kindly and changes nothing."""
    if not await _may_come(request):
        return text("", status=403)
    try:
        event = await _push(request).receive(_query(request), request.body or b"")
    except PushRefused as refused:
        log.warning("push refused: %s", refused.why)
        return text("success") if refused.why == "replayed" else text("", status=403)
    log.info("push taken: %s", event.kind)
    return text("success")
