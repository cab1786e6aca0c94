"""What time does to services: outcomes end them, and calls fall due after them."""

from datetime import date
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import Actor, job_actor
from domain.kernel.perform import begin, begin_beside, perform
from domain.kernel.refusal import NotNow, OnHold, Unmet
from domain.store.service import rules
from domain.store.service.assisting import end_grants
from domain.store.service.calls import drawn_call, is_called
from domain.store.service.cases import Standing, standing_of
from domain.store.service.flow import FollowUpFlow
from domain.store.service.terms import CallPlan, Outcome
from orm.store_service import FollowUp, ServiceRecord
from vocabulary.store_service import ServiceState

BATCH_MAX = 200
OUTCOME_LENGTH_MAX = 500
DONE = "协助办理的业务已有结果，了解企业的意见和后续需求"
SILENT = "协助办理的业务尚无结果，告知进度并了解困难"


async def mind_services() -> None:
    """End what has its outcome, and plan the call; call those for whom nothing has come of it."""
    by, today = job_actor("到店服务"), clock.today()
    last: UUID | None = None
    while batch := await _in_hand(last):
        for row in batch:
            try:
                await _mind(row, today, by)
            except (NotNow, OnHold, Unmet):
                continue  # ended or called just now by the staff, or frozen: looked at again later
        last = batch[-1].id


async def _in_hand(after: UUID | None) -> list[ServiceRecord]:
    rows = ServiceRecord.filter(state=ServiceState.IN_HAND, enterprise_id__isnull=False)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return await rows.order_by("id").limit(BATCH_MAX)


async def _mind(row: ServiceRecord, today: date, by: Actor) -> None:
    cases = await standing_of(row)
    if cases and all(each.ended for each in cases):
        await _see_off(row, cases, today, by)
    elif rules.is_silent_since(clock.date_of(row.informed_at), today):
        await _call(row, CallPlan(SILENT, today), by)


async def _see_off(row: ServiceRecord, cases: list[Standing], today: date, by: Actor) -> None:
    said = "；".join(f"{each.number} {each.state_label}" for each in cases)
    outcome, call = Outcome(said[:OUTCOME_LENGTH_MAX]), await drawn_call()
    async with perform("see_off", ServiceRecord, row.id, by=by, terms=outcome) as service:
        service.outcome, service.ended_at = outcome.outcome, service.updated_at
        await end_grants(service.id, at=service.updated_at)
        if not await is_called(service.id):
            plan = CallPlan(DONE, rules.call_due_on(today))
            await begin_beside(FollowUpFlow, "plan_call", call.of(service, plan), by=by, terms=plan)


async def _call(row: ServiceRecord, plan: CallPlan, by: Actor) -> None:
    """One call while nothing comes of it: the next is for whoever made this one to plan."""
    if await FollowUp.exists(service_id=row.id):
        return
    call = (await drawn_call()).of(row, plan)
    async with begin(FollowUpFlow, "plan_call", call, by=by, terms=plan):
        pass
