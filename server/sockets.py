"""Socket.IO: nudges to the people who may hear them, the whole wall to the wall.

A nudge says that something moved, never what: the screen asks again through its own door. The
wall is sent its panels, which hold masked names and sums alone.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

import msgspec
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from domain.claims import queries as claims
from domain.identity.sessions import ended_since, who_is
from domain.insurance import queries as covers
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.ports import Nudge
from domain.kernel.refusal import Refusal
from domain.lending.queries import cases
from domain.onboarding import queries as onboardings
from domain.parties import queries as certifications
from domain.servicing import loans
from server.failing import AWAY
from server.http import COOKIE
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

PORTAL = "/portal"
WALL = "/wall"
POOL_ROOM = "pool"
COVER_POOL_ROOM = "cover_pool"  # insurers: open requests for cover
WALL_ROOM = "wall"
FOLLOWED_MAX = 20
SNAPSHOT = "snapshot"
WATCH_EVERY_S = 1.0
WATCH_OVERLAP = timedelta(seconds=10)  # an act may commit later than the moment it is written with

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
Greet = Callable[[Send], Awaitable[None]]


def create(manager: Any) -> Any:
    """The Socket.IO server: WebSocket alone, since polling loses its way between workers."""
    return socketio.AsyncServer(
        async_mode="sanic",
        client_manager=manager,
        transports=["websocket"],
        json=_Json,
        cors_allowed_origins=None,
        ping_interval=20,
        ping_timeout=20,
        max_http_buffer_size=64 * 1024,
        always_connect=False,
    )


class _Json:
    """msgspec behind the shape of the json module that Socket.IO expects."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: Any) -> Any:
        return msgspec.json.decode(text)


class PortalRoom(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio is untyped
    """People at their desks: rooms by party, by followed subject, and the pool for banks."""

    def __init__(self) -> None:
        super().__init__(PORTAL)
        self._here: dict[UUID, set[str]] = {}  # by session: the sockets of this process

    async def watch(self) -> None:
        """Send away the sockets of sessions that have ended, in whichever process (6.1.2.6)."""
        since = clock.now()
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            now = clock.now()
            try:
                for session_id in await ended_since(since - WATCH_OVERLAP):
                    for sid in list(self._here.get(session_id, ())):
                        await self.disconnect(sid)
            except AWAY as problem:
                log.warning("sockets are not watched while the database is away: %r", problem)
                continue  # `since` stands: what ends meanwhile is found when it is back
            since = now

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in whoever is logged in."""
        if (await self.get_session(sid)).get("token"):
            return  # an event of that name, sent by a client: it is connected already
        actor = await who_is(_token(environ, auth))
        if actor is None:
            raise Refused("请先登录")
        assert actor.session_id is not None, "somebody logged in has a session"
        self._here.setdefault(actor.session_id, set()).add(sid)
        kept = {"token": _token(environ, auth), "followed": [], "session_id": actor.session_id}
        await self.save_session(sid, kept)
        await self.enter_room(sid, f"party:{actor.party_id}")
        await self.enter_room(sid, f"account:{actor.account_id}")
        if Right.POOL_VIEW in actor.rights:
            await self.enter_room(sid, POOL_ROOM)
        if actor.party_kind is PartyKind.INSURER and Right.COVER_REQUEST_VIEW in actor.rights:
            await self.enter_room(sid, COVER_POOL_ROOM)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget a socket that has gone; one that only says so is kept in mind."""
        if self.server.manager.is_connected(sid, PORTAL):
            return
        session_id = (await self.get_session(sid)).get("session_id")
        sockets = self._here.get(session_id, set())
        sockets.discard(sid)
        if not sockets:
            self._here.pop(session_id, None)

    async def on_follow(self, sid: str, body: Any) -> dict[str, bool]:
        """Hear of one subject, after an authorised read of it."""
        session = await self.get_session(sid)
        actor = await who_is(session["token"])
        subject_id = _subject(body)
        if actor is None or subject_id is None or not await _may_read(subject_id, actor):
            return {"ok": False}
        followed = [*session["followed"], subject_id]
        for old in followed[:-FOLLOWED_MAX]:
            await self.leave_room(sid, f"subject:{old}")
        await self.save_session(sid, session | {"followed": followed[-FOLLOWED_MAX:]})
        await self.enter_room(sid, f"subject:{subject_id}")
        return {"ok": True}

    async def on_unfollow(self, sid: str, body: Any) -> None:
        """Hear no more of one subject."""
        subject_id = _subject(body)
        if subject_id is not None:
            await self.leave_room(sid, f"subject:{subject_id}")


class WallRoom(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio is untyped
    """The lobby wall: a snapshot on connecting, updates from then on."""

    def __init__(self, key: str, greet: Greet) -> None:
        super().__init__(WALL)
        self._key = key
        self._greet = greet

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in whoever has the wall's key; an unknown screen gets nothing."""
        given = str((auth or {}).get("key", "")) if isinstance(auth, dict) else ""
        del environ  # asked for by Socket.IO
        if self._key and not hmac.compare_digest(given.encode(), self._key.encode()):
            raise Refused("大屏密钥不正确，请联系平台运营方")
        await self.enter_room(sid, WALL_ROOM)

        async def send(message: dict[str, Any]) -> None:
            await self.emit(SNAPSHOT, message, to=sid)

        await self._greet(send)


def _token(environ: dict[str, Any], auth: Any) -> str:
    if isinstance(auth, dict) and auth.get("token"):
        return str(auth["token"])
    try:
        jar = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _subject(body: Any) -> UUID | None:
    try:
        return UUID(str(body["subject_id"]))
    except (KeyError, TypeError, ValueError):
        return None


async def _may_read(subject_id: UUID, actor: Actor) -> bool:
    for read in (
        _read_case,
        _read_loan,
        _read_claim,
        _read_certification,
        onboardings.must_be_readable,
        covers.must_be_readable,
    ):
        try:
            await read(subject_id, actor)
        except Refusal:
            continue
        return True
    return False


async def _read_case(subject_id: UUID, actor: Actor) -> None:
    await cases.must_be_readable(subject_id, to=actor)


async def _read_loan(subject_id: UUID, actor: Actor) -> None:
    await loans.readable(subject_id, to=actor)


async def _read_claim(subject_id: UUID, actor: Actor) -> None:
    await claims.readable(subject_id, to=actor)


async def _read_certification(subject_id: UUID, actor: Actor) -> None:
    await certifications.must_be_readable(subject_id, actor)


class LiveScreens:
    """The real hand of the Screens port."""

    def __init__(self, server: Any) -> None:
        self._server = server

    async def nudge(self, nudge: Nudge, rooms: tuple[str, ...]) -> None:
        """Tell every room once; who sits in several hears it more than once, and asks again."""
        told = msgspec.to_builtins(nudge)
        for room in rooms:
            await self._server.emit("nudge", told, room=room, namespace=PORTAL)
