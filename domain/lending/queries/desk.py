"""The workbench: what waits for this party, what is late, and what has been achieved."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import every_flow
from domain.lending.flow import GeneralCreditFlow
from domain.lending.queries import views
from domain.lending.queries.cases import pool_count, product_names
from domain.lending.queries.views import ApplicationRow
from domain.messaging.reading import unread_count
from orm import raw
from orm.lending import LoanApplication
from orm.onboarding import Onboarding
from orm.parties import Certification
from orm.proposals import Proposal
from vocabulary.certification import CertificationState
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind
from vocabulary.proposals import ProposalState
from vocabulary.rights import Right
from vocabulary.workdays import after_workdays

OLDEST_MAX = 5
SEAT_COLUMNS = {
    PartyKind.ENTERPRISE: "enterprise_id",
    PartyKind.BANK: "bank_id",
    PartyKind.INSURER: "insurer_id",
    PartyKind.GUARANTOR: "guarantor_id",
}
REGISTERED = {PartyKind.ENTERPRISE, PartyKind.BANK, PartyKind.OPERATOR}
MONTHS = 12
MONTH_LENGTH = len("2026-11")
OPEN_STATES = tuple(
    state for state in GeneralCreditFlow.states if state not in GeneralCreditFlow.final
)
OPERATORS_STATES = (
    OnboardingState.TO_REVIEW,
    OnboardingState.TO_APPROVE,
    OnboardingState.TO_RENEW,
    OnboardingState.TO_LEAVE,
)


class ToDo(Struct, frozen=True):
    """某个环节的待办：笔数与金额。"""

    state: str
    label: str
    count: int
    amount_fen: int


class Results(Struct, frozen=True):
    """近十二个月的业务成果。"""

    months: list[str]
    accepted: list[int]
    granted_fen: list[int]
    disbursed_fen: list[int]


class Totals(Struct, frozen=True):
    """累计。"""

    applications: int
    granted_fen: int
    disbursed_fen: int


class Workbench(Struct, frozen=True, kw_only=True):
    """工作台。"""

    to_dos: list[ToDo]
    pool_count: int
    overdue_count: int
    due_soon_count: int
    oldest: list[ApplicationRow]
    results: Results
    totals: Totals
    unread: int
    certifications_to_review: int
    onboardings_to_do: int
    proposals_to_confirm: int


async def workbench(*, to: Actor) -> Workbench:
    """One party's desk."""
    to.needs(Right.APPLICATION_VIEW)
    today = clock.today()
    to_dos, totals = await _by_state(to)
    late, soon = await _due(to, today)
    oldest = await (
        _mine(to)
        .filter(state__in=list(OPEN_STATES))
        .order_by("expected_on", "created_at")
        .limit(OLDEST_MAX)
    )
    names = await product_names(oldest)
    return Workbench(
        to_dos=to_dos,
        pool_count=await pool_count() if Right.POOL_VIEW in to.rights else 0,
        overdue_count=late,
        due_soon_count=soon,
        oldest=[views.row_view(row, to, names.get(row.product_id)) for row in oldest],
        results=await _results(to, today),
        totals=totals,
        unread=await unread_count(to),
        certifications_to_review=await _certifications(to),
        onboardings_to_do=await _onboardings(to),
        proposals_to_confirm=await _proposals(to),
    )


async def _certifications(to: Actor) -> int:
    if Right.CERTIFICATION_VIEW not in to.rights or to.party_kind is not PartyKind.OPERATOR:
        return 0
    return await Certification.filter(state=CertificationState.TO_REVIEW).count()


async def _onboardings(to: Actor) -> int:
    if Right.ONBOARDING_VIEW not in to.rights or to.party_kind is not PartyKind.OPERATOR:
        return 0
    return await Onboarding.filter(state__in=OPERATORS_STATES).count()


async def _proposals(to: Actor) -> int:
    """What waits for this person as the second: of a post of the step, and not its proposer."""
    codes = {
        step.code
        for flow in every_flow()
        for step in flow.steps.values()
        if step.above is not None and any(post.role in to.roles for post in step.by)
    }
    if not codes:
        return 0
    waiting = Proposal.filter(
        party_id=to.party_id, state=ProposalState.PROPOSED, code__in=sorted(codes)
    )
    return await waiting.exclude(made_by_id=to.account_id).count()


def _scope(to: Actor) -> tuple[str, list[Any]]:
    """The party's rows, in SQL; the operator's are all."""
    if to.party_kind is PartyKind.OPERATOR:
        return "1 = 1", []
    column = SEAT_COLUMNS[to.party_kind]
    return f"{column} = ?", [to.party_id]


def _mine(to: Actor) -> QuerySet[LoanApplication]:
    """The party's rows, by the one seat its kind can have: an index answers that."""
    if to.party_kind is PartyKind.OPERATOR:
        return LoanApplication.all()
    return LoanApplication.filter(**{SEAT_COLUMNS[to.party_kind]: to.party_id})


async def _by_state(to: Actor) -> tuple[list[ToDo], Totals]:
    """What waits in each state, and what has been done in all: the rows are read once."""
    where, values = _scope(to)
    found = await raw.rows(
        "SELECT state, COUNT(*) AS n, SUM(CASE WHEN credit_line_fen IS NULL "  # noqa: S608 -- our own words
        "THEN requested_fen ELSE credit_line_fen - disbursed_fen END) AS amount_fen, "
        "SUM(credit_line_fen) AS granted_fen, SUM(disbursed_fen) AS disbursed_fen "
        f"FROM loan_application WHERE {where} GROUP BY state",
        *values,
    )
    counts = {row["state"]: (int(row["n"]), int(row["amount_fen"] or 0)) for row in found}
    to_dos = [
        ToDo(state.value, STATE_LABELS[LoanState(state)], *counts.get(state.value, (0, 0)))
        for state in OPEN_STATES
    ]
    totals = Totals(
        sum(int(row["n"]) for row in found),
        sum(int(row["granted_fen"] or 0) for row in found),
        sum(int(row["disbursed_fen"] or 0) for row in found),
    )
    return to_dos, totals


async def _due(to: Actor, today: date) -> tuple[int, int]:
    """How many are late, and how many fall due by the next working day; what is over is not due."""
    where, values = _scope(to)
    soon = after_workdays(today, 1)
    [found] = await raw.rows(
        "SELECT SUM(CASE WHEN expected_on < ? THEN 1 ELSE 0 END) AS late, COUNT(*) AS n "  # noqa: S608 -- our own words
        f"FROM loan_application WHERE {where} AND expected_on <= ? "
        f"AND state IN ({', '.join('?' * len(OPEN_STATES))})",
        today,
        *values,
        soon,
        *(state.value for state in OPEN_STATES),
    )
    late = int(found["late"] or 0)
    return late, int(found["n"]) - late


async def _results(to: Actor, today: date) -> Results:
    months = _months(today)
    since = clock.day_begins(date.fromisoformat(f"{months[0]}-01"))
    accepted = await _by_month("loan_application", "accepted_at", "COUNT(*)", to, since)
    granted = await _by_month("loan_application", "granted_at", "SUM(credit_line_fen)", to, since)
    disbursed = (
        await _by_month("business_register", "at", "SUM(amount_fen)", to, since)
        if to.party_kind in REGISTERED
        else {}
    )
    return Results(
        months,
        [accepted.get(month, 0) for month in months],
        [granted.get(month, 0) for month in months],
        [disbursed.get(month, 0) for month in months],
    )


async def _by_month(
    table: str, column: str, what: str, to: Actor, since: datetime
) -> dict[str, int]:
    where, values = _scope(to)
    found = await raw.rows(
        f"SELECT {raw.month_of(column)} AS month, {what} AS amount FROM {table} "  # noqa: S608 -- our own words
        f"WHERE {where} AND {column} >= ? GROUP BY 1",
        *values,
        since,
    )
    return {str(row["month"])[:MONTH_LENGTH]: int(row["amount"] or 0) for row in found}


def _months(today: date) -> list[str]:
    """The last twelve months, this one last."""
    newest = today.year * 12 + today.month - 1
    months = range(newest - MONTHS + 1, newest + 1)
    return [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in months]
