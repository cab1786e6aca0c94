"""Who bears the loss of a loan: asked once, when the loan begins, and kept on its row.

A policy loan is shared as its programme fixed it at the grant. For any other the guarantor bears
what its letter covers, and the bank the rest; with nobody beside it the bank bears all.
"""

from msgspec import Struct

from orm.lending import LoanApplication
from orm.policy import RiskShare
from vocabulary.parties import Seat
from vocabulary.policy import Sharer

WHOLE_BP = 10_000
SEAT_OF: dict[Sharer, Seat] = {
    Sharer.FUND: Seat.FUND,
    Sharer.BANK: Seat.BANK,
    Sharer.GUARANTOR: Seat.GUARANTOR,
    Sharer.INSURER: Seat.INSURER,
}


class Share(Struct, frozen=True):
    """The part of a loss that a seat bears, in basis points."""

    seat: Seat
    share_bp: int


async def shares_of(application: LoanApplication) -> list[Share]:
    """The shares of a loan; together they are the whole."""
    fixed = await RiskShare.filter(application_id=application.id)
    if fixed:
        in_order = sorted(fixed, key=lambda each: list(Sharer).index(each.sharer))
        return [Share(SEAT_OF[each.sharer], each.share_bp) for each in in_order]
    if application.guarantor_id is None or not application.guaranteed:
        return [Share(Seat.BANK, WHOLE_BP)]
    covered_bp = application.coverage_bp or WHOLE_BP  # before there were letters: all of it
    shares = [Share(Seat.GUARANTOR, covered_bp), Share(Seat.BANK, WHOLE_BP - covered_bp)]
    return [share for share in shares if share.share_bp]
