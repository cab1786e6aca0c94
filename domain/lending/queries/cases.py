"""Reading applications: one case, a page of them, the pool."""

from datetime import date
from functools import lru_cache
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import flow_of
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
    cut,
    moment_of,
    number_of,
    read_cursor,
    uuid_of,
    write_cursor,
)
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import Invalid, NotFound
from domain.kernel.showing import FlowPicture, open_steps, picture, states_left, timeline
from domain.lending.attachment_rules import ATTACH_CODE, may_attach
from domain.lending.flow import GeneralCreditFlow
from domain.lending.queries import surroundings, views
from domain.lending.queries.attachments import file_view
from domain.lending.queries.surroundings import Surroundings
from domain.lending.queries.views import ApplicationCase, ApplicationRow, PoolItem
from orm import acting
from orm.catalogue import Product
from orm.lending import LoanApplication
from vocabulary.lending import LoanKind, LoanState
from vocabulary.rights import Right
from vocabulary.workdays import after_workdays

WITHOUT_A_STEP = {
    "loan_application.rate": "服务评价",
    "loan_application.redispatch": "再次派单",
    "deadline.missed": "超期",
    ATTACH_CODE: "上传材料",
}

Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")]
Cursor = Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")]
FenBound = Annotated[int, Meta(ge=0, le=10**15, description="金额界限，单位：分")]


class PoolFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """抢单区的筛选条件。"""

    region: Annotated[str, Meta(max_length=6)] = ""
    industry: Annotated[str, Meta(max_length=1)] = ""
    amount_fen_min: FenBound | None = None
    amount_fen_max: FenBound | None = None
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class ApplicationFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """贷款申请的筛选条件。"""

    state: Annotated[str, Meta(max_length=200, description="状态，多个以逗号分隔")] = ""
    kind: LoanKind | None = None
    q: Annotated[str, Meta(max_length=60, description="编号或企业名称")] = ""
    region: Annotated[str, Meta(max_length=6)] = ""
    industry: Annotated[str, Meta(max_length=1)] = ""
    amount_fen_min: FenBound | None = None
    amount_fen_max: FenBound | None = None
    due: Annotated[
        str, Meta(pattern="^(|late|soon)$", description="late：已超期；soon：下一工作日前到期")
    ] = ""
    sort: Annotated[str, Meta(pattern="^(newest|oldest|amount)$")] = "newest"
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


async def one(application_id: UUID, *, to: Actor) -> ApplicationCase:
    """One case, if the actor may read it."""
    _must_read_cases(to)
    found = await surroundings.readable(application_id, to)
    if found is None:
        raise NotFound(NOT_FOUND)
    row, around = found
    return shown(row, around, to)


async def must_be_readable(application_id: UUID, *, to: Actor) -> None:
    """Raise NotFound unless the actor may read the case."""
    _must_read_cases(to)
    if (
        not await LoanApplication.readable_by(to.party_id, to.party_kind)
        .filter(id=application_id)
        .exists()
    ):
        raise NotFound(NOT_FOUND)


def _must_read_cases(to: Actor) -> None:
    """At the operator's party too, whoever has no business with cases learns of none."""
    if Right.APPLICATION_VIEW not in to.rights:
        raise NotFound(NOT_FOUND)


async def case(row: LoanApplication, actor: Actor) -> ApplicationCase:
    """Everything one party may see of a case, and what it may do next."""
    return shown(row, await surroundings.around(row, actor), actor)


def shown(row: LoanApplication, around: Surroundings, actor: Actor) -> ApplicationCase:
    """A case as one party sees it."""
    flow = views.flow_for(row)
    passed = timeline(flow, around.story, actor, also=WITHOUT_A_STEP)
    return ApplicationCase(
        **views.summary(row, actor, around.product_name),  # type: ignore[arg-type]  # one dict of many types
        request_no=around.request_no,
        product_id=row.product_id,
        product_version_no=row.product_version_no,
        aim=row.aim,
        industry=row.industry,
        purpose=row.purpose,
        security=row.security,
        repayment_method=row.repayment_method,
        rate_bp_max=row.rate_bp_max,
        rate_bp=row.rate_bp,
        granted_term_months=row.granted_term_months,
        granted_repayment_method=row.granted_repayment_method,
        granted_on=row.granted_on,
        valid_until=row.valid_until,
        credit_score=row.credit_score,
        score_required=row.score_required,
        score_reasons=list(row.score_reasons),
        score_version=row.score_version,
        guarantor_name=row.guarantor_name,
        insurer_name=row.insurer_name,
        preliminary_opinion=row.preliminary_opinion,
        guarantee_opinion=row.guarantee_opinion,
        opinion=row.opinion,
        remarks=row.remarks,
        enterprise=around.enterprise,
        disbursements=around.disbursements,
        open_steps=open_steps(flow, views.act_of(actor), row),
        timeline=passed,
        flow=_picture(row.flow, row.version, row.state, states_left(passed)),
        next_step=views.next_step(row),
        etag=etag_of(row),
        rating=around.rating,
        required_documents=around.required_documents,
        attachments=[file_view(file, actor) for file in around.files],
        may_attach=may_attach(flow, row, actor),
        policy=around.policy,
        proposed_no=actor.call.proposed_no or None,
    )


@lru_cache(maxsize=1_000)
def _picture(name: str, version: int, state: LoanState, past: frozenset[str]) -> FlowPicture:
    """A flow has few pictures; each is drawn once."""
    return picture(flow_of(LoanApplication.subject, name, version), state, past)


async def product_names(rows: list[LoanApplication]) -> dict[UUID | None, str]:
    """The names of the products these applications use."""
    wanted = {row.product_id for row in rows if row.product_id}
    return dict(await names_of_products(wanted))


async def names_of_products(ids: set[Any]) -> dict[Any, str]:
    """The names of these products; ids as a database gives them are good enough."""
    if not ids:
        return {}
    as_given = {UUID(str(each)): each for each in ids}
    found = await Product.filter(id__in=list(as_given)).values_list("id", "name")
    return {as_given[product_id]: name for product_id, name in found}


async def page(asked: ApplicationFilter, *, to: Actor) -> Page[ApplicationRow]:
    """The applications this party may read, filtered and sorted."""
    to.needs(Right.APPLICATION_VIEW)
    rows = filtered(asked, to)
    rows = _by_amount(rows, asked) if asked.sort == "amount" else _by_time(rows, asked)
    shown, more = cut(await acting.fetch(rows.limit(asked.limit + 1)), asked.limit)
    names = await product_names(shown)
    items = [views.row_view(row, to, names.get(row.product_id)) for row in shown]
    return Page(items, _cursor(asked, shown[-1]) if more else None)


async def several(rows: list[LoanApplication], to: Actor) -> Page[ApplicationRow]:
    """The rows of one act, as the lines of a list."""
    names = await product_names(rows)
    return Page([views.row_view(row, to, names.get(row.product_id)) for row in rows], None)


def filtered(asked: ApplicationFilter, to: Actor) -> QuerySet[LoanApplication]:
    """The rows a filter keeps, of those the actor may read."""
    rows = LoanApplication.readable_by(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state__in=_states(asked.state))
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    if asked.q:
        rows = rows.filter(
            Q(application_no__startswith=asked.q.upper()) | Q(enterprise_name__contains=asked.q)
        )
    if asked.due:
        today = clock.today()
        rows = rows.exclude(state__in=list(GeneralCreditFlow.final))
        if asked.due == "late":
            rows = rows.filter(due_before(today))
        else:
            rows = rows.filter(expected_on__gte=today, expected_on__lte=after_workdays(today, 1))
    return _narrowed(rows, asked)


def _narrowed(
    rows: QuerySet[LoanApplication], asked: ApplicationFilter | PoolFilter
) -> QuerySet[LoanApplication]:
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.industry:
        rows = rows.filter(industry=asked.industry)
    if asked.amount_fen_min is not None:
        rows = rows.filter(requested_fen__gte=asked.amount_fen_min)
    if asked.amount_fen_max is not None:
        rows = rows.filter(requested_fen__lte=asked.amount_fen_max)
    return rows


def _states(text: str) -> list[LoanState]:
    known = {state.value for state in LoanState}
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := set(asked) - known:
        raise Invalid("没有这样的状态", (("state", f"未知状态：{'、'.join(sorted(unknown))}"),))
    return [LoanState(part) for part in asked]


def _by_time(
    rows: QuerySet[LoanApplication], asked: ApplicationFilter
) -> QuerySet[LoanApplication]:
    newest = asked.sort == "newest"
    if asked.cursor:
        moment, row_id = read_cursor(asked.cursor, 2)
        at, last = moment_of(moment), uuid_of(row_id)
        later = Q(created_at__lt=at) if newest else Q(created_at__gt=at)
        same = Q(created_at=at) & (Q(id__lt=last) if newest else Q(id__gt=last))
        rows = rows.filter(later | same)
    return rows.order_by("-created_at", "-id") if newest else rows.order_by("created_at", "id")


def _by_amount(
    rows: QuerySet[LoanApplication], asked: ApplicationFilter
) -> QuerySet[LoanApplication]:
    if asked.cursor:
        amount, row_id = read_cursor(asked.cursor, 2)
        amount_fen, last = number_of(amount), uuid_of(row_id)
        rows = rows.filter(
            Q(requested_fen__lt=amount_fen) | Q(requested_fen=amount_fen) & Q(id__lt=last)
        )
    return rows.order_by("-requested_fen", "-id")


def _cursor(asked: ApplicationFilter, last: LoanApplication) -> str:
    key = last.requested_fen if asked.sort == "amount" else last.created_at.isoformat()
    return write_cursor(key, last.id)


async def pool(asked: PoolFilter, *, to: Actor) -> Page[PoolItem]:
    """抢单区: open requests nobody has taken on, newest first, masked."""
    to.needs(Right.POOL_VIEW)
    rows = _narrowed(LoanApplication.filter(LoanApplication.in_pool()), asked)
    as_list = ApplicationFilter(cursor=asked.cursor, limit=asked.limit)
    shown, more = cut(
        await acting.fetch(_by_time(rows, as_list).limit(asked.limit + 1)), asked.limit
    )
    items = [views.pool_view(row, to) for row in shown]
    return Page(items, _cursor(as_list, shown[-1]) if more else None)


async def pool_count() -> int:
    """How many requests wait in the pool."""
    return await LoanApplication.filter(LoanApplication.in_pool()).count()


def due_before(day: date) -> Q:
    """Cases whose deadline falls before a day."""
    return Q(expected_on__isnull=False, expected_on__lt=day)
