"""What is filled in to take a ticket, at the counter, and about the store."""

from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import Zone
from vocabulary.store_queue import ServiceOutcome, TicketPriority

TEXT_LENGTH_MAX = 200
CODE_LENGTH_MAX = 64
UPLOAD_MAX = 50  # tickets in one upload
OFFLINE_NO_MAX = 999
SKILLS_MAX = 26
COUNTER_NO_MAX = 99
MINUTES_MAX = 240
SLOT_CAPACITY_MAX = 50
RADIUS_M_MAX = 5_000
E6_MAX = 180_000_000

Prefix = Annotated[str, Meta(pattern=r"^[A-Z]$", description="号码前的字母")]
Need = Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="来办什么，可不填")]
Phone = Annotated[str, Meta(pattern=r"^(1[0-9]{10})?$", description="手机号码，可不填")]
ClockTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description="时刻")]


class TicketAtKiosk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """在智能终端取号：业务类别，手机号码可不填。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)

    class_id: UUID
    phone: Phone = ""
    need: Need = ""


class Whereabouts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """证明人在门店：所在位置（GCJ-02，与国内地图一致），或门店二维码。用后即弃。"""

    latitude: Annotated[float, Meta(ge=-90, le=90, description="纬度")] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180, description="经度")] | None = None
    store_code: Annotated[str, Meta(max_length=CODE_LENGTH_MAX, description="门店二维码内容")] = ""

    def __repr__(self) -> str:
        return "Whereabouts(…)"


class TicketByPhone(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """在小程序取号：须在门店附近，或扫描门店屏幕上的二维码。"""

    secret: ClassVar[tuple[str, ...]] = ("here",)

    class_id: UUID
    here: Whereabouts
    need: Need = ""


class TicketForSomebody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """门店人员代取号：没有手机的来访者也能排队。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)

    class_id: UUID
    priority: TicketPriority = TicketPriority.USUAL
    phone: Phone = ""
    need: Need = ""


class Booking(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """预约：哪一天的哪个时段。"""

    class_id: UUID
    slot_at: Annotated[datetime, Meta(tz=True, description="时段开始的时刻")]
    need: Need = ""


class CheckIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """到店签到。"""

    secret: ClassVar[tuple[str, ...]] = ("here",)

    here: Whereabouts


class OfflineTicket(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """终端断网时发出的一个号。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)

    id: Annotated[UUID, Meta(description="终端生成的编号，重复上传只记一次")]
    class_id: UUID
    offline_no: Annotated[int, Meta(ge=1, le=OFFLINE_NO_MAX, description="当日第几个")]
    taken_at: Annotated[datetime, Meta(tz=True, description="取号时刻")]
    phone: Phone = ""
    need: Need = ""


class OfflineTickets(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """终端恢复联网后上传断网期间发出的号。"""

    tickets: Annotated[list[OfflineTicket], Meta(min_length=1, max_length=UPLOAD_MAX)]


class Transfer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """转办：转到哪类业务、哪个窗口，至少填一项。"""

    class_id: UUID | None = None
    counter_id: UUID | None = None
    note: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="交接说明")] = ""


class Completion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """办结：结果与备注。"""

    outcome: ServiceOutcome
    note: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="备注，可不填")] = ""


class ServiceClassForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """业务类别。"""

    prefix: Prefix
    name: Annotated[str, Meta(min_length=2, max_length=20, description="名称")]
    about: Annotated[str, Meta(max_length=100, description="说明")] = ""
    priority: TicketPriority = TicketPriority.USUAL
    typical_minutes: Annotated[int, Meta(ge=1, le=MINUTES_MAX, description="一般办理几分钟")]
    slot_capacity: Annotated[
        int, Meta(ge=0, le=SLOT_CAPACITY_MAX, description="每个预约时段可约几人")
    ]
    return_minutes: Annotated[int, Meta(ge=0, le=MINUTES_MAX, description="过号后几分钟内可返回")]
    active: bool = True


class ServiceCounterForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """服务窗口。"""

    counter_no: Annotated[int, Meta(ge=1, le=COUNTER_NO_MAX, description="窗口号")]
    name: Annotated[str, Meta(min_length=2, max_length=20, description="名称")]
    zone: Annotated[Zone, Meta(description="所在分区")] = Zone.SERVICE
    skills: Annotated[list[Prefix], Meta(min_length=1, max_length=SKILLS_MAX)]
    active: bool = True


class StoreSiteForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """门店位置（GCJ-02，与国内地图一致）与营业时间。"""

    latitude_e6: Annotated[int, Meta(ge=-E6_MAX // 2, le=E6_MAX // 2, description="纬度 × 10⁶")]
    longitude_e6: Annotated[int, Meta(ge=-E6_MAX, le=E6_MAX, description="经度 × 10⁶")]
    radius_m: Annotated[int, Meta(ge=20, le=RADIUS_M_MAX, description="取号范围（米）")]
    opens_at: ClockTime
    closes_at: ClockTime


class DayAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """哪一天的预约时段。"""

    day: date
