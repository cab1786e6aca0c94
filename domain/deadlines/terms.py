"""What the operator says of a state's time limit."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.deadlines import WORKDAYS_MAX

Code = Annotated[str, Meta(min_length=1, max_length=40)]


class StateLimitSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """设置一个环节的办理时限。"""

    subject: Annotated[Code, Meta(description="业务类型代码")]
    flow: Annotated[Code, Meta(description="流程代码")]
    state: Annotated[Code, Meta(description="环节代码")]
    workdays: Annotated[int, Meta(ge=1, le=WORKDAYS_MAX, description="办理时限，单位：工作日")]
    effective_on: Annotated[date, Meta(description="自哪一天起执行，不早于今天")]
    reason: Annotated[str, Meta(min_length=1, max_length=500, description="调整原因")]
