"""What is filled in when an enterprise asks to be certified, and when it is answered."""

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from vocabulary.identifiers import EnterpriseName, PersonName, Phone, Uscc

NOTE_LENGTH_MAX = 500

Region = Annotated[str, Meta(min_length=6, max_length=6, description="所属区域的行政区划代码")]
Industry = Annotated[
    str, Meta(min_length=1, max_length=1, description="所属行业，GB/T 4754 门类字母 A–T")
]
Note = Annotated[str, Meta(max_length=NOTE_LENGTH_MAX, description="审核说明，会显示给企业")]


class CertificationForm(Struct, frozen=True, forbid_unknown_fields=True):
    """企业认证申请。"""

    name: EnterpriseName
    uscc: Uscc
    region: Region
    industry: Industry
    legal_representative: Annotated[
        str, Meta(min_length=1, max_length=50, description="法定代表人姓名")
    ]
    contact_name: PersonName
    contact_phone: Phone

    personal: ClassVar[tuple[str, ...]] = (
        "legal_representative",
        "contact_name",
        "contact_phone",
    )


class CertificationApproval(Struct, frozen=True, forbid_unknown_fields=True):
    """认证通过。"""

    note: Note = ""
