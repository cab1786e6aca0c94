"""A fault on its way to the closed loop: assigned, mended, closed by another person."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.kernel.perform import advance, perform
from domain.store.people import store_person
from domain.store.upkeep import recovery
from domain.store.upkeep.flow import FAULT_FLOW_OF
from domain.store.upkeep.terms import Assignment, Regrading, Repair, RiskAcceptance
from orm.store_upkeep import Fault


async def assign(fault_id: UUID, form: Assignment, *, by: Actor) -> Fault:
    """Give it to somebody: the work order."""
    person = await store_person(form.assignee_id)
    async with perform("assign", Fault, fault_id, by=by, terms=form, reason=form.note) as row:
        row.assignee_id, row.assignee_name = person.id, person.name
        row.assigned_at = row.updated_at
    return row


async def begin_repair(fault_id: UUID, *, by: Actor) -> Fault:
    """Take it up."""
    return await advance("begin_repair", Fault, fault_id, by=by)


async def repair(fault_id: UUID, form: Repair, *, by: Actor) -> Fault:
    """Say why it broke, what was done, and since when it works again."""
    async with perform("repair", Fault, fault_id, by=by, terms=form) as row:
        row.cause, row.outcome = form.cause.strip(), form.outcome.strip()
        row.spare_used, row.restored_at = form.spare_used.strip(), form.restored_at
        row.repaired_by_id, row.repaired_by_name = by.account_id, by.name
        row.repaired_at = row.updated_at
    return row


async def close(fault_id: UUID, *, by: Actor) -> Fault:
    """Close the loop, as somebody other than the one who mended it."""
    async with perform("close", Fault, fault_id, by=by) as row:
        row.closed_by_id, row.closed_by_name = by.account_id, by.name
        row.closed_at = row.updated_at
        row.closed_failing = await recovery.is_failing(row)
    return row


async def reopen(fault_id: UUID, reason: str, *, by: Actor) -> Fault:
    """It does not work after all."""
    async with perform("reopen", Fault, fault_id, by=by, reason=reason) as row:
        row.restored_at = row.repaired_at = row.repaired_by_id = None
        row.repaired_by_name = row.outcome = ""
    return row


async def regrade(fault_id: UUID, form: Regrading, *, by: Actor) -> Fault:
    """Say anew how grave it is: it goes on under the limits of that grade."""
    async with perform("regrade", Fault, fault_id, by=by, terms=form, reason=form.reason) as row:
        flow = FAULT_FLOW_OF[form.severity]
        row.severity, row.flow, row.version = form.severity, flow.name, flow.version
    return row


async def accept_risk(fault_id: UUID, form: RiskAcceptance, *, by: Actor) -> Fault:
    """Leave a finding as it is until a day; then it is asked again."""
    async with perform(
        "accept_risk", Fault, fault_id, by=by, terms=form, reason=form.reason
    ) as row:
        row.accepted_until, row.accepted_why = form.until, form.reason
    return row


async def call_false(fault_id: UUID, reason: str, *, by: Actor) -> Fault:
    """It was none."""
    return await advance("call_false", Fault, fault_id, by=by, reason=reason)
