"""The words of the store's queue: tickets, what they wait for, and what came of the service."""

from enum import StrEnum


class TicketState(StrEnum):
    """Where a ticket stands."""

    BOOKED = "booked"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    NO_SHOW = "no_show"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class TicketPriority(StrEnum):
    """Whether somebody is called before those who came at the same time."""

    USUAL = "usual"
    PREFERRED = "preferred"


class ServiceOutcome(StrEnum):
    """What came of the service at the counter."""

    EXPLAINED = "explained"
    HANDLED = "handled"
    REFERRED = "referred"
    TO_FOLLOW_UP = "to_follow_up"


OPEN_STATES: frozenset[TicketState] = frozenset(
    {
        TicketState.BOOKED,
        TicketState.WAITING,
        TicketState.CALLED,
        TicketState.SERVING,
        TicketState.PARKED,
        TicketState.NO_SHOW,
    }
)
AT_COUNTER: frozenset[TicketState] = frozenset({TicketState.CALLED, TicketState.SERVING})

TICKET_STATE_LABELS: dict[TicketState, str] = {
    TicketState.BOOKED: "已预约",
    TicketState.WAITING: "等候叫号",
    TicketState.CALLED: "已叫号",
    TicketState.SERVING: "正在办理",
    TicketState.PARKED: "已挂起",
    TicketState.NO_SHOW: "过号",
    TicketState.COMPLETED: "已办结",
    TicketState.CANCELLED: "已取消",
    TicketState.LAPSED: "已失效",
}
TICKET_PRIORITY_LABELS: dict[TicketPriority, str] = {
    TicketPriority.USUAL: "普通号",
    TicketPriority.PREFERRED: "优先号",
}
SERVICE_OUTCOME_LABELS: dict[ServiceOutcome, str] = {
    ServiceOutcome.EXPLAINED: "咨询已解答",
    ServiceOutcome.HANDLED: "现场已办理",
    ServiceOutcome.REFERRED: "已转介机构",
    ServiceOutcome.TO_FOLLOW_UP: "需要回访",
}
