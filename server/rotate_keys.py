"""`python -m server.rotate_keys`: seal every encrypted value anew with today's key and cipher.

Put the new key first in DATA_KEYS and keep the old one behind it, restart, run this, then drop
the old key. It may be interrupted and run again; nothing is read or written in the clear on disk.
"""

import asyncio
import sys
from typing import Any

from tortoise import Tortoise

from orm import engine, keyring, raw
from orm.fields import EncryptedText
from server.adapters.seal_certificates import OwnCertificates
from server.settings import Settings

BATCH_MAX = 200


async def rotate() -> int:
    """Rewrite what another key or cipher sealed. Returns how many rows were written."""
    written = 0
    for model in Tortoise.apps[engine.APP].values():
        meta = model._meta  # noqa: SLF001 -- Tortoise has no other
        columns = [
            name for name, field in meta.fields_map.items() if isinstance(field, EncryptedText)
        ]
        if columns:
            written += await _rotate_table(meta.db_table, meta.db_pk_column, columns)
    return written


async def _rotate_table(table: str, key: str, columns: list[str]) -> int:
    ring = keyring.held()
    written, last = 0, None
    names = ", ".join([key, *columns])
    while True:
        after = "" if last is None else f"WHERE {key} > ?"
        values: list[Any] = [] if last is None else [last]
        found = await raw.rows(
            f"SELECT {names} FROM {table} {after} ORDER BY {key} LIMIT {BATCH_MAX}",  # noqa: S608 -- our own names
            *values,
        )
        for row in found:
            fresh = {
                name: ring.seal(ring.open(bytes(row[name]), f"{table}.{name}"), f"{table}.{name}")
                for name in columns
                if row[name] is not None and not ring.is_current(bytes(row[name]))
            }
            for name, sealed in fresh.items():
                await raw.many(
                    f"UPDATE {table} SET {name} = ? WHERE {key} = ? AND {name} = ?",  # noqa: S608 -- our own names
                    [(sealed, row[key], row[name])],
                )
            written += bool(fresh)
        if len(found) < BATCH_MAX:
            return written
        last = found[-1][key]


async def _run(settings: Settings) -> int:
    keyring.hold(settings.keyring())
    await engine.connect(settings.database_url)
    try:
        return await rotate()
    finally:
        await engine.disconnect()


def main() -> int:
    """Rotate, and say how much was written."""
    settings = Settings.from_environment()
    written = asyncio.run(_run(settings))
    seals = OwnCertificates(settings.own_seals, settings.keyring()).reseal()
    sys.stdout.write(f"已用当前密钥重新加密 {written} 行、{seals} 个签名密钥。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
