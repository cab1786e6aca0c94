"""The outbox, sent by a job after commit: each row at most once, tried until it goes or never can.

A short message that may have gone is sent again under the same id, and the gateway drops the
second. WeChat knows no ids: what may have gone there is never sent again, it is marked as not
known, and a short message takes its place if the matter is important.
"""

import asyncio
from datetime import datetime, timedelta

import msgspec
from tortoise.expressions import Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.kernel import clock
from domain.kernel.outside import held
from domain.kernel.ports import NO_CONSENT, OutsideError
from domain.messaging import outbox
from domain.messaging.rules import IMPORTANT, gives_up, next_try, quiet_ends
from orm.messaging import MessageSettings, Outgoing, Subscription
from vocabulary.messaging import MessageTemplate, MessageWay

BATCH_MAX = 64
AT_ONCE_MAX = 8
TAKEN_FOR = timedelta(minutes=2)
SEND_S_MAX = 90.0  # shorter than a row is taken for
ERROR_MAX = 200
KEPT = timedelta(days=180)
STALE = "已超过有效时间，未再发送"
DIED = "发送时中断，无法确认是否已送达"
LATE = "服务长时间没有回应"


async def send_outgoing() -> None:
    """Send what is due. A row taken by a process that died is free again after its deadline."""
    now = clock.now()
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=now)
    due = (
        await Outgoing.filter(free, due_at__lte=now, sent_at__isnull=True, failed_at__isnull=True)
        .order_by("due_at")
        .limit(BATCH_MAX)
    )
    for begin in range(0, len(due), AT_ONCE_MAX):
        await asyncio.gather(*(_take(row) for row in due[begin : begin + AT_ONCE_MAX]))


async def purge_outgoing() -> None:
    """Forget to whom was sent what, half a year later."""
    await Outgoing.filter(written_at__lt=clock.now() - KEPT, taken_until__isnull=True).delete()


async def _take(row: Outgoing) -> None:
    """Take one row, if it still stands as it was read, and send it."""
    now = clock.now()
    if row.not_after is not None and row.not_after < now and row.taken_until is None:
        await _give_up(row, STALE, unsure=False)
        return
    if row.way == MessageWay.SMS.value and not row.urgent and (until := await _quiet(row, now)):
        await _as_read(row).update(due_at=until)
        return
    died = row.taken_until is not None
    taken_until = now + TAKEN_FOR
    if not await _as_read(row).update(taken_until=taken_until):
        return
    row.taken_until = taken_until
    if died and row.way == MessageWay.WECHAT.value:
        await _give_up(row, DIED, unsure=True)
        return
    await _send(row)


def _as_read(row: Outgoing) -> QuerySet[Outgoing]:
    """The row, unless somebody else has taken it, sent it or put it off since it was read."""
    taken = (
        Q(taken_until__isnull=True) if row.taken_until is None else Q(taken_until=row.taken_until)
    )
    return Outgoing.filter(
        taken, id=row.id, tries=row.tries, sent_at__isnull=True, failed_at__isnull=True
    )


async def _quiet(row: Outgoing, at: datetime) -> datetime | None:
    """Until when this phone is left alone; None when it may ring."""
    chosen = None
    if row.account_id is not None:
        chosen = await MessageSettings.get_or_none(account_id=row.account_id)
    chosen = chosen or MessageSettings()
    if not chosen.quiet:
        return None
    return quiet_ends(at, chosen.quiet_from_hour, chosen.quiet_to_hour)


async def _send(row: Outgoing) -> None:
    hands = held()
    try:
        async with asyncio.timeout(SEND_S_MAX):
            if row.way == MessageWay.WECHAT.value:
                await hands.mini_program.send_subscribe_message(
                    row.receiver,
                    hands.templates[MessageTemplate(row.template)],
                    outbox.wechat_page(row),
                    outbox.wechat_fields(row.params),
                )
            else:
                params = msgspec.json.decode(row.params, type=dict[str, str])
                await hands.sms.send(row.receiver, row.template, params, key=str(row.id))
    except OutsideError as problem:
        await _put_off(row, problem)
        return
    except TimeoutError:
        by_wechat = row.way == MessageWay.WECHAT.value
        await _put_off(row, OutsideError("late", LATE, retry=not by_wechat, unsure=by_wechat))
        return
    await _as_read(row).update(sent_at=clock.now(), taken_until=None, last_error="")


async def _put_off(row: Outgoing, problem: OutsideError) -> None:
    tries = row.tries + 1
    if problem.code == NO_CONSENT:
        await Subscription.filter(account_id=row.account_id, template=row.template).update(
            consents=0
        )
    important = row.kind in IMPORTANT
    if problem.unsure or gives_up(tries, problem.code, retry=problem.retry, important=important):
        why = f"{problem.sentence}（{problem.code}）"
        spent = problem.unsure or problem.code == NO_CONSENT
        await _give_up(row, why, unsure=problem.unsure, spent=spent)
        return
    await _as_read(row).update(
        tries=tries,
        taken_until=None,
        due_at=next_try(clock.now(), tries, problem.code),
        last_error=f"{problem.sentence}（{problem.code}）"[:ERROR_MAX],
    )


async def _give_up(row: Outgoing, why: str, *, unsure: bool, spent: bool = False) -> None:
    """No more of this row. What WeChat would not deliver goes by short message, if it matters."""
    async with in_transaction():
        given_up = await _as_read(row).update(
            tries=row.tries + 1,
            taken_until=None,
            failed_at=clock.now(),
            unsure=unsure,
            last_error=why[:ERROR_MAX],
        )
        if not given_up or row.way != MessageWay.WECHAT.value:
            return
        if not spent and not unsure:
            await outbox.give_consent_back(row.account_id, MessageTemplate(row.template))
        if row.kind in IMPORTANT and why != STALE:
            await outbox.fall_back(row)
