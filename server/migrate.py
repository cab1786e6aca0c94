"""`python -m server.migrate`: bring the database to today's tables, before anything serves."""

import asyncio

from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from orm import engine, migrating
from server.settings import Settings


async def migrate(url: str) -> None:
    """Apply what has not been applied. One at a time: migrations take no lock of their own."""
    try:
        with migrating.quick():
            await run_migrations(config=engine.config(url))
    finally:
        await Tortoise.close_connections()


def main() -> None:
    """Migrate the database the settings name."""
    settings = Settings.from_environment()
    settings.make_data_dir()
    asyncio.run(migrate(settings.database_url))
    print("数据库结构已是最新。")  # noqa: T201 -- a command speaks to its user


if __name__ == "__main__":
    main()
