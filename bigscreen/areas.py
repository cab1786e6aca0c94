"""Districts and industries are counted alike: an area's requests, and what was paid out in it."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from bigscreen.reading import began, is_step
from domain.kernel.journal import Entry
from domain.lending.queries.wall import AreaSum


class Area(Struct, frozen=True):
    """One area: everything ever asked for there, as it stands now, and everything paid out."""

    code: str
    name: str
    requests: int
    requests_fen: int
    disbursed_fen: int


Areas = tuple[Area, ...]
_NOTHING = AreaSum(0, 0, 0)


def all_areas(names: Mapping[str, str], sums: Mapping[str, AreaSum]) -> Areas:
    """Every area in its official order, also those where nothing happened."""
    found = ((code, name, sums.get(code, _NOTHING)) for code, name in names.items())
    return tuple(
        Area(code, name, each.requests, each.requests_fen, each.disbursed_fen)
        for code, name, each in found
    )


def follow_area(areas: Areas, entry: Entry, fact: str) -> Areas:
    """Add one act to the area that the fact names; one we do not show stays unshown."""
    if not is_step(entry):
        return areas
    requests = int(began(entry))
    asked_fen = entry.facts["requested_fen"] if requests else entry.growth("requested_fen")
    paid_fen = entry.growth("disbursed_fen")
    if not (requests or asked_fen or paid_fen):
        return areas
    code = entry.facts[fact]
    if all(area.code != code for area in areas):
        return areas
    return tuple(
        replace(
            area,
            requests=area.requests + requests,
            requests_fen=area.requests_fen + asked_fen,
            disbursed_fen=area.disbursed_fen + paid_fen,
        )
        if area.code == code
        else area
        for area in areas
    )
