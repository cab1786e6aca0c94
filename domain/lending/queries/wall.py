"""Sums for the wall: of everybody's applications, of nobody's in particular.

No `visible_to` here: what leaves is a sum, or a masked line. The panels that ask follow the
journal afterwards, so each figure is one that an entry's facts and changes can move exactly.
"""

from datetime import date, datetime
from typing import Any

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.journal import Entry, entry_of
from domain.lending.policy_flow import LOAN_FLOWS
from orm import raw
from orm.journal import JournalEntry

STEPS = {verb: step for flow in LOAN_FLOWS for verb, step in flow.steps.items()}
STEP_CODES = tuple(step.code for step in STEPS.values())
BEGINNINGS = frozenset(step.code for step in STEPS.values() if not step.sources)
GRABBED = STEPS["grab"].code
GRANTED = STEPS["grant"].code
AMENDED = STEPS["amend_line"].code
DISBURSED = STEPS["disburse"].code
_OF_THE_DAY = (*sorted(BEGINNINGS), GRABBED, GRANTED, AMENDED, DISBURSED)


class StageSum(Struct, frozen=True):
    """The applications that stand in one state."""

    count: int
    amount_fen: int


class AreaSum(Struct, frozen=True):
    """What came out of one district or industry."""

    requests: int
    requests_fen: int
    disbursed_fen: int


class BankSum(Struct, frozen=True):
    """What one bank has done."""

    name: str
    accepted: int
    granted_fen: int
    disbursed_fen: int


class KindSum(Struct, frozen=True):
    """The lines granted on one kind of product."""

    count: int
    granted_fen: int


class ActSum(Struct, frozen=True):
    """The acts of one code in one stretch of time: an hour of the day, a month."""

    stretch: str
    code: str
    count: int
    requested_fen: int
    granted_fen: int
    disbursed_fen: int


async def by_state() -> dict[str, StageSum]:
    """Each state's applications: what they ask for, or the line once there is one."""
    found = await raw.rows(
        "SELECT state, COUNT(*) AS n, SUM(COALESCE(credit_line_fen, requested_fen)) AS amount "
        "FROM loan_application GROUP BY state"
    )
    return {row["state"]: StageSum(int(row["n"]), int(row["amount"])) for row in found}


async def by_region() -> dict[str, AreaSum]:
    """Each district's requests and payouts."""
    return await _by_area("region")


async def by_industry() -> dict[str, AreaSum]:
    """Each industry's requests and payouts."""
    return await _by_area("industry")


async def _by_area(column: str) -> dict[str, AreaSum]:
    found = await raw.rows(
        f"SELECT {column} AS code, COUNT(*) AS n, SUM(requested_fen) AS requested, "  # noqa: S608 -- our own words
        f"SUM(disbursed_fen) AS disbursed FROM loan_application GROUP BY {column}"
    )
    return {
        row["code"]: AreaSum(int(row["n"]), int(row["requested"]), int(row["disbursed"]))
        for row in found
    }


async def by_bank() -> dict[str, BankSum]:
    """Each bank's cases: those it has taken in and not given back, its lines, its payouts."""
    found = await raw.rows(
        "SELECT bank_id, MAX(bank_name) AS name, COUNT(accepted_at) AS accepted, "
        "SUM(COALESCE(credit_line_fen, 0)) AS granted, SUM(disbursed_fen) AS disbursed "
        "FROM loan_application WHERE bank_id IS NOT NULL GROUP BY bank_id"
    )
    return {
        str(row["bank_id"]): BankSum(
            row["name"], int(row["accepted"]), int(row["granted"]), int(row["disbursed"])
        )
        for row in found
    }


async def by_product_kind() -> dict[str, KindSum]:
    """The lines granted on each kind of product; "" is a line without a product."""
    found = await raw.rows(
        "SELECT COALESCE(product_kind, '') AS kind, COUNT(*) AS n, "
        "SUM(credit_line_fen) AS granted FROM loan_application "
        "WHERE credit_line_fen IS NOT NULL GROUP BY 1"
    )
    return {row["kind"]: KindSum(int(row["n"]), int(row["granted"])) for row in found}


async def newest_day() -> date:
    """The business date of now, or of the newest act where another clock is ahead."""
    newest: Any = await JournalEntry.all().order_by("-at").limit(1).values_list("at", flat=True)
    return max([clock.today(), *map(clock.date_of, newest)])


async def of_day(day: date) -> list[ActSum]:
    """The acts of one business date by hour, from the journal: rows forget what they were."""
    return await _acts(_part_of("at", "HH24", "%H"), clock.day_begins(day), clock.day_ends(day))


async def of_months(first_day: date, last_day: date) -> list[ActSum]:
    """The acts of some months, each `2026-11`."""
    since, until = clock.day_begins(first_day), clock.day_ends(last_day)
    return await _acts(_part_of("at", "YYYY-MM", "%Y-%m"), since, until)


async def _acts(stretch: str, since: datetime, until: datetime) -> list[ActSum]:
    codes = ", ".join("?" * len(_OF_THE_DAY))
    found = await raw.rows(
        f"SELECT {stretch} AS stretch, code, COUNT(*) AS n, "  # noqa: S608 -- our own words
        "SUM(CAST(facts->>'requested_fen' AS BIGINT)) AS requested, "
        f"SUM({_growth('credit_line_fen')}) AS granted, "
        f"SUM({_growth('disbursed_fen')}) AS disbursed "
        f"FROM journal WHERE at >= ? AND at < ? AND code IN ({codes}) GROUP BY 1, 2",
        since,
        until,
        *_OF_THE_DAY,
    )
    return [
        ActSum(
            row["stretch"],
            row["code"],
            int(row["n"]),
            int(row["requested"] or 0),
            int(row["granted"] or 0),
            int(row["disbursed"] or 0),
        )
        for row in found
    ]


def _part_of(column: str, on_postgres: str, on_sqlite: str) -> str:
    """SQL for a part of a moment as Shanghai reads it, in each database's own letters."""
    if raw.is_postgres():
        return f"to_char({column} AT TIME ZONE 'Asia/Shanghai', '{on_postgres}')"
    return f"strftime('{on_sqlite}', {column}, '+8 hours')"


def _growth(fact: str) -> str:
    """SQL for how much an act added to one fact; both databases read this JSON alike."""
    before, after = (f"CAST(changes->'{fact}'->>{place} AS BIGINT)" for place in (0, 1))
    return f"({after} - {before})"


async def last_steps(limit: int) -> list[Entry]:
    """The newest steps of all applications, newest first."""
    rows = await JournalEntry.filter(code__in=list(STEP_CODES)).order_by("-at", "-id").limit(limit)
    return [entry_of(row) for row in rows]
