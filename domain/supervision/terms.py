"""What the cockpit asks for."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX
from vocabulary.supervision import Figure, Stretch


class FigureAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """驾驶舱上的一个数字。"""

    figure: Annotated[Figure, Meta(description="哪个数字")] = Figure.WARNINGS
    stretch: Annotated[Stretch, Meta(description="今日或本月；按办理动作统计的数字适用")] = (
        Stretch.DAY
    )
    state: Annotated[str, Meta(max_length=40, description="环节或贷后状态的代码")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX)] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT
