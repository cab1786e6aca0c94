"""What time does to live loans: they fall overdue, pauses end, old payouts get their loans."""

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.refusal import Invalid, NotNow, NotVerified, OnHold, Unmet
from domain.servicing.actions import minding
from domain.servicing.actions.opening import draw_down_late
from orm import raw
from orm.lending import Disbursement
from orm.parties import Party
from orm.servicing import Loan
from vocabulary.servicing import ServicingState

BATCH_MAX = 500
MINDER = "逾期登记"
OPENER = "贷后建档"


async def mind_loans() -> None:
    """Mark what is overdue, and end pauses that are over.

    Payouts that were entered long afterwards (历史补录) are left alone: what came back before the
    platform began is not known here.
    """
    today = clock.today()
    late = Loan.filter(
        state=ServicingState.CURRENT, counts_from__lt=today, historical=False
    ).order_by("counts_from", "id")
    if frozen := [party.id for party in await Party.filter(on_hold=True).only("id")]:
        late = late.exclude(enterprise_id__in=frozen)  # they keep nobody waiting
    for loan in await late.limit(BATCH_MAX):
        try:
            await minding.mark_overdue(loan.id, by=job_actor(MINDER))
        except (NotNow, Unmet, OnHold, NotVerified):
            continue  # paid this moment, or a party is frozen: another day
    over = Loan.filter(state=ServicingState.OVERDUE, paused_until__lte=today)
    for loan in await over.order_by("paused_until", "id").limit(BATCH_MAX):
        try:
            await minding.resume(loan.id, by=job_actor(MINDER))
        except (NotNow, Unmet, OnHold, NotVerified):
            continue


async def open_loans() -> None:
    """Give every payout that was written down before loans were kept its loan; once each."""
    found = await raw.rows(
        "SELECT d.id FROM disbursement d LEFT JOIN loan l ON l.disbursement_id = d.id "
        "WHERE l.id IS NULL ORDER BY d.at LIMIT ?",
        BATCH_MAX,
    )
    for each in found:
        disbursement = await Disbursement.get(id=each["id"])
        try:
            await draw_down_late(disbursement, by=job_actor(OPENER))
        except (Unmet, OnHold, NotVerified, Invalid):
            continue  # opened this moment, or a party is frozen: another day
