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

    def __repr__(self) -> str:
        return f"AccessToken(serial={self.serial!r})"


Fetch = Callable[[], Awaitable[FetchedToken]]


class TokenStore(Protocol):
    """Keeps the token. One fetch at a time; `stale` is the serial that WeChat refused."""

    async def token(self, fetch: Fetch, stale: str | None = None) -> AccessToken:
        """Give a token that is not the stale one."""

    async def close(self) -> None:
        """Let go of what the store opened itself."""


def _keep_s(fetched: FetchedToken) -> int:
    return max(KEEP_S_MIN, fetched.expires_in_s - EARLY_S)


class OwnTokenStore:
    """The token of a single process."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._kept: AccessToken | None = None
        self._kept_until = 0.0

    async def token(self, fetch: Fetch, stale: str | None = None) -> AccessToken:
        """Give the token; fetch a new one when it is old or was refused."""
        kept = self._usable(stale)
        if kept is not None:
            return kept
        if not await self._locked():
            raise WeChatError(ErrorCode.TOKEN_LATE, "token")
        try:
            kept = self._usable(stale)
            if kept is not None:
                return kept
            fetched = await fetch()
            self._kept = AccessToken(fetched.value, secrets.token_hex(8))
            self._kept_until = time.monotonic() + _keep_s(fetched)
            return self._kept
        finally:
            self._lock.release()

    async def close(self) -> None:
        """Forget the token."""
        self._kept = None

    def _usable(self, stale: str | None) -> AccessToken | None:
        kept = self._kept
        if kept is None or kept.serial == stale or time.monotonic() >= self._kept_until:
            return None
        return kept

    async def _locked(self) -> bool:
        try:
            async with asyncio.timeout(WAIT_S_MAX):
                return await self._lock.acquire()
        except TimeoutError:
            return False


class RedisTokenStore:
    """The token of all workers, in Redis. While Redis is away each worker keeps its own."""

    def __init__(self, redis: Redis, app_id: str) -> None:
        self._redis = redis
        self._key = f"wechat:token:{app_id}"
        self._lock_key = f"{self._key}:lock"
        self._release = redis.register_script(RELEASE)
        self._own = OwnTokenStore()

    async def token(self, fetch: Fetch, stale: str | None = None) -> AccessToken:
        """Give the shared token; one worker fetches a new one while the others wait."""
        with contextlib.suppress(RedisError):
            return await self._shared(fetch, stale)
        return await self._own.token(fetch, stale)

    async def close(self) -> None:
        """Leave Redis to whoever opened it."""
        await self._own.close()

    async def _shared(self, fetch: Fetch, stale: str | None) -> AccessToken:
        deadline = time.monotonic() + WAIT_S_MAX
        while time.monotonic() < deadline:
            kept = await self._usable(stale)
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
        kept = await self._usable(stale)
        if kept is not None:
            return kept
        fetched = await fetch()
        token = AccessToken(fetched.value, secrets.token_hex(8))
        await self._redis.set(self._key, msgspec.json.encode(token), ex=_keep_s(fetched))
        return token

    async def _usable(self, stale: str | None) -> AccessToken | None:
        raw = await self._redis.get(self._key)
        if raw is None:
            return None
        try:
            kept = msgspec.json.decode(raw, type=AccessToken)
        except msgspec.DecodeError:  # Written by another version of this class
            return None
        return None if kept.serial == stale else kept
