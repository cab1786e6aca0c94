"""The calls after a service: what was said is kept, and the next one planned in the same act."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import begin_beside, perform
from domain.store.service.calls import drawn_call
from domain.store.service.flow import FollowUpFlow
from domain.store.service.terms import CallPlan, CallRecord
from orm.store_service import FollowUp

AGAIN = "继续跟进"
CAUSE_LENGTH_MAX = 200


async def record_call(call_id: UUID, form: CallRecord, *, by: Actor) -> FollowUp:
    """Keep what the enterprise said, and plan the next call if there is to be one."""
    drawn = await drawn_call()
    async with perform("record_call", FollowUp, call_id, by=by, terms=form) as row:
        row.result, row.opinion, row.needs = form.result, form.opinion.strip(), form.needs.strip()
        row.next_on, row.called_at = form.next_on, row.updated_at
        row.caller_id, row.caller_name = by.account_id, by.name
        row.open_as = None
        await row.save(update_fields=["open_as"])  # before the next one takes its place
        if form.next_on is not None:
            cause = f"{AGAIN}：{row.needs or row.cause}"[:CAUSE_LENGTH_MAX]
            plan = CallPlan(cause, form.next_on)
            await begin_beside(FollowUpFlow, "plan_call", drawn.after(row, plan), by=by, terms=plan)
    return row
