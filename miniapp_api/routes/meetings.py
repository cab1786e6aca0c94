"""会议技术保障: asked for or ordered, tested, stood by, concluded; its report."""

from typing import Any
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.pages import Page
from domain.kernel.printing import PDF
from domain.store.checklist_terms import ItemCheck
from domain.store.meetings import queries, terms
from domain.store.meetings import report as reports
from domain.store.meetings.actions import ordering, standing_by
from domain.store.meetings.queries import MeetingRow, MeetingSearch, MeetingView, SpareView
from miniapp_api.routing import Reason, Route, get, post


async def meetings(query: MeetingSearch, actor: Actor) -> Page[MeetingRow]:
    """会议技术保障列表：机构只看本单位申请的。"""
    return await queries.page(query, actor)


async def meeting(meeting_id: UUID, actor: Actor) -> MeetingView:
    """会议技术保障详情。"""
    return await queries.one(meeting_id, actor)


async def ask(body: terms.MeetingOrder, actor: Actor) -> Any:
    """机构申请会议保障。"""
    return await ordering.ask(body, by=actor)


async def order(body: terms.MeetingOrder, actor: Actor) -> Any:
    """平台安排会议保障；联调时限按工作时间计算，普通会议提前1小时，重大会议提前1天。"""
    return await ordering.order(body, by=actor)


async def take_on(meeting_id: UUID, actor: Actor) -> Any:
    """确认机构申请的会议保障。"""
    return await ordering.take_on(meeting_id, by=actor)


async def turn_down(meeting_id: UUID, body: Reason, actor: Actor) -> Any:
    """不予保障。"""
    return await ordering.turn_down(meeting_id, body.reason, by=actor)


async def move(meeting_id: UUID, body: terms.MeetingMove, actor: Actor) -> Any:
    """改期或换会议室：联调时限重新计算，需要重新联调。"""
    return await ordering.move(meeting_id, body, by=actor)


async def call_off(meeting_id: UUID, body: Reason, actor: Actor) -> Any:
    """取消会议，备用设备随即释放。"""
    return await ordering.call_off(meeting_id, body.reason, by=actor)


async def reserve(meeting_id: UUID, body: terms.SparesKept, actor: Actor) -> Any:
    """预留备用设备，以最后一次提交的为准；同一时段一件只能为一场会议预留。"""
    return await ordering.reserve(meeting_id, body, by=actor)


async def check_item(meeting_id: UUID, body: ItemCheck, actor: Actor) -> Any:
    """登记一项设备的测试结果；异常的随即登记为故障。"""
    return await ordering.check_item(meeting_id, body, by=actor)


async def rehearse(meeting_id: UUID, actor: Actor) -> Any:
    """完成会前联调。"""
    return await ordering.rehearse(meeting_id, by=actor)


async def stand_by(meeting_id: UUID, actor: Actor) -> Any:
    """开始值守。"""
    return await standing_by.stand_by(meeting_id, by=actor)


async def note_duty(meeting_id: UUID, body: terms.DutyText, actor: Actor) -> Any:
    """登记一条值守记录。"""
    return await standing_by.note_duty(meeting_id, body, by=actor)


async def note_incident(meeting_id: UUID, body: terms.IncidentForm, actor: Actor) -> Any:
    """登记会中故障。"""
    return await standing_by.note_incident(meeting_id, body, by=actor)


async def mend_incident(meeting_id: UUID, body: terms.IncidentMended, actor: Actor) -> Any:
    """登记会中故障的恢复。"""
    return await standing_by.mend_incident(meeting_id, body, by=actor)


async def end_duty(meeting_id: UUID, actor: Actor) -> Any:
    """会议结束，结束值守。"""
    return await standing_by.end_duty(meeting_id, by=actor)


async def conclude(meeting_id: UUID, body: terms.MeetingConclusion, actor: Actor) -> Any:
    """会后总结：设备运行情况和优化建议。"""
    return await standing_by.conclude(meeting_id, body, by=actor)


async def support_report(meeting_id: UUID, actor: Actor) -> Download:
    """下载《技术保障报告》（PDF）。"""
    return await reports.support_report(meeting_id, actor)


async def spares(actor: Actor) -> Page[SpareView]:
    """备用设备清单。"""
    return await queries.spares(actor)


async def add_spare(body: terms.SpareForm, actor: Actor) -> Any:
    """登记一件备用设备。"""
    return await ordering.add_spare(body, by=actor)


VIEW, SHOWN = MeetingView, queries.view
ONE = "/meetings/{meeting_id}"


def _act(verb: str, handle: Any, body: type | None = None) -> Route:
    more = {"body": body} if body else {}
    return post(f"{ONE}/{verb}", handle, VIEW, renders=SHOWN, **more)


ROUTES: tuple[Route, ...] = (
    get("/meetings", meetings, Page[MeetingRow], query=MeetingSearch),
    get(ONE, meeting, VIEW),
    post("/meetings/ask", ask, VIEW, body=terms.MeetingOrder, renders=SHOWN, status=201),
    post("/meetings/order", order, VIEW, body=terms.MeetingOrder, renders=SHOWN, status=201),
    _act("take-on", take_on),
    _act("turn-down", turn_down, Reason),
    _act("move", move, terms.MeetingMove),
    _act("call-off", call_off, Reason),
    _act("reserve", reserve, terms.SparesKept),
    _act("check-item", check_item, ItemCheck),
    _act("rehearse", rehearse),
    _act("stand-by", stand_by),
    _act("note-duty", note_duty, terms.DutyText),
    _act("note-incident", note_incident, terms.IncidentForm),
    _act("mend-incident", mend_incident, terms.IncidentMended),
    _act("end-duty", end_duty),
    _act("conclude", conclude, terms.MeetingConclusion),
    get(f"{ONE}/report", support_report, None, download=(PDF,)),
    get("/spares", spares, Page[SpareView]),
    post("/spares/add", add_spare, SpareView, body=terms.SpareForm, renders=queries.spare_view),
)
