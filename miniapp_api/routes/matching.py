"""智能匹配: products for a request, and how matching shows each institution."""

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.matching import exposure, queries
from domain.matching.exposure import Exposure, ExposureFilter
from domain.matching.queries import Match
from domain.matching.terms import FinancingWish
from miniapp_api.routing import Route, get, post


async def match(body: FinancingWish, actor: Actor) -> Page[Match]:
    """按类别和需求匹配产品（银行信贷等八类）：先看硬性条件，再排序，每一分都有理由。"""
    return Page(await queries.match(body, actor))


async def match_exposure(query: ExposureFilter, actor: Actor) -> Exposure:
    """智能匹配对各机构的展示分布，与其上架产品占比对照（平台运营）。"""
    return await exposure.exposure(query, to=actor)


ROUTES: tuple[Route, ...] = (
    post("/financing-requests/match", match, Page[Match], body=FinancingWish, assisted=True),
    get("/match-exposure", match_exposure, Exposure, query=ExposureFilter),
)
