"""What is asked of the loan calculator."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from vocabulary.lending import TERM_MONTHS_MAX, DayCount, RepaymentMethod
from vocabulary.money import BasisPoints, Fen


class ScheduleRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """还款试算：借多少、利率、多久、怎么还。"""

    principal_fen: Fen
    rate_bp: Annotated[BasisPoints, Meta(description="年化利率，单位：基点")]
    term_months: Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
    method: Annotated[RepaymentMethod, Meta(description="还款方式")]
    first_due_on: Annotated[date, Meta(description="首次还款日")]
    day_count: Annotated[DayCount, Meta(description="计息天数")]
    drawn_on: Annotated[date | None, Meta(description="放款日；不填为首次还款日前一个月")] = None
