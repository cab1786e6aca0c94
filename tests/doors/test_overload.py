"""Too often is 429 and says when; a database that is away is 503 and says so; then all is well."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import asyncpg
import pytest

from server.http import ACTOR_CALLS_MAX, ADDRESS_CALLS_MAX
from tests.conftest import SERVER
from tests.doors.problem import must_be_a_problem
from tests.doors.served import Served, database, served

CUTS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = '{}' AND pid <> pg_backend_pid()"
)
UNSEALED = "SELECT count(*) FROM journal WHERE seal_no IS NULL"

pytestmark = [pytest.mark.slow, pytest.mark.row("S1"), pytest.mark.clause("5.3.1.1")]


@pytest.fixture
def limited(
    template: str, tmp_path_factory: pytest.TempPathFactory, _keys: None
) -> Iterator[Served]:
    """A platform of its own, that counts."""
    folder = tmp_path_factory.mktemp("limited")
    with (
        database(template, folder, SERVER) as url,
        served(url, folder, RATE_LIMITS="1") as found,
    ):
        yield found
        assert found.crashes() == []


def statuses(platform: Served, path: str, times: int, who: str | None = None) -> list[int]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _: platform.get(path, who).status_code, range(times)))


def test_whoever_asks_too_often_is_told_when_to_come_back(limited: Served) -> None:
    found = statuses(limited, "/reference", ADDRESS_CALLS_MAX + 50)
    assert set(found) <= {200, 429}
    assert found.count(200) >= ADDRESS_CALLS_MAX - 2  # the start-up asked too, and a minute ends
    answer = limited.get("/reference")
    if answer.status_code == 429:
        must_be_a_problem(answer, 429, "too_often")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert limited.get("/account", "officer").status_code == 200  # an actor is counted alone


@pytest.mark.slow
def test_an_actor_is_counted_alone(limited: Served) -> None:
    found = statuses(limited, "/account", ACTOR_CALLS_MAX + 50, "clerk")
    assert 429 in found
    assert limited.get("/account", "officer").status_code == 200


@pytest.mark.postgres
class TestADatabaseThatIsAway:
    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(SERVER)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def test_is_503_with_a_time_to_retry_and_heals(self, limited: Served) -> None:
        name = limited.database.rpartition("/")[2]
        ends = CUTS.format(name)
        asyncio.run(self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        asyncio.run(self._run(ends))
        try:
            for path in ("/account", "/loan-applications", "/pool"):
                answer = limited.get(path, "officer")
                must_be_a_problem(answer, 503, "unavailable")
                assert int(answer.headers["retry-after"]) >= 1
            acted = limited.post("/messages/mark-all-read", "officer")
            must_be_a_problem(acted, 503, "unavailable")
            assert limited.ask("GET", "/readyz").status_code == 503
            assert limited.ask("GET", "/healthz").status_code == 200
        finally:
            asyncio.run(self._run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        assert limited.get("/account", "officer").status_code == 200

    def test_whose_connections_are_cut_loses_no_later_act(self, limited: Served) -> None:
        """Cut every connection, many times; the worker goes on sealing afterwards."""
        name = limited.database.rpartition("/")[2]
        ends = CUTS.format(name)
        for _ in range(5):
            asyncio.run(self._run(ends))
            for _ in range(10):
                assert limited.get("/account", "officer").status_code in {200, 503}
        case = limited.town.cases["pool"]
        assert limited.post(f"/loan-applications/{case}/grab", "officer").status_code == 200
        asyncio.run(self._wait_until_sealed(limited.database))

    async def _wait_until_sealed(self, url: str) -> None:
        connection = await asyncpg.connect(url)
        try:
            async with asyncio.timeout(15):
                while await connection.fetchval(UNSEALED):  # noqa: ASYNC110 -- another process
                    await asyncio.sleep(0.1)
        finally:
            await connection.close()
