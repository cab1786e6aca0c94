"""The stages: how many applications stand in each state, and for how much."""

from collections import defaultdict

from msgspec import Struct

from bigscreen.reading import is_step
from domain.kernel.journal import Entry
from domain.lending.flow import GeneralCreditFlow
from domain.lending.queries import wall
from domain.lending.queries.wall import StageSum
from vocabulary.lending import STATE_LABELS, LoanState


class Stage(Struct, frozen=True):
    """One state. The amount is what is asked for until a line is granted, then the line."""

    state: str
    label: str
    count: int
    amount_fen: int


Stages = tuple[Stage, ...]
_NOTHING = StageSum(0, 0)


async def snapshot() -> Stages:
    """From the rows, in the order of the flow of ordinary credit."""
    sums = await wall.by_state()
    found = ((LoanState(state), sums.get(state, _NOTHING)) for state in GeneralCreditFlow.states)
    return tuple(
        Stage(state.value, STATE_LABELS[state], each.count, each.amount_fen)
        for state, each in found
    )


def follow(stages: Stages, entry: Entry) -> Stages:
    """Move one application along, with its amount as it was and as it is."""
    if not is_step(entry):
        return stages
    was_fen = entry.before("credit_line_fen") or entry.before("requested_fen")
    is_fen = entry.facts["credit_line_fen"] or entry.facts["requested_fen"]
    if entry.from_state == entry.to_state and was_fen == is_fen:
        return stages
    counts: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    if entry.from_state:
        counts[entry.from_state] -= 1
        amounts[entry.from_state] -= was_fen
    counts[entry.to_state] += 1
    amounts[entry.to_state] += is_fen
    return tuple(
        Stage(
            each.state,
            each.label,
            each.count + counts[each.state],
            each.amount_fen + amounts[each.state],
        )
        if each.state in counts
        else each
        for each in stages
    )
