"""What time does to certifications: checks what came in, reminds, and lets unused papers go."""

import asyncio
from datetime import timedelta
from uuid import UUID

from domain.kernel import clock
from domain.kernel.actor import job_actor
from domain.kernel.refusal import NotNow, OnHold, Unmet
from domain.parties import hand_ins, review
from domain.parties.actions import checking, facing_by_wechat
from orm.certifying import FaceCheck, Paper
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Certification, Party
from vocabulary.certification import CertificationState
from vocabulary.messaging import MessageKind

BATCH_MAX = 20
REMIND_BEFORE = timedelta(days=30)
UNUSED_DAYS = 7
REVIEWER = "自动核验"


async def check_certifications() -> None:
    """Review what waits, oldest first. What moved meanwhile is looked at again next time."""
    waiting = Certification.filter(state=CertificationState.TO_CHECK)
    if frozen := [party.id for party in await Party.filter(on_hold=True).only("id")]:
        waiting = waiting.exclude(enterprise_id__in=frozen)  # they keep nobody waiting
    rows = await waiting.order_by("updated_at").limit(BATCH_MAX)
    # The register is asked for all at once: when it is away, the batch waits once.
    looked = await asyncio.gather(*(hand_ins.look_up(row.uscc) for row in rows))
    for row, found in zip(rows, looked, strict=True):
        await check(row, found)


async def check(row: Certification, looked: hand_ins.LookedUp) -> None:
    """Check the newest hand-in of one certification, and take the step that follows."""
    hand_in = await hand_ins.latest(row)
    checks = review.check_all(await hand_ins.evidence_of(row, hand_in, looked))
    try:
        await checking.conclude(
            row.id, hand_in.serial, checks, review.decide(checks), by=job_actor(REVIEWER)
        )
    except (NotNow, Unmet, OnHold):
        return  # somebody was quicker, the code was taken this moment, or the firm is frozen


async def remind_renewals() -> None:
    """Tell a certified enterprise once that its papers end soon; the newest approval counts.

    The message hangs on the entry that certified it, so repeating the job changes nothing.
    """
    until = clock.today() + REMIND_BEFORE
    approved = Certification.filter(state=CertificationState.APPROVED)
    ending = approved.filter(valid_until__lte=until).order_by("valid_until", "id")
    for row in await ending:
        newer = approved.filter(enterprise_id=row.enterprise_id, decided_at__gt=row.decided_at)
        if not await newer.exists():
            await _remind(row.id)


async def _remind(certification_id: UUID) -> None:
    row = await Certification.get(id=certification_id)
    entry = await JournalEntry.filter(subject_id=row.id, to_state="approved").first()
    assert entry is not None, "certified without an entry"
    told = Message.filter(party_id=row.enterprise_id, entry_id=entry.id, kind=MessageKind.SYSTEM)
    if await told.exists():
        return
    await Message.create(
        party_id=row.enterprise_id,
        entry_id=entry.id,
        kind=MessageKind.SYSTEM,
        title="企业认证即将到期",
        body=f"贵企业认证所用证照将于 {row.valid_until:%Y年%m月%d日} 到期，请更换证照后重新认证。",
        subject_kind=row.subject,
        subject_id=row.id,
        at=clock.now(),
    )


async def purge_papers() -> None:
    """Forget pictures that were never handed in: without its key a sealed picture is noise.

    And with what WeChat was asked about a face, once it would not answer any more.
    """
    old = clock.now() - timedelta(days=UNUSED_DAYS)
    await Paper.filter(handed_in=False, at__lt=old, key__isnull=False).update(
        key=None, reading=None, portrait=None
    )
    over = clock.now() - facing_by_wechat.LASTS
    await FaceCheck.filter(begun_at__lt=over, verification__isnull=False).update(verification=None)
