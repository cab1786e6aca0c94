"""Ticking off the checklist, line by line, by the people of the store."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import NotFound, NotNow
from domain.store.events.finding import EventRow, kind_of, must_be_staff, readable, seats_of
from domain.store.events.terms import Ticked
from orm.store_events import EventCheck
from vocabulary.events import SET_UP_ITEM_LABELS


async def tick(event_id: UUID, form: Ticked, *, by: Actor) -> EventRow:
    """Say that one thing is in order; who said so, and when, stays."""
    must_be_staff(by)
    seen = await readable(event_id, by)
    code = f"{kind_of(seen)}.tick"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=form, facts=seats_of(seen)
    ) as outcome:
        row = await readable(event_id, by, lock=True)
        check = await EventCheck.get_or_none(event_id=event_id, item=form.item)
        if check is None:
            raise NotFound("检查清单中没有这一项，请刷新后再试")
        if check.done_at is not None:
            raise NotNow(f"{SET_UP_ITEM_LABELS[form.item]}已由{check.done_by_name}检查完成")
        check.done_at, check.done_by_name, check.note = outcome.at, by.name, form.note
        await check.save()
        row.checks_open = await EventCheck.filter(event_id=event_id, done_at__isnull=True).count()
        row.updated_at = outcome.at
        await row.save(update_fields=["checks_open", "updated_at"])
        outcome.subject_no, outcome.result = row.number(), row
    return row
