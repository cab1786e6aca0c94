"""The gallery of this process: everybody who may log in by face, kept true by the journal.

It is filled from the rows and then asks the journal a few times a second what became of faces.
Asking needs no bell and no message from another process, so none can be missed; what it reads
of an account is its row, so hearing of the same act twice does no harm. A second late at most;
and whoever it knows is looked up in the database again before they are let in.
"""

import asyncio
import logging
from uuid import UUID

from domain.faces import templates
from domain.kernel import clock, sealing
from domain.kernel.outside import held
from orm.engine import AWAY
from orm.faces import FaceTemplate
from orm.journal import JournalEntry

SUBJECT = "face"
POLL_S = 0.25
AGAIN_S = 1.0
BATCH_MAX = 500

log = logging.getLogger(__name__)


class Gallery:
    """Follows the journal for this process's eyes."""

    def __init__(self) -> None:
        self._seal_no = -1  # nothing read yet

    async def run(self) -> None:
        """Follow until cancelled. What goes wrong with the database is waited out."""
        while True:
            try:
                await self.follow()
            except AWAY as problem:
                log.warning("the gallery waits: %r", problem)
                await asyncio.sleep(AGAIN_S)
            await asyncio.sleep(POLL_S)

    async def follow(self) -> int:
        """Take in what became of faces since last time. Returns how many accounts that were."""
        last = await sealing.head()
        sealed_to = int(last.no) if last else 0
        if self._seal_no < 0:
            count = await self._fill()
        else:
            count = await self._catch_up(sealed_to)
        self._seal_no = sealed_to
        return count

    async def _fill(self) -> int:
        """Read every row, a batch at a time. The head was read before: nothing is skipped."""
        count, after = 0, UUID(int=0)
        while rows := await FaceTemplate.filter(id__gt=after).order_by("id").limit(BATCH_MAX):
            for row in rows:
                await _take(row)
            count, after = count + len(rows), rows[-1].id
            await asyncio.sleep(0)
        return count

    async def _catch_up(self, sealed_to: int) -> int:
        if sealed_to == self._seal_no:
            return 0
        found = await JournalEntry.filter(
            seal_no__gt=self._seal_no, seal_no__lte=sealed_to, subject_kind=SUBJECT
        ).values_list("subject_id", flat=True)
        accounts = {UUID(str(each)) for each in found}
        for account_id in accounts:
            await refresh(account_id)
        return len(accounts)


async def refresh(account_id: UUID) -> None:
    """Make this process see an account as the database has it now."""
    row = await FaceTemplate.get_or_none(account_id=account_id)
    if row is None:
        await held().faces.forget(str(account_id))
    else:
        await _take(row)


async def _take(row: FaceTemplate) -> None:
    if templates.is_current(row) and row.expires_at > clock.now():
        await held().faces.enrol(str(row.account_id), templates.opened(row))
    else:
        await held().faces.forget(str(row.account_id))
