"""The shapes in which a request for cover is shown, and how a row becomes one."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.insurance.posts import COVER_ATTACH_CODE, holds_post
from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow, flow_of
from domain.kernel.reading import etag_of
from domain.kernel.showing import (
    FlowPicture,
    Milestone,
    OpenStep,
    open_steps,
    picture,
    states_left,
    timeline,
)
from domain.lending.queries.attachments import AttachmentView
from domain.lending.queries.policy_part import CoverView, cover_view
from domain.lending.queries.views import NextStep
from orm.certifying import CreditAuthorization
from orm.insurance import Cover, CoverRequest, CoverRequestFile
from orm.lending import LoanApplication
from orm.parties import Certification, Party
from vocabulary.certification import CertificationState
from vocabulary.identifiers import mask_person
from vocabulary.industries import SECTIONS
from vocabulary.insurance import COVER_REQUEST_STATE_LABELS, CoverRequestState
from vocabulary.lending import LoanState, RequestAim, SecurityKind
from vocabulary.parties import Seat
from vocabulary.regions import REGIONS

TIMELINE_MAX = 200
WITHOUT_A_STEP = {COVER_ATTACH_CODE: "上传材料"}


class CoverRequestRow(Struct, frozen=True, kw_only=True):
    """列表中的一个融资保险需求。"""

    id: UUID
    request_no: str
    state: CoverRequestState
    state_label: str
    aim: RequestAim
    enterprise_name: str
    insurer_name: str
    region: str
    region_label: str
    industry_label: str
    requested_fen: int
    term_months: int
    security: SecurityKind
    credit_score: int
    published_at: datetime
    updated_at: datetime
    expected_on: date | None
    overdue: bool
    open_steps: list[OpenStep]


class Standing(Struct, frozen=True, kw_only=True):
    """企业经营与征信情况：登记信息、在本平台的融资记录、征信授权。"""

    uscc: str
    main_business: str
    registered_capital_fen: int | None
    loans_completed: int
    loans_under_way: int
    lent_fen: int
    credit_authorized: bool


class CoverRequestCase(CoverRequestRow, frozen=True, kw_only=True):
    """一个融资保险需求的全部内容。"""

    purpose: str
    operations: str
    security_terms: str
    score_reasons: list[str]
    standing: Standing
    opinion: str
    cover: CoverView | None
    reason: str
    contract_no: str
    disbursed_fen: int
    paid_on: date | None
    rate_bp: int | None
    timeline: list[Milestone]
    flow: FlowPicture
    next_step: NextStep | None
    attachments: list[AttachmentView]
    may_attach: bool
    etag: str


def row_view(row: CoverRequest, to: Actor) -> CoverRequestRow:
    """One line of a list."""
    return CoverRequestRow(**_summary(row, to))  # type: ignore[arg-type]  # one dict of many types


def _summary(row: CoverRequest, to: Actor) -> dict[str, object]:
    return {
        "id": row.id,
        "request_no": row.request_no,
        "state": row.state,
        "state_label": COVER_REQUEST_STATE_LABELS[row.state],
        "aim": row.aim,
        "enterprise_name": row.enterprise_name,
        "insurer_name": row.insurer_name,
        "region": row.region,
        "region_label": REGIONS.get(row.region, row.region),
        "industry_label": SECTIONS.get(row.industry, row.industry),
        "requested_fen": row.requested_fen,
        "term_months": row.term_months,
        "security": row.security,
        "credit_score": row.credit_score,
        "published_at": row.created_at,
        "updated_at": row.updated_at,
        "expected_on": row.expected_on,
        "overdue": row.expected_on is not None and row.expected_on < clock.today(),
        "open_steps": open_steps(_flow(row), Act(to, clock.now()), row),
    }


async def case(row: CoverRequest, to: Actor) -> CoverRequestCase:
    """Everything a party at the row sees of it, and what it may do next."""
    flow = _flow(row)
    story = await journal.story_of(row.id, limit=TIMELINE_MAX)
    passed = timeline(flow, story, to, also=WITHOUT_A_STEP)
    cover = await Cover.get_or_none(id=row.cover_id) if row.cover_id else None
    return CoverRequestCase(
        **_summary(row, to),  # type: ignore[arg-type]  # one dict of many types
        purpose=row.purpose,
        operations=row.operations,
        security_terms=row.security_terms,
        score_reasons=list(row.score_reasons),
        standing=await _standing(row.enterprise_id),
        opinion=row.opinion,
        cover=None if cover is None else cover_view(cover),
        reason=row.reason,
        contract_no=row.contract_no,
        disbursed_fen=row.disbursed_fen,
        paid_on=row.paid_on,
        rate_bp=row.rate_bp,
        timeline=passed,
        flow=picture(flow, row.state, states_left(passed)),
        next_step=_next_step(row),
        attachments=await _files(row, to),
        may_attach=row.state not in flow.final and holds_post(row, to),
        etag=etag_of(row),
    )


async def _standing(enterprise_id: UUID) -> Standing:
    party = await Party.get(id=enterprise_id)
    approved = Certification.filter(enterprise_id=party.id, state=CertificationState.APPROVED)
    known = await approved.order_by("-decided_at").first()
    loans = LoanApplication.filter(enterprise_id=party.id)
    lent: list[int] = list(await loans.values_list("disbursed_fen", flat=True))  # type: ignore[arg-type]
    ended = (LoanState.COMPLETED, LoanState.REJECTED, LoanState.WITHDRAWN)
    signed = CreditAuthorization.filter(
        enterprise_id=party.id, withdrawn_at__isnull=True, expires_on__gte=clock.today()
    )
    return Standing(
        uscc=party.uscc or "",
        main_business=known.main_business if known else "",
        registered_capital_fen=known.registered_capital_fen if known else None,
        loans_completed=await loans.filter(state=LoanState.COMPLETED).count(),
        loans_under_way=await loans.exclude(state__in=ended).count(),
        lent_fen=sum(lent),
        credit_authorized=await signed.exists(),
    )


async def _files(row: CoverRequest, to: Actor) -> list[AttachmentView]:
    """Both sides see every file; names of the other side's people are masked."""
    if to.party_id not in row.seats().values() and not row.seats()[Seat.INSURER]:
        return []  # an insurer that has not accepted reads no documents
    return [
        AttachmentView(
            each.id,
            each.name,
            each.media,
            each.size_bytes,
            each.at,
            each.party_name,
            each.account_name if each.party_id == to.party_id else mask_person(each.account_name),
        )
        for each in await CoverRequestFile.filter(cover_request_id=row.id).order_by("at", "id")
    ]


def _next_step(row: CoverRequest) -> NextStep | None:
    """What the request waits for: the first ordinary step that leaves its state."""
    if row.state is CoverRequestState.TO_REVIEW:
        return NextStep("承保", row.insurer_name, row.expected_on)
    for step in _flow(row).leaving[row.state]:
        if not step.grave:
            return NextStep(step.says, row.insurer_name or "入驻保险机构", row.expected_on)
    return None


def _flow(row: CoverRequest) -> type[Flow]:
    """The table the row began under."""
    return flow_of(row.subject, row.flow, row.version)
