"""What time does to whatever waits: those who can act are told once before and once after.

Every row of every flow is held to this alike. That it was said is itself journalled, and the
message hangs on that entry, so that repeating the job changes nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from domain.deadlines.queries import MISSED
from domain.kernel import clock, limits
from domain.kernel.actor import job_actor
from domain.kernel.flow import Flow, flow_of
from domain.kernel.journal import Deed, record
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from orm.base import Row
from orm.deadlines import DeadlineMark
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Party
from vocabulary.deadlines import APPROACHING_WORKDAYS_MAX, DeadlineSign
from vocabulary.identifiers import mask_enterprise
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.parties import PartyKind, Role, Seat, shown_name
from vocabulary.workdays import after_workdays

BATCH_MAX = 500
REMINDER_SMS = "reminder"
CODES = {DeadlineSign.APPROACHING: "deadline.approaching", DeadlineSign.MISSED: MISSED}
TITLES = {
    DeadlineSign.APPROACHING: "业务即将到期",
    DeadlineSign.MISSED: "业务已超过办理时限",
}


async def mind_deadlines() -> None:
    """Tell of every case that comes near its deadline or has missed it."""
    for table in Row.__subclasses__():
        last: tuple[date, UUID] | None = None
        while batch := await _due(table, last):
            await _mind(batch)
            assert batch[-1].expected_on is not None, "asked for by the query"
            last = batch[-1].expected_on, batch[-1].id


async def _due(table: type[Row], after: tuple[date, UUID] | None) -> list[Row]:
    """The next rows whose deadline may be near or over, the oldest first."""
    horizon = after_workdays(clock.today(), APPROACHING_WORKDAYS_MAX)
    rows = table.filter(expected_on__lte=horizon)
    if after:
        rows = rows.filter(Q(expected_on__gt=after[0]) | Q(expected_on=after[0], id__gt=after[1]))
    return await rows.order_by("expected_on", "id").limit(BATCH_MAX)


async def _mind(batch: Sequence[Row]) -> None:
    marks = await DeadlineMark.filter(subject_id__in=[row.id for row in batch])
    said = {(mark.subject_id, mark.since, mark.sign) for mark in marks}
    for row in batch:
        sign = _sign_of(row)
        if sign is not None and (row.id, row.updated_at, sign) not in said:
            await _say(row, sign)


def _sign_of(row: Row) -> DeadlineSign | None:
    flow = flow_of(row.subject, row.flow, row.version)
    assert row.expected_on is not None, "asked for by the query"
    if row.state not in flow.workdays:
        return None
    today = clock.today()
    if row.expected_on < today:
        return DeadlineSign.MISSED
    since = clock.date_of(row.updated_at)
    is_near = limits.is_approaching(since, row.expected_on, today)
    return DeadlineSign.APPROACHING if is_near else None


async def _say(row: Row, sign: DeadlineSign) -> None:
    """Mark, journal and tell in one transaction; whoever runs beside us finds the mark."""
    assert row.expected_on is not None, "asked for by the query"
    flow = flow_of(row.subject, row.flow, row.version)
    waited_for = await _who_can_act(flow, row)
    at, by = clock.now(), job_actor("办理时限")
    try:
        async with in_transaction():
            await DeadlineMark.create(
                subject_kind=row.subject,
                subject_id=row.id,
                subject_no=row.number(),
                since=row.updated_at,
                sign=sign,
                state=row.state.value,
                party_id=next(iter(waited_for), None),
                expected_on=row.expected_on,
                at=at,
            )
            facts = {
                "state": row.state.value,
                "state_label": flow.labels[row.state],
                "flow_title": flow.title,
                "owner": await _names_of(waited_for),
                "expected_on": row.expected_on.isoformat(),
            }
            deed = Deed(CODES[sign], row.subject, row.id, row.number(), facts=facts)
            await record(deed, by=by, at=at)
            entry = (
                await JournalEntry.filter(subject_id=row.id, code=CODES[sign])
                .order_by("-id")
                .first()
            )
            assert entry is not None, "just written"
            for party_id, roles in waited_for.items():
                telling = _telling(row, flow.labels[row.state], sign, entry.id, party_id)
                await _tell(telling, row.expected_on, roles)
    except IntegrityError:
        return  # said just now, by somebody else


async def _who_can_act(flow: type[Flow], row: Row) -> dict[UUID, set[Role]]:
    """The parties that an ordinary step out of this state waits for, with all who can end its stay.

    What is open to the pool waits for nobody in particular.
    """
    steps = flow.leaving[row.state]
    waited_for = {post.seat for step in steps if not step.grave for post in step.by}
    found: dict[UUID, set[Role]] = {}
    for post in (post for step in steps for post in step.by):
        if post.seat in waited_for and post.role is not Role.SYSTEM:
            for party_id in await _sitting(post.seat, row):
                found.setdefault(party_id, set()).add(post.role)
    return found


async def _names_of(parties: Iterable[UUID]) -> str:
    """Whom the case waits for, as a screen says it; an enterprise by half its name."""
    found = await Party.filter(id__in=list(parties)).order_by("name")
    return "、".join(
        mask_enterprise(each.name) if each.kind is PartyKind.ENTERPRISE else shown_name(each.name)
        for each in found
    )


async def _sitting(seat: Seat, row: Row) -> list[UUID]:
    """Who sits there; the operator sits at every row."""
    if seat is Seat.PLATFORM:
        return [party.id for party in await Party.filter(kind=PartyKind.OPERATOR).only("id")]
    party_id = row.seats().get(seat)
    return [party_id] if party_id else []


def _telling(row: Row, label: str, sign: DeadlineSign, entry_id: int, party_id: UUID) -> Telling:
    return Telling(
        entry_id=entry_id,
        kind=MessageKind.SYSTEM,
        party_id=party_id,
        title=TITLES[sign],
        who=label,
        at=clock.now(),
        subject_kind=row.subject,
        subject_id=row.id,
        subject_no=row.number(),
        sms=REMINDER_SMS,
        template=MessageTemplate.REMINDER,
    )


async def _tell(telling: Telling, expected_on: date, roles: set[Role]) -> None:
    await Message.create(
        party_id=telling.party_id,
        entry_id=telling.entry_id,
        kind=telling.kind,
        title=telling.title,
        body=f"{telling.subject_no}（{telling.who}）应于 {expected_on:%Y年%m月%d日} 前办理。",
        subject_kind=telling.subject_kind,
        subject_id=telling.subject_id,
        at=telling.at,
    )
    await outbox.tell(telling, roles=roles)
