"""What is done to accounts: signing up, passwords, sessions, and the operator's own acts."""

from uuid import UUID, uuid4

from domain.identity import accounts, attempts, codes, log_in, passwords
from domain.identity.accounts import actor_of, write_account
from domain.identity.attempts import Attempt, who_tries
from domain.identity.rules import log_in_name_problem, password_problem, roles_problem
from domain.identity.sessions import Begun, begin_session, digest_of, end_sessions
from domain.identity.terms import (
    AccountOpening,
    InstitutionOpening,
    PasswordChange,
    PasswordReset,
    PhoneBinding,
    Proved,
    RolesChange,
    SignUp,
)
from domain.kernel import clock, outside
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.ports import OutsideError
from domain.kernel.refusal import (
    Invalid,
    Locked,
    NotFound,
    NotNow,
    Refusal,
    Unmet,
    WrongLogIn,
)
from orm.identity import Account, Session, SmsCode, WeChatBinding, WeChatTicket
from orm.parties import Party
from vocabulary.identifiers import compact_uscc, uscc_problem
from vocabulary.identity import AccountState, CodePurpose, LogInWay
from vocabulary.parties import PartyKind, Role
from vocabulary.regions import REGIONS
from vocabulary.rights import Right

SIGN_UPS_PER_PHONE_MAX = 20
INSTITUTIONS = (PartyKind.BANK, PartyKind.INSURER, PartyKind.GUARANTOR)
TAKEN = "该手机号已注册，请直接登录；忘记密码可凭短信验证码重置"
TICKET_OVER = "微信登录已超时，请重新登录"


async def sign_up(body: SignUp, *, call: Call) -> Begun:
    """Make an enterprise and its first account. Whether a phone is known is told to its owner."""
    phone = accounts.read_phone(body.phone)
    _must_be_good(body.password, "password", phone=phone)
    who = accounts.phone_index(phone)
    await log_in.limit_attempts("sign_up", who, call, limit=SIGN_UPS_PER_PHONE_MAX)
    code = await _proved(phone, CodePurpose.SIGN_UP, body.sms_code)
    password_hash = await passwords.make_hash(body.password)
    by = _newcomer(phone, call)
    async with enact("account.sign_up", "account", by.account_id, by=by, terms=body) as outcome:
        await _spend(code)
        if await accounts.find_by_phone(phone):
            raise Unmet(TAKEN)
        await _write_enterprise(by, phone, password_hash)
        await Attempt(LogInWay.SMS_CODE, call, by.account_id).note("注册", succeeded=True)
        outcome.result = begun = await begin_session(by, at=outcome.at)
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
    except Refusal as refusal:
        await attempt.note(refusal.title)
        raise


async def _bound(ticket: WeChatTicket, phone: str, account: Account | None, call: Call) -> Begun:
    if account is None:
        by, code = _newcomer(phone, call), "account.sign_up"
    else:
        log_in.must_be_open(account)
        party = await Party.get(id=account.party_id)
        by, code = actor_of(account, party, log_in.apart(call)), "account.bind_phone"
    terms = Proved(phone, LogInWay.WECHAT)
    async with enact(code, "account", by.account_id, by=by, terms=terms) as outcome:
        spent = await WeChatTicket.filter(
            ticket_digest=ticket.ticket_digest, used_at__isnull=True, expires_at__gt=outcome.at
        ).update(used_at=outcome.at)
        if not spent:
            raise WrongLogIn(TICKET_OVER)
        if account is None:
            await _write_enterprise(by, phone, None)
        await _bind(ticket.open_id, by.account_id)
        await Account.filter(id=by.account_id).update(last_log_in_at=outcome.at)
        await Attempt(LogInWay.WECHAT, call, by.account_id).note("绑定微信", succeeded=True)
        outcome.result = begun = await begin_session(by, at=outcome.at)
    return begun


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


async def reset_password(body: PasswordReset, *, call: Call) -> None:
    """Set a new password by the phone's SMS code; whoever was logged in is out."""
    phone = accounts.read_phone(body.phone)
    _must_be_good(body.password, "password", phone=phone)
    who = accounts.phone_index(phone)
    await log_in.limit_attempts("reset_password", who, call, limit=SIGN_UPS_PER_PHONE_MAX)
    code = await _proved(phone, CodePurpose.RESET_PASSWORD, body.sms_code)
    account = await accounts.find_by_phone(phone)
    if account is None:
        raise Unmet(log_in.NOT_SIGNED_UP)
    log_in.must_be_open(account)
    _must_be_good(body.password, "password", phone=phone, log_in_name=account.log_in_name or "")
    password_hash = await passwords.make_hash(body.password)
    by = actor_of(account, await Party.get(id=account.party_id), log_in.apart(call))
    async with enact("account.reset_password", "account", account.id, by=by, terms=body) as outcome:
        await _spend(code)
        kept = await _locked_row(account.id)
        kept.password_hash = password_hash
        await kept.save(update_fields=["password_hash"])
        await end_sessions(account.id, at=outcome.at)
        await attempts.forget_wrong(who_tries(account))


async def change_password(body: PasswordChange, *, by: Actor) -> None:
    """Set a new password by the old one; the account's other sessions end."""
    account = await Account.get(id=by.account_id)
    if account.password_hash is None:
        raise Unmet("该账号尚未设置密码，请凭短信验证码重置密码")
    name = account.log_in_name or ""
    _must_be_good(body.new_password, "new_password", phone=account.phone, log_in_name=name)
    right = await passwords.fits(account.password_hash, body.old_password)
    password_hash = await passwords.make_hash(body.new_password)
    who = who_tries(account)
    locked = await attempts.locked_until(who) is not None
    try:
        async with enact("account.change_password", "account", account.id, by=by) as outcome:
            old_hash = account.password_hash if right and not locked else None
            await _replace_password(account.id, old_hash, password_hash)
            await end_sessions(account.id, at=outcome.at, but=by.session_id)
            await attempts.forget_wrong(who)
    except WrongLogIn as refusal:
        # Counted after the act was rolled back, and not when an answer is replayed.
        if locked or (not right and await attempts.count_wrong(who)):
            raise Locked(attempts.LOCKED_SENTENCE) from refusal
        sentence = refusal.sentence
        raise Invalid(sentence, (("old_password", sentence),)) from refusal


async def _replace_password(account_id: UUID, old_hash: str | None, new_hash: str) -> None:
    kept = await _locked_row(account_id)
    if kept.password_hash != old_hash:
        raise WrongLogIn("原密码不正确，请核对后重试")
    kept.password_hash = new_hash
    await kept.save(update_fields=["password_hash"])


async def log_out(*, by: Actor) -> None:
    """End every session of the account, on every device (6.1.2.6)."""
    facts: dict[str, int] = {}
    async with enact("account.log_out", "account", by.account_id, by=by, facts=facts) as outcome:
        facts["sessions"] = await end_sessions(by.account_id, at=outcome.at)


async def revoke(session_id: UUID, *, by: Actor) -> None:
    """End one of one's own sessions."""
    async with enact("session.revoke", "session", session_id, by=by) as outcome:
        ended = await Session.filter(
            id=session_id, account_id=by.account_id, ended_at__isnull=True
        ).update(ended_at=outcome.at)
        if not ended:
            raise NotFound("未找到该登录设备，它可能已经退出")


async def open_institution(body: InstitutionOpening, *, by: Actor) -> Party:
    """Take an institution aboard; it is qualified from the start."""
    by.needs(Right.INSTITUTION_OPEN)
    wrong = (
        ("kind", "" if body.kind in INSTITUTIONS else "请选择银行、保险机构或担保机构"),
        ("uscc", uscc_problem(body.uscc)),
        ("region", "" if body.region in REGIONS else "请选择苏州市所辖区域"),
    )
    errors = tuple((field, problem) for field, problem in wrong if problem)
    if errors:
        raise Invalid(errors[0][1], errors)
    party_id = uuid4()
    async with enact("institution.open", "institution", party_id, by=by, terms=body) as outcome:
        uscc = compact_uscc(body.uscc)
        if await Party.filter(uscc=uscc).exists():
            raise Unmet("该统一社会信用代码已登记，请核对")
        party = await Party.create(
            id=party_id,
            kind=body.kind,
            name=body.name.strip(),
            short_name=body.short_name.strip(),
            uscc=uscc,
            region=body.region,
            certified=True,
            created_at=outcome.at,
        )
        outcome.result = party
    return party


async def open_account(body: AccountOpening, *, by: Actor) -> Account:
    """Open an account for somebody of a party, with the posts that such a party has."""
    by.needs(Right.ACCOUNT_MANAGE)
    phone = accounts.read_phone(body.phone)
    name = body.log_in_name.strip().lower()
    _must(log_in_name_problem(name), "log_in_name")
    _must_be_good(body.password, "password", phone=phone, log_in_name=name)
    party = await Party.get_or_none(id=body.party_id)
    if party is None:
        raise NotFound("未找到该单位，请刷新后重新选择")
    _must(roles_problem(party.kind, body.roles), "roles")
    password_hash = await passwords.make_hash(body.password)
    account_id = uuid4()
    facts = {"roles": sorted(set(body.roles)), "account_party": str(party.id)}
    async with enact(
        "account.open", "account", account_id, by=by, terms=body, facts=facts
    ) as outcome:
        if await Account.filter(log_in_name=name).exists():
            raise Unmet("该登录名已被使用，请换一个")
        if await accounts.find_by_phone(phone):
            raise Unmet("该手机号已用于其他账号，请核对")
        account = await write_account(
            party,
            account_id=account_id,
            name=body.name.strip(),
            log_in_name=name,
            phone=phone,
            roles=set(body.roles),
            password_hash=password_hash,
            at=outcome.at,
        )
        outcome.result = account
    return account


async def lock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Lock an account until it is unlocked; whoever was logged in is out."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, str] = {}
    async with enact(
        "account.lock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        if account.state is not AccountState.ACTIVE:
            raise NotNow("该账号当前不是正常状态，请刷新后再试")
        facts.update(before=account.state.value, after=AccountState.LOCKED.value)
        await _set_state(account, AccountState.LOCKED)
        await end_sessions(account_id, at=outcome.at)
        outcome.result = account
    return account


async def unlock(account_id: UUID, reason: str, *, by: Actor) -> Account:
    """Let an account log in again, whether the operator locked it or wrong passwords did."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, str] = {}
    async with enact(
        "account.unlock", "account", account_id, by=by, reason=reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        who = who_tries(account)
        if account.state is not AccountState.LOCKED and not await attempts.locked_until(who):
            raise NotNow("该账号没有被锁定，请刷新后再试")
        facts.update(before=account.state.value, after=AccountState.ACTIVE.value)
        await _set_state(account, AccountState.ACTIVE)
        await attempts.forget_wrong(who)
        outcome.result = account
    return account


async def change_roles(account_id: UUID, body: RolesChange, *, by: Actor) -> Account:
    """Give an account other posts; they count from its next request."""
    by.needs(Right.ACCOUNT_MANAGE)
    facts: dict[str, list[str]] = {}
    async with enact(
        "account.change_roles", "account", account_id, by=by, reason=body.reason, facts=facts
    ) as outcome:
        account = await _others_row(account_id, by)
        party = await Party.get(id=account.party_id)
        _must(roles_problem(party.kind, body.roles), "roles")
        facts["before"] = list(account.roles)
        facts["after"] = sorted({role.value for role in body.roles})
        account.roles = facts["after"]
        await account.save(update_fields=["roles"])
        outcome.result = account
    return account


def _newcomer(phone: str, call: Call) -> Actor:
    """Who acts when nobody is here yet: the account that is about to be."""
    return Actor(
        uuid4(),
        uuid4(),
        PartyKind.ENTERPRISE,
        frozenset({Role.ENTERPRISE_CLERK}),
        f"用户{phone[-4:]}",
        call=log_in.apart(call),
    )


async def _write_enterprise(by: Actor, phone: str, password_hash: str | None) -> None:
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


async def _proved(phone: str, purpose: CodePurpose, text: str) -> SmsCode:
    code = await codes.check(phone, purpose, text)
    if code is None:
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    return code


async def _spend(code: SmsCode) -> None:
    if not await codes.spend(code):
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))


async def _locked_row(account_id: UUID) -> Account:
    """An account, locked for the rest of the transaction."""
    account = await Account.select_for_update().get_or_none(id=account_id)
    if account is None:
        raise NotFound("未找到该账号，请刷新后再试")
    return account


async def _others_row(account_id: UUID, by: Actor) -> Account:
    """Somebody else's account: nobody locks themselves out, nobody raises themselves."""
    if account_id == by.account_id:
        raise Unmet("不能对自己的账号进行此操作，请由其他运营人员办理")
    return await _locked_row(account_id)


async def _set_state(account: Account, state: AccountState) -> None:
    account.state = state
    await account.save(update_fields=["state"])


def _must(problem: str | None, field: str) -> None:
    if problem:
        raise Invalid(problem, ((field, problem),))


def _must_be_good(password: str, field: str, *, phone: str, log_in_name: str = "") -> None:
    _must(password_problem(password, phone, log_in_name), field)
