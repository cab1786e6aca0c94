"""排队统计: waiting and service by class, counter and hour, who left, and the register."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from statistics import fmean, median, quantiles
from typing import Annotated, Any

from msgspec import Meta, Struct
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.exporting import Cell, Column, Ledger, Sheet, day, label, leave, text, whole
from domain.kernel.refusal import Invalid
from orm.store_queue import Ticket
from vocabulary.identity import TERMINAL_LABELS
from vocabulary.rights import Right
from vocabulary.store_queue import (
    SERVICE_OUTCOME_LABELS,
    TICKET_PRIORITY_LABELS,
    TICKET_STATE_LABELS,
    TicketState,
)

DAYS_MAX = 92
DAYS_DEFAULT = 7
ROWS_MAX = 50_000
TENTHS = 10
LEFT = frozenset({TicketState.CANCELLED, TicketState.LAPSED})
FIELDS = (
    "state", "class_prefix", "class_name", "counter_no", "taken_at", "waited_s", "served_s",
    "estimated_s",
)  # fmt: skip


def moment(values: Sequence[Any]) -> Iterable[Cell]:
    """Moments as they are read in Shanghai; SQLite gives them as text."""
    moments = [datetime.fromisoformat(each) if isinstance(each, str) else each for each in values]
    return [
        None if each is None else f"{each.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M:%S}"
        for each in moments
    ]


TICKETS = Ledger(
    title="取号台账",
    code="ticket.export",
    right=Right.QUEUE_SERVE,
    order=("-taken_at", "-id"),
    columns=(
        Column("日期", "day", day, wide=12),
        Column("号码", "ticket_no", text, wide=12),
        Column("业务", "class_name", text),
        Column("级别", "priority", label(TICKET_PRIORITY_LABELS), wide=10),
        Column("取号方式", "terminal", label(TERMINAL_LABELS), wide=12),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("状态", "state", label(TICKET_STATE_LABELS), wide=12),
        Column("取号时间", "taken_at", moment, wide=20),
        Column("预约时段", "slot_at", moment, wide=20),
        Column("首次叫号", "first_called_at", moment, wide=20),
        Column("窗口", "counter_no", whole, wide=8),
        Column("办理人", "served_by_name", text, wide=12),
        Column("结束时间", "ended_at", moment, wide=20),
        Column("预计等候（秒）", "estimated_s", whole),
        Column("实际等候（秒）", "waited_s", whole),
        Column("办理时长（秒）", "served_s", whole),
        Column("结果", "outcome", label(SERVICE_OUTCOME_LABELS)),
    ),
)


class Period(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """统计的起止日期，最多 92 天；不填为最近 7 天。"""

    since: Annotated[date | None, Meta(description="起始日期")] = None
    until: Annotated[date | None, Meta(description="截止日期，含当日")] = None


class Figures(Struct, frozen=True, kw_only=True):
    """一组号的统计；时长均为秒。"""

    key: str
    name: str
    taken: int
    called: int
    completed: int
    left: int
    left_share_bp: int
    wait_median_s: int | None
    wait_high_s: int | None
    service_mean_s: int | None


class QueueStatistics(Struct, frozen=True, kw_only=True):
    """排队统计：合计，按业务、窗口、时段，以及预计等候的平均误差。"""

    since: date
    until: date
    total: Figures
    by_class: list[Figures]
    by_counter: list[Figures]
    by_hour: list[Figures]
    estimate_error_s: int | None


async def statistics(asked: Period, actor: Actor) -> QueueStatistics:
    """The figures of some days."""
    actor.needs(Right.QUEUE_SERVE)
    since, until = _days(asked)
    rows = await _of(since, until).order_by("taken_at").limit(ROWS_MAX).values(*FIELDS)
    missed = [
        abs(row["waited_s"] - row["estimated_s"])
        for row in rows
        if row["waited_s"] is not None and row["estimated_s"] is not None
    ]
    return QueueStatistics(
        since=since,
        until=until,
        total=_figures("", "合计", rows),
        by_class=_by(rows, lambda row: row["class_prefix"], lambda row: row["class_name"]),
        by_counter=_by(
            [row for row in rows if row["counter_no"] is not None],
            lambda row: f"{row['counter_no']:02d}",
            lambda row: f"{row['counter_no']}号窗口",
        ),
        by_hour=_by(rows, _hour, lambda row: f"{_hour(row)}:00"),
        estimate_error_s=round(fmean(missed)) if missed else None,
    )


async def export(asked: Period, *, by: Actor) -> Sheet:
    """The tickets of some days as a spreadsheet; the export itself is journalled."""
    return await leave(TICKETS, _of(*_days(asked)), by=by)


def _days(asked: Period) -> tuple[date, date]:
    until = asked.until or clock.today()
    since = asked.since or until - timedelta(days=DAYS_DEFAULT - 1)
    if not timedelta(0) <= until - since < timedelta(days=DAYS_MAX):
        raise Invalid(f"请选择不超过 {DAYS_MAX} 天的起止日期", (("since", "日期范围不正确"),))
    return since, until


def _of(since: date, until: date) -> QuerySet[Ticket]:
    """Tickets that stood in the queue; an appointment nobody came to never did."""
    return Ticket.filter(day__gte=since, day__lte=until, queued_at__isnull=False)


def _by(
    rows: list[dict[str, Any]],
    key: Callable[[dict[str, Any]], str],
    name: Callable[[dict[str, Any]], str],
) -> list[Figures]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return [_figures(each, name(groups[each][-1]), groups[each]) for each in sorted(groups)]


def _figures(key: str, name: str, rows: list[dict[str, Any]]) -> Figures:
    waits = [row["waited_s"] for row in rows if row["waited_s"] is not None]
    services = [row["served_s"] for row in rows if row["served_s"]]
    left = sum(row["state"] in LEFT for row in rows)
    return Figures(
        key=key,
        name=name,
        taken=len(rows),
        called=len(waits),
        completed=sum(row["state"] is TicketState.COMPLETED for row in rows),
        left=left,
        left_share_bp=left * 10_000 // len(rows) if rows else 0,
        wait_median_s=round(median(waits)) if waits else None,
        wait_high_s=_ninth_tenth(waits),
        service_mean_s=round(fmean(services)) if services else None,
    )


def _ninth_tenth(waits: list[int]) -> int | None:
    if len(waits) < 2:  # noqa: PLR2004 -- of one there are no tenths
        return waits[0] if waits else None
    return round(quantiles(waits, n=TENTHS, method="inclusive")[-1])


def _hour(row: dict[str, Any]) -> str:
    return f"{row['taken_at'].astimezone(clock.SHANGHAI):%H}"
