"""Answers to idempotency keys are kept as long as a client may reasonably retry."""

from datetime import timedelta

from domain.kernel import clock
from orm.journal import Answer

ANSWERS_KEPT = timedelta(days=2)


async def purge_answers() -> None:
    """Forget answers nobody will ask for again."""
    await Answer.filter(at__lt=clock.now() - ANSWERS_KEPT).delete()
