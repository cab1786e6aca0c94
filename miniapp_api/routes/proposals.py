"""/proposals, /amount-limits: the second person."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.proposals import actions, queries
from domain.proposals.queries import AmountLimitsView, ProposalView
from domain.proposals.terms import AmountLimitSetting, ProposalFilter
from miniapp_api.routing import Reason, Route, get, post


async def proposals(query: ProposalFilter, actor: Actor) -> Page[ProposalView]:
    """大额复核列表：本机构提交复核的业务，运营方看全部。"""
    return await queries.proposals(query, to=actor)


async def confirm(proposal_id: UUID, actor: Actor) -> object:
    """复核通过：由另一位有该步骤岗位的人办理，随即按当时的规则执行。"""
    return await actions.confirm(proposal_id, by=actor)


async def decline(proposal_id: UUID, body: Reason, actor: Actor) -> object:
    """复核未通过：说明原因，业务不变。"""
    return await actions.decline(proposal_id, body.reason, by=actor)


async def take_back(proposal_id: UUID, actor: Actor) -> object:
    """提交人收回复核。"""
    return await actions.take_back(proposal_id, by=actor)


async def amount_limits(actor: Actor) -> AmountLimitsView:
    """本机构各步骤的复核金额（机构管理员）。"""
    return await queries.amount_limits(to=actor)


async def set_amount_limit(body: AmountLimitSetting, actor: Actor) -> object:
    """设置本机构某一步骤的复核金额，立即生效（机构管理员）。"""
    return await actions.set_amount_limit(body, by=actor)


ONE = "/proposals/{proposal_id}"
SHOWN = queries.view

ROUTES: tuple[Route, ...] = (
    get("/proposals", proposals, Page[ProposalView], query=ProposalFilter),
    post(f"{ONE}/confirm", confirm, ProposalView, renders=SHOWN),
    post(f"{ONE}/decline", decline, ProposalView, body=Reason, renders=SHOWN),
    post(f"{ONE}/take-back", take_back, ProposalView, renders=SHOWN),
    get("/amount-limits", amount_limits, AmountLimitsView),
    post(
        "/amount-limits/set",
        set_amount_limit,
        AmountLimitsView,
        body=AmountLimitSetting,
        renders=queries.limits_view,
    ),
)
