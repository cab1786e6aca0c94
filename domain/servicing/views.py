"""What a screen is shown of a live loan: one line of a list, or all of it."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

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
from domain.servicing import lines, overdue, owing, prepaying
from domain.servicing.owing import Due, Sums
from orm.servicing import Collection, Loan, OverduePause, Repayment
from vocabulary.identifiers import mask_person
from vocabulary.lending import DayCount, LoanKind, RepaymentMethod
from vocabulary.parties import PartyKind, Seat
from vocabulary.regions import REGIONS
from vocabulary.servicing import (
    BUCKET_LABELS,
    GRADE_LABELS,
    SERVICING_LABELS,
    Contact,
    OverdueBucket,
    Payer,
    RiskGrade,
    RowKind,
    ServicingState,
)

REPAYMENTS_MAX = 1_000
TIMELINE_MAX = 300
COLLECTIONS_SHOWN_MAX = 200
LIVE = frozenset(
    {
        ServicingState.CURRENT,
        ServicingState.OVERDUE,
        ServicingState.CLAIMED,
        ServicingState.TO_WRITE_OFF,
    }
)
CREDITORS = frozenset({PartyKind.BANK, PartyKind.GUARANTOR, PartyKind.INSURER})


class LoanSummary(Struct, frozen=True, kw_only=True):
    """一笔贷款的概要。"""

    id: UUID
    loan_no: str
    kind: LoanKind
    state: ServicingState
    state_label: str
    application_id: UUID
    application_no: str
    contract_no: str
    enterprise_name: str
    bank_name: str
    region_label: str
    principal_fen: int
    balance_fen: int
    rate_bp: int
    method: RepaymentMethod
    drawn_on: date
    final_due_on: date
    next_due_on: date | None
    next_due_fen: int
    overdue_days: int
    bucket: OverdueBucket
    bucket_label: str
    grade: RiskGrade
    grade_label: str


class LoanRow(LoanSummary, frozen=True, kw_only=True):
    """列表中的一笔贷款。"""

    open_steps: list[str]


class LineView(Struct, frozen=True, kw_only=True):
    """还款计划的一期：应还、已还，以及逾期天数。"""

    no: int
    kind: RowKind
    due_on: date
    principal_fen: int
    interest_fen: int
    penalty_fen: int
    paid_fen: int
    left_fen: int
    balance_fen: int
    overdue_days: int


class SumsView(Struct, frozen=True):
    """罚息、利息、本金及合计。"""

    penalty_fen: int
    interest_fen: int
    principal_fen: int
    total_fen: int


class RepaymentView(Struct, frozen=True, kw_only=True):
    """一笔还款及其去向。"""

    repayment_no: str
    payer: Payer
    paid_on: date
    amount_fen: int
    penalty_fen: int
    interest_fen: int
    principal_fen: int
    balance_fen: int
    at: datetime


class PauseView(Struct, frozen=True):
    """一次暂停计逾期。"""

    since: date
    until: date
    reason: str


class CollectionView(Struct, frozen=True, kw_only=True):
    """一条催收记录。"""

    contact: Contact
    collected_on: date
    outcome: str
    promised_on: date | None
    party_name: str
    account_name: str
    at: datetime


class ShareView(Struct, frozen=True):
    """损失由谁承担、承担多少。"""

    seat: Seat
    share_bp: int


class LoanCase(LoanSummary, frozen=True, kw_only=True):
    """一笔贷款的全部内容：还款计划、还款、逾期、催收和办理进展。"""

    penalty_bp: int
    grace_days: int
    day_count: DayCount
    principal_repaid_fen: int
    interest_repaid_fen: int
    penalty_repaid_fen: int
    written_off_fen: int
    settled_on: date | None
    paused_until: date | None
    due_now: SumsView
    payable_fen: int
    payoff: SumsView
    schedule_version: int
    shown_version: int
    schedule: list[LineView]
    repayments: list[RepaymentView]
    pauses: list[PauseView]
    collections: list[CollectionView]
    shares: list[ShareView]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    etag: str


def flow_for(row: Loan) -> type[Flow]:
    """The table the row began under."""
    return flow_of(row.subject, row.flow, row.version)


def days_overdue(row: Loan, today: date) -> int:
    """Days overdue as the row remembers them."""
    if row.state not in LIVE or row.counts_from is None:
        return 0
    if row.frozen_days is not None:
        return int(row.frozen_days)
    days: int = (today - row.counts_from).days
    return max(days, 0)


def summary(row: Loan) -> dict[str, object]:
    """The fields every view of a loan shares."""
    days = days_overdue(row, clock.today())
    bucket = overdue.of_days(days, overdue.BUCKETS)
    grade = overdue.of_days(days, overdue.GRADES)
    return {
        "id": row.id,
        "loan_no": row.loan_no,
        "kind": row.kind,
        "state": row.state,
        "state_label": SERVICING_LABELS[row.state],
        "application_id": row.application_id,
        "application_no": row.application_no,
        "contract_no": row.contract_no,
        "enterprise_name": row.enterprise_name,
        "bank_name": row.bank_name,
        "region_label": REGIONS.get(row.region, row.region),
        "principal_fen": row.principal_fen,
        "balance_fen": row.balance_fen,
        "rate_bp": row.rate_bp,
        "method": row.method,
        "drawn_on": row.drawn_on,
        "final_due_on": row.final_due_on,
        "next_due_on": row.next_due_on,
        "next_due_fen": row.next_due_fen,
        "overdue_days": days,
        "bucket": bucket,
        "bucket_label": BUCKET_LABELS[bucket],
        "grade": grade,
        "grade_label": GRADE_LABELS[grade],
    }


def row_view(row: Loan, actor: Actor) -> LoanRow:
    """One line of a list."""
    steps = [step.verb for step in flow_for(row).open_to(Act(actor, clock.now()), row)]
    return LoanRow(open_steps=steps, **summary(row))  # type: ignore[arg-type]  # one dict of many types


async def case(row: Loan, actor: Actor) -> LoanCase:
    """Everything one party may see of a loan, and what it may do next."""
    return await shown(row, actor, row.schedule_version)


async def shown(row: Loan, actor: Actor, version: int) -> LoanCase:
    """A loan with one version of its schedule; sums are always of the one in force."""
    today, terms = clock.today(), lines.terms_of(row)
    dues = owing.accrued(await lines.lines_of(row), terms, today)
    kept = dues if version == row.schedule_version else await lines.lines_of(row, version)
    paused = await lines.pauses_of(row.id)
    flow = flow_for(row)
    passed = timeline(flow, await journal.story_of(row.id, limit=TIMELINE_MAX), actor)
    act = Act(actor, clock.now())
    return LoanCase(
        **summary(row),  # type: ignore[arg-type]  # one dict of many types
        penalty_bp=row.penalty_bp,
        grace_days=row.grace_days,
        day_count=row.day_count,
        principal_repaid_fen=row.principal_repaid_fen,
        interest_repaid_fen=row.interest_repaid_fen,
        penalty_repaid_fen=row.penalty_repaid_fen,
        written_off_fen=row.written_off_fen,
        settled_on=row.settled_on,
        paused_until=row.paused_until,
        due_now=_sums(owing.fallen_due(dues, today)),
        payable_fen=owing.payable(dues, today),
        payoff=_sums(prepaying.payoff(dues, terms, today)),
        schedule_version=row.schedule_version,
        shown_version=version,
        schedule=[_line(line, row, today, paused) for line in kept],
        repayments=await _repayments(row),
        pauses=[PauseView(each.since, each.until, each.reason) for each in paused],
        collections=await _collections(row, actor),
        shares=[ShareView(Seat(each["seat"]), each["share_bp"]) for each in row.shares],
        open_steps=open_steps(flow, act, row),
        timeline=passed,
        flow=picture(flow, row.state, states_left(passed)),
        etag=etag_of(row),
    )


def _sums(sums: Sums) -> SumsView:
    return SumsView(sums.penalty_fen, sums.interest_fen, sums.principal_fen, sums.total)


def _line(line: Due, row: Loan, today: date, paused: list[OverduePause]) -> LineView:
    pauses = lines.as_pauses(paused)
    late = overdue.overdue_days(line.due_on, row.grace_days, today, pauses) if line.left else 0
    paid = line.principal_paid_fen + line.interest_paid_fen + line.penalty_paid_fen
    return LineView(
        no=line.no,
        kind=line.kind,
        due_on=line.due_on,
        principal_fen=line.principal_fen,
        interest_fen=line.interest_fen,
        penalty_fen=line.penalty_fen,
        paid_fen=paid,
        left_fen=line.left,
        balance_fen=line.balance_fen,
        overdue_days=late if row.state in LIVE else 0,
    )


async def _repayments(row: Loan) -> list[RepaymentView]:
    kept = Repayment.filter(loan_id=row.id).order_by("paid_on", "at").limit(REPAYMENTS_MAX)
    return [
        RepaymentView(
            repayment_no=each.repayment_no,
            payer=each.payer,
            paid_on=each.paid_on,
            amount_fen=each.amount_fen,
            penalty_fen=each.penalty_fen,
            interest_fen=each.interest_fen,
            principal_fen=each.principal_fen,
            balance_fen=each.balance_fen,
            at=each.at,
        )
        for each in await kept
    ]


async def _collections(row: Loan, actor: Actor) -> list[CollectionView]:
    """Creditors read each other's; what was said on the telephone is nobody else's business."""
    if actor.party_kind not in CREDITORS:
        return []
    kept = Collection.filter(loan_id=row.id).order_by("-at").limit(COLLECTIONS_SHOWN_MAX)
    return [
        CollectionView(
            contact=each.contact,
            collected_on=each.collected_on,
            outcome=each.outcome,
            promised_on=each.promised_on,
            party_name=each.party_name,
            account_name=each.account_name
            if each.party_id == actor.party_id
            else mask_person(each.account_name),
            at=each.at,
        )
        for each in await kept
    ]
