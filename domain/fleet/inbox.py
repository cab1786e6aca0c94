"""Reports on their way in: those that come within a moment share one transaction.

Whoever sent a report is answered when it is committed, so what was not answered is sent again.
"""

import asyncio
import logging
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct

from domain.fleet.actions import hearing, settling
from domain.fleet.actions.hearing import Given
from domain.fleet.terms import Envelope, SignedReport
from domain.kernel.refusal import TooOften, UnknownDevice
from orm.engine import AWAY

FLUSH_S = 0.1
BATCH_MAX = 400
WAITING_MAX = 20_000
NOBODY = "设备未登记、已停用或报告无效，请联系门店人员"
BUSY = "平台正忙，请稍后再报"
_ENVELOPE = msgspec.json.Decoder(Envelope)

log = logging.getLogger(__name__)


class Heard(Struct, frozen=True):
    """报告已收下：到第几号为止。"""

    until: int


@dataclass(slots=True)
class _Waiting:
    given: Given
    answered: "asyncio.Future[bool]" = field(repr=False)


class Inbox:
    """The reports that wait in this process."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._flushing: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None

    async def hear(self, body: SignedReport) -> Heard:
        """Take a report in and say up to which number; nothing for whoever is not ours."""
        payload = body.payload.encode()
        try:
            envelope = _ENVELOPE.decode(payload)
        except (msgspec.DecodeError, UnicodeDecodeError) as problem:
            raise UnknownDevice(NOBODY) from problem
        if len(self._waiting) >= WAITING_MAX:
            raise TooOften(BUSY, retry_after_s=1)
        waiting = _Waiting(
            Given(envelope, payload, body.signature), asyncio.get_running_loop().create_future()
        )
        self._waiting.append(waiting)
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        if not await waiting.answered:
            raise UnknownDevice(NOBODY)
        return Heard(max((report.seq for report in envelope.reports), default=0))

    async def settled(self) -> None:
        """Wait until nothing waits."""
        for task in (self._flushing, self._settling):
            if task is not None:
                await task

    async def _flush(self) -> None:
        """Take in what waits, a batch at a time, until nothing does."""
        await asyncio.sleep(FLUSH_S)
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH_MAX], self._waiting[BATCH_MAX:]
            try:
                await self._take(batch)
            except AWAY as problem:
                log.warning("reports are sent again: %r", problem)
                for each in batch:
                    _fail(each, problem)

    async def _take(self, batch: list[_Waiting]) -> None:
        """Take a batch in; of one that cannot be taken, whatever is wrong holds no other up."""
        try:
            taken = await hearing.take([each.given for each in batch])
        except AWAY:
            raise
        except Exception as problem:
            if len(batch) > 1:
                for each in batch:
                    await self._take([each])
            else:
                log.exception("a report cannot be taken")
                _fail(batch[0], problem)
            return
        for each, accepted in zip(batch, taken.accepted, strict=True):
            if not each.answered.done():
                each.answered.set_result(accepted)
        for device_id, why in taken.cloned.items():
            await settling.block(device_id, why)
        if taken.turned_bad and (self._settling is None or self._settling.done()):
            self._settling = asyncio.create_task(_settle())


async def _settle() -> None:
    """Carry bad news out at once, beside the reports; what is missed the watch finds."""
    try:
        await settling.settle()
    except AWAY as problem:
        log.warning("devices are settled later: %r", problem)


def _fail(waiting: _Waiting, problem: BaseException) -> None:
    if not waiting.answered.done():
        waiting.answered.set_exception(problem)


INBOX = Inbox()
