"""What screens read of terminals."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.devices.actions.scanning import OVER, Asked
from domain.devices.actions.terminals import Activated, Opened, is_waiting
from domain.devices.kiosk import KioskSession
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.pages import Page
from domain.kernel.refusal import NotFound
from orm.devices import Device, ScanLogIn
from vocabulary.devices import DEVICE_STATE_LABELS, ZONE_LABELS, DeviceKind, DeviceState, Zone
from vocabulary.rights import Right

DEVICES_SHOWN_MAX = 200


class DeviceView(Struct, frozen=True):
    """一台终端设备。"""

    id: UUID
    kind: DeviceKind
    name: str
    zone: Zone
    zone_label: str
    custodian: str
    state: DeviceState
    state_label: str
    code_waits: bool
    created_at: datetime
    activated_at: datetime | None
    retired_at: datetime | None
    seen_at: datetime | None


class OpenedDevice(Struct, frozen=True):
    """刚开通的终端及其一次性启用码，启用码只显示这一次。"""

    device: DeviceView
    code: str
    code_until: datetime

    def __repr__(self) -> str:
        return f"OpenedDevice(id={self.device.id})"


class ThisKiosk(Struct, frozen=True):
    """本终端。"""

    id: UUID
    name: str
    zone_label: str


class ActivatedKiosk(Struct, frozen=True):
    """启用结果：令牌只显示这一次。"""

    token: str
    kiosk: ThisKiosk

    def __repr__(self) -> str:
        return f"ActivatedKiosk(id={self.kiosk.id})"


class ScanCode(Struct, frozen=True):
    """扫码登录：二维码指向的页面、屏幕上的两位数字、终端持有的凭据。"""

    id: UUID
    path: Annotated[str, Meta(description="二维码指向的页面")]
    number: str
    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"ScanCode(id={self.id})"


class Collected(Struct, frozen=True):
    """扫码登录的进展：同意后给出登录结果。"""

    agreed: bool
    session: KioskSession | None


class ScanView(Struct, frozen=True):
    """等待本人同意的扫码登录：哪台终端。"""

    id: UUID
    kiosk: ThisKiosk
    expires_at: datetime


async def devices(actor: Actor) -> Page[DeviceView]:
    """Every terminal, newest first, for the operator."""
    actor.needs(Right.DEVICE_MANAGE)
    rows = await Device.all().order_by("-created_at").limit(DEVICES_SHOWN_MAX)
    return Page([shown(row) for row in rows])


def shown(row: Device) -> DeviceView:
    """A terminal as the operator sees it."""
    return DeviceView(
        row.id,
        row.kind,
        row.name,
        row.zone,
        ZONE_LABELS[row.zone],
        row.custodian,
        row.state,
        DEVICE_STATE_LABELS[row.state],
        is_waiting(row),
        row.created_at,
        row.activated_at,
        row.retired_at,
        row.seen_at,
    )


async def device_view(row: Device, _actor: Actor) -> DeviceView:
    """A terminal after an act on it."""
    return shown(row)


async def opened_view(opened: Opened, _actor: Actor) -> OpenedDevice:
    """A terminal that was just opened, with its code."""
    return OpenedDevice(shown(opened.device), opened.code, opened.device.code_until)


def activated_view(activated: Activated) -> ActivatedKiosk:
    """A terminal that was just activated, with its token."""
    return ActivatedKiosk(activated.token, _kiosk(activated.device))


async def this_kiosk(call: Call) -> ThisKiosk:
    """The terminal that asks."""
    return _kiosk(await Device.get(id=call.kiosk_id))


def scan_code(asked: Asked) -> ScanCode:
    """What the kiosk needs to show its code and to ask after it."""
    path = f"/portal/scan/{asked.id}"
    return ScanCode(asked.id, path, asked.number, asked.secret, asked.expires_at)


async def scan_view(scan_id: UUID, _actor: Actor) -> ScanView:
    """The log-in somebody is about to agree to. Whoever has its id stands before its code."""
    row = await ScanLogIn.get_or_none(
        id=scan_id, used_at__isnull=True, account_id__isnull=True, expires_at__gt=clock.now()
    )
    if row is None:
        raise NotFound(OVER)
    return ScanView(row.id, _kiosk(await Device.get(id=row.device_id)), row.expires_at)


async def agreed_view(device: Device, _actor: Actor) -> ThisKiosk:
    """The kiosk at which somebody just agreed to be logged in."""
    return _kiosk(device)


def _kiosk(device: Device) -> ThisKiosk:
    return ThisKiosk(device.id, device.name, ZONE_LABELS[device.zone])
