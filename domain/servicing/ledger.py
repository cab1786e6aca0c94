"""还款台账: every repayment, its totals, and what leaves as a spreadsheet."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.kernel.actor import Actor
from domain.kernel.exporting import Column, Ledger, Sheet, day, label, leave, text, yuan
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    LIMIT_DEFAULT,
)
from domain.servicing.loans import Cursor, Limit
from orm.servicing import Repayment
from vocabulary.rights import Right
from vocabulary.servicing import PAYER_LABELS, Payer

SUMS = ("amount_fen", "penalty_fen", "interest_fen", "principal_fen")
REPAYMENTS = Ledger(
    title="还款台账",
    code="repayment_ledger.export",
    right=Right.REGISTER_EXPORT,
    order=("-at", "-id"),
    columns=(
        Column("还款编号", "repayment_no", text, wide=22),
        Column("借款编号", "loan_no", text, wide=22),
        Column("合同编号", "contract_no", text, wide=22),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("银行", "bank_name", text, wide=24),
        Column("付款方", "payer", label(PAYER_LABELS), wide=12),
        Column("还款日期", "paid_on", day, wide=12),
        Column("还款金额（元）", "amount_fen", yuan),
        Column("其中罚息（元）", "penalty_fen", yuan),
        Column("其中利息（元）", "interest_fen", yuan),
        Column("其中本金（元）", "principal_fen", yuan),
        Column("剩余本金（元）", "balance_fen", yuan),
    ),
)


class RepaymentFilter(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """还款台账的筛选条件。"""

    since: Annotated[date | None, Meta(description="还款日期起")] = None
    until: Annotated[date | None, Meta(description="还款日期止")] = None
    payer: Annotated[Payer | None, Meta(description="付款方")] = None
    q: Annotated[str, Meta(max_length=60, description="编号、合同号或企业名称")] = ""
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class RepaymentEntry(Struct, frozen=True, kw_only=True):
    """还款台账的一行：一笔还款。"""

    repayment_no: str
    loan_id: UUID
    loan_no: str
    contract_no: str
    enterprise_name: str
    bank_name: str
    payer: Payer
    paid_on: date
    amount_fen: int
    penalty_fen: int
    interest_fen: int
    principal_fen: int
    balance_fen: int
    at: datetime


class RepaymentTotals(Struct, frozen=True):
    """筛选结果的合计。"""

    count: int
    amount_fen: int
    penalty_fen: int
    interest_fen: int
    principal_fen: int


class RepaymentPage(Struct, frozen=True):
    """还款台账的一页，附合计。"""

    items: list[RepaymentEntry]
    next: str | None
    totals: RepaymentTotals


async def page(asked: RepaymentFilter, *, to: Actor) -> RepaymentPage:
    """One page of the ledger, newest first, with the totals of the whole filter."""
    to.needs(Right.APPLICATION_VIEW)
    rows = _filtered(asked, to)
    sums = {f"sum_{name}": Sum(name) for name in SUMS}
    found = await rows.annotate(n=Count("id"), **sums).values("n", *sums)
    counted = [int(found[0][name] or 0) for name in ("n", *sums)] if found else [0] * 5
    kept, following = await newest_first(rows, "at", asked.cursor, asked.limit)
    return RepaymentPage([_view(row) for row in kept], following, RepaymentTotals(*counted))


def _filtered(asked: RepaymentFilter, to: Actor) -> QuerySet[Repayment]:
    rows = Repayment.visible_to(to.party_id, to.party_kind)
    if asked.since:
        rows = rows.filter(paid_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(paid_on__lte=asked.until)
    if asked.payer is not None:
        rows = rows.filter(payer=asked.payer)
    if asked.q:
        rows = rows.filter(
            Q(repayment_no__startswith=asked.q.upper())
            | Q(loan_no__startswith=asked.q.upper())
            | Q(contract_no__startswith=asked.q)
            | Q(enterprise_name__contains=asked.q)
        )
    return rows


def _view(row: Repayment) -> RepaymentEntry:
    return RepaymentEntry(**{name: getattr(row, name) for name in RepaymentEntry.__struct_fields__})


async def export(asked: RepaymentFilter, *, by: Actor) -> Sheet:
    """The ledger as a spreadsheet; the export itself is journalled."""
    return await leave(REPAYMENTS, _filtered(asked, by), by=by)
