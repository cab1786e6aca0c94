"""The first password of an account that was opened without one: set by its owner, by a code."""

from domain.identity import accounts, codes, passwords
from domain.identity.accounts import actor_of, phone_index
from domain.identity.log_in import apart, limit_attempts, must_be_open
from domain.identity.rules import password_problem
from domain.kernel.actor import Call
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Unmet
from domain.onboarding.terms import PasswordSetting
from orm.identity import Account
from orm.parties import Party
from vocabulary.identity import CodePurpose

TRIES_PER_PHONE_MAX = 20
HAS_ONE = "该账号已设置过密码，请直接登录；忘记密码可凭短信验证码重置"


async def set_password(body: PasswordSetting, *, call: Call) -> None:
    """Set the first password. Nobody else ever knows it, or one before it."""
    phone = accounts.read_phone(body.phone)
    if problem := password_problem(body.password, phone):
        raise Invalid(problem, (("password", problem),))
    await limit_attempts("set_password", phone_index(phone), call, limit=TRIES_PER_PHONE_MAX)
    code = await codes.check(phone, CodePurpose.SET_PASSWORD, body.sms_code)
    account = await accounts.find_by_phone(phone) if code else None
    if code is None or account is None:
        raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
    must_be_open(account)
    password_hash = await passwords.make_hash(body.password)
    by = actor_of(account, await Party.get(id=account.party_id), apart(call))
    async with enact("account.set_password", "account", account.id, by=by, terms=body):
        kept = await Account.select_for_update().get(id=account.id)
        if kept.password_hash is not None:
            raise Unmet(HAS_ONE)
        if not await codes.spend(code):
            raise Invalid(codes.WRONG_SENTENCE, (("sms_code", codes.WRONG_SENTENCE),))
        kept.password_hash = password_hash
        await kept.save(update_fields=["password_hash"])
