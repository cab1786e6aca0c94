"""Two proofs for posts that decide, a fresh proof before what is grave, sessions carried off."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.identity import attempts, policy, second_factor, second_proofs
from domain.identity.actions import phones, proving, staff
from domain.identity.actions import sessions as own_sessions
from domain.identity.policy import Policy
from domain.identity.sessions import Begun, end_sessions, who_is
from domain.identity.terms import (
    PasswordProof,
    PhoneChange,
    RolesChange,
    SecondPassword,
    SecondSmsCode,
    SmsCodeProof,
    TicketHeld,
)
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.refusal import Invalid, Locked, NotFound, SecondFactor, StepUp, Unmet, WrongLogIn
from domain.lending.actions import banking
from domain.parties import queries as certifications
from domain.parties.actions import historical
from domain.parties.terms import CertificationForm, PastAllowed
from orm.identity import Account, LogInTicket, Session
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from server.adapters.sms import RememberingSms
from tests import world
from tests.identity.conftest import CountingLimiter
from tests.identity.people import (
    OTHER_PHONE,
    PHONE,
    SPOKEN,
    WRONG,
    a_call,
    an_account,
    an_administrator,
    code_for,
    enters,
    enters_by_code,
)
from vocabulary.identifiers import make_uscc
from vocabulary.identity import CodePurpose, LogInWay
from vocabulary.lending import LoanState
from vocabulary.parties import Role
from vocabulary.proving import FRESH_MINUTES, TWO_FACTOR_ROLES
from vocabulary.rights import RIGHT_SENTENCES, Right

pytestmark = [pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]


@pytest.fixture
def two_factors() -> Iterator[None]:
    policy.hold(Policy(two_factors=True))
    yield
    policy.hold(Policy())


async def here(begun: Begun, *, address: str = "10.1.2.3") -> Actor:
    """The holder of a session, in a request of their own."""
    actor = await who_is(begun.token, a_call(address=address))
    assert actor is not None
    return actor


async def proofs_age(begun: Begun, by: timedelta = timedelta(hours=1)) -> None:
    row = await Session.get(id=begun.actor.session_id)
    row.factors = {way: (clock.now() - by).isoformat() for way in row.factors}
    await row.save(update_fields=["factors"])


@pytest.mark.usefixtures("db", "two_factors")
class TestTwoProofs:
    @pytest.fixture
    async def account(self, db: None) -> Account:
        return await an_account(await world.a_bank(), Role.BANK_APPROVER)

    async def test_one_is_answered_with_a_ticket_and_two_with_a_session(
        self, account: Account, sms: RememberingSms
    ) -> None:
        with pytest.raises(SecondFactor) as asked:
            await enters()
        assert not await Session.exists()
        assert asked.value.ways == ("sms_code", "wechat")
        assert asked.value.phone_masked == "138****0001"
        await second_proofs.send_code(TicketHeld(asked.value.ticket), call=a_call())
        code = sms.sent[-1].params["code"]
        begun = await second_proofs.by_sms_code(
            SecondSmsCode(asked.value.ticket, code), call=a_call()
        )
        row = await Session.get(id=begun.actor.session_id)
        assert set(row.factors) == {"password", "sms_code"}
        assert row.account_id == account.id
        with pytest.raises(WrongLogIn):
            await second_proofs.send_code(TicketHeld(asked.value.ticket), call=a_call())

    async def test_any_two_ways_will_do_but_not_one_way_twice(
        self, account: Account, sms: RememberingSms
    ) -> None:
        with pytest.raises(SecondFactor) as asked:
            await enters_by_code(sms)
        with pytest.raises(Invalid, match="换一种方式"):
            await second_proofs.send_code(TicketHeld(asked.value.ticket), call=a_call())
        with pytest.raises(Invalid):
            await second_proofs.by_password(
                SecondPassword(asked.value.ticket, WRONG), call=a_call()
            )
        begun = await second_proofs.by_password(
            SecondPassword(asked.value.ticket, SPOKEN), call=a_call()
        )
        assert set((await Session.get(id=begun.actor.session_id)).factors) == {
            "password",
            "sms_code",
        }

    async def test_wrong_second_passwords_add_up_over_first_proofs(
        self, account: Account, sms: RememberingSms, limiter: CountingLimiter
    ) -> None:
        """A first proof by code, again and again, does not start the count of passwords anew."""
        for _ in range(attempts.WRONG_PASSWORDS_MAX):
            limiter.counts.clear()  # a minute has passed
            with pytest.raises(SecondFactor) as asked:
                await enters_by_code(sms)
            with pytest.raises((Invalid, Locked)):
                await second_proofs.by_password(
                    SecondPassword(asked.value.ticket, WRONG), call=a_call()
                )
        assert await attempts.locked_until(attempts.who_tries(account)) is not None

    async def test_a_new_password_ends_what_was_half_proved(self, account: Account) -> None:
        with pytest.raises(SecondFactor) as asked:
            await enters()
        await end_sessions(account.id, at=clock.now())
        with pytest.raises(WrongLogIn):
            await second_proofs.send_code(TicketHeld(asked.value.ticket), call=a_call())

    async def test_a_post_given_later_wants_its_two_proofs(self, db: None) -> None:
        clerk = await an_account(await world.a_bank(), Role.BANK_OFFICER)
        begun = await enters()
        assert await who_is(begun.token, a_call()) is not None
        await Account.filter(id=clerk.id).update(roles=[Role.INSTITUTION_ADMIN.value])
        assert await who_is(begun.token, a_call()) is None

    async def test_a_face_can_be_the_second(self, account: Account) -> None:
        with pytest.raises(SecondFactor) as asked:
            await enters()
        found = await second_factor.holder_of(asked.value.ticket, LogInWay.FACE)
        assert found.id == account.id
        begun = await second_factor.complete(asked.value.ticket, LogInWay.FACE, call=a_call())
        assert "face" in (await Session.get(id=begun.actor.session_id)).factors

    async def test_a_ticket_is_over_in_time_and_opens_nothing_once_locked(
        self, account: Account
    ) -> None:
        with pytest.raises(SecondFactor) as asked:
            await enters()
        await Account.filter(id=account.id).update(state="locked")
        with pytest.raises(WrongLogIn):
            await second_factor.complete(asked.value.ticket, LogInWay.FACE, call=a_call())
        await Account.filter(id=account.id).update(state="active")
        await LogInTicket.all().update(expires_at=clock.now() - timedelta(seconds=1))
        with pytest.raises(WrongLogIn):
            await second_factor.complete(asked.value.ticket, LogInWay.FACE, call=a_call())
        assert not await Session.exists()

    async def test_posts_that_decide_nothing_need_one(self) -> None:
        await an_account()
        assert (await enters()).token

    def test_whoever_keeps_accounts_or_approves_needs_two(self) -> None:
        assert {Role.INSTITUTION_ADMIN, Role.BANK_APPROVER, Role.PLATFORM_OPERATOR} <= (
            TWO_FACTOR_ROLES
        )


@pytest.mark.usefixtures("db")
class TestAFreshProof:
    async def test_a_log_in_is_one_for_a_while(self) -> None:
        account = await an_account()
        begun = await enters()
        await own_sessions.revoke_others(by=await here(begun))
        await proofs_age(begun)
        with pytest.raises(StepUp) as asked:
            await own_sessions.revoke_others(by=await here(begun))
        assert asked.value.ways == ("password", "sms_code")
        assert asked.value.operation == "session.revoke_others"
        assert await JournalEntry.filter(subject_id=account.id).count() == 1

    async def test_is_given_by_password_or_by_code(self, sms: RememberingSms) -> None:
        await an_account()
        begun = await enters()
        await proofs_age(begun)
        with pytest.raises(Invalid):
            await proving.by_password(PasswordProof(WRONG), by=await here(begun))
        await proving.by_password(PasswordProof(SPOKEN), by=await here(begun))
        await own_sessions.revoke_others(by=await here(begun))
        await proofs_age(begun)
        await proving.send_code(by=await here(begun))
        code = sms.sent[-1].params["code"]
        await proving.by_sms_code(SmsCodeProof(code), by=await here(begun))
        await own_sessions.revoke_others(by=await here(begun))
        codes = [entry.code for entry in await JournalEntry.all().order_by("id")]
        assert codes == ["session.step_up", "session.revoke_others"] * 2

    async def test_wrong_passwords_lock_it_as_they_lock_the_log_in(self) -> None:
        await an_account()
        begun = await enters()
        for _ in range(4):
            with pytest.raises(Invalid):
                await proving.by_password(PasswordProof(WRONG), by=await here(begun))
        for password in (WRONG, SPOKEN):
            with pytest.raises(Locked):
                await proving.by_password(PasswordProof(password), by=await here(begun))

    async def test_money_is_paid_out_on_a_fresh_proof_alone(self) -> None:
        enterprise, bank = await world.an_enterprise(), await world.a_bank()
        row = await world.a_granted_application(enterprise, bank)
        await an_account(bank, Role.BANK_OFFICER)
        begun = await enters()
        await proofs_age(begun)
        with pytest.raises(StepUp):
            await banking.disburse(row.id, world.a_payout(), by=await here(begun))
        assert (await LoanApplication.get(id=row.id)).state is LoanState.TO_DISBURSE
        await proving.prove(await here(begun), LogInWay.FACE)
        await banking.disburse(row.id, world.a_payout(), by=await here(begun))

    async def test_whoever_has_no_business_is_refused_before_being_asked(self) -> None:
        enterprise, bank = await world.an_enterprise(), await world.a_bank()
        row = await world.a_granted_application(enterprise, bank)
        await an_account(await world.a_bank("另一家银行"), Role.BANK_OFFICER)
        begun = await enters()
        await proofs_age(begun)
        with pytest.raises(NotFound):
            await banking.disburse(row.id, world.a_payout(), by=await here(begun))

    @pytest.mark.row("K10", "O1")
    async def test_a_phone_changes_by_the_old_proof_and_the_new_phones_code(
        self, sms: RememberingSms
    ) -> None:
        account = await an_account()
        other, begun = await enters(), await enters()
        code = await code_for(sms, CodePurpose.CHANGE_PHONE, OTHER_PHONE)
        await proofs_age(begun)
        with pytest.raises(StepUp):
            await phones.change_phone(PhoneChange(OTHER_PHONE, code), by=await here(begun))
        await proving.by_password(PasswordProof(SPOKEN), by=await here(begun))
        with pytest.raises(Invalid):
            await phones.change_phone(PhoneChange(OTHER_PHONE, "000000"), by=await here(begun))
        await phones.change_phone(PhoneChange(OTHER_PHONE, code), by=await here(begun))
        assert (await Account.get(id=account.id)).phone == OTHER_PHONE
        assert await who_is(other.token) is None
        assert (await enters(OTHER_PHONE)).token
        with pytest.raises(WrongLogIn):
            await enters(PHONE)
        entry = await JournalEntry.get(code="account.change_phone")
        assert OTHER_PHONE not in str(entry.terms)

    async def test_a_phone_that_is_taken_is_refused(self, sms: RememberingSms) -> None:
        await an_account()
        await an_account(phone=OTHER_PHONE)
        begun = await enters()
        code = await code_for(sms, CodePurpose.CHANGE_PHONE, OTHER_PHONE)
        with pytest.raises(Unmet, match="其他账号"):
            await phones.change_phone(PhoneChange(OTHER_PHONE, code), by=await here(begun))

    def test_what_wants_one_is_written_in_one_table(self) -> None:
        assert {
            "loan_application.disburse",
            "application.export",
            "register.export",
            "account.change_roles",
            "account.unmask",
            "certification.unmask",
            "session.revoke_others",
        } <= set(FRESH_MINUTES)
        assert all(0 < minutes <= 30 for minutes in FRESH_MINUTES.values())


@pytest.mark.usefixtures("db")
@pytest.mark.row("S6")
@pytest.mark.clause("5.3.2.2")
class TestACarriedOffSession:
    async def test_ends_when_it_comes_from_another_kind_of_device(self) -> None:
        await an_account()
        begun = await enters()
        thief = replace(a_call(), device="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
        assert await who_is(begun.token, thief) is None
        assert await who_is(begun.token, a_call()) is None, "and stays ended"
        assert await JournalEntry.exists(code="session.end_stolen")

    async def test_goes_on_when_the_browser_was_renewed(self) -> None:
        await an_account()
        old = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36"
        begun = await enters()
        await Session.filter(id=begun.actor.session_id).update(device=old)
        new = replace(a_call(), device=old.replace("140", "141"))
        assert await who_is(begun.token, new) is not None

    async def test_proves_nothing_fresh_from_another_address(self) -> None:
        await an_account()
        begun = await enters()
        elsewhere = await here(begun, address="203.0.113.9")
        with pytest.raises(StepUp):
            await own_sessions.revoke_others(by=elsewhere)
        await proving.by_password(PasswordProof(SPOKEN), by=elsewhere)
        await own_sessions.revoke_others(by=await here(begun, address="203.0.113.9"))

    async def test_is_never_one_that_the_caller_brought_along(self) -> None:
        """Session fixation: a log-in makes a token of its own, whatever came before it."""
        await an_account()
        first, second = await enters(), await enters()
        assert first.token != second.token
        assert first.actor.session_id != second.actor.session_id

    async def test_stays_with_its_party(self) -> None:
        """Nothing that is done to an account gives it another party."""
        bank, other = await world.a_bank(), await world.a_bank("另一家银行")
        account = await an_account(bank, Role.BANK_OFFICER)
        begun = await enters()
        guard = await an_administrator(Role.SECURITY_ADMINISTRATOR)
        await staff.change_roles(account.id, RolesChange([Role.BANK_APPROVER], "轮岗"), by=guard)
        assert (await here(begun)).party_id == bank.id != other.id


@pytest.mark.usefixtures("db")
@pytest.mark.row("S6", "O1")
@pytest.mark.clause("5.3.2.2")
class TestUnmasking:
    async def test_a_contact_is_shown_in_full_with_the_right_and_written_down(self) -> None:
        enterprise = await world.an_enterprise(certified=False)
        form = CertificationForm(
            name="苏州晨曦精密有限公司",
            uscc=make_uscc(77),
            region="320571",
            industry="C",
            legal_representative="王小明",
            contact_name="李雷",
            contact_phone="13800000077",
        )
        desk = await world.an_operator()
        operator = world.operator_of(desk)
        keeper = world.someone(
            desk, Role.PLATFORM_OPERATOR, rights=frozenset({Right.APPLICATION_HISTORICAL})
        )
        await historical.allow(PastAllowed(enterprise.id), by=keeper)
        row = await historical.submit(form, by=world.clerk_of(enterprise))
        shown = await certifications.one(row.id, operator)
        assert "****" in shown.contact_phone
        full = await certifications.unmasked(row.id, operator)
        assert full.contact_phone == row.contact_phone
        entry = await JournalEntry.get(code="certification.unmask")
        assert (entry.subject_id, entry.actor_id) == (row.id, operator.account_id)
        assert row.contact_phone not in repr(full)

    def test_every_right_is_explained(self) -> None:
        assert set(RIGHT_SENTENCES) == {right.value for right in Right}
