"""/roadshows: from the application to the debrief, for presenters, enterprises and the store."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from domain.store.roadshows import queries
from domain.store.roadshows.actions import arranging, inviting, meeting, running
from domain.store.roadshows.queries import RoadshowCase, RoadshowRow
from domain.store.roadshows.terms import (
    Debrief,
    InvitationAnswer,
    Invited,
    RoadshowFilter,
    RoadshowForm,
    RoadshowMove,
    RunSheet,
    Scheduling,
    SlotsForm,
)
from miniapp_api.routing import Reason, Route, get, post


async def roadshows(query: RoadshowFilter, actor: Actor) -> Page[RoadshowRow]:
    """路演列表：机构看本机构的，企业看已公布的，旗舰店看全部。"""
    return await queries.page(query, to=actor)


async def roadshow(roadshow_id: UUID, actor: Actor) -> RoadshowCase:
    """路演详情：方案、邀请、座位、问答、一对一、复盘。"""
    return await queries.one(roadshow_id, to=actor)


async def apply(body: RoadshowForm, actor: Actor) -> object:
    """机构提交路演申请：主题、规模、时间、设备需求。"""
    return await arranging.apply(body, by=actor)


async def return_application(roadshow_id: UUID, body: Reason, actor: Actor) -> object:
    """退回申请并说明需要修改的内容。"""
    return await arranging.return_application(roadshow_id, body.reason, by=actor)


async def reapply(roadshow_id: UUID, body: RoadshowForm, actor: Actor) -> object:
    """修改后重新提交。"""
    return await arranging.reapply(roadshow_id, body, by=actor)


async def schedule(roadshow_id: UUID, body: Scheduling, actor: Actor) -> object:
    """排期，同时占用场地和设备；冲突时说明被谁占用、最近的空闲时段。"""
    return await arranging.schedule(roadshow_id, body, by=actor)


async def plan(roadshow_id: UUID, body: RunSheet, actor: Actor) -> object:
    """编排执行方案，各环节时间之和不超过活动时长。"""
    return await arranging.plan(roadshow_id, body, by=actor)


async def set_up(roadshow_id: UUID, actor: Actor) -> object:
    """检查清单全部完成后确认布置完成。"""
    return await arranging.set_up(roadshow_id, by=actor)


async def open_entry(roadshow_id: UUID, actor: Actor) -> object:
    """开放签到。"""
    return await arranging.open_entry(roadshow_id, by=actor)


async def start(roadshow_id: UUID, actor: Actor) -> object:
    """路演开场。"""
    return await running.start(roadshow_id, by=actor)


async def next_item(roadshow_id: UUID, actor: Actor) -> object:
    """进入下一环节，大屏同步显示。"""
    return await running.next_item(roadshow_id, by=actor)


async def debrief(roadshow_id: UUID, body: Debrief, actor: Actor) -> object:
    """会后复盘；到场、反馈、线索和转化由系统统计。"""
    return await running.debrief(roadshow_id, body, by=actor)


async def archive(roadshow_id: UUID, actor: Actor) -> object:
    """归档。"""
    return await running.archive(roadshow_id, by=actor)


async def move(roadshow_id: UUID, body: RoadshowMove, actor: Actor) -> object:
    """改期；邀请和已有的签到、座位保留，并通知受邀和已签到的企业。"""
    return await arranging.move(roadshow_id, body, by=actor)


async def cancel(roadshow_id: UUID, body: Reason, actor: Actor) -> object:
    """取消路演，释放场地和设备，并通知受邀企业。"""
    return await arranging.cancel(roadshow_id, body.reason, by=actor)


async def invite_enterprises(roadshow_id: UUID, body: Invited, actor: Actor) -> object:
    """邀请已认证的企业，站内消息和短信通知。"""
    return await inviting.invite_enterprises(roadshow_id, body, by=actor)


async def answer_invitation(roadshow_id: UUID, body: InvitationAnswer, actor: Actor) -> object:
    """企业答复是否参加、几人。"""
    return await inviting.answer_invitation(roadshow_id, body, by=actor)


async def offer_one_to_one(roadshow_id: UUID, body: SlotsForm, actor: Actor) -> object:
    """安排一对一时段，不与本机构其他时段重叠。"""
    return await meeting.offer_one_to_one(roadshow_id, body, by=actor)


async def book_one_to_one(roadshow_id: UUID, slot_id: UUID, actor: Actor) -> object:
    """企业预约一个一对一时段，不与本企业其他时段重叠。"""
    return await meeting.book_one_to_one(roadshow_id, slot_id, by=actor)


async def leave_one_to_one(roadshow_id: UUID, slot_id: UUID, actor: Actor) -> object:
    """退订已预约的一对一时段。"""
    return await meeting.leave_one_to_one(roadshow_id, slot_id, by=actor)


ONE = "/roadshows/{roadshow_id}"
SLOT = f"{ONE}/one-to-ones/{{slot_id}}"
CASE, SHOWN = RoadshowCase, queries.case

ROUTES: tuple[Route, ...] = (
    get("/roadshows", roadshows, Page[RoadshowRow], query=RoadshowFilter),
    get(ONE, roadshow, CASE),
    post("/roadshows/apply", apply, CASE, body=RoadshowForm, renders=SHOWN, status=201),
    post(f"{ONE}/return-application", return_application, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/reapply", reapply, CASE, body=RoadshowForm, renders=SHOWN),
    post(f"{ONE}/schedule", schedule, CASE, body=Scheduling, renders=SHOWN),
    post(f"{ONE}/plan", plan, CASE, body=RunSheet, renders=SHOWN),
    post(f"{ONE}/set-up", set_up, CASE, renders=SHOWN),
    post(f"{ONE}/open-entry", open_entry, CASE, renders=SHOWN),
    post(f"{ONE}/start", start, CASE, renders=SHOWN),
    post(f"{ONE}/next-item", next_item, CASE, renders=SHOWN),
    post(f"{ONE}/debrief", debrief, CASE, body=Debrief, renders=SHOWN),
    post(f"{ONE}/archive", archive, CASE, renders=SHOWN),
    post(f"{ONE}/move", move, CASE, body=RoadshowMove, renders=SHOWN),
    post(f"{ONE}/cancel", cancel, CASE, body=Reason, renders=SHOWN),
    post(f"{ONE}/invite-enterprises", invite_enterprises, CASE, body=Invited, renders=SHOWN),
    post(f"{ONE}/answer-invitation", answer_invitation, CASE, body=InvitationAnswer, renders=SHOWN),
    post(f"{ONE}/offer-one-to-one", offer_one_to_one, CASE, body=SlotsForm, renders=SHOWN),
    post(f"{SLOT}/book-one-to-one", book_one_to_one, CASE, renders=SHOWN),
    post(f"{SLOT}/leave-one-to-one", leave_one_to_one, CASE, renders=SHOWN),
)
