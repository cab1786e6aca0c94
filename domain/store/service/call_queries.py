"""What screens read of the calls that are owed: the list, one, and the number to dial."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from tortoise.expressions import Q, Subquery

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, flow_of
from domain.kernel.journal import witness
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound
from domain.kernel.showing import OpenStep, open_steps
from domain.store.service.terms import FollowUpSearch
from orm.identity import Account
from orm.parties import Party
from orm.store_service import FollowUp, ServiceRecord
from vocabulary.rights import Right
from vocabulary.store_service import (
    CALL_RESULT_LABELS,
    FOLLOW_UP_STATE_LABELS,
    CallResult,
    FollowUpState,
)


class FollowUpRow(Struct, frozen=True, kw_only=True):
    """一项回访任务：回访谁、为什么、哪一天以前，以及登记的内容。"""

    id: UUID
    follow_up_no: str
    state: FollowUpState
    state_label: str
    service_id: UUID
    service_no: str
    enterprise_name: str
    cause: str
    due_on: date
    overdue: bool
    result: CallResult | None
    result_label: str
    opinion: str
    needs: str
    next_on: date | None
    caller_name: str
    called_at: datetime | None
    open_steps: list[OpenStep]


class CallContact(Struct, frozen=True):
    """待回访人员的称呼和完整手机号码。"""

    name: str
    phone: str

    def __repr__(self) -> str:
        return "CallContact(…)"


async def page(search: FollowUpSearch, actor: Actor) -> Page[FollowUpRow]:
    """The tasks of the store, the latest planned first."""
    actor.needs(Right.FOLLOW_UP_CALL_VIEW)
    rows = FollowUp.visible_to(actor.party_id, actor.party_kind)
    if search.state is not None:
        rows = rows.filter(state=search.state)
    if words := search.q.strip():
        found = ServiceRecord.filter(enterprise_name__icontains=words).values("id")
        rows = rows.filter(Q(follow_up_no=words.upper()) | Q(service_id__in=Subquery(found)))
    shown, end = await newest_first(rows, "created_at", search.cursor, search.limit)
    named = dict(
        await Party.filter(id__in=[row.enterprise_id for row in shown]).values_list("id", "name")
    )
    return Page([_row(row, named[row.enterprise_id], actor) for row in shown], end)


async def view(row: FollowUp, actor: Actor) -> FollowUpRow:
    """One task as the store sees it."""
    return _row(row, (await Party.get(id=row.enterprise_id)).name, actor)


async def unmasked(call_id: UUID, actor: Actor) -> CallContact:
    """Whom to call, in full; who looked is journalled."""
    actor.needs(Right.FOLLOW_UP_CALL_UNMASK)
    rows = FollowUp.visible_to(actor.party_id, actor.party_kind)
    row = await rows.get_or_none(id=call_id)
    service = await ServiceRecord.get_or_none(id=row.service_id) if row else None
    account = await Account.get_or_none(id=service.contact_id) if service else None
    if row is None or account is None:
        raise NotFound(NOT_FOUND)
    await witness("follow_up_call.unmask", row.subject, row.id, by=actor, subject_no=row.number())
    return CallContact(account.name, account.phone)


def _row(row: FollowUp, enterprise_name: str, actor: Actor) -> FollowUpRow:
    flow = flow_of(row.subject, row.flow, row.version)
    is_open = row.state is FollowUpState.TO_CALL
    return FollowUpRow(
        id=row.id,
        follow_up_no=row.follow_up_no,
        state=row.state,
        state_label=FOLLOW_UP_STATE_LABELS[row.state],
        service_id=row.service_id,
        service_no=row.service_no,
        enterprise_name=enterprise_name,
        cause=row.cause,
        due_on=row.due_on,
        overdue=is_open and row.due_on < clock.today(),
        result=row.result,
        result_label=CALL_RESULT_LABELS[row.result] if row.result else "",
        opinion=row.opinion,
        needs=row.needs,
        next_on=row.next_on,
        caller_name=row.caller_name,
        called_at=row.called_at,
        open_steps=open_steps(flow, Act(actor, clock.now()), row),
    )
