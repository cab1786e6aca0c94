"""The Python servers of the fan-out: ours, python-socketio as it comes, and the bare frame.

`python -m benchmarks.wall_servers WHICH PORT` serves until told to stop, and sends an event of
2 KB to everybody five times a second.
"""

import asyncio
import contextlib
import json
import sys
import time
from typing import Any

import socketio
import uvloop
from sanic import Request, Sanic

from benchmarks.wall_event import EVENT, EVERY_S, NAMESPACE, PAYLOAD
from server.direct_frames import DirectManager, frame, tune_collector
from server.settings import Settings
from server.sockets import create


def ours() -> Sanic[Any, Any]:
    """The Socket.IO server of the platform, with its direct frames."""
    app: Sanic[Any, Any] = _app()
    _serve(app, create(DirectManager(), Settings()))
    app.before_server_start(_tune)
    return app


def stock() -> Sanic[Any, Any]:
    """python-socketio as it comes."""
    app: Sanic[Any, Any] = _app()
    _serve(
        app,
        socketio.AsyncServer(
            async_mode="sanic", transports=["websocket"], cors_allowed_origins=None
        ),
    )
    return app


def bare() -> Sanic[Any, Any]:
    """The floor: one prebuilt frame written to each WebSocket; no rooms, no queues, no acks."""
    app: Sanic[Any, Any] = _app()
    transports: set[Any] = set()

    async def screen(request: Request, ws: Any) -> None:
        await ws.send('0{"sid":"bare","upgrades":[],"pingInterval":60000,"pingTimeout":60000}')
        await ws.recv()
        await ws.send(f'40{NAMESPACE},{{"sid":"bare"}}')
        transport = request.transport
        transports.add(transport)
        with contextlib.suppress(Exception):
            while await ws.recv() is not None:
                pass
        transports.discard(transport)

    async def send(sent: float) -> None:
        said = json.dumps([EVENT, {"sent": sent, "panels": PAYLOAD}], separators=(",", ":"))
        framed = frame(f"42{NAMESPACE},{said}")
        for transport in transports:
            transport.write(framed)

    app.add_websocket_route(screen, "/socket.io/")
    _beat(app, send)
    app.before_server_start(_tune)
    return app


def _app() -> Sanic[Any, Any]:
    app: Sanic[Any, Any] = Sanic("wall", configure_logging=False)
    app.config.AUTO_EXTEND = False
    return app


async def _tune(_app: Sanic[Any, Any]) -> None:
    tune_collector()


def _serve(app: Sanic[Any, Any], sockets: Any) -> None:
    sockets.attach(app)

    async def on_connect(sid: str, _environ: Any, _auth: Any = None) -> None:
        await sockets.enter_room(sid, "wall", namespace=NAMESPACE)

    sockets.on("connect", on_connect, namespace=NAMESPACE)

    async def send(sent: float) -> None:
        told = {"sent": sent, "panels": PAYLOAD}
        await sockets.emit(EVENT, told, room="wall", namespace=NAMESPACE)

    _beat(app, send)


def _beat(app: Sanic[Any, Any], send: Any) -> None:
    async def beat() -> None:
        due = time.monotonic()
        while True:
            due += EVERY_S
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await send(time.time())

    async def begin(app: Sanic[Any, Any]) -> None:
        app.ctx.beating = asyncio.create_task(beat())

    app.after_server_start(begin)


SERVERS = {"ours": ours, "stock": stock, "bare": bare}


def main() -> None:
    """Serve one of them."""
    uvloop.install()
    which, port = sys.argv[1], int(sys.argv[2])
    SERVERS[which]().run(
        host="127.0.0.1", port=port, single_process=True, access_log=False, motd=False, debug=False
    )


if __name__ == "__main__":
    main()
