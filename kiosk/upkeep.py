"""设备报修 at the kiosk: whoever stands there says what is broken; nobody need log in."""

from domain.kernel.actor import Call
from domain.kernel.routing import Route, post
from domain.store.upkeep.actions import reporting
from domain.store.upkeep.queries import Reported, reported
from domain.store.upkeep.terms import KioskFaultReport


async def report(body: KioskFaultReport, call: Call) -> Reported:
    """到店人员报修：一句话即可，不需要登录；每台终端十分钟内最多三次。"""
    return reported(await reporting.report_at_kiosk(body, call=call))


ROUTES: tuple[Route, ...] = (
    post(
        "/kiosk/faults/report",
        report,
        Reported,
        body=KioskFaultReport,
        public=True,
        device=True,
        status=201,
    ),
)
