"""The one way a row begins and changes state.

`begin`, `perform` and `acting` (several rows at once) open the transaction, lock, check, let
the use case write, and record; `enact` does the same for what has no flow; `begin_beside` begins
a further row inside any of them. Row, writes, journal
entry and the answer to the caller's idempotency key commit together or not at all.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from domain.kernel import clock, limits, turns
from domain.kernel.actor import SYSTEM_PARTY, Actor
from domain.kernel.answering import claim, keep
from domain.kernel.bell import BELL
from domain.kernel.flow import Act, Flow, Step, flow_of
from domain.kernel.journal import Deed, record, written
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import (
    NotFound,
    NotNow,
    NotVerified,
    OnHold,
    Refusal,
    Stale,
    Unmet,
)
from domain.kernel.seconding import Proposed, is_confirming, must_need_nobody_else, propose
from orm import acting as rows
from orm.base import Row, label
from vocabulary.parties import SEPARATED, PartyKind

R = TypeVar("R", bound=Row)

MOVES_MAX = 100  # rows of one act


class Outcome:
    """What an act without a flow made; the answer is rendered from it."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.subject_no = ""
        self.result: Any = None


_UNDER_WAY: ContextVar[Outcome | None] = ContextVar("the act that is under way", default=None)


@dataclass(frozen=True, slots=True)
class Move:
    """One step at one row, on what terms, and why."""

    verb: str
    table: type[Row]
    row_id: UUID
    terms: Any = None
    reason: str = ""


@asynccontextmanager
async def begin(
    flow: type[Flow], verb: str, row: R, *, by: Actor, terms: Any = None
) -> AsyncIterator[R]:
    """Take a flow's first step: write a new row and the entry that explains it."""
    async with _once(by) as outcome:
        act = Act(by, outcome.at, terms)
        step = await _admit_new(flow, verb, row, act)
        yield row
        await _put_new(flow, step, row, act)
        outcome.result = row


async def begin_beside(
    flow: type[Flow], verb: str, row: R, *, by: Actor, terms: Any = None, reason: str = ""
) -> R:
    """Begin a further row inside the act that is under way: an entry of its own, one commit.

    Raises as `begin` does, and then nothing of the whole act stands.
    """
    outcome = _UNDER_WAY.get()
    assert outcome is not None, "beside what? no act is under way"
    act = Act(by, outcome.at, terms, reason)
    step = await _admit_new(flow, verb, row, act)
    await _put_new(flow, step, row, act)
    return row


async def _admit_new(flow: type[Flow], verb: str, row: Row, act: Act) -> Step:
    """Refuse what the flow does not let this actor begin."""
    step = flow.steps[verb]
    row.flow, row.version = flow.name, flow.version
    row.created_at = row.updated_at = act.at
    _takes(step, act.terms)
    step.check(None, row, act)
    act.by.must_be_fresh(step.code)
    await _must_be_free_to_act(flow, _parties_at(row, act.by))
    return step


async def _put_new(flow: type[Flow], step: Step, row: Row, act: Act) -> None:
    """Write a new row, with the entry that explains it."""
    row.state = step.to
    row.expected_on = await limits.due(flow, step.to, act.at)
    await row.save(force_create=True)
    await record(_deed(step, row, act, came_from="", before={}), by=act.by, at=act.at)


@asynccontextmanager
async def perform(
    verb: str,
    table: type[R],
    row_id: UUID,
    *,
    by: Actor,
    terms: Any = None,
    reason: str = "",
) -> AsyncIterator[R]:
    """Take a later step of the flow the row began under.

    The row stays locked throughout, so two banks cannot accept the same request.
    `row.updated_at` is already the act's moment when the use case writes.
    Raises NotFound, NotYourPost, NotNow, Unmet, NotVerified, OnHold, Stale, KeyReused; and
    Proposed, when the act was kept for a second person instead.
    """
    move = Move(verb, table, row_id, terms, reason)
    async with turns.at(row_id, partial(_look, move, by)), _once(by) as outcome:
        taken = await _take(move, by, outcome.at)
        proposed = await propose(taken.step, taken.row, taken.act)
        if proposed is None:
            yield taken.row
            await _put(taken)
        outcome.result = taken.row
    if proposed is not None:
        raise Proposed(proposed)


@asynccontextmanager
async def acting(moves: Sequence[Move], *, by: Actor) -> AsyncIterator[list[Any]]:
    """Take several steps in one act: all of them or none, one entry each, one commit.

    Yields the rows in the order of `moves`. They are locked by table and id, whoever asks and
    in whatever order: two acts that share rows wait for each other, never for ever.
    Refuses as `perform` does; the sentence names the row that would not.
    """
    assert 0 < len(moves) <= MOVES_MAX, "an act of several takes some steps, not any number"
    assert len({move.row_id for move in moves}) == len(moves), "a row takes one step an act"
    in_order = sorted(moves, key=lambda move: (move.table.__name__, move.row_id))
    async with _once(by) as outcome:
        taken = {move.row_id: await _take_named(move, by, outcome.at) for move in in_order}
        for each in taken.values():
            await must_need_nobody_else(each.step, each.row, each.act)
        yield [taken[move.row_id].row for move in moves]
        for move in in_order:
            await _put(taken[move.row_id])
        outcome.result = [taken[move.row_id].row for move in moves]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A locked row that may take its step, and what it was before."""

    row: Any
    flow: type[Flow]
    step: Step
    act: Act
    parties: set[UUID]
    before: Mapping[str, Any]
    columns: Mapping[str, Any]
    came_from: str


async def _take(move: Move, by: Actor, at: datetime) -> _Taken:
    """Lock a row and refuse what it does not allow."""
    found = await rows.lock(move.table, move.row_id, by.party_id, by.party_kind)
    act = Act(by, at, move.terms, move.reason)
    row, flow, step = _admit(found, move.verb, act)
    parties = _parties_at(row, by)
    await _must_be_free_to_act(flow, parties)
    taken = _Taken(row, flow, step, act, parties, row.facts(), _columns(row), label(row.state))
    row.updated_at = at
    return taken


async def _take_named(move: Move, by: Actor, at: datetime) -> _Taken:
    """Take one of several: a refusal says of which row it speaks."""
    try:
        return await _take(move, by, at)
    except NotFound:
        raise
    except Refusal as refusal:
        seen = await rows.look(move.table, move.row_id, by.party_id, by.party_kind)
        refusal.about(seen.number() if seen else "")
        raise


async def _put(taken: _Taken) -> None:
    """Write what the use case left of a row, with the entry that explains it."""
    row, act = taken.row, taken.act
    if seated := _parties_at(row, act.by) - taken.parties:  # may be frozen, or not certified
        await _must_be_free_to_act(taken.flow, seated)
    row.state = taken.step.lands(row, act)
    flow = flow_of(row.subject, row.flow, row.version)  # the use case may have changed tables
    row.expected_on = await limits.due(flow, row.state, act.at)
    changed = [name for name, value in _columns(row).items() if taken.columns[name] != value]
    deed = _deed(taken.step, row, act, taken.came_from, taken.before)
    await rows.write(row, changed, await written(deed, by=act.by, at=act.at))


def _admit(row: R | None, verb: str, act: Act) -> tuple[R, type[Flow], Step]:
    """Refuse what the row and its flow do not allow; that a row is hidden comes before all else."""
    by = act.by
    if row is None:
        raise NotFound(NOT_FOUND)
    flow = flow_of(row.subject, row.flow, row.version)
    step = flow.steps.get(verb)
    if not _may_know(row, by) and (step is None or not step.is_post_of(by, row)):
        raise NotFound(NOT_FOUND)
    if by.call.if_match and by.call.if_match != etag_of(row):
        raise Stale("内容已被他人更新，请刷新后再试")
    if step is None:
        raise NotNow("该业务的流程中没有这一步，请刷新页面查看可办理的步骤")
    _takes(step, act.terms)
    step.check(row.state, row, act)
    by.must_be_fresh(step.code)
    return row, flow, step


async def _look(move: Move, by: Actor) -> None:
    """Refuse what the row as it stands committed does not allow, without a transaction.

    Who repeats an act by its key is not refused here: they are owed the answer it had.
    """
    if not by.call.key:
        seen = await turns.look(move.table, move.row_id, by)
        _admit(seen, move.verb, Act(by, clock.now(), move.terms, move.reason))


@asynccontextmanager
async def enact(
    code: str,
    subject_kind: str,
    subject_id: UUID,
    *,
    by: Actor,
    terms: Any = None,
    reason: str = "",
    facts: dict[str, Any] | None = None,
) -> AsyncIterator[Outcome]:
    """Act on something that has no flow: one transaction, one entry.

    Set `outcome.result`, and `outcome.subject_no` where people speak of it by a number.
    """
    async with _once(by) as outcome:
        by.must_be_fresh(code)
        yield outcome
        deed = Deed(
            code,
            subject_kind,
            subject_id,
            outcome.subject_no,
            reason=reason,
            terms=terms,
            facts=facts,
        )
        await record(deed, by=by, at=outcome.at)


async def advance(
    verb: str, table: type[R], row_id: UUID, *, by: Actor, terms: Any = None, reason: str = ""
) -> R:
    """Take a step that changes nothing but the state."""
    async with perform(verb, table, row_id, by=by, terms=terms, reason=reason) as row:
        pass
    return row


@asynccontextmanager
async def _once(by: Actor) -> AsyncIterator[Outcome]:
    """One transaction, answered once per idempotency key; rings the bell when it has committed."""
    outcome = Outcome(clock.now())
    alone = _UNDER_WAY.get() is None or is_confirming()
    assert alone, "an act within an act: begin_beside begins a further row"
    under_way = _UNDER_WAY.set(outcome)
    try:
        async with in_transaction():
            claimed = await claim(by, outcome.at) if by.call.key else None
            if by.typist is not None:
                await by.typist.must_hold()
            yield outcome
            call = by.call
            if call.render is not None:
                call.answer = await call.render(outcome.result, by)
            if claimed is not None:
                await keep(claimed, call.answer or b"")
    except IntegrityError as problem:
        raise Unmet("同样的内容已经登记过，请刷新页面核对后再试") from problem
    finally:
        _UNDER_WAY.reset(under_way)
    BELL.ring()


def _parties_at(row: Row, by: Actor) -> set[UUID]:
    return {party_id for party_id in row.seats().values() if party_id} | {by.party_id}


async def _must_be_free_to_act(flow: type[Flow], parties: set[UUID]) -> None:
    """Nobody unverified or frozen takes part in any step (clauses 5.3.3.1, 6.1.5.4)."""
    found = await rows.standing_of(list(parties))
    known = parties - {SYSTEM_PARTY}  # the platform itself stands in no table of parties
    assert len(found) >= len(known), "somebody at the row is no party: a missing fact never passes"
    if flow.bars_held and any(on_hold for _, on_hold in found):
        raise OnHold("相关单位的业务已被平台冻结，暂不能办理，请联系平台运营方")
    if flow.needs_certified and not all(certified for certified, _ in found):
        raise NotVerified("企业认证通过后才能办理，请先完成企业认证")


def _may_know(row: Row, by: Actor) -> bool:
    """A bank that only saw the row in the pool learns nothing by trying other steps.

    Neither do those of the operator's people who have no business with rows (三员).
    """
    is_operators = by.party_kind is PartyKind.OPERATOR and not by.roles <= SEPARATED
    return is_operators or by.party_id in row.seats().values()


def _takes(step: Step, terms: Any) -> None:
    assert step.takes is None or isinstance(terms, step.takes), f"{step.code} needs its terms"


def _columns(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row._meta.db_fields}  # noqa: SLF001 -- Tortoise has no other


def _deed(step: Step, row: Row, act: Act, came_from: str, before: Mapping[str, Any]) -> Deed:
    facts = row.facts()
    changes = {
        name: [before[name], value]
        for name, value in facts.items()
        if name in before and before[name] != value
    }
    seats = {seat.value: str(party) for seat, party in row.seats().items() if party}
    return Deed(
        code=step.code,
        subject_kind=row.subject,
        subject_id=row.id,
        subject_no=row.number(),
        flow=row.flow,
        version=row.version,
        from_state=came_from,
        to_state=label(row.state),
        reason=act.reason,
        terms=act.terms,
        facts=facts | {"seats": seats},
        changes=changes,
    )
