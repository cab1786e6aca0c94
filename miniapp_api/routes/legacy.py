"""/legacy-demands: what the old system knew, for institutions and the operator."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.legacy import queries
from domain.legacy.queries import LegacyRow, LegacySearch, LegacyView
from miniapp_api.routing import Route, get


async def legacy_demands(query: LegacySearch, actor: Actor) -> Page[LegacyRow]:
    """查询老系统的历史需求，没有业务往来的企业已遮掩。"""
    return await queries.page(query, to=actor)


async def legacy_demand(demand_id: UUID, actor: Actor) -> LegacyView:
    """老系统的一条需求及其办理进度。"""
    return await queries.one(demand_id, to=actor)


ROUTES: tuple[Route, ...] = (
    get("/legacy-demands", legacy_demands, Page[LegacyRow], query=LegacySearch),
    get("/legacy-demands/{demand_id}", legacy_demand, LegacyView),
)
