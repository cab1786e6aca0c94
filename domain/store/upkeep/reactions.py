"""What follows for upkeep: an alert of a device is written down, the store's people are called."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from domain.fleet.standing import BETTER, WORSE
from domain.kernel.journal import Entry
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.store.people import STORE_POSTS
from orm.store_upkeep import Fault, FaultAlert
from vocabulary.devices import Zone
from vocabulary.fleet import Health
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.upkeep import OVER, FaultGrade

CALLS = {
    "inspection.leave_out": "巡检漏检",
    "meeting_support.overrun_rehearsal": "会前联调超时",
}
ALERT_CODES = ("device_alert.raise_alert",)  # what a device says of itself opens a fault
PROBED_CODES = (BETTER, WORSE)  # what the probes say of a device whose fault is open
ASSIGN_CODE = "fault.assign"
ASSIGNED = "收到新的派单"
REMINDER_SMS = "reminder"
# What a device's alert calls grave, in the grades of faults.
GRADES: dict[str, FaultGrade] = {
    **{each.value: each for each in FaultGrade},
    "minor": FaultGrade.SLIGHT,
    "major": FaultGrade.SERIOUS,
    "critical": FaultGrade.URGENT,
}
CAUSE_LENGTH_MAX = 300
NAME_LENGTH_MAX = 60
KIND_LENGTH_MAX = 40


async def open_from_alert(entry: Entry) -> None:
    """Write down what a device has said of itself; a job opens the fault, or adds to the open one.

    Wanted of the entry's facts: `device_id`, `device_name` (or `name`), `zone`, `kind`, `severity`,
    and `detail` (or `cause`). A zone that is none of ours is left out, a severity that nobody knows
    is taken as general: an alert is never lost.
    """
    facts: dict[str, Any] = entry.facts
    zone, severity = facts.get("zone"), str(facts.get("severity", ""))
    name = str(facts.get("device_name") or facts.get("name") or entry.subject_no)
    cause = str(facts.get("detail") or facts.get("cause") or "")
    await FaultAlert.get_or_create(
        entry_id=entry.id,
        defaults={
            "device_id": UUID(str(facts.get("device_id") or entry.subject_id)),
            "device_name": name[:NAME_LENGTH_MAX],
            "zone": Zone(zone) if zone in set(Zone) else None,
            "kind": str(facts.get("kind", ""))[:KIND_LENGTH_MAX],
            "severity": GRADES.get(severity, FaultGrade.GENERAL),
            "cause": cause[:CAUSE_LENGTH_MAX],
            "at": entry.at,
        },
    )


async def note_probed(entry: Entry) -> None:
    """Write on the open faults of a device since when it is well again, or is not once more."""
    rows = Fault.filter(device_id=entry.subject_id).exclude(state__in=OVER)
    if entry.code == BETTER and entry.facts["to"] == Health.HEALTHY:
        later = Q(recovered_at__isnull=True) | Q(recovered_at__lt=entry.at)
        await rows.filter(later).update(recovered_at=entry.at)
    elif entry.code == WORSE and entry.facts.get("from") == Health.HEALTHY:
        await rows.filter(recovered_at__lt=entry.at).update(failed_again_at=entry.at)


async def call_store(entry: Entry) -> None:
    """Call the store's people by short message: something was to be done, and was not."""
    await outbox.tell(_telling(entry, CALLS[entry.code]), roles=STORE_POSTS)


async def call_assignee(entry: Entry) -> None:
    """Call whoever was given a fault to mend, unless they took it themselves."""
    fault = await Fault.get_or_none(id=entry.subject_id)
    if fault is not None and fault.assignee_id not in {None, entry.actor_id}:
        await outbox.tell_one(_telling(entry, ASSIGNED), fault.assignee_id)


def _telling(entry: Entry, title: str) -> Telling:
    return Telling(
        entry_id=entry.id,
        kind=MessageKind.SYSTEM,
        party_id=UUID(entry.seats["platform"]),
        title=title,
        who=title,
        at=entry.at,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        sms=REMINDER_SMS,
        template=MessageTemplate.REMINDER,
    )
