"""取号 at the kiosk: choosing a class, taking a ticket, and handing in what was given offline."""

from typing import Annotated

from msgspec import Meta, Struct

from domain.kernel.actor import Actor, Call
from domain.kernel.routing import Route, get, post
from domain.store.queue.actions import taking, uploading
from domain.store.queue.actions.uploading import Uploaded
from domain.store.queue.queries import visitors
from domain.store.queue.queries.visitors import KioskQueueView, TicketProgress
from domain.store.queue.terms import OfflineTickets, TicketAtKiosk


class UploadedList(Struct, frozen=True):
    """每个离线号的上传结果。"""

    items: Annotated[list[Uploaded], Meta(description="与上传的次序一致")]


async def tickets(call: Call) -> KioskQueueView:
    """取号页：各类业务的等候情况、断网时的号段、门店二维码。"""
    return await visitors.kiosk_queue(call)


async def take_ticket(body: TicketAtKiosk, call: Call) -> object:
    """在终端取号，无需登录。"""
    return await taking.take_at_kiosk(body, call=call)


async def take_my_ticket(body: TicketAtKiosk, actor: Actor) -> object:
    """登录后在终端取号，可在手机上查看进展。"""
    return await taking.take_at_kiosk(body, call=actor.call, by=actor)


async def upload(body: OfflineTickets, call: Call) -> UploadedList:
    """上传断网期间发出的号；重复上传只记一次，取号时间不变。"""
    return UploadedList(await uploading.upload(body, call=call))


HERE = {"public": True, "device": True}
SHOWN = visitors.followed

ROUTES: tuple[Route, ...] = (
    get("/kiosk/tickets", tickets, KioskQueueView, **HERE),
    post(
        "/kiosk/tickets/take-ticket",
        take_ticket,
        TicketProgress,
        body=TicketAtKiosk,
        renders=SHOWN,
        status=201,
        **HERE,
    ),
    post(
        "/kiosk/my-tickets/take-ticket",
        take_my_ticket,
        TicketProgress,
        body=TicketAtKiosk,
        renders=SHOWN,
        status=201,
        device=True,
    ),
    post("/kiosk/tickets/upload", upload, UploadedList, body=OfflineTickets, **HERE),
)
