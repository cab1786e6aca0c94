"""What every test stands on: a fresh, migrated database, sealed with real keys."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio
from tortoise.apps import Apps

from domain.identity import allow_lists
from domain.kernel import limits, numbering
from orm import engine, keyring
from server.migrate import migrate

SERVER = os.environ.get("TEST_DATABASE", "")
ON_POSTGRES = engine.is_postgres(SERVER)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Races and crashes are PostgreSQL's: SQLite cannot prove them. The slow ones go first.

    Of two workers none is then left alone with a long test at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    without = pytest.mark.skip(reason="needs PostgreSQL: set TEST_DATABASE (make test does)")
    for item in items:
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(without)


@pytest.fixture(scope="session", autouse=True)
def _keys() -> None:
    keyring.hold(keyring.read_keys(keyring.make_keys()))


@pytest.fixture(scope="session", autouse=True)
def _queries_built_once() -> Iterator[None]:
    """Tortoise writes every model's queries anew at each opening: half of what a test costs.

    Models of one process and databases of one kind get the same ones, so the last are kept.
    """
    build = Apps._build_initial_querysets  # noqa: SLF001 -- the version is pinned
    built: list[object] = []

    def unless_built(apps: Apps) -> None:
        models = [model for app in apps.apps.values() for model in app.values()]
        kind = models[0]._meta.db.query_class  # noqa: SLF001
        wanted: list[object] = [kind, *models]
        if built != wanted:
            build(apps)
            built[:] = wanted

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Apps, "_build_initial_querysets", unless_built)
        yield


async def _admin(statement: str) -> None:
    connection = await asyncpg.connect(SERVER)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _named(database: str) -> str:
    return f"{SERVER.rpartition('/')[0]}/{database}"


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated database, once per run; every test gets a copy."""
    if ON_POSTGRES:
        name = f"template_{uuid4().hex}"
        asyncio.run(_admin(f"CREATE DATABASE {name}"))
        asyncio.run(migrate(_named(name)))
        yield name
        asyncio.run(_admin(f"DROP DATABASE {name}"))
        return
    path = tmp_path_factory.mktemp("template") / "finmart.sqlite3"
    asyncio.run(migrate(f"sqlite://{path}"))
    yield str(path)


@pytest_asyncio.fixture
async def database_url(template: str, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a fresh copy, not yet opened."""
    if ON_POSTGRES:
        name = f"test_{uuid4().hex}"
        await _admin(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield _named(name)
        await _admin(f"DROP DATABASE {name} WITH (FORCE)")
        return
    path = tmp_path / "finmart.sqlite3"
    shutil.copy(template, path)
    yield f"sqlite://{path}"


@pytest_asyncio.fixture
async def db(database_url: str) -> AsyncIterator[None]:
    """A fresh database, open."""
    numbering.forget_blocks()
    allow_lists.forget()
    limits.forget()
    await engine.connect(database_url)
    try:
        yield
    finally:
        await engine.disconnect()
