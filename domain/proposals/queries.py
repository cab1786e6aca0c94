"""Proposals as their institution and the operator read them, and an institution's limits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Step, every_flow, flow_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    Page,
)
from domain.kernel.showing import OpenStep, open_steps
from domain.proposals.doing import DOING
from domain.proposals.terms import ProposalFilter
from orm.proposals import AmountLimit, Proposal
from vocabulary.parties import PartyKind, Seat
from vocabulary.proposals import PROPOSAL_STATE_LABELS, SECOND_PERSON_FROM_FEN, ProposalState
from vocabulary.rights import Right

SEAT_OF = {
    PartyKind.BANK: Seat.BANK,
    PartyKind.INSURER: Seat.INSURER,
    PartyKind.GUARANTOR: Seat.GUARANTOR,
}


class ProposalView(Struct, frozen=True, kw_only=True):
    """一笔等待（或已经过）复核的业务。"""

    id: UUID
    proposal_no: str
    state: ProposalState
    state_label: str
    about_kind: str
    about_id: UUID
    about_no: str
    code: str
    says: str
    amount_fen: int
    limit_fen: int
    terms: dict[str, Any]
    reason: str
    made_by_name: str
    made_at: datetime
    expected_on: date | None
    decided_by_name: str
    decided_at: datetime | None
    answer: str
    open_steps: list[OpenStep]


class AmountLimitView(Struct, frozen=True, kw_only=True):
    """一个步骤的复核金额。"""

    code: str
    says: str
    amount_fen: int
    is_default: bool
    reason: str
    set_by: str
    set_at: datetime | None


class AmountLimitsView(Struct, frozen=True):
    """本机构各步骤的复核金额。"""

    items: list[AmountLimitView]
    default_fen: int


async def proposals(asked: ProposalFilter, *, to: Actor) -> Page[ProposalView]:
    """What waits for a second person at one's own institution; the operator sees all."""
    to.needs(Right.APPLICATION_VIEW)
    rows = Proposal.visible_to(to.party_id, to.party_kind)
    if asked.about_id is not None:
        rows = rows.filter(about_id=asked.about_id)
    if asked.state:
        rows = rows.filter(open_as__isnull=asked.state == "closed")
    shown, following = await newest_first(rows, "created_at", asked.cursor, asked.limit)
    return Page([await view(row, to) for row in shown], following)


async def view(row: Proposal, to: Actor) -> ProposalView:
    """One proposal, with what this person may do about it."""
    return ProposalView(
        id=row.id,
        proposal_no=row.proposal_no,
        state=row.state,
        state_label=PROPOSAL_STATE_LABELS[row.state],
        about_kind=row.about_kind,
        about_id=row.about_id,
        about_no=row.about_no,
        code=row.code,
        says=row.says,
        amount_fen=row.amount_fen,
        limit_fen=row.limit_fen,
        terms=msgspec.json.decode(row.terms, type=dict[str, Any]) if row.terms else {},
        reason=row.reason,
        made_by_name=row.made_by_name,
        made_at=row.created_at,
        expected_on=row.expected_on,
        decided_by_name=row.decided_by_name,
        decided_at=row.decided_at,
        answer=row.answer,
        open_steps=await _open_steps(row, to),
    )


async def _open_steps(row: Proposal, to: Actor) -> list[OpenStep]:
    """Confirming asks for the post of the step itself, not only for a desk at the institution."""
    flow = flow_of(row.subject, row.flow, row.version)
    steps = open_steps(flow, Act(to, clock.now()), row)
    if not steps or row.made_by_id == to.account_id:
        return steps
    about = await DOING[row.code].table.get_or_none(id=row.about_id)
    if about is None:
        return []
    verb = row.code.rpartition(".")[2]
    wanted = flow_of(about.subject, about.flow, about.version).steps[verb]
    return steps if wanted.is_post_of(to, about) else []


async def amount_limits(*, to: Actor) -> AmountLimitsView:
    """The limits of one's own institution."""
    to.needs(Right.AMOUNT_LIMIT_MANAGE)
    return await limits_view(None, to)


async def limits_view(_set: AmountLimit | None, to: Actor) -> AmountLimitsView:
    """All limits of an institution, also as the answer to having set one."""
    said = {row.code: row for row in await AmountLimit.filter(institution_id=to.party_id)}
    steps = steps_with_a_limit(to.party_kind)
    return AmountLimitsView(
        [_limit(step, said.get(step.code)) for step in steps], SECOND_PERSON_FROM_FEN
    )


def _limit(step: Step, said: AmountLimit | None) -> AmountLimitView:
    return AmountLimitView(
        code=step.code,
        says=step.says,
        amount_fen=SECOND_PERSON_FROM_FEN if said is None else said.amount_fen,
        is_default=said is None,
        reason="" if said is None else said.reason,
        set_by="" if said is None else said.set_by,
        set_at=None if said is None else said.set_at,
    )


def steps_with_a_limit(kind: PartyKind) -> list[Step]:
    """Every step that speaks of an amount and is taken at the seat of such an institution."""
    seat = SEAT_OF.get(kind)
    found = {
        step.code: step
        for flow in every_flow()
        for step in flow.steps.values()
        if step.above is not None and any(post.seat is seat for post in step.by)
    }
    return [step for code, step in found.items() if code in DOING]
