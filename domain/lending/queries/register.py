"""业务台账: the register of disbursements, its totals, and what leaves as a spreadsheet."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

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
from domain.kernel.pages import LIMIT_DEFAULT, cut, number_of, read_cursor, write_cursor
from domain.lending.queries.cases import (
    ApplicationFilter,
    Cursor,
    Limit,
    filtered,
    names_of_products,
)
from orm.lending import BusinessRegisterEntry
from vocabulary.industries import SECTIONS
from vocabulary.lending import (
    KIND_LABELS,
    METHOD_LABELS,
    SECURITY_LABELS,
    STATE_LABELS,
    LoanKind,
)
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

REGISTER = Ledger(
    title="业务台账",
    code="business_register.export",
    right=Right.REGISTER_EXPORT,
    order=("-id",),
    columns=(
        Column("台账编号", "register_no", text),
        Column("业务类型", "kind", label(KIND_LABELS)),
        Column("申请编号", "application_no", text),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("银行", "bank_name", text, wide=24),
        Column("合同编号", "contract_no", text),
        Column("放款金额（元）", "amount_fen", yuan),
        Column("放款日期", "paid_on", day, wide=12),
        Column("区域", "region", label(REGIONS), wide=12),
        Column("行业", "industry", label(SECTIONS), wide=24),
    ),
)
APPLICATIONS = Ledger(
    title="贷款申请",
    code="loan_application.export",
    right=Right.APPLICATION_EXPORT,
    order=("-created_at", "-id"),
    columns=(
        Column("申请编号", "application_no", text),
        Column("状态", "state", label(STATE_LABELS), wide=12),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("银行", "bank_name", text, wide=24),
        Column("产品", "product_id", text, names=names_of_products, wide=20),
        Column("申请金额（元）", "requested_fen", yuan),
        Column("授信金额（元）", "credit_line_fen", yuan),
        Column("已放款（元）", "disbursed_fen", yuan),
        Column("期限（月）", "term_months", whole, wide=10),
        Column("担保方式", "security", label(SECURITY_LABELS), wide=10),
        Column("还款方式", "repayment_method", label(METHOD_LABELS)),
        Column("区域", "region", label(REGIONS), wide=12),
        Column("行业", "industry", label(SECTIONS), wide=24),
        Column("提交日期", "created_at", day_of, wide=12),
    ),
)


class RegisterFilter(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """业务台账的筛选条件。"""

    since: Annotated[date | None, Meta(description="放款日期起")] = None
    until: Annotated[date | None, Meta(description="放款日期止")] = None
    bank_id: UUID | None = None
    q: Annotated[str, Meta(max_length=60, description="编号、合同号或企业名称")] = ""
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class RegisterEntry(Struct, frozen=True, kw_only=True):
    """业务台账的一行：一笔放款。"""

    register_no: str
    kind: LoanKind
    application_id: UUID
    application_no: str
    enterprise_name: str
    bank_id: UUID
    bank_name: str
    contract_no: str
    amount_fen: int
    paid_on: date
    at: datetime
    region: str
    region_label: str
    industry: str
    industry_label: str


class RegisterTotals(Struct, frozen=True):
    """筛选结果的合计。"""

    count: int
    amount_fen: int


class RegisterPage(Struct, frozen=True):
    """业务台账的一页，附合计。"""

    items: list[RegisterEntry]
    next: str | None
    totals: RegisterTotals


async def page(asked: RegisterFilter, *, to: Actor) -> RegisterPage:
    """One page of the register, newest first, with the totals of the whole filter."""
    to.needs(Right.REGISTER_VIEW)
    rows = _filtered(asked, to)
    sums = await rows.annotate(n=Count("id"), amount=Sum("amount_fen")).values("n", "amount")
    totals = RegisterTotals(int(sums[0]["n"] or 0), int(sums[0]["amount"] or 0)) if sums else None
    if asked.cursor:
        rows = rows.filter(id__lt=number_of(read_cursor(asked.cursor, 1)[0]))
    shown, more = cut(await rows.order_by("-id").limit(asked.limit + 1), asked.limit)
    following = write_cursor(shown[-1].id) if more else None
    return RegisterPage([_view(row) for row in shown], following, totals or RegisterTotals(0, 0))


def _filtered(asked: RegisterFilter, to: Actor) -> QuerySet[BusinessRegisterEntry]:
    rows = BusinessRegisterEntry.all()
    if to.party_kind is not PartyKind.OPERATOR:
        rows = rows.filter(bank_id=to.party_id)
    if asked.since:
        rows = rows.filter(paid_on__gte=asked.since)
    if asked.until:
        rows = rows.filter(paid_on__lte=asked.until)
    if asked.bank_id:
        rows = rows.filter(bank_id=asked.bank_id)
    if asked.q:
        rows = rows.filter(
            Q(application_no__startswith=asked.q.upper())
            | Q(register_no__startswith=asked.q.upper())
            | Q(contract_no__startswith=asked.q)
            | Q(enterprise_name__contains=asked.q)
        )
    return rows


def _view(row: BusinessRegisterEntry) -> RegisterEntry:
    return RegisterEntry(
        register_no=row.register_no,
        kind=row.kind,
        application_id=row.application_id,
        application_no=row.application_no,
        enterprise_name=row.enterprise_name,
        bank_id=row.bank_id,
        bank_name=row.bank_name,
        contract_no=row.contract_no,
        amount_fen=row.amount_fen,
        paid_on=row.paid_on,
        at=row.at,
        region=row.region,
        region_label=REGIONS.get(row.region, row.region),
        industry=row.industry,
        industry_label=SECTIONS.get(row.industry, row.industry),
    )


async def export_register(asked: RegisterFilter, *, by: Actor) -> Sheet:
    """The register as a spreadsheet."""
    return await leave(REGISTER, _filtered(asked, by), by=by)


async def export_applications(asked: ApplicationFilter, *, by: Actor) -> Sheet:
    """The applications a party may read, as a spreadsheet."""
    return await leave(APPLICATIONS, filtered(asked, by), by=by)
