"""Appraisals by institution and period, and the ratings they are made of."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Subquery

from domain.appraisals.rules import VERSION, Part, PeriodFacts, appraise
from domain.appraisals.terms import PERIOD_DAYS_MAX, Period, RatingFilter
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    Page,
)
from domain.kernel.refusal import Invalid
from domain.kernel.showing import OpenStep, open_steps
from orm import raw
from orm.lending import LoanApplication, Rating
from orm.parties import Party
from orm.ratings import RatingDispute
from vocabulary.deadlines import DeadlineSign
from vocabulary.lending import LoanState
from vocabulary.parties import PARTY_KIND_LABELS, PartyKind
from vocabulary.ratings import DISPUTE_STATE_LABELS, DisputeState
from vocabulary.rights import Right

DAYS_DEFAULT = 90
INSTITUTIONS = (PartyKind.BANK, PartyKind.INSURER, PartyKind.GUARANTOR)
INSTITUTIONS_MAX = 500


class AppraisalLine(Struct, frozen=True, kw_only=True):
    """一家机构在考核期间的得分、各部分依据与计数。"""

    institution_id: UUID
    institution_name: str
    kind_label: str
    score: int | None
    parts: list[Part]
    ratings: int
    stars_tenths: list[int]
    struck: int
    taken: int
    missed: int
    completed: int
    given_back: int


class Appraisals(Struct, frozen=True):
    """机构考核。"""

    since: date
    until: date
    version: str
    items: list[AppraisalLine]


class DisputeView(Struct, frozen=True, kw_only=True):
    """一条评价的异议。"""

    id: UUID
    dispute_no: str
    rating_id: UUID
    state: DisputeState
    state_label: str
    application_id: UUID
    application_no: str
    institution_name: str
    reason: str
    answer: str
    decided_by_name: str
    decided_at: datetime | None
    expected_on: date | None
    open_steps: list[OpenStep]


class RatingLine(Struct, frozen=True, kw_only=True):
    """一条服务评价，附异议。"""

    id: UUID
    application_id: UUID
    application_no: str
    institution_name: str
    responsiveness: int
    courtesy: int
    efficiency: int
    expertise: int
    comment: str
    at: datetime
    counts: bool
    may_dispute: bool
    dispute: DisputeView | None


async def appraisals(asked: Period, *, to: Actor) -> Appraisals:
    """The operator reads of every institution, an institution of itself alone."""
    to.needs(Right.APPRAISAL_VIEW)
    since, until = _period(asked)
    institutions = Party.filter(kind__in=INSTITUTIONS)
    if to.party_kind is not PartyKind.OPERATOR:
        institutions = institutions.filter(id=to.party_id)
    found = await institutions.order_by("kind", "name").limit(INSTITUTIONS_MAX)
    facts, struck = await _facts(since, until)
    lines = [_line(party, facts.get(party.id), struck.get(party.id, 0)) for party in found]
    lines.sort(key=lambda line: (line.score is None, -(line.score or 0), line.institution_name))
    return Appraisals(since, until, VERSION, lines)


def _period(asked: Period) -> tuple[date, date]:
    until = asked.until or clock.today()
    since = asked.since or until - timedelta(days=DAYS_DEFAULT - 1)
    if not since <= until <= since + timedelta(days=PERIOD_DAYS_MAX):
        raise Invalid("考核期间最长一年，且起始不晚于截止", (("from", "请重新选择期间"),))
    return since, until


def _line(party: Party, facts: PeriodFacts | None, struck: int) -> AppraisalLine:
    known = facts or PeriodFacts()
    found = appraise(known)
    count = max(1, known.ratings)
    return AppraisalLine(
        institution_id=party.id,
        institution_name=party.name,
        kind_label=PARTY_KIND_LABELS[party.kind],
        score=found.score,
        parts=list(found.parts),
        ratings=known.ratings,
        stars_tenths=[(total * 20 // count + 1) // 2 for total in known.stars],
        struck=struck,
        taken=known.taken,
        missed=known.missed,
        completed=known.completed,
        given_back=known.given_back,
    )


async def _facts(since: date, until: date) -> tuple[dict[UUID, PeriodFacts], dict[UUID, int]]:
    """What is counted of every institution, one statement for each thing counted."""
    span = clock.day_begins(since), clock.day_ends(until)
    rated = await _rated(*span)
    struck = await _counted(
        "rating", "institution_id", "struck_at IS NOT NULL AND at >= ? AND at < ?", *span
    )
    taken = await _counted(
        "loan_application", "bank_id", "accepted_at >= ? AND accepted_at < ?", *span
    )
    completed = await _counted(
        "loan_application",
        "bank_id",
        "state = ? AND updated_at >= ? AND updated_at < ?",
        LoanState.COMPLETED.value,
        *span,
    )
    missed = await _counted(
        "deadline_mark",
        "party_id",
        "subject_kind = ? AND sign = ? AND at >= ? AND at < ?",
        LoanApplication.subject,
        DeadlineSign.MISSED.value,
        *span,
        what="COUNT(DISTINCT subject_id)",
    )
    given_back = await _counted(
        "journal",
        "party_id",
        "code = ? AND at >= ? AND at < ?",
        "loan_application.release",
        *span,
    )
    everybody = rated.keys() | taken.keys() | completed.keys() | missed.keys() | given_back.keys()
    facts = {
        each: PeriodFacts(
            ratings=int(rated[each]["n"]) if each in rated else 0,
            stars=_stars(rated.get(each)),
            taken=taken.get(each, 0),
            missed=missed.get(each, 0),
            completed=completed.get(each, 0),
            given_back=given_back.get(each, 0),
        )
        for each in everybody
    }
    return facts, struck


async def _rated(since: datetime, until: datetime) -> dict[UUID, dict[str, Any]]:
    """The stars of every institution that was rated; what was struck does not count."""
    stars = await raw.rows(
        "SELECT institution_id, COUNT(*) AS n, SUM(responsiveness) AS a, SUM(courtesy) AS b, "
        "SUM(efficiency) AS c, SUM(expertise) AS d FROM rating "
        "WHERE struck_at IS NULL AND at >= ? AND at < ? GROUP BY institution_id",
        since,
        until,
    )
    return {_id(row["institution_id"]): dict(row) for row in stars}


def _stars(row: dict[str, Any] | None) -> tuple[int, int, int, int]:
    if row is None:
        return (0, 0, 0, 0)
    return int(row["a"]), int(row["b"]), int(row["c"]), int(row["d"])


async def _counted(
    table: str, column: str, where: str, *values: Any, what: str = "COUNT(*)"
) -> dict[UUID, int]:
    found = await raw.rows(
        f"SELECT {column} AS who, {what} AS n FROM {table} "  # noqa: S608 -- our own words
        f"WHERE {where} AND {column} IS NOT NULL GROUP BY {column}",
        *values,
    )
    return {_id(row["who"]): int(row["n"]) for row in found}


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


async def ratings(asked: RatingFilter, *, to: Actor) -> Page[RatingLine]:
    """The ratings of one's own institution, newest first; the operator reads all."""
    to.needs(Right.APPRAISAL_VIEW)
    rows = Rating.all()
    if to.party_kind is not PartyKind.OPERATOR:
        rows = rows.filter(institution_id=to.party_id)
    if asked.disputed:
        disputes = RatingDispute.all()
        if asked.disputed == "open":
            disputes = disputes.filter(state=DisputeState.TO_DECIDE)
        rows = rows.filter(id__in=Subquery(disputes.values("rating_id")))
    shown, following = await newest_first(rows, "at", asked.cursor, asked.limit)
    return Page(await _lines(shown, to), following)


async def _lines(shown: list[Rating], to: Actor) -> list[RatingLine]:
    cases = await LoanApplication.filter(id__in=[row.application_id for row in shown]).values_list(
        "id", "application_no", "bank_name"
    )
    named = {case_id: (number, bank) for case_id, number, bank in cases}
    disputes = {
        row.rating_id: row
        for row in await RatingDispute.filter(rating_id__in=[row.id for row in shown])
    }
    return [
        RatingLine(
            id=row.id,
            application_id=row.application_id,
            application_no=named[row.application_id][0],
            institution_name=named[row.application_id][1],
            responsiveness=row.responsiveness,
            courtesy=row.courtesy,
            efficiency=row.efficiency,
            expertise=row.expertise,
            comment=row.comment,
            at=row.at,
            counts=row.struck_at is None,
            may_dispute=_may_dispute(row, disputes.get(row.id), to),
            dispute=await view(disputes[row.id], to) if row.id in disputes else None,
        )
        for row in shown
    ]


def _may_dispute(row: Rating, disputed: RatingDispute | None, to: Actor) -> bool:
    first = flow_of("rating_dispute", "rating_dispute", 1).steps["dispute"]
    holds = any(post.role in to.roles for post in first.by)
    return holds and disputed is None and row.institution_id == to.party_id


async def view(row: RatingDispute, to: Actor) -> DisputeView:
    """One dispute, with what this person may do about it."""
    flow = flow_of(row.subject, row.flow, row.version)
    return DisputeView(
        id=row.id,
        dispute_no=row.dispute_no,
        rating_id=row.rating_id,
        state=row.state,
        state_label=DISPUTE_STATE_LABELS[row.state],
        application_id=row.application_id,
        application_no=row.application_no,
        institution_name=row.institution_name,
        reason=row.reason,
        answer=row.answer,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        expected_on=row.expected_on,
        open_steps=open_steps(flow, Act(to, clock.now()), row),
    )
