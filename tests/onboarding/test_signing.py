"""The agreement is signed: the institution is aboard, and its administrator comes in."""

import pytest
from msgspec.structs import replace

from domain.identity import log_in
from domain.identity.actions import passwords
from domain.identity.terms import PasswordLogIn, PasswordReset
from domain.kernel import clock
from domain.kernel.refusal import (
    Invalid,
    Unmet,
)
from domain.onboarding import tickets, views
from domain.onboarding.actions import applying
from orm.identity import Account
from orm.messaging import Outgoing
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests.onboarding.applicants import (
    AUTHORISED,
    PHONE,
    a_call,
    a_desk,
    a_form,
    a_signature,
    an_approved_application,
    an_institution,
    params_of,
)
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind, Role

SPOKEN = "Taihu-2026-nongshang"
pytestmark = [pytest.mark.row("O6"), pytest.mark.clause("5.3.3.1")]


class TestSigning:
    async def test_makes_the_party_certified_and_opens_the_first_account(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        entry = await an_approved_application(sms, desk)
        row = await applying.sign(a_signature(), call=a_call(entry.ticket))

        assert row.state is OnboardingState.ADMITTED
        assert (row.signed_name, row.signed_address) == (AUTHORISED, "10.1.2.3")
        assert row.agreement_hash == a_signature().hash
        assert row.admitted_on is not None
        assert row.valid_until is not None
        assert (row.valid_until - row.admitted_on).days in {364, 365}
        party = await Party.get(id=row.institution_id)
        assert (party.certified, party.uscc, party.kind) == (True, row.uscc, PartyKind.BANK)
        account = await Account.get(party_id=party.id)
        assert account.roles == [Role.INSTITUTION_ADMIN.value]
        assert account.password_hash is None
        shown = await views.view(row, tickets.applicant_of(row, a_call()))
        assert shown.signed is not None
        assert shown.signed.agreement.hash == row.agreement_hash

    async def test_an_admission_does_not_outlive_the_licence(
        self, db: None, sms: RememberingSms
    ) -> None:
        soon = clock.today().replace(day=1, month=12, year=clock.today().year)
        soon = max(soon, clock.today())
        row = await an_institution(sms, await a_desk(), a_form(licence_valid_until=soon))
        assert row.valid_until == soon

    async def test_is_the_authorised_persons_and_of_the_text_that_was_shown(
        self, db: None, sms: RememberingSms
    ) -> None:
        entry = await an_approved_application(sms, await a_desk())
        with pytest.raises(Invalid, match="授权代表"):
            await applying.sign(a_signature("陆一鸣"), call=a_call(entry.ticket))
        other = replace(a_signature(), hash="0" * 64)
        with pytest.raises(Unmet, match="协议文本已更新"):
            await applying.sign(other, call=a_call(entry.ticket))
        assert await Account.all().count() == 0
        assert not (await Party.get(id=entry.onboarding.institution_id)).certified

    async def test_the_administrator_sets_a_password_by_the_code_that_was_sent(
        self, db: None, sms: RememberingSms
    ) -> None:
        await an_institution(sms, await a_desk())
        sent = await Outgoing.get(template="account_opened")
        assert sent.receiver == PHONE
        code = params_of(sent.params)["code"]
        password, wrong = SPOKEN, "000000" if code != "000000" else "000001"
        with pytest.raises(Invalid, match="验证码"):
            await passwords.set_up(PasswordReset(PHONE, wrong, password), call=a_call())
        with pytest.raises(Invalid, match="密码"):
            await passwords.set_up(PasswordReset(PHONE, code, "123"), call=a_call())
        await passwords.set_up(PasswordReset(PHONE, code, password), call=a_call())
        begun = await log_in.by_password(PasswordLogIn(PHONE, password), call=a_call())
        assert begun.actor.roles == {Role.INSTITUTION_ADMIN}
        with pytest.raises(Invalid, match="验证码"):
            await passwords.set_up(PasswordReset(PHONE, code, password), call=a_call())

    async def test_no_password_is_ever_sent(self, db: None, sms: RememberingSms) -> None:
        await an_institution(sms, await a_desk())
        for row in await Outgoing.all():
            assert "password" not in row.params
