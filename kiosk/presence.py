"""The terminal says how it is, every few seconds: it is watched as a device like any other."""

from domain.fleet.actions import kiosks
from domain.fleet.actions.kiosks import KioskHeard
from domain.fleet.terms import KioskReport
from domain.kernel.actor import Call
from domain.kernel.routing import Route, post


async def hear(body: KioskReport, call: Call) -> KioskHeard:
    """终端自报：页面、线路正常与否由此得知，附摄像头、打印机和离线登记的情况；每几秒一次。"""
    return await kiosks.hear(body, call=call)


ROUTES: tuple[Route, ...] = (
    post("/kiosk/reports/hear", hear, KioskHeard, body=KioskReport, public=True, device=True),
)
