"""What is filled in about terminals, and at them; every field has a limit."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import DeviceKind, Zone
from vocabulary.identifiers import PersonName

CODE_LENGTH = 8
MAINTENANCE_DAYS_MAX = 366
WINDOW_DAYS_MAX = 7

Custodian = Annotated[str, Meta(min_length=2, max_length=40, description="保管人姓名")]


Days = Annotated[int, Meta(ge=1, le=MAINTENANCE_DAYS_MAX, description="检修周期（天）")]


class DeviceOpening(Struct, frozen=True, forbid_unknown_fields=True):
    """登记一台设备：类别、所在分区、保管人，接在哪台设备上，多少天检修一次。"""

    name: Annotated[str, Meta(min_length=2, max_length=40, description="设备名称")]
    zone: Annotated[Zone, Meta(description="所在分区")]
    custodian: Custodian
    kind: Annotated[DeviceKind, Meta(description="设备类别")] = DeviceKind.KIOSK
    parent_id: Annotated[UUID | None, Meta(description="接在哪台设备上")] = None
    maintenance_days: Days | None = None


Hour = Annotated[str, Meta(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$")]


class Arrangement(Struct, frozen=True, forbid_unknown_fields=True):
    """设备的位置与检修计划：上级设备、检修周期、每周检修时段（可跨夜）。"""

    zone: Annotated[Zone, Meta(description="所在分区")]
    parent_id: Annotated[UUID | None, Meta(description="接在哪台设备上")] = None
    maintenance_days: Days | None = None
    window_days: Annotated[
        str, Meta(pattern=r"^[1-7]*$", max_length=WINDOW_DAYS_MAX, description="检修时段：星期")
    ] = ""
    window_from: Annotated[Hour, Meta(description="检修时段：起")] = ""
    window_to: Annotated[Hour, Meta(description="检修时段：止")] = ""


class Maintenance(Struct, frozen=True, forbid_unknown_fields=True):
    """登记一次检修：做了什么；检修期间不计入可用率，也不告警。"""

    note: Annotated[str, Meta(min_length=2, max_length=200, description="检修内容")]
    minutes: Annotated[int, Meta(ge=0, le=1_440, description="从现在起停机多少分钟，没有填0")] = 0


class Enrolment(Struct, frozen=True, forbid_unknown_fields=True):
    """凭一次性启用码登记接入：设备自己生成密钥，只交公钥；没有计算机的设备由采集主机代办。

    签名内容为 `enrol:{code}:{public_key}`，由采集主机代办时为 `enrol:{code}:{agent_id}`。
    """

    secret: ClassVar[tuple[str, ...]] = ("code", "signature")

    code: Annotated[str, Meta(pattern=r"^[0-9]{8}$", description="8位启用码")]
    signature: Annotated[str, Meta(min_length=88, max_length=88, description="Ed25519，base64")]
    public_key: Annotated[str, Meta(max_length=44, description="Ed25519 公钥，base64")] = ""
    agent_id: Annotated[UUID | None, Meta(description="代办的采集主机")] = None

    def __repr__(self) -> str:
        return "Enrolment(…)"


class HandingOver(Struct, frozen=True, forbid_unknown_fields=True):
    """变更保管人。"""

    custodian: Custodian


class Activation(Struct, frozen=True, forbid_unknown_fields=True):
    """凭一次性启用码启用终端。"""

    secret: ClassVar[tuple[str, ...]] = ("code",)

    code: Annotated[str, Meta(pattern=r"^[0-9]{8}$", description="8位启用码")]

    def __repr__(self) -> str:
        return "Activation(…)"


class ScanCollecting(Struct, frozen=True, forbid_unknown_fields=True):
    """终端询问扫码登录是否已获同意。"""

    id: Annotated[UUID, Meta(description="扫码登录编号")]
    secret: Annotated[str, Meta(min_length=43, max_length=43, description="终端持有的凭据")]

    def __repr__(self) -> str:
        return "ScanCollecting(…)"


class ScanAgreement(Struct, frozen=True, forbid_unknown_fields=True):
    """在自己的设备上同意登录。"""

    number: Annotated[str, Meta(pattern=r"^[0-9]{2}$", description="终端屏幕上显示的两位数字")]


class IdCardLogIn(Struct, frozen=True, forbid_unknown_fields=True):
    """刷身份证登录：读卡器读到的内容，以及本人在终端上输入的手机号码后四位。"""

    secret: ClassVar[tuple[str, ...]] = ("number", "phone_end")

    name: PersonName
    number: Annotated[str, Meta(min_length=18, max_length=18, description="公民身份号码")]
    valid_until: Annotated[date | None, Meta(description="有效期限截止日，长期的留空")]
    phone_end: Annotated[str, Meta(pattern=r"^[0-9]{4}$", description="账号手机号码后四位")]

    def __repr__(self) -> str:
        return "IdCardLogIn(…)"
