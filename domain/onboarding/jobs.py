"""What time does to admissions: reminders, their end, drafts that nobody submits."""

from datetime import timedelta

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import perform
from domain.kernel.refusal import NotNow, OnHold
from domain.onboarding import rules
from domain.onboarding.terms import DaysLeft
from domain.onboarding.tickets import forget_tickets
from orm.onboarding import Onboarding
from orm.parties import Party
from vocabulary.onboarding import OnboardingState

BATCH_MAX = 500
DRAFT_LASTS = timedelta(days=14)
FORGOTTEN = "草稿超过14天未提交，已自动撤回，可以重新申请"


async def mind_admissions() -> None:
    """Remind 60, 30 and 7 days ahead, end what is over, take back drafts that were left lying."""
    today = clock.today()
    horizon = today + rules.RENEWAL_OPENS
    aboard = Onboarding.filter(state=OnboardingState.ADMITTED, valid_until__lte=horizon)
    for row in await aboard.order_by("valid_until", "id").limit(BATCH_MAX):
        assert row.valid_until is not None, "asked for by the query"
        days = rules.due_reminder(row.valid_until, row.reminded_days, today)
        if row.valid_until < today:
            await _expire(row)
        elif days is not None:
            await _remind(row, days, (row.valid_until - today).days)
    left_lying = Onboarding.filter(
        state=OnboardingState.TO_SUBMIT, created_at__lt=clock.now() - DRAFT_LASTS
    )
    for row in await left_lying.order_by("created_at").limit(BATCH_MAX):
        await _take_back(row)
    await forget_tickets()


async def _remind(row: Onboarding, days: int, left: int) -> None:
    reason = f"入驻有效期至{row.valid_until:%Y年%m月%d日}，还有{left}天"
    by = job_actor("入驻续期提醒")
    try:
        async with perform(
            "remind", Onboarding, row.id, by=by, terms=DaysLeft(left), reason=reason
        ) as kept:
            kept.reminded_days = days
    except (NotNow, OnHold):
        return  # it has moved on, or is frozen: another day


async def _expire(row: Onboarding) -> None:
    by = job_actor("入驻到期")
    reason = "未在有效期内续期，暂停承接新业务；已受理的业务继续办理"
    try:
        async with perform("expire", Onboarding, row.id, by=by, reason=reason) as kept:
            await Party.filter(id=kept.institution_id).update(lapsed=True)
    except (NotNow, OnHold):
        return  # it has moved on, or is frozen: nothing new comes in either way


async def _take_back(row: Onboarding) -> None:
    try:
        async with perform(
            "withdraw", Onboarding, row.id, by=job_actor("草稿清理"), reason=FORGOTTEN
        ) as kept:
            kept.reason = FORGOTTEN
    except (NotNow, OnHold):
        return  # submitted just now
