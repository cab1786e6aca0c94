"""What time does to applications: whoever a case waits for is reminded before and after."""

from datetime import date, timedelta
from uuid import UUID

from tortoise.expressions import Q
from tortoise.transactions import in_transaction

from domain.kernel import clock
from domain.kernel.flow import flow_of
from domain.lending.policy_flow import LOAN_FLOWS
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.messaging import Message
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.parties import Role

BATCH_MAX = 500
SOON = timedelta(days=1)
REMINDER_SMS = "reminder"
TIMED = sorted({state for flow in LOAN_FLOWS for state in flow.workdays})
INSURERS = frozenset({LoanState.TO_UNDERWRITE, LoanState.TO_CONFIRM})


async def remind_deadlines() -> None:
    """Tell once that a deadline is near; the same case in the same state is told only once.

    The message hangs on the entry that brought the case into its state, so repeating the job
    changes nothing.
    """
    last: tuple[date, UUID] | None = None
    while batch := await _due(last):
        for row in batch:
            if party_id := _waits_for(row):
                await _remind(row, party_id)
        assert batch[-1].expected_on is not None, "asked for by the query"
        last = batch[-1].expected_on, batch[-1].id


async def _due(after: tuple[date, UUID] | None) -> list[LoanApplication]:
    """The next cases whose deadline is near or over, the oldest first."""
    rows = LoanApplication.filter(state__in=TIMED, expected_on__lte=clock.today() + SOON)
    if after:
        rows = rows.filter(Q(expected_on__gt=after[0]) | Q(expected_on=after[0], id__gt=after[1]))
    return await rows.order_by("expected_on", "id").limit(BATCH_MAX)


def _waits_for(row: LoanApplication) -> UUID | None:
    if row.state is LoanState.TO_AMEND:
        return row.enterprise_id
    if row.state in INSURERS:
        return row.insurer_id
    return row.guarantor_id if row.state is LoanState.TO_GUARANTEE else row.bank_id


async def _remind(row: LoanApplication, party_id: UUID) -> None:
    entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
    assert entry is not None, "a case without a journal"
    kind = MessageKind.SYSTEM
    if await Message.exists(party_id=party_id, entry_id=entry.id, kind=kind):
        return
    assert row.expected_on is not None, "asked for by the query"
    late = row.expected_on < clock.today()
    title = "业务已超过办理时限" if late else "业务即将到期"
    telling = Telling(
        entry_id=entry.id,
        kind=kind,
        party_id=party_id,
        title=title,
        who=STATE_LABELS[row.state],
        at=clock.now(),
        subject_kind=row.subject,
        subject_id=row.id,
        subject_no=row.application_no,
        sms=REMINDER_SMS,
        template=MessageTemplate.REMINDER,
    )
    async with in_transaction():
        await _write(row, party_id, entry.id, title)
        await outbox.tell(telling, roles=_posts(row, party_id))


def _posts(row: LoanApplication, party_id: UUID) -> set[Role]:
    """Who at that party can do what the case waits for."""
    seats = {seat for seat, party in row.seats().items() if party == party_id}
    flow = flow_of(row.subject, row.flow, row.version)
    ways_on = [step for step in flow.steps.values() if row.state in step.sources]
    return {post.role for step in ways_on for post in step.by if post.seat in seats}


async def _write(row: LoanApplication, party_id: UUID, entry_id: int, title: str) -> None:
    assert row.expected_on is not None, "asked for by the query"
    label = STATE_LABELS[row.state]
    await Message.create(
        party_id=party_id,
        entry_id=entry_id,
        kind=MessageKind.SYSTEM,
        title=title,
        body=f"{row.application_no}（{label}）应于 {row.expected_on:%Y年%m月%d日} 前办理。",
        subject_kind=row.subject,
        subject_id=row.id,
        at=clock.now(),
    )
