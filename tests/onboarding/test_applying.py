"""An institution applies, hands in, and is checked by four eyes."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel import clock, outside
from domain.kernel.journal import open_terms, story_of
from domain.kernel.refusal import (
    Invalid,
    NotFound,
    NotNow,
    NotYourPost,
    Unmet,
    WrongLogIn,
)
from domain.onboarding import documents, queries, tickets, views
from domain.onboarding.actions import applying, checking
from domain.onboarding.terms import Admission, Application, LookUp
from orm.identity import Account
from orm.onboarding import Onboarding, OnboardingDocument
from orm.parties import Party
from server.adapters.sms import RememberingSms
from tests import world
from tests.onboarding.applicants import (
    AUTHORISED,
    PDF,
    PHONE,
    PNG,
    SentDocument,
    a_call,
    a_code,
    a_desk,
    a_form,
    a_signature,
    a_submitted_application,
    admin_of,
    an_application,
    an_approved_application,
    an_institution,
    documents_for,
    findings,
)
from vocabulary.identifiers import make_uscc
from vocabulary.onboarding import OnboardingState, Verdict
from vocabulary.parties import PartyKind

pytestmark = [pytest.mark.row("O6"), pytest.mark.clause("5.3.3.1")]


class TestApplying:
    async def test_needs_the_code_of_the_administrators_phone(
        self, db: None, sms: RememberingSms
    ) -> None:
        await a_code(sms)
        with pytest.raises(Invalid, match="验证码"):
            await applying.apply(Application(a_form(), "000000"), call=a_call())
        other = await a_code(sms, "13851230002")
        with pytest.raises(Invalid, match="验证码"):
            await applying.apply(Application(a_form(), other), call=a_call())
        assert await Onboarding.all().count() == 0
        assert await Party.all().count() == 0

    async def test_names_every_field_that_is_wrong(self, db: None, sms: RememberingSms) -> None:
        wrong = a_form(uscc=make_uscc(1)[:-1] + "0", region="110000", kind=PartyKind.ENTERPRISE)
        with pytest.raises(Invalid) as refused:
            await applying.apply(Application(wrong, "000000"), call=a_call())
        assert {field for field, _ in refused.value.errors} == {"uscc", "region", "kind"}

    async def test_begins_a_draft_that_is_offered_nowhere(
        self, db: None, sms: RememberingSms
    ) -> None:
        entry = await an_application(sms)
        row = entry.onboarding
        assert row.state is OnboardingState.TO_SUBMIT
        party = await Party.get(id=row.institution_id)
        assert (party.certified, party.uscc) == (False, None)
        [begun] = await story_of(row.id, limit=9)
        assert begun.code == "onboarding.apply"
        assert begun.terms["administrator_phone"] != PHONE
        assert (await open_terms(begun))["administrator_phone"] == PHONE
        assert await Account.all().count() == 0

    async def test_a_phone_of_an_account_is_refused_once_it_is_proved(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        await an_institution(sms, desk)
        code = await a_code(sms)
        again = a_form(uscc=make_uscc(5151))
        with pytest.raises(Invalid, match="已用于平台其他账号"):
            await applying.apply(Application(again, code), call=a_call())

    async def test_an_institution_aboard_does_not_apply_again(
        self, db: None, sms: RememberingSms
    ) -> None:
        bank = await world.a_bank()
        assert bank.uscc is not None
        form = a_form(uscc=bank.uscc)
        code = await a_code(sms)
        with pytest.raises(Invalid, match="已有入驻申请在办理"):
            await applying.apply(Application(form, code), call=a_call())


class TestTickets:
    async def test_number_and_phone_bring_one_back(self, db: None, sms: RememberingSms) -> None:
        row = (await an_application(sms)).onboarding
        code = await a_code(sms)
        entry = await tickets.look_up(LookUp(row.onboarding_no, PHONE, code), call=a_call())
        shown = await queries.own(a_call(entry.ticket))
        assert shown.onboarding_no == row.onboarding_no
        assert shown.administrator_phone == PHONE

    async def test_a_strange_number_and_a_strange_phone_sound_alike(
        self, db: None, sms: RememberingSms
    ) -> None:
        row = (await an_application(sms)).onboarding
        said = []
        for number, phone in (("JG-20200101-00001-1", PHONE), (row.onboarding_no, "13851230002")):
            code = await a_code(sms, phone)
            with pytest.raises(WrongLogIn) as refused:
                await tickets.look_up(LookUp(number, phone, code), call=a_call())
            said.append(refused.value.sentence)
        assert len(set(said)) == 1

    async def test_whoever_is_aboard_logs_in(self, db: None, sms: RememberingSms) -> None:
        """A ticket ends with the application: the administrator of today may be somebody else."""
        entry = await an_approved_application(sms, await a_desk())
        row = await applying.sign(a_signature(), call=a_call(entry.ticket))
        shown = await queries.own(a_call(entry.ticket))
        assert not shown.may_hand_in
        with pytest.raises(NotNow, match="当前状态不能更换"):
            await applying.hand_in(
                "business_licence", SentDocument("a.pdf"), call=a_call(entry.ticket)
            )
        renewed = await applying.hand_in_for(
            row.id, "trade_licence", SentDocument("新证.pdf"), by=admin_of(row)
        )
        assert (await views.view(renewed, admin_of(row))).may_hand_in
        long_ago = clock.now() - timedelta(hours=73)
        await Onboarding.filter(id=row.id).update(signed_at=long_ago)
        code = await a_code(sms)
        with pytest.raises(Unmet, match="请登录"):
            await tickets.look_up(LookUp(row.onboarding_no, PHONE, code), call=a_call())

    @pytest.mark.parametrize("ticket", ["", "x" * 43])
    async def test_without_a_ticket_nothing_is_shown(self, db: None, ticket: str) -> None:
        with pytest.raises(WrongLogIn, match="凭证"):
            await queries.own(a_call(ticket))

    async def test_a_ticket_opens_one_application_alone(
        self, db: None, sms: RememberingSms
    ) -> None:
        first = await an_application(sms)
        other = await an_application(
            sms, a_form(uscc=make_uscc(5152), administrator_phone="13851230003")
        )
        by = tickets.applicant_of(first.onboarding, a_call(first.ticket))
        with pytest.raises(NotFound):
            await applying.hand_in_for(
                other.onboarding.id, "business_licence", SentDocument("a.pdf"), by=by
            )


class TestDocuments:
    async def test_the_newest_takes_the_place_of_the_one_before(
        self, db: None, sms: RememberingSms
    ) -> None:
        entry = await an_application(sms)
        call = a_call(entry.ticket)
        await applying.hand_in("business_licence", SentDocument("旧.pdf"), call=call)
        await applying.hand_in("business_licence", SentDocument("新.png", PNG), call=call)
        shown = await queries.own(call)
        [slot] = [each for each in shown.evidence if each.evidence == "business_licence"]
        assert slot.document is not None
        assert (slot.document.name, slot.document.media) == ("新.png", "image/png")
        assert await OnboardingDocument.all().count() == 2

    @pytest.mark.parametrize(
        ("name", "content", "said"),
        [
            ("执照.png", PDF, "内容与扩展名不符"),
            ("执照.pdf", b"", "空的"),
            ("执照", PDF, "扩展名"),
            ("执照.exe", PDF, "只能上传"),
        ],
    )
    async def test_a_file_is_what_its_bytes_are(
        self, db: None, sms: RememberingSms, name: str, content: bytes, said: str
    ) -> None:
        entry = await an_application(sms)
        with pytest.raises(Invalid, match=said):
            await applying.hand_in(
                "business_licence", SentDocument(name, content), call=a_call(entry.ticket)
            )
        assert await OnboardingDocument.all().count() == 0

    async def test_only_what_the_standard_asks_for_is_taken(
        self, db: None, sms: RememberingSms
    ) -> None:
        entry = await an_application(sms)
        with pytest.raises(Invalid, match="没有要求"):
            await applying.hand_in("photo", SentDocument("a.pdf"), call=a_call(entry.ticket))

    async def test_a_document_is_read_by_operator_and_institution_and_that_is_journalled(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        row = (await a_submitted_application(sms)).onboarding
        found = await OnboardingDocument.filter(onboarding_id=row.id).first()
        assert found is not None
        file = await documents.document(row.id, found.id, by=desk.checker)
        assert b"".join([piece async for piece in file.chunks]) == PDF
        store: Any = outside.held().objects
        assert not any(PDF in kept for kept in store.kept.values()), "sealed as it lies"
        await OnboardingDocument.filter(id=found.id).update(key=None, object_key=None)
        await store.put(PDF)  # as it lay before there were seals
        file = await documents.document(row.id, found.id, by=desk.checker)
        assert b"".join([piece async for piece in file.chunks]) == PDF
        codes = [entry.code for entry in await story_of(row.id, limit=50)]
        assert codes[-1] == "onboarding.read_document"
        stranger = world.officer_of(await world.a_bank())
        with pytest.raises(NotFound):
            await documents.document(row.id, found.id, by=stranger)


class TestSubmitting:
    async def test_names_what_is_missing(self, db: None, sms: RememberingSms) -> None:
        entry = await an_application(sms)
        with pytest.raises(Unmet, match="营业执照、金融许可证"):
            await applying.submit(a_form(), call=a_call(entry.ticket))
        assert (await Onboarding.get(id=entry.onboarding.id)).held_uscc is None

    async def test_an_expired_licence_admits_nobody(self, db: None, sms: RememberingSms) -> None:
        entry = await an_application(sms)
        await documents_for(entry)
        over = clock.today().replace(year=2020, day=1)
        with pytest.raises(Unmet, match="许可证已过有效期"):
            await applying.submit(a_form(licence_valid_until=over), call=a_call(entry.ticket))

    async def test_what_was_proved_is_not_changed(self, db: None, sms: RememberingSms) -> None:
        entry = await an_application(sms)
        await documents_for(entry)
        for differing in ({"administrator_phone": "13851230009"}, {"kind": PartyKind.INSURER}):
            with pytest.raises(Invalid, match="不能在此修改"):
                await applying.submit(a_form(**differing), call=a_call(entry.ticket))

    async def test_a_mistake_is_put_right_on_the_way(self, db: None, sms: RememberingSms) -> None:
        entry = await an_application(sms)
        await documents_for(entry)
        row = await applying.submit(a_form(name="太湖农商银行姑苏支行"), call=a_call(entry.ticket))
        assert (row.name, row.state) == ("太湖农商银行姑苏支行", OnboardingState.TO_REVIEW)
        assert row.held_uscc == row.uscc

    async def test_the_second_of_one_institution_is_refused_until_the_first_is_over(
        self, db: None, sms: RememberingSms
    ) -> None:
        other = a_form(administrator_phone="13851230004")
        late = await an_application(sms, other)
        await documents_for(late)
        first = await a_submitted_application(sms)
        with pytest.raises(Invalid, match="已有入驻申请在办理"):
            await applying.submit(other, call=a_call(late.ticket))
        await applying.withdraw("改由总行申请", call=a_call(first.ticket))
        row = await applying.submit(other, call=a_call(late.ticket))
        assert row.state is OnboardingState.TO_REVIEW


@pytest.mark.clause("4.5")
class TestChecking:
    async def test_every_criterion_once_and_a_no_says_why(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        row = (await a_submitted_application(sms)).onboarding
        whole = findings(row)
        part = replace(whole, findings=whole.findings[1:])
        silent = findings(row, A2=(Verdict.TO_AMEND, " "))
        with pytest.raises(Invalid, match="每一条"):
            await checking.admission_check(row.id, part, by=desk.checker)
        with pytest.raises(Invalid, match="A2 未判为符合"):
            await checking.admission_check(row.id, silent, by=desk.checker)
        with pytest.raises(Unmet, match="先逐项登记"):
            await checking.recommend(row.id, by=desk.checker)

    async def test_refusals_come_in_order(self, db: None, sms: RememberingSms) -> None:
        desk = await a_desk()
        entry = await a_submitted_application(sms)
        row = entry.onboarding
        with pytest.raises(NotFound):
            await checking.recommend(row.id, by=world.officer_of(await world.a_bank()))
        applicant = tickets.applicant_of(row, a_call())
        with pytest.raises(NotYourPost):
            await checking.recommend(row.id, by=applicant)
        with pytest.raises(NotNow):
            await checking.approve(row.id, Admission(), by=desk.approver)
        with pytest.raises(Unmet, match="原因"):
            await checking.send_back(row.id, " ", by=desk.checker)

    async def test_what_is_not_met_is_not_handed_on(self, db: None, sms: RememberingSms) -> None:
        desk = await a_desk()
        row = (await a_submitted_application(sms)).onboarding
        check = findings(row, A3=(Verdict.NOT_MET, "未见总行同意文件"))
        await checking.admission_check(row.id, check, by=desk.checker)
        with pytest.raises(Unmet, match="尚未全部符合"):
            await checking.recommend(row.id, by=desk.checker)
        row = await checking.reject(row.id, "不符合 A3", by=desk.checker)
        assert (row.state, row.held_uscc) == (OnboardingState.REJECTED, None)

    async def test_whoever_checked_does_not_approve(self, db: None, sms: RememberingSms) -> None:
        desk = await a_desk()
        row = (await a_submitted_application(sms)).onboarding
        await checking.admission_check(row.id, findings(row), by=desk.checker)
        await checking.recommend(row.id, by=desk.checker)
        with pytest.raises(Unmet, match="不能是核验人"):
            await checking.approve(row.id, Admission(), by=desk.checker)
        row = await checking.return_to_check(row.id, "A2 请再核对", by=desk.approver)
        assert row.state is OnboardingState.TO_REVIEW

    async def test_what_is_sent_back_comes_back_to_be_checked_anew(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        entry = await a_submitted_application(sms)
        row = entry.onboarding
        check = findings(row, A1=(Verdict.TO_AMEND, "执照不清晰"))
        await checking.admission_check(row.id, check, by=desk.checker)
        before = await queries.own(a_call(entry.ticket))
        assert {each.verdict for each in before.criteria} == {None}, "not while it is checked"
        await checking.send_back(row.id, "请重新上传执照", by=desk.checker)
        shown = await queries.own(a_call(entry.ticket))
        assert shown.criteria[0].verdict is Verdict.TO_AMEND
        assert shown.criteria[0].note == "执照不清晰"
        assert "准入资质审核" not in [each.label for each in shown.timeline]
        assert shown.may_hand_in
        await applying.hand_in(
            "business_licence", SentDocument("清晰.pdf"), call=a_call(entry.ticket)
        )
        row = await applying.resubmit(a_form(), call=a_call(entry.ticket))
        assert (row.state, row.findings) == (OnboardingState.TO_REVIEW, [])

    async def test_the_operator_sees_names_and_masked_phones(
        self, db: None, sms: RememberingSms
    ) -> None:
        desk = await a_desk()
        row = (await a_submitted_application(sms)).onboarding
        shown = await queries.one(row.id, desk.checker)
        assert (shown.authorised_name, shown.contact_phone) == (AUTHORISED, "138****0099")
        assert PHONE not in str(shown)
        assert "准入资质审核" in [step.label for step in shown.open_steps]
