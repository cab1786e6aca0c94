"""/appraisals, /ratings, /rating-disputes: how institutions serve, and what they dispute."""

from uuid import UUID

from domain.appraisals import actions, queries
from domain.appraisals.queries import Appraisals, DisputeView, RatingLine
from domain.appraisals.terms import Decision, DisputeForm, Period, RatingFilter
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from miniapp_api.routing import Route, get, post


async def appraisals(query: Period, actor: Actor) -> Appraisals:
    """机构考核：评价、时限、结果三部分，公式公开；运营方看全部，机构看本机构。"""
    return await queries.appraisals(query, to=actor)


async def ratings(query: RatingFilter, actor: Actor) -> Page[RatingLine]:
    """服务评价列表，附异议；运营方看全部，机构看本机构的。"""
    return await queries.ratings(query, to=actor)


async def dispute(rating_id: UUID, body: DisputeForm, actor: Actor) -> object:
    """机构对一条评价提出异议，每条只能提出一次。"""
    return await actions.dispute(rating_id, body, by=actor)


async def uphold(dispute_id: UUID, body: Decision, actor: Actor) -> object:
    """异议成立：该评价不再计入考核（平台运营）。"""
    return await actions.uphold(dispute_id, body, by=actor)


async def dismiss(dispute_id: UUID, body: Decision, actor: Actor) -> object:
    """异议不成立：该评价继续计入考核（平台运营）。"""
    return await actions.dismiss(dispute_id, body, by=actor)


async def drop(dispute_id: UUID, actor: Actor) -> object:
    """机构放弃异议。"""
    return await actions.drop(dispute_id, by=actor)


ONE = "/rating-disputes/{dispute_id}"
SHOWN = queries.view

ROUTES: tuple[Route, ...] = (
    get("/appraisals", appraisals, Appraisals, query=Period),
    get("/ratings", ratings, Page[RatingLine], query=RatingFilter),
    post(
        "/ratings/{rating_id}/dispute",
        dispute,
        DisputeView,
        body=DisputeForm,
        renders=SHOWN,
        status=201,
    ),
    post(f"{ONE}/uphold", uphold, DisputeView, body=Decision, renders=SHOWN),
    post(f"{ONE}/dismiss", dismiss, DisputeView, body=Decision, renders=SHOWN),
    post(f"{ONE}/drop", drop, DisputeView, renders=SHOWN),
)
