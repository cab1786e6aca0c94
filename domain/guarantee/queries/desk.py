"""The guarantor's desk: what waits for it, and the register of the letters it has given."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.guarantee.queries.cases import CommitmentView, commitment_view
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.exporting import (
    Column,
    Ledger,
    Sheet,
    day,
    day_of,
    label,
    leave,
    text,
    whole,
    yuan,
)
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
    cut,
    moment_of,
    read_cursor,
    uuid_of,
    write_cursor,
)
from orm.guarantee import GuaranteeCommitment
from orm.lending import LoanApplication
from vocabulary.guarantee import LIABILITY_LABELS
from vocabulary.lending import KIND_LABELS, LoanKind, LoanState
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

Cursor = Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")]
COMMITMENTS = Ledger(
    title="担保函台账",
    code="guarantee_commitment.export",
    right=Right.GUARANTEE_EXPORT,
    order=("-issued_at", "-id"),
    columns=(
        Column("担保编号", "guarantee_no", text, wide=24),
        Column("申请编号", "application_no", text, wide=22),
        Column("贷款品种", "loan_kind", label(KIND_LABELS), wide=14),
        Column("担保机构", "guarantor_name", text, wide=28),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("银行", "beneficiary_name", text, wide=28),
        Column("申请金额（元）", "requested_fen", yuan),
        Column("担保金额（元）", "guaranteed_fen", yuan),
        Column("担保比例（基点）", "coverage_bp", whole),
        Column("担保费率（基点）", "fee_bp", whole),
        Column("担保责任", "claim_liability", label(LIABILITY_LABELS), wide=14),
        Column("生效日期", "effective_on", day, wide=12),
        Column("有效期至", "valid_until", day, wide=12),
        Column("出具日期", "issued_at", day_of, wide=12),
        Column("银行确认日期", "confirmed_at", day_of, wide=14),
        Column("解除日期", "released_at", day_of, wide=12),
    ),
)
Limit = Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")]


class GuaranteeRequestRow(Struct, frozen=True, kw_only=True):
    """待担保的一笔业务：企业、金额、期限、银行的预审意见，办到哪一步。"""

    id: UUID
    application_no: str
    loan_kind_label: str
    enterprise_name: str
    bank_name: str
    requested_fen: int
    term_months: int
    purpose: str
    credit_score: int
    score_required: int
    preliminary_opinion: str
    investigated_at: datetime | None
    assessed_at: datetime | None
    expected_on: date | None
    overdue: bool


class CommitmentFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """担保函的筛选条件。"""

    q: Annotated[str, Meta(max_length=60, description="担保编号、申请编号或企业名称")] = ""
    policy: Annotated[bool, Meta(description="只看政策性产品")] = False
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class RequestFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """待担保业务的翻页条件。"""

    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class CommitmentPage(Struct, frozen=True):
    """担保函台账的一页，附在保合计。"""

    items: list[CommitmentView]
    next: str | None
    count: int
    guaranteed_fen: int
    in_force_fen: int


async def requests(asked: RequestFilter, *, to: Actor) -> Page[GuaranteeRequestRow]:
    """The guarantor's desk: what waits for it, oldest first, with the bank's first opinion."""
    to.needs(Right.APPLICATION_VIEW)
    rows = LoanApplication.readable_by(to.party_id, to.party_kind).filter(
        state=LoanState.TO_GUARANTEE
    )
    if to.party_kind is not PartyKind.OPERATOR:
        rows = rows.filter(guarantor_id=to.party_id)
    if asked.cursor:
        moment, row_id = read_cursor(asked.cursor, 2)
        at, last = moment_of(moment), uuid_of(row_id)
        rows = rows.filter(Q(created_at__gt=at) | Q(created_at=at, id__gt=last))
    shown, more = cut(await rows.order_by("created_at", "id").limit(asked.limit + 1), asked.limit)
    items = [_request_row(row) for row in shown]
    following = write_cursor(shown[-1].created_at.isoformat(), shown[-1].id) if more else None
    return Page(items, following)


def _request_row(row: LoanApplication) -> GuaranteeRequestRow:
    return GuaranteeRequestRow(
        id=row.id,
        application_no=row.application_no,
        loan_kind_label=KIND_LABELS[row.kind],
        enterprise_name=row.enterprise_name,
        bank_name=row.bank_name,
        requested_fen=row.requested_fen,
        term_months=row.term_months,
        purpose=row.purpose,
        credit_score=row.credit_score,
        score_required=row.score_required,
        preliminary_opinion=row.preliminary_opinion,
        investigated_at=row.investigated_at,
        assessed_at=row.assessed_at,
        expected_on=row.expected_on,
        overdue=row.expected_on is not None and row.expected_on < clock.today(),
    )


def _own(to: Actor) -> QuerySet[GuaranteeCommitment]:
    if to.party_kind is PartyKind.OPERATOR:
        return GuaranteeCommitment.all()
    columns = {
        PartyKind.GUARANTOR: "guarantor_id",
        PartyKind.BANK: "bank_id",
        PartyKind.ENTERPRISE: "enterprise_id",
    }
    column = columns.get(to.party_kind)
    return GuaranteeCommitment.filter(**{column: to.party_id} if column else {"id": None})


async def register(asked: CommitmentFilter, *, to: Actor) -> CommitmentPage:
    """The letters this party may know of, newest first, and what is in force of them."""
    to.needs(Right.APPLICATION_VIEW)
    rows = _filtered(asked, to)
    today = clock.today()
    in_force = rows.filter(
        released_at__isnull=True, confirmed_at__isnull=False, valid_until__gte=today
    )
    count, guaranteed_fen = await _sum(rows)
    _, in_force_fen = await _sum(in_force)
    shown, following = await newest_first(rows, "issued_at", asked.cursor, asked.limit)
    items = [commitment_view(each) for each in shown]
    return CommitmentPage(items, following, count, guaranteed_fen, in_force_fen)


async def export(asked: CommitmentFilter, *, by: Actor) -> Sheet:
    """The letters as a spreadsheet; the export itself is journalled."""
    return await leave(COMMITMENTS, _filtered(asked, by), by=by)


async def _sum(rows: QuerySet[GuaranteeCommitment]) -> tuple[int, int]:
    found = await rows.annotate(n=Count("id"), amount=Sum("guaranteed_fen")).values("n", "amount")
    return (int(found[0]["n"] or 0), int(found[0]["amount"] or 0)) if found else (0, 0)


def _filtered(asked: CommitmentFilter, to: Actor) -> QuerySet[GuaranteeCommitment]:
    rows = _own(to)
    if asked.policy:
        rows = rows.exclude(loan_kind=LoanKind.GENERAL)
    if asked.q:
        no = asked.q.upper()
        rows = rows.filter(
            Q(guarantee_no__startswith=no)
            | Q(application_no__startswith=no)
            | Q(enterprise_name__contains=asked.q)
        )
    return rows
