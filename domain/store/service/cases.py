"""What was filed in a service, and where it stands now: certification, applications, enquiries."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.flow import flow_of
from orm.base import Row
from orm.catalogue import ProductEnquiry
from orm.lending import LoanApplication
from orm.parties import Certification
from orm.store_service import AssistedFiling, ServiceRecord

TABLES: tuple[type[Row], ...] = (Certification, LoanApplication, ProductEnquiry)
CASES_MAX = 50


class Standing(Struct, frozen=True, kw_only=True):
    """一项业务办到哪一步：状态，预计办结日期。"""

    kind: str
    id: UUID
    number: str
    title: str
    state_label: str
    expected_on: date | None
    overdue: bool
    ended: bool


async def standing_of(service: ServiceRecord) -> list[Standing]:
    """Everything filed in one service, the oldest first."""
    filed = AssistedFiling.filter(service_id=service.id).order_by("id").limit(CASES_MAX)
    wanted = {row.subject_id: row.subject_kind for row in await filed}
    if service.application_id is not None:
        wanted[service.application_id] = LoanApplication.subject
    found: list[Standing] = []
    for table in TABLES:
        ids = [each for each, kind in wanted.items() if kind == table.subject]
        if ids:
            found += [_standing(row) for row in await table.filter(id__in=ids).order_by("id")]
    order = list(wanted)
    return sorted(found, key=lambda each: order.index(each.id))


def _standing(row: Row) -> Standing:
    flow = flow_of(row.subject, row.flow, row.version)
    ended = row.state in flow.final
    due = None if ended else row.expected_on
    return Standing(
        kind=row.subject,
        id=row.id,
        number=row.number(),
        title=flow.title,
        state_label=flow.labels[row.state],
        expected_on=due,
        overdue=due is not None and due < clock.today(),
        ended=ended,
    )
