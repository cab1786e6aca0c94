"""What acts amount to over a day, a month: today and the months count alike."""

from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from bigscreen.reading import began
from domain.kernel.journal import Entry
from domain.lending.queries.wall import BEGINNINGS, DISBURSED, GRANTED, ActSum


class Counts(Struct, frozen=True, kw_only=True):
    """Acts, not rows: so nothing that happens later takes a figure back.

    A request counts with the amount first asked for. `granted_fen` is what the acts added to all
    lines: a line amended down takes away, also below nothing.
    """

    requests: int = 0
    requests_fen: int = 0
    granted: int = 0
    granted_fen: int = 0
    disbursed: int = 0
    disbursed_fen: int = 0


C = TypeVar("C", bound=Counts)


def act_of(entry: Entry, stretch: str) -> ActSum:
    """One act as a sum of one."""
    requested_fen = entry.facts["requested_fen"] if began(entry) else 0
    granted_fen, disbursed_fen = entry.growth("credit_line_fen"), entry.growth("disbursed_fen")
    return ActSum(stretch, entry.code, 1, requested_fen, granted_fen, disbursed_fen)


def counted(counts: C, acts: ActSum) -> C:
    """Add acts of one code; the very same counts when they are of no interest."""
    if acts.code in BEGINNINGS:
        return replace(
            counts,
            requests=counts.requests + acts.count,
            requests_fen=counts.requests_fen + acts.requested_fen,
        )
    if acts.code == DISBURSED:
        return replace(
            counts,
            disbursed=counts.disbursed + acts.count,
            disbursed_fen=counts.disbursed_fen + acts.disbursed_fen,
        )
    if acts.granted_fen or acts.code == GRANTED:
        return replace(
            counts,
            granted=counts.granted + (acts.count if acts.code == GRANTED else 0),
            granted_fen=counts.granted_fen + acts.granted_fen,
        )
    return counts
