"""What screens read of requests for cover: the list with its filters, one request, its files."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.insurance import views
from domain.insurance.posts import COVER_READ_CODE
from domain.insurance.views import CoverRequestCase, CoverRequestRow
from domain.kernel import sealed_files
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    LIMIT_DEFAULT,
    Page,
)
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from domain.lending.attachment_rules import place_of
from domain.lending.queries.cases import Cursor, FenBound, Limit
from orm.insurance import CoverRequest, CoverRequestFile
from vocabulary.insurance import CoverRequestState
from vocabulary.lending import TERM_MONTHS_MAX
from vocabulary.rights import Right

MonthBound = Annotated[int, Meta(ge=1, le=TERM_MONTHS_MAX, description="期限界限，单位：月")]


class CoverRequestFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """融资保险需求的筛选条件。"""

    state: CoverRequestState | None = None
    q: Annotated[str, Meta(max_length=60, description="企业名称或需求编号")] = ""
    region: Annotated[str, Meta(max_length=6)] = ""
    amount_fen_min: FenBound | None = None
    amount_fen_max: FenBound | None = None
    term_months_min: MonthBound | None = None
    term_months_max: MonthBound | None = None
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


async def page(asked: CoverRequestFilter, *, to: Actor) -> Page[CoverRequestRow]:
    """The requests this party may read, newest first; insurers also see what is open to all."""
    to.needs(Right.COVER_REQUEST_VIEW)
    rows = _narrowed(CoverRequest.readable_by(to.party_id, to.party_kind), asked)
    shown, end = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return Page([views.row_view(row, to) for row in shown], end)


def _narrowed(rows: QuerySet[CoverRequest], asked: CoverRequestFilter) -> QuerySet[CoverRequest]:
    if asked.state is not None:
        rows = rows.filter(state=asked.state)
    if words := asked.q.strip():
        rows = rows.filter(
            Q(enterprise_name__contains=words) | Q(request_no__startswith=words.upper())
        )
    if asked.region:
        rows = rows.filter(region=asked.region)
    bounds = {
        "requested_fen__gte": asked.amount_fen_min,
        "requested_fen__lte": asked.amount_fen_max,
        "term_months__gte": asked.term_months_min,
        "term_months__lte": asked.term_months_max,
    }
    given = {name: bound for name, bound in bounds.items() if bound is not None}
    return rows.filter(**given) if given else rows


async def one(request_id: UUID, *, to: Actor) -> CoverRequestCase:
    """One request, if the actor may read it."""
    return await views.case(await _readable(request_id, to), to)


async def must_be_readable(request_id: UUID, actor: Actor) -> None:
    """Raise NotFound unless the actor may read the request."""
    await _readable(request_id, actor)


async def _readable(request_id: UUID, to: Actor) -> CoverRequest:
    if Right.COVER_REQUEST_VIEW not in to.rights:
        raise NotFound(NOT_FOUND)
    row = await CoverRequest.readable_by(to.party_id, to.party_kind).get_or_none(id=request_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return row


async def attachment(request_id: UUID, attachment_id: UUID, *, by: Actor) -> Download:
    """One file, for whoever may read the request. That it was read is journalled."""
    row = await _readable(request_id, by)
    found = await CoverRequestFile.get_or_none(id=attachment_id, cover_request_id=row.id)
    if found is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await sealed_files.opened(found.object_key, found.key, place_of(found.id))
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    await witness(COVER_READ_CODE, "attachment", found.id, by=by, subject_no=row.request_no)
    return Download(found.name, found.media, found.size_bytes, chunks)
