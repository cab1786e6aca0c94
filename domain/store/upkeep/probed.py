"""What the devices' own probes say beside the hand checklist (6.2.5 a): live until it is signed."""

from typing import Annotated

from msgspec import Meta, Struct, convert, to_builtins

from domain.fleet.wall import Known, devices
from orm.store_upkeep import Inspection
from vocabulary.devices import DEVICE_KIND_LABELS, DeviceKind
from vocabulary.fleet import HEALTH_LABELS, Health

NAMED_MAX = 5  # of those that are not well; the others are counted


class Probed(Struct, frozen=True, kw_only=True):
    """自动巡检对一类设备的结果。"""

    kind: DeviceKind
    kind_label: str
    devices: Annotated[int, Meta(description="已登记并上报的设备数")]
    healthy: int
    wrong: Annotated[list[str], Meta(description="需留意或不可用的设备，最多五台")]


async def probed_now() -> list[Probed]:
    """Every kind of device that reports, and how its devices are at this moment."""
    by_kind: dict[DeviceKind, list[Known]] = {}
    for each in await devices():
        by_kind.setdefault(DeviceKind(each[2]), []).append(each)
    return [_of(kind, by_kind[kind]) for kind in DeviceKind if kind in by_kind]


async def probed_of(row: Inspection) -> list[Probed]:
    """As it was when the inspection was signed; of one that is not, as it is now."""
    if row.signed_at is None:
        return await probed_now()
    return convert(row.probed or [], list[Probed])


async def keep_probed(row: Inspection) -> None:
    """Remember with the signature what the probes said; inside the act."""
    row.probed = to_builtins(await probed_now())


def says(probed: Probed) -> str:
    """The result of one kind in a sentence."""
    if not probed.wrong:
        return f"{probed.devices} 台全部正常"
    return f"{probed.devices} 台中 {probed.healthy} 台正常；{'、'.join(probed.wrong)}"


def _of(kind: DeviceKind, found: list[Known]) -> Probed:
    wrong = [
        f"{name}{HEALTH_LABELS[Health(health)]}"
        for _, name, _, _, health in found
        if health != Health.HEALTHY
    ]
    return Probed(
        kind=kind,
        kind_label=DEVICE_KIND_LABELS[kind],
        devices=len(found),
        healthy=len(found) - len(wrong),
        wrong=wrong[:NAMED_MAX],
    )
