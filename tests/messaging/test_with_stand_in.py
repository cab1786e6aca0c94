"""Subscription messages over HTTP, against a server that answers and refuses as WeChat does."""

from collections.abc import AsyncIterator

import pytest

from domain.kernel.actor import Actor
from domain.messaging.sending import send_outgoing
from orm.identity import WeChatBinding
from orm.messaging import Outgoing
from orm.parties import Party
from server.adapters import wechat as adapter
from server.adapters.sms import RememberingSms
from server.adapters.wechat import WeChat
from server.adapters.wechat_token import OwnTokenStore
from tests.messaging.people import a_person, consents_of, due_again, told
from tests.remembered import TEMPLATES, hold_hands
from tests.server.wechat_served import APP_ID, SECRET, StandIn, served_stand_in
from vocabulary.messaging import MessageKind, MessageTemplate

pytestmark = [pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]
SEND = "/cgi-bin/message/subscribe/send"
PROGRESS = TEMPLATES[MessageTemplate.PROGRESS]


@pytest.fixture
async def stand_in(sms: RememberingSms, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    monkeypatch.setattr(adapter, "PAUSES_S", (0.0, 0.0))
    monkeypatch.setattr(adapter, "ATTEMPT_S", 0.5)
    async with served_stand_in() as served:
        hand = WeChat(APP_ID, SECRET, served.url, OwnTokenStore())
        hold_hands(sms=sms, mini_program=hand)
        yield served
        await hand.close()


@pytest.fixture
async def person(enterprise: Party, stand_in: StandIn) -> Actor:
    """Somebody who agreed three times, as both sides know."""
    given = await stand_in.steer("consents", template_id=PROGRESS, name="li", count=3)
    return await a_person(enterprise, phone="13800000001", open_id=given["open_id"], consents=3)


def shown(stand_in: StandIn) -> int:
    """How many messages WeChat took."""
    calls = [call for call in stand_in.world.calls if call["path"] == SEND]
    return sum(call.get("errcode", 0) == 0 for call in calls)


async def test_one_consent_one_message(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    for entry_id in range(1, 5):
        await told(enterprise, entry_id=entry_id)
    await send_outgoing()
    assert (shown(stand_in), await consents_of(person), len(sms.sent)) == (3, 0, 1)
    [call] = [call for call in stand_in.world.calls if call["path"] == SEND][:1]
    assert call["body"]["template_id"] == PROGRESS
    assert call["body"]["data"]["thing2"] == {"value": "已获得授信"}


async def test_43101_empties_the_count_and_the_phone_rings(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    stand_in.world.consents.clear()
    await told(enterprise)
    await send_outgoing()
    await send_outgoing()
    assert (shown(stand_in), await consents_of(person), len(sms.sent)) == (0, 0, 1)


@pytest.mark.parametrize("code", [40001, 42001])
async def test_a_token_that_is_over_is_renewed_on_the_way(
    enterprise: Party, person: Actor, stand_in: StandIn, code: int
) -> None:
    await told(enterprise)
    await stand_in.steer("fail", code=code, path=SEND)
    await send_outgoing()
    assert (shown(stand_in), (await Outgoing.get()).tries) == (1, 0)


async def test_a_token_that_stays_refused_is_waited_out(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    await told(enterprise)
    await stand_in.steer("fail", code=40001, path=SEND, times=2)
    await send_outgoing()
    assert ((await Outgoing.get()).tries, shown(stand_in)) == (1, 0)
    await due_again()
    await send_outgoing()
    assert (shown(stand_in), sms.sent, await consents_of(person)) == (1, [], 2)


async def test_45009_waits_for_tomorrow_unless_it_matters(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    await told(enterprise, MessageKind.APPLICATION, entry_id=1, sms="accepted")
    await told(enterprise, entry_id=2)
    await stand_in.steer("fail", code=45009, path=SEND, times=2)
    await send_outgoing()
    await send_outgoing()
    assert [sent.template for sent in sms.sent] == ["granted"]
    assert await consents_of(person) == 2, "one given back, one still meant for tomorrow"
    await stand_in.steer("fail/clear")
    await due_again()
    await send_outgoing()
    assert shown(stand_in) == 1


async def test_an_answer_that_is_lost_is_no_reason_to_send_again(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    await told(enterprise)
    await stand_in.steer("fail", path=SEND, delay_s=1.0)
    await send_outgoing()
    await due_again()
    await send_outgoing()
    assert (await Outgoing.get(way="wechat")).unsure
    assert stand_in.count(SEND) == 1
    assert len(sms.sent) == 1


async def test_a_token_that_cannot_be_fetched_is_not_a_message_that_may_have_gone(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    await told(enterprise)
    await stand_in.steer("fail", path="/cgi-bin/stable_token", status=502, times=3)
    await send_outgoing()
    assert not (await Outgoing.get()).unsure
    await due_again()
    await send_outgoing()
    assert (shown(stand_in), sms.sent) == (1, [])


async def test_somebody_wechat_does_not_know_hears_by_phone(
    enterprise: Party, person: Actor, stand_in: StandIn, sms: RememberingSms
) -> None:
    await told(enterprise)
    await Outgoing.all().update(receiver="o" + "x" * 27)
    await send_outgoing()
    await send_outgoing()
    assert (shown(stand_in), len(sms.sent)) == (0, 1)
    assert await WeChatBinding.filter(account_id=person.account_id).exists()
