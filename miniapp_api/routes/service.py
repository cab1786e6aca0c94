"""到店服务: diagnosis, products that fit, filing for an enterprise by its leave, calls."""

from typing import Any
from uuid import UUID

from domain.identity.codes import CodeSent
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.store.service import call_queries, queries, terms
from domain.store.service.actions import calling, consenting, serving
from domain.store.service.call_queries import CallContact, FollowUpRow
from domain.store.service.queries import ServiceFigures, ServiceRow, ServiceView
from miniapp_api.routing import Done, Route, done, get, post


async def services(query: terms.ServiceSearch, actor: Actor) -> Page[ServiceRow]:
    """到店服务列表：门店看到全部，企业看到自己的。"""
    return await queries.page(query, actor)


async def service(service_id: UUID, actor: Actor) -> ServiceView:
    """一次到店服务：诊断、推荐产品、代填记录和办理进度。"""
    return await queries.one(service_id, actor)


async def figures(query: terms.FiguresAsked, actor: Actor) -> ServiceFigures:
    """服务统计：人次、代填和星级评价。"""
    return await queries.figures(query, actor)


async def greet(body: terms.Greeting, actor: Actor) -> Any:
    """到店登记，开始一次服务。"""
    return await serving.greet(body, by=actor)


async def diagnose(service_id: UUID, body: terms.Diagnosis, actor: Actor) -> Any:
    """需求诊断，随即按货架推荐最合适的产品。"""
    return await serving.diagnose(service_id, body, by=actor)


async def inform(service_id: UUID, body: terms.Informing, actor: Actor) -> Any:
    """进度告知：办理节点、预计办结时间和后续步骤。"""
    return await serving.inform(service_id, body, by=actor)


async def finish(service_id: UUID, body: terms.Outcome, actor: Actor) -> Any:
    """结束服务，协助授权同时结束，并安排回访。"""
    return await serving.finish(service_id, body, by=actor)


async def rate(service_id: UUID, body: terms.Feedback, actor: Actor) -> Any:
    """企业为一次服务评价，每次服务一回。"""
    return await serving.rate(service_id, body, by=actor)


async def ask_to_assist(service_id: UUID, actor: Actor) -> ServiceView:
    """请求协助：在柜台屏幕显示六位数字，由企业人员登录后自己输入。"""
    await consenting.ask_to_assist(service_id, by=actor)
    return await queries.one(service_id, actor)


async def send_code(service_id: UUID, body: terms.PhoneNamed, actor: Actor) -> CodeSent:
    """向在场人员的手机发送协助填报验证码。"""
    return await consenting.send_code(service_id, body, by=actor)


async def consent_by_code(service_id: UUID, body: terms.CodeConsent, actor: Actor) -> ServiceView:
    """凭在场人员报出的验证码取得协助授权，限一小时、限本企业、限填报。"""
    await consenting.consent_by_code(service_id, body, by=actor)
    return await queries.one(service_id, actor)


async def sign_up_by_code(service_id: UUID, body: terms.CodeConsent, actor: Actor) -> ServiceView:
    """凭在场人员报出的验证码协助其注册，并取得协助授权。"""
    await consenting.sign_up_by_code(service_id, body, by=actor)
    return await queries.one(service_id, actor)


async def consent_by_number(body: terms.NumberConsent, actor: Actor) -> Any:
    """企业人员输入柜台屏幕上的六位数字，同意由工作人员代填。"""
    return await consenting.consent_by_number(body, by=actor)


async def end_assistance(assistance_id: UUID, actor: Actor) -> Done:
    """结束一项协助授权，立即生效；企业和门店都可以结束。"""
    await consenting.end_assistance(assistance_id, by=actor)
    return Done()


async def follow_ups(query: terms.FollowUpSearch, actor: Actor) -> Page[FollowUpRow]:
    """回访任务列表。"""
    return await call_queries.page(query, actor)


async def record_call(follow_up_id: UUID, body: terms.CallRecord, actor: Actor) -> Any:
    """登记回访的结果、意见和后续需求，可以约定下次回访。"""
    return await calling.record_call(follow_up_id, body, by=actor)


async def unmask(follow_up_id: UUID, actor: Actor) -> CallContact:
    """查看待回访人员的完整手机号码；每次查看都留痕。"""
    return await call_queries.unmasked(follow_up_id, actor)


VIEW, SHOWN = ServiceView, queries.view
ONE = "/services/{service_id}"
CALL = "/follow-ups/{follow_up_id}"

ROUTES: tuple[Route, ...] = (
    get("/services", services, Page[ServiceRow], query=terms.ServiceSearch),
    get("/service-figures", figures, ServiceFigures, query=terms.FiguresAsked),
    get(ONE, service, VIEW),
    post("/services/greet", greet, VIEW, body=terms.Greeting, renders=SHOWN, status=201),
    post(f"{ONE}/diagnose", diagnose, VIEW, body=terms.Diagnosis, renders=SHOWN),
    post(f"{ONE}/inform", inform, VIEW, body=terms.Informing, renders=SHOWN),
    post(f"{ONE}/finish", finish, VIEW, body=terms.Outcome, renders=SHOWN),
    post(f"{ONE}/rate", rate, VIEW, body=terms.Feedback, renders=SHOWN),
    post(f"{ONE}/ask-to-assist", ask_to_assist, VIEW),
    post(f"{ONE}/send-code", send_code, CodeSent, body=terms.PhoneNamed),
    post(f"{ONE}/consent-by-code", consent_by_code, VIEW, body=terms.CodeConsent),
    post(f"{ONE}/sign-up-by-code", sign_up_by_code, VIEW, body=terms.CodeConsent, status=201),
    post(
        "/assistances/consent-by-number",
        consent_by_number,
        VIEW,
        body=terms.NumberConsent,
        renders=SHOWN,
    ),
    post("/assistances/{assistance_id}/end", end_assistance, Done, renders=done),
    get("/follow-ups", follow_ups, Page[FollowUpRow], query=terms.FollowUpSearch),
    post(
        f"{CALL}/record-call",
        record_call,
        FollowUpRow,
        body=terms.CallRecord,
        renders=call_queries.view,
    ),
    post(f"{CALL}/unmask", unmask, CallContact),
)
