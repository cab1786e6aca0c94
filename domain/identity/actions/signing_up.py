"""Signing up: an enterprise and its first account, by SMS code or by WeChat's word."""

from uuid import UUID, uuid4

from domain.identity import accounts, allow_lists, log_in, passwords, second_factor
from domain.identity.accounts import actor_of, write_account
from domain.identity.actions.checking import must_be_good, proved, spend
from domain.identity.attempts import Attempt
from domain.identity.sessions import Begun, begin_session, digest_of
from domain.identity.terms import PhoneBinding, Proved, SignUp
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import Refusal, SecondFactor, Unmet, WrongLogIn
from orm.identity import Account, WeChatBinding, WeChatTicket
from orm.parties import Party
from vocabulary.identity import CodePurpose, LogInWay
from vocabulary.parties import PartyKind, Role

SIGN_UPS_PER_PHONE_MAX = 20
TAKEN = "该手机号已注册，请直接登录；忘记密码可凭短信验证码重置"
TICKET_OVER = "微信登录已超时，请重新登录"


async def sign_up(body: SignUp, *, call: Call) -> Begun:
    """Make an enterprise and its first account. Whether a phone is known is told to its owner."""
    phone = accounts.read_phone(body.phone)
    must_be_good(body.password, "password", phone=phone)
    who = accounts.phone_index(phone)
    await log_in.limit_attempts("sign_up", who, call, limit=SIGN_UPS_PER_PHONE_MAX)
    code = await proved(phone, CodePurpose.SIGN_UP, body.sms_code, call=call)
    password_hash = await passwords.make_hash(body.password)
    by = newcomer(phone, call)
    async with enact("account.sign_up", "account", by.account_id, by=by, terms=body) as outcome:
        await spend(code)
        if await accounts.find_by_phone(phone):
            raise Unmet(TAKEN)
        await write_enterprise(by, phone, password_hash)
        await Attempt(LogInWay.SMS_CODE, call, by.account_id).note("注册", succeeded=True)
        outcome.result = begun = await begin_session(by, at=outcome.at, ways=[LogInWay.SMS_CODE])
    return begun


async def bind_phone(body: PhoneBinding, *, call: Call) -> Begun:
    """Log a WeChat user in by the phone WeChat vouches for: binds its account, or makes one."""
    await log_in.limit_attempts("wechat", call.address, call, limit=log_in.LOG_INS_PER_ADDRESS_MAX)
    ticket = await WeChatTicket.get_or_none(
        ticket_digest=digest_of(body.ticket), used_at__isnull=True, expires_at__gt=clock.now()
    )
    if ticket is None:
        raise WrongLogIn(TICKET_OVER)
    phone = await _phone_from_wechat(body.phone_code)
    account = await accounts.find_by_phone(phone)
    attempt = Attempt(LogInWay.WECHAT, call, account.id if account else None)
    try:
        return await _bound(ticket, phone, account, call)
    except SecondFactor:
        raise
    except Refusal as refusal:
        await attempt.note(refusal.title)
        raise


async def _bound(ticket: WeChatTicket, phone: str, account: Account | None, call: Call) -> Begun:
    if account is None:
        by, code = newcomer(phone, call), "account.sign_up"
    else:
        log_in.must_be_open(account)
        party = await Party.get(id=account.party_id)
        by, code = actor_of(account, party, log_in.apart(call)), "account.bind_phone"
        await allow_lists.must_allow(by.roles, call.address)
    terms = Proved(phone, LogInWay.WECHAT)
    async with enact(code, "account", by.account_id, by=by, terms=terms) as outcome:
        spent = await WeChatTicket.filter(
            ticket_digest=ticket.ticket_digest, used_at__isnull=True, expires_at__gt=outcome.at
        ).update(used_at=outcome.at)
        if not spent:
            raise WrongLogIn(TICKET_OVER)
        if account is None:
            await write_enterprise(by, phone, None)
        await _bind(ticket.open_id, by.account_id)
        attempt = Attempt(LogInWay.WECHAT, call, by.account_id)
        came: Begun | SecondFactor
        if account is not None and second_factor.is_needed(by.roles):
            await attempt.note(second_factor.FIRST_RIGHT)
            came = await second_factor.ticket_for(account, LogInWay.WECHAT, at=outcome.at)
        else:
            await Account.filter(id=by.account_id).update(last_log_in_at=outcome.at)
            await attempt.note("绑定微信", succeeded=True)
            came = await begin_session(by, at=outcome.at, ways=[LogInWay.WECHAT])
        outcome.result = came
    if isinstance(came, SecondFactor):
        raise came
    return came


async def _bind(open_id: str, account_id: UUID) -> None:
    """A WeChat user is one account: whose phone was proved last."""
    index, at = log_in.open_id_index(open_id), clock.now()
    moved = await WeChatBinding.filter(open_id_index=index).update(
        account_id=account_id, bound_at=at
    )
    if not moved:
        await WeChatBinding.create(
            open_id_index=index, open_id=open_id, account_id=account_id, bound_at=at
        )


async def _phone_from_wechat(code: str) -> str:
    try:
        return accounts.read_phone(await outside.held().mini_program.phone_number(code))
    except OutsideError as problem:
        raise log_in.refusal_of(problem) from problem


def newcomer(phone: str, call: Call) -> Actor:
    """Who acts when nobody is here yet: the account that is about to be."""
    return Actor(
        uuid4(),
        uuid4(),
        PartyKind.ENTERPRISE,
        frozenset({Role.ENTERPRISE_CLERK}),
        accounts.name_for(phone),
        call=log_in.apart(call),
    )


async def write_enterprise(by: Actor, phone: str, password_hash: str | None) -> None:
    """Write the enterprise and its first account into the caller's transaction."""
    at = clock.now()
    party = await Party.create(id=by.party_id, kind=by.party_kind, created_at=at)
    account = await write_account(
        party,
        account_id=by.account_id,
        name=by.name,
        phone=phone,
        roles=by.roles,
        password_hash=password_hash,
        at=at,
    )
    await Account.filter(id=account.id).update(last_log_in_at=at)
