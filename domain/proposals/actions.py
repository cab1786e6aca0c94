"""The second person's desk, and the administrator's limits."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import msgspec

from domain.kernel.actor import Actor, job_actor
from domain.kernel.flow import Step, flow_of
from domain.kernel.perform import enact, perform
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost
from domain.kernel.seconding import confirming, limit_of
from domain.proposals.doing import DOING, Doing
from domain.proposals.queries import steps_with_a_limit
from domain.proposals.terms import AmountLimitSetting
from orm.base import Row
from orm.proposals import AmountLimit, Proposal
from vocabulary.parties import PartyKind
from vocabulary.rights import Right

MOVED_ON = "该业务在等待复核期间已有变化，复核申请已失效，请刷新页面查看最新进度"


async def confirm(proposal_id: UUID, *, by: Actor) -> Proposal:
    """Let what was proposed happen: taken by the second person, under its rules as they are now."""
    try:
        async with perform("confirm", Proposal, proposal_id, by=by) as proposal:
            doing = DOING[proposal.code]
            _decide(proposal, by, "")
            terms = doing.terms and msgspec.json.decode(proposal.terms, type=doing.terms)
            with confirming(proposal):
                await doing.do(proposal.about_id, terms, proposal.reason, _within(by))
    except NotNow as late:
        if await _lapse(proposal_id):
            raise NotNow(MOVED_ON) from late
        raise
    return proposal


async def decline(proposal_id: UUID, reason: str, *, by: Actor) -> Proposal:
    """Say no, and why: nothing happens."""
    async with perform("decline", Proposal, proposal_id, by=by, reason=reason) as proposal:
        step, row = await _about(proposal)
        if not step.is_post_of(by, row):
            raise NotYourPost(f"您的岗位不能复核“{step.says}”，请联系有权限的同事")
        _decide(proposal, by, reason)
    return proposal


async def take_back(proposal_id: UUID, *, by: Actor) -> Proposal:
    """Let whoever proposed it think better of it."""
    async with perform("take_back", Proposal, proposal_id, by=by) as proposal:
        _decide(proposal, by, "")
    return proposal


def _decide(proposal: Proposal, by: Actor, answer: str) -> None:
    proposal.open_as = None
    proposal.decided_by_id, proposal.decided_by_name = by.account_id, by.name
    proposal.decided_at, proposal.answer = proposal.updated_at, answer


def _within(by: Actor) -> Actor:
    """The same person, inside the act that answers the call: it is answered once."""
    return replace(by, call=replace(by.call, key="", if_match="", render=None))


async def _about(proposal: Proposal) -> tuple[Step, Row]:
    doing: Doing = DOING[proposal.code]
    row = await doing.table.get_or_none(id=proposal.about_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    verb = proposal.code.rpartition(".")[2]
    return flow_of(row.subject, row.flow, row.version).steps[verb], row


async def _lapse(proposal_id: UUID) -> bool:
    """End a proposal whose case has moved on; False if it has not, or is decided already."""
    proposal = await Proposal.get(id=proposal_id)
    if proposal.open_as is None:
        return False
    step, row = await _about(proposal)
    if step.is_from(row.state):
        return False
    await lapse(proposal_id)
    return True


async def lapse(proposal_id: UUID) -> None:
    """What can no longer happen waits for nobody."""
    async with perform(
        "lapse", Proposal, proposal_id, by=job_actor("复核失效"), reason=MOVED_ON
    ) as proposal:
        proposal.open_as = None
        proposal.decided_at, proposal.answer = proposal.updated_at, MOVED_ON


async def lapse_stale(limit: int) -> int:
    """End every proposal whose case has moved on. Returns how many."""
    ended = 0
    for proposal in (
        await Proposal.filter(open_as__isnull=False).order_by("created_at").limit(limit)
    ):
        ended += await _lapse(proposal.id)
    return ended


async def set_amount_limit(form: AmountLimitSetting, *, by: Actor) -> AmountLimit | None:
    """Say above which amount a step of one's own institution needs a second person."""
    by.needs(Right.AMOUNT_LIMIT_MANAGE)
    assert by.party_kind is not PartyKind.ENTERPRISE, "an institution's right"
    known = {step.code: step for step in steps_with_a_limit(by.party_kind)}
    if form.code not in known:
        raise Invalid("请选择需要设置的步骤", (("code", "没有这个步骤"),))
    facts: dict[str, Any] = {}
    async with enact(
        "amount_limit.set",
        "amount_limit",
        uuid5(by.party_id, form.code),
        by=by,
        terms=form,
        reason=form.reason,
        facts=facts,
    ) as outcome:
        facts["before"] = await limit_of(by.party_id, form.code)
        await AmountLimit.filter(institution_id=by.party_id, code=form.code).delete()
        row = None
        if form.amount_fen is not None:
            row = await AmountLimit.create(
                institution_id=by.party_id,
                code=form.code,
                amount_fen=form.amount_fen,
                reason=form.reason,
                set_at=outcome.at,
                set_by=by.name,
            )
        facts["after"] = await limit_of(by.party_id, form.code)
        outcome.subject_no, outcome.result = known[form.code].says, row
    return row
