"""What people submit in upkeep."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import Zone
from vocabulary.upkeep import FaultGrade, FaultSource

TITLE_LENGTH_MAX = 100
TEXT_LENGTH_MAX = 500
NAME_LENGTH_MAX = 60
REFERENCE_LENGTH_MAX = 60
VISITORS_WORDS_MAX = 200

SAYS_SOMETHING = r"\S"
Title = Annotated[
    str,
    Meta(
        min_length=2,
        max_length=TITLE_LENGTH_MAX,
        pattern=SAYS_SOMETHING,
        description="一句话说明",
    ),
]
Text = Annotated[str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, pattern=SAYS_SOMETHING)]
Moment = Annotated[datetime, Meta(tz=True)]


class FaultReport(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """登记故障或安全隐患：来源、等级、说明、位置；安全隐患另填资产和漏洞编号。"""

    title: Title
    severity: FaultGrade
    source: FaultSource = FaultSource.BY_STAFF
    detail: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="详细情况")] = ""
    zone: Zone | None = None
    device_name: Annotated[str, Meta(max_length=NAME_LENGTH_MAX, description="设备名称")] = ""
    asset: Annotated[
        str, Meta(max_length=TITLE_LENGTH_MAX, description="资产，如服务器、交换机名称或地址")
    ] = ""
    reference: Annotated[
        str, Meta(max_length=REFERENCE_LENGTH_MAX, description="漏洞编号或检查项编号")
    ] = ""
    occurred_at: Annotated[Moment | None, Meta(description="发现时间，不填则为现在")] = None


class KioskFaultReport(Struct, frozen=True, forbid_unknown_fields=True):
    """到店人员在智能终端报修：只需一句话，不需要登录。"""

    words: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=VISITORS_WORDS_MAX,
            pattern=SAYS_SOMETHING,
            description="哪里坏了",
        ),
    ]


class Assignment(Struct, frozen=True, forbid_unknown_fields=True):
    """派单：交给哪位同事，附一句说明。"""

    assignee_id: UUID
    note: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="说明，可不填")] = ""


class Repair(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """维修结果：原因、处理结果、恢复时间、使用的备件。"""

    cause: Annotated[Text, Meta(description="原因")]
    outcome: Annotated[Text, Meta(description="处理结果")]
    restored_at: Annotated[Moment, Meta(description="恢复时间")]
    spare_used: Annotated[str, Meta(max_length=NAME_LENGTH_MAX, description="使用的备件")] = ""


class Regrading(Struct, frozen=True, forbid_unknown_fields=True):
    """调整等级：新的等级和原因，时限随之重新计算。"""

    severity: FaultGrade
    reason: Annotated[str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, description="原因")]


class RiskAcceptance(Struct, frozen=True, forbid_unknown_fields=True):
    """接受风险：截止日期和原因，到期后重新派单。"""

    until: Annotated[date, Meta(description="截止日期，一年以内")]
    reason: Annotated[str, Meta(min_length=2, max_length=TEXT_LENGTH_MAX, description="原因")]


class InspectionSignature(Struct, frozen=True, forbid_unknown_fields=True):
    """巡检签字：本人姓名，以及需要说明的事项。"""

    name: Annotated[str, Meta(min_length=1, max_length=NAME_LENGTH_MAX, description="签字人姓名")]
    remark: Annotated[str, Meta(max_length=TEXT_LENGTH_MAX, description="备注，可不填")] = ""


class PhotoPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """照片属于哪个检查项；故障的照片不填。"""

    item_id: UUID | None = None
