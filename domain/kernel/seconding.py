"""The second person: a step above its institution's limit waits until another confirms it.

A step declares `above=`, the amount it speaks of. Whoever takes it above the limit has passed
all its rules; what they want is kept, and nothing else happens. When a second person confirms,
the step is taken by them, under its rules as they are then.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

import msgspec

from domain.kernel import limits
from domain.kernel.actor import ActorKind
from domain.kernel.flow import Act, Step
from domain.kernel.journal import Deed, record
from domain.kernel.proposal_flow import ProposalFlow
from domain.kernel.refusal import Unmet
from orm.proposals import AmountLimit, Proposal
from vocabulary.proposals import SECOND_PERSON_FROM_FEN

_CONFIRMED: ContextVar[tuple[UUID, str] | None] = ContextVar("confirmed", default=None)


class Proposed(Exception):
    """Nothing was refused: the act waits for a second person, and this stands in the database."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.proposal_no)
        self.proposal = proposal


@contextmanager
def confirming(proposal: Proposal) -> Iterator[None]:
    """Within this, the proposed step of the proposed row is taken without asking once more."""
    token = _CONFIRMED.set((proposal.about_id, proposal.code))
    try:
        yield
    finally:
        _CONFIRMED.reset(token)


def is_confirming() -> bool:
    """Is the step that is taken now the one that a second person confirms in an act around it?"""
    return _CONFIRMED.get() is not None


async def limit_of(institution_id: UUID, code: str) -> int:
    """Above which amount an institution wants a second person for a step."""
    said = await AmountLimit.get_or_none(institution_id=institution_id, code=code)
    return SECOND_PERSON_FROM_FEN if said is None else said.amount_fen


async def propose(step: Step, row: Any, act: Act) -> Proposal | None:
    """Keep an act that needs a second person, in its own transaction; None: it needs nobody else.

    The row is locked, so its proposals can be counted.
    """
    exceeded = await _exceeded(step, row, act)
    if exceeded is None:
        return None
    if await Proposal.exists(open_as=open_as(row.id, step.code)):
        raise Unmet(f"该业务已有一笔“{step.says}”等待复核，请先办理复核，或由提交人收回")
    amount_fen, limit_fen = exceeded
    flow, first = ProposalFlow, ProposalFlow.propose
    by = act.by
    proposal = Proposal(
        proposal_no=f"{row.number()}-F{await Proposal.filter(about_id=row.id).count() + 1}",
        state=first.to,
        flow=flow.name,
        version=flow.version,
        party_id=by.party_id,
        party_name=by.party_name,
        about_kind=row.subject,
        about_id=row.id,
        about_no=row.number(),
        code=step.code,
        says=step.says,
        open_as=open_as(row.id, step.code),
        amount_fen=amount_fen,
        limit_fen=limit_fen,
        terms=None if act.terms is None else msgspec.json.encode(act.terms).decode(),
        reason=act.reason,
        made_by_id=by.account_id,
        made_by_name=by.name,
        created_at=act.at,
        updated_at=act.at,
        expected_on=await limits.due(flow, first.to, act.at),
    )
    first.check(None, proposal, Act(by, act.at))
    await proposal.save(force_create=True)
    await record(_deed(proposal, first, act), by=by, at=act.at)
    by.call.proposed_no = proposal.proposal_no
    return proposal


def _deed(proposal: Proposal, first: Step, act: Act) -> Deed:
    return Deed(
        code=first.code,
        subject_kind=proposal.subject,
        subject_id=proposal.id,
        subject_no=proposal.proposal_no,
        flow=proposal.flow,
        version=proposal.version,
        to_state=first.to.value,
        reason=act.reason,
        facts=proposal.facts() | {"seats": {"institution": str(act.by.party_id)}},
    )


async def must_need_nobody_else(step: Step, row: Any, act: Act) -> None:
    """Of several steps in one act none can wait. Raises Unmet."""
    if await _exceeded(step, row, act) is not None:
        raise Unmet(f"“{step.says}”的金额超过本单位的复核金额，请单独办理，由另一人复核")


def open_as(row_id: UUID, code: str) -> str:
    """Unique while a proposal waits: the same step of the same row waits once."""
    return f"{row_id}:{code}"


async def _exceeded(step: Step, row: Any, act: Act) -> tuple[int, int] | None:
    """The amount and the limit, when the amount is above it and nobody has confirmed it."""
    if step.above is None or act.by.kind is ActorKind.JOB:
        return None
    if _CONFIRMED.get() == (row.id, step.code):
        return None
    amount_fen = step.above(row, act.terms)
    limit_fen = await limit_of(act.by.party_id, step.code)
    return (amount_fen, limit_fen) if amount_fen > limit_fen else None
