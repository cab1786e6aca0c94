"""Socket.IO: nudges to the people who may hear them, the whole wall to the wall.

A nudge says that something moved, never what: the screen asks again through its own door. The
wall is sent its panels, which hold masked names and sums alone.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import Any
from uuid import UUID

import msgspec
import socketio
from socketio.exceptions import ConnectionRefusedError as Refused

from domain.claims import queries as claims
from domain.fleet import queries as fleet
from domain.identity.allow_lists import must_allow_client
from domain.identity.sessions import Moved, ended_since, moved_since, who_is
from domain.insurance import queries as covers
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.outside import held
from domain.kernel.ports import Nudge
from domain.kernel.refusal import NotFromHere, Refusal, TooOften
from domain.lending.queries import cases
from domain.onboarding import queries as onboardings
from domain.parties import queries as certifications
from domain.servicing import loans
from domain.store.events import finding as events
from domain.store.meetings import queries as meetings
from domain.store.upkeep import queries as upkeep
from server import understood
from server.failing import AWAY
from server.http import COOKIE, address_of, call_of, is_ours
from server.settings import Settings
from vocabulary.identity import ExternalClient
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

PORTAL = "/portal"
WALL = "/wall"
STORE = "/store"
COCKPIT = "/cockpit"
POOL_ROOM = "pool"
COVER_POOL_ROOM = "cover_pool"  # insurers: open requests for cover
QUEUE_ROOM = "queue"  # the people at the store's counters
POOLS = {POOL_ROOM, COVER_POOL_ROOM, QUEUE_ROOM}
WALL_ROOM = "wall"
FOLLOWED_MAX = 20
FOLLOWS_MAX = 120  # of one session in the window
FOLLOWS_WINDOW_S = 60
SNAPSHOT = "snapshot"
WATCH_EVERY_S = 1.0
WATCH_OVERLAP = timedelta(seconds=10)  # an act may commit later than the moment it is written with

log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]
Greet = Callable[[Send], Awaitable[None]]


def create(manager: Any, settings: Settings) -> Any:
    """The Socket.IO server: WebSocket alone, since polling loses its way between workers."""
    server = socketio.AsyncServer(
        async_mode="sanic",
        client_manager=manager,
        transports=["websocket"],
        json=_Json,
        cors_allowed_origins=partial(_may_call, settings),
        ping_interval=20,
        ping_timeout=20,
        max_http_buffer_size=64 * 1024,
        always_connect=False,
    )
    understood.listen(server)
    return server


def _may_call(settings: Settings, origin: str | None, environ: dict[str, Any]) -> bool:
    """Whether a line may be opened from there.

    WeChat's frame names origins of its own (`https://servicewechat.com`, `weapp://…`), which differ
    by phone. It brings no cookie, so whoever comes without one may call and has to show a token.
    """
    request = environ["sanic.request"]
    return is_ours(origin or "", request, settings) or COOKIE not in request.cookies


class _Json:
    """msgspec behind the shape of the json module that Socket.IO expects."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: Any) -> Any:
        return msgspec.json.decode(text)


@dataclass(slots=True)
class Line:
    """One socket of somebody at their desk: who it is asked for again by, and what it follows."""

    session_id: UUID
    account_id: UUID
    token: str
    call: Call
    followed: list[UUID] = field(default_factory=list)


async def watch(rooms: Sequence["PeopleRoom"]) -> None:
    """Send away the sockets of sessions that have ended, in whichever process (6.1.2.6).

    And seat those anew whose posts, or whose networks, have changed.
    """
    since = clock.now()
    while True:
        await asyncio.sleep(WATCH_EVERY_S)
        now = clock.now()
        try:
            ended = set(await ended_since(since - WATCH_OVERLAP))
            moved = await moved_since(since - WATCH_OVERLAP)
            for room in rooms:
                await room.look(ended, moved)
        except AWAY as problem:
            log.warning("sockets are not watched while the database is away: %r", problem)
            continue  # `since` stands: what ends meanwhile is found when it is back
        since = now


class PeopleRoom(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio is untyped
    """Lines of people who are logged in; who is no longer is sent away within a second."""

    def __init__(self, namespace: str, settings: Settings) -> None:
        super().__init__(namespace)
        self._settings = settings
        self._lines: dict[str, Line] = {}  # by socket, of this process

    async def look(self, ended: set[UUID], moved: Moved) -> None:
        """Send away whose session has ended; ask again for those whose posts have moved."""
        for sid, line in list(self._lines.items()):
            if line.session_id in ended:
                await self.disconnect(sid)
            elif moved.everybody or line.account_id in moved.accounts:
                await self._seat_anew(sid, line)

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in whoever is logged in, from where and on what they may be."""
        if sid in self._lines:
            return  # an event of that name, sent by a client: it is connected already
        try:
            call = call_of(environ["sanic.request"], self._settings)
        except Refusal as refusal:
            raise Refused(refusal.sentence) from refusal
        token = _token(environ, auth)
        actor = await _who(token, call)
        if actor is None:
            raise Refused("请先登录")
        self._must_admit(actor)
        assert actor.session_id is not None, "somebody logged in has a session"
        self._lines[sid] = Line(actor.session_id, actor.account_id, token, call)
        await self._seat(sid, actor)

    async def on_disconnect(self, sid: str, _reason: Any = None) -> None:
        """Forget a socket that has gone; one that only says so is kept in mind."""
        if not self.server.manager.is_connected(sid, self.namespace):
            self._lines.pop(sid, None)

    def _must_admit(self, actor: Actor) -> None:
        """Refuse whoever has no business here."""

    async def _seat(self, sid: str, actor: Actor) -> None:
        """Let somebody into the rooms where they belong."""
        raise NotImplementedError

    async def _seat_anew(self, sid: str, line: Line) -> None:
        """Send away whoever is no longer known, and look again at what the others may hear."""
        actor = await _who(line.token, line.call)
        if actor is None:
            await self.disconnect(sid)
        else:
            await self._moved(sid, line, actor)

    async def _moved(self, sid: str, line: Line, actor: Actor) -> None:
        """Whose posts have changed hears what the new ones allow."""
        raise NotImplementedError


class PortalRoom(PeopleRoom):
    """People at their desks: rooms by party, by followed subject, and the pool for banks."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(PORTAL, settings)

    async def _seat(self, sid: str, actor: Actor) -> None:
        await self.enter_room(sid, f"party:{actor.party_id}")
        await self.enter_room(sid, f"account:{actor.account_id}")
        for pool in _pools_of(actor):
            await self.enter_room(sid, pool)

    async def on_follow(self, sid: str, body: Any = None, *_more: Any) -> dict[str, bool]:
        """Hear of one subject, after an authorised read of it."""
        line, subject_id = self._lines.get(sid), _subject(body)
        if line is None or subject_id is None:
            return {"ok": False}
        try:
            await held().limiter.hit(
                "follow", str(line.session_id), limit=FOLLOWS_MAX, window_s=FOLLOWS_WINDOW_S
            )
        except TooOften:
            return {"ok": False}
        actor = await _who(line.token, line.call)
        if actor is None or not await _may_read(subject_id, actor):
            return {"ok": False}
        # No await until the list is written: of many that arrive at once each is counted.
        if subject_id in line.followed:
            line.followed.remove(subject_id)
        line.followed.append(subject_id)
        dropped = line.followed[:-FOLLOWED_MAX]
        del line.followed[:-FOLLOWED_MAX]
        for old in dropped:
            await self.leave_room(sid, f"subject:{old}")
        if subject_id in line.followed:
            await self.enter_room(sid, f"subject:{subject_id}")
        return {"ok": True}

    async def on_unfollow(self, sid: str, body: Any = None, *_more: Any) -> None:
        """Hear no more of one subject."""
        line, subject_id = self._lines.get(sid), _subject(body)
        if line is None or subject_id not in line.followed:
            return
        line.followed.remove(subject_id)
        await self.leave_room(sid, f"subject:{subject_id}")

    async def _moved(self, sid: str, line: Line, actor: Actor) -> None:
        """Leave the rooms that are no longer for this person."""
        own = _pools_of(actor)
        for pool in own:
            await self.enter_room(sid, pool)
        for pool in POOLS - own:
            await self.leave_room(sid, pool)
        for subject_id in list(line.followed):
            if not await _may_read(subject_id, actor):
                line.followed.remove(subject_id)
                await self.leave_room(sid, f"subject:{subject_id}")


class WallRoom(socketio.AsyncNamespace):  # type: ignore[misc]  # python-socketio is untyped
    """A wall's screens: a snapshot on connecting, updates from then on."""

    def __init__(self, wall: str, settings: Settings, greet: Greet) -> None:
        super().__init__(wall)
        self._settings = settings
        self._key = settings.wall_key
        self._greet = greet

    async def on_connect(self, sid: str, environ: dict[str, Any], auth: Any = None) -> None:
        """Let in whoever has the wall's key; an unknown screen gets nothing."""
        given = str((auth or {}).get("key", "")) if isinstance(auth, dict) else ""
        request = environ["sanic.request"]
        if (origin := request.headers.get("origin")) and not is_ours(
            origin, request, self._settings
        ):
            raise Refused("大屏只能从本平台的页面打开")
        address = address_of(request, self._settings)
        try:
            await must_allow_client(ExternalClient.BIGSCREEN, address)
        except NotFromHere as refusal:
            raise Refused(refusal.sentence) from refusal
        if self._key and not hmac.compare_digest(given.encode(), self._key.encode()):
            raise Refused("大屏密钥不正确，请联系平台运营方")
        await _join(self, sid, self._greet)


class CockpitRoom(PeopleRoom):
    """The supervision cockpit: a wall that wants a person with the right, not a screen's key."""

    def __init__(self, settings: Settings, greet: Greet) -> None:
        super().__init__(COCKPIT, settings)
        self._greet = greet

    def _must_admit(self, actor: Actor) -> None:
        if Right.COCKPIT_VIEW not in actor.rights:
            raise Refused("您的岗位不能查看监管驾驶舱")

    async def _seat(self, sid: str, _actor: Actor) -> None:
        await _join(self, sid, self._greet)

    async def _moved(self, sid: str, _line: Line, actor: Actor) -> None:
        if Right.COCKPIT_VIEW not in actor.rights:
            await self.disconnect(sid)


async def _join(room: Any, sid: str, greet: Greet) -> None:
    """Bring a screen to where updates reach it, then show it all there is."""
    await room.enter_room(sid, WALL_ROOM)

    async def send(message: dict[str, Any]) -> None:
        await room.emit(SNAPSHOT, message, to=sid)

    await greet(send)


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


def _pools_of(actor: Actor) -> set[str]:
    """The pools whose movements this person may hear of."""
    own = set()
    if Right.POOL_VIEW in actor.rights:
        own.add(POOL_ROOM)
    if actor.party_kind is PartyKind.INSURER and Right.COVER_REQUEST_VIEW in actor.rights:
        own.add(COVER_POOL_ROOM)
    if Right.QUEUE_SERVE in actor.rights:
        own.add(QUEUE_ROOM)
    return own


async def _who(token: str, call: Call) -> Actor | None:
    """Who speaks on a line: as on every request, their device and network are asked as well."""
    try:
        return await who_is(token, call, on_line=True)
    except NotFromHere:
        return None


async def _may_read(subject_id: UUID, actor: Actor) -> bool:
    for read in (
        _read_case,
        _read_loan,
        _read_claim,
        _read_certification,
        onboardings.must_be_readable,
        covers.must_be_readable,
        upkeep.must_be_readable,
        meetings.must_be_readable,
        events.must_be_readable,
        fleet.must_be_readable,
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
