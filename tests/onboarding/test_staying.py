"""Being aboard: reminders, the end of an admission, renewal, notice and leaving."""

from datetime import date, timedelta

import pytest

from domain.catalogue import queries as shelf
from domain.catalogue.queries import InstitutionSearch, ProductSearch
from domain.identity.actions import passwords
from domain.identity.log_in import by_password
from domain.identity.terms import PasswordLogIn, PasswordReset
from domain.kernel import clock, relay, sealing
from domain.kernel.actor import Actor
from domain.kernel.journal import story_of
from domain.kernel.refusal import NotFound, NotNow, NotYourPost, Unmet, WrongLogIn
from domain.lending.actions import applying as lending
from domain.lending.actions import banking
from domain.onboarding import queries, views
from domain.onboarding.actions import staying
from domain.onboarding.jobs import mind_admissions
from domain.onboarding.queries import OnboardingSearch
from domain.onboarding.rules import a_year_after
from domain.onboarding.terms import Admission, RenewalForm
from domain.reactions import FOLLOWING
from orm.catalogue import ProductListing
from orm.identity import Account
from orm.messaging import Message, Outgoing
from orm.onboarding import Onboarding
from orm.parties import Party
from orm.shelving import shelve_missing
from server.adapters.sms import RememberingSms
from tests import world
from tests.catalogue.shelf import a_product
from tests.onboarding.applicants import (
    PHONE,
    Desk,
    a_call,
    a_desk,
    admin_of,
    an_application,
    an_institution,
    params_of,
)
from vocabulary.catalogue import ProductState
from vocabulary.identity import AccountState
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("O6"), pytest.mark.clause("5.3.3.1", "4.5")]
LICENCE = RenewalForm("B0321S232050001")
SPOKEN = "Taihu-2026-nongshang"


async def aboard(sms: RememberingSms, days_left: int = 300) -> tuple[Desk, Onboarding, Party]:
    """An institution whose admission still has so many days."""
    desk = await a_desk()
    row = await an_institution(sms, desk)
    until = clock.today() + timedelta(days=days_left)
    await Onboarding.filter(id=row.id).update(valid_until=until)
    await row.refresh_from_db()
    return desk, row, await Party.get(id=row.institution_id)


def officer_at(party: Party) -> Actor:
    return world.officer_of(party)


async def settle() -> None:
    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass


class TestReminders:
    @pytest.mark.parametrize(("days", "told"), [(61, 0), (60, 1), (30, 1), (7, 1), (0, 1)])
    async def test_come_once_at_each_threshold(
        self, db: None, sms: RememberingSms, days: int, told: int
    ) -> None:
        _, row, party = await aboard(sms, days)
        await mind_admissions()
        await mind_admissions()
        codes = [entry.code for entry in await story_of(row.id, limit=99)]
        assert codes.count("onboarding.remind") == told
        await settle()
        said = await Message.filter(party_id=party.id, title="入驻资格即将到期")
        assert len(said) == told
        assert all(f"还有{days}天" in each.body for each in said)
        assert await Outgoing.filter(template="onboarding_ending").count() == told

    async def test_come_again_at_the_next_threshold(self, db: None, sms: RememberingSms) -> None:
        _, row, _ = await aboard(sms, 60)
        await mind_admissions()
        for days in (45, 30, 10, 7, 1):
            until = clock.today() + timedelta(days=days)
            await Onboarding.filter(id=row.id).update(valid_until=until)
            await mind_admissions()
        codes = [entry.code for entry in await story_of(row.id, limit=99)]
        assert codes.count("onboarding.remind") == 3


class TestExpiry:
    async def test_stops_new_business_alone(self, db: None, sms: RememberingSms) -> None:
        _, row, bank = await aboard(sms, -1)
        enterprise = await world.an_enterprise()
        under_way = await world.an_accepted_application(enterprise, bank)
        waiting = await world.a_targeted_request(enterprise, bank)
        pooled = await world.a_request(enterprise)
        await mind_admissions()

        await row.refresh_from_db()
        assert row.state is OnboardingState.EXPIRED
        for attempt in (
            banking.accept(waiting.id, by=officer_at(bank)),
            banking.grab(pooled.id, by=officer_at(bank)),
            lending.publish(world.a_targeted_wish(bank), by=world.clerk_of(enterprise)),
        ):
            with pytest.raises(Unmet, match="到期"):
                await attempt
        back = await banking.send_back(under_way.id, "补充流水", by=officer_at(bank))
        assert back.state == "to_amend", "what is under way goes on"

    async def test_takes_it_off_the_shelf_until_it_is_renewed(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, bank = await aboard(sms, -1)
        await a_product(bank, "P-0001")
        assert len((await shelf.products(ProductSearch())).items) == 1
        await mind_admissions()
        assert (await shelf.products(ProductSearch())).items == []
        assert (await shelf.institutions(InstitutionSearch())).items == []

        await staying.ask_renewal(row.id, LICENCE, by=admin_of(row))
        row = await staying.extend_admission(row.id, Admission(), by=desk.approver)
        assert row.state is OnboardingState.ADMITTED
        assert row.valid_until is not None
        assert row.valid_until > clock.today() + timedelta(days=363)
        assert len((await shelf.products(ProductSearch())).items) == 1
        assert len((await shelf.institutions(InstitutionSearch())).items) == 1

    async def test_whoever_asked_in_time_does_not_lapse_while_the_operator_thinks(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, bank = await aboard(sms, 3)
        await staying.ask_renewal(row.id, LICENCE, by=admin_of(row))
        yesterday = clock.today() - timedelta(days=1)
        await Onboarding.filter(id=row.id).update(valid_until=yesterday)
        await mind_admissions()
        assert not (await Party.get(id=bank.id)).lapsed
        await staying.return_renewal(row.id, "许可证不清晰", by=desk.checker)
        await mind_admissions()
        assert (await Party.get(id=bank.id)).lapsed


class TestRenewal:
    async def test_opens_sixty_days_before_the_end(self, db: None, sms: RememberingSms) -> None:
        _, row, _ = await aboard(sms, 61)
        with pytest.raises(Unmet, match="60日"):
            await staying.ask_renewal(row.id, LICENCE, by=admin_of(row))

    async def test_runs_from_the_old_end_and_no_longer_than_the_licence(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, _ = await aboard(sms, 20)
        until = clock.today() + timedelta(days=200)
        over = RenewalForm("B1", clock.today() - timedelta(days=1))
        with pytest.raises(Unmet, match="许可证已过有效期"):
            await staying.ask_renewal(row.id, over, by=admin_of(row))
        await staying.ask_renewal(row.id, RenewalForm("B0321S2", until), by=admin_of(row))
        row = await staying.extend_admission(row.id, Admission("同意"), by=desk.approver)
        assert (row.valid_until, row.licence_no) == (until, "B0321S2")
        assert row.licence_valid_until == until

    async def test_is_the_administrators_to_ask_and_the_operators_to_grant(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, bank = await aboard(sms, 20)
        with pytest.raises(NotYourPost):
            await staying.ask_renewal(row.id, LICENCE, by=officer_at(bank))
        with pytest.raises(NotYourPost):
            await staying.ask_renewal(row.id, LICENCE, by=desk.checker)
        await staying.ask_renewal(row.id, LICENCE, by=admin_of(row))
        with pytest.raises(NotYourPost):
            await staying.extend_admission(row.id, Admission(), by=admin_of(row))

    async def test_the_operator_lists_who_is_due(self, db: None, sms: RememberingSms) -> None:
        desk, row, _ = await aboard(sms, 59)
        due = await queries.page(OnboardingSearch(renewing=True), desk.checker)
        assert [(each.id, each.days_left) for each in due.items] == [(row.id, 59)]
        await Onboarding.filter(id=row.id).update(valid_until=clock.today() + timedelta(days=90))
        due = await queries.page(OnboardingSearch(renewing=True), desk.checker)
        assert due.items == []


class TestLeaving:
    async def test_notice_stops_new_business_and_may_be_taken_back(
        self, db: None, sms: RememberingSms
    ) -> None:
        _, row, bank = await aboard(sms)
        row = await staying.give_notice(row.id, "业务调整", by=admin_of(row))
        pooled = await world.a_request(await world.an_enterprise())
        with pytest.raises(Unmet, match="退出"):
            await banking.grab(pooled.id, by=officer_at(bank))
        await staying.cancel_notice(row.id, "继续合作", by=admin_of(row))
        assert (await banking.grab(pooled.id, by=officer_at(bank))).bank_id == bank.id

    async def test_is_refused_while_cases_are_open_and_names_them(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, bank = await aboard(sms)
        case = await world.an_accepted_application(await world.an_enterprise(), bank)
        with pytest.raises(NotNow):
            await staying.leave(row.id, "退出", by=desk.checker)
        row = await staying.give_notice(row.id, "严重违约", by=desk.checker)
        with pytest.raises(Unmet, match=case.application_no):
            await staying.leave(row.id, "退出", by=desk.checker)
        shown = await views.view(row, admin_of(row))
        assert shown.open_cases is not None
        assert [each.application_no for each in shown.open_cases.named] == [case.application_no]
        assert (await Party.get(id=bank.id)).certified
        await banking.reject(case.id, "不符合", by=world.approver_of(bank))
        row = await staying.leave(row.id, "退出", by=desk.checker)
        assert row.state is OnboardingState.LEFT

    async def test_closes_accounts_and_shelf_and_offers_the_party_no_more(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk, row, bank = await aboard(sms)
        sent = await Outgoing.get(template="account_opened")
        code = params_of(sent.params)["code"]
        await passwords.set_up(PasswordReset(PHONE, code, SPOKEN), call=a_call())
        begun = await by_password(PasswordLogIn(PHONE, SPOKEN), call=a_call())
        assert begun.actor.roles == {Role.INSTITUTION_ADMIN}
        product = await a_product(bank, "P-0001")
        await shelve_missing()

        await staying.give_notice(row.id, "业务调整", by=admin_of(row))
        row = await staying.leave(row.id, "已无未结业务", by=desk.checker)

        assert row.left_at is not None
        await settle()
        assert (await Outgoing.get(template="onboarding_left")).receiver == PHONE
        assert (await Account.get(id=row.administrator_id)).state is AccountState.CLOSED
        with pytest.raises(WrongLogIn):
            await by_password(PasswordLogIn(PHONE, SPOKEN), call=a_call())
        await product.refresh_from_db()
        assert not product.listed
        assert (await ProductListing.get(id=product.id)).state is ProductState.DELISTED
        assert (await shelf.institutions(InstitutionSearch())).items == []
        party = await Party.get(id=bank.id)
        assert (party.certified, party.uscc) == (False, None)

    async def test_whoever_has_left_may_come_again(self, db: None, sms: RememberingSms) -> None:
        desk, row, _ = await aboard(sms)
        await staying.give_notice(row.id, "业务调整", by=admin_of(row))
        await staying.leave(row.id, "已无未结业务", by=desk.checker)
        again = await an_institution(sms, desk)
        assert again.uscc == row.uscc
        assert again.institution_id != row.institution_id

    async def test_a_stranger_learns_nothing(self, db: None, sms: RememberingSms) -> None:
        _, row, _ = await aboard(sms)
        other = world.someone(await world.a_bank(), Role.INSTITUTION_ADMIN)
        with pytest.raises(NotFound):
            await queries.one(row.id, other)
        with pytest.raises(NotFound):
            await staying.give_notice(row.id, "x", by=other)


async def test_a_draft_that_nobody_submits_is_taken_back(db: None, sms: RememberingSms) -> None:
    row = (await an_application(sms)).onboarding
    await mind_admissions()
    assert (await Onboarding.get(id=row.id)).state is OnboardingState.TO_SUBMIT
    await Onboarding.filter(id=row.id).update(created_at=clock.now() - timedelta(days=15))
    await mind_admissions()
    kept = await Onboarding.get(id=row.id)
    assert kept.state is OnboardingState.WITHDRAWN
    assert "14天" in kept.reason


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 11, 27), date(2027, 11, 26)),
        (date(2028, 2, 29), date(2029, 2, 27)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_year_is_a_year(day: date, until: date) -> None:
    assert a_year_after(day) == until
