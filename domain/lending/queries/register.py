"""业务台账: the register of disbursements, its totals, and what leaves as a spreadsheet."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.kernel.actor import Actor
from domain.kernel.journal import witness
from domain.kernel.pages import LIMIT_DEFAULT, cut, number_of, read_cursor, write_cursor
from domain.kernel.refusal import Unmet
from domain.kernel.sheet import Sheet
from domain.lending.queries.cases import (
    ApplicationFilter,
    Cursor,
    Limit,
    filtered,
    product_names,
)
from domain.lending.queries.views import row_view
from orm.lending import BusinessRegisterEntry
from vocabulary.industries import SECTIONS
from vocabulary.lending import KIND_LABELS, METHOD_LABELS, SECURITY_LABELS, LoanKind
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

EXPORT_ROWS_MAX = 100_000
REGISTER_HEAD = (
    "台账编号",
    "业务类型",
    "申请编号",
    "企业名称",
    "银行",
    "合同编号",
    "放款金额（元）",
    "放款日期",
    "区域",
    "行业",
)
APPLICATION_HEAD = (
    "申请编号",
    "状态",
    "企业名称",
    "银行",
    "产品",
    "申请金额（元）",
    "授信金额（元）",
    "已放款（元）",
    "期限（月）",
    "担保方式",
    "还款方式",
    "区域",
    "行业",
    "提交日期",
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


def _must_fit(count: int) -> None:
    if count > EXPORT_ROWS_MAX:
        raise Unmet(f"一次最多导出 {EXPORT_ROWS_MAX} 行，请缩小筛选范围后再导出")


async def export_register(asked: RegisterFilter, *, by: Actor) -> Sheet:
    """The register as a spreadsheet; the export itself is journalled."""
    by.needs(Right.REGISTER_EXPORT)
    rows = _filtered(asked, by)
    _must_fit(await rows.count())
    await witness("business_register.export", "business_register", by.party_id, by=by)
    lines = [
        (
            row.register_no,
            KIND_LABELS[row.kind],
            row.application_no,
            row.enterprise_name,
            row.bank_name,
            row.contract_no,
            row.amount_fen / 100,
            row.paid_on,
            REGIONS.get(row.region, row.region),
            SECTIONS.get(row.industry, row.industry),
        )
        for row in await rows.order_by("-id").limit(EXPORT_ROWS_MAX)
    ]
    return Sheet("业务台账", REGISTER_HEAD, lines)


async def export_applications(asked: ApplicationFilter, *, by: Actor) -> Sheet:
    """The applications a party may read, as a spreadsheet; the export itself is journalled."""
    by.needs(Right.APPLICATION_EXPORT)
    rows = filtered(asked, by)
    _must_fit(await rows.count())
    await witness("loan_application.export", "loan_application", by.party_id, by=by)
    kept = await rows.order_by("-created_at").limit(EXPORT_ROWS_MAX)
    names = await product_names(kept)
    lines = []
    for row in kept:
        view = row_view(row, by, names.get(row.product_id))
        lines.append(
            (
                view.application_no,
                view.state_label,
                view.enterprise_name,
                view.bank_name or "",
                view.product_name or "",
                view.requested_fen / 100,
                None if view.credit_line_fen is None else view.credit_line_fen / 100,
                view.disbursed_fen / 100,
                view.term_months,
                SECURITY_LABELS[row.security],
                METHOD_LABELS[row.repayment_method],
                view.region_label,
                view.industry_label,
                view.submitted_at.date(),
            )
        )
    return Sheet("贷款申请", APPLICATION_HEAD, lines)
