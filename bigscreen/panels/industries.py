"""The industries (sections of GB/T 4754): requests and payouts of each."""

from bigscreen.areas import Area, Areas, all_areas, follow_area
from domain.kernel.journal import Entry
from domain.lending.queries import wall
from vocabulary.industries import SECTIONS

Industry = Area


async def snapshot() -> Areas:
    """From the rows. A request counts with the amount it now asks for, whatever became of it."""
    return all_areas(SECTIONS, await wall.by_industry())


def follow(industries: Areas, entry: Entry) -> Areas:
    """Add one act. An application never moves to another industry."""
    return follow_area(industries, entry, "industry")
