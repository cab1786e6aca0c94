"""The shapes in which an application is shown, and how a row becomes one."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow, Step, flow_of
from domain.kernel.showing import FlowPicture, Milestone, OpenStep
from domain.lending.queries.attachments import AttachmentView
from domain.lending.queries.policy_part import PolicyPart
from orm.lending import LoanApplication
from vocabulary.identifiers import mask_enterprise
from vocabulary.industries import SECTIONS
from vocabulary.lending import (
    KIND_LABELS,
    STATE_LABELS,
    LoanKind,
    LoanState,
    RepaymentMethod,
    RequestAim,
    SecurityKind,
)
from vocabulary.parties import PartyKind, Seat
from vocabulary.regions import REGIONS


class ApplicationSummary(Struct, frozen=True, kw_only=True):
    """贷款申请的概要。"""

    id: UUID
    application_no: str
    kind: LoanKind
    kind_label: str
    programme_name: str
    fund_share_bp: int | None
    state: LoanState
    state_label: str
    enterprise_name: str
    bank_name: str | None
    product_name: str | None
    region: str
    region_label: str
    industry_label: str
    requested_fen: int
    credit_line_fen: int | None
    disbursed_fen: int
    term_months: int
    submitted_at: datetime
    updated_at: datetime
    expected_on: date | None
    overdue: bool


class ApplicationRow(ApplicationSummary, frozen=True, kw_only=True):
    """列表中的一笔贷款申请。"""

    security: SecurityKind
    credit_score: int
    score_required: int
    open_steps: list[str]


class PoolItem(Struct, frozen=True, kw_only=True):
    """抢单区中的一笔需求：只有脱敏摘要。"""

    id: UUID
    application_no: str
    kind: LoanKind
    kind_label: str
    programme_name: str
    fund_share_bp: int | None
    enterprise_masked: str
    region: str
    region_label: str
    industry: str
    industry_label: str
    amount_fen: int
    term_months: int
    purpose: str
    security: SecurityKind
    repayment_method: RepaymentMethod
    rate_bp_max: int | None
    published_at: datetime
    expected_on: date | None
    open_steps: list[str]


class EnterpriseFacts(Struct, frozen=True, kw_only=True):
    """申请企业。"""

    id: UUID
    name: str
    uscc: str
    region_label: str
    industry_label: str
    legal_representative_masked: str
    contact_name_masked: str
    contact_phone_masked: str


class DisbursementView(Struct, frozen=True):
    """一笔放款。"""

    contract_no: str
    amount_fen: int
    paid_on: date
    at: datetime


class NextStep(Struct, frozen=True):
    """下一步：办什么、由谁办、最晚哪个工作日。"""

    label: str
    who: str
    by_on: date | None


class RatingView(Struct, frozen=True):
    """服务评价。"""

    responsiveness: int
    courtesy: int
    efficiency: int
    expertise: int
    comment: str
    at: datetime


class ApplicationCase(ApplicationSummary, frozen=True, kw_only=True):
    """一笔贷款申请的全部内容。"""

    request_no: str | None
    product_id: UUID | None
    product_version_no: int | None
    aim: RequestAim
    industry: str
    purpose: str
    security: SecurityKind
    repayment_method: RepaymentMethod
    rate_bp_max: int | None
    rate_bp: int | None
    granted_term_months: int | None
    granted_repayment_method: RepaymentMethod | None
    granted_on: date | None
    valid_until: date | None
    credit_score: int
    score_required: int
    score_reasons: list[str]
    score_version: str
    guarantor_name: str
    insurer_name: str
    preliminary_opinion: str
    guarantee_opinion: str
    opinion: str
    remarks: str
    enterprise: EnterpriseFacts
    disbursements: list[DisbursementView]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    next_step: NextStep | None
    etag: str
    rating: RatingView | None
    required_documents: list[str]
    attachments: list[AttachmentView]
    may_attach: bool
    policy: PolicyPart | None
    proposed_no: str | None = None


def act_of(actor: Actor) -> Act:
    """The act of looking: for asking the flow what is open."""
    return Act(actor, clock.now())


def flow_for(row: LoanApplication) -> type[Flow]:
    """The table the row began under."""
    return flow_of(row.subject, row.flow, row.version)


def summary(row: LoanApplication, actor: Actor, product_name: str | None) -> dict[str, object]:
    """The fields every view of an application shares."""
    knows_name = actor.party_kind is PartyKind.OPERATOR or actor.party_id in row.seats().values()
    return {
        "id": row.id,
        "application_no": row.application_no,
        "kind": row.kind,
        "kind_label": KIND_LABELS[row.kind],
        "programme_name": row.programme_name,
        "fund_share_bp": row.fund_share_bp,
        "state": row.state,
        "state_label": STATE_LABELS[row.state],
        "enterprise_name": row.enterprise_name
        if knows_name
        else mask_enterprise(row.enterprise_name),
        "bank_name": row.bank_name or None,
        "product_name": product_name,
        "region": row.region,
        "region_label": REGIONS.get(row.region, row.region),
        "industry_label": SECTIONS.get(row.industry, row.industry),
        "requested_fen": row.requested_fen,
        "credit_line_fen": row.credit_line_fen,
        "disbursed_fen": row.disbursed_fen,
        "term_months": row.term_months,
        "submitted_at": row.created_at,
        "updated_at": row.updated_at,
        "expected_on": row.expected_on,
        "overdue": row.expected_on is not None and row.expected_on < clock.today(),
    }


def row_view(row: LoanApplication, actor: Actor, product_name: str | None) -> ApplicationRow:
    """One line of a list."""
    steps = [step.verb for step in flow_for(row).open_to(act_of(actor), row)]
    return ApplicationRow(
        open_steps=steps,
        security=row.security,
        credit_score=row.credit_score,
        score_required=row.score_required,
        **summary(row, actor, product_name),  # type: ignore[arg-type]  # one dict of many types
    )


def pool_view(row: LoanApplication, actor: Actor) -> PoolItem:
    """The masked summary, and whether this actor may grab it.

    The id of the enterprise never leaves; its name is masked.
    """
    return PoolItem(
        id=row.id,
        application_no=row.application_no,
        kind=row.kind,
        kind_label=KIND_LABELS[row.kind],
        programme_name=row.programme_name,
        fund_share_bp=row.fund_share_bp,
        enterprise_masked=mask_enterprise(row.enterprise_name),
        region=row.region,
        region_label=REGIONS.get(row.region, row.region),
        industry=row.industry,
        industry_label=SECTIONS.get(row.industry, row.industry),
        amount_fen=row.requested_fen,
        term_months=row.term_months,
        purpose=row.purpose,
        security=row.security,
        repayment_method=row.repayment_method,
        rate_bp_max=row.rate_bp_max,
        published_at=row.created_at,
        expected_on=row.expected_on,
        open_steps=[step.verb for step in flow_for(row).open_to(act_of(actor), row)],
    )


_WHO = {
    Seat.ENTERPRISE: "申请企业",
    Seat.BANK: "经办银行",
    Seat.POOL: "入驻银行",
    Seat.INSURER: "保险机构",
    Seat.GUARANTOR: "担保机构",
    Seat.PLATFORM: "平台运营方",
}


def next_step(row: LoanApplication) -> NextStep | None:
    """What the case waits for: the first ordinary step that leaves its state."""
    for step in flow_for(row).leaving[row.state]:
        seat = _waiting_seat(step, row)
        if not step.grave and seat is not None:
            return NextStep(step.says, _name(seat, row), row.expected_on)
    return None


def _waiting_seat(step: Step, row: LoanApplication) -> Seat | None:
    seats = {post.seat for post in step.by}
    if Seat.POOL in seats:
        return Seat.POOL if row.is_open_to_pool() and row.bank_id is None else None
    if Seat.BANK in seats and row.bank_id is None:
        return None
    return min(seats)


def _name(seat: Seat, row: LoanApplication) -> str:
    known = {Seat.BANK: row.bank_name, Seat.INSURER: row.insurer_name}
    return known.get(seat) or _WHO[seat]
