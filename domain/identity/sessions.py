"""Sessions: begun on one device, found by a token nobody stores, ended at once."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct
from tortoise.expressions import Q

from domain.identity import allow_lists, policy
from domain.identity.accounts import ways_of
from domain.identity.rules import is_same_device
from domain.kernel import clock
from domain.kernel.actor import Actor, Call, job_actor
from domain.kernel.journal import witness
from orm import raw
from orm.identity import LogInTicket, Session
from orm.journal import JournalEntry, decode
from vocabulary.identity import AccountState, LogInWay, Terminal
from vocabulary.parties import ROLES_OF, PartyKind, Role
from vocabulary.proving import PROOFS, TWO_FACTOR_ROLES
from vocabulary.rights import Right

TOKEN_BYTES = 32
TOKEN_LENGTH = 43  # what 32 bytes make in base64url
SEEN_EVERY = timedelta(minutes=1)
SEEN_EVERY_AT_KIOSK = timedelta(seconds=5)  # there a minute without a touch ends the session
ROLES_CODE = "account.change_roles"
LISTS_CODE = "allow_list.set"
DEVICE_LENGTH_MAX = 200
ADDRESS_LENGTH_MAX = 64

# How long a session lives at most, and how long it lives unused.
LASTS: dict[Terminal, timedelta] = {
    Terminal.PORTAL: timedelta(hours=24),
    Terminal.MINIPROGRAM: timedelta(days=30),
    Terminal.KIOSK: timedelta(minutes=30),  # a certification, unhurried; unused it lasts a minute
    Terminal.TOOL: timedelta(hours=24),
    Terminal.SERVER: timedelta(hours=1),
}
# A month is for an enterprise's own phone. Whoever asks may call itself a mini-program, so a post
# of an institution is given no more there than at a desk.
IDLE_MAX: dict[Terminal, timedelta] = {
    Terminal.PORTAL: timedelta(hours=8),
    Terminal.MINIPROGRAM: timedelta(days=30),
    Terminal.KIOSK: timedelta(seconds=60),
    Terminal.TOOL: timedelta(hours=8),
    Terminal.SERVER: timedelta(hours=1),
}

# The hot path of every request: one statement, tested equal to the same question in the ORM.
_WHO = (
    "SELECT s.id AS session_id, s.terminal, s.kiosk_id, s.seen_at, s.address, s.device, s.factors, "
    "a.id AS account_id, a.name, a.roles, a.extra_rights, "
    "a.password_hash IS NOT NULL AS has_password, p.id AS party_id, p.kind, p.name AS party_name "
    "FROM session s JOIN account a ON a.id = s.account_id JOIN party p ON p.id = a.party_id "
    "WHERE s.token_digest = ? AND s.ended_at IS NULL AND s.expires_at > ? AND a.state = ?"
)


@dataclass(frozen=True, slots=True)
class Begun:
    """A fresh session: the only moment at which its token is known."""

    token: str
    expires_at: datetime
    actor: Actor

    def __repr__(self) -> str:
        return f"Begun(session_id={self.actor.session_id})"


def digest_of(token: str) -> str:
    """What is stored of a token. It is random, so a plain digest cannot be guessed back."""
    return sha256(token.encode()).hexdigest()


async def begin_session(
    actor: Actor,
    *,
    at: datetime,
    ways: Iterable[LogInWay] = (),
    earlier: Mapping[LogInWay, datetime] | None = None,
) -> Begun:
    """Write a session for somebody proved just now in these `ways`, in the caller's transaction.

    `earlier` are proofs of the same log-in that came before. The token is always a new one:
    whatever a caller brings along never becomes a session.
    """
    factors = {**(earlier or {}), **dict.fromkeys(ways, at)}
    token = secrets.token_urlsafe(TOKEN_BYTES)
    call = actor.call
    session = await Session.create(
        token_digest=digest_of(token),
        account_id=actor.account_id,
        terminal=call.terminal,
        kiosk_id=call.kiosk_id,
        address=call.address[:ADDRESS_LENGTH_MAX],
        device=call.device[:DEVICE_LENGTH_MAX],
        began_at=at,
        seen_at=at,
        expires_at=at + LASTS[_treated_as(call.terminal, actor.roles)],
        factors={way.value: moment.isoformat() for way, moment in factors.items()},
    )
    proved_at = max(factors.values(), default=None)
    within = replace(actor, session_id=session.id, proved_at=proved_at)
    return Begun(token, session.expires_at, within)


async def who_is(token: str, call: Call | None = None, *, on_line: bool = False) -> Actor | None:
    """Who holds this token; None when the session is over, idle too long, or never was.

    Asked of the database every time: what is revoked or locked is gone with the next request.
    A token that comes from another kind of device has been carried off: its session ends. From
    another address it still opens what it did, but nothing proved before counts as fresh.
    On a live line (`on_line`) a token carried off is refused and its session left alone, and a
    phone is not asked for its device: there a WebSocket names itself otherwise than its pages.
    """
    if len(token) != TOKEN_LENGTH:
        return None
    now = clock.now()
    found = await raw.rows(_WHO, digest_of(token), now, AccountState.ACTIVE.value)
    if not found:
        return None
    row = found[0]
    seen_at = _moment(row["seen_at"])
    terminal = Terminal(row["terminal"])
    kiosk_id = row["kiosk_id"] and _id(row["kiosk_id"])
    is_elsewhere = kiosk_id != (call.kiosk_id if call else None)  # begun at a kiosk: good there
    lacks_a_proof = _lacks_a_proof(_roles(row["roles"]), row["factors"])  # for a post given since
    idle_max = IDLE_MAX[_treated_as(terminal, _roles(row["roles"]))]
    if now - seen_at > idle_max or is_elsewhere or lacks_a_proof:
        return None
    session_id = _id(row["session_id"])
    is_asked = call is not None and not (on_line and terminal is Terminal.MINIPROGRAM)
    if call is not None and is_asked and not is_same_device(row["device"], call.device):
        if not on_line:
            await _end_stolen(session_id, now)
        return None
    seen_every = SEEN_EVERY_AT_KIOSK if terminal is Terminal.KIOSK else SEEN_EVERY
    if now - seen_at > seen_every:
        await Session.filter(id=session_id, seen_at__lt=now).update(seen_at=now)
    is_at_home = call is None or call.address == row["address"]
    actor = Actor(
        _id(row["account_id"]),
        _id(row["party_id"]),
        PartyKind(row["kind"]),
        _roles(row["roles"]),
        row["name"],
        row["party_name"],
        session_id=session_id,
        extra_rights=_rights(row["extra_rights"]),
        proved_at=_proved_at(row["factors"]) if is_at_home else None,
        ways=ways_of(has_password=bool(row["has_password"])),
        call=call or Call(),
    )
    if call is not None:
        await allow_lists.must_allow(actor.roles, call.address)
    return actor


def _treated_as(terminal: Terminal, roles: frozenset[Role]) -> Terminal:
    """By the rules of which terminal a session lasts."""
    is_institution = not roles <= ROLES_OF[PartyKind.ENTERPRISE]
    return Terminal.PORTAL if terminal is Terminal.MINIPROGRAM and is_institution else terminal


def _lacks_a_proof(roles: frozenset[Role], factors: Any) -> bool:
    known = decode(factors) if isinstance(factors, str | bytes) else factors
    wants_two = policy.held().two_factors and not TWO_FACTOR_ROLES.isdisjoint(roles)
    return wants_two and len(known or ()) < PROOFS


async def end_sessions(account_id: UUID, *, at: datetime, but: UUID | None = None) -> int:
    """End every session of an account (but one); in the caller's transaction. How many ended."""
    going = Session.filter(account_id=account_id, ended_at__isnull=True)
    if but is not None:
        going = going.exclude(id=but)
    # What was half proved with an old password, phone or post begins nothing any more.
    await LogInTicket.filter(account_id=account_id, used_at__isnull=True).update(used_at=at)
    return await going.update(ended_at=at)


async def ended_since(moment: datetime) -> list[UUID]:
    """Which sessions ended since then, by whomever or by time: whoever serves them lets go."""
    by_time = Q(expires_at__gte=moment, expires_at__lte=clock.now())
    rows = Session.filter(Q(ended_at__gte=moment) | by_time)
    return [_id(each) for each in await rows.values_list("id", flat=True)]  # type: ignore[arg-type]  # flat: one value a row


class Moved(Struct, frozen=True):
    """Whose rights are no longer what they were; `everybody`: from where a post may come."""

    accounts: frozenset[UUID]
    everybody: bool


async def moved_since(moment: datetime) -> Moved:
    """Whose posts changed since then, by the journal."""
    rows = JournalEntry.filter(code__in=(ROLES_CODE, LISTS_CODE), at__gte=moment)
    found = await rows.values_list("code", "subject_id")
    accounts = frozenset(_id(subject) for code, subject in found if code == ROLES_CODE)
    return Moved(accounts, any(code == LISTS_CODE for code, _ in found))


async def _end_stolen(session_id: UUID, at: datetime) -> None:
    ended = await Session.filter(id=session_id, ended_at__isnull=True).update(ended_at=at)
    if ended:
        await witness("session.end_stolen", "session", session_id, by=job_actor("会话保护"))


async def end_sessions_at(kiosk_id: UUID, *, at: datetime) -> int:
    """End every session of a terminal; in the caller's transaction. How many ended."""
    return await Session.filter(kiosk_id=kiosk_id, ended_at__isnull=True).update(ended_at=at)


def _id(value: UUID | str) -> UUID:
    """PostgreSQL gives a UUID, SQLite its text."""
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: datetime | str) -> datetime:
    """PostgreSQL gives a moment, SQLite its text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _proved_at(factors: str | None) -> datetime | None:
    proved = msgspec.json.decode(factors, type=dict[str, datetime]) if factors else {}
    return max(proved.values(), default=None)


@lru_cache(maxsize=256)
def _roles(text: str) -> frozenset[Role]:
    return frozenset(Role(role) for role in _list(text))


@lru_cache(maxsize=256)
def _rights(text: str) -> frozenset[Right]:
    return frozenset(Right(right) for right in _list(text))


def _list(text: str) -> list[Any]:
    return msgspec.json.decode(text, type=list[Any])
