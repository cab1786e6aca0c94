"""What the product desk of an institution and the operator's review read of listings."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct, convert
from tortoise.expressions import Q

from domain.catalogue.drafts import draft_of
from domain.catalogue.queries import BrochureView
from domain.catalogue.telling import ProductFact, facts
from domain.catalogue.terms import ListingMark, ProductDraft
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow, flow_of
from domain.kernel.journal import story_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from orm.catalogue import ProductBrochure, ProductListing, ProductVersion, ShelfFinding
from vocabulary.catalogue import (
    LISTING_ITEM_LABELS,
    PRODUCT_CATEGORY_LABELS,
    PRODUCT_KIND_LABELS,
    PRODUCT_STATE_LABELS,
    ListingItem,
    ProductCategory,
    ProductKind,
    ProductState,
    category_of,
)
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

SEARCH_LENGTH_MAX = 60
TIMELINE_MAX = 200
VERSIONS_MAX = 200
UNDER_REVIEW = (ProductState.TO_REVIEW, ProductState.TO_REVIEW_REVISION)


class ListingSearch(Struct, frozen=True, forbid_unknown_fields=True):
    """产品管理、上架审核的筛选条件。"""

    state: ProductState | None = None
    kind: ProductKind | None = None
    waiting: Annotated[bool, Meta(description="只看待审核的")] = False
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="产品、机构名称或编号")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class ListingRow(Struct, frozen=True, kw_only=True):
    """一款产品的上架情况。"""

    id: UUID
    product_no: str
    name: str
    kind: ProductKind
    kind_label: str
    category: ProductCategory
    category_label: str
    institution_name: str
    state: ProductState
    state_label: str
    version_no: int
    pending_no: int
    submitted_at: datetime | None
    updated_at: datetime
    expected_on: date | None


class MarkView(Struct, frozen=True):
    """一个审核项目的结论。"""

    item: ListingItem
    item_label: str
    met: bool
    change: str


class VersionRow(Struct, frozen=True):
    """一个产品版本：何时提交、上架、下架，以及退回的原因。"""

    version_no: int
    written_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    listed_at: datetime | None
    off_at: datetime | None
    reason: str


class ListingView(ListingRow, frozen=True, kw_only=True):
    """一款产品的全部内容：当前版本与在架版本的逐项对照、审核结论、历次版本、可办理的操作。"""

    shown_no: int
    compared_no: int | None
    facts: list[ProductFact]
    draft: ProductDraft | None
    brochure: BrochureView | None
    reason: str
    marks: list[MarkView]
    findings: list[str]
    versions: list[VersionRow]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    etag: str


async def page(search: ListingSearch, actor: Actor) -> Page[ListingRow]:
    """The listings a party may read, the latest changed first. Drafts are their writers' alone."""
    actor.needs(Right.PRODUCT_VIEW)
    rows = ProductListing.visible_to(actor.party_id, actor.party_kind)
    rows = rows.exclude(state=ProductState.REMOVED)
    if actor.party_kind is PartyKind.OPERATOR:
        rows = rows.filter(~Q(state=ProductState.DRAFT) | Q(submitted_at__isnull=False))
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if search.waiting:
        rows = rows.filter(state__in=UNDER_REVIEW)
    if search.kind is not None:
        rows = rows.filter(kind=search.kind)
    if words := search.q.strip():
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(institution_name__icontains=words)
            | Q(product_no__startswith=words.upper())
        )
    shown, end = await newest_first(rows, "updated_at", search.cursor, search.limit)
    return Page([ListingRow(**_summary(row)) for row in shown], end)


async def one(product_id: UUID, actor: Actor) -> ListingView:
    """One listing, if the actor may read it."""
    if Right.PRODUCT_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    rows = ProductListing.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=product_id)
    if row is None or (actor.party_kind is PartyKind.OPERATOR and _is_secret(row)):
        raise NotFound(NOT_FOUND)
    return await view(row, actor)


async def view(row: ProductListing, actor: Actor) -> ListingView:
    """Everything one party may see of a listing, and what it may do next."""
    kept = (
        await ProductVersion.filter(product_id=row.id).order_by("-version_no").limit(VERSIONS_MAX)
    )
    by_no = {each.version_no: each for each in kept}
    shown_no, compared_no = _which(row, by_no)
    shown, before = draft_of(by_no[shown_no].terms), None
    if compared_no is not None:
        before = draft_of(by_no[compared_no].terms)
    brochures = await _brochures(shown, before)
    latest = by_no.get(row.pending_no) or by_no[shown_no]
    flow = _flow_for(row)
    is_own = row.institution_id == actor.party_id
    return ListingView(
        **_summary(row),
        shown_no=shown_no,
        compared_no=compared_no,
        facts=facts(shown, _name_of(shown, brochures), before, _name_of(before, brochures)),
        draft=draft_of(latest.terms) if is_own else None,
        brochure=brochures.get(shown.brochure_id),
        reason=row.reason,
        marks=[_mark(each) for each in latest.marks],
        findings=await _findings(row.id),
        versions=[_version(each) for each in kept if is_own or each.submitted_at or each.listed_at],
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=timeline(flow, await story_of(row.id, limit=TIMELINE_MAX), actor),
        etag=etag_of(row),
    )


def _is_secret(row: ProductListing) -> bool:
    """A draft that was never handed in is nobody's but its writers'."""
    return row.state in {ProductState.DRAFT, ProductState.REMOVED} and row.submitted_at is None


def _which(row: ProductListing, by_no: Mapping[int, ProductVersion]) -> tuple[int, int | None]:
    """Which version is looked at, and beside which one: the listed, else what was returned."""
    at_rest = row.state in {ProductState.LISTED, ProductState.DELISTED}
    shown = row.version_no if at_rest or not row.pending_no else row.pending_no
    if row.version_no and shown != row.version_no:
        return shown, row.version_no
    earlier = [no for no, each in by_no.items() if no < shown and each.submitted_at]
    return shown, max(earlier) if earlier and not at_rest else None


def _summary(row: ProductListing) -> dict[str, Any]:
    category = category_of(row.kind)
    return {
        "id": row.id,
        "product_no": row.product_no,
        "name": row.name,
        "kind": row.kind,
        "kind_label": PRODUCT_KIND_LABELS[row.kind],
        "category": category,
        "category_label": PRODUCT_CATEGORY_LABELS[category],
        "institution_name": row.institution_name,
        "state": row.state,
        "state_label": PRODUCT_STATE_LABELS[row.state],
        "version_no": row.version_no,
        "pending_no": row.pending_no,
        "submitted_at": row.submitted_at,
        "updated_at": row.updated_at,
        "expected_on": row.expected_on,
    }


def _mark(kept: Mapping[str, Any]) -> MarkView:
    mark = convert(kept, ListingMark)
    return MarkView(mark.item, LISTING_ITEM_LABELS[mark.item], mark.met, mark.change)


def _version(row: ProductVersion) -> VersionRow:
    return VersionRow(
        row.version_no,
        row.written_at,
        row.submitted_at,
        row.decided_at,
        row.listed_at,
        row.off_at,
        row.reason,
    )


async def _brochures(*drafts: ProductDraft | None) -> dict[UUID | None, BrochureView]:
    wanted = [each.brochure_id for each in drafts if each and each.brochure_id]
    found = await ProductBrochure.filter(id__in=wanted) if wanted else []
    return {each.id: BrochureView(each.id, each.name, each.size_bytes) for each in found}


def _name_of(draft: ProductDraft | None, brochures: Mapping[UUID | None, BrochureView]) -> str:
    kept = brochures.get(draft.brochure_id) if draft else None
    return kept.name if kept else ""


async def _findings(product_id: UUID) -> list[str]:
    open_ones = ShelfFinding.filter(product_id=product_id, cleared_at__isnull=True)
    return [each.sentence for each in await open_ones.order_by("found_at", "id")]


def _flow_for(row: ProductListing) -> type[Flow]:
    return flow_of(row.subject, row.flow, row.version)
