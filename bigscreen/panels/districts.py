"""The ten districts: how many requests came from each, for how much, and what was paid out."""

from bigscreen.areas import Area, Areas, all_areas, follow_area
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from vocabulary.regions import REGIONS

District = Area


async def snapshot() -> Areas:
    """From the rows. A request counts with the amount it now asks for, whatever became of it."""
    return all_areas(REGIONS, await wall.by_region())


def follow(districts: Areas, entry: Entry) -> Areas:
    """Add one act. An application never moves to another district."""
    return follow_area(districts, entry, "region")
