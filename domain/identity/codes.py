"""SMS codes: one phone, one purpose, five minutes, five tries, used once."""

import hmac
import secrets
from datetime import datetime, timedelta

from msgspec import Struct
from tortoise.expressions import F

from domain.identity.accounts import phone_index, read_phone
from domain.identity.terms import CodeRequest
from domain.kernel import clock, outside
from domain.kernel.actor import Call
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Invalid, Unavailable
from orm import keyring
from orm.identity import SmsCode
from vocabulary.identity import CodePurpose

DIGITS = 6
LASTS = timedelta(minutes=5)
SET_UP_LASTS = timedelta(hours=72)  # sent when the account is opened, used when its owner comes
TRIES_MAX = 5
LONG_LIVED_TRIES_MAX = 30  # an hour, from everywhere: in three days one chance in 460
RESEND_AFTER_S = 60
DAY_S = 86_400
CODES_A_DAY_MAX = 10
HOUR_S = 3_600
CODES_PER_ADDRESS_MAX = 100  # an hour
TEMPLATE = "sms_code"

WRONG_SENTENCE = "验证码不正确或已失效，请核对后重试或重新获取"


# Sent only to whoever has proved something already: strangers can neither ask for them nor use
# up the number of codes that their owner may have in a day.
OF_ONES_OWN = frozenset({CodePurpose.ASSIST, CodePurpose.STEP_UP})

# Sent by somebody else, and good for days: five wrong guesses of a stranger must not end them.
LONG_LIVED = frozenset({CodePurpose.SET_UP})


class CodeSent(Struct, frozen=True):
    """验证码已发送。"""

    resend_after_s: int
    valid_for_s: int
    printed_code: str | None


async def send(body: CodeRequest, *, call: Call) -> CodeSent:
    """Send a code. Whether the phone has an account makes no difference to anything."""
    if body.purpose in OF_ONES_OWN:
        raise Invalid("请在登录后的页面获取该验证码", (("purpose", "不能单独获取"),))
    return await send_to(read_phone(body.phone), body.purpose, call=call)


async def send_to(phone: str, purpose: CodePurpose, *, call: Call) -> CodeSent:
    """Send a code to a phone that is known to be one."""
    lasts = SET_UP_LASTS if purpose is CodePurpose.SET_UP else LASTS
    who = phone_index(phone)
    hands = outside.held()
    await hands.limiter.hit(f"sms_code.{purpose.value}", who, limit=1, window_s=RESEND_AFTER_S)
    day = "sms_code.own_day" if purpose in OF_ONES_OWN else "sms_code.day"
    await hands.limiter.hit(day, who, limit=CODES_A_DAY_MAX, window_s=DAY_S)
    if call.address:
        await hands.limiter.hit(
            "sms_code.address", call.address, limit=CODES_PER_ADDRESS_MAX, window_s=HOUR_S
        )
    text, code = await issue(phone, purpose, at=clock.now(), lasts=lasts)
    params = {"code": text, "minutes": str(lasts // timedelta(minutes=1))}
    try:
        await hands.sms.send(phone, TEMPLATE, params)
    except OutsideError as problem:
        await spend(code)
        raise Unavailable(problem.sentence, retry_after_s=RESEND_AFTER_S) from problem
    return CodeSent(RESEND_AFTER_S, int(lasts.total_seconds()), hands.sms.printed_code(phone))


async def issue(
    phone: str, purpose: CodePurpose, *, at: datetime, lasts: timedelta
) -> tuple[str, SmsCode]:
    """Write a code for whoever sends it: in `send` at once, or in an act, with its outbox."""
    who = phone_index(phone)
    text = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    code = await SmsCode.create(
        phone_index=who,
        purpose=purpose,
        code_digest=_digest(who, purpose, text),
        sent_at=at,
        expires_at=at + lasts,
    )
    return text, code


async def check(phone: str, purpose: CodePurpose, text: str, *, call: Call) -> SmsCode | None:
    """The code, if this is it: the newest one, in time, not used, its tries not used up.

    The try is counted before the code is compared, in a statement of its own, so that guesses
    count however many arrive at once and whatever becomes of the act they were made for.
    """
    who = phone_index(phone)
    code = await SmsCode.filter(phone_index=who, purpose=purpose).order_by("-id").first()
    if code is None:
        return None
    good = SmsCode.filter(id=code.id, used_at__isnull=True, expires_at__gt=clock.now())
    if purpose in LONG_LIVED:
        await _slow_down(code, call)
    else:
        good = good.filter(tries__lt=TRIES_MAX)
    counted = await good.update(tries=F("tries") + 1)
    if not counted or not hmac.compare_digest(code.code_digest, _digest(who, purpose, text)):
        return None
    return code


async def _slow_down(code: SmsCode, call: Call) -> None:
    """Let nobody guess fast, and nobody end by wrong guesses what was sent to somebody else."""
    limiter, who = outside.held().limiter, str(code.id)
    await limiter.hit(
        "sms_code.try_from", f"{who}:{call.address}", limit=TRIES_MAX, window_s=HOUR_S
    )
    await limiter.hit("sms_code.try", who, limit=LONG_LIVED_TRIES_MAX, window_s=HOUR_S)


async def spend(code: SmsCode) -> bool:
    """Use a code up; False if somebody else was first. In the transaction of what it is for."""
    spent = await SmsCode.filter(id=code.id, used_at__isnull=True).update(used_at=clock.now())
    return spent == 1


def _digest(who: str, purpose: CodePurpose, text: str) -> str:
    return keyring.held().blind(f"{who}:{purpose.value}:{text}", "sms_code.code")
