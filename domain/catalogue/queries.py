"""What screens read of the shelf: products found, one product, the institutions. All public."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q, RawSQL, Subquery
from tortoise.queryset import QuerySet

from domain.catalogue.drafts import draft_on_shelf
from domain.catalogue.shapes import shape_of
from domain.catalogue.telling import rule_text
from domain.kernel.actor import Actor
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
    cut,
    number_of,
    read_cursor,
    write_cursor,
)
from domain.kernel.refusal import Invalid, NotFound
from orm.catalogue import Product, ProductBrochure
from orm.parties import Party
from vocabulary.catalogue import (
    KINDS_OF,
    OFFER_MODE_LABELS,
    PRODUCT_CATEGORY_LABELS,
    PRODUCT_KIND_LABELS,
    UNPRICED_BP,
    OfferMode,
    ProductCategory,
    ProductKind,
    ProductSort,
    category_of,
    channel_of,
)
from vocabulary.lending import TERM_MONTHS_MAX, RepaymentMethod, SecurityKind
from vocabulary.money import BasisPoints, Fen
from vocabulary.parties import INSTITUTION_KINDS, PARTY_KIND_LABELS, PartyKind
from vocabulary.regions import REGIONS

INSTITUTIONS_MAX = 500
SEARCH_LENGTH_MAX = 60
# By which column the shelf is ordered, and in which direction.
SORTS: dict[ProductSort, tuple[str, str]] = {
    ProductSort.RATE: ("rate_bp_min", "gt"),
    ProductSort.AMOUNT: ("amount_fen_max", "lt"),
    ProductSort.TERM: ("term_months_max", "lt"),
}

Months = Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限，单位：月")]
RegionCode = Annotated[str, Meta(max_length=6, description="区域代码；空为不限")]


class ProductSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """金融产品的筛选条件。"""

    category: ProductCategory | None = None
    kind: ProductKind | None = None
    offer_mode: OfferMode | None = None
    institution_id: UUID | None = None
    institution_kind: PartyKind | None = None
    amount_fen: Fen | None = None
    rate_bp_max: BasisPoints | None = None
    term_months: Months | None = None
    security: SecurityKind | None = None
    repayment_method: RepaymentMethod | None = None
    region: RegionCode = ""
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="产品或机构名称")] = ""
    sort: ProductSort = ProductSort.RATE
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class InstitutionSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """入驻机构的筛选条件。"""

    kind: PartyKind | None = None


class BrochureView(Struct, frozen=True):
    """产品介绍文件。"""

    id: UUID
    name: str
    size_bytes: int


class ProductView(Struct, frozen=True, kw_only=True):
    """金融产品：利率、额度、期限、条件、材料、流程、收费和政策依据，全部公开，各项数据注明日期。"""

    id: UUID
    product_no: str
    name: str
    kind: ProductKind
    kind_label: str
    category: ProductCategory
    category_label: str
    offer_mode: OfferMode | None
    offer_mode_label: str
    institution_id: UUID
    institution_name: str
    price_label: str
    amount_label: str
    term_label: str
    condition_label: str
    amount_fen_min: int
    amount_fen_max: int
    rate_bp_min: int | None
    rate_bp_max: int | None
    term_months_min: int
    term_months_max: int
    repayment_methods: list[RepaymentMethod]
    securities: list[SecurityKind]
    eligible_regions: list[str]
    eligibility: str
    required_documents: list[str]
    service_steps: list[str]
    fees: str
    policy_basis: str
    programme_id: UUID | None
    turnaround_days: int
    introduction: str
    coverage: str
    eligible_kinds: list[str]
    valid_until: date | None
    limit_rule: str
    brochure: BrochureView | None
    channel: str
    version_no: int
    figures_on: date
    listed_on: date
    listed: bool


class InstitutionView(Struct, frozen=True):
    """入驻机构。"""

    id: UUID
    kind: PartyKind
    kind_label: str
    name: str
    short_name: str


async def products(search: ProductSearch) -> Page[ProductView]:
    """Find what is on the shelf. Ties in the order are broken by product number."""
    column, direction = SORTS[search.sort]
    rows = await _narrowed(search)
    if search.cursor:
        sort, value, product_no = read_cursor(search.cursor, 3)
        if sort != search.sort:
            raise Invalid("换了排序方式，请从第一页重新开始", (("cursor", "与排序方式不符"),))
        here = number_of(value)
        beyond: dict[str, Any] = {f"{column}__{direction}": here}
        level: dict[str, Any] = {column: here, "product_no__gt": product_no}
        rows = rows.filter(Q(**beyond) | Q(**level))
    order = column if direction == "gt" else f"-{column}"
    found = await rows.order_by(order, "product_no").limit(search.limit + 1)
    shown, more = cut(found, search.limit)
    last = shown[-1] if more else None
    end = write_cursor(search.sort, getattr(last, column), last.product_no) if last else None
    return Page(await shelf(shown), end)


async def product(product_id: UUID) -> ProductView:
    """Show one product, also one that is no longer listed: an old application may name it."""
    row = await Product.get_or_none(id=product_id)
    if row is None:
        raise NotFound("未找到该产品，它可能已下架")
    [view] = await shelf([row])
    return view


async def institutions(search: InstitutionSearch) -> Page[InstitutionView]:
    """List the institutions on the platform, by kind and name."""
    kinds = [search.kind] if search.kind else list(INSTITUTION_KINDS)
    if not set(kinds) <= set(INSTITUTION_KINDS):
        raise Invalid("请选择机构类型", (("kind", "应为入驻机构的一种"),))
    aboard = Party.filter(kind__in=kinds, certified=True, lapsed=False)
    rows = await aboard.order_by("kind", "name").limit(INSTITUTIONS_MAX)
    return Page(
        [
            InstitutionView(row.id, row.kind, PARTY_KIND_LABELS[row.kind], row.name, row.short_name)
            for row in rows
        ]
    )


async def shelf(rows: Iterable[Product]) -> list[ProductView]:
    """Show products with the names of their institutions, in the order given."""
    given = list(rows)
    asked = {row.institution_id for row in given}
    found = await Party.filter(id__in=list(asked)).values_list("id", "name")
    names: dict[UUID, str] = dict(found)
    wanted = [row.brochure_id for row in given if row.brochure_id]
    kept = await ProductBrochure.filter(id__in=wanted) if wanted else []
    brochures = {each.id: BrochureView(each.id, each.name, each.size_bytes) for each in kept}
    return [
        _view(row, names.get(row.institution_id, ""), brochures.get(row.brochure_id))
        for row in given
    ]


async def brochure_view(row: ProductBrochure, actor: Actor) -> BrochureView:
    """A brochure that has just been handed in."""
    return BrochureView(row.id, row.name, row.size_bytes)


def lapsed_institutions() -> Subquery:
    """Those that take no new business now: their admission has run out, or they are leaving."""
    return Subquery(Party.filter(kind__in=INSTITUTION_KINDS, lapsed=True).values("id"))


async def _narrowed(search: ProductSearch) -> QuerySet[Product]:
    """Only what is listed and fits."""
    rows = Product.filter(listed=True).exclude(institution_id__in=lapsed_institutions())
    if search.category is not None:
        rows = rows.filter(kind__in=KINDS_OF[search.category])
    if search.kind is not None:
        rows = rows.filter(kind=search.kind)
    if search.offer_mode is not None:
        rows = rows.filter(offer_mode=search.offer_mode)
    if search.institution_id is not None:
        rows = rows.filter(institution_id=search.institution_id)
    if search.institution_kind is not None:
        rows = rows.filter(institution_id__in=await _parties(kind=search.institution_kind))
    if search.amount_fen is not None:
        rows = rows.filter(
            amount_fen_min__lte=search.amount_fen, amount_fen_max__gte=search.amount_fen
        )
    if search.term_months is not None:
        rows = rows.filter(
            term_months_min__lte=search.term_months, term_months_max__gte=search.term_months
        )
    if search.rate_bp_max is not None:
        rows = rows.filter(rate_bp_min__lte=search.rate_bp_max)
    if words := search.q.strip():
        named = await _parties(Q(name__icontains=words) | Q(short_name__icontains=words))
        rows = rows.filter(Q(name__icontains=words) | Q(institution_id__in=named))
    return _holding(rows, search)


def _holding(rows: QuerySet[Product], search: ProductSearch) -> QuerySet[Product]:
    """Keep products whose lists hold a value. An empty list of regions means the whole city.

    The lists are JSON; only their text can be searched on both databases.
    """
    if search.security is not None:
        rows = _lists(rows, "securities").filter(securities_text__contains=f'"{search.security}"')
    if search.repayment_method is not None:
        rows = _lists(rows, "repayment_methods").filter(
            repayment_methods_text__contains=f'"{search.repayment_method}"'
        )
    if search.region:
        if search.region not in REGIONS:
            raise Invalid("请选择苏州市的一个区域", (("region", "没有这个区域"),))
        rows = _lists(rows, "eligible_regions").filter(
            Q(eligible_regions_text="[]") | Q(eligible_regions_text__contains=f'"{search.region}"')
        )
    return rows


def _lists(rows: QuerySet[Product], column: str) -> QuerySet[Product]:
    # The name of a column, never anything a caller said, stands in this statement.
    return rows.annotate(**{f"{column}_text": RawSQL(f'CAST("product"."{column}" AS TEXT)')})


async def _parties(*conditions: Q, **equal: Any) -> list[Any]:
    return list(
        await Party.filter(*conditions, kind__in=INSTITUTION_KINDS, **equal)
        .limit(INSTITUTIONS_MAX)
        .values_list("id", flat=True)
    )


def _view(row: Product, institution_name: str, brochure: BrochureView | None) -> ProductView:
    shape, category, priced = (
        shape_of(row.kind),
        category_of(row.kind),
        row.rate_bp_min < UNPRICED_BP,
    )
    return ProductView(
        id=row.id,
        product_no=row.product_no,
        name=row.name,
        kind=row.kind,
        kind_label=PRODUCT_KIND_LABELS[row.kind],
        category=category,
        category_label=PRODUCT_CATEGORY_LABELS[category],
        offer_mode=row.offer_mode,
        offer_mode_label=OFFER_MODE_LABELS[row.offer_mode] if row.offer_mode else "",
        institution_id=row.institution_id,
        institution_name=institution_name,
        price_label=shape.price,
        amount_label=shape.amount,
        term_label=shape.term,
        condition_label=shape.condition,
        amount_fen_min=row.amount_fen_min,
        amount_fen_max=row.amount_fen_max,
        rate_bp_min=row.rate_bp_min if priced else None,
        rate_bp_max=row.rate_bp_max if priced else None,
        term_months_min=row.term_months_min,
        term_months_max=row.term_months_max,
        repayment_methods=[RepaymentMethod(each) for each in row.repayment_methods],
        securities=[SecurityKind(each) for each in row.securities],
        eligible_regions=list(row.eligible_regions),
        eligibility=row.eligibility,
        required_documents=list(row.required_documents),
        service_steps=list(row.service_steps),
        fees=row.fees,
        policy_basis=row.policy_basis,
        programme_id=row.programme_id,
        turnaround_days=row.turnaround_days,
        introduction=row.introduction,
        coverage=row.coverage,
        eligible_kinds=list(row.eligible_kinds or []),
        valid_until=row.valid_until,
        limit_rule=rule_text(draft_on_shelf(row).limit_rule),
        brochure=brochure,
        channel=channel_of(row.kind),
        version_no=row.version_no,
        figures_on=row.figures_on or row.listed_on,
        listed_on=row.listed_on,
        listed=row.listed,
    )
