"""What a kiosk shows of filing alone and of the services that may be rated; names are masked."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.kernel.actor import Actor
from domain.kernel.flow import flow_of
from domain.kernel.refusal import NotYourPost
from domain.parties.rules import is_clerk
from orm.lending import FinancingRequest, LoanApplication
from orm.store_service import ServiceRecord
from vocabulary.identifiers import mask_person
from vocabulary.store_service import ServiceState

SHOWN_MAX = 10


class FiledAtKiosk(Struct, frozen=True):
    """在终端提交的融资需求：编号、金额、预计受理日期。"""

    id: UUID
    request_no: str
    application_no: str
    amount_fen: int
    term_months: int
    state_label: str
    expected_on: date | None


class ServiceAtKiosk(Struct, frozen=True):
    """一次可以评价的到店服务；工作人员姓名已遮掩。"""

    id: UUID
    service_no: str
    alone: bool
    staff_name_masked: str
    began_at: datetime
    stars: int | None


class ServicesAtKiosk(Struct, frozen=True):
    """本单位还没有评价的到店服务，最近的在前。"""

    items: list[ServiceAtKiosk]


async def filed(application: LoanApplication, _actor: Actor) -> FiledAtKiosk:
    """What was just filed, as its receipt says it."""
    request = await FinancingRequest.get(id=application.request_id)
    flow = flow_of(application.subject, application.flow, application.version)
    return FiledAtKiosk(
        application.id,
        request.request_no,
        application.application_no,
        application.requested_fen,
        application.term_months,
        flow.labels[application.state],
        application.expected_on,
    )


async def unrated(actor: Actor) -> ServicesAtKiosk:
    """The services of one's own enterprise that have no stars yet."""
    if not is_clerk(actor):
        raise NotYourPost("只有到店的企业可以评价服务")
    rows = (
        ServiceRecord.visible_to(actor.party_id, actor.party_kind)
        .filter(stars__isnull=True)
        .exclude(state=ServiceState.SERVING)
    )
    shown = await rows.order_by("-created_at").limit(SHOWN_MAX)
    return ServicesAtKiosk([await view(row, actor) for row in shown])


async def view(row: ServiceRecord, _actor: Actor) -> ServiceAtKiosk:
    """One service as a screen in a public hall may show it."""
    name = mask_person(row.staff_name) if row.staff_name else ""
    return ServiceAtKiosk(
        row.id, row.service_no, row.staff_id is None, name, row.created_at, row.stars
    )
