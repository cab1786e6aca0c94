"""What others of the platform ask about one device: is it well, and since when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from orm.devices import Device
from orm.fleet import DevicePulse
from vocabulary.devices import DeviceState
from vocabulary.fleet import Health

WORSE = "device.worsen"
BETTER = "device.recover"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a device is by what people were told, and since when."""

    health: Health
    since: datetime | None

    @property
    def is_failing(self) -> bool:
        """Is something wrong with it?"""
        return self.health in {Health.WARNING, Health.DOWN}


async def standing_of(device_id: UUID) -> Standing | None:
    """How a device is now; nothing of one that never reported or that is ours no more."""
    if not await Device.exists(id=device_id, state__in=(DeviceState.IN_USE, DeviceState.BLOCKED)):
        return None
    pulse = await DevicePulse.get_or_none(device_id=device_id)
    return Standing(pulse.health, pulse.since) if pulse else None


async def held_standing_of(device_id: UUID) -> Standing | None:
    """The same inside an act: until it has committed, the device is judged no further."""
    pulse = await DevicePulse.select_for_update().get_or_none(device_id=device_id)
    return Standing(pulse.health, pulse.since) if pulse else None
