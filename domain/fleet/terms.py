"""What devices report and what people fill in about alerts and duty; every field has a limit."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import AlertState, Health

PAYLOAD_LENGTH_MAX = 128 * 1024
REPORTS_MAX = 20  # of one request: what waited while the line was down goes in several
READINGS_MAX = 201  # the agent and what hangs on it
VALUES_MAX = 8
VALUE_MAX = 1e15  # nothing measured is so large: the probe is mistaken
DETAIL_LENGTH_MAX = 200
CHECKS_MAX = 10
COUNTER_MAX = 2**62
TICK_S_MAX = 1e10
INTERVAL_S_MAX = 3_600
LATENCY_MS_MAX = 600_000.0
WAITING_MAX = 100_000  # what a terminal may keep on its disk is less
PRINTER_SAYS_MAX = 40
SILENCE_MINUTES_MAX = 7 * 24 * 60
SHIFT_HOURS_MAX = 24 * 7
RANK_MAX = 3
ROSTER_DAYS_MAX = 62

Counter = Annotated[int, Meta(ge=1, le=COUNTER_MAX)]
Tick = Annotated[float, Meta(ge=0, le=TICK_S_MAX)]
Boot = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}$")]
ValueName = Annotated[str, Meta(pattern=r"^[a-z_]{1,20}$")]
Moment = Annotated[datetime, Meta(tz=True)]


class SignedReport(Struct, frozen=True, forbid_unknown_fields=True):
    """设备报告：JSON 原文，以及设备密钥对原文的签名。"""

    payload: Annotated[
        str, Meta(min_length=2, max_length=PAYLOAD_LENGTH_MAX, description="报告原文（JSON）")
    ]
    signature: Annotated[
        str, Meta(min_length=88, max_length=88, description="Ed25519 签名，base64")
    ]

    def __repr__(self) -> str:
        return "SignedReport(…)"


class Reading(Struct, frozen=True, forbid_unknown_fields=True):
    """What one probe found of one device; `checks` how often in a row before it was said."""

    device: UUID
    health: Health
    detail: Annotated[str, Meta(max_length=DETAIL_LENGTH_MAX)] = ""
    checks: Annotated[int, Meta(ge=1, le=CHECKS_MAX)] = 1
    latency_ms: Annotated[float, Meta(ge=0, le=LATENCY_MS_MAX)] = 0.0
    values: Annotated[dict[ValueName, float], Meta(max_length=VALUES_MAX)] = {}


class Report(Struct, frozen=True, forbid_unknown_fields=True):
    """One round of probes, numbered; perhaps long ago, when the line was down."""

    seq: Counter
    boot: Boot
    tick: Tick
    at: Moment
    interval_s: Annotated[int, Meta(ge=1, le=INTERVAL_S_MAX)]
    readings: Annotated[list[Reading], Meta(max_length=READINGS_MAX)]


class Envelope(Struct, frozen=True, forbid_unknown_fields=True):
    """What is signed: who sends, the number that never repeats, and the reports, oldest first."""

    agent: UUID
    boot: Boot
    counter: Counter
    tick: Tick
    at: Moment
    reports: Annotated[list[Report], Meta(max_length=REPORTS_MAX)]


class KioskReport(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """终端自报：离线登记的条数、摄像头、打印机和配套程序的情况；没有的不填。"""

    waiting: Annotated[int, Meta(ge=0, le=WAITING_MAX, description="待提交的离线登记")]
    refused: Annotated[int, Meta(ge=0, le=WAITING_MAX, description="未能提交的离线登记")]
    camera: Annotated[bool | None, Meta(description="摄像头是否连接")] = None
    agent: Annotated[bool | None, Meta(description="配套程序是否应答")] = None
    printer: Annotated[Health | None, Meta(description="打印机")] = None
    printer_says: Annotated[str, Meta(max_length=PRINTER_SAYS_MAX, description="如缺纸")] = ""


class Acknowledgement(Struct, frozen=True, forbid_unknown_fields=True):
    """知悉告警：打算怎么处理。"""

    note: Annotated[str, Meta(max_length=200, description="处理打算，可以不填")] = ""


class Silencing(Struct, frozen=True, forbid_unknown_fields=True):
    """静音：多少分钟内不再通知，为什么。"""

    minutes: Annotated[int, Meta(ge=1, le=SILENCE_MINUTES_MAX, description="静音多少分钟")]
    reason: Annotated[str, Meta(min_length=2, max_length=200, description="原因")]


class DeviceFilter(Struct, frozen=True, forbid_unknown_fields=True):
    """按分区、类别、健康状态筛选设备。"""

    zone: Annotated[Zone | None, Meta(description="分区")] = None
    kind: Annotated[DeviceKind | None, Meta(description="类别")] = None
    health: Annotated[Health | None, Meta(description="健康状态")] = None


class AlertFilter(Struct, frozen=True, forbid_unknown_fields=True):
    """按状态筛选告警；`current` 只看没有解除的。"""

    current: Annotated[bool, Meta(description="只看没有解除的")] = True
    state: Annotated[AlertState | None, Meta(description="状态")] = None
    zone: Annotated[Zone | None, Meta(description="分区")] = None
    kind: Annotated[DeviceKind | None, Meta(description="设备类别")] = None
    device_id: Annotated[UUID | None, Meta(description="设备编号")] = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class Shift(Struct, frozen=True, forbid_unknown_fields=True):
    """排班：谁、从何时到何时、第几顺位。"""

    account_id: Annotated[UUID, Meta(description="值班人员账号")]
    from_at: Annotated[datetime, Meta(description="开始时间", tz=True)]
    until_at: Annotated[datetime, Meta(description="结束时间", tz=True)]
    rank: Annotated[int, Meta(ge=1, le=RANK_MAX, description="第几顺位，1最先通知")] = 1
