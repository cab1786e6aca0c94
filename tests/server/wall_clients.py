"""A Socket.IO server on a free port, and screens that speak raw Engine.IO to it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import msgspec
import socketio
from sanic import Sanic
from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import Frame, Opcode

NAMESPACE = "/wall"
ROOM = "wall"
CONNECT_AT_ONCE_MAX = 50
PATIENCE_S = 10
HANDSHAKE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Served:
    """A running server: where it listens, and how to emit."""

    def __init__(self, sockets: Any, port: int) -> None:
        self.sockets = sockets
        self.port = port

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"

    @property
    def in_room(self) -> int:
        return len(self.sockets.manager.rooms.get(NAMESPACE, {}).get(ROOM, {}))

    async def say(self, number: int, **options: Any) -> None:
        """One event to the room."""
        options.setdefault("room", ROOM)
        await self.sockets.emit("update", {"number": number}, namespace=NAMESPACE, **options)


class Screen:
    """One screen: answers pings, remembers what it heard."""

    def __init__(self, connection: ClientConnection, *, acks: bool = False) -> None:
        self.heard: list[Any] = []
        self.sid = ""
        self.acks = acks
        self.connection = connection
        self._connected = asyncio.Event()
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for message in self.connection:
            if isinstance(message, bytes):
                self.heard.append(message)
            elif message == "2":
                await self.connection.send("3")
            elif message.startswith("0"):
                await self.connection.send(f"40{NAMESPACE},")
            elif message.startswith("40"):
                self.sid = msgspec.json.decode(message.partition(",")[2])["sid"]
                self._connected.set()
            elif message.startswith("42"):
                await self._hear(message.removeprefix(f"42{NAMESPACE},"))

    async def _hear(self, said: str) -> None:
        number, bracket, rest = said.partition("[")
        _, data = msgspec.json.decode(bracket + rest)
        self.heard.append(data["number"])
        if number and self.acks:
            await self.connection.send(f"43{NAMESPACE},{number}[{data['number']}]")

    async def connected(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._connected.wait()

    async def heard_in_all(self, count: int) -> list[Any]:
        """What it heard, once it heard that much."""
        await until(lambda: len(self.heard) >= count)
        return self.heard

    async def leave(self) -> None:
        await self.connection.close()
        await asyncio.gather(self._listening, return_exceptions=True)


@asynccontextmanager
async def served(manager: Any) -> AsyncIterator[Served]:
    """Serve with this manager until the block ends."""
    app: Any = Sanic(f"wall_{uuid4().hex}", configure_logging=False)
    app.config.ACCESS_LOG = False
    app.config.TOUCHUP = False  # rewrites Sanic's classes, for one app in a process
    sockets = socketio.AsyncServer(
        async_mode="sanic", client_manager=manager, transports=["websocket"]
    )
    sockets.attach(app)

    async def on_connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        await sockets.enter_room(sid, ROOM, namespace=NAMESPACE)

    sockets.on("connect", on_connect, namespace=NAMESPACE)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server: Any = await app.create_server(sock=bound, return_asyncio_server=True)
        await server.startup()
        await server.start_serving()
        try:
            yield Served(sockets, bound.getsockname()[1])
        finally:
            for connection in server.connections:
                connection.close()
            await sockets.shutdown()
            server.close()
            await server.wait_closed()


@asynccontextmanager
async def screens(at: Served, count: int, *, acks: bool = False) -> AsyncIterator[list[Screen]]:
    """This many connected screens, in the room."""
    gate = asyncio.Semaphore(CONNECT_AT_ONCE_MAX)

    async def one() -> Screen:
        async with gate:
            screen = Screen(await connect(at.url, compression=None, ping_interval=None), acks=acks)
            await screen.connected()
            return screen

    found = await asyncio.gather(*(one() for _ in range(count)))
    try:
        yield found
    finally:
        await asyncio.gather(*(screen.leave() for screen in found))
        await all_gone(at)


@asynccontextmanager
async def a_screen_that_does_not_read(at: Served) -> AsyncIterator[None]:
    """Connects by hand with the smallest of buffers, joins the room, and reads no more."""
    loop = asyncio.get_running_loop()
    there = at.in_room
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        raw.settimeout(0)
        await loop.sock_connect(raw, ("127.0.0.1", at.port))
        await loop.sock_sendall(raw, HANDSHAKE)
        await loop.sock_recv(raw, 2048)
        joining = Frame(Opcode.TEXT, f"40{NAMESPACE},".encode())
        await loop.sock_sendall(raw, joining.serialize(mask=True))
        await until(lambda: at.in_room > there)
        yield


async def all_gone(at: Served, left: int = 0) -> None:
    """Until the server has noticed who left."""
    await until(lambda: at.in_room <= left)


async def until(is_so: Callable[[], bool]) -> None:
    """Look until it is so; not for ever."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_so():  # noqa: ASYNC110 -- what we wait for belongs to libraries
            await asyncio.sleep(0.01)
