"""What people submit for a meeting's support."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import Zone
from vocabulary.meetings import IncidentKind, MeetingKind

TITLE_LENGTH_MAX = 100
ROOM_LENGTH_MAX = 40
NEEDS_LENGTH_MAX = 500
NOTE_LENGTH_MAX = 300
REPORT_LENGTH_MAX = 1000
HEADCOUNT_MAX = 500
SPARES_MAX = 10  # of one meeting
SPARE_NAME_LENGTH_MAX = 60

Moment = Annotated[datetime, Meta(tz=True)]
Note = Annotated[str, Meta(min_length=2, max_length=NOTE_LENGTH_MAX)]


class MeetingTime(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """会议的时间和地点。"""

    starts_at: Annotated[Moment, Meta(description="开始时间")]
    ends_at: Annotated[Moment, Meta(description="结束时间")]
    zone: Zone
    room: Annotated[str, Meta(min_length=1, max_length=ROOM_LENGTH_MAX, description="会议室")]


class MeetingOrder(MeetingTime, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """会议技术保障：会议名称、类型、时间、地点、人数和需要。"""

    title: Annotated[str, Meta(min_length=2, max_length=TITLE_LENGTH_MAX, description="会议名称")]
    kind: Annotated[MeetingKind, Meta(description="普通会议或重大会议")]
    headcount: Annotated[int, Meta(ge=1, le=HEADCOUNT_MAX, description="人数")]
    needs: Annotated[str, Meta(max_length=NEEDS_LENGTH_MAX, description="设备需求，可不填")] = ""


class MeetingMove(MeetingTime, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """改期：新的时间、地点和原因，联调时限随之重新计算。"""

    reason: Annotated[str, Meta(min_length=2, max_length=NEEDS_LENGTH_MAX, description="原因")]


class SparesKept(Struct, frozen=True, forbid_unknown_fields=True):
    """为会议预留的备用设备，以最后一次提交的为准。"""

    spare_ids: Annotated[list[UUID], Meta(max_length=SPARES_MAX, description="备用设备")]


class SpareForm(Struct, frozen=True, forbid_unknown_fields=True):
    """登记一件备用设备。"""

    name: Annotated[
        str, Meta(min_length=2, max_length=SPARE_NAME_LENGTH_MAX, description="名称和编号")
    ]


class DutyText(Struct, frozen=True, forbid_unknown_fields=True):
    """值守记录的一条。"""

    text: Annotated[Note, Meta(description="值守情况")]


class IncidentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """会中故障：声音、画面或网络，何时发生，情况如何。"""

    kind: IncidentKind
    started_at: Annotated[Moment, Meta(description="发生时间")]
    note: Annotated[Note, Meta(description="情况")]


class IncidentMended(Struct, frozen=True, forbid_unknown_fields=True):
    """会中故障的恢复：何时恢复，怎样处理。"""

    incident_id: UUID
    mended_at: Annotated[Moment, Meta(description="恢复时间")]
    how: Annotated[Note, Meta(description="处理方法")]


class MeetingConclusion(Struct, frozen=True, forbid_unknown_fields=True):
    """会后总结：设备运行情况和优化建议，写入《技术保障报告》。"""

    equipment_run: Annotated[
        str, Meta(min_length=2, max_length=REPORT_LENGTH_MAX, description="设备运行情况")
    ]
    suggestions: Annotated[
        str, Meta(min_length=1, max_length=REPORT_LENGTH_MAX, description="优化建议，没有请写“无”")
    ]
