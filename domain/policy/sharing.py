"""Who bears what of a policy loan's loss: pure, whole fen, and never a fen more or less.

The published rule is 「政策基金 65%，银行 20%，担保机构或保险机构 15%」: whoever of guarantor and
insurer does not stand beside a loan leaves its part to the other; where neither does, the part
is the bank's, who alone decided to lend so. Odd fen go to the largest remainders.
"""

from collections.abc import Mapping

from msgspec import Struct

from vocabulary.money import split_fen
from vocabulary.policy import WHOLE_BP, Sharer

Shares = Mapping[Sharer, int]


class Ratios(Struct, frozen=True):
    """A programme's ratios in basis points, as they are written."""

    fund_share_bp: int
    bank_share_bp: int
    guarantor_share_bp: int
    insurer_share_bp: int


def shares_of(ratios: Ratios, *, has_guarantor: bool, has_insurer: bool) -> dict[Sharer, int]:
    """The shares of one loan by who really stands beside it; parts of nothing are left out."""
    shares = {
        Sharer.FUND: ratios.fund_share_bp,
        Sharer.BANK: ratios.bank_share_bp,
        Sharer.GUARANTOR: ratios.guarantor_share_bp,
        Sharer.INSURER: ratios.insurer_share_bp,
    }
    assert sum(shares.values()) == WHOLE_BP, "the programme's ratios make no whole"
    if not has_guarantor:
        heir = Sharer.INSURER if has_insurer else Sharer.BANK
        shares[heir] += shares.pop(Sharer.GUARANTOR)
    if not has_insurer:
        heir = Sharer.GUARANTOR if has_guarantor else Sharer.BANK
        shares[heir] += shares.pop(Sharer.INSURER)
    return {sharer: share for sharer, share in shares.items() if share}


def split_loss(loss_fen: int, shares: Shares) -> dict[Sharer, int]:
    """Each sharer's part of a loss; the parts sum to the loss to the fen."""
    assert sum(shares.values()) == WHOLE_BP, "shares make no whole"
    sharers = sorted(shares, key=list(Sharer).index)
    parts = split_fen(loss_fen, [shares[sharer] for sharer in sharers])
    return dict(zip(sharers, parts, strict=True))
