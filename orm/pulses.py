"""The statements of the reports' hot path: pulses locked and written, books added to, in batches.

Ten thousand devices report every ten seconds; the ORM's way would cost a core.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from orm import raw
from orm.fleet import DevicePulse
from orm.making import made

CHUNK = 500
WRITTEN = (
    "counter", "boot", "boots", "digest", "seq", "interval_s", "measured_at", "heard_at", "due_at",
    "judged", "lean", "run", "silent", "detail", "readings", "model", "minute", "up", "down",
    "excused", "latency_ms",
)  # fmt: skip
_OF_DEVICE = (
    "id, state, reporter_id, public_key, window_days, window_from, window_to, maintenance_until"
)
SILENT, HEARD = True, False
_SET = ", ".join(f"{name} = ?" for name in WRITTEN)
_WRITE = f"UPDATE device_pulse SET {_SET} WHERE device_id = ?"  # noqa: S608 -- names of columns
_COUNTED = ("up", "down", "excused", "assumed", "latency_ms")
_ADDED = ", ".join(f"{name} = device_span.{name} + excluded.{name}" for name in _COUNTED)
_ADD = (
    f"INSERT INTO device_span (device_id, span, begins_at, {', '.join(_COUNTED)}, readings) "  # noqa: S608
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (device_id, span, begins_at) DO UPDATE SET "
    f"{_ADDED}, readings = CASE WHEN excluded.readings = '' "
    "THEN device_span.readings ELSE excluded.readings END"
)


@dataclass(slots=True)
class Held:
    """A device that may report, with its pulse, locked."""

    pulse: Any  # a DevicePulse: its columns are written far too often for descriptors' types
    state: str
    reporter_id: UUID | None
    public_key: str | None
    window: tuple[str, str, str]
    maintenance_until: datetime | None
    touched: bool = False


async def locked(device_ids: Collection[UUID]) -> dict[UUID, Held]:
    """Those of these devices that have a pulse, locked in one order until the act ends."""
    ids = sorted(device_ids)
    found: dict[UUID, Held] = {}
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found |= {held.pulse.device_id: held for held in _held(await _rows(part))}
    return found


async def _rows(ids: Sequence[UUID]) -> Sequence[Mapping[str, Any]]:
    columns = ", ".join(f"d.{name.strip()}" for name in _OF_DEVICE.split(","))
    text = f"SELECT p.*, {columns} FROM device_pulse p JOIN device d ON d.id = p.device_id WHERE "  # noqa: S608
    if raw.is_postgres():
        return await raw.sent(
            f"{text} p.device_id = ANY($1) ORDER BY p.device_id FOR UPDATE OF p", [list(ids)]
        )
    marks = ", ".join("?" * len(ids))
    return await raw.sent(f"{text} p.device_id IN ({marks})", [str(each) for each in ids])


def _held(rows: Sequence[Mapping[str, Any]]) -> Iterable[Held]:
    for pulse, row in zip(made(DevicePulse, rows), rows, strict=True):
        reporter, until = row["reporter_id"], row["maintenance_until"]
        yield Held(
            pulse,
            row["state"],
            UUID(reporter) if isinstance(reporter, str) else reporter,
            row["public_key"],
            (row["window_days"], row["window_from"], row["window_to"]),
            datetime.fromisoformat(until) if isinstance(until, str) else until,
        )


async def write(pulses: Iterable[Any]) -> None:
    """Write pulses as they are now."""
    batch = [
        (*[_value(getattr(pulse, name)) for name in WRITTEN], pulse.device_id) for pulse in pulses
    ]
    if batch:
        await raw.many(_WRITE, batch)


def _value(value: Any) -> Any:
    return value.value if hasattr(value, "value") else value


async def add_to_books(rows: Iterable[tuple[Any, ...]]) -> None:
    """Add counts to spans: (device, span, begins_at, up, down, excused, assumed, latency, values).

    In one order, so that two processes never wait for each other's rows.
    """
    batch: list[tuple[Any, ...]] = sorted(rows, key=_key)
    if batch:
        await raw.many(_ADD, batch)


def _key(row: tuple[Any, ...]) -> tuple[UUID, str, datetime]:
    return row[0], row[1], row[2]


async def fall_silent(now: datetime, detail: str) -> None:
    """Judge down whatever was due and has not come."""
    await raw.rows(
        "UPDATE device_pulse SET judged = 'down', lean = 'unknown', run = 0, silent = ?, "
        "detail = ? WHERE due_at <= ? AND silent = ? AND device_id IN "
        "(SELECT id FROM device WHERE state = 'in_use')",
        SILENT,
        detail,
        now,
        HEARD,
    )


async def put_off(interval_s: int, now: datetime, due_at: datetime) -> None:
    """Give those of one interval time to be heard: it was us who did not listen."""
    await raw.rows(
        "UPDATE device_pulse SET due_at = ? WHERE interval_s = ? AND silent = ? AND due_at <= ?",
        due_at,
        interval_s,
        HEARD,
        now,
    )


async def turned(bad_max: int, good_max: int) -> list[UUID]:
    """Devices in use that are judged otherwise than people were told: few of those that are well.

    Somebody must hear of what is not; a crowd that comes back must not keep them waiting.
    """
    rows = [
        row
        for sign, limit in (("<>", bad_max), ("=", good_max))
        for row in await raw.rows(
            "SELECT p.device_id FROM device_pulse p JOIN device d ON d.id = p.device_id "  # noqa: S608
            f"WHERE p.judged <> p.health AND p.judged {sign} 'healthy' AND d.state = 'in_use' "
            "ORDER BY p.judged LIMIT ?",
            limit,
        )
    ]
    return [_uuid(row["device_id"]) for row in rows]


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
