"""/visits: booking a visit to the store, and everything the store does about it."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.exporting import Sheet
from domain.kernel.pages import Page
from domain.store.visits import actions, queries
from domain.store.visits.queries import Guides, VisitCase, VisitRow
from domain.store.visits.terms import (
    VisitBooking,
    VisitConfirmation,
    VisitFilter,
    VisitMove,
    WrapUp,
)
from miniapp_api.routing import Reason, Route, get, post

SHEET_MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def visits(query: VisitFilter, actor: Actor) -> Page[VisitRow]:
    """参观列表：本单位预约的；旗舰店看全部。"""
    return await queries.page(query, to=actor)


async def export_visits(query: VisitFilter, actor: Actor) -> Sheet:
    """导出参观接待台账（Excel）；导出行为留痕。"""
    return await queries.export(query, by=actor)


async def guides(actor: Actor) -> Guides:
    """可安排的讲解员：旗舰店在岗人员。"""
    return await queries.guides(to=actor)


async def visit(visit_id: UUID, actor: Actor) -> VisitCase:
    """参观详情：路线、检查清单、签到、问答、需求与记录。"""
    return await queries.one(visit_id, to=actor)


async def book(body: VisitBooking, actor: Actor) -> object:
    """预约参观；旗舰店工作人员可代来电的考察团登记。"""
    return await actions.book(body, by=actor)


async def confirm(visit_id: UUID, body: VisitConfirmation, actor: Actor) -> object:
    """预约确认：安排讲解员、路线、场地和设备，生成检查清单。"""
    return await actions.confirm(visit_id, body, by=actor)


async def decline(visit_id: UUID, body: Reason, actor: Actor) -> object:
    """不予接待并说明原因。"""
    return await actions.decline(visit_id, body.reason, by=actor)


async def move(visit_id: UUID, body: VisitMove, actor: Actor) -> object:
    """改期；已确认的由旗舰店办理，讲解员和设备一并重新占用。"""
    return await actions.move(visit_id, body, by=actor)


async def prepare(visit_id: UUID, actor: Actor) -> object:
    """检查清单全部完成后确认备妥。"""
    return await actions.prepare(visit_id, by=actor)


async def receive(visit_id: UUID, actor: Actor) -> object:
    """开始现场接待，大屏显示欢迎词。"""
    return await actions.receive(visit_id, by=actor)


async def wrap_up(visit_id: UUID, body: WrapUp, actor: Actor) -> object:
    """收尾归档：回收设备，整理接待记录。"""
    return await actions.wrap_up(visit_id, body, by=actor)


async def cancel(visit_id: UUID, body: Reason, actor: Actor) -> object:
    """取消参观，释放场地和设备。"""
    return await actions.cancel(visit_id, body.reason, by=actor)


ONE = "/visits/{visit_id}"
CASE, SHOWN = VisitCase, queries.case

ROUTES: tuple[Route, ...] = (
    get("/visits", visits, Page[VisitRow], query=VisitFilter),
    get("/visits/export", export_visits, None, query=VisitFilter, media=SHEET_MEDIA),
    get("/visits/guides", guides, Guides),
    get(ONE, visit, CASE),
    post("/visits/book", book, CASE, body=VisitBooking, renders=SHOWN, status=201),
    post(f"{ONE}/confirm", confirm, CASE, body=VisitConfirmation, renders=SHOWN),
    post(f"{ONE}/decline", decline, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/move", move, CASE, body=VisitMove, renders=SHOWN),
    post(f"{ONE}/prepare", prepare, CASE, renders=SHOWN),
    post(f"{ONE}/receive", receive, CASE, renders=SHOWN),
    post(f"{ONE}/wrap-up", wrap_up, CASE, body=WrapUp, renders=SHOWN),
    post(f"{ONE}/cancel", cancel, CASE, body=Reason, renders=SHOWN),
)
