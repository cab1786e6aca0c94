"""One token for all workers: fetched once, renewed once, whatever happens to Redis."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.adapters import wechat_token
from server.adapters.wechat import FETCH_S, WeChat
from server.adapters.wechat_error import ErrorCode, WeChatError
from server.adapters.wechat_token import (
    EARLY_S,
    AccessToken,
    FetchedToken,
    OwnTokenStore,
    RedisTokenStore,
    TokenStore,
)
from tests.server.wechat_served import (
    APP_ID,
    SECRET,
    StandIn,
    served_redis,
    served_stand_in,
)

NAMES_MAX = 10**8


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with served_redis() as url:
        yield url


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    redis = Redis.from_url(redis_url)
    yield redis
    await redis.aclose()


@pytest.fixture
def app_id() -> str:
    return f"wx{secrets.token_hex(8)}"


@pytest.fixture(params=["own", "redis"])
async def store(
    request: pytest.FixtureRequest, redis_url: str, app_id: str
) -> AsyncIterator[TokenStore]:
    redis = Redis.from_url(redis_url)
    yield OwnTokenStore() if request.param == "own" else RedisTokenStore(redis, app_id)
    await redis.aclose()


class Wechat:
    """Counts the fetches, and how many run at once."""

    def __init__(self, *, same: bool = False, lasts_s: int = 7200) -> None:
        self.fetches = 0
        self.together = 0
        self.together_most = 0
        self.fails = 0
        self._same = same
        self._lasts_s = lasts_s

    async def fetch(self) -> FetchedToken:
        self.fetches += 1
        self.together += 1
        self.together_most = max(self.together, self.together_most)
        await asyncio.sleep(0.02)
        self.together -= 1
        if self.fails:
            self.fails -= 1
            raise WeChatError(ErrorCode.BUSY, "stable_token")
        return FetchedToken("t" if self._same else f"t{self.fetches}", self._lasts_s)


class TestAStore:
    async def test_fetches_once_for_all_who_ask(self, store: TokenStore) -> None:
        wechat = Wechat()

        tokens = await asyncio.gather(*(store.token(wechat.fetch) for _ in range(50)))

        assert (wechat.fetches, {token.value for token in tokens}) == (1, {"t1"})

    async def test_renews_once_for_all_who_were_refused(self, store: TokenStore) -> None:
        wechat = Wechat()
        stale = (await store.token(wechat.fetch)).serial

        tokens = await asyncio.gather(*(store.token(wechat.fetch, stale) for _ in range(50)))
        late = await store.token(wechat.fetch, stale)

        assert (wechat.fetches, wechat.together_most) == (2, 1)
        assert {token.value for token in (*tokens, late)} == {"t2"}

    async def test_takes_the_same_value_for_a_new_token(self, store: TokenStore) -> None:
        wechat = Wechat(same=True)
        stale = (await store.token(wechat.fetch)).serial

        await asyncio.gather(*(store.token(wechat.fetch, stale) for _ in range(50)))

        assert wechat.fetches == 2

    async def test_lets_the_next_one_try_when_a_fetch_fails(self, store: TokenStore) -> None:
        wechat = Wechat()
        wechat.fails = 1

        outcomes = await asyncio.gather(
            *(store.token(wechat.fetch) for _ in range(5)), return_exceptions=True
        )

        assert sum(isinstance(outcome, WeChatError) for outcome in outcomes) == 1
        assert (wechat.fetches, wechat.together_most) == (2, 1)

    async def test_waits_only_so_long(
        self, store: TokenStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(wechat_token, "WAIT_S_MAX", 0.1)

        async def never() -> FetchedToken:
            await asyncio.sleep(60)
            return FetchedToken("", 0)

        first = asyncio.create_task(store.token(never))
        await asyncio.sleep(0.02)
        with pytest.raises(WeChatError, match="token_late"):
            await store.token(never)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)

        assert (await store.token(Wechat().fetch)).value == "t1"  # A cancelled owner lets go


async def test_an_own_token_is_retired_before_wechat_does_it() -> None:
    now_s = 0.0
    wechat, store = Wechat(lasts_s=7200), OwnTokenStore(lambda: now_s)
    await store.token(wechat.fetch)

    now_s = 7200.0 - EARLY_S - 1
    await store.token(wechat.fetch)
    assert wechat.fetches == 1
    now_s = 7200.0 - EARLY_S
    await store.token(wechat.fetch)
    assert wechat.fetches == 2


def test_a_token_is_not_shown() -> None:
    assert "hidden" not in repr(AccessToken("hidden", "s", 0.0)) + repr(FetchedToken("hidden", 1))


class TestInRedis:
    async def test_eight_workers_share_one_fetch(self, redis: Redis, app_id: str) -> None:
        wechat = Wechat()
        stores = [RedisTokenStore(redis, app_id) for _ in range(8)]

        tokens = await asyncio.gather(
            *(store.token(wechat.fetch) for store in stores for _ in range(40))
        )

        assert (wechat.fetches, len({token.serial for token in tokens})) == (1, 1)

    async def test_a_worker_that_was_refused_takes_what_another_fetched(
        self, redis: Redis, app_id: str
    ) -> None:
        wechat = Wechat()
        one, two = RedisTokenStore(redis, app_id), RedisTokenStore(redis, app_id)
        old = await one.token(wechat.fetch)
        assert await two.token(wechat.fetch) == old

        new = await one.token(wechat.fetch, old.serial)

        assert await two.token(wechat.fetch) == old  # Its own copy, until WeChat refuses that
        assert await two.token(wechat.fetch, old.serial) == new
        assert wechat.fetches == 2

    async def test_the_token_goes_before_wechat_ends_it(self, redis: Redis, app_id: str) -> None:
        await RedisTokenStore(redis, app_id).token(Wechat(lasts_s=7200).fetch)

        left_s = await redis.ttl(f"wechat:token:{app_id}")

        assert 7200 - EARLY_S - 5 <= left_s <= 7200 - EARLY_S

    async def test_a_lock_is_released_only_by_its_owner(self, redis: Redis, app_id: str) -> None:
        lock = f"wechat:token:{app_id}:lock"

        async def slow() -> FetchedToken:
            await redis.set(lock, "somebody else's by now")
            return FetchedToken("t", 7200)

        await RedisTokenStore(redis, app_id).token(slow)

        assert await redis.get(lock) == b"somebody else's by now"

    async def test_who_gets_the_lock_just_after_a_fetch_does_not_fetch_again(
        self, redis_url: str, app_id: str
    ) -> None:
        wechat = Wechat()
        other = Redis.from_url(redis_url)

        class Overtaken(Redis):
            """Another worker fetches between this one's look and its lock."""

            async def set(self, name: Any, *args: Any, **options: Any) -> Any:
                if str(name).endswith(":lock"):
                    await RedisTokenStore(other, app_id).token(wechat.fetch)
                return await super().set(name, *args, **options)

        async with other, Overtaken.from_url(redis_url) as overtaken:
            token = await RedisTokenStore(overtaken, app_id).token(wechat.fetch)

        assert (token.value, wechat.fetches) == ("t1", 1)

    async def test_the_lock_of_a_dead_worker_runs_out(
        self, redis: Redis, app_id: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await redis.set(f"wechat:token:{app_id}:lock", "the dead", px=150)

        assert (await RedisTokenStore(redis, app_id).token(Wechat().fetch)).value == "t1"

    async def test_a_token_of_another_shape_is_replaced(self, redis: Redis, app_id: str) -> None:
        await redis.set(f"wechat:token:{app_id}", b"not one of ours")

        assert (await RedisTokenStore(redis, app_id).token(Wechat().fetch)).value == "t1"

    async def test_a_fetch_fits_into_the_lock(self) -> None:
        assert FETCH_S < wechat_token.LOCK_S < wechat_token.WAIT_S_MAX

    async def test_without_redis_a_worker_keeps_its_own(self, app_id: str) -> None:
        away = Redis(port=1, retry=Retry(NoBackoff(), 0))
        wechat, store = Wechat(), RedisTokenStore(away, app_id)
        with pytest.raises(RedisError):
            await away.get("x")

        for _ in range(3):
            assert (await store.token(wechat.fetch)).value == "t1"
        await away.aclose()

        assert wechat.fetches == 1


class TestTogether:
    """Eight clients, forty calls each, one Redis, one stand-in, over sockets."""

    @pytest.fixture
    async def stand_in(self) -> AsyncIterator[StandIn]:
        async with served_stand_in() as served:
            yield served

    @pytest.fixture
    async def clients(
        self, stand_in: StandIn, redis_url: str, app_id: str
    ) -> AsyncIterator[list[WeChat]]:
        lines = [Redis.from_url(redis_url) for _ in range(8)]
        clients = [
            WeChat(APP_ID, SECRET, stand_in.url, RedisTokenStore(line, app_id)) for line in lines
        ]
        yield clients
        for client, line in zip(clients, lines, strict=True):
            await client.close()
            await line.aclose()

    async def call(self, clients: list[WeChat], first: int) -> None:
        numbers = iter(range(first, NAMES_MAX))
        await asyncio.gather(
            *(
                client.phone_number(f"phone-138{next(numbers):08}")
                for client in clients
                for _ in range(40)
            )
        )

    async def test_one_fetch_and_one_more_when_it_expires(
        self, clients: list[WeChat], stand_in: StandIn
    ) -> None:
        await self.call(clients, 0)
        assert stand_in.fetches == 1

        await stand_in.steer("expire-token")
        await self.call(clients, 1000)
        assert stand_in.fetches == 2
