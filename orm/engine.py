"""Which database, and how Tortoise is told: SQLite in one file, or PostgreSQL."""

import sys
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import asyncpg
import pysqlite3
from tortoise import Tortoise
from tortoise.exceptions import BaseORMException

APP = "models"
MODULES = [
    "orm.journal",
    "orm.parties",
    "orm.onboarding",
    "orm.certifying",
    "orm.identity",
    "orm.catalogue",
    "orm.lending",
    "orm.servicing",
    "orm.claims",
    "orm.attachments",
    "orm.policy",
    "orm.insurance",
    "orm.ratings",
    "orm.matching",
    "orm.proposals",
    "orm.deadlines",
    "orm.messaging",
    "orm.supervision",
    "orm.devices",
    "orm.fleet",
    "orm.faces",
    "orm.guarantee",
    "orm.store_queue",
    "orm.store_upkeep",
    "orm.store_meetings",
    "orm.notices",
    "orm.legacy",
    "orm.store_service",
    "orm.store_rooms",
    "orm.store_events",
    "orm.store_visits",
    "orm.store_roadshows",
]
POOL_MIN = 1
POOL_MAX = 20
COMMAND_TIMEOUT_S = 30
CONNECT_TIMEOUT_S = 5
STATEMENTS_CACHED_MAX = 500

# What a database that goes away in the middle of anything can raise: wait, and ask again.
AWAY = (
    BaseORMException,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)

# Debian's SQLite 3.40 can corrupt a WAL database with two connections; pysqlite3 ships 3.53.
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


class Connection(asyncpg.Connection):
    """A pooled connection that needs no reset: no SET, LISTEN or session lock is ever used."""

    def get_reset_query(self) -> str:
        """Nothing to reset; saves a round trip per acquisition."""
        return ""


def is_postgres(url: str) -> bool:
    """Is this the address of a PostgreSQL?"""
    return urlsplit(url).scheme in {"postgres", "postgresql", "asyncpg"}


def config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite:///path` or `postgres://user:secret@host/name`."""
    return {
        "connections": {"default": _postgres(url) if is_postgres(url) else _sqlite(url)},
        "apps": {
            APP: {
                "models": MODULES,
                "default_connection": "default",
                "migrations": "orm.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _sqlite(url: str) -> dict[str, Any]:
    path = url.removeprefix("sqlite://")
    return {
        "engine": "orm.sqlite_immediate",
        "credentials": {"file_path": path, "journal_mode": "WAL", "synchronous": "FULL"},
    }


def _postgres(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "engine": "orm.postgres_kept",
        "credentials": {
            "host": query.get("host", parts.hostname or "127.0.0.1"),
            "port": parts.port or 5432,
            "user": unquote(parts.username or "postgres"),
            "password": unquote(parts.password or ""),
            "database": parts.path.lstrip("/") or "postgres",
            "minsize": POOL_MIN,
            "maxsize": int(query.get("pool_max", POOL_MAX)),
            "connection_class": Connection,
            "command_timeout": COMMAND_TIMEOUT_S,
            "timeout": CONNECT_TIMEOUT_S,
            "statement_cache_size": STATEMENTS_CACHED_MAX,
        },
    }


async def connect(url: str) -> None:
    """Open the database for this event loop."""
    await Tortoise.init(config=config(url), _enable_global_fallback=True)


async def disconnect() -> None:
    """Close every connection of this event loop."""
    await Tortoise.close_connections()
