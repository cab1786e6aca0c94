"""What time does to faces: templates end, challenges are forgotten, the number kept is watched."""

from datetime import timedelta

from domain.faces import gallery, queries
from domain.faces.queries import ALARM_AT
from domain.kernel import clock
from domain.kernel.actor import SYSTEM_PARTY, job_actor
from domain.kernel.perform import enact
from orm.faces import FaceChallenge, FaceTemplate
from orm.journal import JournalEntry
from orm.parties import Party
from vocabulary.parties import PartyKind

EXPIRE_BATCH_MAX = 500
CHALLENGES_KEPT = timedelta(days=1)
ALARM_EVERY = timedelta(days=7)
ALARM = "face.near_filing"


async def expire_faces() -> None:
    """Delete every template whose time is over, one act each, so that the journal shows it."""
    by = job_actor("到期清除人脸模板")
    due = await FaceTemplate.filter(expires_at__lte=clock.now()).limit(EXPIRE_BATCH_MAX)
    for row in due:
        facts: dict[str, object] = {}
        async with enact("face.expire", "face", row.account_id, by=by, facts=facts) as outcome:
            facts["deleted"] = await FaceTemplate.filter(
                id=row.id, expires_at__lte=outcome.at
            ).delete()
        await gallery.refresh(row.account_id)
    await FaceChallenge.filter(expires_at__lt=clock.now() - CHALLENGES_KEPT).delete()


async def watch_face_count() -> None:
    """Tell the operator once a week while so many faces are kept that filing is near."""
    count = await queries.count()
    if count < ALARM_AT:
        return
    since = clock.now() - ALARM_EVERY
    if await JournalEntry.filter(code=ALARM, at__gt=since).exists():
        return
    operators = await Party.filter(kind=PartyKind.OPERATOR)
    for operator in operators:
        facts = {"seats": {"operator": str(operator.id)}, "count": count}
        by = job_actor("人脸存量提示")
        async with enact(ALARM, "face", SYSTEM_PARTY, by=by, facts=facts) as outcome:
            outcome.subject_no = str(count)
