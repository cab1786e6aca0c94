"""What an institution says of its limits, and how proposals are asked for."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from vocabulary.money import Fen


class AmountLimitSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """设置一个步骤的复核金额。"""

    code: Annotated[str, Meta(min_length=1, max_length=80, description="步骤代码")]
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="设置原因")]
    amount_fen: Annotated[Fen | None, Meta(description="超过该金额须另一人复核；留空恢复默认")] = (
        None
    )


class ProposalFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """待复核业务的筛选条件。"""

    about_id: Annotated[UUID | None, Meta(description="只看某一笔业务的")] = None
    state: Annotated[str, Meta(pattern="^(|open|closed)$", description="open：待复核")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
