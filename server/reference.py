"""/reference: the words, limits and processes every screen needs, open to everybody."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from domain.audit.labels import CODE_LABELS
from domain.catalogue.actions.brochures import BROCHURE_BYTES_MAX
from domain.catalogue.shapes import KindView, kinds
from domain.flows import FLOWS
from domain.kernel.flow import Flow
from domain.kernel.routing import Route, get
from domain.kernel.showing import FlowPicture, picture
from domain.lending.attachment_rules import ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX
from domain.parties.actions.papers import PAPER_BYTES_MAX
from server.seed import DemoLogIn, demo_log_ins
from server.settings import Settings
from vocabulary import (
    catalogue,
    certification,
    devices,
    events,
    fleet,
    guarantee,
    identity,
    insurance,
    legacy,
    lending,
    meetings,
    messaging,
    notices,
    onboarding,
    parties,
    policy,
    servicing,
    store_queue,
    store_service,
    upkeep,
)
from vocabulary.industries import SECTIONS
from vocabulary.money import FEN_MAX
from vocabulary.regions import REGIONS


class Coded(Struct, frozen=True):
    """代码与名称。"""

    code: str
    name: str


class FlowView(Struct, frozen=True):
    """一个公开的业务流程：流程图、各环节时限（工作日）、每一步由哪些岗位办理。"""

    subject: str
    name: str
    title: str
    version: int
    picture: FlowPicture
    workdays: dict[str, int]
    by: dict[str, list[str]]


class Reference(Struct, frozen=True):
    """区域、行业、用语、流程、限额，以及演示账号。"""

    regions: list[Coded]
    industries: list[Coded]
    labels: dict[str, dict[str, str]]
    flows: list[FlowView]
    limits: dict[str, int]
    product_kinds: list[KindView]
    demo: list[DemoLogIn]


LABELS: tuple[Mapping[Any, str], ...] = (
    lending.STATE_LABELS,
    lending.KIND_LABELS,
    lending.METHOD_LABELS,
    lending.DAY_COUNT_LABELS,
    lending.SECURITY_LABELS,
    lending.AIM_LABELS,
    servicing.SERVICING_LABELS,
    servicing.CLAIM_LABELS,
    servicing.BUCKET_LABELS,
    servicing.GRADE_LABELS,
    servicing.KEEPING_LABELS,
    servicing.ROW_LABELS,
    servicing.PAYER_LABELS,
    servicing.CONTACT_LABELS,
    catalogue.PRODUCT_CATEGORY_LABELS,
    catalogue.PRODUCT_KIND_LABELS,
    catalogue.OFFER_MODE_LABELS,
    catalogue.PRODUCT_STATE_LABELS,
    catalogue.LISTING_ITEM_LABELS,
    catalogue.FINDING_KIND_LABELS,
    catalogue.ENQUIRY_STATE_LABELS,
    certification.CERTIFICATION_STATE_LABELS,
    onboarding.ONBOARDING_STATE_LABELS,
    onboarding.VERDICT_LABELS,
    certification.CHECK_ITEM_LABELS,
    certification.CHECK_VERDICT_LABELS,
    messaging.MESSAGE_KIND_LABELS,
    messaging.MESSAGE_WAY_LABELS,
    messaging.SENDING_STATE_LABELS,
    parties.ROLE_LABELS,
    parties.PARTY_KIND_LABELS,
    identity.TERMINAL_LABELS,
    identity.LOG_IN_WAY_LABELS,
    devices.ZONE_LABELS,
    events.EQUIPMENT_KIND_LABELS,
    events.VISIT_STATE_LABELS,
    events.ROADSHOW_STATE_LABELS,
    events.SET_UP_ITEM_LABELS,
    events.RUN_ITEM_LABELS,
    devices.DEVICE_KIND_LABELS,
    fleet.HEALTH_LABELS,
    policy.PROGRAMME_STATE_LABELS,
    insurance.COVER_REQUEST_STATE_LABELS,
    policy.SHARER_LABELS,
    guarantee.LETTER_KIND_LABELS,
    guarantee.LETTER_STATE_LABELS,
    guarantee.COMMITMENT_STATE_LABELS,
    guarantee.LIABILITY_LABELS,
    store_queue.TICKET_STATE_LABELS,
    store_queue.TICKET_PRIORITY_LABELS,
    store_queue.SERVICE_OUTCOME_LABELS,
    meetings.MEETING_KIND_LABELS,
    meetings.MEETING_STATE_LABELS,
    meetings.INCIDENT_KIND_LABELS,
    upkeep.INSPECTION_KIND_LABELS,
    upkeep.INSPECTION_STATE_LABELS,
    upkeep.FAULT_SOURCE_LABELS,
    upkeep.FAULT_STATE_LABELS,
    upkeep.FAULT_GRADE_LABELS,
    parties.ENTERPRISE_SIZE_LABELS,
    notices.NOTICE_KIND_LABELS,
    notices.NOTICE_STATE_LABELS,
    notices.AUDIENCE_LABELS,
    legacy.LEGACY_STATE_LABELS,
    store_service.SERVICE_STATE_LABELS,
    store_service.FOLLOW_UP_STATE_LABELS,
    store_service.CALL_RESULT_LABELS,
    store_service.TAX_CREDIT_LABELS,
)


def _named(labels: Mapping[Any, str]) -> tuple[str, dict[str, str]]:
    """An enum's name, and what its values are called."""
    return type(next(iter(labels))).__name__, {str(key): text for key, text in labels.items()}


def _flow(flow: type[Flow]) -> FlowView:
    """A process as everybody may read it: drawn from the table that runs it."""
    return FlowView(
        flow.subject,
        flow.name,
        flow.title,
        flow.version,
        picture(flow),
        {state.value: days for state, days in flow.workdays.items()},
        {
            verb: sorted({parties.ROLE_LABELS[post.role] for post in step.by})
            for verb, step in flow.steps.items()
        },
    )


def reference_of(settings: Settings) -> Reference:
    """Made once: none of it changes while the process runs."""
    return Reference(
        regions=[Coded(code, name) for code, name in REGIONS.items()],
        industries=[Coded(code, name) for code, name in SECTIONS.items()],
        labels=dict(map(_named, LABELS)) | {"JournalCode": CODE_LABELS},
        flows=[_flow(flow) for flow in FLOWS],
        limits={
            "fen_max": FEN_MAX,
            "term_months_max": lending.TERM_MONTHS_MAX,
            "attachment_bytes_max": ATTACHMENT_BYTES_MAX,
            "attachments_max": ATTACHMENTS_MAX,
            "paper_bytes_max": PAPER_BYTES_MAX,
            "brochure_bytes_max": BROCHURE_BYTES_MAX,
        },
        product_kinds=kinds(),
        demo=demo_log_ins() if settings.demo else [],
    )


def routes(settings: Settings) -> tuple[Route, ...]:
    """The one route."""
    found = reference_of(settings)

    async def reference() -> Reference:
        """区域、行业、用语、流程、限额；演示环境另附演示账号。"""
        return found

    return (get("/reference", reference, Reference, public=True),)
