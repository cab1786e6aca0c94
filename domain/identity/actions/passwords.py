"""Passwords changed by their owner: by the old one, or by the phone's SMS code."""

from uuid import UUID

from domain.identity import accounts, attempts, log_in, passwords
from domain.identity.accounts import actor_of
from domain.identity.actions.checking import locked_row, must_be_good, proved, spend
from domain.identity.attempts import who_tries
from domain.identity.sessions import end_sessions
from domain.identity.terms import PasswordChange, PasswordReset
from domain.kernel.actor import Actor, Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Locked, Unmet, WrongLogIn
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import CodePurpose

RESETS_PER_PHONE_MAX = 20


async def set_up(body: PasswordReset, *, call: Call) -> None:
    """Set the first password by the code sent when the account was opened."""
    await _set_by_code(body, CodePurpose.SET_UP, "account.set_up", call)


async def reset_password(body: PasswordReset, *, call: Call) -> None:
    """Set a new password by the phone's SMS code; whoever was logged in is out."""
    await _set_by_code(body, CodePurpose.RESET_PASSWORD, "account.reset_password", call)


async def _set_by_code(body: PasswordReset, purpose: CodePurpose, act: str, call: Call) -> None:
    phone = accounts.read_phone(body.phone)
    must_be_good(body.password, "password", phone=phone)
    who = accounts.phone_index(phone)
    await log_in.limit_attempts(act, who, call, limit=RESETS_PER_PHONE_MAX)
    code = await proved(phone, purpose, body.sms_code, call=call)
    account = await accounts.find_by_phone(phone)
    if account is None:
        raise Unmet(log_in.NOT_SIGNED_UP)
    log_in.must_be_open(account)
    if purpose is CodePurpose.SET_UP and account.password_hash is not None:
        raise Unmet("该账号已设置过密码，请直接登录；忘记密码可凭短信验证码重置")
    must_be_good(body.password, "password", phone=phone, log_in_name=account.log_in_name or "")
    password_hash = await passwords.make_hash(body.password)
    by = actor_of(account, await Party.get(id=account.party_id), log_in.apart(call))
    async with enact(act, "account", account.id, by=by, terms=body) as outcome:
        await spend(code)
        kept = await locked_row(account.id)
        kept.password_hash = password_hash
        # Setting a first one is asked for by an administrator; a reset by the phone and no more.
        kept.reset_by_code_at = outcome.at if purpose is CodePurpose.RESET_PASSWORD else None
        await kept.save(update_fields=["password_hash", "reset_by_code_at"])
        await end_sessions(account.id, at=outcome.at)
        await attempts.forget_wrong(who_tries(account))


async def change_password(body: PasswordChange, *, by: Actor) -> None:
    """Set a new password by the old one; the account's other sessions end."""
    account = await Account.get(id=by.account_id)
    if account.password_hash is None:
        raise Unmet("该账号尚未设置密码，请凭短信验证码重置密码")
    name = account.log_in_name or ""
    must_be_good(body.new_password, "new_password", phone=account.phone, log_in_name=name)
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
    kept = await locked_row(account_id)
    if kept.password_hash != old_hash:
        raise WrongLogIn("原密码不正确，请核对后重试")
    kept.password_hash, kept.reset_by_code_at = new_hash, None
    await kept.save(update_fields=["password_hash", "reset_by_code_at"])
