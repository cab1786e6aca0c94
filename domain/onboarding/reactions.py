"""What follows from an onboarding: whoever applied hears of it by short message."""

import msgspec

from domain.kernel import clock
from domain.kernel.journal import Entry
from orm.messaging import Outgoing
from orm.onboarding import Onboarding

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
    await Outgoing.create(
        way="sms",
        receiver=row.administrator_phone,
        template=TEMPLATES[entry.code],
        params=msgspec.json.encode(params).decode(),
        due_at=clock.now(),
    )
