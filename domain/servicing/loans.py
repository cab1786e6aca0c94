"""贷后管理: the loans a party may read, filtered, with totals and overdue buckets; one of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
)
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound
from domain.servicing import overdue, views
from domain.servicing.actions.repaying import VERSIONS_MAX
from domain.servicing.views import LIVE, LoanCase, LoanRow
from orm.servicing import Loan
from vocabulary.rights import Right
from vocabulary.servicing import BUCKET_LABELS, OverdueBucket, ServicingState

Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")]
Cursor = Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")]


class LoanFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """贷后管理的筛选条件。"""

    state: Annotated[str, Meta(max_length=200, description="状态，多个以逗号分隔")] = ""
    bucket: Annotated[OverdueBucket | None, Meta(description="逾期天数档")] = None
    q: Annotated[str, Meta(max_length=60, description="借款编号、合同编号或企业名称")] = ""
    due_until: Annotated[date | None, Meta(description="下次还款日不晚于")] = None
    application_id: Annotated[UUID | None, Meta(description="同一笔申请下的贷款")] = None
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class LoanVersion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """看哪一版还款计划；不填为现行的一版。"""

    version: Annotated[int, Meta(ge=0, le=VERSIONS_MAX, description="还款计划版本")] = 0


class BucketTotal(Struct, frozen=True):
    """一个逾期天数档：笔数与余额。"""

    bucket: OverdueBucket
    label: str
    count: int
    balance_fen: int


class LoanTotals(Struct, frozen=True):
    """筛选结果的合计；各档只计未结清的贷款。"""

    count: int
    principal_fen: int
    balance_fen: int
    buckets: list[BucketTotal]


class LoanPage(Struct, frozen=True):
    """贷款列表的一页，附合计。"""

    items: list[LoanRow]
    next: str | None
    totals: LoanTotals


async def page(asked: LoanFilter, *, to: Actor) -> LoanPage:
    """One page of loans, newest first, with the totals of the whole filter."""
    to.needs(Right.APPLICATION_VIEW)
    rows = filtered(asked, to)
    totals = await _totals(rows)
    kept, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return LoanPage([views.row_view(row, to) for row in kept], following, totals)


def filtered(asked: LoanFilter, to: Actor) -> QuerySet[Loan]:
    """The rows a filter keeps, of those the actor may read."""
    rows = Loan.visible_to(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state__in=_states(asked.state))
    if asked.bucket is not None:
        rows = rows.filter(in_bucket(asked.bucket, clock.today()))
    if asked.due_until is not None:
        rows = rows.filter(state__in=list(LIVE), next_due_on__lte=asked.due_until)
    if asked.application_id is not None:
        rows = rows.filter(application_id=asked.application_id)
    if asked.q:
        rows = rows.filter(
            Q(loan_no__startswith=asked.q.upper())
            | Q(contract_no__startswith=asked.q)
            | Q(enterprise_name__contains=asked.q)
        )
    return rows


def in_bucket(bucket: OverdueBucket, today: date) -> Q:
    """Live loans whose days overdue fall into a bucket, as `views.days_overdue` counts them."""
    least, most = overdue.days_of(bucket)
    running = Q(frozen_days__isnull=True)
    if least > 0:
        running &= Q(counts_from__lte=today - timedelta(days=least))
    if most is not None:
        running &= Q(counts_from__gte=today - timedelta(days=most))
    frozen = Q(frozen_days__gte=least)
    if most is not None:
        frozen &= Q(frozen_days__lte=most)
    if bucket is OverdueBucket.NOT_OVERDUE:
        running |= Q(counts_from__isnull=True)
    return Q(state__in=list(LIVE)) & (running | frozen)


def _states(text: str) -> list[ServicingState]:
    known = {state.value for state in ServicingState}
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := set(asked) - known:
        raise Invalid("没有这样的状态", (("state", f"未知状态：{'、'.join(sorted(unknown))}"),))
    return [ServicingState(part) for part in asked]


async def _totals(rows: QuerySet[Loan]) -> LoanTotals:
    today = clock.today()
    count, principal, balance = await _summed(rows, ("principal_fen", "balance_fen"))
    buckets = []
    for bucket in OverdueBucket:
        number, left = await _summed(rows.filter(in_bucket(bucket, today)), ("balance_fen",))
        buckets.append(BucketTotal(bucket, BUCKET_LABELS[bucket], number, left))
    return LoanTotals(count, principal, balance, buckets)


async def _summed(rows: QuerySet[Loan], columns: Sequence[str]) -> list[int]:
    sums = {f"sum_{column}": Sum(column) for column in columns}
    found = await rows.annotate(n=Count("id"), **sums).values("n", *sums)
    return [int(found[0][name] or 0) for name in ("n", *sums)] if found else [0] * (len(sums) + 1)


async def one(loan_id: UUID, asked: LoanVersion, *, to: Actor) -> LoanCase:
    """One loan, if the actor may read it."""
    row = await readable(loan_id, to=to)
    version = asked.version or row.schedule_version
    if version > row.schedule_version:
        raise NotFound(NOT_FOUND)
    return await views.shown(row, to, version)


async def readable(loan_id: UUID, *, to: Actor) -> Loan:
    """The loan's row. Raises NotFound unless the actor may read it."""
    if Right.APPLICATION_VIEW not in to.rights:
        raise NotFound(NOT_FOUND)
    row = await Loan.visible_to(to.party_id, to.party_kind).get_or_none(id=loan_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return row
