"""Who in a party hears outside the platform, by which way, and at what hour."""

from datetime import datetime, timedelta

import msgspec
import pytest

from deploy.front_ends import MINIPROGRAM
from domain.deadlines.jobs import mind_deadlines
from domain.kernel import clock
from domain.lending.actions import banking
from domain.messaging import actions, sending
from domain.messaging.outbox import OTHERWISE, PAGES
from domain.messaging.sending import send_outgoing
from domain.messaging.terms import SettingsChange, SubscriptionReport, Switch, TemplateResult
from orm.identity import Account
from orm.lending import LoanApplication
from orm.messaging import MessageSettings, Outgoing
from orm.parties import Party
from server.adapters.sms import RememberingSms
from server.adapters.wechat import RememberingMiniProgram
from tests import world
from tests.messaging.people import a_person, consents_of, delivered, due_again, told
from tests.remembered import TEMPLATES
from vocabulary.identity import AccountState
from vocabulary.messaging import ConsentResult, MessageKind, MessageTemplate, MessageWay
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]
CONTACT = "13900000009"


async def rows() -> list[tuple[str, str]]:
    return sorted([(row.way, row.receiver) for row in await Outgoing.all()])


async def test_the_contact_and_the_clerks_hear_by_sms_each_phone_once(
    enterprise: Party, wechat: RememberingMiniProgram
) -> None:
    await Party.filter(id=enterprise.id).update(contact_phone=CONTACT)
    await a_person(enterprise, phone="13800000001")
    await a_person(enterprise, phone=CONTACT)
    locked = await a_person(enterprise, phone="13800000002")
    await Account.filter(id=locked.account_id).update(state=AccountState.LOCKED)
    for _ in range(2):
        await told(enterprise)
    assert await rows() == [("sms", "13800000001"), ("sms", CONTACT)]


async def test_a_consent_is_spent_and_the_phone_does_not_ring_as_well(
    enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    person = await a_person(enterprise, phone="13800000001", open_id="o-li", consents=1)
    await told(enterprise)
    await told(enterprise)  # carried again: nothing more is spent
    assert await consents_of(person) == 0
    await send_outgoing()
    [message] = wechat.sent
    assert (message.open_id, message.template_id) == ("o-li", TEMPLATES[MessageTemplate.PROGRESS])
    assert message.data["character_string1"] == "DK20261127-00001"
    assert message.page.startswith("pages/applications/detail?id=")
    assert sms.sent == []
    await told(enterprise, entry_id=2)  # no consent left
    await send_outgoing()
    assert [sent.phone for sent in sms.sent] == ["13800000001"]


@pytest.mark.parametrize("page", [*PAGES.values(), OTHERWISE])
async def test_a_subscription_message_opens_a_page_of_the_mini_program(page: str) -> None:
    listed = msgspec.json.decode((MINIPROGRAM / "src/pages.json").read_bytes())["pages"]
    assert page in {each["path"] for each in listed}


async def test_who_refused_is_not_written_to_though_consents_are_left(
    enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    person = await a_person(enterprise, phone="13800000001", open_id="o-li", consents=3)
    template_id = TEMPLATES[MessageTemplate.PROGRESS]
    refusal = SubscriptionReport([TemplateResult(template_id, ConsentResult.BAN)])
    await actions.report_subscriptions(refusal, by=person)
    await told(enterprise)
    await send_outgoing()
    assert (len(wechat.sent), len(sms.sent), await consents_of(person)) == (0, 1, 3)


async def test_switches_are_followed(
    enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    person = await a_person(enterprise, phone="13800000001", open_id="o-li", consents=3)

    async def choose(way: MessageWay, *, wanted: bool) -> None:
        switch = Switch(MessageKind.REVIEW, way, wanted)
        await actions.change_message_settings(SettingsChange([switch]), by=person)

    await choose(MessageWay.WECHAT, wanted=False)
    await told(enterprise, entry_id=1)
    assert await rows() == [("sms", "13800000001")]
    await choose(MessageWay.SMS, wanted=False)
    await told(enterprise, entry_id=2)
    assert len(await rows()) == 1
    assert await consents_of(person) == 3


async def test_what_matters_less_comes_by_wechat_alone(
    enterprise: Party, wechat: RememberingMiniProgram
) -> None:
    await a_person(enterprise, phone="13800000001", open_id="o-li", consents=1)
    for entry_id in (1, 2):
        await told(enterprise, MessageKind.APPLICATION, entry_id=entry_id, sms="accepted")
    assert await rows() == [("wechat", "o-li")]


async def test_a_case_tells_the_enterprises_people_and_calls_no_officer(
    enterprise: Party, bank: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    await a_person(enterprise, phone="13800000001")
    await a_person(bank, Role.BANK_OFFICER, phone="13700000001")
    row = await world.a_granted_application(enterprise, bank)
    await banking.disburse(row.id, world.a_payout(), by=world.officer_of(bank))
    await delivered()
    await send_outgoing()
    assert {sent.phone for sent in sms.sent} == {"13800000001"}
    assert sorted(sent.template for sent in sms.sent) == ["approved", "disbursed", "granted"]
    assert {sent.params["no"] for sent in sms.sent} == {row.application_no}


async def test_what_is_nearly_overdue_calls_those_who_can_do_it(
    enterprise: Party, bank: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    await a_person(enterprise, phone="13800000001")
    await a_person(bank, Role.BANK_OFFICER, phone="13700000001")
    await a_person(bank, Role.BANK_APPROVER, phone="13700000002", open_id="o-wang", consents=1)
    await a_person(bank, Role.INSTITUTION_ADMIN, phone="13700000003")
    other = await world.a_bank("太湖银行苏州分行")
    await a_person(other, Role.BANK_OFFICER, phone="13700000004")
    row = await world.a_targeted_request(enterprise, bank)
    await LoanApplication.filter(id=row.id).update(expected_on=clock.today())
    for _ in range(2):
        await mind_deadlines()
    await send_outgoing()
    assert [(sent.phone, sent.template) for sent in sms.sent] == [("13700000001", "reminder")]
    assert [sent.open_id for sent in wechat.sent] == ["o-wang"]
    assert wechat.sent[0].template_id == TEMPLATES[MessageTemplate.REMINDER]


class TestAtNight:
    NIGHT = datetime.fromisoformat("2026-11-27T23:30:00+08:00")

    @pytest.fixture(autouse=True)
    async def _asleep(
        self, enterprise: Party, wechat: RememberingMiniProgram, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        person = await a_person(enterprise, phone="13800000001")
        await MessageSettings.filter(account_id=person.account_id).update(quiet=True)
        self.now = self.NIGHT
        monkeypatch.setattr(clock, "now", lambda: self.now)

    async def test_a_phone_is_left_alone_until_the_morning(
        self, enterprise: Party, sms: RememberingSms
    ) -> None:
        await told(enterprise)
        await send_outgoing()
        assert sms.sent == []
        [row] = await Outgoing.all()
        assert row.due_at == datetime.fromisoformat("2026-11-28T08:00:00+08:00")
        self.now = row.due_at
        await send_outgoing()
        assert len(sms.sent) == 1

    async def test_what_is_urgent_rings(self, enterprise: Party, sms: RememberingSms) -> None:
        await told(enterprise, urgent=True)
        await send_outgoing()
        assert len(sms.sent) == 1

    async def test_a_contact_without_an_account_is_left_alone_too(
        self, enterprise: Party, sms: RememberingSms
    ) -> None:
        await Party.filter(id=enterprise.id).update(contact_phone=CONTACT)
        await told(enterprise)
        await send_outgoing()
        assert sms.sent == []

    async def test_what_was_put_off_into_the_night_waits_as_well(
        self, enterprise: Party, sms: RememberingSms
    ) -> None:
        self.now = self.NIGHT - timedelta(hours=1, minutes=31)
        await told(enterprise)
        sms.trouble = "busy"
        await send_outgoing()
        sms.trouble = None
        self.now = self.NIGHT
        await send_outgoing()
        assert sms.sent == []


async def test_what_is_a_day_old_is_not_sent_any_more(
    enterprise: Party, wechat: RememberingMiniProgram, sms: RememberingSms
) -> None:
    person = await a_person(enterprise, phone="13800000001", open_id="o-li", consents=1)
    await a_person(enterprise, phone="13800000002")
    await told(enterprise)
    await Outgoing.all().update(not_after=clock.now() - timedelta(seconds=1))
    await send_outgoing()
    assert (sms.sent, wechat.sent) == ([], [])
    assert {row.last_error for row in await Outgoing.all()} == {sending.STALE}
    assert await consents_of(person) == 1, "the consent was not used"
    await due_again()
    await send_outgoing()
    assert sms.sent == []
