"""What a client may say on a live line, checked before the Socket.IO libraries see it.

They log a traceback for much that is merely nonsense; whoever speaks nonsense is hung up on.
"""

import logging
import re
from typing import Any

import msgspec
from engineio.async_drivers.sanic import WebSocket

MESSAGE_LENGTH_MAX = 16 * 1024  # a client says which subject it follows, and no more
OF_ENGINE = frozenset({"1", "2", "3", "6"})  # close, ping, pong, nothing
OURS_ALONE = frozenset({"connect", "disconnect"})  # events that the server tells itself

_PACKET = re.compile(r"4([0123])(?:(/[a-z]{1,20})(?:,|$))?(\d{0,9})(.*)", re.DOTALL)
_CONNECT, _DISCONNECT, _EVENT, _ANSWER = "0", "1", "2", "3"
_json = msgspec.json.Decoder()

log = logging.getLogger(__name__)


def is_understood(said: str | bytes) -> bool:
    """Is this one packet that a client of ours would send?"""
    if not isinstance(said, str) or len(said) > MESSAGE_LENGTH_MAX:
        return False
    if said in OF_ENGINE:
        return True
    found = _PACKET.fullmatch(said)
    if found is None:
        return False
    kind, _namespace, number, written = found.groups()
    try:
        body = _json.decode(written) if written else None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return _fits(kind, number, body)


def _fits(kind: str, number: str, body: Any) -> bool:
    """Does a packet of this kind hold this?"""
    if kind == _CONNECT:
        return not number and (body is None or isinstance(body, dict))
    if kind == _DISCONNECT:
        return not number and body is None
    if kind == _ANSWER:
        return bool(number) and isinstance(body, list)
    named = isinstance(body, list) and bool(body) and isinstance(body[0], str)
    return named and body[0] not in OURS_ALONE


class UnderstoodSocket(WebSocket):  # type: ignore[misc]  # python-engineio is untyped
    """A WebSocket that ends with the first packet nobody of ours would send."""

    async def wait(self) -> Any:
        """The next packet; OSError ends the line as if it had broken."""
        said = await super().wait()
        if not is_understood(said):
            log.info("a live line spoke nonsense and was ended")
            raise OSError
        return said


def listen(server: Any) -> None:
    """Let a Socket.IO server hear what is understood, and nothing else."""
    engine = server.eio
    engine._async = {**engine._async, "websocket": UnderstoodSocket}  # noqa: SLF001 -- python-engineio has no other
