"""What screens read of enquiries: the list, and one with everything that was written."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import OpenStep, open_steps
from orm.catalogue import EnquiryMessage, ProductEnquiry
from vocabulary.catalogue import (
    ENQUIRY_STATE_LABELS,
    PRODUCT_KIND_LABELS,
    EnquiryState,
    ProductKind,
)
from vocabulary.identifiers import mask_person
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

SEARCH_LENGTH_MAX = 60
MESSAGES_MAX = 500


class EnquirySearch(Struct, frozen=True, forbid_unknown_fields=True):
    """产品咨询的筛选条件。"""

    state: EnquiryState | None = None
    q: Annotated[str, Meta(max_length=SEARCH_LENGTH_MAX, description="产品、企业、机构或编号")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class EnquiryRow(Struct, frozen=True, kw_only=True):
    """一条产品咨询。"""

    id: UUID
    enquiry_no: str
    state: EnquiryState
    state_label: str
    product_id: UUID
    product_name: str
    product_kind: ProductKind
    product_kind_label: str
    version_no: int
    institution_name: str
    enterprise_name: str
    region_label: str
    amount_fen: int | None
    term_months: int | None
    created_at: datetime
    updated_at: datetime
    expected_on: date | None


class MessageRow(Struct, frozen=True):
    """往来的一段文字。"""

    party_name: str
    actor_name: str
    is_own: bool
    body: str
    at: datetime


class EnquiryView(EnquiryRow, frozen=True, kw_only=True):
    """一条产品咨询的全部往来，以及可办理的操作。"""

    messages: list[MessageRow]
    open_steps: list[OpenStep]
    etag: str


async def page(search: EnquirySearch, actor: Actor) -> Page[EnquiryRow]:
    """The enquiries a party may read, the latest changed first."""
    actor.needs(Right.PRODUCT_ENQUIRY_VIEW)
    rows = ProductEnquiry.visible_to(actor.party_id, actor.party_kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if words := search.q.strip():
        rows = rows.filter(
            Q(product_name__icontains=words)
            | Q(enterprise_name__icontains=words)
            | Q(institution_name__icontains=words)
            | Q(enquiry_no__startswith=words.upper())
        )
    shown, end = await newest_first(rows, "updated_at", search.cursor, search.limit)
    return Page([EnquiryRow(**_summary(row)) for row in shown], end)


async def one(enquiry_id: UUID, actor: Actor) -> EnquiryView:
    """One enquiry, if the actor may read it."""
    rows = ProductEnquiry.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=enquiry_id)
    if row is None or Right.PRODUCT_ENQUIRY_VIEW not in actor.rights:
        raise NotFound(NOT_FOUND)
    return await view(row, actor)


async def view(row: ProductEnquiry, actor: Actor) -> EnquiryView:
    """What was written, oldest first; names of another party's people are masked."""
    written = EnquiryMessage.filter(enquiry_id=row.id).order_by("id").limit(MESSAGES_MAX)
    flow = flow_of(row.subject, row.flow, row.version)
    return EnquiryView(
        **_summary(row),
        messages=[_message(each, actor) for each in await written],
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        etag=etag_of(row),
    )


def _message(row: EnquiryMessage, viewer: Actor) -> MessageRow:
    is_own = row.party_id == viewer.party_id
    name = row.account_name if is_own or not row.account_name else mask_person(row.account_name)
    return MessageRow(row.party_name, name, is_own, row.body, row.at)


def _summary(row: ProductEnquiry) -> dict[str, Any]:
    return {
        "id": row.id,
        "enquiry_no": row.enquiry_no,
        "state": row.state,
        "state_label": ENQUIRY_STATE_LABELS[row.state],
        "product_id": row.product_id,
        "product_name": row.product_name,
        "product_kind": row.product_kind,
        "product_kind_label": PRODUCT_KIND_LABELS[row.product_kind],
        "version_no": row.version_no,
        "institution_name": row.institution_name,
        "enterprise_name": row.enterprise_name,
        "region_label": REGIONS.get(row.region, row.region),
        "amount_fen": row.amount_fen,
        "term_months": row.term_months,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "expected_on": row.expected_on,
    }
