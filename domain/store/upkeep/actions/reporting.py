"""Faults and findings come in: by people, by visitors, from an inspection, by a device, as CSV."""

from datetime import datetime
from uuid import UUID, uuid4

from domain.kernel import clock, numbering, outside
from domain.kernel.actor import Actor, Call, job_actor
from domain.kernel.perform import begin, begin_beside, enact
from domain.kernel.ports import IncomingFile
from domain.kernel.refusal import Unmet
from domain.store.people import operator_id
from domain.store.upkeep import scans
from domain.store.upkeep.flow import FAULT_FLOW_OF
from domain.store.upkeep.terms import TITLE_LENGTH_MAX, FaultReport, KioskFaultReport
from orm.devices import Device
from orm.parties import Party
from orm.store_upkeep import ChecklistItem, Fault
from vocabulary.devices import Zone
from vocabulary.upkeep import FINDING_SOURCES, OVER, FaultGrade, FaultSource

NUMBER_PREFIX = "GZ"
IMPORT_CODE = "fault.import_findings"
KIOSK_TRIES_MAX = 3  # of one terminal in the window: nobody fills the list for fun
KIOSK_WINDOW_S = 600
VISITORS_TITLE_MAX = 40
BY_HAND = FINDING_SOURCES | {FaultSource.BY_STAFF}


async def report(form: FaultReport, *, by: Actor) -> Fault:
    """Write down what one of the store's people has noticed, or a scan has shown."""
    if form.source not in BY_HAND:
        raise Unmet("请选择人员报修、漏洞扫描或加固检查")
    if form.source in FINDING_SOURCES and not form.asset.strip():
        raise Unmet("请填写安全隐患所在的资产")
    row = await new_fault(form, by=by)
    async with begin(FAULT_FLOW_OF[form.severity], "report", row, by=by, terms=form):
        row.occurred_at = form.occurred_at or row.created_at
    return row


async def report_at_kiosk(form: KioskFaultReport, *, call: Call) -> Fault:
    """Take a visitor's word for it: no person is known, the terminal is."""
    device = await Device.get(id=call.kiosk_id)
    await outside.held().limiter.hit(
        "kiosk.fault", str(device.id), limit=KIOSK_TRIES_MAX, window_s=KIOSK_WINDOW_S
    )
    words = form.words.strip()
    filled = FaultReport(
        title=words[:VISITORS_TITLE_MAX],
        severity=FaultGrade.GENERAL,
        source=FaultSource.BY_VISITOR,
        detail=f"{words}（来自{device.name}）",
        zone=device.zone,
    )
    by = job_actor("到店人员报修")
    row = await new_fault(filled, by=by)
    async with begin(FAULT_FLOW_OF[filled.severity], "report", row, by=by, terms=filled):
        row.occurred_at = row.created_at
    return row


async def report_beside(
    item: ChecklistItem, fault_no: str, found_in: str, *, by: Actor, zone: Zone | None = None
) -> Fault:
    """Open the fault of a failed item, inside the act that says it has failed."""
    form = FaultReport(
        title=f"{item.title}：{item.remark}"[:TITLE_LENGTH_MAX],
        severity=item.severity,
        source=FaultSource.BY_INSPECTION,
        detail=f"{found_in}：{item.remark}",
        zone=zone,
    )
    row = await new_fault(form, by=by, fault_no=fault_no)
    row.occurred_at = clock.now()
    return await begin_beside(FAULT_FLOW_OF[form.severity], "report", row, by=by, terms=form)


async def new_fault(
    form: FaultReport,
    *,
    by: Actor,
    fault_no: str = "",
    device_id: UUID | None = None,
    occurred_at: datetime | None = None,
) -> Fault:
    """A fault as its report says, not yet begun."""
    row = Fault(
        id=uuid4(),
        fault_no=fault_no or await numbering.draw(NUMBER_PREFIX),
        operator_id=await operator_id(by),
        device_id=device_id,
        **{name: getattr(form, name) for name in form.__struct_fields__ if name != "occurred_at"},
    )
    row.reported_by_id, row.reported_by_name = by.account_id, by.name
    if occurred_at is not None:
        row.occurred_at = occurred_at
    return row


async def import_findings(file: IncomingFile, *, by: Actor) -> scans.Imported:
    """Take a scanner's CSV as findings: all of its lines or none; what is open already is left."""
    lines = scans.read(await file.read())
    facts = {"lines": len(lines), "opened": 0}
    async with enact(IMPORT_CODE, Fault.subject, by.party_id, by=by, facts=facts) as outcome:
        await Party.filter(id=by.party_id).select_for_update().first()  # one import after another
        opened = []
        for line in await _not_yet_open(lines):
            row = await new_fault(line, by=by)
            row.occurred_at = outcome.at
            await begin_beside(FAULT_FLOW_OF[line.severity], "report", row, by=by, terms=line)
            opened.append(row.fault_no)
        facts["opened"] = len(opened)
        outcome.result = scans.Imported(len(lines), len(opened), len(lines) - len(opened), opened)
    result: scans.Imported = outcome.result
    return result


async def _not_yet_open(lines: list[FaultReport]) -> list[FaultReport]:
    """The lines of which nothing is under way: the same weakness is tracked once."""
    known = Fault.filter(
        source__in=FINDING_SOURCES, asset__in={line.asset for line in lines}
    ).exclude(state__in=OVER)
    open_ones = {(row.asset, row.reference, row.title) for row in await known}
    fresh = []
    for line in lines:
        place = line.asset, line.reference, line.title
        if place not in open_ones:
            open_ones.add(place)
            fresh.append(line)
    return fresh
