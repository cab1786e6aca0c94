"""/enterprise, /enterprises: the enterprise centre, and the search for enterprises."""

from uuid import UUID

from domain.enterprises import queries
from domain.enterprises.queries import EnterpriseContact, EnterpriseRow, Portrait
from domain.enterprises.terms import EnterpriseSearch
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from miniapp_api.routing import Route, get, post


async def own(actor: Actor) -> Portrait:
    """企业中心：本企业的画像、信用评分与理由、融资记录、联系方式。"""
    return await queries.own(to=actor)


async def search(query: EnterpriseSearch, actor: Actor) -> Page[EnterpriseRow]:
    """按名称、统一社会信用代码、区域、行业查询企业；没有业务往来的已遮掩。"""
    return await queries.search(query, to=actor)


async def one(enterprise_id: UUID, actor: Actor) -> Portrait:
    """企业画像：须与本机构有业务往来；运营方可看全部。"""
    return await queries.one(enterprise_id, to=actor)


async def unmask(enterprise_id: UUID, actor: Actor) -> EnterpriseContact:
    """查看企业的完整联系方式；每次查看都留痕。"""
    return await queries.unmasked(enterprise_id, to=actor)


ROUTES: tuple[Route, ...] = (
    get("/enterprise", own, Portrait),
    get("/enterprises", search, Page[EnterpriseRow], query=EnterpriseSearch),
    get("/enterprises/{enterprise_id}", one, Portrait),
    post("/enterprises/{enterprise_id}/unmask", unmask, EnterpriseContact),
)
