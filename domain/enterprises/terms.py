"""How enterprises are searched for."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX


class EnterpriseSearch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """查询企业的条件。"""

    q: Annotated[str, Meta(max_length=60, description="企业名称或统一社会信用代码")] = ""
    region: Annotated[str, Meta(max_length=6, description="区域代码")] = ""
    industry: Annotated[str, Meta(max_length=1, description="行业门类")] = ""
    own: Annotated[bool, Meta(description="只看与本机构有业务的")] = False
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
