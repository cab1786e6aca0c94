"""What is said of rooms, equipment, and of taking them for a span."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import Zone
from vocabulary.events import EquipmentKind

NAME_LENGTH_MAX = 40
TITLE_LENGTH_MAX = 80
SEATS_MAX = 500
PIECES_MAX = 1_000
KINDS_AT_ONCE_MAX = 10
SPAN_HOURS_MAX = 72
CALENDAR_DAYS_MAX = 42

Moment = Annotated[datetime, Meta(tz=True, description="时间，须带时区")]
Name = Annotated[str, Meta(min_length=2, max_length=NAME_LENGTH_MAX, description="名称")]


class RoomForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """场地：名称、分区、座位数、每排座位数。"""

    name: Name
    zone: Annotated[Zone, Meta(description="所在分区")]
    seats: Annotated[int, Meta(ge=1, le=SEATS_MAX, description="座位数")]
    row_seats: Annotated[int, Meta(ge=1, le=SEATS_MAX, description="每排座位数")]
    in_use: Annotated[bool, Meta(description="是否可用")] = True


class EquipmentForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """设备：名称、种类、件数。"""

    name: Name
    kind: Annotated[EquipmentKind, Meta(description="种类")]
    pieces: Annotated[int, Meta(ge=1, le=PIECES_MAX, description="件数")]
    in_use: Annotated[bool, Meta(description="是否可用")] = True


class EquipmentWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """借用的设备与件数。"""

    equipment_id: Annotated[UUID, Meta(description="设备")]
    pieces: Annotated[int, Meta(ge=1, le=PIECES_MAX, description="件数")]


WantedList = Annotated[
    list[EquipmentWanted], Meta(max_length=KINDS_AT_ONCE_MAX, description="借用的设备")
]


class ReservationForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """占用场地或设备：用途、时段。"""

    title: Annotated[str, Meta(min_length=2, max_length=TITLE_LENGTH_MAX, description="用途")]
    begins_at: Moment
    ends_at: Moment
    room_id: Annotated[UUID | None, Meta(description="场地，可不选")] = None
    equipment: WantedList = []


class CalendarSpan(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from", "until": "to"}
):
    """日程的起止日期，含首尾；不填为本周起两周。"""

    since: Annotated[date | None, Meta(description="起始日期")] = None
    until: Annotated[date | None, Meta(description="截止日期")] = None
