"""企业认证: the routes of certification."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.parties import actions, queries
from domain.parties.queries import CertificationSearch, CertificationView, UnmaskedContact
from domain.parties.terms import CertificationApproval, CertificationForm
from miniapp_api.routing import Reason, Route, get, post


async def submit(body: CertificationForm, actor: Actor) -> object:
    """企业提交认证申请。"""
    return await actions.submit(body, by=actor)


async def resubmit(certification_id: UUID, body: CertificationForm, actor: Actor) -> object:
    """企业按退回意见补正后重新提交。"""
    return await actions.resubmit(certification_id, body, by=actor)


async def approve(certification_id: UUID, body: CertificationApproval, actor: Actor) -> object:
    """运营方通过认证，企业信息同时写入企业档案。"""
    return await actions.approve(certification_id, body, by=actor)


async def send_back(certification_id: UUID, body: Reason, actor: Actor) -> object:
    """运营方退回补正。"""
    return await actions.send_back(certification_id, body.reason, by=actor)


async def reject(certification_id: UUID, body: Reason, actor: Actor) -> object:
    """运营方驳回认证。"""
    return await actions.reject(certification_id, body.reason, by=actor)


async def certifications(query: CertificationSearch, actor: Actor) -> Page[CertificationView]:
    """认证申请列表：运营方看到全部，企业看到自己的。"""
    return await queries.page(query, actor)


async def certification(certification_id: UUID, actor: Actor) -> CertificationView:
    """认证申请详情。"""
    return await queries.one(certification_id, actor)


async def unmask(certification_id: UUID, actor: Actor) -> UnmaskedContact:
    """查看认证联系人的完整姓名和手机号码；每次查看都留痕。"""
    return await queries.unmasked(certification_id, actor)


VIEW, SHOWN = CertificationView, queries.view
ONE = "/certifications/{certification_id}"

ROUTES: tuple[Route, ...] = (
    post("/certifications/submit", submit, VIEW, body=CertificationForm, renders=SHOWN, status=201),
    post(f"{ONE}/resubmit", resubmit, VIEW, body=CertificationForm, renders=SHOWN),
    post(f"{ONE}/approve", approve, VIEW, body=CertificationApproval, renders=SHOWN),
    post(f"{ONE}/send-back", send_back, VIEW, body=Reason, renders=SHOWN),
    post(f"{ONE}/reject", reject, VIEW, body=Reason, renders=SHOWN),
    post(f"{ONE}/unmask", unmask, UnmaskedContact),
    get("/certifications", certifications, Page[CertificationView], query=CertificationSearch),
    get(ONE, certification, VIEW),
)
