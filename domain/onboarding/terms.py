"""What is filled in at an onboarding: by the applicant, the operator and the institution."""

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from domain.identity.terms import SmsCodeText
from vocabulary.identifiers import EnterpriseName, PersonName, Phone, Uscc
from vocabulary.onboarding import Verdict
from vocabulary.parties import PartyKind

NOTE_LENGTH_MAX = 300
CRITERIA_MAX = 40

Licence = Annotated[str, Meta(min_length=4, max_length=60, description="行业许可证编号")]
LicenceUntil = Annotated[date | None, Meta(description="许可证有效期至；长期有效的不填")]
Number = Annotated[str, Meta(min_length=8, max_length=40, description="入驻编号")]
Note = Annotated[str, Meta(max_length=NOTE_LENGTH_MAX, description="说明，会显示给机构")]


class OnboardingForm(Struct, frozen=True, forbid_unknown_fields=True):
    """入驻申请。"""

    kind: Annotated[PartyKind, Meta(description="机构类型")]
    name: EnterpriseName
    short_name: Annotated[str, Meta(min_length=2, max_length=40, description="机构简称")]
    uscc: Uscc
    region: Annotated[str, Meta(pattern=r"^[0-9]{6}$", description="所在区域代码")]
    licence_no: Licence
    legal_representative: PersonName
    contact_name: PersonName
    contact_phone: Phone
    authorised_name: PersonName
    administrator_name: PersonName
    administrator_phone: Phone
    licence_valid_until: LicenceUntil = None

    personal: ClassVar[tuple[str, ...]] = (
        "legal_representative",
        "contact_name",
        "contact_phone",
        "authorised_name",
        "administrator_name",
        "administrator_phone",
    )


class Application(Struct, frozen=True, forbid_unknown_fields=True):
    """填写入驻申请：首位管理员的手机号码须以短信验证码验证。"""

    form: OnboardingForm
    sms_code: SmsCodeText

    def __repr__(self) -> str:
        return "Application(…)"


class LookUp(Struct, frozen=True, forbid_unknown_fields=True):
    """凭入驻编号和首位管理员的手机验证码查询进度。"""

    onboarding_no: Number
    phone: Phone
    sms_code: SmsCodeText

    def __repr__(self) -> str:
        return "LookUp(…)"


class EvidenceSlot(Struct, frozen=True, forbid_unknown_fields=True):
    """上传的是哪一项材料。"""

    evidence: Annotated[str, Meta(min_length=1, max_length=40, description="材料代码")]


class HandedIn(Struct, frozen=True):
    """What the journal keeps of a document that was handed in."""

    personal: ClassVar[tuple[str, ...]] = ("name",)

    evidence: str
    name: str
    media: str
    size_bytes: int
    sha256: str


class Finding(Struct, frozen=True, forbid_unknown_fields=True):
    """一条准入条件的核验结果。"""

    criterion: Annotated[str, Meta(min_length=1, max_length=20, description="条件编号")]
    verdict: Verdict
    note: Note = ""


class AdmissionCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """准入资质审核：逐项核验结果。"""

    findings: Annotated[list[Finding], Meta(min_length=1, max_length=CRITERIA_MAX)]


class Admission(Struct, frozen=True, forbid_unknown_fields=True):
    """审批通过。"""

    note: Note = ""


class Signature(Struct, frozen=True, forbid_unknown_fields=True):
    """授权代表签署入驻协议：所见文本的版本与摘要，以及本人姓名。"""

    personal: ClassVar[tuple[str, ...]] = ("name",)

    version: Annotated[str, Meta(min_length=1, max_length=20, description="协议版本")]
    hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="协议文本摘要")]
    name: PersonName


class RenewalForm(Struct, frozen=True, forbid_unknown_fields=True):
    """续期申请：确认或更新行业许可证。"""

    licence_no: Licence
    licence_valid_until: LicenceUntil = None


class DaysLeft(Struct, frozen=True):
    """How long an admission still holds."""

    days: int
