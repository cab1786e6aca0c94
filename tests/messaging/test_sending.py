"""The outbox: rows first, sent after commit, tried until they go or never can."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import pytest

from domain.kernel import clock
from domain.messaging import sending
from domain.messaging.rules import TRIES_MAX
from domain.messaging.sending import KEPT, purge_outgoing, send_outgoing
from orm.messaging import Outgoing
from orm.parties import Party
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from server.adapters.wechat_error import ErrorCode
from tests.messaging.people import a_person, consents_of, due_again, told
from tests.remembered import hold_hands
from vocabulary.messaging import MessageKind

pytestmark = [pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]
PHONE = "13800000001"


@pytest.fixture
async def message(enterprise: Party, wechat: RememberingMiniProgram) -> Outgoing:
    await a_person(enterprise, phone=PHONE)
    await told(enterprise)
    return await Outgoing.get()


async def test_a_message_leaves_once(message: Outgoing, sms: RememberingSms) -> None:
    await send_outgoing()
    await send_outgoing()
    assert [(each.phone, each.template) for each in sms.sent] == [(PHONE, "granted")]
    assert sms.keys == {str(message.id)}, "the gateway can tell a second one"


async def test_a_message_taken_by_a_process_that_died_is_free_after_its_deadline(
    message: Outgoing, sms: RememberingSms
) -> None:
    await Outgoing.filter(id=message.id).update(taken_until=clock.now() + timedelta(minutes=1))
    await send_outgoing()
    assert sms.sent == []

    await due_again()
    await send_outgoing()
    assert len(sms.sent) == 1


async def test_a_busy_gateway_is_tried_again_later_and_not_for_ever(
    message: Outgoing, sms: RememberingSms
) -> None:
    sms.trouble = "busy"
    for _ in range(TRIES_MAX):
        await due_again()
        await send_outgoing()
    kept = await Outgoing.get(id=message.id)
    assert (kept.tries, kept.sent_at) == (TRIES_MAX, None)
    assert kept.failed_at is not None
    assert "busy" in kept.last_error

    sms.trouble = None
    await due_again()
    await send_outgoing()
    assert sms.sent == []


async def test_each_wait_is_longer_than_the_one_before(
    message: Outgoing, sms: RememberingSms
) -> None:
    sms.trouble = "unreachable"
    waits = []
    for _ in range(TRIES_MAX - 1):
        await due_again()
        await send_outgoing()
        waits.append((await Outgoing.get(id=message.id)).due_at - clock.now())
    assert waits == sorted(waits)
    assert waits[0] > timedelta(seconds=50)


async def test_what_a_gateway_refuses_is_given_up_at_once(
    message: Outgoing, sms: RememberingSms
) -> None:
    sms.trouble = "refused"
    await send_outgoing()
    assert (await Outgoing.get(id=message.id)).failed_at is not None


async def test_what_was_put_off_goes_when_the_gateway_is_back(
    message: Outgoing, sms: RememberingSms
) -> None:
    sms.trouble = "busy"
    await send_outgoing()
    assert (await Outgoing.get(id=message.id)).due_at > clock.now()

    sms.trouble = None
    await due_again()
    await send_outgoing()
    assert len(sms.sent) == 1


class Hanging(RememberingSms):
    """A gateway that takes the call and says nothing."""

    async def send(
        self, phone: str, template: str, params: Mapping[str, str], *, key: str = ""
    ) -> None:
        del phone, template, params, key
        await asyncio.sleep(60)


async def test_a_gateway_that_hangs_is_let_go(
    message: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold_hands(sms=Hanging())
    monkeypatch.setattr(sending, "SEND_S_MAX", 0.01)
    await send_outgoing()
    kept = await Outgoing.get(id=message.id)
    assert (kept.sent_at, kept.taken_until, kept.tries) == (None, None, 1)


async def test_what_was_sent_is_forgotten_after_half_a_year(message: Outgoing) -> None:
    await send_outgoing()
    await purge_outgoing()
    assert await Outgoing.exists()
    await Outgoing.all().update(written_at=clock.now() - KEPT - timedelta(days=1))
    await purge_outgoing()
    assert not await Outgoing.exists()


class TestByWeChat:
    @pytest.fixture(autouse=True)
    async def _agreed(self, enterprise: Party, wechat: RememberingMiniProgram) -> None:
        self.person = await a_person(enterprise, phone=PHONE, open_id="o-li", consents=5)
        await told(enterprise)

    async def test_no_consent_left_empties_the_count_and_the_phone_rings_instead(
        self, wechat: RememberingMiniProgram, sms: RememberingSms
    ) -> None:
        wechat.trouble = ErrorCode.NO_CONSENT
        await send_outgoing()
        assert await consents_of(self.person) == 0
        await send_outgoing()
        assert [(sent.phone, sent.template) for sent in sms.sent] == [(PHONE, "granted")]

    @pytest.mark.parametrize("code", [ErrorCode.NO_ANSWER, ErrorCode.ANSWER_INVALID])
    async def test_what_may_have_arrived_is_never_sent_again(
        self, wechat: RememberingMiniProgram, sms: RememberingSms, code: ErrorCode
    ) -> None:
        wechat.trouble = code
        await send_outgoing()
        wechat.trouble = None
        await due_again()
        await send_outgoing()
        kept = await Outgoing.get(way="wechat")
        assert (kept.unsure, kept.sent_at, wechat.sent) == (True, None, [])
        assert await consents_of(self.person) == 4, "it may have been used"
        assert len(sms.sent) == 1

    @pytest.mark.parametrize(
        "code",
        [ErrorCode.BUSY, ErrorCode.UNREACHABLE, ErrorCode.TOKEN_EXPIRED, ErrorCode.TOO_OFTEN],
    )
    async def test_what_certainly_did_not_go_is_tried_again(
        self, wechat: RememberingMiniProgram, sms: RememberingSms, code: ErrorCode
    ) -> None:
        wechat.trouble = code
        await send_outgoing()
        wechat.trouble = None
        await due_again()
        await send_outgoing()
        assert (len(wechat.sent), sms.sent, await consents_of(self.person)) == (1, [], 4)

    @pytest.mark.parametrize(
        "code", [ErrorCode.OPEN_ID_INVALID, ErrorCode.TEMPLATE_INVALID, ErrorCode.DATA_INVALID]
    )
    async def test_what_can_never_go_gives_the_consent_back_and_the_phone_rings(
        self, wechat: RememberingMiniProgram, sms: RememberingSms, code: ErrorCode
    ) -> None:
        wechat.trouble = code
        await send_outgoing()
        await send_outgoing()
        assert (await consents_of(self.person), len(sms.sent)) == (5, 1)

    async def test_a_days_quota_that_is_used_up_does_not_hold_up_what_matters(
        self, enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
    ) -> None:
        await told(enterprise, MessageKind.APPLICATION, entry_id=2, sms="accepted")
        wechat.trouble = ErrorCode.OVER_QUOTA
        await send_outgoing()
        await send_outgoing()
        assert [sent.template for sent in sms.sent] == ["granted"]
        waiting = await Outgoing.get(entry_id=2)
        assert waiting.due_at.astimezone(clock.SHANGHAI).hour == 0, "tomorrow"

    async def test_a_process_that_died_between_taking_and_marking_sends_no_second(
        self, wechat: RememberingMiniProgram, sms: RememberingSms
    ) -> None:
        await Outgoing.all().update(taken_until=clock.now() - timedelta(seconds=1))
        await send_outgoing()
        await send_outgoing()
        kept = await Outgoing.get(way="wechat")
        assert (kept.unsure, wechat.sent, len(sms.sent)) == (True, [], 1)

    async def test_the_phone_that_already_rang_for_the_contact_does_not_ring_again(
        self, enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
    ) -> None:
        twin = await a_person(enterprise, phone="13800000007")
        await told(enterprise, entry_id=3)
        await Outgoing.filter(account_id=twin.account_id).delete()
        wechat.trouble = ErrorCode.NO_CONSENT
        for _ in range(3):
            await due_again()
            await send_outgoing()
        keys = [(sent.phone, sent.template) for sent in sms.sent]
        assert keys == [(PHONE, "granted")] * 2, "two entries, one message each"
