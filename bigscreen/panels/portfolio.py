"""The portfolio: how many loans stand in each state after the payout, and what is still owed."""

from collections import defaultdict

from msgspec import Struct

from domain.kernel.journal import Entry
from domain.servicing.sums import SUBJECT, by_state
from vocabulary.servicing import SERVICING_LABELS, ServicingState


class Standing(Struct, frozen=True):
    """The loans of one state, and the principal they still owe."""

    state: str
    label: str
    count: int
    balance_fen: int


Portfolio = tuple[Standing, ...]


async def snapshot() -> Portfolio:
    """From the rows, in the order of a loan's life."""
    sums = await by_state()
    return tuple(
        Standing(state.value, SERVICING_LABELS[state], *sums.get(state.value, (0, 0)))
        for state in ServicingState
    )


def follow(portfolio: Portfolio, entry: Entry) -> Portfolio:
    """Move one loan along, with what it owed and what it owes."""
    if entry.subject_kind != SUBJECT or not entry.to_state:
        return portfolio
    counts: dict[str, int] = defaultdict(int)
    balances: dict[str, int] = defaultdict(int)
    if entry.from_state:
        counts[entry.from_state] -= 1
        balances[entry.from_state] -= entry.before("balance_fen")
    counts[entry.to_state] += 1
    balances[entry.to_state] += entry.facts["balance_fen"]
    moved = tuple(
        Standing(
            each.state,
            each.label,
            each.count + counts[each.state],
            each.balance_fen + balances[each.state],
        )
        for each in portfolio
    )
    return portfolio if moved == portfolio else moved
