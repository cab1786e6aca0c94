"""Reading what stands behind one case: due diligence, assessments, the letter itself."""

from base64 import b64encode
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from domain.guarantee.wording import VERIFY_PATH
from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.download import Download
from domain.kernel.journal import witness
from domain.kernel.ports import OutsideError
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, Unavailable
from orm.guarantee import CounterGuarantee, DueDiligence, GuaranteeCommitment, RiskAssessment
from orm.lending import LoanApplication
from vocabulary.guarantee import COMMITMENT_STATE_LABELS, ClaimLiability, CommitmentState
from vocabulary.identifiers import mask_person
from vocabulary.lending import KIND_LABELS, LoanKind, SecurityKind
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

DOWNLOAD_CODE = "guarantee_commitment.download_commitment"
RECORDS_MAX = 50
PDF = "application/pdf"


class DueDiligenceView(Struct, frozen=True):
    """一次尽调。"""

    visited_on: date
    people: str
    place: str
    findings: str
    attachment_ids: list[UUID]
    actor_name: str
    at: datetime


class CounterGuaranteeView(Struct, frozen=True):
    """一项反担保措施。"""

    kind: SecurityKind
    what: str
    value_fen: int


class RiskAssessmentView(Struct, frozen=True, kw_only=True):
    """一次风险评估。"""

    statements_on: date
    revenue_fen: int
    profit_fen: int
    assets_fen: int
    liabilities_fen: int
    operations: str
    credit_report: str
    counter_guarantees: list[CounterGuaranteeView]
    fee_bp: int
    coverage_bp: int
    claim_liability: ClaimLiability
    term_months: int
    opinion: str
    actor_name: str
    at: datetime


class CommitmentView(Struct, frozen=True, kw_only=True):
    """担保函：编号、金额、条件、状态，以及文件的摘要。"""

    guarantee_no: str
    own_no: str
    state: CommitmentState
    state_label: str
    application_id: UUID
    application_no: str
    loan_kind: LoanKind
    loan_kind_label: str
    enterprise_name: str
    bank_name: str
    guarantor_name: str
    requested_fen: int
    guaranteed_fen: int
    fee_bp: int
    coverage_bp: int
    claim_liability: ClaimLiability
    term_months: int
    effective_on: date
    valid_until: date
    issued_at: datetime
    confirmed_at: datetime | None
    released_at: datetime | None
    release_reason: str
    sha256: str
    sm2: str
    verify_path: str


class GuaranteeView(Struct, frozen=True, kw_only=True):
    """一笔业务的担保：尽调与评估（担保机构、银行和运营方可见），担保函。"""

    due_diligences: list[DueDiligenceView]
    assessments: list[RiskAssessmentView]
    commitments: list[CommitmentView]


async def of_case(application_id: UUID, *, to: Actor) -> GuaranteeView:
    """What stands behind one case, as far as this actor may know."""
    row = await _readable(application_id, to)
    is_within = to.party_id not in (row.enterprise_id, row.insurer_id)
    findings = await _due_diligences(row, to) if is_within else []
    judged = await _assessments(row, to) if is_within else []
    given = await GuaranteeCommitment.filter(application_id=row.id).order_by("issued_at")
    seen = [each for each in given if _may_see(each, to)]
    return GuaranteeView(
        due_diligences=findings,
        assessments=judged,
        commitments=[commitment_view(each) for each in seen],
    )


async def _readable(application_id: UUID, to: Actor) -> LoanApplication:
    readable = LoanApplication.readable_by(to.party_id, to.party_kind)
    may_read = Right.APPLICATION_VIEW in to.rights
    row = await readable.get_or_none(id=application_id) if may_read else None
    if row is None:
        raise NotFound(NOT_FOUND)
    return row


def _may_see(letter: GuaranteeCommitment, to: Actor) -> bool:
    """A guarantor sees its own letters, a bank those to it; the enterprise and the operator all."""
    if to.party_kind is PartyKind.GUARANTOR:
        return letter.guarantor_id == to.party_id
    return to.party_kind is not PartyKind.BANK or letter.bank_id == to.party_id


async def _due_diligences(row: LoanApplication, to: Actor) -> list[DueDiligenceView]:
    """What the guarantor now seated has found; another one before it keeps its own counsel."""
    found = DueDiligence.filter(application_id=row.id, guarantor_id=row.guarantor_id)
    return [
        DueDiligenceView(
            each.visited_on,
            each.people if each.guarantor_id == to.party_id else mask_person(each.people),
            each.place,
            each.findings,
            [UUID(file) for file in each.attachment_ids],
            _shown_name(each.account_name, each.guarantor_id, to),
            each.at,
        )
        for each in await found.order_by("at").limit(RECORDS_MAX)
    ]


def _shown_name(name: str, party_id: UUID, to: Actor) -> str:
    return name if party_id == to.party_id or not name else mask_person(name)


async def _assessments(row: LoanApplication, to: Actor) -> list[RiskAssessmentView]:
    rows = RiskAssessment.filter(application_id=row.id, guarantor_id=row.guarantor_id)
    found = await rows.order_by("at").limit(RECORDS_MAX)
    lines = CounterGuarantee.filter(assessment_id__in=[each.id for each in found])
    secured: dict[UUID, list[CounterGuaranteeView]] = {}
    for line in await lines.order_by("line") if found else []:
        view = CounterGuaranteeView(line.kind, line.what, line.value_fen)
        secured.setdefault(line.assessment_id, []).append(view)
    return [
        RiskAssessmentView(
            statements_on=each.statements_on,
            revenue_fen=each.revenue_fen,
            profit_fen=each.profit_fen,
            assets_fen=each.assets_fen,
            liabilities_fen=each.liabilities_fen,
            operations=each.operations,
            credit_report=each.credit_report,
            counter_guarantees=secured.get(each.id, []),
            fee_bp=each.fee_bp,
            coverage_bp=each.coverage_bp,
            claim_liability=each.claim_liability,
            term_months=each.term_months,
            opinion=each.opinion,
            actor_name=_shown_name(each.account_name, each.guarantor_id, to),
            at=each.at,
        )
        for each in found
    ]


def commitment_view(letter: GuaranteeCommitment) -> CommitmentView:
    """A letter as its parties see it."""
    state = letter.stands(clock.today())
    return CommitmentView(
        guarantee_no=letter.guarantee_no,
        own_no=letter.own_no,
        state=state,
        state_label=COMMITMENT_STATE_LABELS[state],
        application_id=letter.application_id,
        application_no=letter.application_no,
        loan_kind=letter.loan_kind,
        loan_kind_label=KIND_LABELS[letter.loan_kind],
        enterprise_name=letter.enterprise_name,
        bank_name=letter.beneficiary_name,
        guarantor_name=letter.guarantor_name,
        requested_fen=letter.requested_fen,
        guaranteed_fen=letter.guaranteed_fen,
        fee_bp=letter.fee_bp,
        coverage_bp=letter.coverage_bp,
        claim_liability=letter.claim_liability,
        term_months=letter.term_months,
        effective_on=letter.effective_on,
        valid_until=letter.valid_until,
        issued_at=letter.issued_at,
        confirmed_at=letter.confirmed_at,
        released_at=letter.released_at,
        release_reason=letter.release_reason,
        sha256=letter.sha256,
        sm2=b64encode(letter.sm2 or b"").decode(),
        verify_path=f"{VERIFY_PATH}/{letter.guarantee_no}",
    )


async def download_commitment(application_id: UUID, *, by: Actor) -> Download:
    """The newest letter of a case, for whoever may read it. That it was read is journalled."""
    row = await _readable(application_id, by)
    given = await GuaranteeCommitment.filter(application_id=row.id).order_by("-issued_at")
    letter = next((each for each in given if _may_see(each, by)), None)
    if letter is None:
        raise NotFound(NOT_FOUND)
    try:
        chunks = await outside.held().objects.open(letter.sha256)
    except OutsideError as problem:
        raise Unavailable("文件暂时无法读取，请稍后重试或联系平台运营方") from problem
    await witness(
        DOWNLOAD_CODE, "guarantee_commitment", letter.id, by=by, subject_no=letter.guarantee_no
    )
    return Download(f"担保函 {letter.guarantee_no}.pdf", PDF, letter.size_bytes, chunks)
