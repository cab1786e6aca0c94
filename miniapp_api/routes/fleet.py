"""/fleet, /device-alerts, /duty-roster and the door by which devices report."""

from uuid import UUID

from domain.devices.actions import enrolling
from domain.devices.queries import DeviceView, device_view
from domain.devices.terms import Arrangement, Enrolment, Maintenance
from domain.fleet import queries
from domain.fleet.actions import alerts, duty
from domain.fleet.inbox import INBOX, Heard
from domain.fleet.terms import (
    Acknowledgement,
    AlertFilter,
    DeviceFilter,
    Shift,
    SignedReport,
    Silencing,
)
from domain.fleet.views import (
    AlertLine,
    AlertView,
    DeviceDetail,
    DutyView,
    Enrolled,
    Fleet,
    Roster,
    enrolled,
)
from domain.kernel.actor import Actor, Call
from domain.kernel.pages import Page
from miniapp_api.routing import Reason, Route, get, post

REPORTS_A_MINUTE_MAX = 60_000  # of one address: a whole store stands behind it


async def enrol(body: Enrolment, call: Call) -> Enrolled:
    """凭一次性启用码登记接入（设备）：交出公钥并证明持有私钥，或由采集主机代办。"""
    return enrolled(await enrolling.enrol(body, call=call))


async def hear(body: SignedReport) -> Heard:
    """设备报告：经设备密钥签名；未登记、已停用、重复发送的一律得到同样的回答。"""
    return await INBOX.hear(body)


async def fleet(query: DeviceFilter, actor: Actor) -> Fleet:
    """全部设备的健康状况（门店人员、平台运营）。"""
    return await queries.fleet(query, to=actor)


async def device(device_id: UUID, actor: Actor) -> DeviceDetail:
    """一台设备：读数、可用率、事件、检修计划（门店人员、平台运营）。"""
    return await queries.device(device_id, to=actor)


async def arrange(device_id: UUID, body: Arrangement, actor: Actor) -> object:
    """设置设备的位置、上级设备、检修周期和检修时段（平台运营）。"""
    return await enrolling.arrange(device_id, body, by=actor)


async def maintain(device_id: UUID, body: Maintenance, actor: Actor) -> object:
    """登记一次检修（门店人员、平台运营）。"""
    return await enrolling.maintain(device_id, body, by=actor)


async def alert_list(query: AlertFilter, actor: Actor) -> Page[AlertLine]:
    """设备告警，最新的在前（门店人员、平台运营）。"""
    return await queries.alerts(query, to=actor)


async def alert(alert_id: UUID, actor: Actor) -> AlertView:
    """一条告警的经过和受影响的设备（门店人员、平台运营）。"""
    return await queries.alert(alert_id, to=actor)


async def acknowledge(alert_id: UUID, body: Acknowledgement, actor: Actor) -> object:
    """知悉告警，不再升级通知（门店人员、平台运营）。"""
    return await alerts.acknowledge(alert_id, body, by=actor)


async def silence(alert_id: UUID, body: Silencing, actor: Actor) -> object:
    """一段时间内不再通知，须写明原因（门店人员、平台运营）。"""
    return await alerts.silence(alert_id, body, by=actor)


async def clear(alert_id: UUID, body: Reason, actor: Actor) -> object:
    """人工解除告警，须写明原因（门店人员、平台运营）。"""
    return await alerts.clear(alert_id, body.reason, by=actor)


async def roster(actor: Actor) -> Roster:
    """值班表（门店人员、平台运营）。"""
    return await queries.roster(to=actor)


async def assign(body: Shift, actor: Actor) -> object:
    """排一班：谁、何时、第几顺位（平台运营）。"""
    return await duty.assign(body, by=actor)


async def unassign(duty_id: UUID, actor: Actor) -> object:
    """取消一班（平台运营）。"""
    return await duty.unassign(duty_id, by=actor)


ROSTER = "/duty-roster"
ONE, ALERT = "/devices/{device_id}", "/device-alerts/{alert_id}"
SHOWN, ON_DUTY = queries.alert_after, queries.duty_after
ROUTES: tuple[Route, ...] = (
    post("/device-keys/enrol", enrol, Enrolled, body=Enrolment, public=True, status=201),
    post(
        "/device-reports/hear",
        hear,
        Heard,
        body=SignedReport,
        public=True,
        calls_max=REPORTS_A_MINUTE_MAX,
    ),
    get("/fleet", fleet, Fleet, query=DeviceFilter),
    get("/fleet/{device_id}", device, DeviceDetail),
    post(f"{ONE}/arrange", arrange, DeviceView, body=Arrangement, renders=device_view),
    post(f"{ONE}/maintain", maintain, DeviceView, body=Maintenance, renders=device_view),
    get("/device-alerts", alert_list, Page[AlertLine], query=AlertFilter),
    get(ALERT, alert, AlertView),
    post(f"{ALERT}/acknowledge", acknowledge, AlertLine, body=Acknowledgement, renders=SHOWN),
    post(f"{ALERT}/silence", silence, AlertLine, body=Silencing, renders=SHOWN),
    post(f"{ALERT}/clear", clear, AlertLine, body=Reason, renders=SHOWN),
    get("/duty-roster", roster, Roster),
    post(
        "/duty-roster/assign", assign, DutyView, body=Shift, renders=queries.duty_after, status=201
    ),
    post("/duty-roster/{duty_id}/unassign", unassign, DutyView, renders=queries.duty_after),
)
