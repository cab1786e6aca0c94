"""A certification entered from the past: by form alone, under a right few hold."""

import asyncio

import pytest
from msgspec.structs import replace

from domain.kernel.actor import Actor
from domain.kernel.journal import open_terms, story_of
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, OnHold, Unmet
from domain.parties import queries
from domain.parties.actions import certifying, historical
from domain.parties.queries import CertificationSearch
from domain.parties.terms import (
    CertificationApproval,
    CertificationForm,
    CertificationReturn,
    PastAllowed,
)
from orm.journal import JournalEntry
from orm.parties import Certification, Party
from tests import world
from tests.parties.firm import Firm
from tests.remembered import hold_hands
from vocabulary.certification import CertificationState
from vocabulary.identifiers import make_uscc
from vocabulary.parties import Role
from vocabulary.rights import Right

FORM = CertificationForm(
    name="苏州晨曦精密有限公司",
    uscc=make_uscc(4711, division="320505"),
    region="320505",
    industry="C",
    legal_representative="欧阳晨",
    contact_name="王小明",
    contact_phone="13812340001",
)
YES = CertificationApproval()


async def newcomer() -> tuple[Party, Actor]:
    party = await world.an_enterprise("", certified=False)
    keeper = world.someone(
        await world.an_operator(),
        Role.PLATFORM_OPERATOR,
        rights=frozenset({Right.APPLICATION_HISTORICAL}),
    )
    await historical.allow(PastAllowed(party.id), by=keeper)
    return party, world.clerk_of(party)


async def desk() -> Actor:
    return world.operator_of(await world.an_operator())


@pytest.mark.row("E2", "O2")
@pytest.mark.clause("6.1.3.2", "5.3.3.1")
class TestApprove:
    async def test_writes_the_claim_into_the_party_in_the_same_act(self, db: None) -> None:
        party, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)
        assert claim.state is CertificationState.TO_REVIEW
        assert claim.expected_on is not None

        row = await certifying.approve(claim.id, CertificationApproval("资料齐全"), by=operator)

        assert row.state is CertificationState.APPROVED
        assert row.decided_at == row.updated_at
        await party.refresh_from_db()
        assert party.certified
        assert (party.name, party.uscc) == (FORM.name, FORM.uscc)
        assert (party.region, party.industry) == ("320505", "C")
        assert party.legal_representative == "欧阳晨"
        assert (party.contact_name, party.contact_phone) == ("王小明", "13812340001")
        codes = [entry.code for entry in await story_of(claim.id, limit=9)]
        assert codes == ["certification.submit", "certification.approve"]

    async def test_a_certified_enterprise_needs_no_second_claim(self, db: None) -> None:
        _, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)
        await certifying.approve(claim.id, YES, by=operator)

        with pytest.raises(Unmet, match="已通过认证"):
            await historical.submit(FORM, by=clerk)

        with pytest.raises(NotNow):
            await certifying.approve(claim.id, YES, by=operator)

    async def test_only_the_operator_answers(self, db: None) -> None:
        _, clerk = await newcomer()
        claim = await historical.submit(FORM, by=clerk)

        with pytest.raises(NotYourPost):
            await certifying.approve(claim.id, YES, by=clerk)
        with pytest.raises(NotFound):
            await certifying.approve(claim.id, YES, by=world.officer_of(await world.a_bank()))

        await claim.refresh_from_db()
        assert claim.state is CertificationState.TO_REVIEW

    async def test_a_frozen_enterprise_is_not_certified(self, db: None) -> None:
        party, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)
        await Party.filter(id=party.id).update(on_hold=True)

        with pytest.raises(OnHold):
            await certifying.approve(claim.id, YES, by=operator)


@pytest.mark.row("E2", "O2")
@pytest.mark.clause("6.1.3.2", "6.1.5.2")
class TestSendBackAndReject:
    async def test_what_is_sent_back_is_put_right_and_comes_back(self, db: None) -> None:
        party, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)

        row = await certifying.send_back(
            claim.id, CertificationReturn("法定代表人姓名与执照不符"), by=operator
        )
        assert (row.state, row.reason) == (
            CertificationState.TO_AMEND,
            "法定代表人姓名与执照不符",
        )
        with pytest.raises(Unmet, match="办理中"):
            await historical.submit(FORM, by=clerk)

        made = Firm(party, clerk, hold_hands())
        mended = await made.form(face=False, legal_representative="欧阳晨曦")
        row = await certifying.resubmit(claim.id, mended, by=clerk)
        assert (row.state, row.reason) == (CertificationState.TO_REVIEW, "")
        assert (await Certification.get(id=claim.id)).legal_representative == "欧阳晨曦"

    async def test_an_answer_without_a_reason_is_refused(self, db: None) -> None:
        _, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)

        with pytest.raises(Unmet, match="原因"):
            await certifying.send_back(claim.id, CertificationReturn("  "), by=operator)
        with pytest.raises(Unmet, match="原因"):
            await certifying.reject(claim.id, CertificationReturn(""), by=operator)

    async def test_a_rejected_enterprise_stays_uncertified_and_may_begin_anew(
        self, db: None
    ) -> None:
        party, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)
        row = await certifying.reject(
            claim.id, CertificationReturn("营业执照已被吊销"), by=operator
        )

        assert (row.state, row.reason) == (CertificationState.REJECTED, "营业执照已被吊销")
        assert row.decided_at is not None
        assert not (await Party.get(id=party.id)).certified
        again = await historical.submit(FORM, by=clerk)
        assert again.id != claim.id


@pytest.mark.row("E2")
@pytest.mark.clause("5.3.3.1")
class TestOneCodeOneEnterprise:
    async def test_a_code_already_certified_is_refused_at_submit(self, db: None) -> None:
        _, first = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=first)
        await certifying.approve(claim.id, YES, by=operator)

        _, second = await newcomer()
        with pytest.raises(Unmet, match="统一社会信用代码"):
            await historical.submit(FORM, by=second)
        assert await Certification.all().count() == 1

    async def test_and_again_at_approval_when_two_claimed_it(self, db: None) -> None:
        operator = await desk()
        claims = [await historical.submit(FORM, by=(await newcomer())[1]) for _ in range(2)]
        await certifying.approve(claims[0].id, YES, by=operator)

        with pytest.raises(Unmet, match="统一社会信用代码"):
            await certifying.approve(claims[1].id, YES, by=operator)

        assert await Party.filter(uscc=FORM.uscc).count() == 1
        assert (await Certification.get(id=claims[1].id)).state is CertificationState.TO_REVIEW

    @pytest.mark.postgres
    async def test_of_ten_approvals_at_once_one_wins(self, db: None) -> None:
        operator = await desk()
        claims = [await historical.submit(FORM, by=(await newcomer())[1]) for _ in range(10)]

        outcomes = await asyncio.gather(
            *(certifying.approve(claim.id, YES, by=operator) for claim in claims),
            return_exceptions=True,
        )

        assert sum(isinstance(each, Certification) for each in outcomes) == 1
        assert sum(isinstance(each, Unmet) for each in outcomes) == 9
        assert await Party.filter(uscc=FORM.uscc).count() == 1
        assert await JournalEntry.filter(code="certification.approve").count() == 1

    @pytest.mark.postgres
    async def test_of_ten_claims_of_one_enterprise_at_once_one_stands(self, db: None) -> None:
        _, clerk = await newcomer()

        outcomes = await asyncio.gather(
            *(historical.submit(FORM, by=clerk) for _ in range(10)), return_exceptions=True
        )

        assert sum(isinstance(each, Certification) for each in outcomes) == 1
        assert sum(isinstance(each, Unmet) for each in outcomes) == 9


@pytest.mark.row("E2")
@pytest.mark.clause("6.1.3.2")
class TestWhatIsFilledIn:
    async def test_codes_are_kept_compact(self, db: None) -> None:
        _, clerk = await newcomer()
        spaced = f" {FORM.uscc[:4].lower()} {FORM.uscc[4:]} "
        messy = replace(FORM, uscc=spaced, contact_phone="+86 138-1234-0001", name=" 晨曦公司 ")

        row = await historical.submit(messy, by=clerk)

        assert (row.uscc, row.contact_phone, row.name) == (FORM.uscc, "13812340001", "晨曦公司")

    async def test_every_wrong_field_is_named_at_once(self, db: None) -> None:
        _, clerk = await newcomer()
        wrong = replace(
            FORM,
            uscc=FORM.uscc[:-1] + ("0" if FORM.uscc[-1] != "0" else "1"),
            region="310101",
            industry="Z",
            contact_phone="12345678901",
            contact_name="  ",
        )

        with pytest.raises(Invalid) as refused:
            await historical.submit(wrong, by=clerk)

        fields = {field for field, _ in refused.value.errors}
        assert fields == {"uscc", "region", "industry", "contact_phone", "contact_name"}
        assert not await Certification.exists()
        assert not await JournalEntry.filter(code__not="certification.allow").exists()

    @pytest.mark.clause("5.3.2.1")
    async def test_the_persons_in_it_are_encrypted_in_the_journal(self, db: None) -> None:
        _, clerk = await newcomer()
        claim = await historical.submit(FORM, by=clerk)

        [entry] = await story_of(claim.id, limit=9)
        for field in FORM.personal:
            assert "sealed" in entry.terms[field]
        assert entry.terms["uscc"] == FORM.uscc
        assert (await open_terms(entry))["contact_phone"] == FORM.contact_phone


@pytest.mark.row("E2", "O2")
class TestWhatIsShown:
    async def test_the_enterprise_sees_its_own_words_the_operator_masked_ones(
        self, db: None
    ) -> None:
        _, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)

        own = await queries.one(claim.id, clerk)
        assert (own.contact_name, own.contact_phone) == ("王小明", "13812340001")
        assert own.timeline[0].actor_name == "张三"
        assert own.open_steps == []

        seen = await queries.one(claim.id, operator)
        assert (seen.contact_name, seen.contact_phone) == ("王*", "138****0001")
        assert (seen.region_label, seen.industry_label) == ("虎丘区", "制造业")
        assert seen.timeline[0].actor_name == "张*"
        assert {each.verb: each.form for each in seen.open_steps} == {
            "send_back": None,
            "approve": "CertificationApproval",
            "reject": None,
        }
        assert [each.verb for each in seen.open_steps if each.destructive] == ["reject"]

    async def test_the_milestones_tell_the_story_in_order(self, db: None) -> None:
        party, clerk = await newcomer()
        operator = await desk()
        claim = await historical.submit(FORM, by=clerk)
        await certifying.send_back(claim.id, CertificationReturn("请补充区域"), by=operator)
        made = Firm(party, clerk, hold_hands())
        await certifying.resubmit(claim.id, await made.form(face=False), by=clerk)
        await certifying.approve(claim.id, CertificationApproval("核验一致"), by=operator)

        shown = await queries.one(claim.id, clerk)

        assert [each.label for each in shown.timeline] == [
            "提交认证",
            "退回补正",
            "重新提交",
            "通过认证",
        ]
        assert [each.to_label for each in shown.timeline] == [
            "待审核",
            "待补正",
            "待审核",
            "已认证",
        ]
        assert [each.reason for each in shown.timeline] == ["", "请补充区域", "", "核验一致"]

    @pytest.mark.clause("5.3.2.2")
    async def test_another_enterprise_cannot_tell_that_it_exists(self, db: None) -> None:
        _, clerk = await newcomer()
        _, stranger = await newcomer()
        claim = await historical.submit(FORM, by=clerk)

        with pytest.raises(NotFound):
            await queries.one(claim.id, stranger)
        with pytest.raises(NotYourPost):
            await queries.one(claim.id, world.officer_of(await world.a_bank()))
        assert (await queries.page(CertificationSearch(), stranger)).items == []

    async def test_pages_hold_each_claim_once_newest_first(self, db: None) -> None:
        operator = await desk()
        numbers = []
        for serial in range(5):
            form = replace(FORM, uscc=make_uscc(serial), name=f"苏州第{serial}有限公司")
            row = await historical.submit(form, by=(await newcomer())[1])
            numbers.append(row.certification_no)

        seen, cursor = [], ""
        for _ in range(3):
            page = await queries.page(CertificationSearch(cursor=cursor, limit=2), operator)
            seen += [each.certification_no for each in page.items]
            cursor = page.next or ""
        assert seen == numbers[::-1]
        assert cursor == ""

        found = await queries.page(CertificationSearch(q="第3"), operator)
        assert [each.name for each in found.items] == ["苏州第3有限公司"]
        found = await queries.page(CertificationSearch(q=make_uscc(2).lower()), operator)
        assert [each.name for each in found.items] == ["苏州第2有限公司"]
        none = CertificationSearch(state=CertificationState.APPROVED)
        assert (await queries.page(none, operator)).items == []
