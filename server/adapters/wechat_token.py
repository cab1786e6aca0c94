"""Where WeChat's access token is kept, so that all workers share one and fetch it once."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.adapters.wechat_error import ErrorCode, WeChatError

EARLY_S = 300  # Retire a token before WeChat does; the old one lives five minutes on
KEEP_S_MIN = 60
LOCK_S = 10  # Outlives one fetch (see FETCH_S in wechat.py); a dead owner is waited out
WAIT_S_MAX = 12.0
POLL_S = 0.05
RELEASE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""


class FetchedToken(Struct, frozen=True):
    """What WeChat gave, and for how long."""

    value: str
    expires_in_s: int

    def __repr__(self) -> str:
        return f"FetchedToken(expires_in_s={self.expires_in_s})"


class AccessToken(Struct, frozen=True):
    """A token and the serial of its fetch: WeChat may hand out the same value again."""

    value: str
    serial: str
    until: float

    def __repr__(self) -> str:
        return f"AccessToken(serial={self.serial!r})"


Fetch = Callable[[], Awaitable[FetchedToken]]


class TokenStore(Protocol):
    """Keeps the token. One fetch at a time; `stale` is the serial that WeChat refused."""

    async def token(self, fetch: Fetch, stale: str | None = None) -> AccessToken:
        """Give a token that is not the stale one."""


class OwnTokenStore:
    """The token of a single process."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = asyncio.Lock()
        self._kept: AccessToken | None = None

    async def token(self, fetch: Fetch, stale: str | None = None) -> AccessToken:
        """Give the token; get a new one when it is old or was refused."""
        kept = self._usable(self._kept, stale)
        if kept is not None:
            return kept
        if not await self._locked():
            raise WeChatError(ErrorCode.TOKEN_LATE, "token")
        try:
            kept = self._usable(self._kept, stale)
            if kept is None:
                kept = self._kept = await self._renewed(fetch, stale)
        finally:
            self._lock.release()
        return kept

    def _usable(self, kept: AccessToken | None, stale: str | None) -> AccessToken | None:
        if kept is None or kept.serial == stale or self._now() >= kept.until:
            return None
        return kept

    async def _renewed(
        self,
        fetch: Fetch,
        stale: str | None,  # noqa: ARG002  (the sharing store below looks for a fresher one)
    ) -> AccessToken:
        fetched = await fetch()
        keep_s = max(KEEP_S_MIN, fetched.expires_in_s - EARLY_S)
        return AccessToken(fetched.value, secrets.token_hex(8), self._now() + keep_s)

    async def _locked(self) -> bool:
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                return await self._lock.acquire()
        except TimeoutError:
            return False


class RedisTokenStore(OwnTokenStore):
    """The token of all workers, in Redis; each keeps a copy until WeChat refuses it.

    In a process only one task at a time asks Redis. While Redis is away each worker fetches
    for itself: `stable_token` gives all of them the same token, so no harm is done.
    """

    def __init__(self, redis: Redis, app_id: str, now: Callable[[], float] = time.time) -> None:
        super().__init__(now)
        self._redis = redis
        self._key = f"wechat:token:{app_id}"
        self._lock_key = f"{self._key}:lock"
        self._release = redis.register_script(RELEASE)

    async def _renewed(self, fetch: Fetch, stale: str | None) -> AccessToken:
        with contextlib.suppress(RedisError):
            return await self._shared(fetch, stale)
        return await super()._renewed(fetch, stale)

    async def _shared(self, fetch: Fetch, stale: str | None) -> AccessToken:
        """Take what another worker fetched, or fetch under the lock, or wait for who does."""
        deadline = time.monotonic() + WAIT_S_MAX
        while time.monotonic() < deadline:
            kept = await self._stored(stale)
            if kept is not None:
                return kept
            owner = secrets.token_hex(8)
            if await self._redis.set(self._lock_key, owner, nx=True, ex=LOCK_S):
                try:
                    return await self._refreshed(fetch, stale)
                finally:
                    await self._release(keys=[self._lock_key], args=[owner])
            await asyncio.sleep(POLL_S)
        raise WeChatError(ErrorCode.TOKEN_LATE, "token")

    async def _refreshed(self, fetch: Fetch, stale: str | None) -> AccessToken:
        """Look once more, now under the lock: another worker may just have fetched."""
        kept = await self._stored(stale)
        if kept is not None:
            return kept
        token = await super()._renewed(fetch, stale)
        keep_s = max(1, int(token.until - self._now()))
        await self._redis.set(self._key, msgspec.json.encode(token), ex=keep_s)
        return token

    async def _stored(self, stale: str | None) -> AccessToken | None:
        raw = await self._redis.get(self._key)
        if raw is None:
            return None
        try:
            return self._usable(msgspec.json.decode(raw, type=AccessToken), stale)
        except msgspec.DecodeError:  # Written by another version of this class
            return None
