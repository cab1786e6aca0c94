"""The outbox: rows first, short messages after commit, tried until they go or never can."""

from datetime import timedelta

import pytest

from domain.kernel import clock
from domain.messaging.sending import TRIES_MAX, send_outgoing
from orm.messaging import Outgoing
from server.adapters.sms import RememberingSms
from tests.remembered import hold_hands

PHONE = "13800000001"


@pytest.fixture
def sms() -> RememberingSms:
    hand = RememberingSms()
    hold_hands(sms=hand)
    return hand


async def a_message() -> Outgoing:
    return await Outgoing.create(
        way="sms", receiver=PHONE, template="granted", params='{"no":"DK-1"}', due_at=clock.now()
    )


async def due_again(message: Outgoing) -> None:
    await Outgoing.filter(id=message.id).update(due_at=clock.now() - timedelta(seconds=1))


async def test_a_message_leaves_once(db: None, sms: RememberingSms) -> None:
    await a_message()
    await send_outgoing()
    await send_outgoing()
    assert [(each.phone, each.template) for each in sms.sent] == [(PHONE, "granted")]


async def test_a_message_taken_by_a_process_that_died_is_free_after_its_deadline(
    db: None, sms: RememberingSms
) -> None:
    message = await a_message()
    await Outgoing.filter(id=message.id).update(taken_until=clock.now() + timedelta(minutes=1))
    await send_outgoing()
    assert sms.sent == []

    await Outgoing.filter(id=message.id).update(taken_until=clock.now() - timedelta(seconds=1))
    await send_outgoing()
    assert len(sms.sent) == 1


async def test_a_busy_gateway_is_tried_again_later_and_not_for_ever(
    db: None, sms: RememberingSms
) -> None:
    message = await a_message()
    sms.trouble = "busy"
    for _ in range(TRIES_MAX):
        await due_again(message)
        await send_outgoing()
    kept = await Outgoing.get(id=message.id)
    assert (kept.tries, kept.sent_at) == (TRIES_MAX, None)
    assert kept.failed_at is not None

    sms.trouble = None
    await due_again(message)
    await send_outgoing()
    assert sms.sent == []


async def test_what_was_put_off_goes_when_the_gateway_is_back(
    db: None, sms: RememberingSms
) -> None:
    message = await a_message()
    sms.trouble = "busy"
    await send_outgoing()
    assert (await Outgoing.get(id=message.id)).due_at > clock.now()

    sms.trouble = None
    await due_again(message)
    await send_outgoing()
    assert len(sms.sent) == 1
