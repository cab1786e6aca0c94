"""Giving the second proof of a log-in: by SMS code, password or WeChat."""

from domain.identity import attempts, codes, log_in, passwords, second_factor
from domain.identity.attempts import LOCKED_SENTENCE, Attempt, who_tries
from domain.identity.codes import CodeSent
from domain.identity.sessions import Begun, digest_of
from domain.identity.terms import SecondPassword, SecondSmsCode, SecondWeChat, TicketHeld
from domain.kernel.actor import Call
from domain.kernel.refusal import Invalid, Locked, WrongLogIn
from orm.identity import WeChatBinding
from vocabulary.identity import CodePurpose, LogInWay

SECOND_PROOFS_MAX = 30
NOT_BOUND = "该微信未绑定此账号，请换一种方式验证"


async def send_code(body: TicketHeld, *, call: Call) -> CodeSent:
    """Send a code to the phone of the ticket's account."""
    account = await second_factor.holder_of(body.ticket, LogInWay.SMS_CODE)
    return await codes.send_to(account.phone, CodePurpose.STEP_UP, call=call)


async def by_sms_code(body: SecondSmsCode, *, call: Call) -> Begun:
    """Complete a log-in with the code sent to the account's phone."""
    await _limit(body.ticket, call)
    account = await second_factor.holder_of(body.ticket, LogInWay.SMS_CODE)
    code = await codes.check(account.phone, CodePurpose.STEP_UP, body.sms_code, call=call)
    if code is None or not await codes.spend(code):
        await Attempt(LogInWay.SMS_CODE, call, account.id).note("验证码错误")
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    return await second_factor.complete(body.ticket, LogInWay.SMS_CODE, call=log_in.apart(call))


async def by_password(body: SecondPassword, *, call: Call) -> Begun:
    """Complete a log-in with the account's password; wrong ones are counted as everywhere."""
    await _limit(body.ticket, call)
    account = await second_factor.holder_of(body.ticket, LogInWay.PASSWORD)
    who, attempt = who_tries(account), Attempt(LogInWay.PASSWORD, call, account.id)
    if not await passwords.fits(account.password_hash, body.password):
        locked = await attempts.count_wrong(who)
        await attempt.note("密码已锁定" if locked else "密码错误")
        raise (
            Locked(LOCKED_SENTENCE)
            if locked
            else Invalid(
                attempts.WRONG_PROOF_SENTENCE, (("password", attempts.WRONG_PROOF_SENTENCE),)
            )
        )
    if await attempts.locked_until(who):
        raise Locked(LOCKED_SENTENCE)
    return await second_factor.complete(body.ticket, LogInWay.PASSWORD, call=log_in.apart(call))


async def by_wechat(body: SecondWeChat, *, call: Call) -> Begun:
    """Complete a log-in as the WeChat user who is bound to the account."""
    await _limit(body.ticket, call)
    account = await second_factor.holder_of(body.ticket, LogInWay.WECHAT)
    identity = await log_in.identify(body.code)
    index = log_in.open_id_index(identity.open_id)
    if not await WeChatBinding.exists(open_id_index=index, account_id=account.id):
        await Attempt(LogInWay.WECHAT, call, account.id).note("微信未绑定")
        raise WrongLogIn(NOT_BOUND)
    return await second_factor.complete(body.ticket, LogInWay.WECHAT, call=log_in.apart(call))


async def _limit(ticket: str, call: Call) -> None:
    await log_in.limit_attempts("second_factor", digest_of(ticket), call, limit=SECOND_PROOFS_MAX)
