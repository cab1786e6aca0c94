"""What time does in upkeep: inspections come and go, alerts open faults, risks come back."""

from datetime import date
from uuid import UUID, uuid4

from domain.fleet.standing import held_standing_of
from domain.kernel import clock, numbering
from domain.kernel.actor import job_actor
from domain.kernel.perform import begin, enact, perform
from domain.kernel.refusal import NotNow
from domain.store import checklists
from domain.store.people import operator_id
from domain.store.upkeep.actions.reporting import new_fault
from domain.store.upkeep.flow import FAULT_FLOW_OF, InspectionFlow
from domain.store.upkeep.terms import TITLE_LENGTH_MAX, FaultReport
from domain.store.working_time import first_workday_of_week, last_workday_of_week
from orm.store_upkeep import Fault, FaultAlert, Inspection
from vocabulary.fleet import Health
from vocabulary.upkeep import (
    OVER,
    FaultSource,
    FaultState,
    InspectionKind,
    InspectionState,
)
from vocabulary.workdays import is_workday

BATCH_MAX = 200
INSPECTION_PREFIX = "XJ"
ALERT_CODE = "fault.alert_again"


async def mind_inspections() -> None:
    """Make today's and this week's inspection, and note those that nobody has made in time."""
    today = clock.today()
    await plan_inspections(today)
    late = Inspection.filter(state=InspectionState.TO_INSPECT, due_on__lt=today)
    for row in await late.order_by("due_on", "id").limit(BATCH_MAX):
        await _leave_out(row)


async def plan_inspections(day: date) -> None:
    """Make the inspections that a working day asks for; those that are there already stay."""
    if is_workday(day):
        await _schedule(InspectionKind.DAILY, day, day)
    first, last = first_workday_of_week(day), last_workday_of_week(day)
    if first is not None and last is not None and first <= day <= last:
        await _schedule(InspectionKind.WEEKLY, first, last)


async def _schedule(kind: InspectionKind, begins_on: date, due_on: date) -> None:
    if await Inspection.exists(kind=kind, begins_on=begins_on):
        return
    by = job_actor("巡检计划")
    templates = checklists.TEMPLATES
    lines = templates.daily if kind is InspectionKind.DAILY else templates.weekly
    row = Inspection(
        id=uuid4(),
        inspection_no=await numbering.draw(INSPECTION_PREFIX),
        operator_id=await operator_id(by),
        kind=kind,
        begins_on=begins_on,
        due_on=due_on,
        checklist_version=templates.version,
        items=len(lines),
    )
    async with begin(InspectionFlow, "schedule", row, by=by):
        await checklists.write(row.id, lines)


async def _leave_out(row: Inspection) -> None:
    try:
        async with perform("leave_out", Inspection, row.id, by=job_actor("巡检计划")):
            pass
    except NotNow:
        return  # signed just now


async def take_alerts() -> None:
    """Open a fault for what a device says of itself; the next alert adds to it while it is open."""
    waiting = FaultAlert.filter(fault_id__isnull=True).order_by("id").limit(BATCH_MAX)
    for alert in await waiting:
        known = Fault.filter(device_id=alert.device_id).exclude(state__in=OVER)
        fault = await known.order_by("created_at").first()
        if fault is None:
            await _open(alert)
        else:
            await _add(alert, fault)


async def _open(alert: FaultAlert) -> None:
    by = job_actor("设备告警")
    form = FaultReport(
        title=f"{alert.device_name}：{alert.cause or '设备告警'}"[:TITLE_LENGTH_MAX],
        severity=alert.severity,
        source=FaultSource.BY_DEVICE,
        detail=alert.cause,
        zone=alert.zone,
        device_name=alert.device_name,
    )
    row = await new_fault(form, by=by, device_id=alert.device_id, occurred_at=alert.at)
    async with begin(FAULT_FLOW_OF[form.severity], "report", row, by=by, terms=form):
        standing = await held_standing_of(alert.device_id)
        if standing is not None and standing.health is Health.HEALTHY:
            row.recovered_at = standing.since  # it was quicker than this job
        await _took(alert, row.id)


async def _add(alert: FaultAlert, fault: Fault) -> None:
    seats = {seat.value: str(party) for seat, party in fault.seats().items()}
    async with enact(
        ALERT_CODE,
        Fault.subject,
        fault.id,
        by=job_actor("设备告警"),
        reason=alert.cause,
        facts={"seats": seats},
    ) as outcome:
        outcome.subject_no = fault.fault_no
        await _took(alert, fault.id)


async def _took(alert: FaultAlert, fault_id: UUID) -> None:
    await FaultAlert.filter(id=alert.id).update(fault_id=fault_id)


async def end_acceptances() -> None:
    """Ask anew what to do about a finding whose risk was accepted until yesterday."""
    over = Fault.filter(state=FaultState.RISK_ACCEPTED, accepted_until__lt=clock.today())
    for row in await over.order_by("accepted_until", "id").limit(BATCH_MAX):
        try:
            async with perform("end_acceptance", Fault, row.id, by=job_actor("风险接受到期")):
                pass
        except NotNow:
            continue  # asked just now
