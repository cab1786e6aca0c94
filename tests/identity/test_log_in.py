"""Logging in by password and by SMS code: what opens, what locks, what tells nothing."""

import asyncio
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from domain.identity import attempts, log_in, passwords, queries
from domain.identity.attempts import LOCKED_FOR, WRONG_PASSWORDS_MAX, WRONG_WITHIN
from domain.identity.sessions import Begun, who_is
from domain.identity.terms import PasswordLogIn, SmsCodeLogIn
from domain.kernel import clock
from domain.kernel.refusal import Locked, Refusal, TooOften, Unavailable, Unmet, WrongLogIn
from orm.identity import Account, LogInRecord, Session, WrongPassword
from server.adapters.sms import RememberingSms
from tests import world
from tests.identity.conftest import CountingLimiter
from tests.identity.people import (
    OTHER_PHONE,
    PHONE,
    SPOKEN,
    WRONG,
    a_call,
    acting,
    an_account,
    an_administrator,
    code_for,
    enters,
    enters_by_code,
)
from vocabulary.identity import AccountState, CodePurpose, LogInWay, Terminal
from vocabulary.parties import Role


async def misses(times: int, name: str = PHONE) -> list[Refusal]:
    """Type a wrong password some times, one after another."""
    refusals = []
    for _ in range(times):
        with pytest.raises(Refusal) as refused:
            await enters(name, WRONG)
        refusals.append(refused.value)
    return refusals


async def time_passes(by: timedelta) -> None:
    """Let time pass for every count of wrong passwords."""
    for row in await WrongPassword.all():
        row.since -= by
        if row.locked_until is not None:
            row.locked_until -= by
        await row.save()


class TestByPassword:
    @pytest.mark.row("S12", "I1")
    @pytest.mark.clause("5.3.4.1", "6.1.1.1", "6.1.1.1 a")
    async def test_opens_by_phone_in_any_writing_and_by_log_in_name(self, db: None) -> None:
        account = await an_account(
            await world.an_insurer(), Role.UNDERWRITER, log_in_name="baoxian"
        )
        for name in (PHONE, "+86 138-1234-0001", "baoxian", " BaoXian "):
            begun = await enters(name)
            actor = await who_is(begun.token)
            assert actor is not None
            assert actor.account_id == account.id

    async def test_takes_full_width_letters_for_the_same_keys(self, db: None) -> None:
        narrow, wide = "Suzhou-2026x", "Ｓｕｚｈｏｕ－２０２６ｘ"
        await an_account(password=narrow)
        assert await enters(password=wide)

    @pytest.mark.row("O1")
    @pytest.mark.clause("6.1.5.1", "5.3.2.2")
    async def test_writes_down_every_attempt_for_its_owner_and_the_operator(
        self, db: None, limiter: CountingLimiter
    ) -> None:
        account = await an_account()
        await misses(1)
        begun = await enters(terminal=Terminal.MINIPROGRAM)

        mine = await queries.log_ins(begun.actor, queries.PageQuery())
        assert [(view.succeeded, view.terminal) for view in mine.items] == [
            (True, Terminal.MINIPROGRAM),
            (False, Terminal.PORTAL),
        ]
        for view in mine.items:
            assert (view.way, view.address) == (LogInWay.PASSWORD, "10.1.2.3")
        operator = await an_administrator()
        assert await queries.log_ins_of(account.id, operator, queries.PageQuery()) == mine
        with pytest.raises(Refusal, match="岗位"):
            await queries.log_ins_of(account.id, begun.actor, queries.PageQuery())
        for record in await LogInRecord.filter(account_id=account.id):
            assert record.device == "Chromium"

    async def test_notes_when_the_account_was_last_in(self, db: None) -> None:
        account = await an_account()
        await enters()
        kept = await Account.get(id=account.id)
        assert clock.now() - kept.last_log_in_at < timedelta(seconds=30)

    async def test_a_password_hashed_with_old_parameters_is_hashed_anew(self, db: None) -> None:
        account = await an_account()
        old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SPOKEN)
        kept = await Account.get(id=account.id)
        kept.password_hash = old
        await kept.save()

        await enters()

        kept = await Account.get(id=account.id)
        assert kept.password_hash != old
        assert not passwords.is_outdated(kept.password_hash)
        assert await enters()

    async def test_an_account_without_password_is_not_opened_by_any(self, db: None) -> None:
        await an_account(password=None)
        with pytest.raises(WrongLogIn):
            await enters(password="")
        with pytest.raises(WrongLogIn):
            await enters()

    @pytest.mark.parametrize("state", [AccountState.LOCKED, AccountState.CLOSED])
    async def test_an_account_the_operator_shut_says_so_only_to_its_owner(
        self, db: None, state: AccountState
    ) -> None:
        account = await an_account()
        await Account.filter(id=account.id).update(state=state)
        with pytest.raises(WrongLogIn):
            await enters(password=WRONG)
        with pytest.raises(Locked, match="联系平台运营方"):
            await enters()
        assert not await Session.exists()
        assert await LogInRecord.filter(account_id=account.id, succeeded=False).count() == 2


class TestLockOut:
    async def test_the_fifth_wrong_password_locks_and_the_right_one_is_refused_alike(
        self, db: None
    ) -> None:
        await an_account()
        refusals = await misses(WRONG_PASSWORDS_MAX + 1)
        kinds = [type(refusal) for refusal in refusals]
        assert kinds == [WrongLogIn] * (WRONG_PASSWORDS_MAX - 1) + [Locked] * 2
        with pytest.raises(Locked) as refused:
            await enters()
        assert refused.value.sentence == refusals[-1].sentence
        assert not await Session.exists()

    async def test_twenty_wrong_ones_at_once_are_each_counted(self, db: None) -> None:
        await an_account()
        outcomes = await asyncio.gather(
            *(enters(password=f"{WRONG}{n}") for n in range(20)), return_exceptions=True
        )
        assert sum(isinstance(outcome, WrongLogIn) for outcome in outcomes) == 4
        assert sum(isinstance(outcome, Locked) for outcome in outcomes) == 16
        assert (await WrongPassword.get()).tries == WRONG_PASSWORDS_MAX
        assert await LogInRecord.filter(succeeded=False).count() == 20

    async def test_a_right_guess_that_comes_after_the_lock_opens_nothing(self, db: None) -> None:
        await an_account()
        guesses = [f"{WRONG}{n}" for n in range(19)] + [SPOKEN]
        outcomes = await asyncio.gather(
            *(enters(password=guess) for guess in guesses), return_exceptions=True
        )
        counted_before = sum(isinstance(outcome, WrongLogIn) for outcome in outcomes)
        assert counted_before <= 2 * (WRONG_PASSWORDS_MAX - 1)
        assert isinstance(outcomes[-1], Locked | Begun)
        if isinstance(outcomes[-1], Begun):  # only by being among the first
            assert any(isinstance(outcome, WrongLogIn) for outcome in outcomes)

    async def test_many_right_ones_at_once_all_open(self, db: None) -> None:
        await an_account()
        outcomes = await asyncio.gather(*(enters() for _ in range(8)))
        assert len({begun.token for begun in outcomes}) == 8

    async def test_a_right_one_before_the_fifth_begins_the_count_anew(self, db: None) -> None:
        await an_account()
        await misses(WRONG_PASSWORDS_MAX - 1)
        await enters()
        assert [type(refusal) for refusal in await misses(4)] == [WrongLogIn] * 4
        assert await enters()

    async def test_the_lock_ends_by_itself_and_cannot_be_stretched(self, db: None) -> None:
        await an_account()
        await misses(WRONG_PASSWORDS_MAX)
        until = (await WrongPassword.get()).locked_until
        await misses(3)
        assert (await WrongPassword.get()).locked_until == until

        await time_passes(LOCKED_FOR - timedelta(seconds=30))
        with pytest.raises(Locked):
            await enters()
        await time_passes(timedelta(seconds=31))
        assert isinstance((await misses(1))[0], WrongLogIn), "the count began anew"
        assert await enters()

    async def test_old_mistakes_are_forgotten(self, db: None) -> None:
        await an_account()
        await misses(WRONG_PASSWORDS_MAX - 1)
        await time_passes(WRONG_WITHIN + timedelta(seconds=1))
        assert isinstance((await misses(1))[0], WrongLogIn)

    async def test_phone_and_log_in_name_share_one_count(self, db: None) -> None:
        await an_account(log_in_name="li.si")
        await misses(3, PHONE)
        assert [type(refusal) for refusal in await misses(2, "li.si")] == [WrongLogIn, Locked]

    async def test_an_sms_code_is_the_owners_way_back(self, db: None, sms: RememberingSms) -> None:
        await an_account()
        await misses(WRONG_PASSWORDS_MAX)
        assert await enters_by_code(sms)
        assert await enters(), "the count was reset"

    async def test_one_account_locked_leaves_the_others(self, db: None) -> None:
        await an_account()
        await an_account(phone=OTHER_PHONE)
        await misses(WRONG_PASSWORDS_MAX)
        assert await enters(OTHER_PHONE)


@pytest.mark.row("S12")
class TestTellingNothing:
    async def test_unknown_names_are_answered_like_known_ones_to_the_letter(self, db: None) -> None:
        await an_account(log_in_name="li.si")
        known = await misses(WRONG_PASSWORDS_MAX + 2)
        for stranger in (OTHER_PHONE, "nobody.here", "中文", "'; DROP TABLE account"):
            unknown = await misses(WRONG_PASSWORDS_MAX + 2, stranger)
            assert [(type(r), r.sentence, r.retry_after_s) for r in unknown] == [
                (type(r), r.sentence, r.retry_after_s) for r in known
            ]
        notes = await LogInRecord.filter(account_id=None).values_list("note", flat=True)
        assert not any(OTHER_PHONE in str(note) for note in notes)

    async def test_an_unknown_name_costs_a_whole_hash(
        self, db: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await an_account()
        hashed: list[str] = []
        verify = PasswordHasher.verify

        def counted(hasher: PasswordHasher, stored: str, password: str) -> bool:
            hashed.append(stored.rpartition("$")[0].rpartition("$")[0])  # the parameters
            return verify(hasher, stored, password)

        monkeypatch.setattr(PasswordHasher, "verify", counted)
        await misses(1, PHONE)
        await misses(1, OTHER_PHONE)
        known, unknown = hashed
        assert known == unknown

    async def test_nobodys_hash_has_todays_parameters(self) -> None:
        assert not passwords.is_outdated(passwords.NOBODYS_HASH)
        assert not await passwords.fits(None, "")
        assert not await passwords.fits(None, SPOKEN)

    async def test_an_sms_code_that_is_wrong_is_wrong_for_strangers_too(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        answers = []
        for phone in (PHONE, OTHER_PHONE):
            text = await code_for(sms, CodePurpose.LOG_IN, phone)
            guess = f"{(int(text) + 1) % 10**6:06d}"
            with pytest.raises(WrongLogIn) as refused:
                await log_in.by_sms_code(SmsCodeLogIn(phone, guess), call=a_call())
            answers.append(refused.value.sentence)
        assert answers[0] == answers[1]


class TestBySmsCode:
    @pytest.mark.row("S12", "I1")
    @pytest.mark.clause("5.3.4.1", "6.1.1.1 a")
    async def test_opens_the_account_of_the_phone(self, db: None, sms: RememberingSms) -> None:
        account = await an_account()
        begun = await enters_by_code(sms)
        actor = await who_is(begun.token)
        assert actor is not None
        assert actor.account_id == account.id
        record = await LogInRecord.get()
        assert (record.way, record.succeeded) == (LogInWay.SMS_CODE, True)

    async def test_a_proved_phone_without_account_is_told_to_sign_up(
        self, db: None, sms: RememberingSms
    ) -> None:
        with pytest.raises(Unmet, match="尚未注册"):
            await enters_by_code(sms)

    async def test_the_operators_lock_holds_for_codes_too(
        self, db: None, sms: RememberingSms
    ) -> None:
        account = await an_account()
        await Account.filter(id=account.id).update(state=AccountState.LOCKED)
        with pytest.raises(Locked, match="联系平台运营方"):
            await enters_by_code(sms)


class TestLimits:
    async def test_by_name_and_by_address(self, db: None, limiter: CountingLimiter) -> None:
        await an_account()
        for name, most in (
            ("log_in.who", log_in.LOG_INS_PER_NAME_MAX),
            ("log_in.address", log_in.LOG_INS_PER_ADDRESS_MAX),
        ):
            limiter.forget()
            await enters()
            [key] = [key for key in limiter.counts if key[0] == name]
            assert PHONE not in key[1], "what is counted is blinded"
            limiter.counts[key] = most - 1
            await enters()
            with pytest.raises(TooOften):
                await enters()

    async def test_a_crowd_is_asked_to_come_back_and_the_rest_goes_on(self, db: None) -> None:
        crowd = passwords.WAITING_MAX + 6
        outcomes = await asyncio.gather(
            *(passwords.fits(None, SPOKEN) for _ in range(crowd)), return_exceptions=True
        )
        refused = [outcome for outcome in outcomes if isinstance(outcome, Unavailable)]
        assert len(refused) == 6
        assert refused[0].retry_after_s
        assert await passwords.fits(None, SPOKEN) is False

    async def test_hashing_leaves_the_loop_free(self) -> None:
        lags: list[float] = []

        async def watch() -> None:
            while True:
                began = time.perf_counter()
                await asyncio.sleep(0.005)
                lags.append(time.perf_counter() - began - 0.005)

        watching = asyncio.create_task(watch())
        await asyncio.gather(*(passwords.fits(None, SPOKEN) for _ in range(10)))
        watching.cancel()
        assert len(lags) > 5, "the loop turned while hashes were made"
        assert sorted(lags)[len(lags) // 2] < 0.1


async def test_a_password_changed_while_it_was_checked_opens_nothing(db: None) -> None:
    account = await an_account()
    stale = await Account.get(id=account.id)
    kept = await Account.get(id=account.id)
    kept.password_hash = await passwords.make_hash("another-Passw0rd-")
    await kept.save()
    attempt = attempts.Attempt(LogInWay.PASSWORD, a_call(), account.id)
    with pytest.raises(WrongLogIn):
        await log_in.enter(stale, attempt)  # the instant between check and entry
    assert not await Session.exists()


async def test_a_form_never_shows_what_it_holds(db: None) -> None:
    account = await an_account()
    assert SPOKEN not in repr(PasswordLogIn(PHONE, SPOKEN))
    assert PHONE not in repr(PasswordLogIn(PHONE, SPOKEN))
    answer = await queries.session_of(await enters())
    assert answer.token not in repr(answer)
    assert (await queries.me(await acting(account))).phone_masked == "138****0001"
