"""What screens read of programmes: the list with what each carries, and each one's history."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from domain.kernel import clock, journal
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND, etag_of
from domain.kernel.refusal import NotFound
from domain.kernel.showing import Milestone, OpenStep, open_steps, timeline
from domain.policy import room
from domain.policy.room import Usage
from orm.policy import Programme
from vocabulary.lending import KIND_LABELS, LoanKind
from vocabulary.parties import PartyKind
from vocabulary.policy import PROGRAMME_STATE_LABELS, ProgrammeState
from vocabulary.rights import Right

PROGRAMMES_MAX = 200
HISTORY_MAX = 100
NOTHING = Usage(0, 0, 0)


class ProgrammeView(Struct, frozen=True, kw_only=True):
    """政策项目：品种、合作机构、信用门槛、分担比例、单户上限、基金和起止日期。"""

    id: UUID
    programme_no: str
    name: str
    kind: LoanKind
    kind_label: str
    state: ProgrammeState
    state_label: str
    edition: int
    needs_insurer: bool
    needs_guarantor: bool
    score_required: int
    fund_share_bp: int
    bank_share_bp: int
    guarantor_share_bp: int
    insurer_share_bp: int
    enterprise_cap_fen: int
    fund_fen: int
    leverage: int
    limit_fen: int
    active_from: date
    active_until: date | None
    takes_loans: bool
    policy_basis: str
    usage: Usage | None
    open_steps: list[OpenStep]
    updated_at: datetime
    etag: str


class Edition(Struct, frozen=True):
    """一次变更：哪一项，由什么改为什么。"""

    milestone: Milestone
    changes: dict[str, list[Any]]


class ProgrammeHistory(Struct, frozen=True):
    """一个政策项目及其全部变更，最新的在前。"""

    programme: ProgrammeView
    history: list[Edition]


async def programmes(actor: Actor) -> Page[ProgrammeView]:
    """Every programme, those that run first; what each carries is for institutions to know."""
    actor.needs(Right.PROGRAMME_VIEW)
    rows = await Programme.all().order_by("-state", "kind", "-created_at").limit(PROGRAMMES_MAX)
    carried = await room.usages() if _counts(actor) else {}
    return Page([_view(row, actor, carried.get(str(row.id), NOTHING)) for row in rows])


async def programme(programme_id: UUID, actor: Actor) -> ProgrammeHistory:
    """One programme with what each act changed."""
    actor.needs(Right.PROGRAMME_VIEW)
    row = await Programme.get_or_none(id=programme_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    entries = await journal.story_of(row.id, limit=HISTORY_MAX)
    flow = flow_of(row.subject, row.flow, row.version)
    told = timeline(flow, entries, actor)
    history = [
        Edition(milestone, entry.changes) for milestone, entry in zip(told, entries, strict=True)
    ]
    return ProgrammeHistory(await view(row, actor), history[::-1])


async def view(row: Programme, actor: Actor) -> ProgrammeView:
    """A programme after an act on it."""
    carried = await room.usages() if _counts(actor) else {}
    return _view(row, actor, carried.get(str(row.id), NOTHING))


def _counts(actor: Actor) -> bool:
    return actor.party_kind is not PartyKind.ENTERPRISE


def _view(row: Programme, actor: Actor, usage: Usage) -> ProgrammeView:
    today = clock.today()
    over = row.active_until is not None and today > row.active_until
    flow = flow_of(row.subject, row.flow, row.version)
    return ProgrammeView(
        id=row.id,
        programme_no=row.programme_no,
        name=row.name,
        kind=row.kind,
        kind_label=KIND_LABELS[row.kind],
        state=row.state,
        state_label=PROGRAMME_STATE_LABELS[row.state],
        edition=row.edition,
        needs_insurer=row.needs_insurer,
        needs_guarantor=row.needs_guarantor,
        score_required=row.score_required,
        fund_share_bp=row.fund_share_bp,
        bank_share_bp=row.bank_share_bp,
        guarantor_share_bp=row.guarantor_share_bp,
        insurer_share_bp=row.insurer_share_bp,
        enterprise_cap_fen=row.enterprise_cap_fen,
        fund_fen=row.fund_fen,
        leverage=row.leverage,
        limit_fen=room.limit_fen(row),
        active_from=row.active_from,
        active_until=row.active_until,
        takes_loans=row.state is ProgrammeState.RUNNING and row.active_from <= today and not over,
        policy_basis=row.policy_basis,
        usage=usage if _counts(actor) else None,
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
        updated_at=row.updated_at,
        etag=etag_of(row),
    )
