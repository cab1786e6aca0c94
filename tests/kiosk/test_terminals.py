"""A terminal's credential: given for a one-time code, gone the moment it is retired."""

import asyncio
from datetime import timedelta

import pytest

from domain.devices import queries
from domain.devices.actions import terminals
from domain.devices.actions.terminals import Activated, Opened
from domain.devices.terms import Activation, DeviceOpening
from domain.devices.tokens import which_device
from domain.identity.accounts import actor_of
from domain.identity.sessions import begin_session, who_is
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid, NotNow, NotYourPost, Refusal
from orm.devices import Device
from orm.journal import JournalEntry
from orm.parties import Party
from tests import world
from tests.identity.people import an_account, an_operator, at_most
from vocabulary.devices import DeviceState, Zone
from vocabulary.identity import Terminal

pytestmark = [pytest.mark.row("S14"), pytest.mark.clause("5.3.4.3")]
OPENING = DeviceOpening("一号终端", Zone.SERVICE, "钱工")
HERE = Call(address="10.9.9.9")


async def opened(by: Actor) -> Opened:
    return await terminals.open_device(OPENING, by=by)


async def activated(by: Actor) -> Activated:
    return await terminals.activate(Activation((await opened(by)).code), call=HERE)


class TestActivating:
    async def test_gives_a_token_for_a_code(self, db: None) -> None:
        operator = await an_operator()
        found = await activated(operator)
        assert await which_device(found.token) == found.device.id
        assert found.device.state is DeviceState.IN_USE
        assert found.device.custodian == "钱工"
        codes = [entry.code for entry in await JournalEntry.filter(subject_id=found.device.id)]
        assert codes == ["device.open", "device.activate"]

    async def test_a_code_is_good_once(self, db: None) -> None:
        code = (await opened(await an_operator())).code
        await terminals.activate(Activation(code), call=HERE)
        with pytest.raises(Invalid):
            await terminals.activate(Activation(code), call=HERE)

    async def test_a_code_runs_out(self, db: None) -> None:
        code = (await opened(await an_operator())).code
        await Device.all().update(code_until=clock.now() - timedelta(seconds=1))
        with pytest.raises(Invalid):
            await terminals.activate(Activation(code), call=HERE)

    async def test_codes_cannot_be_tried_through(self, db: None) -> None:
        code = (await opened(await an_operator())).code
        wrong = "00000000" if code != "00000000" else "11111111"
        for _ in range(terminals.CODE_TRIES_MAX):
            with pytest.raises(Invalid):
                await terminals.activate(Activation(wrong), call=HERE)
        with pytest.raises(Refusal) as refused:
            await terminals.activate(Activation(code), call=HERE)
        assert refused.value.code == "too_often"

    async def test_neither_code_nor_token_is_kept(self, db: None) -> None:
        waiting = await opened(await an_operator())
        assert waiting.code not in str(waiting.device.code_digest)
        found = await terminals.activate(Activation(waiting.code), call=HERE)
        row = await Device.get(id=found.device.id)
        assert row.code_digest is None
        assert found.token not in str(row.token_digest)

    async def test_is_for_the_operator_to_prepare(self, db: None) -> None:
        with pytest.raises(NotYourPost):
            await opened(world.clerk_of(await world.an_enterprise()))

    @pytest.mark.postgres
    async def test_one_of_two_who_show_the_same_code_is_given_a_token(self, db: None) -> None:
        code = (await opened(await an_operator())).code
        tries = [terminals.activate(Activation(code), call=HERE) for _ in range(6)]
        came = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(each, Activated) for each in came) == 1


class TestRetiring:
    async def test_is_effective_at_once(self, db: None) -> None:
        operator = await an_operator()
        found = await activated(operator)
        at_kiosk = Call("r", "10.9.9.9", Terminal.KIOSK, kiosk_id=found.device.id)
        account = await an_account()
        party = await Party.get(id=account.party_id)
        begun = await begin_session(actor_of(account, party, at_kiosk), at=clock.now())
        assert await who_is(begun.token, at_kiosk) is not None
        async with at_most(1):
            await terminals.retire(found.device.id, "报废", by=operator)
            assert await which_device(found.token) is None
            assert await who_is(begun.token, at_kiosk) is None

    async def test_is_for_good(self, db: None) -> None:
        operator = await an_operator()
        found = await activated(operator)
        await terminals.retire(found.device.id, "报废", by=operator)
        with pytest.raises(NotNow):
            await terminals.renew_code(found.device.id, by=operator)

    async def test_a_fresh_code_puts_the_old_token_out(self, db: None) -> None:
        operator = await an_operator()
        found = await activated(operator)
        again = await terminals.renew_code(found.device.id, by=operator)
        assert await which_device(found.token) is None
        fresh = await terminals.activate(Activation(again.code), call=HERE)
        assert await which_device(fresh.token) == found.device.id


async def test_a_terminal_is_handed_over_on_record(db: None) -> None:
    operator = await an_operator()
    found = await activated(operator)
    await terminals.hand_over(found.device.id, "孙工", by=operator)
    [shown] = (await queries.devices(operator)).items
    assert shown.custodian == "孙工"
    entry = await JournalEntry.get(code="device.custodian")
    assert entry.facts == {"before": "钱工", "after": "孙工"}


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 5000, "令" * 43])
async def test_an_unknown_terminal_is_none(db: None, token: str) -> None:
    await activated(await an_operator())
    assert await which_device(token) is None
