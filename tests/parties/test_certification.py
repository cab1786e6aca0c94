"""An enterprise goes from nothing to certified; people decide only what is doubtful."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from domain.kernel.journal import story_of
from domain.kernel.refusal import Invalid, NotNow, NotYourPost, Unmet
from domain.messaging.reactions import tell_parties
from domain.parties import review_queries
from domain.parties.actions import certifying, historical
from domain.parties.hand_ins import checks_of
from domain.parties.jobs import check_certifications, remind_renewals
from domain.parties.terms import (
    CertificationApproval,
    CertificationForm,
    CertificationReturn,
    ItemMark,
    PastAllowed,
)
from orm.certifying import HandIn, Paper
from orm.messaging import Message
from orm.parties import Certification, Party
from tests import world
from tests.parties import firm
from tests.parties.firm import NAME, PERSON, RECORD, USCC, Firm, a_firm, the_desk
from vocabulary.certification import CertificationState, CheckItem, CheckVerdict, RegistryState
from vocabulary.identifiers import make_uscc
from vocabulary.messaging import MessageKind
from vocabulary.seeing import DocumentKind


async def verdicts(row: Certification) -> dict[CheckItem, CheckVerdict]:
    hand_in = await HandIn.get(certification_id=row.id, serial=row.handed_in)
    return {check.item: check.verdict for check in checks_of(hand_in)}


async def doubted(row: Certification) -> set[CheckItem]:
    return {item for item, how in (await verdicts(row)).items() if how is not CheckVerdict.MATCHED}


@pytest.mark.row("E2")
@pytest.mark.clause("6.1.3.2", "5.3.3.1")
class TestThePlainCase:
    async def test_whose_papers_all_agree_is_certified_by_the_platform(self, db: None) -> None:
        made = await a_firm()

        row = await made.checked()

        assert row.state is CertificationState.APPROVED, await verdicts(row)
        assert row.valid_until is not None
        assert row.valid_until.isoformat() == "2040-05-01"
        party = await Party.get(id=made.party.id)
        assert (party.certified, party.uscc, party.name) == (True, USCC, NAME)
        submitted, passed = await story_of(row.id, limit=9)
        assert (passed.code, passed.party_name) == ("certification.pass_check", "平台")
        assert "13项核验全部相符" in passed.reason
        assert submitted.party_id == made.party.id
        assert await doubted(row) == set()

    async def test_the_portrait_is_gone_once_all_is_decided(self, db: None) -> None:
        made = await a_firm()
        await made.checked()
        assert await Paper.filter(portrait__isnull=False).count() == 0

    async def test_an_unsure_reading_passes_when_the_register_says_the_same(self, db: None) -> None:
        made = await a_firm()
        made.sure = 0.5
        row = await made.checked()
        how = await verdicts(row)
        assert how[CheckItem.ENTERPRISE_NAME] is CheckVerdict.MATCHED
        assert how[CheckItem.RESIDENT_ID] is CheckVerdict.DOUBTFUL, "no register knows the person"

    async def test_full_width_and_spaced_digits_are_the_same_code(self, db: None) -> None:
        made = await a_firm()
        made.licence["uscc"] = " ".join(chr(ord(sign) + 0xFEE0) for sign in USCC)
        made.licence["name"] = "苏州晨曦精密 有限公司"
        row = await made.checked(uscc=f" {USCC[:6].lower()} {USCC[6:]}")
        assert (row.state, row.uscc) == (CertificationState.APPROVED, USCC)


@pytest.mark.row("E2", "O2")
@pytest.mark.clause("6.1.3.2", "6.1.5.2")
class TestWhatCannotBe:
    @pytest.mark.parametrize("state", [RegistryState.DISSOLVED, RegistryState.LICENCE_REVOKED])
    async def test_a_firm_that_is_no_more_is_refused_for_good(
        self, db: None, state: RegistryState
    ) -> None:
        made = await a_firm()
        registry: Any = made.outside.registry
        registry.records[USCC] = replace(RECORD, state=state)

        row = await made.checked()

        assert row.state is CertificationState.REJECTED
        assert "不能办理认证" in row.reason
        assert not (await Party.get(id=made.party.id)).certified
        registry.records[USCC] = RECORD
        again = await made.checked()
        assert (again.state, again.id != row.id) == (CertificationState.APPROVED, True)

    async def test_an_expired_licence_comes_back_with_how_to_mend_it(self, db: None) -> None:
        made = await a_firm()
        made.licence["business_term"] = f"2015-03-12至{firm.today() - timedelta(days=1)}"
        row = await made.checked()
        assert row.state is CertificationState.TO_AMEND
        assert "营业执照已过有效期" in row.reason
        assert "变更" in row.reason, "what to do stands beside what is wrong"

    async def test_a_wrong_check_digit_on_the_id_card_comes_back(self, db: None) -> None:
        made = await a_firm()
        made.front["resident_id"] = firm.RESIDENT_ID[:-1] + "1"
        row = await made.checked()
        assert row.state is CertificationState.TO_AMEND
        assert "校验位" in row.reason
        assert firm.RESIDENT_ID[:-1] not in row.reason, "no number in a reason"

    async def test_somebody_elses_id_card_comes_back(self, db: None) -> None:
        made = await a_firm()
        made.front["name"] = "李四"
        row = await made.checked()
        assert row.state is CertificationState.TO_AMEND
        assert "法定代表人本人的身份证" in row.reason

    async def test_a_form_that_says_otherwise_than_the_licence_comes_back(self, db: None) -> None:
        made = await a_firm()
        registry: Any = made.outside.registry
        registry.records[USCC] = replace(RECORD, name="苏州晨光精密有限公司")
        made.licence["name"] = "苏州晨光精密有限公司"
        row = await made.checked()
        assert row.state is CertificationState.TO_AMEND
        assert "企业名称与营业执照不一致" in row.reason


@pytest.mark.row("E2", "O2")
@pytest.mark.clause("6.1.3.2", "6.1.5.2")
class TestWhatIsDoubtful:
    async def test_without_a_face_a_person_of_the_operator_looks(self, db: None) -> None:
        made = await a_firm()
        row = await made.checked(face=False)
        assert row.state is CertificationState.TO_REVIEW
        assert await doubted(row) == {CheckItem.FACE_CHECK}
        assert (
            "视频或到店"
            in (await review_queries.hand_ins(row.id, made.clerk))
            .items[0]
            .checks[list(CheckItem).index(CheckItem.FACE_CHECK)]
            .sentence
        )

    async def test_another_face_is_never_passed(self, db: None) -> None:
        made = await a_firm()
        made.shows_face_of = "stranger"
        row = await made.checked()
        assert row.state is CertificationState.TO_REVIEW
        assert await doubted(row) == {CheckItem.FACE_CHECK}

    async def test_a_register_that_is_away_never_passes_anybody(self, db: None) -> None:
        made = await a_firm()
        registry: Any = made.outside.registry
        registry.is_away = True
        row = await made.checked()
        assert row.state is CertificationState.TO_REVIEW
        assert CheckItem.REGISTRATION_STATE in await doubted(row)

    async def test_a_code_that_the_register_does_not_know_is_looked_at(self, db: None) -> None:
        made = await a_firm()
        registry: Any = made.outside.registry
        registry.records.clear()
        row = await made.checked()
        assert row.state is CertificationState.TO_REVIEW
        assert await doubted(row) == {CheckItem.REGISTRATION_STATE}

    async def test_the_same_picture_from_another_firm_is_looked_at(self, db: None) -> None:
        first = await a_firm()
        await first.checked(face=False)
        thief = await a_firm(first)
        thief.mark = first.mark
        row = await thief.checked(uscc=make_uscc(99))
        assert CheckItem.PAPER_ORIGIN in await doubted(row)
        assert row.state is not CertificationState.APPROVED


@pytest.mark.row("O2")
@pytest.mark.clause("6.1.5.2", "5.3.3.1")
class TestTheOperator:
    async def test_approves_only_what_is_marked_item_by_item(self, db: None) -> None:
        made = await a_firm()
        row = await made.checked(face=False)
        operator = await the_desk()

        with pytest.raises(Unmet, match="尚未核对"):
            await certifying.approve(row.id, CertificationApproval(), by=operator)
        silent = [replace(mark, note="") for mark in firm.all_ok()]
        with pytest.raises(Unmet, match="写明理由：人脸核验"):
            await certifying.approve(row.id, CertificationApproval("", silent), by=operator)
        one_bad = [replace(mark, ok=mark.item is not CheckItem.DOMICILE) for mark in firm.all_ok()]
        with pytest.raises(Unmet, match="住所"):
            await certifying.approve(row.id, CertificationApproval("", one_bad), by=operator)
        assert not (await Party.get(id=made.party.id)).certified

        done = await certifying.approve(row.id, firm.a_yes("到店核验"), by=operator)
        assert done.state is CertificationState.APPROVED
        assert (await Party.get(id=made.party.id)).certified
        [shown] = (await review_queries.hand_ins(row.id, operator)).items
        assert all(check.ok and check.note for check in shown.checks)
        assert shown.marked_by == operator.name

    async def test_sends_back_by_naming_what_is_wrong(self, db: None) -> None:
        made = await a_firm()
        row = await made.checked(face=False)
        operator = await the_desk()

        with pytest.raises(Unmet, match="标明"):
            await certifying.send_back(row.id, CertificationReturn("不行"), by=operator)
        marks = [ItemMark(CheckItem.DOMICILE, ok=False, note="地址已变更")]
        back = await certifying.send_back(
            row.id, CertificationReturn("住所不符", marks), by=operator
        )

        assert back.state is CertificationState.TO_AMEND
        [told] = (await review_queries.hand_ins(row.id, made.clerk)).items
        refused = [check for check in told.checks if check.ok is False]
        assert [(check.label, check.note) for check in refused] == [("住所", "地址已变更")]

    async def test_cannot_take_the_platforms_steps_nor_decide_what_is_being_checked(
        self, db: None
    ) -> None:
        made = await a_firm()
        row = await certifying.submit(await made.form(), by=made.clerk)
        with pytest.raises(NotNow):
            await certifying.approve(row.id, firm.a_yes(), by=await the_desk())
        with pytest.raises(NotYourPost):
            await certifying.approve(row.id, firm.a_yes(), by=made.clerk)

    async def test_a_frozen_enterprise_is_not_certified_by_anybody(self, db: None) -> None:
        made = await a_firm()
        row = await certifying.submit(await made.form(), by=made.clerk)
        await Party.filter(id=made.party.id).update(on_hold=True)
        await check_certifications()
        await row.refresh_from_db()
        assert row.state is CertificationState.TO_CHECK
        assert not (await Party.get(id=made.party.id)).certified

    async def test_everything_it_reads_is_written_down(self, db: None) -> None:
        made = await a_firm()
        row = await made.checked(face=False)
        await review_queries.hand_ins(row.id, await the_desk())
        assert "certification.read_hand_ins" in [e.code for e in await story_of(row.id, limit=9)]


@pytest.mark.row("E2", "O2")
@pytest.mark.clause("6.1.3.2", "6.1.5.2")
class TestHandingInAgain:
    async def test_keeps_what_was_before_and_shows_what_changed(self, db: None) -> None:
        made = await a_firm()
        made.licence["address"] = "常熟市虞山镇1号"
        row = await made.checked(region="320581", main_business="餐饮")
        operator = await the_desk()
        marks = [ItemMark(CheckItem.MAIN_BUSINESS, ok=False, note="与经营范围不符")]
        await certifying.send_back(row.id, CertificationReturn("请更正", marks), by=operator)
        first = await HandIn.get(certification_id=row.id)
        made.mark = "again"
        form = await made.form(
            region="320581", id_front_id=first.id_front_id, face_check_id=first.face_check_id
        )
        await certifying.resubmit(row.id, form, by=made.clerk)
        await check_certifications()

        newest, oldest = (await review_queries.hand_ins(row.id, operator)).items
        assert (newest.serial, oldest.serial) == (2, 1)
        changed = {line.name: line.before for line in newest.form if line.before is not None}
        assert changed == {"main_business": "餐饮"}
        assert [each.changed for each in newest.papers] == [True, False, True]
        assert [each.changed for each in oldest.papers] == [False, False, False]
        assert oldest.checks
        assert [check.ok for check in oldest.checks].count(False) == 1
        await row.refresh_from_db()
        assert row.state is CertificationState.APPROVED

    async def test_one_claim_at_a_time_and_none_once_certified(self, db: None) -> None:
        made = await a_firm()
        form = await made.form()
        await certifying.submit(form, by=made.clerk)
        with pytest.raises(Unmet, match="办理中"):
            await certifying.submit(form, by=made.clerk)
        await check_certifications()
        with pytest.raises(Unmet, match="已通过认证"):
            await certifying.submit(form, by=made.clerk)

    async def test_papers_of_others_and_of_the_wrong_kind_are_not_taken(self, db: None) -> None:
        other = await a_firm()
        theirs = await other.photo(DocumentKind.BUSINESS_LICENCE)
        made = await a_firm(other)
        form = await made.form()
        for wrong in (theirs, form.id_back_id, world.nobody()):
            with pytest.raises(Invalid, match="请上传营业执照"):
                await certifying.submit(replace(form, licence_id=wrong), by=made.clerk)
        with pytest.raises(Invalid, match="授权书"):
            await certifying.submit(replace(form, authorization_id=world.nobody()), by=made.clerk)
        other_card = await made.photo(DocumentKind.ID_CARD_FRONT)
        with pytest.raises(Invalid, match="人脸核验"):
            await certifying.submit(replace(form, id_front_id=other_card), by=made.clerk)
        assert not await Certification.exists()

    async def test_only_who_enters_the_past_needs_no_papers(self, db: None) -> None:
        made = await a_firm()
        bare = CertificationForm(NAME, USCC, "320505", "C", PERSON, "王小明", "13812340001")
        with pytest.raises(NotYourPost, match="许可"):
            await historical.submit(bare, by=made.clerk)
        with pytest.raises(NotYourPost):
            await historical.allow(PastAllowed(made.party.id), by=await the_desk())


@pytest.mark.row("E2")
@pytest.mark.clause("5.3.3.1")
class TestOneCodeOneEnterprise:
    async def test_the_second_is_looked_at_by_people(self, db: None) -> None:
        first = await a_firm()
        second = await a_firm(first)
        rows = [
            await certifying.submit(await each.form(), by=each.clerk) for each in (first, second)
        ]
        await check_certifications()
        await check_certifications()
        for row in rows:
            await row.refresh_from_db()
        states = sorted(row.state for row in rows)
        assert states == [CertificationState.APPROVED, CertificationState.TO_REVIEW]
        late = next(row for row in rows if row.state is CertificationState.TO_REVIEW)
        with pytest.raises(Unmet, match="另一账户"):
            await certifying.approve(late.id, firm.a_yes(), by=await the_desk())
        assert await Party.filter(uscc=USCC).count() == 1

    @pytest.mark.postgres
    async def test_of_ten_that_race_one_is_certified(self, db: None) -> None:
        first = await a_firm()
        firms = [first, *[await a_firm(first) for _ in range(9)]]
        for each in firms:
            await certifying.submit(await each.form(), by=each.clerk)
        await asyncio.gather(*(check_certifications() for _ in range(4)))
        await check_certifications()

        assert await Party.filter(uscc=USCC, certified=True).count() == 1
        approved = Certification.filter(state=CertificationState.APPROVED)
        assert await approved.count() == 1
        assert await Certification.filter(state=CertificationState.TO_REVIEW).count() == 9


@pytest.mark.row("E2")
@pytest.mark.clause("5.3.3.1")
class TestRenewal:
    async def test_it_is_reminded_once_and_may_certify_anew_in_time(self, db: None) -> None:
        made = await a_firm()
        made.back["valid_until"] = (firm.today() + timedelta(days=20)).isoformat()
        row = await made.checked()
        assert row.state is CertificationState.APPROVED
        for _ in range(2):
            await remind_renewals()
        told = await Message.filter(party_id=made.party.id, kind=MessageKind.SYSTEM)
        assert [message.title for message in told] == ["企业认证即将到期"]

        made.back["valid_until"] = "长期"
        renewed = await made.checked()
        assert renewed.state is CertificationState.APPROVED
        assert renewed.valid_until is None
        assert await Message.filter(title="企业认证即将到期").count() == 1

    async def test_not_under_another_code(self, db: None) -> None:
        made = await a_firm()
        made.back["valid_until"] = (firm.today() + timedelta(days=20)).isoformat()
        await made.checked()
        with pytest.raises(Unmet, match="应与已认证的一致"):
            await certifying.submit(await made.form(uscc=make_uscc(5)), by=made.clerk)


@pytest.mark.row("O2")
async def test_the_enterprise_is_told_what_the_platform_found(db: None) -> None:
    made: Firm = await a_firm()
    made.licence["business_term"] = "2015-03-12至2020-01-01"
    row = await made.checked()
    entry = (await story_of(row.id, limit=9))[-1]
    await tell_parties(entry)
    message = await Message.get(party_id=made.party.id)
    assert message.title == "企业认证需要补正"
    assert "营业执照已过有效期" in message.body
