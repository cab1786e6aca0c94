"""/devices, /scan-log-ins: the operator's terminals, and agreeing to a log-in at one."""

from uuid import UUID

from domain.devices import queries
from domain.devices.actions import scanning, terminals
from domain.devices.queries import DeviceView, OpenedDevice, ScanView, ThisKiosk
from domain.devices.terms import DeviceOpening, HandingOver, ScanAgreement
from domain.kernel.actor import Actor
from domain.kernel.pages import Page
from miniapp_api.routing import Reason, Route, get, post


async def devices(actor: Actor) -> Page[DeviceView]:
    """全部终端设备（平台运营）。"""
    return await queries.devices(actor)


async def open_device(body: DeviceOpening, actor: Actor) -> object:
    """开通一台终端，得到一次性启用码，半小时内有效（平台运营）。"""
    return await terminals.open_device(body, by=actor)


async def renew_code(device_id: UUID, actor: Actor) -> object:
    """重新生成启用码，原令牌随即失效（平台运营）。"""
    return await terminals.renew_code(device_id, by=actor)


async def hand_over(device_id: UUID, body: HandingOver, actor: Actor) -> object:
    """变更保管人（平台运营）。"""
    return await terminals.hand_over(device_id, body.custodian, by=actor)


async def retire(device_id: UUID, body: Reason, actor: Actor) -> object:
    """停用终端，令牌和在其上的登录随即失效（平台运营）。"""
    return await terminals.retire(device_id, body.reason, by=actor)


async def scan(scan_id: UUID, actor: Actor) -> ScanView:
    """等待本人同意的扫码登录：是哪台终端。"""
    return await queries.scan_view(scan_id, actor)


async def agree(scan_id: UUID, body: ScanAgreement, actor: Actor) -> object:
    """同意在终端上登录，须填写终端屏幕上的两位数字。"""
    return await scanning.agree(scan_id, body, by=actor)


VIEW, SHOWN = DeviceView, queries.device_view
OPENED, CODE_SHOWN = OpenedDevice, queries.opened_view
ONE = "/devices/{device_id}"

ROUTES: tuple[Route, ...] = (
    get("/devices", devices, Page[DeviceView]),
    post("/devices/open", open_device, OPENED, body=DeviceOpening, renders=CODE_SHOWN, status=201),
    post(f"{ONE}/renew-code", renew_code, OPENED, renders=CODE_SHOWN),
    post(f"{ONE}/hand-over", hand_over, VIEW, body=HandingOver, renders=SHOWN),
    post(f"{ONE}/retire", retire, VIEW, body=Reason, renders=SHOWN),
    get("/scan-log-ins/{scan_id}", scan, ScanView),
    post(
        "/scan-log-ins/{scan_id}/agree",
        agree,
        ThisKiosk,
        body=ScanAgreement,
        renders=queries.agreed_view,
    ),
)
