"""What each step of a roadshow is told."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from domain.store.rooms.terms import SEATS_MAX, Moment, WantedList
from vocabulary.events import RoadshowState, RunItemKind

TOPIC_LENGTH_MAX = 80
INTRODUCTION_LENGTH_MAX = 1_000
REQUEST_LENGTH_MAX = 300
SPEAKER_LENGTH_MAX = 40
SUMMARY_LENGTH_MAX = 2_000
ITEM_MINUTES_MAX = 240
ITEMS_MAX = 30
INVITED_AT_ONCE_MAX = 200
PEOPLE_MAX = 10
SLOTS_AT_ONCE_MAX = 24
SLOT_MINUTES_MIN, SLOT_MINUTES_MAX = 5, 60
REASON_LENGTH_MAX = 500

ReasonText = Annotated[
    str, Meta(min_length=2, max_length=REASON_LENGTH_MAX, description="原因，会显示给对方")
]


class RoadshowForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """活动申请：主题、规模、希望的时间、设备需求。"""

    topic: Annotated[str, Meta(min_length=2, max_length=TOPIC_LENGTH_MAX, description="主题")]
    introduction: Annotated[
        str, Meta(max_length=INTRODUCTION_LENGTH_MAX, description="活动介绍，可不填")
    ] = ""
    headcount: Annotated[int, Meta(ge=1, le=SEATS_MAX, description="规模（人数）")]
    begins_at: Moment
    ends_at: Moment
    equipment_request: Annotated[
        str, Meta(max_length=REQUEST_LENGTH_MAX, description="设备需求，可不填")
    ] = ""


class Scheduling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """排期：时间、场地和设备，同时占用。"""

    begins_at: Moment
    ends_at: Moment
    room_id: Annotated[UUID, Meta(description="场地")]
    equipment: WantedList = []


class RoadshowMove(Scheduling, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """路演改期：新的时间、场地和设备，以及原因。邀请和已有的签到保留。"""

    reason: ReasonText


class RunItemForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """执行方案中的一个环节。"""

    kind: Annotated[RunItemKind, Meta(description="环节")]
    title: Annotated[str, Meta(min_length=1, max_length=TOPIC_LENGTH_MAX, description="内容")]
    minutes: Annotated[int, Meta(ge=1, le=ITEM_MINUTES_MAX, description="分钟数")]
    speaker: Annotated[str, Meta(max_length=SPEAKER_LENGTH_MAX, description="主讲人")] = ""


class RunSheet(Struct, frozen=True, forbid_unknown_fields=True):
    """执行方案：按顺序的各个环节。"""

    items: Annotated[list[RunItemForm], Meta(min_length=1, max_length=ITEMS_MAX)]


class Invited(Struct, frozen=True, forbid_unknown_fields=True):
    """邀请哪些企业。"""

    enterprise_ids: Annotated[
        list[UUID], Meta(min_length=1, max_length=INVITED_AT_ONCE_MAX, description="企业")
    ]


class InvitationAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """对邀请的答复：是否参加、几人。"""

    coming: Annotated[bool, Meta(description="是否参加")]
    people: Annotated[int, Meta(ge=0, le=PEOPLE_MAX, description="人数")] = 1


class SlotsForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """一对一时段：从何时起、每段几分钟、几段。"""

    begins_at: Moment
    minutes: Annotated[
        int, Meta(ge=SLOT_MINUTES_MIN, le=SLOT_MINUTES_MAX, description="每段分钟数")
    ]
    slots: Annotated[int, Meta(ge=1, le=SLOTS_AT_ONCE_MAX, description="段数")]


class Debrief(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """会后复盘：活动情况和改进建议。"""

    summary: Annotated[
        str, Meta(min_length=2, max_length=SUMMARY_LENGTH_MAX, description="活动情况")
    ]
    improvements: Annotated[
        str, Meta(max_length=INTRODUCTION_LENGTH_MAX, description="改进建议，可不填")
    ] = ""


class RoadshowFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """路演列表的筛选条件。"""

    state: Annotated[RoadshowState | None, Meta(description="状态")] = None
    mine: Annotated[bool, Meta(description="只看邀请本企业或本企业参加的")] = False
    q: Annotated[str, Meta(max_length=60, description="编号、主题或机构")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
