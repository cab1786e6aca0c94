"""Logging in at a kiosk by one's own device: the kiosk asks, its user agrees, the kiosk collects.

A picture of the code can be sent to somebody far away, so whoever agrees must type the two
digits that only the screen before them shows.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from domain.devices.terms import ScanAgreement, ScanCollecting
from domain.devices.tokens import digest_of, new_token
from domain.identity import log_in
from domain.identity.attempts import Attempt
from domain.identity.sessions import Begun
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotFound, NotNow
from orm.devices import Device, ScanLogIn
from orm.identity import Account
from vocabulary.devices import DeviceState
from vocabulary.identity import LogInWay

LASTS = timedelta(minutes=2)
WRONG_NUMBERS_MAX = 3
ASKS_MAX = 60  # per kiosk
ASK_WINDOW_S = 300
OVER = "这个登录请求已失效，请在终端上重新获取二维码"
WRONG_NUMBER = "数字与终端屏幕上的不一致，请核对后重新输入"


@dataclass(frozen=True, slots=True)
class Asked:
    """A log-in that waits; the secret stays with the kiosk, the id goes into the code."""

    id: UUID
    secret: str
    number: str
    expires_at: datetime


async def ask(*, call: Call) -> Asked:
    """A kiosk asks for a log-in by somebody's own device."""
    assert call.kiosk_id is not None, "only a terminal asks"
    await outside.held().limiter.hit(
        "scan.ask", str(call.kiosk_id), limit=ASKS_MAX, window_s=ASK_WINDOW_S
    )
    secret, number = new_token(), f"{secrets.randbelow(100):02d}"
    row = await ScanLogIn.create(
        device_id=call.kiosk_id,
        secret_digest=digest_of(secret),
        number=number,
        expires_at=clock.now() + LASTS,
    )
    return Asked(row.id, secret, number, row.expires_at)


async def agree(scan_id: UUID, body: ScanAgreement, *, by: Actor) -> Device:
    """Let the kiosk before oneself log one in."""
    if by.call.kiosk_id is not None:
        raise NotNow("请在您自己的手机或电脑上确认登录")
    await _must_match(scan_id, body.number)
    async with enact("scan_log_in.agree", "scan_log_in", scan_id, by=by) as outcome:
        taken = (
            await _open(scan_id).filter(account_id__isnull=True).update(account_id=by.account_id)
        )
        if not taken:
            raise NotNow(OVER)
        row = await ScanLogIn.get(id=scan_id)
        device = await Device.get(id=row.device_id)
        if device.state is not DeviceState.IN_USE:
            raise NotNow(OVER)
        outcome.subject_no, outcome.result = device.name, device
    return device


async def _must_match(scan_id: UUID, number: str) -> None:
    """Compare the digits; wrong ones count, whatever becomes of the act, and three end it."""
    row = await _open(scan_id).first()
    if row is None:
        raise NotFound(OVER)
    # Counted before it is compared, so that guesses count however many arrive at once.
    tried = _open(scan_id).filter(wrong_numbers__lt=WRONG_NUMBERS_MAX)
    if not await tried.update(wrong_numbers=F("wrong_numbers") + 1):
        raise NotNow(OVER)
    if not hmac.compare_digest(row.number, number):
        raise Invalid(WRONG_NUMBER, (("number", WRONG_NUMBER),))
    await ScanLogIn.filter(id=scan_id).update(wrong_numbers=F("wrong_numbers") - 1)


def _open(scan_id: UUID) -> QuerySet[ScanLogIn]:
    return ScanLogIn.filter(id=scan_id, used_at__isnull=True, expires_at__gt=clock.now())


async def collect(body: ScanCollecting, *, call: Call) -> Begun | None:
    """The kiosk asks whether somebody agreed: then a session begins, once. None: not yet."""
    row = await _open(body.id).filter(device_id=call.kiosk_id).first()
    if row is None or not hmac.compare_digest(row.secret_digest, digest_of(body.secret)):
        raise NotNow(OVER)
    if row.account_id is None:
        if row.wrong_numbers >= WRONG_NUMBERS_MAX:
            raise NotNow(OVER)
        return None
    if not await _open(body.id).update(used_at=clock.now()):
        raise NotNow(OVER)
    account = await Account.get(id=row.account_id)
    return await log_in.enter_or_complete(account, Attempt(LogInWay.SCAN, call, account.id))
