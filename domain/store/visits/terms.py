"""What each step of a visit is told."""

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from domain.store.events.terms import PHONE_LENGTH_MAX, Person
from domain.store.rooms.terms import Moment, WantedList
from vocabulary.devices import Zone
from vocabulary.events import VisitState

DELEGATION_LENGTH_MAX = 80
PURPOSE_LENGTH_MAX = 300
NOTES_LENGTH_MAX = 2_000
HEADCOUNT_MAX = 200
STOP_MINUTES_MAX = 180
STOPS_MAX = 12
REASON_LENGTH_MAX = 500

ReasonText = Annotated[
    str, Meta(min_length=2, max_length=REASON_LENGTH_MAX, description="原因，会显示给对方")
]


class VisitBooking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """预约参观：谁来、多少人、何时、为什么、要不要讲解。

    `by_phone` 只有旗舰店工作人员使用，代来电的考察团登记。
    """

    personal: ClassVar[tuple[str, ...]] = ("contact_name", "contact_phone")

    delegation: Annotated[
        str, Meta(min_length=2, max_length=DELEGATION_LENGTH_MAX, description="考察团名称")
    ]
    contact_name: Person
    contact_phone: Annotated[
        str, Meta(min_length=7, max_length=PHONE_LENGTH_MAX, description="联系电话")
    ]
    headcount: Annotated[int, Meta(ge=1, le=HEADCOUNT_MAX, description="人数")]
    purpose: Annotated[
        str, Meta(min_length=2, max_length=PURPOSE_LENGTH_MAX, description="参观目的")
    ]
    begins_at: Moment
    ends_at: Moment
    guide_request: Annotated[
        str, Meta(max_length=PURPOSE_LENGTH_MAX, description="讲解需求，可不填")
    ] = ""
    display_name: Annotated[
        str, Meta(max_length=DELEGATION_LENGTH_MAX, description="欢迎词中的称呼，不填用考察团名称")
    ] = ""
    agrees_to_display: Annotated[bool, Meta(description="同意大屏显示完整名称")] = False
    is_enterprise: Annotated[bool, Meta(description="来访的是企业（电话登记时填写）")] = True


class TourStop(Struct, frozen=True, forbid_unknown_fields=True):
    """参观路线的一站。"""

    zone: Annotated[Zone, Meta(description="分区")]
    minutes: Annotated[int, Meta(ge=1, le=STOP_MINUTES_MAX, description="停留分钟数")]


class VisitConfirmation(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """预约确认：讲解员、参观路线、占用的场地和设备。"""

    guide_id: Annotated[UUID, Meta(description="讲解员")]
    tour_route: Annotated[
        list[TourStop], Meta(min_length=1, max_length=STOPS_MAX, description="参观路线")
    ]
    room_id: Annotated[UUID | None, Meta(description="场地，可不选")] = None
    equipment: WantedList = []


class VisitMove(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """参观改期：新的时间和原因。"""

    begins_at: Moment
    ends_at: Moment
    reason: ReasonText


class WrapUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """收尾归档：设备回收和接待记录。"""

    equipment_returned: Annotated[bool, Meta(description="设备已全部回收")]
    notes: Annotated[str, Meta(min_length=2, max_length=NOTES_LENGTH_MAX, description="接待记录")]


class VisitFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """参观列表的筛选条件。"""

    state: Annotated[VisitState | None, Meta(description="状态")] = None
    q: Annotated[str, Meta(max_length=60, description="编号或考察团名称")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
