"""After a reset by SMS the phone alone must not give both proofs; and an invitation lives on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.identity import codes, policy, second_factor, second_proofs
from domain.identity.actions import passwords, staff
from domain.identity.policy import Policy
from domain.identity.terms import AccountOpening, PasswordReset, SecondPassword, TicketHeld
from domain.kernel import clock
from domain.kernel.refusal import Invalid, SecondFactor, TooOften, Unmet
from orm.identity import Account, Session
from server.adapters.sms import RememberingSms
from tests import world
from tests.identity.conftest import CountingLimiter
from tests.identity.people import (
    NEWLY_SPOKEN,
    OTHER_PHONE,
    PHONE,
    SPOKEN,
    a_call,
    an_account,
    an_administrator,
    code_for,
    enters,
    enters_by_code,
)
from vocabulary.identity import CodePurpose, LogInWay
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1"), pytest.mark.usefixtures("db")]


@pytest.fixture
def _two() -> Iterator[None]:
    policy.hold(Policy(two_factors=True))
    yield
    policy.hold(Policy())


@pytest.fixture
async def account(db: None, _two: None) -> Account:
    return await an_account(await world.a_bank(), Role.BANK_APPROVER)


async def test_after_a_reset_by_the_phone_the_phone_is_no_second_proof(
    account: Account, sms: RememberingSms
) -> None:
    """Whoever holds the phone, or its SIM, could else set a password and be two people."""
    code = await code_for(sms, CodePurpose.RESET_PASSWORD)
    await passwords.reset_password(PasswordReset(PHONE, code, NEWLY_SPOKEN), call=a_call())
    with pytest.raises(SecondFactor) as asked:
        await enters(password=NEWLY_SPOKEN)
    assert asked.value.ways == ("wechat",)
    with pytest.raises(Unmet, match="24小时内"):
        await second_proofs.send_code(TicketHeld(asked.value.ticket), call=a_call())
    with pytest.raises(SecondFactor) as asked:
        await enters_by_code(sms)
    with pytest.raises(Unmet, match="24小时内"):
        await second_proofs.by_password(
            SecondPassword(asked.value.ticket, NEWLY_SPOKEN), call=a_call()
        )
    with pytest.raises(Unmet):
        await second_factor.complete(asked.value.ticket, LogInWay.PASSWORD, call=a_call())
    assert not await Session.exists()

    begun = await second_factor.complete(
        asked.value.ticket, LogInWay.FACE, call=a_call()
    )  # another channel is a second proof at once
    assert set((await Session.get(id=begun.actor.session_id)).factors) == {"sms_code", "face"}


async def test_a_day_after_a_reset_the_phone_counts_again(
    account: Account, sms: RememberingSms
) -> None:
    code = await code_for(sms, CodePurpose.RESET_PASSWORD)
    await passwords.reset_password(PasswordReset(PHONE, code, NEWLY_SPOKEN), call=a_call())
    await Account.filter(id=account.id).update(
        reset_by_code_at=clock.now() - timedelta(hours=second_factor.RESET_HOURS)
    )
    with pytest.raises(SecondFactor) as asked:
        await enters(password=NEWLY_SPOKEN)
    assert "sms_code" in asked.value.ways


async def invited(sms: RememberingSms) -> str:
    """Somebody whose account was opened; the code on their phone."""
    operator, bank = await an_administrator(), await world.a_bank()
    opening = AccountOpening(bank.id, "王五", "wang.wu", OTHER_PHONE, [Role.BANK_OFFICER])
    row = await staff.open_account(opening, by=operator)
    await staff.invite(row.id, by=operator)
    return sms.sent[-1].params["code"]


async def test_strangers_who_guess_do_not_end_an_invitation(sms: RememberingSms) -> None:
    code = await invited(sms)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for stranger in ("10.66.0.1", "10.66.0.2"):
        for _ in range(codes.TRIES_MAX):
            with pytest.raises(Invalid):
                await passwords.set_up(
                    PasswordReset(OTHER_PHONE, wrong, SPOKEN), call=a_call(address=stranger)
                )
        with pytest.raises(TooOften):
            await passwords.set_up(
                PasswordReset(OTHER_PHONE, code, SPOKEN), call=a_call(address=stranger)
            )
    await passwords.set_up(PasswordReset(OTHER_PHONE, code, SPOKEN), call=a_call())
    assert (await enters("wang.wu")).token


async def test_guesses_from_everywhere_are_slow_all_the_same(
    sms: RememberingSms, limiter: CountingLimiter
) -> None:
    code = await invited(sms)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for serial in range(codes.LONG_LIVED_TRIES_MAX):
        for key in [each for each in limiter.counts if each[0].startswith("account.set_up")]:
            del limiter.counts[key]
        with pytest.raises(Invalid):
            await passwords.set_up(
                PasswordReset(OTHER_PHONE, wrong, SPOKEN), call=a_call(address=f"10.77.0.{serial}")
            )
    for key in [each for each in limiter.counts if each[0].startswith("account.set_up")]:
        del limiter.counts[key]
    with pytest.raises(TooOften):
        await passwords.set_up(
            PasswordReset(OTHER_PHONE, code, SPOKEN), call=a_call(address="10.77.1.1")
        )
