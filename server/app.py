"""Put the platform together. Nothing else in the tree knows everyone."""

import asyncio
import contextlib
import gc
import logging
import time
from contextlib import AsyncExitStack
from functools import partial
from typing import Any
from uuid import uuid4

import msgspec
from sanic import Sanic

from bigscreen import routes as cockpit
from domain.faces.gallery import Gallery
from domain.kernel.routing import Route
from kiosk import certifying as kiosk_certifying
from kiosk import events as kiosk_events
from kiosk import presence as kiosk_presence
from kiosk import queue as kiosk_queue
from kiosk import routes as kiosk
from kiosk import service as kiosk_service
from kiosk import upkeep as kiosk_upkeep
from miniapp_api.routes import (
    appraisals,
    audit,
    catalogue,
    claims,
    deadlines,
    devices,
    enterprises,
    events,
    faces,
    fleet,
    guarantee,
    identity,
    insurance,
    legacy,
    lending,
    letters,
    matching,
    meetings,
    messaging,
    notices,
    onboarding,
    parties,
    policy,
    processes,
    proposals,
    queue,
    roadshows,
    rooms,
    service,
    servicing,
    staff,
    upkeep,
    visits,
)
from server import failing, http, metrics, pages, push, qr, reference, system
from server.anchors import Anchors
from server.composing import composed
from server.direct_frames import DirectManager, DirectRedisManager, tune_collector
from server.openapi import document
from server.settings import Settings
from server.sockets import (
    COCKPIT,
    STORE,
    WALL,
    CockpitRoom,
    LiveScreens,
    PortalRoom,
    WallRoom,
    create,
    watch,
)
from server.store_room import StoreRoom
from server.wall_hands import walls_over
from server.worker import Worker

VERSION = "0.1.0"
DOORS: tuple[tuple[Route, ...], ...] = (
    identity.ROUTES,
    staff.ROUTES,
    parties.ROUTES,
    onboarding.ROUTES,
    catalogue.ROUTES,
    matching.ROUTES,
    lending.ROUTES,
    policy.ROUTES,
    insurance.ROUTES,
    guarantee.ROUTES,
    letters.ROUTES,
    deadlines.ROUTES,
    proposals.ROUTES,
    appraisals.ROUTES,
    enterprises.ROUTES,
    messaging.ROUTES,
    notices.ROUTES,
    legacy.ROUTES,
    processes.ROUTES,
    servicing.ROUTES,
    claims.ROUTES,
    audit.ROUTES,
    devices.ROUTES,
    fleet.ROUTES,
    faces.ROUTES,
    service.ROUTES,
    kiosk.ROUTES,
    kiosk_certifying.ROUTES,
    queue.ROUTES,
    kiosk_queue.ROUTES,
    cockpit.ROUTES,
    upkeep.ROUTES,
    meetings.ROUTES,
    kiosk_upkeep.ROUTES,
    kiosk_presence.ROUTES,
    kiosk_service.ROUTES,
    qr.ROUTES,
    rooms.ROUTES,
    events.ROUTES,
    visits.ROUTES,
    roadshows.ROUTES,
    kiosk_events.ROUTES,
)
LAG_EVERY_S = 1.0
CLOSE_S_MAX = 3.0

log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Sanic[Any, Any]:
    """Build one web process: its routes, its sockets, and what it opens and closes."""
    app: Sanic[Any, Any] = Sanic(
        f"finmart_{uuid4().hex[:8]}", dumps=_dumps, configure_logging=False
    )
    app.config.update(
        {
            "AUTO_EXTEND": False,
            "REQUEST_MAX_SIZE": http.BODY_BYTES_MAX,
            "REQUEST_TIMEOUT": 20,
            "RESPONSE_TIMEOUT": 60,
            "KEEP_ALIVE_TIMEOUT": 30,
            "GRACEFUL_SHUTDOWN_TIMEOUT": 5,
            "FALLBACK_ERROR_FORMAT": "json",
            "TOUCHUP": False,
            "OAS": False,
        }
    )
    routes = [route for door in DOORS for route in door] + list(reference.routes(settings))
    failing.install(app)
    http.bind(app, routes, settings)
    push.install(app, settings)
    system.install(app, document(routes, VERSION))
    pages.install(app, settings)
    sockets = create(_manager(settings), settings)
    sockets.attach(app)
    app.ctx.settings, app.ctx.sockets, app.ctx.routes = settings, sockets, routes
    app.before_server_start(_open)
    app.after_server_stop(_close)
    return app


def _dumps(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _manager(settings: Settings) -> Any:
    if not settings.redis_url:
        return DirectManager()
    timeouts = {"socket_timeout": 1, "socket_connect_timeout": 1}
    return DirectRedisManager(settings.redis_url, redis_options=timeouts)


async def _open(app: Sanic[Any, Any]) -> None:
    settings: Settings = app.ctx.settings
    app.ctx.stack = stack = AsyncExitStack()
    hands = await stack.enter_async_context(composed(settings))
    app.ctx.redis, app.ctx.wechat_base = hands.redis, hands.wechat_base
    server = app.ctx.sockets
    walls = walls_over(server, hands.redis)
    room = PortalRoom(settings)
    server.register_namespace(room)
    cockpit = CockpitRoom(settings, walls[COCKPIT].greet)
    server.register_namespace(cockpit)
    server.register_namespace(WallRoom(WALL, settings, walls[WALL].greet))
    server.register_namespace(StoreRoom(settings, walls[STORE].greet))
    endless = [_measure_lag(), watch([room, cockpit]), Gallery().run()]
    if settings.with_worker:
        alone = settings.database_url.startswith("sqlite")
        endless.append(
            Worker(
                LiveScreens(server), Anchors(settings.anchors), tuple(walls.values()), alone=alone
            ).run()
        )
    app.ctx.tasks = [asyncio.create_task(each) for each in endless]
    for task in app.ctx.tasks:
        task.add_done_callback(partial(_must_go_on, app))
    tune_collector()


def _must_go_on(app: Sanic[Any, Any], task: asyncio.Task[None]) -> None:
    """A task that ends by itself is a bug: say so and stop, so that it is started anew."""
    if not task.cancelled() and task.exception() is not None:
        log.critical("a task stopped", exc_info=task.exception())
        app.stop()


async def _close(app: Sanic[Any, Any]) -> None:
    """Let go of everything, whatever goes wrong on the way: an open database keeps us alive."""
    try:
        for task in app.ctx.tasks:
            task.cancel()
        await asyncio.gather(*app.ctx.tasks, return_exceptions=True)
        with contextlib.suppress(Exception):  # a Redis that is gone must not keep us here
            async with asyncio.timeout(CLOSE_S_MAX):
                await app.ctx.sockets.shutdown()
    finally:
        await app.ctx.stack.aclose()
        gc.unfreeze()


async def _measure_lag() -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(LAG_EVERY_S)
        metrics.LOOP_LAG.set(max(0.0, time.perf_counter() - began - LAG_EVERY_S))
