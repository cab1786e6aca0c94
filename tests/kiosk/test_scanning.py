"""Logging in at a kiosk by one's own device: agreed to by whoever stands before the screen."""

import asyncio
from datetime import timedelta

import pytest

from domain.devices.actions import scanning
from domain.devices.actions.scanning import Asked
from domain.devices.terms import ScanAgreement, ScanCollecting
from domain.identity.sessions import Begun, who_is
from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotNow, Refusal
from orm.devices import Device, ScanLogIn
from orm.identity import LogInRecord, Session
from tests import world
from tests.faces.people import a_kiosk, at, of
from tests.identity.people import OTHER_PHONE, an_account
from vocabulary.identity import LogInWay

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]


async def collected(asked: Asked, kiosk: Device) -> Begun | None:
    return await scanning.collect(ScanCollecting(asked.id, asked.secret), call=at(kiosk))


def wrong(number: str) -> ScanAgreement:
    return ScanAgreement(f"{(int(number) + 1) % 100:02d}")


async def test_the_kiosk_learns_that_its_user_agreed(db: None) -> None:
    kiosk, account = await a_kiosk(), await an_account()
    asked = await scanning.ask(call=at(kiosk))
    assert await collected(asked, kiosk) is None
    await scanning.agree(asked.id, ScanAgreement(asked.number), by=await of(account))
    begun = await collected(asked, kiosk)
    assert begun is not None
    assert begun.actor.account_id == account.id
    assert await who_is(begun.token, at(kiosk)) is not None
    [record] = await LogInRecord.filter(way=LogInWay.SCAN)
    assert record.succeeded


async def test_is_collected_once(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    await scanning.agree(asked.id, ScanAgreement(asked.number), by=await of(await an_account()))
    await collected(asked, kiosk)
    with pytest.raises(NotNow):
        await collected(asked, kiosk)
    assert await Session.all().count() == 1


async def test_only_the_kiosk_that_asked_collects(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    await scanning.agree(asked.id, ScanAgreement(asked.number), by=await of(await an_account()))
    with pytest.raises(NotNow):
        await scanning.collect(ScanCollecting(asked.id, "x" * 43), call=at(kiosk))
    await ScanLogIn.all().update(device_id=world.nobody())
    with pytest.raises(NotNow):
        await collected(asked, kiosk)


async def test_whoever_does_not_see_the_screen_does_not_pass(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    by = await of(await an_account())
    for _ in range(scanning.WRONG_NUMBERS_MAX):
        with pytest.raises(Invalid):
            await scanning.agree(asked.id, wrong(asked.number), by=by)
    with pytest.raises(NotNow):
        await scanning.agree(asked.id, ScanAgreement(asked.number), by=by)
    with pytest.raises(NotNow):
        await collected(asked, kiosk)


async def test_guesses_count_however_many_come_at_once(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    by = await of(await an_account())
    guesses = [wrong(asked.number)] * 12 + [ScanAgreement(asked.number)]
    outcomes = await asyncio.gather(
        *(scanning.agree(asked.id, guess, by=by) for guess in guesses), return_exceptions=True
    )
    compared = [each for each in outcomes if isinstance(each, Invalid)]
    assert len(compared) <= scanning.WRONG_NUMBERS_MAX


async def test_is_soon_over(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    await ScanLogIn.all().update(expires_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(NotFound):
        await scanning.agree(asked.id, ScanAgreement(asked.number), by=await of(await an_account()))


async def test_nobody_agrees_at_a_kiosk(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    by = await of(await an_account(), at(kiosk))
    with pytest.raises(NotNow):
        await scanning.agree(asked.id, ScanAgreement(asked.number), by=by)


@pytest.mark.postgres
async def test_one_of_two_who_agree_at_once_is_logged_in(db: None) -> None:
    kiosk = await a_kiosk()
    asked = await scanning.ask(call=at(kiosk))
    people = [
        await of(await an_account()),
        await of(await an_account(await world.a_bank(), phone=OTHER_PHONE)),
    ]
    tries = [scanning.agree(asked.id, ScanAgreement(asked.number), by=each) for each in people]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(not isinstance(each, Refusal) for each in came) == 1
