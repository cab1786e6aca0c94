"""What follows for upkeep: an alert of a device is written down, the store's people are called."""

from typing import Any
from uuid import UUID

from domain.kernel.journal import Entry
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.store.people import STORE_POSTS
from orm.store_upkeep import FaultAlert
from vocabulary.devices import Zone
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.upkeep import Severity

CALLS = {
    "inspection.leave_out": "巡检漏检",
    "meeting_support.overrun_rehearsal": "会前联调超时",
}
REMINDER_SMS = "reminder"
CAUSE_LENGTH_MAX = 300
NAME_LENGTH_MAX = 60
KIND_LENGTH_MAX = 40


async def open_from_alert(entry: Entry) -> None:
    """Write down what a device has said of itself; a job opens the fault, or adds to the open one.

    Wanted of the entry's facts: `device_id`, `name`, `zone`, `kind`, `severity`, `cause`. A zone or
    a grade that is none of ours is left out, and taken as general: an alert is never lost.
    """
    facts: dict[str, Any] = entry.facts
    zone, severity = facts.get("zone"), facts.get("severity")
    await FaultAlert.get_or_create(
        entry_id=entry.id,
        defaults={
            "device_id": UUID(str(facts.get("device_id") or entry.subject_id)),
            "device_name": str(facts["name"])[:NAME_LENGTH_MAX],
            "zone": Zone(zone) if zone in set(Zone) else None,
            "kind": str(facts.get("kind", ""))[:KIND_LENGTH_MAX],
            "severity": Severity(severity) if severity in set(Severity) else Severity.GENERAL,
            "cause": str(facts.get("cause", ""))[:CAUSE_LENGTH_MAX],
            "at": entry.at,
        },
    )


async def call_store(entry: Entry) -> None:
    """Call the store's people by short message: something was to be done, and was not."""
    party_id = entry.seats.get("platform")
    if party_id is None:
        return
    telling = Telling(
        entry_id=entry.id,
        kind=MessageKind.SYSTEM,
        party_id=UUID(party_id),
        title=CALLS[entry.code],
        who=CALLS[entry.code],
        at=entry.at,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        sms=REMINDER_SMS,
        template=MessageTemplate.REMINDER,
    )
    await outbox.tell(telling, roles=STORE_POSTS)
