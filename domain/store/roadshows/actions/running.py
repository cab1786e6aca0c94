"""On the day and after it: the running order moves on, people meet, and it is looked back on."""

from datetime import datetime
from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import advance, enact, perform
from domain.kernel.refusal import NotNow
from domain.store.events.finding import must_be_host, seats_of
from domain.store.roadshows.finding import seen
from domain.store.roadshows.terms import Debrief
from domain.store.rooms import reserving
from orm.store_roadshows import Roadshow, RunItem
from vocabulary.events import RoadshowState


async def start(roadshow_id: UUID, *, by: Actor) -> Roadshow:
    """The host begins: the first part of the running order is on."""
    async with perform("start", Roadshow, roadshow_id, by=by) as row:
        first = await RunItem.get(roadshow_id=row.id, no=1)
        await _begin_item(row, first, row.updated_at)
    return row


async def next_item(roadshow_id: UUID, *, by: Actor) -> Roadshow:
    """Go on to the next part of the running order; the wall shows it."""
    must_be_host(await seen(roadshow_id, by), by)
    facts: dict[str, object] = {}
    async with enact(
        "roadshow.next_item", Roadshow.subject, roadshow_id, by=by, facts=facts
    ) as outcome:
        row = await Roadshow.filter(id=roadshow_id).select_for_update().get()
        if row.state is not RoadshowState.RUNNING:
            raise NotNow("路演进行期间才能切换环节")
        coming = await RunItem.get_or_none(roadshow_id=roadshow_id, no=row.item_no + 1)
        if coming is None:
            raise NotNow("已是最后一个环节，可以进行会后复盘")
        row.updated_at = outcome.at
        await _begin_item(row, coming, outcome.at)
        await row.save(update_fields=["item_no", "item_title", "next_title", "updated_at"])
        facts |= row.facts() | seats_of(row)
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def _begin_item(row: Roadshow, item: RunItem, at: datetime) -> None:
    """Say what is on now, and what comes next."""
    item.begun_at = at
    await item.save(update_fields=["begun_at"])
    after = await RunItem.get_or_none(roadshow_id=row.id, no=item.no + 1)
    row.item_no, row.item_title = item.no, item.title
    row.next_title = after.title if after else ""


async def debrief(roadshow_id: UUID, form: Debrief, *, by: Actor) -> Roadshow:
    """Look back on it; room and equipment are free again."""
    async with perform("debrief", Roadshow, roadshow_id, by=by, terms=form) as row:
        row.summary, row.improvements = form.summary, form.improvements
        await reserving.release(row.id, at=row.updated_at)
    return row


async def archive(roadshow_id: UUID, *, by: Actor) -> Roadshow:
    """Put it away."""
    return await advance("archive", Roadshow, roadshow_id, by=by)
