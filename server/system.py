"""Seen from outside: is it alive, is it ready, what does it measure, what does it offer."""

import time
from typing import Any

import msgspec
from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse, html, json, raw

from domain.faces import queries as faces
from orm import raw as database
from orm.journal import JournalEntry, Parked
from server import docs_page, metrics

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
READY_LAG_MAX = 10_000  # unsealed entries: beyond, the worker is not keeping up


def install(app: Sanic[Any, Any], document: dict[str, Any]) -> None:
    """Serve the five addresses."""
    app.ctx.openapi = msgspec.json.encode(document)
    app.ctx.docs = docs_page.page(document)
    app.add_route(healthz, "/healthz")
    app.add_route(readyz, "/readyz")
    app.add_route(metrics_page, "/metrics")
    app.add_route(openapi, "/openapi.json")
    app.add_route(docs, "/docs")
    app.register_middleware(_measured, "response")


async def healthz(_request: Request) -> HTTPResponse:
    """The process answers."""
    return json({"status": "ok"})


async def readyz(request: Request) -> HTTPResponse:
    """The process can do its work: database there, Redis there (if any), journal sealed."""
    found: dict[str, Any] = {}
    await database.rows("SELECT 1 AS one")
    found["database"] = "ok"
    cache = request.app.ctx.redis
    if cache is not None:
        await cache.ping()
        found["redis"] = "ok"
    unsealed = await JournalEntry.filter(seal_no__isnull=True).count()
    found["unsealed"] = unsealed
    ready = unsealed < READY_LAG_MAX
    return json({"status": "ok" if ready else "behind", **found}, status=200 if ready else 503)


async def metrics_page(_request: Request) -> HTTPResponse:
    """For Prometheus."""
    metrics.UNSEALED.set(await JournalEntry.filter(seal_no__isnull=True).count())
    metrics.PARKED.set(await Parked.all().count())
    metrics.FACES.set(await faces.count())
    return raw(metrics.text(), content_type="text/plain; version=0.0.4; charset=utf-8")


async def openapi(request: Request) -> HTTPResponse:
    """The machine-readable description of every route."""
    return raw(request.app.ctx.openapi, content_type="application/json")


async def docs(request: Request) -> HTTPResponse:
    """The same for people."""
    return html(request.app.ctx.docs)


async def _measured(request: Request, response: BaseHTTPResponse) -> None:
    route = request.route.path if request.route else "(none)"
    method = request.method if request.method in METHODS else "(other)"
    count, latency = metrics.answered(route, method, response.status)
    count.inc()
    began = getattr(request.stream, "perft0", None)  # Sanic's own: when the head had been read
    if began is not None:
        latency.observe(time.perf_counter() - began)
