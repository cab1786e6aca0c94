"""What people do with alerts, and what the platform does with them when nobody does."""

from datetime import datetime, timedelta
from uuid import UUID

from domain.fleet.actions.settling import ACTIVE, keeper, raise_what_stays
from domain.fleet.rules import ESCALATE_AFTER, STEADY_FOR
from domain.fleet.terms import RANK_MAX, Acknowledgement, Silencing
from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.kernel.refusal import NotFound, NotNow
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse
from vocabulary.devices import DeviceState
from vocabulary.fleet import AlertCause, AlertState

MINDED_MAX = 200  # in one go
GONE = "设备已停用"


async def acknowledge(alert_id: UUID, body: Acknowledgement, *, by: Actor) -> DeviceAlert:
    """Say that one knows of it: nobody further is called."""
    async with perform(
        "acknowledge", DeviceAlert, alert_id, by=by, terms=body, reason=body.note
    ) as alert:
        _known(alert, by)
    return alert


async def silence(alert_id: UUID, body: Silencing, *, by: Actor) -> DeviceAlert:
    """Hear no more of it for a while, for a reason."""
    async with perform(
        "silence", DeviceAlert, alert_id, by=by, terms=body, reason=body.reason
    ) as alert:
        _known(alert, by)
        alert.silenced_until = alert.updated_at + timedelta(minutes=body.minutes)
    return alert


async def clear(alert_id: UUID, reason: str, *, by: Actor) -> DeviceAlert:
    """End an alert by hand: whoever does so knows how its devices are; worse news raises anew."""
    async with perform("clear", DeviceAlert, alert_id, by=by, reason=reason) as alert:
        alert.closed_at, alert.escalate_at = alert.updated_at, None
        await DevicePulse.filter(alert_id=alert.id).update(alert_id=None)
    return alert


def _known(alert: DeviceAlert, by: Actor) -> None:
    alert.escalate_at = None
    if not alert.acknowledged_by:
        alert.acknowledged_by, alert.acknowledged_at = by.name, alert.updated_at


async def _let_go(alert: DeviceAlert) -> None:
    """Devices that hung on this alert are free; what is still down is told anew."""
    await raise_what_stays(alert)
    await DevicePulse.filter(alert_id=alert.id).update(alert_id=None)


async def resolve_steady(now: datetime) -> int:
    """End the alerts of devices that have been well for long enough, or are ours no more."""
    steady = DeviceAlert.filter(state__in=ACTIVE, recovered_at__lte=now - STEADY_FOR)
    found = {alert.id: "设备已恢复正常" for alert in await steady.limit(MINDED_MAX)}
    gone = Device.filter(state__in=(DeviceState.RETIRED, DeviceState.WAITING))
    ids = await gone.values_list("id", flat=True)
    left = DeviceAlert.filter(state__in=ACTIVE, device_id__in=[UUID(str(each)) for each in ids])
    found |= {alert.id: GONE for alert in await left.limit(MINDED_MAX)}
    for alert_id, why in found.items():
        await _resolve(alert_id, why)
    return len(found)


async def _resolve(alert_id: UUID, why: str) -> None:
    try:
        async with perform("resolve", DeviceAlert, alert_id, by=keeper(), reason=why) as alert:
            _must_be_over(alert, why)
            alert.closed_at, alert.escalate_at = alert.updated_at, None
    except (NotNow, NotFound):
        return
    await _let_go(alert)


def _must_be_over(alert: DeviceAlert, why: str) -> None:
    if why != GONE and alert.recovered_at is None:
        raise NotNow("设备又出现了问题")


async def escalate_due(now: datetime) -> int:
    """Tell the next on the roster of what nobody has acknowledged in time."""
    due = DeviceAlert.filter(state=AlertState.OPEN, escalate_at__lte=now)
    found = await due.order_by("escalate_at").limit(MINDED_MAX)
    for each in found:
        await _escalate(each.id)
    return len(found)


async def _escalate(alert_id: UUID) -> None:
    try:
        async with perform(
            "escalate", DeviceAlert, alert_id, by=keeper(), reason="超过时限无人知悉"
        ) as alert:
            alert.told += 1
            again = alert.updated_at + ESCALATE_AFTER[alert.severity]
            alert.escalate_at = again if alert.told < RANK_MAX else None
            if alert.recovered_at is not None and alert.cause is not AlertCause.CLONED:
                alert.escalate_at = None  # it is well again: who was called once is called enough
    except (NotNow, NotFound):
        return
