"""The ways in: password, SMS code, WeChat. Each attempt is limited, and written down."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from tortoise.transactions import in_transaction

from domain.identity import accounts, allow_lists, attempts, codes, passwords, second_factor
from domain.identity.accounts import actor_of
from domain.identity.attempts import LOCKED_SENTENCE, WRONG_SENTENCE, Attempt, who_tries
from domain.identity.sessions import Begun, begin_session, digest_of
from domain.identity.terms import PasswordLogIn, SmsCodeLogIn, WeChatLogIn
from domain.kernel import clock, outside
from domain.kernel.actor import Call
from domain.kernel.ports import OutsideError, WeChatIdentity
from domain.kernel.refusal import Locked, Refusal, SecondFactor, Unavailable, Unmet, WrongLogIn
from orm import keyring
from orm.identity import Account, WeChatBinding, WeChatTicket
from orm.parties import Party
from vocabulary.identity import AccountState, CodePurpose, LogInWay

LIMIT_WINDOW_S = 300
LOG_INS_PER_NAME_MAX = 60
LOG_INS_PER_ADDRESS_MAX = 300  # an office, or a bank's branch, shares one address
TICKET_BYTES = 32
TICKET_LASTS = timedelta(minutes=10)
OUTSIDE_RETRY_S = 5

LOCKED_BY_OPERATOR = "账号已被平台锁定，请联系平台运营方"
CLOSED = "账号已停用，请联系平台运营方"
NOT_SIGNED_UP = "该手机号尚未注册，请先注册"
OTHER_PERSON = "两步验证须为同一账号，请重新开始"

StillHolds = Callable[[], Awaitable[None]]  # raises a refusal when a proof holds no more


def apart(call: Call) -> Call:
    """The call of somebody not logged in yet: an answer with a token is not kept for replay."""
    return replace(call, key="", body_hash="", if_match="", render=None)


async def limit_attempts(name: str, who: str, call: Call, *, limit: int) -> None:
    """Count an attempt by name and by address. Raises `TooOften`."""
    limiter = outside.held().limiter
    await limiter.hit(f"{name}.who", who, limit=limit, window_s=LIMIT_WINDOW_S)
    if call.address:
        await limiter.hit(
            f"{name}.address", call.address, limit=LOG_INS_PER_ADDRESS_MAX, window_s=LIMIT_WINDOW_S
        )


async def by_password(body: PasswordLogIn, *, call: Call) -> Begun:
    """Log in with a phone or log-in name, and a password.

    Whatever is wrong, the same work is done: a password is checked, a row counted. Whether an
    account exists shows neither in the answer nor in its time.
    """
    await limit_attempts(
        "log_in", accounts.name_index(body.phone), call, limit=LOG_INS_PER_NAME_MAX
    )
    account = await accounts.find_by_name(body.phone)
    attempt = Attempt(LogInWay.PASSWORD, call, account.id if account else None)
    who = who_tries(account, body.phone)
    right = await passwords.fits(account.password_hash if account else None, body.password)
    if not right or account is None:
        locked = await attempts.count_wrong(who)
        await attempt.note("密码已锁定" if locked else "密码错误")
        raise Locked(LOCKED_SENTENCE) if locked else WrongLogIn(WRONG_SENTENCE)
    if await attempts.locked_until(who):
        await attempt.note("密码已锁定")
        raise Locked(LOCKED_SENTENCE)
    fresh_hash = None
    if passwords.is_outdated(account.password_hash):
        fresh_hash = await passwords.make_hash(body.password)
    return await enter(account, attempt, fresh_hash)


async def by_sms_code(body: SmsCodeLogIn, *, call: Call) -> Begun:
    """Log in with a code sent to the account's phone; also the way back after wrong passwords."""
    phone = accounts.read_phone(body.phone)
    await limit_attempts("log_in", accounts.name_index(phone), call, limit=LOG_INS_PER_NAME_MAX)
    account = await accounts.find_by_phone(phone)
    attempt = Attempt(LogInWay.SMS_CODE, call, account.id if account else None)
    code = await codes.check(phone, CodePurpose.LOG_IN, body.sms_code, call=call)
    if code is None or not await codes.spend(code):
        await attempt.note("验证码错误")
        raise WrongLogIn(codes.WRONG_SENTENCE)
    if account is None:
        await attempt.note("手机号未注册")
        raise Unmet(NOT_SIGNED_UP)
    return await enter_or_complete(account, attempt)


async def by_wechat(body: WeChatLogIn, *, call: Call) -> Begun | str:
    """Log in a WeChat user who is bound already; give anybody else a ticket for `bind_phone`."""
    await limit_attempts("wechat", call.address, call, limit=LOG_INS_PER_ADDRESS_MAX)
    identity = await identify(body.code)
    binding = await WeChatBinding.get_or_none(open_id_index=open_id_index(identity.open_id))
    if binding is not None:
        account = await Account.get(id=binding.account_id)
        return await enter(account, Attempt(LogInWay.WECHAT, call, account.id))
    ticket = secrets.token_urlsafe(TICKET_BYTES)
    await WeChatTicket.create(
        ticket_digest=digest_of(ticket),
        open_id=identity.open_id,
        expires_at=clock.now() + TICKET_LASTS,
    )
    return ticket


def open_id_index(open_id: str) -> str:
    """By what an encrypted open id is found."""
    return keyring.held().blind(open_id, "wechat_binding.open_id")


def must_be_open(account: Account) -> None:
    """Refuse an account that the operator has locked or closed. Only its owner gets this far."""
    if account.state is AccountState.LOCKED:
        raise Locked(LOCKED_BY_OPERATOR)
    if account.state is AccountState.CLOSED:
        raise Locked(CLOSED)


async def identify(code: str) -> WeChatIdentity:
    """Who WeChat says is speaking."""
    try:
        return await outside.held().mini_program.code_to_session(code)
    except OutsideError as problem:
        raise refusal_of(problem) from problem


def refusal_of(problem: OutsideError) -> Refusal:
    """Say what WeChat said: come back later, or begin anew."""
    if problem.retry:
        return Unavailable(problem.sentence, retry_after_s=OUTSIDE_RETRY_S)
    return WrongLogIn(problem.sentence)


async def enter_or_complete(
    account: Account, attempt: Attempt, *, still: StillHolds | None = None
) -> Begun:
    """Take a proof as the first of a log-in, or as the second when the call brings a ticket.

    So every way in at a kiosk is either, and none goes round the second.
    """
    ticket = attempt.call.first_proof
    if not ticket:
        return await enter(account, attempt, still=still)
    try:
        holder = await second_factor.holder_of(ticket, attempt.way)
        if holder.id != account.id:
            raise WrongLogIn(OTHER_PERSON)
        call = apart(attempt.call)
        return await second_factor.complete(ticket, attempt.way, call=call, still=still)
    except Refusal as refusal:
        await attempt.note(refusal.title)
        raise


async def enter(
    account: Account,
    attempt: Attempt,
    fresh_hash: str | None = None,
    *,
    still: StillHolds | None = None,
) -> Begun:
    """Begin a session for an account whose owner has proved it; one transaction.

    Raises `SecondFactor`, with a ticket for the second proof, when a post of the account wants
    two. Every way in ends here, a face included. `still` looks again at what may have been
    withdrawn while it was being compared.
    """
    try:
        async with in_transaction():
            kept = await Account.select_for_update().get(id=account.id)
            must_be_open(kept)
            if still is not None:
                await still()
            came = await _begin(kept, account, attempt, fresh_hash)
    except Refusal as refusal:
        await attempt.note(refusal.title)
        raise
    if isinstance(came, SecondFactor):
        raise came
    return came


async def _begin(
    kept: Account, account: Account, attempt: Attempt, fresh_hash: str | None
) -> Begun | SecondFactor:
    """The log-in of a locked row, as `account` was when it was proved."""
    at = clock.now()
    if attempt.way is LogInWay.PASSWORD and kept.password_hash != account.password_hash:
        raise WrongLogIn(WRONG_SENTENCE)  # changed while it was being checked
    party = await Party.get(id=kept.party_id)
    actor = actor_of(kept, party, apart(attempt.call))
    await allow_lists.must_allow(actor.roles, attempt.call.address)
    if fresh_hash is not None:
        kept.password_hash = fresh_hash
        await kept.save(update_fields=["password_hash"])
    if second_factor.is_needed(actor.roles):
        await attempt.note(second_factor.FIRST_RIGHT)
        return await second_factor.ticket_for(kept, attempt.way, at=at)
    await attempts.forget_wrong(who_tries(kept))
    kept.last_log_in_at = at
    await kept.save(update_fields=["last_log_in_at"])
    await attempt.note(succeeded=True)
    return await begin_session(actor, at=at, ways=[attempt.way])
