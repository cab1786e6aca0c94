"""What follows from an alert: whoever is on duty is called, the next one when nobody answers."""

from uuid import UUID

from domain.fleet.actions.duty import ON_DUTY_ROLES
from domain.kernel.journal import Entry
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from orm.fleet import DeviceAlert, Duty
from vocabulary.fleet import SEVERITY_LABELS, Severity
from vocabulary.messaging import MessageKind

RAISED = "device_alert.raise_alert"
CODES = (RAISED, "device_alert.escalate")
SMS = "device_alert"


async def call_duty(entry: Entry) -> None:
    """Put a short message to whoever is on duty into the outbox; a small matter calls nobody."""
    severity = Severity(entry.facts["severity"])
    if severity is Severity.MINOR:
        return
    alert = await DeviceAlert.get(id=entry.subject_id)
    telling = Telling(
        entry_id=entry.id,
        kind=MessageKind.SYSTEM,
        party_id=alert.operator_id,
        title=f"{SEVERITY_LABELS[severity]}：{entry.facts['device_name']}",
        who=str(entry.facts["device_name"]),
        at=entry.at,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        subject_no=entry.subject_no,
        sms=SMS,
        urgent=True,
    )
    called = await _on_duty(entry)
    if called:
        await outbox.tell_people(telling, called)
    else:
        await outbox.tell(telling, roles=ON_DUTY_ROLES)


async def _on_duty(entry: Entry) -> list[UUID]:
    """Who is called now: of those on duty the one whose turn it is, else all of them."""
    on_duty = await Duty.filter(from_at__lte=entry.at, until_at__gt=entry.at).order_by("rank")
    turn = [each.account_id for each in on_duty if each.rank == int(entry.facts["told"])]
    return turn or [each.account_id for each in on_duty]
