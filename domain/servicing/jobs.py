"""What time does to live loans: they fall overdue, pauses end, old payouts get their loans."""

from datetime import timedelta

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotNow, NotVerified, OnHold, Unmet
from domain.messaging.reactions import TEXTS
from domain.servicing.actions import minding
from domain.servicing.actions.opening import draw_down_late
from domain.servicing.terms import DueReminder
from orm import raw
from orm.lending import Disbursement
from orm.parties import Party
from orm.servicing import Loan, RepaymentReminder
from vocabulary.parties import Seat
from vocabulary.servicing import ServicingState

BATCH_MAX = 500
REMIND_CODE = "loan.remind_repayment"
MINDER = "逾期登记"
OPENER = "贷后建档"
REMINDER = "还款提醒"


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


async def remind_repayments() -> None:
    """Remind a borrower of what falls due, on the days before it that messages.toml names.

    Each day once; a job that comes late says only what is still true. What is paid has moved on
    to its next due date, and is not reminded of.
    """
    days = TEXTS[Loan.subject]["remind_repayment"].days_before
    today = clock.today()
    near = Loan.filter(
        state=ServicingState.CURRENT,
        next_due_on__gt=today,
        next_due_on__lte=today + timedelta(days=max(days, default=0)),
        next_due_fen__gt=0,
        historical=False,
    )
    for loan in await near.order_by("next_due_on", "id"):
        left = (loan.next_due_on - today).days
        await _remind(loan, min(each for each in days if each >= left))


async def _remind(loan: Loan, days_before: int) -> None:
    which = {"loan_id": loan.id, "due_on": loan.next_due_on, "days_before": days_before}
    if await RepaymentReminder.exists(**which):
        return
    terms = DueReminder(loan.next_due_on, loan.next_due_fen, days_before)
    facts = {"seats": {Seat.ENTERPRISE.value: str(loan.enterprise_id)}}
    reason = f"{loan.next_due_on:%Y年%m月%d日}"
    acting = enact(
        REMIND_CODE, loan.subject, loan.id, by=job_actor(REMINDER), terms=terms, reason=reason,
        facts=facts,
    )  # fmt: skip
    try:
        async with acting as outcome:
            outcome.subject_no = loan.loan_no
            await RepaymentReminder.create(**which, at=outcome.at)
    except Unmet:
        return  # said just now, by somebody else
