"""The store's devices: how each is, from the rows and then from the journal."""

from msgspec import Struct
from msgspec.structs import replace

from domain.fleet import wall
from domain.kernel.journal import Entry
from vocabulary.devices import DEVICE_KIND_LABELS, ZONE_LABELS, DeviceKind, Zone
from vocabulary.fleet import Health

GONE = frozenset({"device.retire", "device.open"})  # opened anew: out until it has shown its code


class ShownDevice(Struct, frozen=True):
    """One device on the wall."""

    id: str
    name: str
    kind_label: str
    zone: str
    zone_label: str
    health: Health


Devices = list[ShownDevice]


async def snapshot() -> Devices:
    """All that are enrolled."""
    return [
        _shown(str(row_id), name, DeviceKind(kind), Zone(zone), Health(health))
        for row_id, name, kind, zone, health in await wall.devices()
    ]


def follow(devices: Devices, entry: Entry) -> Devices:
    """Take in one act at a device."""
    if entry.subject_kind != "device":
        return devices
    row_id, facts = str(entry.subject_id), entry.facts
    known = next((each for each in devices if each.id == row_id), None)
    if entry.code in GONE:
        return [each for each in devices if each is not known]
    if entry.code == "device.activate" and "zone" in facts:
        kind, zone = DeviceKind(facts["kind"]), Zone(facts["zone"])
        return _with(devices, _shown(row_id, entry.subject_no, kind, zone, Health.UNKNOWN))
    return devices if known is None else _with(devices, _after(known, entry))


def _after(known: ShownDevice, entry: Entry) -> ShownDevice:
    if entry.code == "device.block":
        return replace(known, health=Health.DOWN)
    if entry.code == "device.arrange":
        zone = Zone(entry.terms["zone"])
        return replace(known, zone=zone.value, zone_label=ZONE_LABELS[zone])
    return replace(known, health=Health(entry.facts["to"])) if "to" in entry.facts else known


def _with(devices: Devices, new: ShownDevice) -> Devices:
    others = [each for each in devices if each.id != new.id]
    return sorted([*others, new], key=lambda each: each.id)[: wall.SHOWN_MAX]


def _shown(row_id: str, name: str, kind: DeviceKind, zone: Zone, health: Health) -> ShownDevice:
    return ShownDevice(
        row_id, name, DEVICE_KIND_LABELS[kind], zone.value, ZONE_LABELS[zone], health
    )
