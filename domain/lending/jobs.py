"""What time does to applications: whoever a case waits for is reminded before and after."""

from datetime import timedelta
from uuid import UUID

from domain.kernel import clock
from domain.lending.flow import GeneralCreditFlow
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.messaging import Message
from vocabulary.lending import STATE_LABELS, LoanState
from vocabulary.messaging import MessageKind

BATCH_MAX = 500
SOON = timedelta(days=1)
_OF_ENTERPRISE = {LoanState.TO_AMEND}


async def remind_deadlines() -> None:
    """Tell once that a deadline is near; the same case in the same state is told only once.

    The message hangs on the entry that brought the case into its state, so repeating the job
    changes nothing.
    """
    today = clock.today()
    limited = GeneralCreditFlow.workdays
    open_states = [state for state in GeneralCreditFlow.states if state in limited]
    rows = (
        await LoanApplication.filter(
            state__in=open_states, expected_on__isnull=False, expected_on__lte=today + SOON
        )
        .order_by("expected_on")
        .limit(BATCH_MAX)
    )
    for row in rows:
        party_id = row.enterprise_id if row.state in _OF_ENTERPRISE else row.bank_id
        if party_id is not None:
            await _remind(row, party_id)


async def _remind(row: LoanApplication, party_id: UUID) -> None:
    entry = await JournalEntry.filter(subject_id=row.id).order_by("-id").first()
    assert entry is not None, "a case without a journal"
    kind = MessageKind.SYSTEM
    if await Message.exists(party_id=party_id, entry_id=entry.id, kind=kind):
        return
    assert row.expected_on is not None, "asked for by the query"
    late = row.expected_on < clock.today()
    label = STATE_LABELS[row.state]
    await Message.create(
        party_id=party_id,
        entry_id=entry.id,
        kind=kind,
        title="业务已超过办理时限" if late else "业务即将到期",
        body=f"{row.application_no}（{label}）应于 {row.expected_on:%Y年%m月%d日} 前办理。",
        subject_kind=row.subject,
        subject_id=row.id,
        at=clock.now(),
    )
