"""How much of a loss is covered, by whom, and to whom recoveries belong. Pure, in whole fen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vocabulary.money import split_fen
from vocabulary.parties import Seat

WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is owed under one loan: principal, and interest so far."""

    principal_fen: int
    interest_fen: int = 0


Shares = Sequence[tuple[Seat, int]]  # who bears how much of a loss, in basis points


def loss_fen(exposures: Sequence[Exposure], *, with_interest: bool = True) -> int:
    """What is at stake: principal, and interest where it is covered."""
    return sum(
        each.principal_fen + (each.interest_fen if with_interest else 0) for each in exposures
    )


def covered_fen(loss: int, shares: Shares, seat: Seat) -> int:
    """The part of a loss that a seat covers; what nobody else covers is the bank's."""
    whole = _whole(shares)
    if loss == 0:
        return 0
    parts = split_fen(loss, [share_bp for _, share_bp in whole])
    return sum(part for (each, _), part in zip(whole, parts, strict=True) if each is seat)


def _whole(shares: Shares) -> list[tuple[Seat, int]]:
    covered = sum(share_bp for _, share_bp in shares)
    assert 0 <= covered <= WHOLE_BP, "nobody covers more than all of it"
    rest = [(Seat.BANK, WHOLE_BP - covered)] if covered < WHOLE_BP else []
    return [*shares, *rest]


def calls_on(
    contract: str, event: str, *, contracts: Collection[str], events: Collection[str]
) -> bool:
    """Does something that happened to a contract call on a guarantee?"""
    return contract in contracts and event in events


def shared_out(before_fen: int, amount_fen: int, shares: Shares) -> list[tuple[Seat, int]]:
    """Whose loss a recovered sum makes good, so that all sums together are split like one."""
    weights = [share_bp for _, share_bp in shares]
    then = split_fen(before_fen, weights)
    now = split_fen(before_fen + amount_fen, weights)
    return [
        (seat, after - before) for (seat, _), before, after in zip(shares, then, now, strict=True)
    ]
