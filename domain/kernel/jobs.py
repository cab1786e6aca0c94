"""What time does: jobs that fall due, run by the leading worker, retried when they fail."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from domain.kernel import clock
from orm.journal import DueJob

ERROR_MAX = 300
BACK_OFF_FIRST = timedelta(seconds=5)
BACK_OFF_MAX = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[None]]


async def run_due(jobs: Sequence[Job]) -> int:
    """Run every job that is due. A failure is noted and tried again later. Returns how many ran."""
    ran = 0
    for job in jobs:
        due, _ = await DueJob.get_or_create(name=job.name, defaults={"next_at": clock.now()})
        if due.next_at > clock.now():
            continue
        await _run(job, due.tries)
        ran += 1
    return ran


async def _run(job: Job, tries: int) -> None:
    began = clock.now()
    try:
        await job.run()
    except Exception as problem:  # noqa: BLE001 -- noted, shown on the operations page, retried
        wait = min(BACK_OFF_FIRST * 2**tries, BACK_OFF_MAX)
        await DueJob.filter(name=job.name).update(
            next_at=clock.now() + wait, tries=tries + 1, last_error=repr(problem)[:ERROR_MAX]
        )
        return
    await DueJob.filter(name=job.name).update(
        next_at=began + job.every, last_at=began, tries=0, last_error=""
    )
