"""What time does to meetings: a rehearsal that is late is said once, to the people on duty."""

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import perform
from domain.kernel.refusal import NotNow, OnHold
from orm.store_meetings import MeetingSupport
from vocabulary.meetings import MeetingState

BATCH_MAX = 200


async def mind_rehearsals() -> None:
    """Note every rehearsal that should have been made by now."""
    late = MeetingSupport.filter(
        state=MeetingState.TO_REHEARSE, overrun_at__isnull=True, rehearse_by__lt=clock.now()
    )
    for row in await late.order_by("rehearse_by", "id").limit(BATCH_MAX):
        by = job_actor("会前联调")
        try:
            async with perform("overrun_rehearsal", MeetingSupport, row.id, by=by) as kept:
                kept.overrun_at = kept.updated_at
        except (NotNow, OnHold):
            continue  # tested just now
