"""到店服务: diagnosed, helped to file by the person's own leave, told, seen off, called."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from domain.identity.accounts import find_by_phone
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.lending.actions import applying, banking
from domain.parties.actions import authorizing
from domain.parties.terms import AuthorizationAsked, AuthorizationSigned
from domain.store.service import call_queries, queries, terms
from domain.store.service.actions import calling, consenting, serving
from domain.store.service.assisting import ENDED, stand_in
from domain.store.service.jobs import mind_services
from domain.store.service.rules import call_due_on
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Party
from orm.store_service import AssistanceGrant, AssistedFiling, FollowUp, ServiceRecord
from server.adapters.sms import RememberingSms
from tests import world
from tests.catalogue.shelf import a_product
from tests.identity.people import OTHER_PHONE, PHONE, acting, an_account
from tests.insurance.test_cover_requests import consequences
from tests.remembered import hold_hands
from tests.world import WAN
from vocabulary.identifiers import make_uscc
from vocabulary.identity import Terminal
from vocabulary.lending import RepaymentMethod, SecurityKind
from vocabulary.parties import Role
from vocabulary.store_service import AgreedBy, CallResult, FollowUpState, ServiceState, TaxCredit

pytestmark = [pytest.mark.row("F3"), pytest.mark.usefixtures("db")]

DIAGNOSIS: dict[str, Any] = {
    "industry": "C",
    "region": "320571",
    "revenue_fen": 3_000 * WAN,
    "assets_fen": 2_000 * WAN,
    "employees": 46,
    "tax_credit": TaxCredit.TAX_A,
    "has_collateral": False,
    "amount_fen": 100 * WAN,
    "term_months": 12,
    "purpose": "采购原材料",
    "security": SecurityKind.CREDIT,
    "repayment_method": RepaymentMethod.INTEREST_FIRST,
}


@dataclass(frozen=True)
class Counter:
    """One counter: its staff, a colleague, and an enterprise with the person who came."""

    staff: Actor
    colleague: Actor
    enterprise: Party
    clerk: Actor
    sms: RememberingSms

    async def code(self, service: ServiceRecord, phone: str = PHONE) -> terms.CodeConsent:
        await consenting.send_code(service.id, terms.PhoneNamed(phone), by=self.staff)
        return terms.CodeConsent(phone, self.sms.sent[-1].params["code"])

    async def agreed(self, service: ServiceRecord) -> AssistanceGrant:
        """The clerk has read out the code on their phone."""
        await consenting.consent_by_code(service.id, await self.code(service), by=self.staff)
        return await AssistanceGrant.get(service_id=service.id, ended_at__isnull=True)


@pytest_asyncio.fixture
async def counter() -> Counter:
    sms = RememberingSms()
    hold_hands(sms=sms)
    operator, enterprise = await world.an_operator(), await world.an_enterprise()
    staff = await an_account(operator, Role.STORE_STAFF, phone="13700000001", log_in_name="s-1")
    other = await an_account(operator, Role.STORE_STAFF, phone="13700000002", log_in_name="s-2")
    clerk = await an_account(enterprise)
    return Counter(await acting(staff), await acting(other), enterprise, await acting(clerk), sms)


async def a_service(counter: Counter) -> ServiceRecord:
    return await serving.greet(terms.Greeting("想贷一百万", "李女士"), by=counter.staff)


@pytest.mark.clause("6.2.3 b")
class TestDiagnosis:
    async def test_what_fits_is_recommended_with_a_sentence_for_each_reason(
        self, counter: Counter
    ) -> None:
        bank = await world.a_bank()
        await a_product(bank, "P-1", name="原料贷", rate_bp_min=320)
        await a_product(bank, "P-2", name="大额贷", amount_fen_min=500 * WAN)
        service = await a_service(counter)
        await serving.diagnose(service.id, terms.Diagnosis(**DIAGNOSIS), by=counter.staff)
        shown = await queries.one(service.id, counter.staff)
        [only] = shown.recommendations
        assert only.product_name == "原料贷"
        assert all(reason.endswith("。") for reason in only.reasons)
        assert shown.diagnosis is not None
        assert (shown.diagnosis.industry_label, shown.diagnosis.tax_credit_label) == (
            "制造业",
            "A级",
        )

    async def test_an_enterprise_writes_no_diagnosis_and_reads_no_other_service(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        with pytest.raises(NotFound):
            await serving.diagnose(service.id, terms.Diagnosis(**DIAGNOSIS), by=counter.clerk)
        with pytest.raises(NotFound):
            await queries.one(service.id, counter.clerk)
        with pytest.raises(NotYourPost):
            await queries.figures(terms.FiguresAsked(), counter.clerk)

    async def test_nobody_who_was_only_greeted_counts_as_served(self, counter: Counter) -> None:
        service = await a_service(counter)
        with pytest.raises(Unmet, match="需求诊断"):
            await serving.finish(service.id, terms.Outcome("已接待"), by=counter.staff)


@pytest.mark.clause("6.2.3 c")
class TestAssistedFiling:
    async def test_the_act_is_the_enterprises_and_the_journal_says_who_typed(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        grant = await counter.agreed(service)
        instead = await stand_in(grant.id, counter.staff)
        application = await applying.publish(world.an_open_wish(), by=instead)
        assert application.enterprise_id == counter.enterprise.id
        entry = await JournalEntry.get(code="loan_application.publish")
        assert (entry.actor_id, entry.party_id) == (
            counter.clerk.account_id,
            counter.enterprise.id,
        )
        assert entry.facts["typed_by"]["account_id"] == str(counter.staff.account_id)
        await consequences()
        filing = await AssistedFiling.get(subject_id=application.id)
        assert (filing.typist_id, filing.account_id) == (
            counter.staff.account_id,
            counter.clerk.account_id,
        )
        assert (await AssistanceGrant.get(id=grant.id)).acts == 1
        [case] = (await queries.one(service.id, counter.staff)).cases
        assert (case.number, case.state_label) == (application.application_no, "待受理")

    async def test_a_newcomer_is_signed_up_by_the_code_on_their_own_phone(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        consent = await counter.code(service, OTHER_PHONE)
        with pytest.raises(Unmet, match="尚未注册"):
            await consenting.consent_by_code(service.id, consent, by=counter.staff)
        await consenting.sign_up_by_code(service.id, consent, by=counter.staff)
        account = await find_by_phone(OTHER_PHONE)
        assert account is not None
        entry = await JournalEntry.get(code="account.sign_up")
        assert entry.actor_id == account.id
        assert entry.facts["typed_by"]["name"] == counter.staff.name
        assert (await ServiceRecord.get(id=service.id)).enterprise_id == account.party_id
        grant = await AssistanceGrant.get(service_id=service.id)
        assert (await stand_in(grant.id, counter.staff)).party_id == account.party_id

    async def test_a_wrong_code_gives_no_leave_and_a_code_gives_it_once(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        consent = await counter.code(service)
        wrong = "000000" if consent.sms_code != "000000" else "111111"
        with pytest.raises(Invalid):
            await consenting.consent_by_code(
                service.id, terms.CodeConsent(PHONE, wrong), by=counter.staff
            )
        await consenting.consent_by_code(service.id, consent, by=counter.staff)
        with pytest.raises(Invalid):
            await consenting.consent_by_code(service.id, consent, by=counter.staff)
        assert await AssistanceGrant.all().count() == 1

    @pytest.mark.parametrize(
        ("terminal", "way"),
        [(Terminal.KIOSK, AgreedBy.AT_KIOSK), (Terminal.MINIPROGRAM, AgreedBy.OWN_DEVICE)],
    )
    async def test_the_person_agrees_by_the_number_on_the_counters_screen(
        self, counter: Counter, terminal: Terminal, way: AgreedBy
    ) -> None:
        service = await a_service(counter)
        asked = await consenting.ask_to_assist(service.id, by=counter.staff)
        number = terms.NumberConsent(asked.open_number)
        with pytest.raises(NotYourPost):
            await consenting.consent_by_number(number, by=counter.colleague)
        clerk = replace(counter.clerk, call=Call(terminal=terminal))
        await consenting.consent_by_number(number, by=clerk)
        assert (await AssistanceGrant.get(id=asked.id)).agreed_by is way
        with pytest.raises(NotFound, match="数字不正确"):
            await consenting.consent_by_number(number, by=clerk)
        shown = await queries.one(service.id, counter.clerk)
        assert shown.grant is not None
        assert (shown.grant.number, shown.visitor) == ("", "")

    async def test_the_leave_is_one_persons_for_one_hour_and_ends_at_once(
        self, counter: Counter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        service = await a_service(counter)
        grant = await counter.agreed(service)
        with pytest.raises(NotNow, match="授权已结束"):
            await stand_in(grant.id, counter.colleague)
        with pytest.raises(NotYourPost):
            await stand_in(grant.id, counter.clerk)
        instead = await stand_in(grant.id, counter.staff)
        later = clock.now() + timedelta(minutes=61)
        with monkeypatch.context() as forward:
            forward.setattr(clock, "now", lambda: later)
            with pytest.raises(NotNow, match="授权已结束"):
                await stand_in(grant.id, counter.staff)
        await consenting.end_assistance(grant.id, by=counter.clerk)
        with pytest.raises(NotNow) as refused:  # begun before the end, written after it
            await applying.publish(world.an_open_wish(), by=instead)
        assert str(refused.value) == ENDED
        assert not await JournalEntry.exists(code="loan_application.publish")

    async def test_an_authorization_is_signed_by_the_persons_own_code(
        self, counter: Counter
    ) -> None:
        grant = await counter.agreed(await a_service(counter))
        instead = await stand_in(grant.id, counter.staff)
        asked = AuthorizationAsked("苏州晨曦精密有限公司", make_uscc(7))
        text = await authorizing.text_for(asked, by=instead)
        signed = AuthorizationSigned(asked.name, asked.uscc, "李四", text.version, text.text_sha256)
        with pytest.raises(Invalid):
            await authorizing.sign(signed, by=instead)
        await authorizing.send_code(by=instead)
        code = counter.sms.sent[-1].params["code"]
        row = await authorizing.sign(
            AuthorizationSigned(
                asked.name, asked.uscc, "李四", text.version, text.text_sha256, code
            ),
            by=instead,
        )
        assert row.account_id == counter.clerk.account_id
        with pytest.raises(NotNow):
            await authorizing.send_code(by=counter.clerk)

    async def test_a_service_is_one_enterprises(self, counter: Counter) -> None:
        service = await a_service(counter)
        await counter.agreed(service)
        await an_account(await world.an_enterprise("苏州远山有限公司"), phone=OTHER_PHONE)
        with pytest.raises(Unmet, match="另一家企业"):
            await consenting.consent_by_code(
                service.id, await counter.code(service, OTHER_PHONE), by=counter.staff
            )


@pytest.mark.clause("6.2.3 d", "6.2.3 e")
class TestTheOutcome:
    async def test_the_outcome_of_what_was_filed_ends_the_service_and_owes_a_call(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        grant = await counter.agreed(service)
        instead = await stand_in(grant.id, counter.staff)
        application = await applying.publish(world.an_open_wish(), by=instead)
        await serving.inform(
            service.id, terms.Informing("三个工作日内有银行受理"), by=counter.staff
        )
        await consequences()
        await mind_services()
        assert (await ServiceRecord.get(id=service.id)).state is ServiceState.IN_HAND
        officer = world.officer_of(await world.a_bank())
        await banking.grab(application.id, by=officer)
        await banking.reject(
            application.id, "资料不全", by=world.approver_of(await Party.get(id=officer.party_id))
        )
        await mind_services()
        ended = await ServiceRecord.get(id=service.id)
        assert ended.state is ServiceState.SERVED
        assert application.application_no in ended.outcome
        assert (await AssistanceGrant.get(id=grant.id)).ended_at is not None
        call = await FollowUp.get(service_id=service.id)
        assert call.due_on == call_due_on(clock.today())
        await mind_services()
        assert await FollowUp.all().count() == 1
        await consequences()
        assert await Message.exists(party_id=counter.enterprise.id, title="协助办理的业务已有结果")

    async def test_who_hears_nothing_for_ten_workdays_is_called_once(
        self, counter: Counter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        service = await a_service(counter)
        await counter.agreed(service)
        await serving.inform(service.id, terms.Informing("银行将电话联系"), by=counter.staff)
        await mind_services()
        assert not await FollowUp.exists()
        later = clock.now() + timedelta(days=21)
        monkeypatch.setattr(clock, "now", lambda: later)
        await mind_services()
        await mind_services()
        call = await FollowUp.get()
        assert call.due_on == clock.today()

    async def test_a_call_that_nobody_answered_is_planned_again(self, counter: Counter) -> None:
        service = await a_service(counter)
        await counter.agreed(service)
        await serving.diagnose(service.id, terms.Diagnosis(**DIAGNOSIS), by=counter.staff)
        await serving.finish(service.id, terms.Outcome("已推荐三款产品"), by=counter.staff)
        call = await FollowUp.get()
        with pytest.raises(Unmet, match="下次回访"):
            await calling.record_call(
                call.id, terms.CallRecord(CallResult.UNREACHED), by=counter.staff
            )
        with pytest.raises(Unmet, match="180"):
            await calling.record_call(
                call.id,
                terms.CallRecord(CallResult.CONTENT, next_on=clock.today()),
                by=counter.staff,
            )
        tomorrow = clock.today() + timedelta(days=1)
        record = terms.CallRecord(CallResult.UNREACHED, needs="想了解贴息", next_on=tomorrow)
        await calling.record_call(call.id, record, by=counter.colleague)
        page = await call_queries.page(
            terms.FollowUpSearch(state=FollowUpState.TO_CALL), counter.staff
        )
        [again] = page.items
        assert (again.due_on, again.cause) == (tomorrow, "继续跟进：想了解贴息")
        assert (await call_queries.unmasked(again.id, counter.staff)).phone == PHONE
        assert await JournalEntry.exists(code="follow_up_call.unmask", subject_id=again.id)


class TestFeedback:
    @pytest.mark.clause("6.2.3 e")
    async def test_stars_are_given_once_by_whoever_was_served_and_are_counted(
        self, counter: Counter
    ) -> None:
        service = await a_service(counter)
        await counter.agreed(service)
        with pytest.raises(NotNow, match="还在进行"):
            await serving.rate(service.id, terms.Feedback(5), by=counter.clerk)
        await serving.inform(service.id, terms.Informing("已提交申请"), by=counter.staff)
        stranger = world.clerk_of(await world.an_enterprise("苏州远山有限公司"))
        with pytest.raises(NotFound):
            await serving.rate(service.id, terms.Feedback(1), by=stranger)
        await serving.rate(service.id, terms.Feedback(4, "讲得清楚"), by=counter.clerk)
        with pytest.raises(Unmet, match="已评价"):
            await serving.rate(service.id, terms.Feedback(1), by=counter.clerk)
        found = await queries.figures(terms.FiguresAsked(), counter.staff)
        assert (found.services, found.rated, found.average_hundredths) == (1, 1, 400)
        assert found.by_stars == [0, 0, 0, 1, 0]

    @pytest.mark.clause("6.2.3 c")
    async def test_what_was_filed_alone_at_a_kiosk_is_a_service_of_its_own_once(
        self, counter: Counter
    ) -> None:
        application = await applying.publish(world.an_open_wish(), by=counter.clerk)
        alone = terms.SelfService(application.id)
        with pytest.raises(NotYourPost):
            await serving.serve_alone(alone, by=counter.staff)
        service = await serving.serve_alone(alone, by=counter.clerk)
        with pytest.raises(Unmet, match="请勿重复"):
            await serving.serve_alone(alone, by=counter.clerk)
        shown = await queries.one(service.id, counter.clerk)
        assert (shown.alone, shown.may_rate) == (True, True)
        assert [case.number for case in shown.cases] == [application.application_no]
