"""What screens read of services at the store: the list, one in full, and the figures."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q
from tortoise.functions import Count

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import OpenStep, open_steps
from domain.parties.rules import is_clerk
from domain.store.service.cases import Standing, standing_of
from domain.store.service.terms import FiguresAsked, ServiceSearch
from orm.parties import Party
from orm.store_service import AssistanceGrant, AssistedFiling, Recommendation, ServiceRecord
from vocabulary.identifiers import mask_person
from vocabulary.industries import SECTIONS
from vocabulary.lending import METHOD_LABELS, SECURITY_LABELS, RepaymentMethod, SecurityKind
from vocabulary.money import half_up
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right
from vocabulary.store_service import (
    AGREED_BY_LABELS,
    SERVICE_STATE_LABELS,
    TAX_CREDIT_LABELS,
    ServiceState,
    TaxCredit,
)

FILINGS_MAX = 50
STARS = range(1, 6)


class ServiceRow(Struct, frozen=True, kw_only=True):
    """一次到店服务。"""

    id: UUID
    service_no: str
    state: ServiceState
    state_label: str
    enterprise_name: str
    staff_name: str
    alone: bool
    needs: str
    stars: int | None
    created_at: datetime
    updated_at: datetime
    may_rate: bool


class Diagnosed(Struct, frozen=True, kw_only=True):
    """需求诊断的结果。"""

    industry: str
    industry_label: str
    region: str
    region_label: str
    revenue_fen: int
    assets_fen: int
    employees: int
    tax_credit: TaxCredit
    tax_credit_label: str
    has_collateral: bool
    amount_fen: int
    term_months: int
    purpose: str
    security: SecurityKind
    security_label: str
    repayment_method: RepaymentMethod
    repayment_method_label: str
    rate_bp_max: int | None
    diagnosed_at: datetime


class Recommended(Struct, frozen=True):
    """推荐的产品，以及每一条理由。"""

    product_id: UUID
    product_name: str
    institution_name: str
    score: int
    reasons: list[str]


class GrantView(Struct, frozen=True, kw_only=True):
    """协助授权：谁同意由谁代填，到何时为止。"""

    id: UUID
    staff_name: str
    is_mine: bool
    number: str
    agreed_by_label: str
    agreed_at: datetime | None
    expires_at: datetime
    acts: int


class FilingRow(Struct, frozen=True):
    """一次代填：代填人和本人。"""

    code: str
    subject_no: str
    typist_name: str
    account_name: str
    at: datetime


class ServiceView(ServiceRow, frozen=True, kw_only=True):
    """一次到店服务的全部内容，以及可办理的操作。"""

    visitor: str
    ticket_id: UUID | None
    enterprise_id: UUID | None
    certified: bool
    region: str
    industry: str
    told: str
    informed_at: datetime | None
    outcome: str
    ended_at: datetime | None
    comment: str
    rated_at: datetime | None
    diagnosis: Diagnosed | None
    recommendations: list[Recommended]
    grant: GrantView | None
    filings: list[FilingRow]
    cases: list[Standing]
    open_steps: list[OpenStep]
    etag: str


class ServiceFigures(Struct, frozen=True, kw_only=True):
    """服务统计：人次、自助办理、代填、评价。星级平均数以百分之一星计。"""

    since: date
    services: int
    alone: int
    filings: int
    rated: int
    average_hundredths: int | None
    by_stars: list[int]


async def page(search: ServiceSearch, actor: Actor) -> Page[ServiceRow]:
    """The services a party may know of, the latest first."""
    actor.needs(Right.SERVICE_RECORD_VIEW)
    rows = ServiceRecord.visible_to(actor.party_id, actor.party_kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if words := search.q.strip():
        rows = rows.filter(Q(enterprise_name__icontains=words) | Q(service_no=words.upper()))
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    return Page([ServiceRow(**_summary(row, actor)) for row in shown], end)


async def one(service_id: UUID, actor: Actor) -> ServiceView:
    """One service, if the actor may know of it."""
    rows = ServiceRecord.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=service_id)
    if row is None or Right.SERVICE_RECORD_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    return await view(row, actor)


async def view(row: ServiceRecord, actor: Actor) -> ServiceView:
    """Everything of one service; the store's own notes stay the store's."""
    flow = flow_of(row.subject, row.flow, row.version)
    party = await Party.get_or_none(id=row.enterprise_id) if row.enterprise_id else None
    told = Recommendation.filter(service_id=row.id).order_by("place")
    filed = AssistedFiling.filter(service_id=row.id).order_by("id").limit(FILINGS_MAX)
    return ServiceView(
        **_summary(row, actor),
        visitor=(row.visitor or "") if _is_store(actor) else "",
        ticket_id=row.ticket_id,
        enterprise_id=row.enterprise_id,
        certified=party is not None and party.certified,
        region=row.region or (party.region if party else ""),
        industry=row.industry or (party.industry if party else ""),
        told=row.told,
        informed_at=row.informed_at,
        outcome=row.outcome,
        ended_at=row.ended_at,
        comment=row.comment,
        rated_at=row.rated_at,
        diagnosis=_diagnosed(row),
        recommendations=[_recommended(each) for each in await told],
        grant=await _grant(row, actor),
        filings=[_filing(each, actor) for each in await filed],
        cases=await standing_of(row),
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        etag=etag_of(row),
    )


async def figures(asked: FiguresAsked, actor: Actor) -> ServiceFigures:
    """How many were served, and how they liked it: the store's own to see."""
    actor.needs(Right.FOLLOW_UP_CALL_VIEW)
    since = clock.today() - timedelta(days=asked.days - 1)
    rows = ServiceRecord.filter(created_at__gte=clock.day_begins(since))
    rated = await (
        rows.filter(stars__isnull=False)
        .annotate(n=Count("id"))
        .group_by("stars")
        .values_list("stars", "n")
    )
    counts = {int(stars): int(n) for stars, n in rated}
    total, points = sum(counts.values()), sum(stars * n for stars, n in counts.items())
    return ServiceFigures(
        since=since,
        services=await rows.count(),
        alone=await rows.filter(staff_id__isnull=True).count(),
        filings=await AssistedFiling.filter(at__gte=clock.day_begins(since)).count(),
        rated=total,
        average_hundredths=half_up(points * 100, total) if total else None,
        by_stars=[counts.get(stars, 0) for stars in STARS],
    )


def _is_store(actor: Actor) -> bool:
    return actor.party_kind is PartyKind.OPERATOR


def _summary(row: ServiceRecord, actor: Actor) -> dict[str, Any]:
    name = row.staff_name
    return {
        "id": row.id,
        "service_no": row.service_no,
        "state": row.state,
        "state_label": SERVICE_STATE_LABELS[row.state],
        "enterprise_name": row.enterprise_name,
        "staff_name": name if _is_store(actor) or not name else mask_person(name),
        "alone": row.staff_id is None,
        "needs": row.needs,
        "stars": row.stars,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "may_rate": is_clerk(actor)
        and row.enterprise_id == actor.party_id
        and row.stars is None
        and row.state is not ServiceState.SERVING,
    }


def _diagnosed(row: ServiceRecord) -> Diagnosed | None:
    if row.diagnosed_at is None:
        return None
    return Diagnosed(
        industry=row.industry,
        industry_label=SECTIONS.get(row.industry, row.industry),
        region=row.region,
        region_label=REGIONS.get(row.region, row.region),
        revenue_fen=row.revenue_fen,
        assets_fen=row.assets_fen,
        employees=row.employees,
        tax_credit=row.tax_credit,
        tax_credit_label=TAX_CREDIT_LABELS[row.tax_credit],
        has_collateral=row.has_collateral,
        amount_fen=row.amount_fen,
        term_months=row.term_months,
        purpose=row.purpose,
        security=row.security,
        security_label=SECURITY_LABELS[row.security],
        repayment_method=row.repayment_method,
        repayment_method_label=METHOD_LABELS[row.repayment_method],
        rate_bp_max=row.rate_bp_max,
        diagnosed_at=row.diagnosed_at,
    )


def _recommended(row: Recommendation) -> Recommended:
    return Recommended(
        row.product_id, row.product_name, row.institution_name, row.score, row.reasons
    )


async def _grant(row: ServiceRecord, actor: Actor) -> GrantView | None:
    """The leave that stands, or the number that still waits for its yes."""
    now = clock.now()
    stands = Q(agreed_at__isnull=False, expires_at__gt=now)
    waits = Q(agreed_at__isnull=True, asked_until__gt=now)
    going = AssistanceGrant.filter(service_id=row.id, ended_at__isnull=True)
    grant = await going.filter(stands | waits).order_by("-asked_at").first()
    if grant is None:
        return None
    is_mine = grant.staff_id == actor.account_id
    return GrantView(
        id=grant.id,
        staff_name=grant.staff_name if _is_store(actor) else mask_person(grant.staff_name),
        is_mine=is_mine,
        number=(grant.open_number or "") if is_mine else "",
        agreed_by_label=AGREED_BY_LABELS[grant.agreed_by] if grant.agreed_by else "",
        agreed_at=grant.agreed_at,
        expires_at=grant.expires_at or grant.asked_until,
        acts=grant.acts,
    )


def _filing(row: AssistedFiling, actor: Actor) -> FilingRow:
    """The names of another party's people are masked."""
    own, other = (row.typist_name, row.account_name)
    if _is_store(actor):
        return FilingRow(row.code, row.subject_no, own, _masked(other), row.at)
    return FilingRow(row.code, row.subject_no, _masked(own), other, row.at)


def _masked(name: str) -> str:
    return mask_person(name) if name else ""
