"""代偿台账: claims a party may read, with totals; one of them; and what leaves as a spreadsheet."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.functions import Count, Sum
from tortoise.queryset import QuerySet

from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.exporting import Column, Ledger, Sheet, day, label, leave, text, yuan
from domain.kernel.flow import Act, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    LIMIT_DEFAULT,
)
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import Invalid, NotFound
from domain.kernel.showing import (
    FlowPicture,
    Milestone,
    OpenStep,
    open_steps,
    picture,
    states_left,
    timeline,
)
from domain.servicing import views as loans
from domain.servicing.loans import Cursor, Limit
from domain.servicing.views import LoanCase
from orm.claims import Claim, ClaimPayment, Recovery
from vocabulary.parties import Seat
from vocabulary.rights import Right
from vocabulary.servicing import CLAIM_LABELS, ClaimState

TIMELINE_MAX = 300
SUMS = ("amount_fen", "paid_fen", "recovered_fen", "written_off_fen")
CLAIMS = Ledger(
    title="代偿台账",
    code="claim.export",
    right=Right.REGISTER_EXPORT,
    order=("-created_at", "-id"),
    columns=(
        Column("代偿编号", "claim_no", text, wide=22),
        Column("状态", "state", label(CLAIM_LABELS), wide=12),
        Column("借款编号", "loan_no", text, wide=22),
        Column("合同编号", "contract_no", text, wide=22),
        Column("企业名称", "enterprise_name", text, wide=32),
        Column("银行", "bank_name", text, wide=24),
        Column("代偿机构", "respondent_name", text, wide=24),
        Column("申请金额（元）", "amount_fen", yuan),
        Column("同意金额（元）", "agreed_fen", yuan),
        Column("代偿金额（元）", "paid_fen", yuan),
        Column("代偿日期", "paid_on", day, wide=12),
        Column("已追偿（元）", "recovered_fen", yuan),
        Column("已核销（元）", "written_off_fen", yuan),
    ),
)


class ClaimFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """代偿的筛选条件。"""

    state: Annotated[str, Meta(max_length=200, description="状态，多个以逗号分隔")] = ""
    loan_id: Annotated[UUID | None, Meta(description="哪一笔贷款")] = None
    q: Annotated[str, Meta(max_length=60, description="编号、合同号或企业名称")] = ""
    cursor: Cursor = ""
    limit: Limit = LIMIT_DEFAULT


class ClaimRow(Struct, frozen=True, kw_only=True):
    """一笔代偿的概要。"""

    id: UUID
    claim_no: str
    state: ClaimState
    state_label: str
    loan_id: UUID
    loan_no: str
    contract_no: str
    enterprise_name: str
    bank_name: str
    respondent_name: str
    covered_fen: int
    amount_fen: int
    agreed_fen: int
    paid_fen: int
    paid_on: date | None
    recovered_fen: int
    written_off_fen: int
    filed_at: datetime
    expected_on: date | None


class ClaimTotals(Struct, frozen=True):
    """筛选结果的合计。"""

    count: int
    amount_fen: int
    paid_fen: int
    recovered_fen: int
    written_off_fen: int


class ClaimPage(Struct, frozen=True):
    """代偿的一页，附合计。"""

    items: list[ClaimRow]
    next: str | None
    totals: ClaimTotals


class PaymentView(Struct, frozen=True):
    """代偿款：金额、日期、原因。"""

    amount_fen: int
    paid_on: date
    reason: str


class PartView(Struct, frozen=True):
    """追回的款项归谁。"""

    seat: Seat
    amount_fen: int


class RecoveryView(Struct, frozen=True):
    """一次追偿。"""

    amount_fen: int
    recovered_on: date
    note: str
    parts: list[PartView]


class ClaimCase(ClaimRow, frozen=True, kw_only=True):
    """一笔代偿的全部内容。"""

    loss_fen: int
    share_bp: int
    reason: str
    opinion: str
    payments: list[PaymentView]
    recoveries: list[RecoveryView]
    open_steps: list[OpenStep]
    timeline: list[Milestone]
    flow: FlowPicture
    etag: str


async def page(asked: ClaimFilter, *, to: Actor) -> ClaimPage:
    """One page of claims, newest first, with the totals of the whole filter."""
    to.needs(Right.APPLICATION_VIEW)
    rows = _filtered(asked, to)
    sums = {f"sum_{name}": Sum(name) for name in SUMS}
    found = await rows.annotate(n=Count("id"), **sums).values("n", *sums)
    counted = [int(found[0][name] or 0) for name in ("n", *sums)] if found else [0] * 5
    kept, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return ClaimPage([ClaimRow(**_summary(row)) for row in kept], following, ClaimTotals(*counted))


def _filtered(asked: ClaimFilter, to: Actor) -> QuerySet[Claim]:
    rows = Claim.visible_to(to.party_id, to.party_kind)
    if asked.state:
        rows = rows.filter(state__in=_states(asked.state))
    if asked.loan_id is not None:
        rows = rows.filter(loan_id=asked.loan_id)
    if asked.q:
        rows = rows.filter(
            Q(claim_no__startswith=asked.q.upper())
            | Q(loan_no__startswith=asked.q.upper())
            | Q(contract_no__startswith=asked.q)
            | Q(enterprise_name__contains=asked.q)
        )
    return rows


def _states(text: str) -> list[ClaimState]:
    known = {state.value for state in ClaimState}
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if unknown := set(asked) - known:
        raise Invalid("没有这样的状态", (("state", f"未知状态：{'、'.join(sorted(unknown))}"),))
    return [ClaimState(part) for part in asked]


def _summary(row: Claim) -> dict[str, Any]:
    own = {"state_label": CLAIM_LABELS[row.state], "filed_at": row.created_at}
    return own | {
        name: getattr(row, name) for name in ClaimRow.__struct_fields__ if name not in own
    }


async def one(claim_id: UUID, *, to: Actor) -> ClaimCase:
    """One claim, if the actor may read it."""
    if Right.APPLICATION_VIEW not in to.rights:
        raise NotFound(NOT_FOUND)
    row = await Claim.visible_to(to.party_id, to.party_kind).get_or_none(id=claim_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    return await case(row, to)


async def readable(claim_id: UUID, *, to: Actor) -> None:
    """Raise NotFound unless the actor may read the claim."""
    if (
        Right.APPLICATION_VIEW not in to.rights
        or not await Claim.visible_to(to.party_id, to.party_kind).filter(id=claim_id).exists()
    ):
        raise NotFound(NOT_FOUND)


async def case(acted: Claim | list[Any], actor: Actor) -> ClaimCase:
    """Everything one party may see of a claim; also of an act that moved its loan with it."""
    row = acted if isinstance(acted, Claim) else next(x for x in acted if isinstance(x, Claim))
    flow = flow_of(row.subject, row.flow, row.version)
    passed = timeline(flow, await journal.story_of(row.id, limit=TIMELINE_MAX), actor)
    payments = await ClaimPayment.filter(claim_id=row.id).order_by("at")
    recoveries = await Recovery.filter(claim_id=row.id).order_by("at")
    return ClaimCase(
        **_summary(row),
        loss_fen=row.loss_fen,
        share_bp=row.share_bp,
        reason=row.reason,
        opinion=row.opinion,
        payments=[PaymentView(each.amount_fen, each.paid_on, each.reason) for each in payments],
        recoveries=[
            RecoveryView(
                each.amount_fen,
                each.recovered_on,
                each.note,
                [PartView(Seat(part["seat"]), part["amount_fen"]) for part in each.parts],
            )
            for each in recoveries
        ],
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        timeline=passed,
        flow=picture(flow, row.state, states_left(passed)),
        etag=etag_of(row),
    )


async def of_loan(acted: list[Any], actor: Actor) -> LoanCase:
    """The loan on which a claim was filed, as its page shows it."""
    return await loans.case(acted[0], actor)


async def export(asked: ClaimFilter, *, by: Actor) -> Sheet:
    """The claims as a spreadsheet; the export itself is journalled."""
    return await leave(CLAIMS, _filtered(asked, by), by=by)
