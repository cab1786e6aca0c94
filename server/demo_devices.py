"""The demo world's devices: a store's worth of them with some days of books, and one open alert.

They are as they were last heard of until somebody runs `python -m devices --simulate`, which
takes them over by fresh codes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from devices.pieces import AGENT, CUSTODIANS, MAINTENANCE_DAYS, PIECES, Piece
from domain.fleet.actions import duty, settling
from domain.fleet.readings import written
from domain.fleet.rules import span_begins
from domain.fleet.terms import Shift
from domain.kernel import clock
from domain.kernel.actor import Actor
from orm.devices import Device
from orm.fleet import DevicePulse, DeviceSpan, Duty
from orm.identity import Account
from vocabulary.devices import DeviceKind, DeviceState
from vocabulary.fleet import Health, Span
from vocabulary.parties import Role

BOOKS = timedelta(days=3)
MINUTES_APART = 15
READINGS_A_MINUTE = 6
BROKEN, WHY = "凭条打印机", "缺纸"
SHIFT = timedelta(days=7)
VALUES: dict[DeviceKind, dict[str, float]] = {
    DeviceKind.AGENT: {"cpu": 14.0, "memory": 52.0, "disk": 38.0, "temperature": 44.0},
    DeviceKind.SERVER: {"cpu": 22.0, "memory": 61.0, "disk": 47.0, "temperature": 51.0},
    DeviceKind.AIR_CONDITIONING: {"temperature": 24.0},
    DeviceKind.UPS: {"charge": 100.0},
}


async def seed_devices(world: UUID, operator: Actor) -> None:
    """Make the store's devices, unless they are there."""
    ids = {piece.name: uuid5(world, f"device {piece.name}") for piece in PIECES}
    if await Device.exists(id=ids[AGENT]):
        return
    now = clock.now()
    await Device.bulk_create([_device(place, ids, now) for place in range(len(PIECES))])
    await DevicePulse.bulk_create([_pulse(piece, ids[piece.name], now) for piece in PIECES])
    await DeviceSpan.bulk_create([row for piece in PIECES for row in _books(piece, ids, now)])
    await settling.settle()
    await _on_duty(operator, now)


def _device(place: int, ids: dict[str, UUID], now: datetime) -> Device:
    piece = PIECES[place]
    return Device(
        id=ids[piece.name],
        kind=piece.kind,
        name=piece.name,
        zone=piece.zone,
        custodian=CUSTODIANS[place % len(CUSTODIANS)],
        state=DeviceState.IN_USE,
        created_at=now - BOOKS,
        activated_at=now - BOOKS,
        parent_id=ids.get(piece.under),
        reporter_id=None if piece.name == AGENT else ids[AGENT],
        maintenance_days=MAINTENANCE_DAYS,
        maintained_on=clock.date_of(now) - timedelta(days=place * 5),
    )


def _pulse(piece: Piece, device_id: UUID, now: datetime) -> DevicePulse:
    health = Health.DOWN if piece.name == BROKEN else Health.HEALTHY
    return DevicePulse(
        device_id=device_id,
        measured_at=now,
        heard_at=now,
        health=Health.HEALTHY,
        judged=health,
        since=now - BOOKS,
        detail=WHY if piece.name == BROKEN else "",
        readings=written(VALUES.get(piece.kind, {})),
    )


def _books(piece: Piece, ids: dict[str, UUID], now: datetime) -> Iterator[DeviceSpan]:
    """Hours and days without a fault, but for the printer's; some minutes to draw a line by."""
    device_id = ids[piece.name]
    hour = READINGS_A_MINUTE * 60
    for back in range(int(BOOKS.total_seconds()) // 3600):
        begins = span_begins(now - timedelta(hours=back), Span.HOUR)
        down = hour // 6 if piece.name == BROKEN and back % 20 == 0 else 0
        yield DeviceSpan(
            device_id=device_id, span=Span.HOUR, begins_at=begins, up=hour - down, down=down
        )
    for back in range(BOOKS.days):
        begins = span_begins(now - timedelta(days=back), Span.DAY)
        down = hour // 6 if piece.name == BROKEN else 0
        yield DeviceSpan(
            device_id=device_id, span=Span.DAY, begins_at=begins, up=hour * 24 - down, down=down
        )
    for back in range(0, 24 * 60, MINUTES_APART):
        begins = span_begins(now - timedelta(minutes=back), Span.MINUTE)
        values = {
            name: value + (value * (back % 7) / 100 if name != "charge" else 0.0)
            for name, value in VALUES.get(piece.kind, {}).items()
        }
        yield DeviceSpan(
            device_id=device_id,
            span=Span.MINUTE,
            begins_at=begins,
            up=READINGS_A_MINUTE,
            readings=written(values),
        )


async def _on_duty(operator: Actor, now: datetime) -> None:
    """The store's people in turn, for a week from now."""
    if await Duty.exists():
        return
    staff = await Account.filter(party_id=operator.party_id).order_by("log_in_name")
    here = [each for each in staff if Role.STORE_STAFF.value in each.roles]
    for rank, account in enumerate(here[:2], start=1):
        await duty.assign(Shift(account.id, now, now + SHIFT, rank), by=operator)
