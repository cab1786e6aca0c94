"""What people fill in to sign up, log in and keep accounts; every field has a limit."""

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from domain.identity.rules import PASSWORD_LENGTH_MAX
from vocabulary.identifiers import EnterpriseName, PersonName, Phone, Uscc
from vocabulary.identity import CodePurpose, ExternalClient, LogInWay
from vocabulary.parties import PartyKind, Role

NETWORKS_MAX = 50

Password = Annotated[
    str, Meta(min_length=1, max_length=PASSWORD_LENGTH_MAX, description="登录密码，8至64位")
]
SmsCodeText = Annotated[str, Meta(pattern=r"^[0-9]{6}$", description="6位短信验证码")]
WeChatCode = Annotated[str, Meta(min_length=1, max_length=200, description="微信返回的一次性凭证")]
Name = Annotated[str, Meta(min_length=2, max_length=40, description="手机号码，或机构用户的登录名")]
Roles = Annotated[list[Role], Meta(min_length=1, max_length=8, description="岗位")]


class _Form(Struct, frozen=True, forbid_unknown_fields=True):
    """A form that never shows what it holds: passwords and codes must not reach a log."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"


class CodeRequest(_Form, frozen=True, forbid_unknown_fields=True):
    """获取短信验证码。"""

    phone: Phone
    purpose: Annotated[CodePurpose, Meta(description="验证码用途")]


class SignUp(_Form, frozen=True, forbid_unknown_fields=True):
    """企业用户注册。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)
    secret: ClassVar[tuple[str, ...]] = ("password", "sms_code")

    phone: Phone
    password: Password
    sms_code: SmsCodeText


class PasswordReset(_Form, frozen=True, forbid_unknown_fields=True):
    """凭短信验证码重置密码。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)
    secret: ClassVar[tuple[str, ...]] = ("password", "sms_code")

    phone: Phone
    sms_code: SmsCodeText
    password: Password


class PasswordLogIn(_Form, frozen=True, forbid_unknown_fields=True):
    """密码登录。"""

    phone: Name
    password: Password


class SmsCodeLogIn(_Form, frozen=True, forbid_unknown_fields=True):
    """短信验证码登录。"""

    phone: Phone
    sms_code: SmsCodeText


class WeChatLogIn(_Form, frozen=True, forbid_unknown_fields=True):
    """微信登录。"""

    code: WeChatCode


Ticket = Annotated[str, Meta(min_length=1, max_length=100, description="第一步验证返回的凭据")]


class TicketHeld(_Form, frozen=True, forbid_unknown_fields=True):
    """第二步验证：向账号手机发送验证码。"""

    ticket: Ticket


class SecondPassword(_Form, frozen=True, forbid_unknown_fields=True):
    """第二步验证：密码。"""

    ticket: Ticket
    password: Password


class SecondSmsCode(_Form, frozen=True, forbid_unknown_fields=True):
    """第二步验证：短信验证码。"""

    ticket: Ticket
    sms_code: SmsCodeText


class SecondWeChat(_Form, frozen=True, forbid_unknown_fields=True):
    """第二步验证：微信。"""

    ticket: Ticket
    code: WeChatCode


class PasswordProof(_Form, frozen=True, forbid_unknown_fields=True):
    """再次验证身份：密码。"""

    password: Password


class SmsCodeProof(_Form, frozen=True, forbid_unknown_fields=True):
    """再次验证身份：短信验证码。"""

    sms_code: SmsCodeText


class PhoneChange(_Form, frozen=True, forbid_unknown_fields=True):
    """更换手机号码：新号码及其收到的验证码。"""

    personal: ClassVar[tuple[str, ...]] = ("phone",)
    secret: ClassVar[tuple[str, ...]] = ("sms_code",)

    phone: Phone
    sms_code: SmsCodeText


class AllowListSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """设置某一岗位，或某一种外部接入的网络地址白名单。"""

    role: Annotated[Role | None, Meta(description="岗位；设置外部接入时留空")]
    networks: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=64)]],
        Meta(max_length=NETWORKS_MAX, description="网络地址，如 10.1.0.0/16；留空表示不限制"),
    ]
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="设置原因")]
    client: Annotated[ExternalClient | None, Meta(description="外部接入；设置岗位时留空")] = None


class PhoneBinding(_Form, frozen=True, forbid_unknown_fields=True):
    """微信用户授权手机号，登录或注册。"""

    ticket: Annotated[str, Meta(min_length=1, max_length=100, description="微信登录返回的凭据")]
    phone_code: WeChatCode


class PasswordChange(_Form, frozen=True, forbid_unknown_fields=True):
    """修改密码。"""

    secret: ClassVar[tuple[str, ...]] = ("old_password", "new_password")

    old_password: Password
    new_password: Password


class InstitutionOpening(Struct, frozen=True, forbid_unknown_fields=True):
    """机构开户。"""

    kind: Annotated[PartyKind, Meta(description="机构类型")]
    name: EnterpriseName
    short_name: Annotated[str, Meta(min_length=2, max_length=40, description="机构简称")]
    uscc: Uscc
    region: Annotated[str, Meta(pattern=r"^[0-9]{6}$", description="所在区域代码")]


class AccountOpening(_Form, frozen=True, forbid_unknown_fields=True):
    """开立账号；首次密码由本人凭短信验证码设置。"""

    personal: ClassVar[tuple[str, ...]] = ("phone", "name")
    party_id: Annotated[UUID, Meta(description="所属单位")]
    name: PersonName
    log_in_name: Annotated[
        str, Meta(min_length=4, max_length=40, description="登录名：小写字母开头")
    ]
    phone: Phone
    roles: Roles


class RolesChange(Struct, frozen=True, forbid_unknown_fields=True):
    """变更岗位。"""

    roles: Roles
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="变更原因")]


class Proved(Struct, frozen=True):
    """What the journal keeps of an account that came by WeChat."""

    personal: ClassVar[tuple[str, ...]] = ("phone",)

    phone: str
    way: LogInWay
