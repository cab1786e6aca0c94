"""The kiosk's door to visits and roadshows: today's, the code of the moment, and signing in.

Without a line a kiosk goes by what it kept of today's, and hands in later who came.
"""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.routing import Route, get, post
from domain.store.events import at_door
from domain.store.events.actions import arriving, signing_in
from domain.store.events.actions.arriving import UploadedCheckIn
from domain.store.events.at_door import EventAtKiosk, EventsToday, EventsToKeep, Welcome
from domain.store.events.terms import LastFour, OfflineCheckIns, Scanned


class UploadedCheckIns(Struct, frozen=True):
    """每次离线签到的上传结果。"""

    items: Annotated[list[UploadedCheckIn], Meta(description="与上传的次序一致")]


async def events(call: Call) -> EventsToday:
    """今天在旗舰店的参观和路演。"""
    del call  # asked for, so that only a terminal of ours is answered
    return await at_door.events_today(clock.today())


async def event(event_id: UUID, call: Call) -> EventAtKiosk:
    """一场活动：现场签到码（定时更换）与名单，姓名已脱敏。"""
    del call
    return await at_door.at_kiosk(event_id)


async def check_in_listed(event_id: UUID, body: LastFour, call: Call) -> Welcome:
    """名单上的来宾凭手机号码后四位签到。"""
    return at_door.welcomed(await signing_in.check_in_listed(event_id, body, call=call))


async def check_in_by_pass(event_id: UUID, body: Scanned, call: Call) -> Welcome:
    """扫描来宾手机上的本人签到码签到。"""
    return at_door.welcomed(await signing_in.check_in_by_pass(event_id, body, call=call))


async def check_in_here(event_id: UUID, actor: Actor) -> object:
    """为在本终端登录的人签到（人脸或其他方式登录后）。"""
    return await signing_in.check_in_here(event_id, by=actor)


async def to_keep(call: Call) -> EventsToKeep:
    """断网签到所需：今天的活动与还没有签到的名单，姓名已脱敏，只供当天使用。"""
    del call
    return await at_door.events_to_keep(clock.today())


async def upload(body: OfflineCheckIns, call: Call) -> UploadedCheckIns:
    """上传断网期间记下的签到；重复上传只记一次，到场时间不变，存疑的转工作人员核实。"""
    return UploadedCheckIns(await arriving.upload(body, call=call))


ONE = "/kiosk/events/{event_id}"
HERE = {"public": True, "device": True}

ROUTES: tuple[Route, ...] = (
    get("/kiosk/events", events, EventsToday, **HERE),
    get("/kiosk/events/check-ins", to_keep, EventsToKeep, **HERE),
    post("/kiosk/events/check-ins/upload", upload, UploadedCheckIns, body=OfflineCheckIns, **HERE),
    get(ONE, event, EventAtKiosk, **HERE),
    post(f"{ONE}/check-in-listed", check_in_listed, Welcome, body=LastFour, **HERE),
    post(f"{ONE}/check-in-by-pass", check_in_by_pass, Welcome, body=Scanned, **HERE),
    post(f"{ONE}/check-in-here", check_in_here, Welcome, device=True, renders=at_door.welcome),
)
