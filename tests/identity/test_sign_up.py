"""Signing up, resetting and changing a password."""

import asyncio
import dataclasses

import pytest

from domain.identity import queries
from domain.identity.actions import passwords as own_passwords
from domain.identity.actions import signing_up
from domain.identity.attempts import WRONG_PASSWORDS_MAX
from domain.identity.sessions import Begun, who_is
from domain.identity.terms import PasswordChange, PasswordReset, SignUp
from domain.kernel.answering import Answered
from domain.kernel.refusal import Invalid, Locked, Refusal, Unmet, WrongLogIn
from orm.identity import Account, LogInRecord
from orm.journal import Answer, JournalEntry
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests.identity.conftest import CountingLimiter
from tests.identity.people import (
    NEWLY_SPOKEN,
    OTHER_PHONE,
    PHONE,
    SPOKEN,
    WRONG,
    a_call,
    acting,
    an_account,
    code_for,
    enters,
    signs_up,
)
from vocabulary.identity import AccountState, CodePurpose
from vocabulary.parties import PartyKind, Role


async def journal_text() -> str:
    return "".join(str(row) for row in await JournalEntry.all().values())


@pytest.mark.row("E1")
@pytest.mark.clause("6.1.3.1")
class TestSignUp:
    async def test_makes_an_uncertified_enterprise_its_clerk_and_a_session(
        self, db: None, sms: RememberingSms
    ) -> None:
        begun = await signs_up(sms)
        actor = await who_is(begun.token)
        assert actor is not None
        assert actor.roles == {Role.ENTERPRISE_CLERK}
        party = await Party.get(id=actor.party_id)
        assert (party.kind, party.certified) == (PartyKind.ENTERPRISE, False)
        me = (await queries.session_of(begun)).me
        assert not me.party.certified
        assert "publish" not in me.menu
        assert "applications" not in me.menu
        assert "certification" in me.menu
        assert await enters(), "the password opens from now on"

    async def test_is_written_down_without_phone_password_or_code(
        self, db: None, sms: RememberingSms
    ) -> None:
        code = await code_for(sms, CodePurpose.SIGN_UP)
        begun = await signing_up.sign_up(SignUp(PHONE, SPOKEN, code), call=a_call())
        entry = await JournalEntry.get(code="account.sign_up")
        assert entry.actor_id == entry.subject_id == begun.actor.account_id
        assert entry.party_id == begun.actor.party_id
        assert (entry.terminal, entry.address) == ("portal", "10.1.2.3")
        assert set(entry.terms) == {"phone"}
        text = await journal_text()
        assert not any(secret in text for secret in (PHONE, SPOKEN, code, begun.token))
        assert (await LogInRecord.get()).succeeded

    async def test_tells_nobody_but_the_phones_owner_that_it_is_known(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        answers = []
        for phone in (PHONE, OTHER_PHONE):
            with pytest.raises(Invalid) as refused:
                await signing_up.sign_up(SignUp(phone, SPOKEN, "000000"), call=a_call())
            answers.append((refused.value.sentence, refused.value.errors))
        assert answers[0] == answers[1]

        with pytest.raises(Unmet, match="已注册，请直接登录"):
            await signs_up(sms)
        assert await Account.all().count() == 1
        assert await Party.all().count() == 1

    async def test_five_at_once_with_one_code_make_one_account(
        self, db: None, sms: RememberingSms
    ) -> None:
        code = await code_for(sms, CodePurpose.SIGN_UP)
        outcomes = await asyncio.gather(
            *(signing_up.sign_up(SignUp(PHONE, SPOKEN, code), call=a_call()) for _ in range(5)),
            return_exceptions=True,
        )
        assert sum(isinstance(outcome, Begun) for outcome in outcomes) == 1
        assert all(isinstance(outcome, Begun | Refusal) for outcome in outcomes)
        assert await Account.all().count() == await Party.all().count() == 1

    async def test_a_weak_password_does_not_use_the_code_up(
        self, db: None, sms: RememberingSms
    ) -> None:
        code = await code_for(sms, CodePurpose.SIGN_UP)
        with pytest.raises(Invalid) as refused:
            await signing_up.sign_up(SignUp(PHONE, "aa123456", code), call=a_call())
        assert refused.value.errors[0][0] == "password"
        assert await signing_up.sign_up(SignUp(PHONE, SPOKEN, code), call=a_call())

    async def test_an_idempotency_key_never_keeps_a_token(
        self, db: None, sms: RememberingSms
    ) -> None:
        code = await code_for(sms, CodePurpose.SIGN_UP)
        call = dataclasses.replace(a_call(), key="key-12345678", body_hash="h")
        await signing_up.sign_up(SignUp(PHONE, SPOKEN, code), call=call)
        assert not await Answer.exists()


@pytest.mark.row("I6")
@pytest.mark.clause("6.1.1.5 d")
class TestResetPassword:
    async def test_sets_it_ends_every_session_and_lifts_the_lock(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        begun = await enters()
        for _ in range(WRONG_PASSWORDS_MAX):
            with pytest.raises(Refusal):
                await enters(password=WRONG)
        code = await code_for(sms, CodePurpose.RESET_PASSWORD)

        await own_passwords.reset_password(PasswordReset(PHONE, code, NEWLY_SPOKEN), call=a_call())

        assert await who_is(begun.token) is None
        assert await enters(password=NEWLY_SPOKEN)
        with pytest.raises(WrongLogIn):
            await enters(password=SPOKEN)
        entry = await JournalEntry.get(code="account.reset_password")
        assert entry.subject_id == begun.actor.account_id
        assert NEWLY_SPOKEN not in await journal_text()

    async def test_needs_a_code_for_that_and_the_code_works_once(
        self, db: None, sms: RememberingSms, limiter: CountingLimiter
    ) -> None:
        await an_account()
        logging_in = await code_for(sms, CodePurpose.LOG_IN)
        with pytest.raises(Invalid):
            await own_passwords.reset_password(
                PasswordReset(PHONE, logging_in, NEWLY_SPOKEN), call=a_call()
            )
        code = await code_for(sms, CodePurpose.RESET_PASSWORD)
        await own_passwords.reset_password(PasswordReset(PHONE, code, NEWLY_SPOKEN), call=a_call())
        with pytest.raises(Invalid):
            await own_passwords.reset_password(PasswordReset(PHONE, code, SPOKEN), call=a_call())

    async def test_a_stranger_learns_nothing_and_the_owner_of_no_account_is_told(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        sentences = set()
        for phone in (PHONE, OTHER_PHONE):
            with pytest.raises(Invalid) as refused:
                await own_passwords.reset_password(
                    PasswordReset(phone, "000000", NEWLY_SPOKEN), call=a_call()
                )
            sentences.add(refused.value.sentence)
        assert len(sentences) == 1
        code = await code_for(sms, CodePurpose.RESET_PASSWORD, OTHER_PHONE)
        with pytest.raises(Unmet, match="尚未注册"):
            await own_passwords.reset_password(
                PasswordReset(OTHER_PHONE, code, NEWLY_SPOKEN), call=a_call()
            )

    async def test_does_not_lift_the_operators_lock(self, db: None, sms: RememberingSms) -> None:
        account = await an_account()
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        code = await code_for(sms, CodePurpose.RESET_PASSWORD)
        with pytest.raises(Locked):
            await own_passwords.reset_password(
                PasswordReset(PHONE, code, NEWLY_SPOKEN), call=a_call()
            )


class TestChangePassword:
    async def test_keeps_this_session_and_ends_the_others(self, db: None) -> None:
        await an_account()
        here, there = await enters(), await enters()

        await own_passwords.change_password(PasswordChange(SPOKEN, NEWLY_SPOKEN), by=here.actor)

        assert await who_is(here.token) is not None
        assert await who_is(there.token) is None
        assert await enters(password=NEWLY_SPOKEN)
        text = await journal_text()
        assert "account.change_password" in text
        assert SPOKEN not in text
        assert NEWLY_SPOKEN not in text

    async def test_wants_the_old_one_and_counts_wrong_ones_like_log_ins(self, db: None) -> None:
        await an_account()
        here = await enters()
        for _ in range(WRONG_PASSWORDS_MAX - 1):
            with pytest.raises(Invalid) as refused:
                await own_passwords.change_password(
                    PasswordChange(WRONG, NEWLY_SPOKEN), by=here.actor
                )
            assert refused.value.errors[0][0] == "old_password"
        for old in (WRONG, SPOKEN):
            with pytest.raises(Locked):
                await own_passwords.change_password(
                    PasswordChange(old, NEWLY_SPOKEN), by=here.actor
                )
        assert not await JournalEntry.exists()
        with pytest.raises(Locked):
            await enters()

    async def test_a_repeated_key_is_answered_not_counted(self, db: None) -> None:
        await an_account()
        begun = await enters()
        call = dataclasses.replace(a_call(), key="key-12345678", body_hash="h")
        here = dataclasses.replace(begun.actor, call=call)
        await own_passwords.change_password(PasswordChange(SPOKEN, NEWLY_SPOKEN), by=here)
        for _ in range(WRONG_PASSWORDS_MAX + 1):
            with pytest.raises(Answered):
                await own_passwords.change_password(PasswordChange(SPOKEN, NEWLY_SPOKEN), by=here)
        assert await enters(password=NEWLY_SPOKEN)
        assert await JournalEntry.filter(code="account.change_password").count() == 1

    async def test_an_account_without_password_is_sent_to_the_code(self, db: None) -> None:
        await an_account(password=None)
        actor = await acting(await Account.get())
        with pytest.raises(Unmet, match="短信验证码"):
            await own_passwords.change_password(PasswordChange(SPOKEN, NEWLY_SPOKEN), by=actor)
        assert not await JournalEntry.exists()
