"""The checklist of an event: written when its time is set, due before people come."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from domain.kernel.clock import SHANGHAI
from orm.store_events import EventCheck
from vocabulary.events import ROADSHOW_ITEMS, VISIT_ITEMS, EventKind, SetUpItem
from vocabulary.opening import before_in_opening

READY_BEFORE = timedelta(minutes=30)  # clause 6.2.1 b
ITEMS: dict[EventKind, Sequence[SetUpItem]] = {
    EventKind.VISIT: VISIT_ITEMS,
    EventKind.ROADSHOW: ROADSHOW_ITEMS,
}


def due_at(begins_at: datetime) -> datetime:
    """By when everything is to be ready, in the hours in which the store is open."""
    return before_in_opening(begins_at.astimezone(SHANGHAI), READY_BEFORE).astimezone(
        begins_at.tzinfo
    )


async def write_anew(kind: EventKind, event_id: UUID, begins_at: datetime) -> int:
    """Write the checklist for a time; what was checked for another time is checked again."""
    await EventCheck.filter(event_id=event_id).delete()
    items = ITEMS[kind]
    due = due_at(begins_at)
    for item in items:
        await EventCheck.create(
            id=uuid4(), event_kind=kind, event_id=event_id, item=item, due_at=due
        )
    return len(items)
