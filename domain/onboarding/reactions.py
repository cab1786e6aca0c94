"""What follows from an onboarding: whoever applied hears of it by short message."""

import msgspec

from domain.kernel import clock
from domain.kernel.journal import Entry
from domain.messaging.outbox import sending_id
from orm.messaging import Outgoing
from orm.onboarding import Onboarding
from vocabulary.messaging import MessageKind, MessageWay

TEMPLATES = {
    "onboarding.submit": "onboarding_received",
    "onboarding.send_back": "onboarding_sent_back",
    "onboarding.approve": "onboarding_approved",
    "onboarding.reject": "onboarding_rejected",
    "onboarding.remind": "onboarding_ending",
    "onboarding.expire": "onboarding_expired",
    "onboarding.leave": "onboarding_left",
}


async def text_administrator(entry: Entry) -> None:
    """Write the short message that the first administrator is to get."""
    row = await Onboarding.get_or_none(id=entry.subject_id)
    if row is None:
        return
    until = row.valid_until.isoformat() if row.valid_until else ""
    params = {"no": entry.subject_no, "until": until}
    now = clock.now()
    sending = Outgoing(
        id=sending_id(entry.id, MessageKind.SYSTEM, MessageWay.SMS, row.administrator_phone),
        way=MessageWay.SMS.value,
        receiver=row.administrator_phone,
        template=TEMPLATES[entry.code],
        params=msgspec.json.encode(params).decode(),
        entry_id=entry.id,
        kind=MessageKind.SYSTEM,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        due_at=now,
        written_at=now,
    )
    await Outgoing.bulk_create([sending], ignore_conflicts=True)
