"""What is filled in when an enterprise asks to be certified, and when it is answered."""

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta, Struct

from domain.identity.terms import WeChatCode
from vocabulary.certification import CheckItem
from vocabulary.identifiers import EnterpriseName, PersonName, Phone, Uscc
from vocabulary.money import FEN_MAX
from vocabulary.parties import EnterpriseSize
from vocabulary.seeing import DocumentKind

NOTE_LENGTH_MAX = 500
MARK_NOTE_LENGTH_MAX = 200
BUSINESS_LENGTH_MAX = 200
VERSION_LENGTH_MAX = 20

Region = Annotated[str, Meta(min_length=6, max_length=6, description="所属区域的行政区划代码")]
Industry = Annotated[
    str, Meta(min_length=1, max_length=1, description="所属行业，GB/T 4754 门类字母 A–T")
]
Note = Annotated[str, Meta(max_length=NOTE_LENGTH_MAX, description="审核说明，会显示给企业")]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="文本的 SHA-256")]
Version = Annotated[str, Meta(min_length=1, max_length=VERSION_LENGTH_MAX, description="文本版本")]


class CertificationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """企业认证申请的登记信息。"""

    name: EnterpriseName
    uscc: Uscc
    region: Region
    industry: Industry
    legal_representative: Annotated[
        str, Meta(min_length=1, max_length=50, description="法定代表人姓名")
    ]
    contact_name: PersonName
    contact_phone: Phone
    size: Annotated[
        EnterpriseSize | None, Meta(description="企业规模，可不填；用于推荐适合的政策")
    ] = None

    personal: ClassVar[tuple[str, ...]] = (
        "legal_representative",
        "contact_name",
        "contact_phone",
    )


class CertificationHandIn(CertificationForm, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """企业认证申请：登记信息、证照影像、征信授权书，以及（自愿的）人脸核验。"""

    registered_capital_fen: Annotated[
        int, Meta(ge=0, le=FEN_MAX, description="注册资本，单位为分；没有注册资本的填 0")
    ]
    main_business: Annotated[
        str, Meta(min_length=2, max_length=BUSINESS_LENGTH_MAX, description="主营业务")
    ]
    licence_id: Annotated[UUID, Meta(description="营业执照影像")]
    id_front_id: Annotated[UUID, Meta(description="身份证人像面影像")]
    id_back_id: Annotated[UUID, Meta(description="身份证国徽面影像")]
    authorization_id: Annotated[UUID, Meta(description="已签署的征信授权书")]
    face_check_id: Annotated[UUID | None, Meta(description="人脸核验，不做的留空")] = None


class PastAllowed(Struct, frozen=True, forbid_unknown_fields=True):
    """允许哪家企业补录历史认证。"""

    enterprise_id: UUID


class ItemMark(Struct, frozen=True, forbid_unknown_fields=True):
    """审核清单上一项的人工结论：是否认可，以及说明。自动结果不相符而认可的，须写明理由。"""

    item: CheckItem
    ok: bool
    note: Annotated[str, Meta(max_length=MARK_NOTE_LENGTH_MAX, description="说明")] = ""


Marks = Annotated[list[ItemMark], Meta(max_length=len(CheckItem), description="逐项结论")]


class CertificationApproval(Struct, frozen=True, forbid_unknown_fields=True):
    """认证通过：审核清单逐项认可。"""

    note: Note = ""
    marks: Marks = []  # msgspec copies an empty list


class CertificationReturn(Struct, frozen=True, forbid_unknown_fields=True):
    """退回或驳回：原因，以及不予认可的各项。"""

    reason: Annotated[str, Meta(min_length=1, max_length=500, description="原因，会显示给对方")]
    marks: Marks = []


class PaperToRead(Struct, frozen=True, forbid_unknown_fields=True):
    """上传的是哪一种证件；读不出文字时是否仍然保留，由工作人员核对。"""

    kind: DocumentKind
    keep_unread: bool = False


class AuthorizationAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """以哪家企业的名义签署征信授权书。"""

    name: EnterpriseName
    uscc: Uscc


OwnCode = Annotated[
    str,
    Meta(pattern=r"^[0-9]{6}(?!\n)$", description="由工作人员代填时，本人手机收到的验证码"),
]


class AuthorizationSigned(AuthorizationAsked, frozen=True, forbid_unknown_fields=True):
    """签署征信授权书：签署人姓名，以及所见文本的版本和摘要。"""

    signer_name: PersonName
    text_version: Version
    text_sha256: Sha256
    sms_code: OwnCode | None = None

    personal: ClassVar[tuple[str, ...]] = ("signer_name",)
    secret: ClassVar[tuple[str, ...]] = ("sms_code",)


class WeChatFace(Struct, frozen=True, forbid_unknown_fields=True):
    """在微信小程序中核验人脸：微信返回的一次性凭证，证明当前微信属于本账号。"""

    secret: ClassVar[tuple[str, ...]] = ("code",)

    code: WeChatCode
