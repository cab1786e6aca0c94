"""Socket.IO managers that frame an event once and write it straight to every WebSocket.

As it comes, python-socketio spends a task, a queue, a timer and a frame on each screen of each
event: 61 µs a delivery to 2,000 screens, with waits to 0.4 s. Here a delivery is one write of bytes
that all screens share. What is not a plain event for idle WebSockets goes the ordinary way.

A screen that does not read is cut off when too much waits for it, and nothing is held for it:
its client connects again and is greeted with everything anew, which is less than what it missed.
"""

import asyncio
import gc
import logging
import struct
from collections.abc import Sequence
from typing import Any

import socketio
from engineio import packet as engine
from engineio.async_socket import AsyncSocket
from sanic.server.websockets.impl import WebsocketImplProtocol
from socketio import packet
from websockets.protocol import State

BUFFERED_BYTES_MAX = 128 * 1024
QUEUED_PACKETS_MAX = 32

_TEXT = 0x81  # one frame, the only one of its message
_SHORT, _MEDIUM = 126, 127
_SHORT_LENGTH_MAX, _MEDIUM_LENGTH_MAX = 125, 0xFFFF
_THRESHOLDS = (20_000, 50, 1_000)

log = logging.getLogger(__name__)


def tune_collector() -> None:
    """Collect once, set what stands aside, collect seldom from here on. Call when all is loaded.

    Thousands of connections are millions of objects that never become garbage. The collector's
    full passes over them stopped the process for up to 0.7 s; cycles are rare here, and are
    still found, only later.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def frame(text: str) -> bytes:
    """A text message as a server's WebSocket frame (RFC 6455: whole, unmasked, uncompressed)."""
    payload = text.encode()
    length = len(payload)
    if length <= _SHORT_LENGTH_MAX:
        return bytes((_TEXT, length)) + payload
    if length <= _MEDIUM_LENGTH_MAX:
        return struct.pack("!BBH", _TEXT, _SHORT, length) + payload
    return struct.pack("!BBQ", _TEXT, _MEDIUM, length) + payload


def can_write_directly(async_mode: str) -> bool:
    """Do the libraries still have the inner parts that a direct write relies on?

    Asked once, when the server starts. If not, every event goes the ordinary way: slower, not
    wrong.
    """
    return (
        async_mode == "sanic"
        and hasattr(asyncio.Queue(), "_getters")
        and hasattr(AsyncSocket, "_websocket_handler")
        and {"io_proto", "ws_proto"} <= WebsocketImplProtocol.__annotations__.keys()
    )


def _websocket_of(environ: dict[str, Any]) -> tuple[Any, Any] | None:
    """The transport and the protocol of a connection's WebSocket, if they are as expected."""
    try:
        transport = environ["sanic.request"].transport
        protocol = transport.get_protocol().websocket.ws_proto
        would_change_frames = protocol.extensions
    except (AttributeError, KeyError):
        return None
    return None if would_change_frames else (transport, protocol)


class _Line:
    """One screen's WebSocket, and the queue through which its ordinary packets go."""

    __slots__ = ("protocol", "queue", "socket", "transport")

    def __init__(self, socket: Any, transport: Any, protocol: Any) -> None:
        self.socket = socket
        self.queue = socket.queue
        self.transport = transport
        self.protocol = protocol

    def cut(self) -> None:
        """Drop what waits, and the connection: the client will come back for a snapshot."""
        self.transport.abort()
        while not self.queue.empty():
            self.queue.get_nowait()
            self.queue.task_done()


class _Writing:
    """What both managers add to python-socketio's: writing one event to all who hear it."""

    server: Any
    rooms: dict[str, Any]
    direct: bool = False
    written: int = 0  # frames written straight to a WebSocket
    queued: int = 0  # packets that waited their turn behind others
    cut: int = 0  # screens cut off because they did not read

    def _begin_writing(self) -> None:
        self.lines: dict[str, _Line] = {}  # by Engine.IO session, while it lasts
        self.direct = can_write_directly(self.server.eio.async_mode)
        if not self.direct:
            log.warning("direct frames are off: the Socket.IO libraries are not as expected")

    def _forget_line(self, sid: str, namespace: str) -> None:
        eio_sid = self.rooms.get(namespace, {}).get(None, {}).get(sid)
        self.lines.pop(eio_sid, None)

    async def _wrote(self, event: str, args: Sequence[Any], namespace: str, room: Any) -> bool:
        """Write an event to everybody in a room; False if it must go the ordinary way.

        Nothing is awaited before all have it, so that events reach all screens in one order;
        afterwards the loop gets a turn, so that a burst of events is flushed as it grows.
        """
        if not self.direct:
            return False
        said = self.server.packet_class(
            packet.EVENT, namespace=namespace, data=[event, *args]
        ).encode()
        if not isinstance(said, str):
            return False  # binary: several packets that belong together
        shared = engine.Packet(engine.MESSAGE, said)
        framed = frame(shared.encode())
        unknown: list[str] = []
        for _, eio_sid in self.get_participants(namespace, room):  # type: ignore[attr-defined]  # python-socketio's
            line = self.lines.get(eio_sid) or self._line_of(eio_sid)
            if line is not None:
                self._give(line, framed, shared)
            else:
                unknown.append(eio_sid)
        for eio_sid in unknown:
            await self.server._send_eio_packet(eio_sid, shared)  # noqa: SLF001 -- as AsyncManager does
        await asyncio.sleep(0)
        return True

    def _give(self, line: _Line, framed: bytes, shared: Any) -> None:
        """Every screen at every event: written out, because a call costs a tenth of a frame."""
        socket, transport, queue = line.socket, line.transport, line.queue
        if (
            line.protocol.state is not State.OPEN
            or socket.closed
            or socket.closing
            or transport.is_closing()
        ):
            return
        queued = queue.qsize()
        if transport.get_write_buffer_size() > BUFFERED_BYTES_MAX or queued >= QUEUED_PACKETS_MAX:
            line.cut()  # more waits for it than we hold for anybody
            self.cut += 1
        elif not queued and queue._getters:  # noqa: SLF001 -- checked at start; the writer waits
            transport.write(framed)
            self.written += 1
        else:
            queue.put_nowait(shared)
            self.queued += 1

    def _line_of(self, eio_sid: str) -> _Line | None:
        """The line of a connection, None if it is gone or not as expected."""
        socket = self.server.eio.sockets.get(eio_sid)
        found = _websocket_of(self.server.environ.get(eio_sid, {}))
        if socket is None or found is None:
            return None
        line = self.lines[eio_sid] = _Line(socket, *found)
        return line


class DirectManager(_Writing, socketio.AsyncManager):  # type: ignore[misc]  # python-socketio is untyped
    """For one process."""

    def initialize(self) -> None:
        """Look whether direct writes are possible."""
        super().initialize()
        self._begin_writing()

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        *,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **options: Any,
    ) -> None:
        """Send an event to a room, a screen, or everybody in a namespace."""
        room = to or room
        plain = not callback and not skip_sid
        if not (plain and await self._wrote(event, _args(data), namespace, room)):
            await super().emit(
                event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, **options
            )

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        """Forget a screen."""
        self._forget_line(sid, namespace)
        super().basic_disconnect(sid, namespace, **options)


class DirectRedisManager(_Writing, socketio.AsyncRedisManager):  # type: ignore[misc]  # python-socketio is untyped
    """For many processes: events come from this one or over Redis, and are written here."""

    def initialize(self) -> None:
        """Look whether direct writes are possible, and listen."""
        self._begin_writing()
        super().initialize()

    async def _handle_emit(self, message: dict[str, Any]) -> None:
        data = message["data"]
        plain = not (message.get("callback") or message.get("skip_sid") or message.get("binary"))
        args = [] if data == [None] else data
        if not (
            plain
            and isinstance(data, list)
            and await self._wrote(
                message["event"], args, message.get("namespace") or "/", message.get("room")
            )
        ):
            await super()._handle_emit(message)

    def basic_disconnect(self, sid: str, namespace: str, **options: Any) -> None:
        """Forget a screen."""
        self._forget_line(sid, namespace)
        super().basic_disconnect(sid, namespace, **options)


def _args(data: Any) -> Sequence[Any]:
    """A tuple is several arguments, anything else is one, nothing is none."""
    if isinstance(data, tuple):
        return data
    return [] if data is None else [data]
