"""Telling people how devices are by now: health journalled, alerts raised under their one cause.

What readings say is judged elsewhere; here the judgement is carried out, device by device, what
is nearer to the root first, so that whatever hangs on a dead switch finds its alert and raises
none of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tortoise.expressions import F

from domain.fleet import lineage, readings
from domain.fleet.flow import DeviceAlertFlow
from domain.fleet.rules import ESCALATE_AFTER, is_graver, is_worse, severity_of
from domain.kernel import numbering
from domain.kernel.actor import Actor, job_actor
from domain.kernel.perform import begin_beside, enact, perform
from domain.kernel.refusal import NotFound, NotNow, Refusal
from orm import pulses
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse
from orm.parties import Party
from vocabulary.devices import DeviceState
from vocabulary.fleet import HEALTH_LABELS, AlertCause, AlertState, Health
from vocabulary.parties import PartyKind

ALERT_PREFIX = "GJ"
BAD_MAX, GOOD_MAX = 200, 20  # devices in one go
ACTIVE = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
SILENT_DETAIL = "超过两个周期没有收到报告"


class _MovedOn(Exception):
    """Somebody else settled it, or it came back meanwhile."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """One device that gets an alert, perhaps: with what is needed to write one."""

    device: Device
    alert_no: str
    operator: UUID
    at: datetime


def keeper() -> Actor:
    """On whose account devices are judged."""
    return job_actor("设备健康")


async def operator_id() -> UUID:
    """The operator, who keeps the store."""
    found = await Party.filter(kind=PartyKind.OPERATOR).order_by("created_at").first()
    assert found is not None, "there is no platform without its operator"
    return found.id


async def sweep(now: datetime) -> None:
    """Judge down whatever has not been heard in time."""
    await pulses.fall_silent(now, SILENT_DETAIL)


async def settle() -> int:
    """Carry out what was judged. Returns for how many devices."""
    turned = await pulses.turned(BAD_MAX, GOOD_MAX)
    if not turned:
        return 0
    above = await lineage.above(turned)
    operator = await operator_id()
    for device_id in sorted(turned, key=lambda each: (len(above[each]), each)):
        await _settle(device_id, above[device_id], operator)
    return len(turned)


async def _settle(device_id: UUID, above: Sequence[UUID], operator: UUID) -> None:
    pulse = await DevicePulse.get(device_id=device_id)
    if pulse.judged is pulse.health:
        return
    worse = is_worse(pulse.judged, pulse.health)
    facts: dict[str, Any] = {"seats": {"platform": str(operator)}}
    alert_no = await numbering.draw(ALERT_PREFIX) if worse else ""
    code = "device.worsen" if worse else "device.recover"
    root: UUID | None = None
    try:
        async with enact(code, "device", device_id, by=keeper(), facts=facts) as outcome:
            device = await Device.get(id=device_id)
            now = await _as_it_was(pulse)
            facts |= {
                "from": now.health.value,
                "to": now.judged.value,
                "label": HEALTH_LABELS[now.judged],
                "detail": now.detail,
                "zone": device.zone.value,
                "kind": device.kind.value,
            }
            now.health, now.since = now.judged, outcome.at
            if worse:
                turn = _Turn(device, alert_no, operator, outcome.at)
                root = await _worsen(turn, now, above)
            else:
                await _recover(device, now, outcome.at)
            await now.save(update_fields=["health", "since", "alert_id"])
            outcome.subject_no = device.name
    except (_MovedOn, Refusal):
        return  # it stays judged otherwise than told, so it is looked at again in a moment
    if root is not None:
        await _gather(device_id, root)


async def _as_it_was(seen: DevicePulse) -> DevicePulse:
    """The pulse, locked; raises when it has moved since it was seen."""
    now = await DevicePulse.select_for_update().get(device_id=seen.device_id)
    if now.judged is not seen.judged or now.health is not seen.health:
        raise _MovedOn
    return now


async def _worsen(turn: _Turn, pulse: DevicePulse, above: Sequence[UUID]) -> UUID | None:
    """Raise an alert, or join the one there is. Gives the alert if it may be others' cause."""
    device = turn.device
    if _is_excused(device, turn.at):
        return None
    own = await _active(pulse.alert_id)
    if own is not None and own.device_id != device.id:
        return None  # it hangs on what is down already
    cause = _cause(pulse)
    if own is None and pulse.health is Health.DOWN:
        covering = await _covering(above)
        if covering is not None:
            pulse.alert_id = covering.id
            await DeviceAlert.filter(id=covering.id).update(hanging=F("hanging") + 1)
            return None
    severity = severity_of(device.kind, cause)
    if own is None:
        own = await _raised(turn, cause, pulse.detail)
        pulse.alert_id = own.id
    else:
        if is_graver(severity, own.severity) and own.state is AlertState.OPEN:
            own.told, own.escalate_at = 0, turn.at  # whoever is first on the roster is called
        own.flaps += 1 if own.recovered_at is not None else 0
        own.severity, own.cause, own.recovered_at = severity, cause, None
        own.detail = pulse.detail
        await own.save(
            update_fields=[
                *("flaps", "severity", "cause", "recovered_at", "detail"),
                *("told", "escalate_at"),
            ],
        )
    return own.id if pulse.health is Health.DOWN else None


async def _raised(turn: _Turn, cause: AlertCause, detail: str) -> DeviceAlert:
    device = turn.device
    severity = severity_of(device.kind, cause)
    alert = DeviceAlert(
        id=uuid4(),
        alert_no=turn.alert_no,
        operator_id=turn.operator,
        device_id=device.id,
        device_name=device.name,
        kind=device.kind,
        zone=device.zone,
        severity=severity,
        cause=cause,
        detail=detail,
        told=1,
        escalate_at=turn.at + ESCALATE_AFTER[severity],
    )
    return await begin_beside(
        DeviceAlertFlow, "raise_alert", alert, by=keeper(), reason=f"{device.name}：{detail}"
    )


def _cause(pulse: DevicePulse) -> AlertCause:
    if pulse.health is Health.WARNING:
        return AlertCause.WARNING
    return AlertCause.SILENT if pulse.silent else AlertCause.DOWN


async def _recover(device: Device, pulse: DevicePulse, at: datetime) -> None:
    """Note that it is better; the alert goes by itself when that has lasted."""
    if pulse.health is not Health.HEALTHY or pulse.alert_id is None:
        return
    alert = await _active(pulse.alert_id)
    if alert is None:
        pulse.alert_id = None
    elif alert.device_id == device.id:
        await DeviceAlert.filter(id=alert.id).update(recovered_at=at)
    else:
        pulse.alert_id = None
        await DeviceAlert.filter(id=alert.id, hanging__gt=0).update(hanging=F("hanging") - 1)


async def _active(alert_id: UUID | None) -> DeviceAlert | None:
    if alert_id is None:
        return None
    return await DeviceAlert.select_for_update().get_or_none(id=alert_id, state__in=ACTIVE)


async def _covering(above: Sequence[UUID]) -> DeviceAlert | None:
    """The alert of what a device hangs on, the nearest that is down."""
    down = await DevicePulse.filter(
        device_id__in=list(above), health=Health.DOWN, alert_id__isnull=False
    )
    by_id = {pulse.device_id: pulse for pulse in down}
    for device_id in above:
        found = by_id.get(device_id)
        alert = await _active(found.alert_id) if found else None
        if alert is not None:
            return alert
    return None


def _is_excused(device: Device, at: datetime) -> bool:
    window = (device.window_days, device.window_from, device.window_to)
    return readings.is_within(window, device.maintenance_until, at)


async def _gather(device_id: UUID, root: UUID) -> None:
    """Take the alerts of what hangs on a device into its own: they have one cause."""
    hanging = await lineage.below(device_id)
    found = await DeviceAlert.filter(device_id__in=list(hanging), state__in=ACTIVE).exclude(
        cause=AlertCause.CLONED
    )
    for child in found:
        try:
            async with perform("fold", DeviceAlert, child.id, by=keeper()) as alert:
                alert.folded_into, alert.closed_at = root, alert.updated_at
                moved = await DevicePulse.filter(alert_id=child.id).update(alert_id=root)
                await DeviceAlert.filter(id=root).update(hanging=F("hanging") + moved)
        except (NotNow, NotFound):
            continue  # somebody was quicker


async def block(device_id: UUID, why: str) -> None:
    """Shut out a device whose key is in two places, and everything it speaks for, at once."""
    operator = await operator_id()
    alert_no = await numbering.draw(ALERT_PREFIX)
    facts = {"seats": {"platform": str(operator)}}
    try:
        async with enact(
            "device.block", "device", device_id, by=keeper(), reason=why, facts=facts
        ) as outcome:
            device = await _in_use(device_id)
            device.state, device.blocked_at = DeviceState.BLOCKED, outcome.at
            await device.save(update_fields=["state", "blocked_at"])
            outcome.subject_no = device.name
            turn = _Turn(device, alert_no, operator, outcome.at)
            alert = await _raised(turn, AlertCause.CLONED, why)
            await DevicePulse.filter(device_id=device_id).update(
                health=Health.DOWN, judged=Health.DOWN, detail=why, alert_id=alert.id
            )  # what it spoke for falls silent under this alert
    except _MovedOn:
        return


async def _in_use(device_id: UUID) -> Device:
    device = await Device.select_for_update().get(id=device_id)
    if device.state is not DeviceState.IN_USE:
        raise _MovedOn
    return device


async def raise_what_stays(root: DeviceAlert) -> None:
    """What hung on a device that is well again and is still down gets an alert of its own."""
    left = await DevicePulse.filter(alert_id=root.id).exclude(device_id=root.device_id)
    for pulse in left:
        device = await Device.get(id=pulse.device_id)
        alert_no = await numbering.draw(ALERT_PREFIX)
        operator = root.operator_id
        facts = {"seats": {"platform": str(operator)}, "to": pulse.health.value}
        async with enact("device.worsen", "device", device.id, by=keeper(), facts=facts) as outcome:
            turn = _Turn(device, alert_no, operator, outcome.at)
            alert = await _raised(turn, _cause(pulse), pulse.detail)
            await DevicePulse.filter(device_id=device.id).update(alert_id=alert.id)
            outcome.subject_no = device.name
