"""What a service at the store and the calls after it must obey: pure conditions."""

from datetime import date, timedelta
from typing import Any

from domain.kernel import clock
from domain.kernel.flow import Act, condition
from vocabulary.store_service import CallResult
from vocabulary.workdays import after_workdays

ASSISTANCE_MINUTES = 60  # from the yes of whoever is present
ASKED_MINUTES = 10  # that a number on the counter's screen may wait for its yes
CALL_AFTER_WORKDAYS = 3  # once what was filed has its outcome, or the service ended without
CALL_IF_SILENT_WORKDAYS = 10  # while what was filed has no outcome yet
NEXT_CALL_DAYS_MAX = 180


@condition("请先完成需求诊断，或写明已告知的办理节点后再结束服务")
def something_was_done(service: Any, _act: Act) -> bool:
    """Nobody is counted as served who was only greeted."""
    return service.diagnosed_at is not None or service.informed_at is not None


@condition("未接通的回访请安排下次回访日期", of_terms=True)
def unreached_is_called_again(_call: Any, act: Act) -> bool:
    """A call that nobody answered is not the last."""
    is_unreached: bool = act.terms.result is CallResult.UNREACHED
    return not is_unreached or act.terms.next_on is not None


@condition("下次回访日期应在明天之后的 180 天以内", of_terms=True)
def next_call_lies_ahead(_call: Any, act: Act) -> bool:
    """The next call is in the days to come."""
    next_on: date | None = act.terms.next_on
    today = clock.date_of(act.at)
    return next_on is None or today < next_on <= today + timedelta(days=NEXT_CALL_DAYS_MAX)


def call_due_on(today: date) -> date:
    """By when an enterprise is called whose matter has ended today."""
    return after_workdays(today, CALL_AFTER_WORKDAYS)


def is_silent_since(informed_on: date, today: date) -> bool:
    """Has nothing come of what was filed for so long that the enterprise should hear from us?"""
    return after_workdays(informed_on, CALL_IF_SILENT_WORKDAYS) <= today
