"""The operator sees what leaves the platform, with masked receivers, and resends what failed."""

import pytest

from domain.kernel.actor import Actor
from domain.kernel.refusal import NotFound, NotYourPost, Unmet
from domain.messaging import actions, outbox_queries
from domain.messaging.outbox_queries import OutboxFilter, OutgoingView
from domain.messaging.sending import send_outgoing
from orm.journal import JournalEntry
from orm.messaging import Outgoing
from orm.parties import Party
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from server.adapters.wechat_error import ErrorCode
from tests import world
from tests.messaging.people import a_person, consents_of, told
from vocabulary.messaging import MessageWay, SendingState
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]
PHONE = "13800000001"


@pytest.fixture
async def operator(db: None) -> Party:
    return await world.an_operator()


def keeper(operator: Party) -> Actor:
    """Who keeps the platform running."""
    return world.someone(operator, Role.SYSTEM_ADMINISTRATOR)


async def seen(operator: Party, **asked: object) -> list[OutgoingView]:
    filtered = OutboxFilter(**asked)  # type: ignore[arg-type]
    return (await outbox_queries.outbox(filtered, to=keeper(operator))).items


@pytest.fixture
async def failed(
    enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> Outgoing:
    await a_person(enterprise, phone=PHONE)
    await told(enterprise)
    sms.trouble = "refused"
    await send_outgoing()
    sms.trouble = None
    return await Outgoing.get()


async def test_shows_state_reason_and_a_masked_receiver(operator: Party, failed: Outgoing) -> None:
    [shown] = await seen(operator)
    assert (shown.state, shown.state_label, shown.may_resend) == ("failed", "发送失败", True)
    assert shown.receiver_masked == "138****0001"
    assert "refused" in shown.last_error
    assert PHONE not in str(shown)
    assert [each.id for each in await seen(operator, state=SendingState.FAILED)] == [failed.id]
    for state in (SendingState.WAITING, SendingState.SENT, SendingState.UNSURE):
        assert await seen(operator, state=state) == []
    assert await seen(operator, way=MessageWay.WECHAT) == []
    assert len(await seen(operator, q="dk2026")) == 1


async def test_a_resent_one_goes_under_its_old_id_and_the_journal_knows_who(
    operator: Party, failed: Outgoing, sms: RememberingSms
) -> None:
    await actions.resend(failed.id, by=keeper(operator))
    await send_outgoing()
    assert sms.keys == {str(failed.id)}
    [entry] = await JournalEntry.filter(code="outgoing.resend")
    assert (entry.subject_id, entry.subject_no) == (failed.id, failed.subject_no)
    with pytest.raises(Unmet, match="发送失败的"):
        await actions.resend(failed.id, by=keeper(operator))


async def test_it_is_the_operators_alone(
    enterprise: Party, operator: Party, failed: Outgoing
) -> None:
    clerk = world.clerk_of(enterprise)
    with pytest.raises(NotYourPost):
        await outbox_queries.outbox(OutboxFilter(), to=clerk)
    with pytest.raises(NotYourPost):
        await actions.resend(failed.id, by=clerk)
    with pytest.raises(NotFound):
        await actions.resend(world.nobody(), by=keeper(operator))


async def test_pages_without_gaps(operator: Party, enterprise: Party, failed: Outgoing) -> None:
    for entry_id in range(2, 8):
        await told(enterprise, entry_id=entry_id)
    found, cursor = [], ""
    while True:
        asked = OutboxFilter(limit=2, cursor=cursor)
        page = await outbox_queries.outbox(asked, to=keeper(operator))
        found += [each.id for each in page.items]
        if page.next is None:
            break
        cursor = page.next
    assert (len(found), len(set(found))) == (7, 7)


class TestByWeChat:
    async def given_up(
        self, enterprise: Party, wechat: RememberingMiniProgram, code: ErrorCode
    ) -> Outgoing:
        self.person = await a_person(enterprise, phone=PHONE, open_id="o-li-abcd", consents=1)
        await told(enterprise)
        wechat.trouble = code
        await send_outgoing()
        wechat.trouble = None
        return await Outgoing.get(way="wechat")

    async def test_resending_spends_a_consent(
        self, operator: Party, enterprise: Party, wechat: RememberingMiniProgram
    ) -> None:
        row = await self.given_up(enterprise, wechat, ErrorCode.TEMPLATE_INVALID)
        assert "o-li" not in str(await seen(operator, way=MessageWay.WECHAT))
        await actions.resend(row.id, by=keeper(operator))
        assert await consents_of(self.person) == 0
        await send_outgoing()
        assert len(wechat.sent) == 1

    async def test_without_a_consent_there_is_nothing_to_resend(
        self, operator: Party, enterprise: Party, wechat: RememberingMiniProgram
    ) -> None:
        row = await self.given_up(enterprise, wechat, ErrorCode.NO_CONSENT)
        with pytest.raises(Unmet, match="订阅次数"):
            await actions.resend(row.id, by=keeper(operator))
        assert (await Outgoing.get(id=row.id)).failed_at is not None

    async def test_what_may_have_arrived_is_not_resent(
        self, operator: Party, enterprise: Party, wechat: RememberingMiniProgram
    ) -> None:
        row = await self.given_up(enterprise, wechat, ErrorCode.NO_ANSWER)
        [shown] = await seen(operator, state=SendingState.UNSURE)
        assert not shown.may_resend
        with pytest.raises(Unmet, match="无法确认"):
            await actions.resend(row.id, by=keeper(operator))
