"""Searching the old system's demands: masked as enterprises are, until a case gives the right."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.enterprises.queries import cases_with
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.newest import newest_first
from domain.kernel.outside import held
from domain.kernel.pages import CURSOR_LENGTH_MAX, LIMIT_DEFAULT, LIMIT_MAX, Page
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound
from orm.legacy import LegacyDemand, LegacyProgress
from orm.parties import Party
from vocabulary.identifiers import compact_uscc, mask_enterprise, mask_uscc, uscc_problem
from vocabulary.industries import SECTIONS
from vocabulary.legacy import LEGACY_STATE_LABELS, LegacyState
from vocabulary.parties import PartyKind
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

SEARCHES_MAX = 120  # a minute and account
WINDOW_S = 60
SEARCH_LENGTH_MAX = 60


class LegacySearch(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """查询历史需求的条件。"""

    q: Annotated[
        str, Meta(max_length=SEARCH_LENGTH_MAX, description="企业名称、统一社会信用代码或需求编号")
    ] = ""
    region: Annotated[str, Meta(max_length=6, description="区域代码")] = ""
    industry: Annotated[str, Meta(max_length=1, description="行业门类")] = ""
    state: LegacyState | None = None
    since: Annotated[date | None, Meta(description="发布日期从")] = None
    until: Annotated[date | None, Meta(description="发布日期至")] = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX, description="翻页位置")] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX, description="每页条数")] = LIMIT_DEFAULT


class LegacyRow(Struct, frozen=True, kw_only=True):
    """老系统的一条需求；enterprise_id 是平台上同一信用代码、且与本机构有业务往来的企业。"""

    id: UUID
    legacy_no: str
    enterprise_name: str
    uscc: str
    enterprise_id: UUID | None
    on_platform: bool
    region_label: str
    industry_label: str
    amount_fen: int
    term_months: int
    purpose: str
    institution_name: str
    state: LegacyState
    state_label: str
    published_on: date
    loaded_on: date


class ProgressLine(Struct, frozen=True):
    """老系统记录的一步。"""

    noted_on: date
    note: str


class LegacyView(LegacyRow, frozen=True, kw_only=True):
    """老系统的一条需求及其办理进度。"""

    progress: list[ProgressLine]


async def page(asked: LegacySearch, *, to: Actor) -> Page[LegacyRow]:
    """Demands of the old system, the latest published first."""
    to.needs(Right.LEGACY_VIEW)
    who = str(to.account_id)
    await held().limiter.hit("legacy_search", who, limit=SEARCHES_MAX, window_s=WINDOW_S)
    rows = _filtered(asked)
    shown, following = await newest_first(rows, "published_at", asked.cursor, asked.limit)
    known = await _known(shown, to)
    return Page([LegacyRow(**_told(row, known, to)) for row in shown], following)


def _filtered(asked: LegacySearch) -> QuerySet[LegacyDemand]:
    rows = LegacyDemand.all()
    if words := asked.q.strip():
        code = compact_uscc(words)
        is_code = uscc_problem(code) is None
        wanted = Q(enterprise_name__contains=words) | Q(legacy_no=words)
        rows = rows.filter(Q(uscc=code) if is_code else wanted)
    if asked.region:
        rows = rows.filter(region=asked.region)
    if asked.industry:
        rows = rows.filter(industry=asked.industry)
    if asked.state is not None:
        rows = rows.filter(state=asked.state)
    if asked.since is not None:
        rows = rows.filter(published_at__gte=clock.day_begins(asked.since))
    if asked.until is not None:
        rows = rows.filter(published_at__lt=clock.day_ends(asked.until))
    return rows


async def one(demand_id: UUID, *, to: Actor) -> LegacyView:
    """One demand with what was noted of it."""
    row = await LegacyDemand.get_or_none(id=demand_id) if Right.LEGACY_VIEW in to.rights else None
    if row is None:
        raise NotFound(NOT_FOUND)
    told = _told(row, await _known([row], to), to)
    noted = await LegacyProgress.filter(demand_id=row.id).order_by("serial")
    return LegacyView(
        **told,
        progress=[
            ProgressLine(
                each.noted_on, each.note.replace(row.enterprise_name, told["enterprise_name"])
            )
            for each in noted
        ],
    )


async def _known(rows: list[LegacyDemand], to: Actor) -> Mapping[str, tuple[UUID, bool]]:
    """Our enterprise of each code, and whether the reader has business with it."""
    codes = [row.uscc for row in rows if row.uscc]
    found = await Party.filter(kind=PartyKind.ENTERPRISE, uscc__in=codes) if codes else []
    is_operator = to.party_kind is PartyKind.OPERATOR
    cases = {} if is_operator else await cases_with(to, [party.id for party in found])
    return {
        party.uscc: (party.id, is_operator or party.id in cases) for party in found if party.uscc
    }


def _told(row: LegacyDemand, known: Mapping[str, tuple[UUID, bool]], to: Actor) -> dict[str, Any]:
    party_id, knows = known.get(row.uscc, (None, False))
    knows = knows or to.party_kind is PartyKind.OPERATOR
    name = row.enterprise_name if knows else mask_enterprise(row.enterprise_name)
    return {
        "id": row.id,
        "legacy_no": row.legacy_no,
        "enterprise_name": name,
        "uscc": row.uscc if knows or not row.uscc else mask_uscc(row.uscc),
        "enterprise_id": party_id if knows else None,
        "on_platform": party_id is not None,
        "region_label": REGIONS.get(row.region, row.region),
        "industry_label": SECTIONS.get(row.industry, row.industry),
        "amount_fen": row.amount_fen,
        "term_months": row.term_months,
        "purpose": row.purpose.replace(row.enterprise_name, name),
        "institution_name": row.institution_name,
        "state": row.state,
        "state_label": LEGACY_STATE_LABELS[row.state],
        "published_on": clock.date_of(row.published_at),
        "loaded_on": clock.date_of(row.loaded_at),
    }
