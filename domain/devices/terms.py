"""What is filled in about terminals, and at them; every field has a limit."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from vocabulary.devices import Zone
from vocabulary.identifiers import PersonName

CODE_LENGTH = 8

Custodian = Annotated[str, Meta(min_length=2, max_length=40, description="保管人姓名")]


class DeviceOpening(Struct, frozen=True, forbid_unknown_fields=True):
    """开通一台智能终端。"""

    name: Annotated[str, Meta(min_length=2, max_length=40, description="终端名称")]
    zone: Annotated[Zone, Meta(description="所在分区")]
    custodian: Custodian


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
