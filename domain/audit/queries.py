"""The operator's view of the journal and of the relay, the outbox and the jobs."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from domain.audit.labels import code_label, state_label
from domain.faces import queries as faces
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.journal import SEALED
from domain.kernel.pages import (
    CURSOR_LENGTH_MAX,
    LIMIT_DEFAULT,
    LIMIT_MAX,
    Page,
    cut,
    number_of,
    read_cursor,
    write_cursor,
)
from domain.kernel.sealing import head
from orm.journal import DueJob, JournalEntry, Parked
from orm.messaging import Outgoing
from vocabulary.identifiers import mask_person
from vocabulary.rights import Right

PARKED_MAX = 100
MASK = "******"


class JournalFilter(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """操作日志的筛选条件。"""

    q: Annotated[str, Meta(max_length=60, description="业务编号、单位或操作人")] = ""
    code: Annotated[str, Meta(max_length=80, description="操作代码，或其开头")] = ""
    subject_id: UUID | None = None
    party_id: UUID | None = None
    since: Annotated[date | None, Meta(description="起始日期")] = None
    until: Annotated[date | None, Meta(description="截止日期")] = None
    cursor: Annotated[str, Meta(max_length=CURSOR_LENGTH_MAX)] = ""
    limit: Annotated[int, Meta(ge=1, le=LIMIT_MAX)] = LIMIT_DEFAULT


class JournalView(Struct, frozen=True, kw_only=True):
    """一条操作日志；个人信息已脱敏。"""

    id: int
    seal_no: int | None
    at: datetime
    code: str
    label: str
    subject_kind: str
    subject_no: str
    subject_id: UUID
    actor_name: str
    party_name: str
    terminal: str
    address: str
    from_label: str
    to_label: str
    reason: str
    terms: dict[str, Any]
    link: str


class ParkedView(Struct, frozen=True):
    """一条未能送达、等待重试的记录。"""

    entry_id: int
    code: str
    subject_id: UUID
    tries: int
    next_at: datetime
    error: str


class JobView(Struct, frozen=True):
    """一项定时任务。"""

    name: str
    next_at: datetime
    last_at: datetime | None
    last_error: str


class Operations(Struct, frozen=True):
    """平台自身的运行情况。"""

    sealed_to: int
    unsealed: int
    parked: list[ParkedView]
    outbox_waiting: int
    faces_kept: int
    faces_alarm_at: int
    jobs: list[JobView]


async def journal(asked: JournalFilter, *, to: Actor) -> Page[JournalView]:
    """One page of the journal, newest first."""
    to.needs(Right.JOURNAL_VIEW)
    rows = _filtered(asked)
    if asked.cursor:
        rows = rows.filter(id__lt=number_of(read_cursor(asked.cursor, 1)[0]))
    shown, more = cut(await rows.order_by("-id").limit(asked.limit + 1), asked.limit)
    return Page([_view(row) for row in shown], write_cursor(shown[-1].id) if more else None)


def _filtered(asked: JournalFilter) -> QuerySet[JournalEntry]:
    rows = JournalEntry.all()
    if asked.q:
        rows = rows.filter(
            Q(subject_no__startswith=asked.q.upper())
            | Q(actor_name=asked.q)
            | Q(party_name__startswith=asked.q)
        )
    if asked.code:
        rows = rows.filter(code__startswith=asked.code)
    if asked.subject_id:
        rows = rows.filter(subject_id=asked.subject_id)
    if asked.party_id:
        rows = rows.filter(party_id=asked.party_id)
    if asked.since:
        rows = rows.filter(at__gte=clock.day_begins(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=clock.day_ends(asked.until))
    return rows


def _view(row: JournalEntry) -> JournalView:
    return JournalView(
        id=int(row.id),
        seal_no=row.seal_no,
        at=row.at,
        code=row.code,
        label=code_label(row.code),
        subject_kind=row.subject_kind,
        subject_no=row.subject_no,
        subject_id=row.subject_id,
        actor_name=mask_person(row.actor_name) if row.actor_name else "",
        party_name=row.party_name,
        terminal=row.terminal,
        address=row.address,
        from_label=state_label(row.flow, row.from_state),
        to_label=state_label(row.flow, row.to_state),
        reason=row.reason,
        terms={name: _masked(value) for name, value in (row.terms or {}).items()},
        link=row.link,
    )


def _masked(value: Any) -> Any:
    return MASK if isinstance(value, dict) and SEALED in value else value


async def operations(*, to: Actor) -> Operations:
    """How far the journal is sealed, what is parked, what waits to be sent, what is due."""
    to.needs(Right.OPERATIONS_VIEW)
    last = await head()
    parked = await Parked.all().order_by("entry_id").limit(PARKED_MAX)
    codes = dict(
        await JournalEntry.filter(id__in=[row.entry_id for row in parked]).values_list("id", "code")
        if parked
        else []
    )
    return Operations(
        sealed_to=last.no if last else 0,
        unsealed=await JournalEntry.filter(seal_no__isnull=True).count(),
        parked=[
            ParkedView(
                row.entry_id,
                codes.get(row.entry_id, ""),
                row.subject_id,
                row.tries,
                row.next_at,
                row.error,
            )
            for row in parked
        ],
        outbox_waiting=await Outgoing.filter(sent_at__isnull=True, failed_at__isnull=True).count(),
        faces_kept=await faces.count(),
        faces_alarm_at=faces.ALARM_AT,
        jobs=[
            JobView(row.name, row.next_at, row.last_at, row.last_error)
            for row in await DueJob.all().order_by("name")
        ],
    )
