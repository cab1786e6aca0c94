"""What is asked of appraisals and said in a dispute."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX

PERIOD_DAYS_MAX = 366
REASON_MAX = 500


class Period(
    Struct,
    frozen=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """考核期间；不填为最近 90 天。"""

    since: Annotated[date | None, Meta(description="起始日期")] = None
    until: Annotated[date | None, Meta(description="截止日期")] = None


class DisputeForm(Struct, frozen=True, forbid_unknown_fields=True):
    """对一条评价提出异议。"""

    reason: Annotated[str, Meta(min_length=5, max_length=REASON_MAX, description="异议理由")]


class Decision(Struct, frozen=True, forbid_unknown_fields=True):
    """对异议的裁定。"""

    reason: Annotated[str, Meta(min_length=1, max_length=REASON_MAX, description="裁定理由")]


class RatingFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """评价列表的筛选条件。"""

    disputed: Annotated[
        str, Meta(pattern="^(|open|any)$", description="open：异议待裁定；any：有异议的")
    ] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT
