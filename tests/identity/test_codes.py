"""SMS codes: one phone, one purpose, five minutes, five tries, once; sending tells nothing."""

import asyncio
from datetime import timedelta

import pytest

from domain.identity import codes, log_in
from domain.identity.sessions import Begun
from domain.identity.terms import CodeRequest, SmsCodeLogIn
from domain.kernel.refusal import Invalid, TooOften, Unavailable, WrongLogIn
from orm.identity import SmsCode
from server.adapters.sms import PrintingSms, RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from tests.identity.conftest import CountingLimiter
from tests.identity.people import OTHER_PHONE, PHONE, a_call, ages_codes, an_account, code_for
from tests.remembered import hold_hands
from vocabulary.identity import CodePurpose


def other_than(text: str, by: int = 1) -> str:
    return f"{(int(text) + by) % 10**6:06d}"


async def enters_with(text: str, phone: str = PHONE) -> Begun:
    return await log_in.by_sms_code(SmsCodeLogIn(phone, text), call=a_call())


class TestACode:
    async def test_is_six_digits_kept_as_a_digest(self, db: None, sms: RememberingSms) -> None:
        text = await code_for(sms, CodePurpose.LOG_IN)
        assert len(text) == 6
        assert text.isdecimal()
        [kept] = await SmsCode.all().values()
        assert text not in "".join(str(value) for value in kept.values() if value != kept["id"])
        assert PHONE not in str(kept)
        assert sms.sent[0].params == {"code": text, "minutes": "5"}

    async def test_is_used_once(self, db: None, sms: RememberingSms) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        await enters_with(text)
        with pytest.raises(WrongLogIn):
            await enters_with(text)

    async def test_is_used_once_though_ten_come_at_once(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        outcomes = await asyncio.gather(
            *(enters_with(text) for _ in range(10)), return_exceptions=True
        )
        assert sum(isinstance(outcome, Begun) for outcome in outcomes) == 1
        assert sum(isinstance(outcome, WrongLogIn) for outcome in outcomes) == 9

    async def test_expires(self, db: None, sms: RememberingSms) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        await ages_codes(codes.LASTS)
        with pytest.raises(WrongLogIn):
            await enters_with(text)

    @pytest.mark.parametrize("purpose", [CodePurpose.SIGN_UP, CodePurpose.RESET_PASSWORD])
    async def test_for_one_purpose_opens_no_other(
        self, db: None, sms: RememberingSms, purpose: CodePurpose
    ) -> None:
        await an_account()
        text = await code_for(sms, purpose)
        with pytest.raises(WrongLogIn):
            await enters_with(text)

    async def test_for_one_purpose_leaves_another_standing(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        await code_for(sms, CodePurpose.RESET_PASSWORD)
        assert await enters_with(text)

    async def test_for_one_phone_opens_no_other(self, db: None, sms: RememberingSms) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN, OTHER_PHONE)
        with pytest.raises(WrongLogIn):
            await enters_with(text)

    async def test_bears_five_tries_and_then_not_even_the_right_one(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        for n in range(codes.TRIES_MAX):
            with pytest.raises(WrongLogIn):
                await enters_with(other_than(text, n + 1))
        with pytest.raises(WrongLogIn):
            await enters_with(text)

    async def test_bears_five_tries_however_many_come_at_once(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        text = await code_for(sms, CodePurpose.LOG_IN)
        await asyncio.gather(
            *(enters_with(other_than(text, n + 1)) for n in range(15)), return_exceptions=True
        )
        assert (await SmsCode.get()).tries == codes.TRIES_MAX

    async def test_gives_way_to_a_newer_one(
        self, db: None, sms: RememberingSms, limiter: CountingLimiter
    ) -> None:
        await an_account()
        old = await code_for(sms, CodePurpose.LOG_IN)
        limiter.forget()
        new = await code_for(sms, CodePurpose.LOG_IN)
        if old != new:
            with pytest.raises(WrongLogIn):
                await enters_with(old)
        assert await enters_with(new)


class TestSending:
    async def test_answers_the_same_whether_or_not_the_phone_has_an_account(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_account()
        purposes = set(CodePurpose) - codes.OF_ONES_OWN
        for purpose in purposes:
            lasts_s = 259_200 if purpose is CodePurpose.SET_UP else 300
            answers = [
                await codes.send(CodeRequest(phone, purpose), call=a_call())
                for phone in (PHONE, OTHER_PHONE)
            ]
            assert answers[0] == answers[1] == codes.CodeSent(60, lasts_s, None)
        assert len(sms.sent) == 2 * len(purposes)

    async def test_a_code_of_ones_own_is_not_a_strangers_to_ask_for(
        self, db: None, sms: RememberingSms
    ) -> None:
        for purpose in codes.OF_ONES_OWN:
            with pytest.raises(Invalid):
                await codes.send(CodeRequest(PHONE, purpose), call=a_call())
        assert sms.sent == []

    async def test_again_only_after_a_minute_and_ten_a_day(
        self, db: None, sms: RememberingSms, limiter: CountingLimiter
    ) -> None:
        await code_for(sms, CodePurpose.LOG_IN)
        with pytest.raises(TooOften) as refused:
            await code_for(sms, CodePurpose.LOG_IN)
        assert refused.value.retry_after_s == codes.RESEND_AFTER_S
        await code_for(sms, CodePurpose.SIGN_UP)  # another purpose need not wait

        for _ in range(codes.CODES_A_DAY_MAX - 2):
            limiter.counts = type(limiter.counts)(
                {key: count for key, count in limiter.counts.items() if key[0] == "sms_code.day"}
            )
            await code_for(sms, CodePurpose.LOG_IN)
        limiter.counts["sms_code.log_in", next(iter(limiter.counts))[1]] = 0
        with pytest.raises(TooOften) as refused:
            await code_for(sms, CodePurpose.LOG_IN)
        assert refused.value.retry_after_s == codes.DAY_S
        assert len(sms.sent) == codes.CODES_A_DAY_MAX
        assert not any(PHONE in who for _, who in limiter.counts)

    async def test_one_address_cannot_send_to_everybody(
        self, db: None, limiter: CountingLimiter, sms: RememberingSms
    ) -> None:
        limiter.counts["sms_code.address", "10.1.2.3"] = codes.CODES_PER_ADDRESS_MAX
        with pytest.raises(TooOften):
            await code_for(sms, CodePurpose.LOG_IN)
        assert not sms.sent

    async def test_that_fails_says_so_and_leaves_no_code_behind(
        self, db: None, sms: RememberingSms
    ) -> None:
        sms.trouble = "no_answer"
        with pytest.raises(Unavailable, match="短信服务暂不可用") as refused:
            await codes.send(CodeRequest(PHONE, CodePurpose.LOG_IN), call=a_call())
        assert refused.value.retry_after_s == codes.RESEND_AFTER_S
        assert (await SmsCode.get()).used_at is not None

    async def test_wants_a_phone(self, db: None, sms: RememberingSms) -> None:
        with pytest.raises(Invalid) as refused:
            await codes.send(CodeRequest("12345678901", CodePurpose.LOG_IN), call=a_call())
        assert refused.value.errors[0][0] == "phone"

    async def test_shows_the_code_in_development_only(
        self, db: None, wechat: RememberingMiniProgram, limiter: CountingLimiter
    ) -> None:
        await an_account()
        hold_hands(sms=PrintingSms(), mini_program=wechat, limiter=limiter)
        sent = await codes.send(CodeRequest(PHONE, CodePurpose.LOG_IN), call=a_call())
        assert sent.printed_code is not None
        assert await enters_with(sent.printed_code)
        assert timedelta(seconds=sent.valid_for_s) == codes.LASTS
