"""Counting attempts in a window: in this process, or in Redis for all of them."""

import time
from collections import OrderedDict

import redis.asyncio
import redis.exceptions

from domain.kernel.refusal import TooOften

COUNTERS_MAX = 100_000
_HIT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('TTL', KEYS[1])}
"""


class NoLimiter:
    """Counts nothing: for load tests on loopback alone."""

    async def hit(self, name: str, who: str, *, limit: int, window_s: int) -> None:
        """Let everybody through."""


class OwnLimiter:
    """Counts in this process; forgets the oldest counters past a bound."""

    def __init__(self) -> None:
        self._counts: OrderedDict[tuple[str, str, int], int] = OrderedDict()

    async def hit(self, name: str, who: str, *, limit: int, window_s: int) -> None:
        """Count one attempt; raises TooOften past the limit."""
        now = int(time.time())
        key = (name, who, now // window_s)
        count = self._counts.get(key, 0) + 1
        self._counts[key] = count
        if len(self._counts) > COUNTERS_MAX:
            self._counts.popitem(last=False)
        if count > limit:
            refuse(window_s - now % window_s)


class RedisLimiter:
    """Counts in Redis, for every process; while Redis is away, each counts for itself."""

    def __init__(self, client: "redis.asyncio.Redis") -> None:
        self._hit = client.register_script(_HIT)
        self._own = OwnLimiter()

    async def hit(self, name: str, who: str, *, limit: int, window_s: int) -> None:
        """Count one attempt; raises TooOften past the limit."""
        try:
            count, rest = await self._hit(keys=[f"limit:{name}:{who}"], args=[window_s])
        except (redis.exceptions.RedisError, OSError):
            await self._own.hit(name, who, limit=limit, window_s=window_s)
            return
        if int(count) > limit:
            refuse(max(int(rest), 1))


def refuse(wait_s: int) -> None:
    """Say when to come back."""
    raise TooOften(f"操作过于频繁，请 {wait_s} 秒后再试", retry_after_s=wait_s)
