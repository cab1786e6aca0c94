"""What hangs on what: the devices above a device, and those below it."""

from collections.abc import Collection
from uuid import UUID

from domain.devices.actions.enrolling import LINEAGE_MAX
from orm.devices import Device

BELOW_MAX = 10_000


async def above(device_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Of each device, what it hangs on, the nearest first: its parents, and who speaks for it."""
    known: dict[UUID, tuple[UUID | None, UUID | None]] = {}
    frontier = set(device_ids)
    for _ in range(LINEAGE_MAX):
        found = await Device.filter(id__in=list(frontier)).values_list(
            "id", "parent_id", "reporter_id"
        )
        known |= {each: (parent, reporter) for each, parent, reporter in found}
        frontier = {up for each in frontier for up in known.get(each, ()) if up} - known.keys()
        if not frontier:
            break
    return {each: _chain(each, known) for each in device_ids}


def _chain(device_id: UUID, known: dict[UUID, tuple[UUID | None, UUID | None]]) -> list[UUID]:
    chain: list[UUID] = []
    level = [device_id]
    while level:
        level = [up for each in level for up in known.get(each, ()) if up]
        level = [up for up in dict.fromkeys(level) if up not in chain and up != device_id]
        chain += level
    return chain


async def below(device_id: UUID) -> set[UUID]:
    """Everything that hangs on a device, directly or not."""
    found: set[UUID] = set()
    frontier = {device_id}
    for _ in range(LINEAGE_MAX):
        ids = list(frontier)
        hanging = await Device.filter(parent_id__in=ids).limit(BELOW_MAX).values_list("id")
        spoken_for = await Device.filter(reporter_id__in=ids).limit(BELOW_MAX).values_list("id")
        frontier = {each for (each,) in [*hanging, *spoken_for]} - found - {device_id}
        found |= frontier
        if not frontier:
            break
    return found
