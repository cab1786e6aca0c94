"""The operator keeps rooms and equipment, and takes them for what is no visit and no roadshow."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID, uuid4

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import NotFound, NotNow, Unmet
from domain.store.rooms import reserving
from domain.store.rooms.reserving import Holder, Wanted
from domain.store.rooms.rules import Taken, peak
from domain.store.rooms.terms import EquipmentForm, ReservationForm, RoomForm
from orm.store_rooms import Equipment, EquipmentHold, Reservation, Room
from vocabulary.rights import Right

OWN = "reservation"

Thing = TypeVar("Thing", Room, Equipment)
Form = TypeVar("Form", RoomForm, EquipmentForm)


@dataclass(frozen=True)
class Kind(Generic[Thing, Form]):
    """What is kept on the calendar: its table, how a form is written into a row, what holds it."""

    table: type[Thing]
    subject: str
    missing: str
    write: Callable[[Thing, Form], None]
    must_stay_free: Callable[[Thing, Form], Awaitable[None]]

    async def add(self, form: Form, *, by: Actor, row_id: UUID | None) -> Thing:
        """Put one on the calendar."""
        by.needs(Right.ROOM_MANAGE)
        await _must_be_new(self.table, form.name)
        row = self.table(id=row_id or uuid4(), created_at=clock.now())
        async with enact(f"{self.subject}.add", self.subject, row.id, by=by, terms=form) as outcome:
            self.write(row, form)
            await row.save(force_create=True)
            outcome.subject_no, outcome.result = row.name, row
        return row

    async def adjust(self, row_id: UUID, form: Form, *, by: Actor) -> Thing:
        """Change what one is; nothing that is promised can be taken away."""
        by.needs(Right.ROOM_MANAGE)
        code = f"{self.subject}.adjust"
        async with enact(code, self.subject, row_id, by=by, terms=form) as outcome:
            row = await self.table.filter(id=row_id).select_for_update().first()
            if row is None:
                raise NotFound(self.missing)
            if row.name != form.name:
                await _must_be_new(self.table, form.name)
            await self.must_stay_free(row, form)
            self.write(row, form)
            await row.save()
            outcome.subject_no, outcome.result = row.name, row
        return row


async def add_room(form: RoomForm, *, by: Actor, room_id: UUID | None = None) -> Room:
    """Put a room on the calendar."""
    return await ROOMS.add(form, by=by, row_id=room_id)


async def adjust_room(room_id: UUID, form: RoomForm, *, by: Actor) -> Room:
    """Change what a room is; one that is taken cannot be put out of use."""
    return await ROOMS.adjust(room_id, form, by=by)


async def add_equipment(
    form: EquipmentForm, *, by: Actor, equipment_id: UUID | None = None
) -> Equipment:
    """Put equipment on the calendar."""
    return await EQUIPMENT.add(form, by=by, row_id=equipment_id)


async def adjust_equipment(equipment_id: UUID, form: EquipmentForm, *, by: Actor) -> Equipment:
    """Change what there is; nothing that is promised can be taken away."""
    return await EQUIPMENT.adjust(equipment_id, form, by=by)


def _write_room(row: Room, form: RoomForm) -> None:
    row.name, row.zone, row.in_use = form.name, form.zone, form.in_use
    row.seats, row.row_seats = form.seats, min(form.row_seats, form.seats)


def _write_equipment(row: Equipment, form: EquipmentForm) -> None:
    row.name, row.kind = form.name, form.kind
    row.pieces, row.in_use = form.pieces, form.in_use


async def _must_be_new(table: type[Room] | type[Equipment], name: str) -> None:
    if await table.exists(name=name):
        raise Unmet(f"已有名为“{name}”的记录，请换一个名称")


async def _must_not_be_taken(row: Room, form: RoomForm) -> None:
    if form.in_use or not row.in_use:
        return
    taken = await Reservation.filter(
        room_id=row.id, released_at__isnull=True, ends_at__gt=clock.now()
    ).first()
    if taken is not None:
        raise Unmet(f"该场地已安排“{taken.title}”，请先改期或解除占用后再停用")


async def _must_not_be_promised(row: Equipment, form: EquipmentForm) -> None:
    if form.in_use and form.pieces >= row.pieces:
        return
    holds = await EquipmentHold.filter(
        equipment_id=row.id,
        reservation__released_at__isnull=True,
        reservation__ends_at__gt=clock.now(),
    ).prefetch_related("reservation")
    taken = [
        Taken(each.reservation.begins_at, each.reservation.ends_at, each.pieces) for each in holds
    ]
    ends = max((each.ends_at for each in taken), default=clock.now())
    most = peak(taken, clock.now(), ends)
    if most > (form.pieces if form.in_use else 0):
        raise Unmet(f"{row.name}已有 {most} 件安排在以后的活动中，请先调整这些活动")


ROOMS = Kind(Room, "room", "未找到这个场地，请刷新后再试", _write_room, _must_not_be_taken)
EQUIPMENT = Kind(
    Equipment, "equipment", "未找到这项设备，请刷新后再试", _write_equipment, _must_not_be_promised
)


async def reserve(form: ReservationForm, *, by: Actor) -> Reservation:
    """Take a room or equipment for something that is neither visit nor roadshow."""
    by.needs(Right.ROOM_MANAGE)
    if form.room_id is None and not form.equipment:
        raise Unmet("请选择场地或设备")
    subject_id = uuid4()
    async with enact("reservation.reserve", OWN, subject_id, by=by, terms=form) as outcome:
        wanted = Wanted(form.begins_at, form.ends_at, form.room_id, form.equipment)
        holder = Holder(OWN, subject_id, "", form.title)
        await reserving.take(wanted, holder, by=by, at=outcome.at)
        row = await Reservation.get(subject_id=subject_id)
        outcome.subject_no, outcome.result = form.title, row
    return row


async def release(reservation_id: UUID, *, by: Actor) -> Reservation:
    """Give back what was taken so; what an event has is given back by the event."""
    by.needs(Right.ROOM_MANAGE)
    async with enact("reservation.release", OWN, reservation_id, by=by) as outcome:
        row = await Reservation.get_or_none(id=reservation_id)
        if row is None:
            raise NotFound("未找到这项占用，请刷新后再试")
        if row.subject_kind != OWN:
            raise NotNow(f"这项占用属于“{row.title}”，请在该活动中改期或取消")
        if row.released_at is not None:
            raise NotNow("这项占用已经解除，请刷新页面")
        await reserving.release(row.subject_id, at=outcome.at)
        row.released_at = outcome.at
        outcome.subject_no, outcome.result = row.title, row
    return row
