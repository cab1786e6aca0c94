"""What time does to events: a checklist that is late is told to the guide, once."""

from datetime import datetime

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.perform import enact
from domain.store.events.finding import EventRow, find, kind_of, seats_of
from orm.store_events import EventCheck
from vocabulary.events import SET_UP_ITEM_LABELS, RoadshowState, VisitState

BATCH_MAX = 200
STILL_TO_PREPARE = {VisitState.CONFIRMED, RoadshowState.SCHEDULED}


async def warn_of_late_checks() -> None:
    """Tell of each event whose checklist is overdue what is still to be done."""
    now = clock.now()
    late = await EventCheck.filter(
        due_at__lt=now, done_at__isnull=True, warned_at__isnull=True
    ).limit(BATCH_MAX)
    for event_id in {each.event_id for each in late}:
        row = await find(event_id)
        if row is not None and row.state in STILL_TO_PREPARE:
            await _warn(row, now)
        else:
            await EventCheck.filter(event_id=event_id).update(warned_at=now)


async def _warn(row: EventRow, now: datetime) -> None:
    by = job_actor("warn_of_late_checks")
    waiting = await EventCheck.filter(event_id=row.id, done_at__isnull=True, due_at__lt=now)
    named = "、".join(SET_UP_ITEM_LABELS[each.item] for each in waiting)
    facts = row.facts() | seats_of(row)
    async with enact(
        f"{kind_of(row)}.check_late", kind_of(row), row.id, by=by, reason=named, facts=facts
    ) as outcome:
        outcome.subject_no = row.number()
        ids = [each.id for each in waiting]
        await EventCheck.filter(id__in=ids).update(warned_at=now)
