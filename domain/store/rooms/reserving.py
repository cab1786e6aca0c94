"""Takes a room and equipment for a span, inside the act that needs them: nobody else has them then.

The rows of room and equipment are locked, always in one order, before anybody looks who has
them; of two who ask at once the second sees what the first has taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tortoise.expressions import Q

from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, NotFound, Unmet
from domain.store.rooms.rules import (
    DAYS_AHEAD_MAX,
    Taken,
    nearest_free,
    overlapping,
    peak,
    span_text,
)
from domain.store.rooms.terms import SPAN_HOURS_MAX, EquipmentWanted
from orm.store_rooms import Equipment, EquipmentHold, Reservation, Room

TITLES_NAMED_MAX = 3


@dataclass(frozen=True, slots=True)
class Holder:
    """For what something is taken."""

    subject_kind: str
    subject_id: UUID
    subject_no: str
    title: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be taken, and when."""

    begins_at: datetime
    ends_at: datetime
    room_id: UUID | None
    equipment: Sequence[EquipmentWanted] = ()


def must_be_a_span(begins: datetime, ends: datetime, *, now: datetime) -> None:
    """Refuse what ends before it begins, lies in the past, or never ends."""
    if ends <= begins:
        raise Invalid("结束时间应在开始时间之后", (("ends_at", "应在开始时间之后"),))
    if ends - begins > timedelta(hours=SPAN_HOURS_MAX):
        sentence = f"一次最长 {SPAN_HOURS_MAX} 小时，请分次安排"
        raise Invalid(sentence, (("ends_at", sentence),))
    if ends <= now:
        raise Invalid("时间已过，请选择以后的时间", (("begins_at", "时间已过"),))


async def take(wanted: Wanted, holder: Holder, *, by: Actor, at: datetime) -> Room | None:
    """Take it all, or refuse with who has it. What the holder had before is given back first."""
    must_be_a_span(wanted.begins_at, wanted.ends_at, now=at)
    room = await _locked_room(wanted.room_id) if wanted.room_id else None
    pieces = await _locked_equipment(wanted.equipment)
    await release(holder.subject_id, at=at)
    if room is not None:
        await _must_be_free(room, wanted, at)
    for equipment, count in pieces:
        await _must_be_left(equipment, count, wanted, at)
    row = await Reservation.create(
        id=uuid4(),
        subject_kind=holder.subject_kind,
        subject_id=holder.subject_id,
        subject_no=holder.subject_no,
        title=holder.title,
        room_id=wanted.room_id,
        begins_at=wanted.begins_at,
        ends_at=wanted.ends_at,
        made_by_name=by.name,
        made_at=at,
    )
    for equipment, count in pieces:
        await EquipmentHold.create(reservation_id=row.id, equipment_id=equipment.id, pieces=count)
    return room


async def release(subject_id: UUID, *, at: datetime) -> int:
    """Give back whatever this holder has; how many reservations that were."""
    return await Reservation.filter(subject_id=subject_id, released_at__isnull=True).update(
        released_at=at
    )


async def _locked_room(room_id: UUID) -> Room:
    room = await Room.filter(id=room_id).select_for_update().first()
    if room is None:
        raise NotFound("未找到这个场地，请刷新后重新选择")
    if not room.in_use:
        raise Unmet(f"{room.name}已停用，请选择其他场地")
    return room


async def _locked_equipment(wanted: Sequence[EquipmentWanted]) -> list[tuple[Equipment, int]]:
    counts: dict[UUID, int] = {}
    for each in wanted:
        counts[each.equipment_id] = counts.get(each.equipment_id, 0) + each.pieces
    rows = Equipment.filter(id__in=list(counts)).order_by("id")
    found = await rows.select_for_update() if counts else []
    if len(found) != len(counts):
        raise NotFound("未找到所选设备，请刷新后重新选择")
    if retired := [each.name for each in found if not each.in_use]:
        raise Unmet(f"{'、'.join(retired)}已停用，请选择其他设备")
    return [(each, counts[each.id]) for each in found]


def _around(wanted: Wanted) -> Q:
    """Whatever may stand in the way of the span, or of one near it that could be offered."""
    reach = timedelta(days=DAYS_AHEAD_MAX + 1)
    return Q(
        released_at__isnull=True,
        begins_at__lt=wanted.ends_at + reach,
        ends_at__gt=wanted.begins_at - reach,
    )


async def _must_be_free(room: Room, wanted: Wanted, now: datetime) -> None:
    rows = await Reservation.filter(_around(wanted), room_id=room.id)
    taken = [Taken(each.begins_at, each.ends_at, 1, _said(each)) for each in rows]
    held = overlapping(taken, wanted.begins_at, wanted.ends_at)
    if not held:
        return
    free = nearest_free(taken, wanted.begins_at, wanted.ends_at, not_before=now)
    raise Unmet(f"{room.name}该时段已被占用：{_who(held)}。{_offer(free)}")


async def _must_be_left(equipment: Equipment, count: int, wanted: Wanted, now: datetime) -> None:
    taken = await taken_of(equipment.id, wanted)
    out = peak(taken, wanted.begins_at, wanted.ends_at)
    if out + count <= equipment.pieces:
        return
    if count > equipment.pieces:
        raise Unmet(f"{equipment.name}共 {equipment.pieces} 件，不够 {count} 件，请减少件数")
    free = nearest_free(
        taken,
        wanted.begins_at,
        wanted.ends_at,
        pieces=count,
        out_of=equipment.pieces,
        not_before=now,
    )
    held = overlapping(taken, wanted.begins_at, wanted.ends_at)
    raise Unmet(
        f"{equipment.name}共 {equipment.pieces} 件，该时段只剩 {equipment.pieces - out} 件："
        f"{_who(held)}。{_offer(free)}"
    )


async def taken_of(equipment_id: UUID, wanted: Wanted) -> list[Taken]:
    """Who has pieces of this equipment around a span."""
    holds = await EquipmentHold.filter(
        equipment_id=equipment_id,
        reservation_id__in=[
            each.id for each in await Reservation.filter(_around(wanted)).only("id")
        ],
    ).prefetch_related("reservation")
    return [
        Taken(
            each.reservation.begins_at,
            each.reservation.ends_at,
            each.pieces,
            _said(each.reservation),
        )
        for each in holds
    ]


def _said(row: Reservation) -> str:
    return f"{row.title} {row.subject_no}".strip()


def _who(held: Sequence[Taken]) -> str:
    named = [
        f"“{each.title}”（{span_text(each.begins_at, each.ends_at)}）"
        for each in held[:TITLES_NAMED_MAX]
    ]
    more = len(held) - len(named)
    return "、".join(named) + (f"等 {len(held)} 项" if more else "")


def _offer(free: tuple[datetime, datetime] | None) -> str:
    if free is None:
        return f"{DAYS_AHEAD_MAX} 天内没有同样长的空闲时段，请更换"
    return f"最近的空闲时段是 {span_text(*free)}"
