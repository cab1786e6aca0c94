"""The operator's view of the outbox: what waits, what went, what was given up and why."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q

from domain.kernel.actor import Actor
from domain.kernel.newest import newest_first
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
)
from orm.messaging import Outgoing
from vocabulary.identifiers import mask_phone
from vocabulary.messaging import (
    MESSAGE_KIND_LABELS,
    MESSAGE_WAY_LABELS,
    SENDING_STATE_LABELS,
    MessageWay,
    SendingState,
)
from vocabulary.rights import Right

OPEN_ID_SHOWN = 4

_IN_STATE: dict[SendingState, Q] = {
    SendingState.WAITING: Q(sent_at__isnull=True, failed_at__isnull=True),
    SendingState.SENT: Q(sent_at__isnull=False),
    SendingState.FAILED: Q(failed_at__isnull=False, unsure=False),
    SendingState.UNSURE: Q(failed_at__isnull=False, unsure=True),
}


class OutboxFilter(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """外发通知的筛选条件。"""

    state: SendingState | None = None
    way: MessageWay | None = None
    q: Annotated[str, Meta(max_length=40, description="业务编号")] = ""
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX)] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class OutgoingView(Struct, frozen=True, kw_only=True):
    """一条外发通知；接收人已脱敏。"""

    id: UUID
    way: MessageWay
    way_label: str
    kind_label: str
    template: str
    receiver_masked: str
    subject_kind: str
    subject_id: UUID | None
    subject_no: str
    state: SendingState
    state_label: str
    tries: int
    written_at: datetime | None
    due_at: datetime
    sent_at: datetime | None
    last_error: str
    may_resend: bool


async def outbox(asked: OutboxFilter, *, to: Actor) -> Page[OutgoingView]:
    """One page of the outbox, newest first."""
    to.needs(Right.OPERATIONS_VIEW)
    rows = Outgoing.filter(written_at__isnull=False)
    if asked.state is not None:
        rows = rows.filter(_IN_STATE[asked.state])
    if asked.way is not None:
        rows = rows.filter(way=asked.way.value)
    if text := asked.q.strip():
        rows = rows.filter(subject_no__startswith=text.upper())
    shown, following = await newest_first(rows, "written_at", asked.cursor, asked.limit)
    return Page([_view(row) for row in shown], following)


async def outgoing_view(row: Outgoing, _to: Actor) -> OutgoingView:
    """One row of the outbox, after it was put back."""
    return _view(row)


def _view(row: Outgoing) -> OutgoingView:
    way, state = MessageWay(row.way), _state_of(row)
    return OutgoingView(
        id=row.id,
        way=way,
        way_label=MESSAGE_WAY_LABELS[way],
        kind_label=MESSAGE_KIND_LABELS[row.kind] if row.kind else "",
        template=row.template,
        receiver_masked=_masked(way, row.receiver),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject_no=row.subject_no,
        state=state,
        state_label=SENDING_STATE_LABELS[state],
        tries=row.tries,
        written_at=row.written_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        last_error=row.last_error,
        may_resend=state is SendingState.FAILED,
    )


def _state_of(row: Outgoing) -> SendingState:
    if row.sent_at is not None:
        return SendingState.SENT
    if row.failed_at is None:
        return SendingState.WAITING
    return SendingState.UNSURE if row.unsure else SendingState.FAILED


def _masked(way: MessageWay, receiver: str) -> str:
    if way is MessageWay.SMS:
        return mask_phone(receiver)
    return f"微信用户 ****{receiver[-OPEN_ID_SHOWN:]}"
