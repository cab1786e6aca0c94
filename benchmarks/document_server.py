"""`python -m benchmarks.document_server PORT`: Sanic that reads documents and feels its pulse."""

import asyncio
import sys
import time
from typing import Any

import msgspec
import uvloop
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json, raw

from server.adapters.documents import ModelDocuments
from vocabulary.seeing import DocumentKind

BEAT_S = 0.005


def create() -> Sanic[Any, Any]:
    """Three routes: a document's fields, a word, and how late the loop's beats came."""
    app: Sanic[Any, Any] = Sanic("documents", configure_logging=False)
    app.config.AUTO_EXTEND = False
    late: list[float] = []

    @app.before_server_start
    async def _open(app: Sanic[Any, Any]) -> None:
        app.ctx.documents = ModelDocuments()
        app.add_task(_beat(late))

    @app.after_server_stop
    async def _close(app: Sanic[Any, Any]) -> None:
        await app.ctx.documents.close()

    @app.post("/read/<kind:str>")
    async def _read(request: Request, kind: str) -> HTTPResponse:
        reading = await app.ctx.documents.read(request.body, DocumentKind(kind))
        return raw(msgspec.json.encode(len(reading.fields)), content_type="application/json")

    @app.get("/late")
    async def _late(_: Request) -> HTTPResponse:
        found = list(late)
        late.clear()
        return json(found)

    return app


async def _beat(late: list[float]) -> None:
    """Note by how much each beat of the loop came late."""
    while True:
        due = time.perf_counter() + BEAT_S
        await asyncio.sleep(BEAT_S)
        late.append(max(0.0, time.perf_counter() - due))


if __name__ == "__main__":
    uvloop.install()
    create().run("127.0.0.1", int(sys.argv[1]), single_process=True, access_log=False, motd=False)
