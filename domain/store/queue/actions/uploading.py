"""What a kiosk gave while it had no line: written down once, under the numbers already printed."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct
from tortoise.exceptions import IntegrityError

from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import begin
from domain.kernel.refusal import NotFound, Refusal, Unmet
from domain.store.queue import numbers
from domain.store.queue.actions import taking
from domain.store.queue.flow import TicketFlow
from domain.store.queue.terms import OfflineTicket, OfflineTickets
from orm.devices import Device
from orm.store_queue import QueueKiosk, ServiceClass, Ticket
from vocabulary.devices import DeviceState

AHEAD_MAX = timedelta(minutes=5)  # how far a kiosk's clock may be ahead
BACK_MAX = timedelta(days=3)
NUMBER_TRIES_MAX = 20
TAKEN = "号码{no}今天已经用过，请为来访者重新取号"
NO_NUMBER_LEFT = "可离线取号的终端已满，请联系平台运营方"


class Uploaded(Struct, frozen=True):
    """一个离线号的上传结果。"""

    id: UUID
    ticket_no: str
    accepted: bool
    reason: str = ""


async def upload(body: OfflineTickets, *, call: Call) -> list[Uploaded]:
    """Write down tickets given offline, each by itself: one that is refused holds no other up."""
    by = await taking.kiosk_actor(call)
    kiosk = await number_of_kiosk(by.account_id)
    return [await _upload(each, kiosk, by) for each in body.tickets]


async def _upload(body: OfflineTicket, kiosk: QueueKiosk, by: Actor) -> Uploaded:
    try:
        row = await _written(body, kiosk, by)
    except Refusal as refusal:
        known = await Ticket.get_or_none(id=body.id, kiosk_id=by.account_id)
        if known is None:
            return Uploaded(body.id, "", accepted=False, reason=refusal.sentence)
        row = known
    return Uploaded(row.id, row.ticket_no, accepted=True)


async def _written(body: OfflineTicket, kiosk: QueueKiosk, by: Actor) -> Ticket:
    earlier = await Ticket.get_or_none(id=body.id)
    if earlier is not None:
        if earlier.kiosk_id != by.account_id:
            raise NotFound("编号无效，请重新取号")
        return earlier
    now = clock.now()
    if not now - BACK_MAX <= body.taken_at <= now + AHEAD_MAX:
        raise Unmet("取号时刻不对，请检查终端时钟")
    kind = await ServiceClass.get_or_none(id=body.class_id)
    if kind is None:
        raise NotFound("没有这类业务，请刷新后重新选择")
    row = taking.a_row(kind, body.need, by.call.terminal, min(body.taken_at, now))
    row.id, row.kiosk_id, row.phone = body.id, by.account_id, body.phone or None
    numbers.number_offline(row, kiosk, body.offline_no)
    async with begin(TicketFlow, "take_ticket", row, by=by, terms=body):
        if await Ticket.exists(day=row.day, series=row.series, running_no=row.running_no):
            raise Unmet(TAKEN.format(no=row.ticket_no))
        await taking.hold_if_free(row)
    return row


async def number_of_kiosk(device_id: UUID) -> QueueKiosk:
    """The kiosk's number in the queue, given on its first asking and kept until it is retired."""
    for _ in range(NUMBER_TRIES_MAX):
        kiosk = await QueueKiosk.get_or_none(device_id=device_id)
        if kiosk is not None:
            return kiosk
        kiosk_no = await _free_number()
        if kiosk_no is None:
            break
        try:
            return await QueueKiosk.create(device_id=device_id, kiosk_no=kiosk_no)
        except IntegrityError:
            continue  # another kiosk asked at the same moment
    raise Unmet(NO_NUMBER_LEFT)


async def _free_number() -> int | None:
    """The lowest number that no kiosk has, else one of a kiosk that was retired before today.

    Not of one retired today: what it gave this morning stands under the same numbers.
    """
    held = {row.kiosk_no: row.device_id for row in await QueueKiosk.all()}
    for kiosk_no in range(1, numbers.KIOSK_NO_MAX + 1):
        if kiosk_no not in held:
            return kiosk_no
    gone = await Device.filter(
        id__in=list(held.values()),
        state=DeviceState.RETIRED,
        retired_at__lt=clock.day_begins(clock.today()),
    ).first()
    if gone is None:
        return None
    await QueueKiosk.filter(device_id=gone.id).delete()
    return next((no for no, device_id in held.items() if device_id == gone.id), None)
