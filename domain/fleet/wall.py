"""What a wall may know of devices: their names and how they are."""

from uuid import UUID

from orm.devices import Device
from orm.fleet import DevicePulse
from vocabulary.devices import DeviceState
from vocabulary.fleet import Health

SHOWN_MAX = 200
SHOWN_STATES = (DeviceState.IN_USE, DeviceState.BLOCKED)

Known = tuple[UUID, str, str, str, str]


async def devices() -> list[Known]:
    """Of every enrolled device: id, name, kind, zone and health; one that is shut out is down."""
    pulses = {pulse.device_id: pulse.health for pulse in await DevicePulse.all()}
    rows = await Device.filter(state__in=SHOWN_STATES).order_by("id")
    return [
        (row.id, row.name, row.kind.value, row.zone.value, _health(row, pulses[row.id]).value)
        for row in rows
        if row.id in pulses
    ][:SHOWN_MAX]


def _health(row: Device, health: Health) -> Health:
    return Health.DOWN if row.state is DeviceState.BLOCKED else health
