"""What time does to notices: those it concerns are told once, and once more before a deadline."""

from datetime import timedelta
from uuid import UUID

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.kernel import clock
from domain.messaging import outbox
from domain.messaging.outbox import Telling
from domain.notices.fitting import judge
from domain.notices.reaching import facts_of_all, reached
from domain.notices.rules import SMS_WITHIN_DAYS
from domain.notices.terms import NoticeDraft
from domain.notices.texts import aim_of, draft_of
from domain.notices.wording import summary
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.notices import Notice
from orm.parties import Party
from vocabulary.messaging import MessageKind, MessageTemplate
from vocabulary.notices import AIMED, PAYING, NoticeState
from vocabulary.parties import Role

BATCH_ROWS = 200
BATCHES_MAX = 25  # of one notice in one run: the next run goes on where this one ended
BODY_LENGTH_MAX = 500
PUBLISH_CODE = "notice.publish"
DEADLINE_SMS = "policy_deadline"


async def tell_notices() -> None:
    """Tell those whom a published notice concerns, from its first day on; once for each version.

    The message hangs on the entry that published it, so repeating the job changes nothing.
    """
    standing = Notice.filter(state=NoticeState.PUBLISHED, valid_from__lte=clock.today())
    for row in await standing.filter(told_at__isnull=True).order_by("published_at"):
        await _tell(row)
    until = clock.today() + timedelta(days=SMS_WITHIN_DAYS)
    near = standing.filter(
        kind__in=sorted(PAYING),
        told_at__isnull=False,
        reminded_at__isnull=True,
        deadline_on__gte=clock.today(),
        deadline_on__lte=until,
    )
    for row in await near.order_by("deadline_on"):
        await _remind(row)


async def _tell(row: Notice) -> None:
    """In the message centre of each party."""
    entry, text = await _published(row), draft_of(row)
    for _ in range(BATCHES_MAX):
        some = await _next(reached(text), row.told_until)
        async with in_transaction():
            await Message.bulk_create(
                await _messages(row, text, entry, some), ignore_conflicts=True
            )
            row.told_until = some[-1].id if some else row.told_until
            row.told_at = None if len(some) == BATCH_ROWS else clock.now()
            stands = await _standing(row).update(told_until=row.told_until, told_at=row.told_at)
        if row.told_at is not None or not stands:
            return


async def _messages(
    row: Notice, text: NoticeDraft, entry: JournalEntry, parties: list[Party]
) -> list[Message]:
    facts = await facts_of_all(parties) if text.kind in AIMED else {}
    return [
        Message(
            party_id=party.id,
            entry_id=entry.id,
            kind=MessageKind.POLICY if text.kind in AIMED else MessageKind.SYSTEM,
            title=text.title,
            body=_body(text, judge(aim_of(text), facts[party.id]).reasons if facts else []),
            subject_kind=row.subject,
            subject_id=row.id,
            at=clock.now(),
        )
        for party in parties
    ]


def _body(text: NoticeDraft, reasons: list[str]) -> str:
    until = f"申领截止 {text.deadline_on:%Y年%m月%d日}。" if text.deadline_on else ""
    return "".join([until, *reasons, summary(text.body)])[:BODY_LENGTH_MAX]


async def _remind(row: Notice) -> None:
    """Outside the platform, as the preferences of each person allow: the deadline is near."""
    entry, text = await _published(row), draft_of(row)
    for _ in range(BATCHES_MAX):
        some = await _next(reached(text), row.reminded_until)
        async with in_transaction():
            for party in some:
                await outbox.tell(
                    _telling(row, entry, party.id), roles=frozenset({Role.ENTERPRISE_CLERK})
                )
            row.reminded_until = some[-1].id if some else row.reminded_until
            row.reminded_at = None if len(some) == BATCH_ROWS else clock.now()
            stands = await _standing(row).update(
                reminded_until=row.reminded_until, reminded_at=row.reminded_at
            )
        if row.reminded_at is not None or not stands:
            return


def _telling(row: Notice, entry: JournalEntry, party_id: UUID) -> Telling:
    return Telling(
        entry_id=entry.id,
        kind=MessageKind.POLICY,
        party_id=party_id,
        title=row.title,
        who=row.issuer,
        at=clock.now(),
        subject_kind=row.subject,
        subject_id=row.id,
        subject_no=row.notice_no,
        sms=DEADLINE_SMS,
        template=MessageTemplate.REMINDER,
    )


async def _published(row: Notice) -> JournalEntry:
    entries = JournalEntry.filter(subject_id=row.id, code=PUBLISH_CODE)
    entry = await entries.order_by("-id").first()
    assert entry is not None, "published without an entry"
    return entry


async def _next(parties: QuerySet[Party], after: UUID | None) -> list[Party]:
    rows = parties if after is None else parties.filter(id__gt=after)
    return await rows.order_by("id").limit(BATCH_ROWS)


def _standing(row: Notice) -> QuerySet[Notice]:
    """The notice, if it has not been withdrawn or published anew since it was read."""
    return Notice.filter(
        id=row.id, state=NoticeState.PUBLISHED, version_no=row.version_no, kind=row.kind
    )
