"""What the operator writes in a notice, and what people ask for when they read."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from vocabulary.industries import SECTIONS
from vocabulary.lending import LoanKind
from vocabulary.notices import Audience, NoticeKind, NoticeState
from vocabulary.parties import EnterpriseSize
from vocabulary.regions import REGIONS

TITLE_LENGTH_MAX = 100
BODY_LENGTH_MAX = 20_000
LINE_LENGTH_MAX = 60
TEXT_LENGTH_MAX = 300
ATTACHMENTS_MAX = 10
SEARCH_LENGTH_MAX = 60
VERSION_NO_MAX = 32_767

VersionNo = Annotated[int, Meta(ge=1, le=VERSION_NO_MAX)]
Line = Annotated[str, Meta(max_length=LINE_LENGTH_MAX)]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH_MAX)]


class NoticeDraft(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """通知公告的全部内容；发文机关、适用范围和截止日期只用于政策和贴息、兑现通知。"""

    kind: Annotated[NoticeKind, Meta(description="类型")]
    title: Annotated[str, Meta(min_length=2, max_length=TITLE_LENGTH_MAX, description="标题")]
    body: Annotated[
        str,
        Meta(
            min_length=2,
            max_length=BODY_LENGTH_MAX,
            description="正文：空行分段，“# ”开头为小标题，“- ”开头为列表",
        ),
    ]
    audience: Annotated[Audience, Meta(description="发布对象")] = Audience.EVERYBODY
    issuer: Annotated[Line, Meta(description="发文机关")] = ""
    document_no: Annotated[Line, Meta(description="文号")] = ""
    basis: Annotated[Text, Meta(description="政策依据")] = ""
    link: Annotated[Text, Meta(description="原文网址，仅作为文字显示")] = ""
    industries: Annotated[
        list[str], Meta(max_length=len(SECTIONS), description="适用行业门类；空为不限")
    ] = []
    regions: Annotated[
        list[str], Meta(max_length=len(REGIONS), description="适用区域代码；空为全市")
    ] = []
    sizes: Annotated[
        list[EnterpriseSize], Meta(max_length=len(EnterpriseSize), description="适用规模；空为不限")
    ] = []
    loan_kinds: Annotated[
        list[LoanKind], Meta(max_length=len(LoanKind), description="须有过此类贷款；空为不限")
    ] = []
    valid_from: Annotated[date, Meta(description="生效日期，此前不展示")]
    valid_until: Annotated[date | None, Meta(description="失效日期，可不填")] = None
    deadline_on: Annotated[date | None, Meta(description="申领截止日期")] = None
    attachment_ids: Annotated[
        list[UUID], Meta(max_length=ATTACHMENTS_MAX, description="已上传的附件")
    ] = []


class NoticeSearch(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """查找通知公告的条件。"""

    kind: NoticeKind | None = None
    aimed: Annotated[
        bool | None, Meta(description="true 只看政策与贴息、兑现通知，false 只看动态和公告")
    ] = None
    in_force: Annotated[bool, Meta(description="只看未失效的")] = False
    q: Annotated[
        str, Meta(max_length=SEARCH_LENGTH_MAX, description="标题、正文、发文机关或文号中的词")
    ] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class VersionAsked(Struct, frozen=True, forbid_unknown_fields=True):
    """要看哪一个发布版本；不填为现行版本。"""

    version: VersionNo | None = None


class DeskSearch(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """通知公告管理的筛选条件。"""

    state: NoticeState | None = None
    kind: NoticeKind | None = None
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="标题或编号")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
