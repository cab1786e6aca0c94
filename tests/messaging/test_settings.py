"""消息设置: switches, quiet hours, and what somebody agreed to in WeChat."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.actor import Actor
from domain.kernel.answering import Answered
from domain.kernel.clock import SHANGHAI
from domain.kernel.refusal import Invalid, KeyReused, Unmet
from domain.messaging import actions, queries
from domain.messaging.rules import quiet_ends
from domain.messaging.terms import (
    QuietHours,
    SettingsChange,
    SubscriptionReport,
    Switch,
    TemplateResult,
)
from orm.journal import JournalEntry
from orm.messaging import Subscription
from orm.parties import Party
from server.adapters.wechat import RememberingMiniProgram
from tests import world
from tests.messaging.people import a_person, consents_of
from tests.remembered import TEMPLATES
from vocabulary.messaging import ConsentResult, MessageKind, MessageTemplate, MessageWay
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("I6", "E5"), pytest.mark.clause("6.1.1.5 c", "6.1.3.5")]
LATE_EVENING = QuietHours(wanted=True, from_hour=21, to_hour=7)
PROGRESS = TEMPLATES[MessageTemplate.PROGRESS]


@pytest.fixture
async def person(enterprise: Party, wechat: RememberingMiniProgram) -> Actor:
    return await a_person(enterprise, phone="13800000001", open_id="o-li")


def result(given: ConsentResult) -> SubscriptionReport:
    return SubscriptionReport([TemplateResult(PROGRESS, given)])


async def switch_of(person: Actor, kind: MessageKind, way: MessageWay) -> queries.SwitchView:
    shown = await queries.settings(None, person)
    [ways] = [each.ways for each in shown.kinds if each.kind is kind]
    return next(each for each in ways if each.way is way)


async def test_short_messages_are_kept_for_what_matters_until_one_asks_for_more(
    person: Actor,
) -> None:
    assert not (await switch_of(person, MessageKind.APPLICATION, MessageWay.SMS)).wanted
    assert (await switch_of(person, MessageKind.REVIEW, MessageWay.SMS)).wanted
    change = SettingsChange([Switch(MessageKind.APPLICATION, MessageWay.SMS, wanted=True)])
    await actions.change_message_settings(change, by=person)
    assert (await switch_of(person, MessageKind.APPLICATION, MessageWay.SMS)).wanted
    assert await JournalEntry.filter(code="account.change_message_settings").count() == 1


@pytest.mark.parametrize(
    "kind", sorted(set(MessageKind) - {MessageKind.SYSTEM, MessageKind.POLICY})
)
async def test_decisions_about_ones_own_case_cannot_be_hidden(
    person: Actor, kind: MessageKind
) -> None:
    assert (await switch_of(person, kind, MessageWay.IN_APP)).locked
    with pytest.raises(Unmet, match="不能关闭"):
        await actions.change_message_settings(
            SettingsChange([Switch(kind, MessageWay.IN_APP, wanted=False)]), by=person
        )
    assert (await switch_of(person, kind, MessageWay.IN_APP)).wanted


async def test_a_refused_change_moves_no_other_switch_either(person: Actor) -> None:
    change = SettingsChange(
        [
            Switch(MessageKind.APPLICATION, MessageWay.SMS, wanted=True),
            Switch(MessageKind.REVIEW, MessageWay.IN_APP, wanted=False),
        ]
    )
    with pytest.raises(Unmet):
        await actions.change_message_settings(change, by=person)
    assert not (await switch_of(person, MessageKind.APPLICATION, MessageWay.SMS)).wanted


async def test_an_officer_may_hide_what_colleagues_work_on(bank: Party) -> None:
    officer = await a_person(bank, Role.BANK_OFFICER, phone="13800000009")
    change = SettingsChange([Switch(MessageKind.APPLICATION, MessageWay.IN_APP, wanted=False)])
    await actions.change_message_settings(change, by=officer)
    assert not (await switch_of(officer, MessageKind.APPLICATION, MessageWay.IN_APP)).wanted


async def test_quiet_hours_are_ones_own(person: Actor) -> None:
    await actions.change_message_settings(SettingsChange(quiet=LATE_EVENING), by=person)
    assert (await queries.settings(None, person)).quiet == LATE_EVENING
    with pytest.raises(Invalid):
        await actions.change_message_settings(
            SettingsChange(quiet=QuietHours(wanted=True, from_hour=8, to_hour=8)), by=person
        )


async def test_each_consent_is_counted_and_a_refusal_is_remembered(person: Actor) -> None:
    for given_result in (ConsentResult.ACCEPT, ConsentResult.ACCEPT, ConsentResult.FILTER):
        await actions.report_subscriptions(result(given_result), by=person)
    assert await consents_of(person) == 2
    await actions.report_subscriptions(result(ConsentResult.REJECT), by=person)
    [shown] = [t for t in (await queries.settings(None, person)).templates if t.refused]
    assert (shown.template_id, shown.consents) == (PROGRESS, 2)
    await actions.report_subscriptions(result(ConsentResult.ACCEPT), by=person)
    assert not (await Subscription.get(account_id=person.account_id)).refused


async def test_a_report_that_comes_twice_counts_once(person: Actor) -> None:
    async def shown(_: object, __: Actor) -> bytes:
        return b"{}"

    def again() -> Actor:
        sent = world.with_key(person, "report-1")
        sent.call.render = shown
        return sent

    await actions.report_subscriptions(result(ConsentResult.ACCEPT), by=again())
    with pytest.raises(Answered):
        await actions.report_subscriptions(result(ConsentResult.ACCEPT), by=again())
    assert await consents_of(person) == 1
    other = world.with_key(person, "report-1", body_hash="another")
    with pytest.raises(KeyReused):
        await actions.report_subscriptions(result(ConsentResult.REJECT), by=other)


async def test_who_is_not_bound_to_wechat_is_told_how_to(enterprise: Party) -> None:
    person = await a_person(enterprise, phone="13800000002")
    with pytest.raises(Unmet, match="微信登录"):
        await actions.report_subscriptions(result(ConsentResult.ACCEPT), by=person)


async def test_an_unknown_template_is_refused(person: Actor) -> None:
    report = SubscriptionReport([TemplateResult("somebody-elses", ConsentResult.ACCEPT)])
    with pytest.raises(Invalid):
        await actions.report_subscriptions(report, by=person)


class TestQuietHours:
    @pytest.mark.parametrize(
        ("at", "ends"),
        [
            ("2026-11-27 22:00", "2026-11-28 08:00"),
            ("2026-11-27 23:59", "2026-11-28 08:00"),
            ("2026-11-28 00:00", "2026-11-28 08:00"),
            ("2026-11-28 07:59", "2026-11-28 08:00"),
            ("2026-11-28 08:00", None),
            ("2026-11-27 21:59", None),
        ],
    )
    def test_reach_over_midnight(self, at: str, ends: str | None) -> None:
        moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
        expected = datetime.fromisoformat(ends).replace(tzinfo=SHANGHAI) if ends else None
        assert quiet_ends(moment, 22, 8) == expected

    @given(
        st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 -- given its zone below
        st.integers(0, 23),
        st.integers(0, 23),
    )
    def test_end_within_a_day_and_outside_themselves(
        self, at: datetime, from_hour: int, to_hour: int
    ) -> None:
        moment = at.replace(tzinfo=SHANGHAI)
        ends = quiet_ends(moment, from_hour, to_hour)
        if ends is not None:
            assert 0 < (ends - moment).total_seconds() <= 86_400
            assert quiet_ends(ends, from_hour, to_hour) is None
