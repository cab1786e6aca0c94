"""Step-up: proving again, in a session that has begun, who one is."""

from dataclasses import replace

from domain.identity import attempts, codes, log_in, passwords
from domain.identity.actions.checking import proved, spend
from domain.identity.attempts import who_tries
from domain.identity.codes import CodeSent
from domain.identity.terms import PasswordProof, SmsCodeProof
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, Locked, NotLoggedIn
from orm.identity import Account, Session
from vocabulary.identity import CodePurpose, LogInWay


async def prove(by: Actor, way: LogInWay) -> None:
    """Write down that the holder of this session has just proved in this way who they are.

    Called after the proof, whatever it was: a password, a code, a face. The session is then at
    home at the address it speaks from.
    """
    assert by.session_id is not None, "without a session there is nobody to prove"
    mine = replace(by, call=log_in.apart(by.call))
    facts = {"way": way.value}
    async with enact("session.step_up", "session", by.session_id, by=mine, facts=facts) as outcome:
        row = await Session.select_for_update().get_or_none(
            id=by.session_id, account_id=by.account_id, ended_at__isnull=True
        )
        if row is None:
            raise NotLoggedIn("请先登录，或重新登录")
        row.factors = {**(row.factors or {}), way.value: outcome.at.isoformat()}
        row.address = by.call.address
        await row.save(update_fields=["factors", "address"])


async def send_code(*, by: Actor) -> CodeSent:
    """Send a code to one's own phone."""
    account = await Account.get(id=by.account_id)
    return await codes.send_to(account.phone, CodePurpose.STEP_UP, call=by.call)


async def by_sms_code(body: SmsCodeProof, *, by: Actor) -> None:
    """Prove it with the code sent to one's own phone."""
    account = await Account.get(id=by.account_id)
    code = await proved(account.phone, CodePurpose.STEP_UP, body.sms_code, call=by.call)
    await spend(code)
    await prove(by, LogInWay.SMS_CODE)


async def by_password(body: PasswordProof, *, by: Actor) -> None:
    """Prove it with the password; wrong ones are counted as everywhere."""
    account = await Account.get(id=by.account_id)
    who = who_tries(account)
    if not await passwords.fits(account.password_hash, body.password):
        if await attempts.count_wrong(who):
            raise Locked(attempts.LOCKED_SENTENCE)
        raise Invalid(attempts.WRONG_PROOF_SENTENCE, (("password", attempts.WRONG_PROOF_SENTENCE),))
    if await attempts.locked_until(who):
        raise Locked(attempts.LOCKED_SENTENCE)
    await attempts.forget_wrong(who)
    await prove(by, LogInWay.PASSWORD)
