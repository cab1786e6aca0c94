"""The workbench: what waits for this party, what is late, and what has been achieved."""

from datetime import date, datetime
from typing import Any

from msgspec import Struct
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Flow, every_flow
from domain.lending.flow import GeneralCreditFlow
from domain.lending.policy_flow import POLICY_FLOW_OF, flow_name
from domain.lending.queries import views
from domain.lending.queries.cases import pool_count, product_names
from domain.lending.queries.views import ApplicationRow
from domain.messaging.reading import unread_count
from orm import raw
from orm.catalogue import ProductListing
from orm.insurance import CoverRequest
from orm.lending import LoanApplication
from orm.onboarding import Onboarding
from orm.parties import Certification
from orm.proposals import Proposal
from vocabulary.catalogue import ProductState
from vocabulary.certification import CertificationState
from vocabulary.insurance import CoverRequestState
from vocabulary.lending import (
    APPLIED_KINDS,
    KIND_LABELS,
    POLICY_KINDS,
    STATE_LABELS,
    LoanKind,
    LoanState,
)
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
PAID_OUT = "disbursement JOIN loan_application ON loan_application.id = application_id"
MONTHS = 12
MONTH_LENGTH = len("2026-11")
SHOWN_LINES = frozenset({LoanKind.GENERAL, LoanKind.GUARANTEE_FUND, LoanKind.DONGWU})
_LINES: dict[LoanKind, type[Flow]] = {
    LoanKind.GENERAL: GeneralCreditFlow,
    **{kind: POLICY_FLOW_OF[flow_name(kind, insured=True)] for kind in POLICY_KINDS},
}
STAGES: dict[LoanKind, tuple[LoanState, ...]] = {
    kind: tuple(LoanState(state) for state in flow.states if state not in flow.final)
    for kind, flow in _LINES.items()
}
OPEN_STATES = tuple(state for state in LoanState if state in STAGES[LoanKind.GUARANTEE_FUND])
UNDER_REVIEW = (ProductState.TO_REVIEW, ProductState.TO_REVIEW_REVISION)
OPERATORS_STATES = (
    OnboardingState.TO_REVIEW,
    OnboardingState.TO_APPROVE,
    OnboardingState.TO_RENEW,
    OnboardingState.TO_LEAVE,
)


INSURERS_STATES = (
    CoverRequestState.TO_ACCEPT,
    CoverRequestState.TO_REVIEW,
    CoverRequestState.TO_DISBURSE,
)


class ToDo(Struct, frozen=True):
    """某个环节的待办：笔数与金额。"""

    state: str
    label: str
    count: int
    amount_fen: int


class ProductLine(Struct, frozen=True):
    """一个业务品种各环节的待办：笔数与金额。"""

    kind: LoanKind
    label: str
    to_dos: list[ToDo]


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
    lines: list[ProductLine]
    pool_count: int
    overdue_count: int
    due_soon_count: int
    oldest: list[ApplicationRow]
    results: Results
    totals: Totals
    unread: int
    certifications_to_review: int
    onboardings_to_do: int
    covers_to_do: int
    listings_to_review: int
    proposals_to_confirm: int


async def workbench(*, to: Actor) -> Workbench:
    """One party's desk."""
    to.needs(Right.APPLICATION_VIEW)
    today = clock.today()
    lines, totals = await _lines(to)
    late, soon = await _due(to, today)
    oldest = await (
        _mine(to)
        .filter(state__in=list(OPEN_STATES))
        .order_by("expected_on", "created_at")
        .limit(OLDEST_MAX)
    )
    names = await product_names(oldest)
    return Workbench(
        to_dos=_in_all(lines),
        lines=[line for line in lines if line.kind in _always_shown(to) or _has_work(line)],
        pool_count=await pool_count() if Right.POOL_VIEW in to.rights else 0,
        overdue_count=late,
        due_soon_count=soon,
        oldest=[views.row_view(row, to, names.get(row.product_id)) for row in oldest],
        results=await _results(to, today),
        totals=totals,
        unread=await unread_count(to),
        certifications_to_review=await _certifications(to),
        onboardings_to_do=await _onboardings(to),
        covers_to_do=await _covers(to),
        listings_to_review=await _listings(to),
        proposals_to_confirm=await _proposals(to),
    )


async def _covers(to: Actor) -> int:
    """The requests for cover that wait for an insurer: its own, and those open to all."""
    if Right.COVER_REQUEST_VIEW not in to.rights or to.party_kind is not PartyKind.INSURER:
        return 0
    mine = CoverRequest.readable_by(to.party_id, to.party_kind)
    return await mine.filter(state__in=INSURERS_STATES).count()


async def _certifications(to: Actor) -> int:
    if Right.CERTIFICATION_VIEW not in to.rights or to.party_kind is not PartyKind.OPERATOR:
        return 0
    return await Certification.filter(state=CertificationState.TO_REVIEW).count()


async def _onboardings(to: Actor) -> int:
    if Right.ONBOARDING_VIEW not in to.rights or to.party_kind is not PartyKind.OPERATOR:
        return 0
    return await Onboarding.filter(state__in=OPERATORS_STATES).count()


async def _listings(to: Actor) -> int:
    if Right.PRODUCT_VIEW not in to.rights or to.party_kind is not PartyKind.OPERATOR:
        return 0
    return await ProductListing.filter(state__in=UNDER_REVIEW).count()


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
    column = SEAT_COLUMNS.get(to.party_kind)
    if column is None:  # an institution that sits at no loan
        return "1 = 0", []
    return f"{column} = ?", [to.party_id]


async def _lines(to: Actor) -> tuple[list[ProductLine], Totals]:
    """Every product line with every open stage, and what has been done in all (6.1.2.1 b).

    The rows are read once.
    """
    where, values = _scope(to)
    found = await raw.rows(
        "SELECT kind, state, COUNT(*) AS n, SUM(CASE WHEN credit_line_fen IS NULL "  # noqa: S608 -- our own words
        "THEN requested_fen ELSE credit_line_fen - disbursed_fen END) AS amount_fen, "
        "SUM(credit_line_fen) AS granted_fen, SUM(disbursed_fen) AS disbursed_fen "
        f"FROM loan_application WHERE {where} GROUP BY kind, state",
        *values,
    )
    counts = {
        (row["kind"], row["state"]): (int(row["n"]), int(row["amount_fen"] or 0)) for row in found
    }
    lines = [
        ProductLine(
            kind,
            KIND_LABELS[kind],
            [
                ToDo(state.value, STATE_LABELS[state], *counts.get((kind, state), (0, 0)))
                for state in STAGES[kind]
            ],
        )
        for kind in APPLIED_KINDS
    ]
    totals = Totals(
        sum(int(row["n"]) for row in found),
        sum(int(row["granted_fen"] or 0) for row in found),
        sum(int(row["disbursed_fen"] or 0) for row in found),
    )
    return lines, totals


def _in_all(lines: list[ProductLine]) -> list[ToDo]:
    """The stages of all lines together; those of policy loans alone when something waits there."""
    sums: dict[str, list[int]] = {}
    for to_do in (each for line in lines for each in line.to_dos):
        total = sums.setdefault(to_do.state, [0, 0])
        total[0] += to_do.count
        total[1] += to_do.amount_fen
    return [
        ToDo(state.value, STATE_LABELS[state], *sums[state])
        for state in OPEN_STATES
        if state in STAGES[LoanKind.GENERAL] or sums[state][0]
    ]


def _always_shown(to: Actor) -> frozenset[LoanKind]:
    """The lines that a bank plans by (6.1.2.1 b), whether there is work in them or not."""
    plans = to.party_kind in {PartyKind.BANK, PartyKind.OPERATOR}
    return SHOWN_LINES if plans else frozenset()


def _has_work(line: ProductLine) -> bool:
    return any(to_do.count for to_do in line.to_dos)


def _mine(to: Actor) -> QuerySet[LoanApplication]:
    """The party's rows, by the one seat its kind can have: an index answers that."""
    if to.party_kind is PartyKind.OPERATOR:
        return LoanApplication.all()
    column = SEAT_COLUMNS.get(to.party_kind)
    if column is None:  # an institution that sits at no loan
        return LoanApplication.filter(id__isnull=True)
    return LoanApplication.filter(**{column: to.party_id})


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
        else await _by_month(PAID_OUT, "disbursement.at", "SUM(amount_fen)", to, since)
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
