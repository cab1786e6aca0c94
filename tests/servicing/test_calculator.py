"""The public calculator is asked only so often from one address."""

from datetime import date

import pytest

from domain.kernel.actor import Call
from domain.kernel.refusal import TooOften
from domain.servicing.queries import PLANS_PER_ADDRESS_MAX, repayment_schedule
from domain.servicing.terms import ScheduleRequest
from tests.identity.conftest import CountingLimiter
from tests.remembered import hold_hands
from vocabulary.lending import DayCount, RepaymentMethod

ASKED = ScheduleRequest(
    principal_fen=100_000_000,
    rate_bp=435,
    term_months=3,
    method=RepaymentMethod.EQUAL_INSTALMENT,
    first_due_on=date(2026, 12, 31),
    day_count=DayCount.THIRTY_360,
)


@pytest.mark.row("K4")
@pytest.mark.clause("6.1.2.3 e")
async def test_one_address_asks_only_so_often_and_another_is_still_answered() -> None:
    hold_hands(limiter=CountingLimiter())
    for _ in range(PLANS_PER_ADDRESS_MAX):
        assert (await repayment_schedule(ASKED, call=Call(address="10.1.1.1"))).rows
    with pytest.raises(TooOften):
        await repayment_schedule(ASKED, call=Call(address="10.1.1.1"))
    assert (await repayment_schedule(ASKED, call=Call(address="10.1.1.2"))).rows
