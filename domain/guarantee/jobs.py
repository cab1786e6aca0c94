"""What time does to letters: they end."""

from contextlib import suppress

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import advance
from domain.kernel.refusal import NotNow, OnHold, Unmet
from orm.guarantee import LetterApplication
from vocabulary.guarantee import LetterState

BATCH_MAX = 500


async def expire_letters() -> None:
    """End every letter whose last day is over; one that somebody just released is left alone."""
    by = job_actor("保函到期")
    over = LetterApplication.filter(state=LetterState.ISSUED, valid_until__lt=clock.today())
    for row in await over.order_by("valid_until", "id").limit(BATCH_MAX):
        with suppress(NotNow, Unmet, OnHold):
            await advance("expire", LetterApplication, row.id, by=by)
