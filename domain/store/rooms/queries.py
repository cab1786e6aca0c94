"""The calendar: rooms, equipment, and who has them in a span of days."""

from datetime import date, datetime, timedelta
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid
from domain.store.rooms.terms import CALENDAR_DAYS_MAX, CalendarSpan
from orm.store_rooms import Equipment, EquipmentHold, Reservation, Room
from vocabulary.devices import ZONE_LABELS, Zone
from vocabulary.events import EQUIPMENT_KIND_LABELS, EquipmentKind
from vocabulary.rights import Right

DAYS_USUAL = 14
ROOMS_MAX = 200


class RoomView(Struct, frozen=True):
    """一个场地。"""

    id: UUID
    name: str
    zone: Zone
    zone_label: str
    seats: int
    row_seats: int
    in_use: bool


class EquipmentView(Struct, frozen=True):
    """一项设备。"""

    id: UUID
    name: str
    kind: EquipmentKind
    kind_label: str
    pieces: int
    in_use: bool


class HeldPieces(Struct, frozen=True):
    """占用的设备与件数。"""

    equipment_id: UUID
    name: str
    pieces: int


class ReservationView(Struct, frozen=True):
    """一项占用：谁、何时、哪里、哪些设备。"""

    id: UUID
    subject_kind: str
    subject_id: UUID
    subject_no: str
    title: str
    room_id: UUID | None
    begins_at: datetime
    ends_at: datetime
    equipment: list[HeldPieces]
    made_by_name: str


class Calendar(Struct, frozen=True):
    """旗舰店日程：场地、设备与占用。"""

    since: date
    until: date
    rooms: list[RoomView]
    equipment: list[EquipmentView]
    reservations: list[ReservationView]


async def calendar(asked: CalendarSpan, *, to: Actor) -> Calendar:
    """Everything of some days; from this week's Monday on unless asked otherwise."""
    to.needs(Right.ROOM_MANAGE)
    today = clock.today()
    since = asked.since or today - timedelta(days=today.weekday())
    until = asked.until or since + timedelta(days=DAYS_USUAL - 1)
    if until < since or (until - since).days >= CALENDAR_DAYS_MAX:
        sentence = f"请选择不超过 {CALENDAR_DAYS_MAX} 天的时段"
        raise Invalid(sentence, (("to", sentence),))
    rows = await Reservation.filter(
        released_at__isnull=True,
        begins_at__lt=clock.day_ends(until),
        ends_at__gt=clock.day_begins(since),
    ).order_by("begins_at", "id")
    equipment = await Equipment.all().order_by("kind", "name").limit(ROOMS_MAX)
    return Calendar(
        since,
        until,
        [room_view(each) for each in await Room.all().order_by("zone", "name").limit(ROOMS_MAX)],
        [equipment_view(each) for each in equipment],
        await _views(rows, {each.id: each.name for each in equipment}),
    )


async def _views(rows: list[Reservation], names: dict[UUID, str]) -> list[ReservationView]:
    held: dict[UUID, list[HeldPieces]] = {}
    for each in await EquipmentHold.filter(reservation_id__in=[row.id for row in rows]):
        pieces = HeldPieces(each.equipment_id, names.get(each.equipment_id, ""), each.pieces)
        held.setdefault(each.reservation_id, []).append(pieces)
    return [reservation_view(row, held.get(row.id, [])) for row in rows]


def room_view(row: Room) -> RoomView:
    """A room as the calendar shows it."""
    zone = ZONE_LABELS[row.zone]
    return RoomView(row.id, row.name, row.zone, zone, row.seats, row.row_seats, row.in_use)


def equipment_view(row: Equipment) -> EquipmentView:
    """Equipment as the calendar shows it."""
    kind = EQUIPMENT_KIND_LABELS[row.kind]
    return EquipmentView(row.id, row.name, row.kind, kind, row.pieces, row.in_use)


def reservation_view(row: Reservation, held: list[HeldPieces]) -> ReservationView:
    """A reservation as the calendar shows it."""
    return ReservationView(
        row.id,
        row.subject_kind,
        row.subject_id,
        row.subject_no,
        row.title,
        row.room_id,
        row.begins_at,
        row.ends_at,
        held,
        row.made_by_name,
    )


async def room_shown(row: Room, _actor: Actor) -> RoomView:
    """The answer of an act at a room."""
    return room_view(row)


async def equipment_shown(row: Equipment, _actor: Actor) -> EquipmentView:
    """The answer of an act at equipment."""
    return equipment_view(row)


async def reservation_shown(row: Reservation, _actor: Actor) -> ReservationView:
    """The answer of taking something, or giving it back."""
    equipment = {each.id: each.name for each in await Equipment.all().limit(ROOMS_MAX)}
    return (await _views([row], equipment))[0]
