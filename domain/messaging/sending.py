"""The outbox: what leaves by short message is a row first, and is sent by a job after commit."""

from datetime import timedelta
from uuid import UUID

import msgspec
from tortoise.expressions import Q

from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.kernel.outside import held
from domain.kernel.ports import OutsideError
from orm.messaging import Outgoing
from orm.parties import Party

BATCH_MAX = 50
TRIES_MAX = 6
TAKEN_FOR = timedelta(minutes=2)
BACK_OFF_FIRST = timedelta(seconds=30)
ERROR_MAX = 200
SMS = "sms"
TEMPLATES = {
    "certification.approve": "certified",
    "certification.pass_check": "certified",
    "loan_application.grant": "granted",
    "loan_application.disburse": "disbursed",
}


async def text_enterprise(entry: Entry) -> None:
    """Write the short message an enterprise's contact is to get for an important step."""
    party_id = entry.seats.get("enterprise")
    party = await Party.get_or_none(id=UUID(party_id)) if party_id else None
    if party is None or not party.contact_phone:
        return
    await Outgoing.create(
        way=SMS,
        receiver=party.contact_phone,
        template=TEMPLATES[entry.code],
        params=msgspec.json.encode({"no": entry.subject_no, "who": entry.party_name}).decode(),
        due_at=clock.now(),
    )


async def send_outgoing() -> None:
    """Send what is due. A row taken by a process that died is free again after its deadline."""
    now = clock.now()
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=now)
    due = (
        await Outgoing.filter(free, due_at__lte=now, sent_at__isnull=True, failed_at__isnull=True)
        .order_by("due_at")
        .limit(BATCH_MAX)
    )
    for row in due:
        if await Outgoing.filter(free, id=row.id).update(taken_until=now + TAKEN_FOR):
            await _send(row)


async def _send(row: Outgoing) -> None:
    params = msgspec.json.decode(row.params, type=dict[str, str])
    try:
        await held().sms.send(row.receiver, row.template, params)
    except OutsideError as problem:
        await _put_off(row, problem)
        return
    await Outgoing.filter(id=row.id).update(sent_at=clock.now(), taken_until=None)


async def _put_off(row: Outgoing, problem: OutsideError) -> None:
    tries = row.tries + 1
    gives_up = tries >= TRIES_MAX or not problem.retry
    await Outgoing.filter(id=row.id).update(
        tries=tries,
        taken_until=None,
        due_at=clock.now() + BACK_OFF_FIRST * 2**tries,
        failed_at=clock.now() if gives_up else None,
        last_error=str(problem)[:ERROR_MAX],
    )
