"""What the operator reads of time limits: in force, to come, and how they are kept now."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from domain.kernel import clock, limits
from domain.kernel.actor import Actor
from domain.kernel.flow import Flow, every_flow
from domain.kernel.journal import Entry, entry_of
from orm import raw
from orm.base import Row
from orm.deadlines import StateLimit
from orm.journal import JournalEntry
from vocabulary.rights import Right
from vocabulary.workdays import after_workdays

CHANGES_SHOWN_MAX = 5
MISSED = "deadline.missed"


class LimitChange(Struct, frozen=True):
    """对一个环节办理时限的一次设置。"""

    workdays: int
    effective_on: date
    reason: str
    set_at: datetime
    set_by: str


class StateLimitView(Struct, frozen=True, kw_only=True):
    """一个环节的办理时限，以及现在有多少业务停留在这里。"""

    state: str
    label: str
    declared: int
    workdays: int
    changes: list[LimitChange]
    waiting: int
    approaching: int
    missed: int


class FlowLimits(Struct, frozen=True):
    """一个流程各环节的办理时限。"""

    subject: str
    flow: str
    title: str
    states: list[StateLimitView]


class LimitsView(Struct, frozen=True):
    """全部办理时限。"""

    items: list[FlowLimits]


async def state_limits(*, to: Actor) -> LimitsView:
    """Every flow with its limits, and what stands where."""
    to.needs(Right.DEADLINE_MANAGE)
    return await view(None, to)


async def view(_set: StateLimit | None, _to: Actor) -> LimitsView:
    """All limits, also as the answer to having set one."""
    changes: dict[tuple[str, str, str], list[LimitChange]] = {}
    for row in await StateLimit.all().order_by("-effective_on", "-id"):
        change = LimitChange(row.workdays, row.effective_on, row.reason, row.set_at, row.set_by)
        changes.setdefault((row.subject, row.flow, row.state), []).append(change)
    standing = await _standing()
    return LimitsView(
        [
            FlowLimits(
                flow.subject,
                flow.name,
                flow.title,
                [await _state(flow, state, changes, standing) for state in flow.workdays],
            )
            for flow in every_flow()
            if flow.workdays and flow.subject in {table.subject for table in Row.__subclasses__()}
        ]
    )


async def _state(
    flow: type[Flow],
    state: Any,
    changes: dict[tuple[str, str, str], list[LimitChange]],
    standing: dict[tuple[str, str, str], tuple[int, int, int]],
) -> StateLimitView:
    place = (flow.subject, flow.name, state.value)
    in_force = await limits.workdays(flow, state, clock.today())
    waiting, approaching, missed = standing.get(place, (0, 0, 0))
    return StateLimitView(
        state=state.value,
        label=flow.labels[state],
        declared=flow.workdays[state],
        workdays=in_force or flow.workdays[state],
        changes=changes.get(place, [])[:CHANGES_SHOWN_MAX],
        waiting=waiting,
        approaching=approaching,
        missed=missed,
    )


async def _standing() -> dict[tuple[str, str, str], tuple[int, int, int]]:
    """By state: how many wait, fall due by the next working day, are late."""
    today = clock.today()
    soon = soon_until(today)
    found = {}
    for table in Row.__subclasses__():
        name = table._meta.db_table  # noqa: SLF001 -- Tortoise has no other
        for row in await raw.rows(
            "SELECT flow, state, COUNT(*) AS n, "  # noqa: S608 -- a table of ours
            "SUM(CASE WHEN expected_on >= ? AND expected_on <= ? THEN 1 ELSE 0 END) AS soon, "
            "SUM(CASE WHEN expected_on < ? THEN 1 ELSE 0 END) AS late "
            f'FROM "{name}" WHERE expected_on IS NOT NULL GROUP BY flow, state',
            today,
            soon,
            today,
        ):
            place = table.subject, str(row["flow"]), str(row["state"])
            found[place] = int(row["n"]), int(row["soon"]), int(row["late"])
    return found


async def missed() -> list[Entry]:
    """What was said to have missed its deadline and has taken no step since, as it was said."""
    rows: list[JournalEntry] = await JournalEntry.raw(
        f"SELECT said.* FROM journal said WHERE said.code = '{MISSED}' AND NOT EXISTS ("  # noqa: S608 -- our own word
        "SELECT 1 FROM journal later WHERE later.subject_id = said.subject_id "
        f"AND later.id > said.id AND (later.to_state <> '' OR later.code = '{MISSED}')) "
        "ORDER BY said.id"
    )
    return [entry_of(row) for row in rows]


def soon_until(today: date) -> date:
    """Until when what falls due falls due soon: the next working day."""
    return after_workdays(today, 1)
