"""智能匹配: the route of matching."""

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.matching import queries
from domain.matching.queries import Match
from domain.matching.terms import FinancingWish
from miniapp_api.routing import Route, post


async def match(body: FinancingWish, actor: Actor) -> Page[Match]:
    """按融资需求匹配产品：先看硬性条件，再排序，每一分都有理由。"""
    return Page(await queries.match(body, actor))


ROUTES: tuple[Route, ...] = (
    post("/financing-requests/match", match, Page[Match], body=FinancingWish),
)
