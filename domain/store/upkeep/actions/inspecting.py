"""An inspection: item by item, then signed; what fails becomes a fault at once."""

from uuid import UUID

from domain.kernel import numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import perform
from domain.store import checklists
from domain.store.checklist_terms import ItemCheck
from domain.store.upkeep.actions.reporting import NUMBER_PREFIX, report_beside
from domain.store.upkeep.probed import keep_probed
from domain.store.upkeep.terms import InspectionSignature
from orm.store_meetings import MeetingSupport
from orm.store_upkeep import ChecklistItem, Fault, Inspection
from vocabulary.upkeep import INSPECTION_KIND_LABELS


async def check_item(inspection_id: UUID, form: ItemCheck, *, by: Actor) -> Inspection:
    """Say of one item whether it is in order."""
    checklists.must_say_why(form)
    fault_no = "" if form.passed else await numbering.draw(NUMBER_PREFIX)
    async with perform("check_item", Inspection, inspection_id, by=by, terms=form) as row:
        item = await checklists.item_of(row.id, form.item_id)
        found_in = f"{INSPECTION_KIND_LABELS[row.kind]} {row.inspection_no}"
        await answer(row, item, form, by=by, fault_no=fault_no, found_in=found_in)
    return row


async def answer(
    row: Inspection | MeetingSupport,
    item: ChecklistItem,
    form: ItemCheck,
    *,
    by: Actor,
    fault_no: str,
    found_in: str,
) -> None:
    """Write one answer, inside the act that gives it. A failed item has one fault, said once."""
    item.passed, item.remark = form.passed, form.remark.strip()
    item.checked_by_id, item.checked_by_name = by.account_id, by.name
    item.checked_at = row.updated_at
    if not form.passed and item.fault_id is None:
        zone = row.zone if isinstance(row, MeetingSupport) else None
        fault: Fault = await report_beside(item, fault_no, found_in, by=by, zone=zone)
        item.fault_id = fault.id
    await item.save()
    answered = [each for each in await checklists.of(row.id) if each.passed is not None]
    row.checked = len(answered)
    row.failed = sum(1 for each in answered if not each.passed)


async def sign(inspection_id: UUID, form: InspectionSignature, *, by: Actor) -> Inspection:
    """Sign for what was found: by name, as oneself, lately proved."""
    async with perform("sign", Inspection, inspection_id, by=by, terms=form) as row:
        row.signed_by_id, row.signed_name = by.account_id, by.name
        row.signed_at, row.remark = row.updated_at, form.remark.strip()
        await keep_probed(row)
    return row
