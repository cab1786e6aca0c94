"""Who bears the loss of a loan: asked once, when the loan begins, and kept on its row.

The one place to say where shares come from. A guarantor, else an insurer, at the application's
table stands for all of it; programmes that share a loss among several say so here.
"""

from msgspec import Struct

from orm.lending import LoanApplication
from vocabulary.parties import Seat

WHOLE_BP = 10_000


class Share(Struct, frozen=True):
    """The part of a loss that a seat bears, in basis points."""

    seat: Seat
    share_bp: int


def shares_of(application: LoanApplication) -> list[Share]:
    """The shares of a loan; together they are the whole."""
    if application.guarantor_id is not None and application.guaranteed:
        return [Share(Seat.GUARANTOR, WHOLE_BP)]
    if application.insurer_id is not None:
        return [Share(Seat.INSURER, WHOLE_BP)]
    return [Share(Seat.BANK, WHOLE_BP)]
