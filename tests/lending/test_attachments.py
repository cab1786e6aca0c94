"""Handing in files at an application: who may, until when, which files, and what is kept of it."""

import asyncio
from hashlib import sha256
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from domain.kernel.actor import Actor
from domain.kernel.journal import Entry, entry_of, open_terms
from domain.kernel.refusal import (
    NotFound,
    NotNow,
    NotYourPost,
    OnHold,
    Unavailable,
    Unmet,
)
from domain.lending.actions import applying, banking
from domain.lending.actions.attaching import attach
from domain.lending.attachment_rules import (
    ATTACH_CODE,
    ATTACHMENTS_MAX,
    READ_CODE,
)
from domain.lending.queries import cases
from domain.lending.queries.attachments import attachment
from domain.lending.terms import GuarantorChoice, Submission
from orm.attachments import Attachment
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from server.adapters.object_store import MemoryObjectStore
from server.worker import rooms_of, tells_screens
from tests.catalogue.shelf import a_product
from tests.lending.papers import PDF, PNG, Paper
from tests.remembered import hold_hands
from tests.world import (
    WISH,
    a_bank,
    a_completed_application,
    a_guarantor,
    a_request,
    an_accepted_application,
    an_enterprise,
    an_insurer,
    an_operator,
    approver_of,
    clerk_of,
    officer_of,
    operator_of,
    someone,
    with_key,
)
from vocabulary.parties import Role

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture(autouse=True)
def objects() -> MemoryObjectStore:
    kept = MemoryObjectStore()
    hold_hands(objects=kept)
    return kept


async def entries_of(code: str) -> list[Entry]:
    return [entry_of(row) for row in await JournalEntry.filter(code=code).order_by("id")]


async def bytes_of(row: LoanApplication, attachment_id: UUID, by: Actor) -> bytes:
    found = await attachment(row.id, attachment_id, by=by)
    return b"".join([piece async for piece in found.chunks])


class TestWho:
    async def test_the_enterprise_the_bank_and_the_guarantor_hand_in(self) -> None:
        enterprise, bank, guarantor = await an_enterprise(), await a_bank(), await a_guarantor()
        row = await an_accepted_application(enterprise, bank)
        choice = GuarantorChoice(guarantor.id, "建议追加担保")
        await banking.require_guarantor(row.id, choice, by=officer_of(bank))
        hands = (
            clerk_of(enterprise),
            officer_of(bank),
            approver_of(bank),
            someone(guarantor, Role.GUARANTEE_OFFICER),
        )

        for actor in hands:
            await attach(row.id, Paper(), by=actor)

        case = await cases.one(row.id, to=hands[0])
        assert [each.party_name for each in case.attachments] == [
            enterprise.name,
            bank.name,
            bank.name,
            guarantor.name,
        ]
        assert [each.actor_name for each in case.attachments] == ["张三", "张*", "张*", "张*"]

    async def test_who_is_not_at_the_case_learns_nothing(self) -> None:
        row = await a_request(await an_enterprise())
        strangers = (
            clerk_of(await an_enterprise("苏州别家有限公司")),
            officer_of(await a_bank()),
            someone(await a_guarantor(), Role.GUARANTEE_OFFICER),
            someone(await an_insurer(), Role.UNDERWRITER),
        )
        for actor in strangers:
            paper = Paper()
            with pytest.raises(NotFound):
                await attach(row.id, paper, by=actor)
            assert not paper.was_read

    async def test_who_only_looks_on_is_told_so(self) -> None:
        bank = await a_bank()
        row = await an_accepted_application(await an_enterprise(), bank)
        lookers_on = (operator_of(await an_operator()), someone(bank, Role.INSTITUTION_ADMIN))
        for actor in lookers_on:
            with pytest.raises(NotYourPost, match="上传材料"):
                await attach(row.id, Paper(), by=actor)
            assert not (await cases.one(row.id, to=actor)).may_attach

    async def test_a_frozen_party_hands_in_nothing(self) -> None:
        enterprise = await an_enterprise()
        row = await an_accepted_application(enterprise, await a_bank())
        enterprise.on_hold = True
        await enterprise.save()
        with pytest.raises(OnHold):
            await attach(row.id, Paper(), by=clerk_of(enterprise))


class TestWhen:
    async def test_not_after_the_end(self) -> None:
        enterprise, bank = await an_enterprise(), await a_bank()
        completed = await a_completed_application(enterprise, bank)
        withdrawn = await applying.withdraw(
            (await a_request(enterprise)).id, "不再需要", by=clerk_of(enterprise)
        )
        for row in (completed, withdrawn):
            paper = Paper()
            with pytest.raises(NotNow, match="已结束"):
                await attach(row.id, paper, by=clerk_of(enterprise))
            assert not paper.was_read
            assert not (await cases.one(row.id, to=clerk_of(enterprise))).may_attach

    async def test_the_31st_file_is_refused_and_the_30th_still_answers(self) -> None:
        enterprise = await an_enterprise()
        row, clerk = await a_request(enterprise), clerk_of(enterprise)
        for number in range(ATTACHMENTS_MAX - 1):
            await attach(row.id, Paper(f"{number}.pdf"), by=clerk)
        last = with_key(clerk, "the-thirtieth")
        last.call.render = _said
        await attach(row.id, Paper("30.pdf"), by=last)

        with pytest.raises(Unmet, match="30 份"):
            await attach(row.id, Paper("31.pdf"), by=clerk)
        again = with_key(clerk, "the-thirtieth")
        object.__setattr__(again, "account_id", last.account_id)
        with pytest.raises(Exception, match="already answered"):
            await attach(row.id, Paper("30.pdf"), by=again)
        assert await Attachment.filter(application_id=row.id).count() == ATTACHMENTS_MAX

    @pytest.mark.postgres
    async def test_files_that_race_for_the_last_place(self) -> None:
        enterprise = await an_enterprise()
        row, clerk = await a_request(enterprise), clerk_of(enterprise)
        for number in range(ATTACHMENTS_MAX - 1):
            await attach(row.id, Paper(f"{number}.pdf"), by=clerk)
        racing = (attach(row.id, Paper(f"{n}.pdf"), by=clerk_of(enterprise)) for n in "abcd")
        ended = await asyncio.gather(*racing, return_exceptions=True)
        assert sum(isinstance(each, Unmet) for each in ended) == 3
        assert await Attachment.filter(application_id=row.id).count() == ATTACHMENTS_MAX


async def _said(result: object, by: Actor) -> bytes:
    return b"{}"


class TestWhatIsKept:
    async def test_the_case_the_journal_and_the_screens_know(self) -> None:
        enterprise, bank = await an_enterprise(), await a_bank()
        row = await an_accepted_application(enterprise, bank)
        await attach(row.id, Paper("张三的身份证.png", PNG), by=clerk_of(enterprise))

        (entry,) = await entries_of(ATTACH_CODE)
        assert entry.subject_no == row.application_no, "an auditor searches by the number"
        assert entry.seats == {"enterprise": str(enterprise.id), "bank": str(bank.id)}
        assert tells_screens(entry)
        assert {f"party:{bank.id}", f"subject:{row.id}"} <= set(rooms_of(entry))
        assert "张三" not in str(entry.terms), "a file name may be personal data"
        opened = await open_terms(entry)
        assert (opened["name"], opened["size_bytes"]) == ("张三的身份证.png", len(PNG))

        case = await cases.one(row.id, to=officer_of(bank))
        assert case.timeline[-1].label == "上传材料"
        (shown,) = case.attachments
        assert (shown.name, shown.media) == ("张三的身份证.png", "image/png")
        assert shown.size_bytes == len(PNG)
        assert case.may_attach

    async def test_a_file_is_read_back_and_that_is_journalled(self) -> None:
        enterprise, bank = await an_enterprise(), await a_bank()
        row = await an_accepted_application(enterprise, bank)
        await attach(row.id, Paper(), by=clerk_of(enterprise))
        (shown,) = (await cases.one(row.id, to=officer_of(bank))).attachments

        assert await bytes_of(row, shown.id, officer_of(bank)) == PDF

        (entry,) = await entries_of(READ_CODE)
        assert (entry.party_id, entry.subject_id) == (bank.id, shown.id)
        assert entry.subject_no == row.application_no, "an auditor searches by the number"
        assert not tells_screens(entry)

    async def test_a_file_is_not_found_by_strangers_or_at_another_case(self) -> None:
        enterprise, bank = await an_enterprise(), await a_bank()
        row = await an_accepted_application(enterprise, bank)
        other = await a_request(enterprise)
        await attach(row.id, Paper(), by=clerk_of(enterprise))
        found = await Attachment.get(application_id=row.id)
        for where, who in (
            (row, officer_of(await a_bank("别家银行"))),
            (other, clerk_of(enterprise)),
        ):
            with pytest.raises(NotFound):
                await attachment(where.id, found.id, by=who)
        assert await entries_of(READ_CODE) == []

    async def test_what_a_bank_left_behind_is_not_for_the_next_bank(self) -> None:
        enterprise, first, second = await an_enterprise(), await a_bank(), await a_bank("次家银行")
        row = await a_request(enterprise)
        await attach(row.id, Paper("财报.pdf"), by=clerk_of(enterprise))
        await banking.grab(row.id, by=officer_of(first))
        await attach(row.id, Paper("尽调报告.pdf"), by=officer_of(first))
        await banking.release(row.id, "额度不足", by=officer_of(first))
        await banking.grab(row.id, by=officer_of(second))

        names = [each.name for each in (await cases.one(row.id, to=officer_of(second))).attachments]
        assert names == ["财报.pdf"]
        left = (await cases.one(row.id, to=clerk_of(enterprise))).attachments[1]
        assert left.name == "尽调报告.pdf"
        with pytest.raises(NotFound):
            await attachment(row.id, left.id, by=officer_of(second))

    async def test_a_file_lies_sealed_under_a_key_of_its_own(
        self, objects: MemoryObjectStore
    ) -> None:
        enterprise = await an_enterprise()
        row = await a_request(enterprise)
        for name in ("财报.pdf", "财报副本.pdf"):
            await attach(row.id, Paper(name), by=clerk_of(enterprise))
        one, other = await Attachment.filter(application_id=row.id).order_by("at", "id")
        content = await Paper().read()
        assert one.sha256 == other.sha256 == sha256(content).hexdigest()
        assert one.object_key != other.object_key, "the same file twice is not seen to be the same"
        assert not any(content in kept for kept in objects.kept.values())
        assert await bytes_of(row, one.id, clerk_of(enterprise)) == content
        await Attachment.filter(id=one.id).update(key=other.key, object_key=other.object_key)
        with pytest.raises(InvalidTag):
            await bytes_of(row, one.id, clerk_of(enterprise))

    async def test_a_file_from_before_there_were_seals_is_read_as_it_lies(
        self, objects: MemoryObjectStore
    ) -> None:
        enterprise = await an_enterprise()
        row = await a_request(enterprise)
        await attach(row.id, Paper(), by=clerk_of(enterprise))
        content = await Paper().read()
        await objects.put(content)
        found = await Attachment.get(application_id=row.id)
        await Attachment.filter(id=found.id).update(key=None, object_key=None)
        assert await bytes_of(row, found.id, clerk_of(enterprise)) == content

    async def test_bytes_that_are_lost_are_said_to_be(self, objects: MemoryObjectStore) -> None:
        enterprise = await an_enterprise()
        row = await a_request(enterprise)
        await attach(row.id, Paper(), by=clerk_of(enterprise))
        objects.kept.clear()
        found = await Attachment.get(application_id=row.id)
        with pytest.raises(Unavailable):
            await attachment(row.id, found.id, by=clerk_of(enterprise))

    async def test_a_product_says_what_it_needs(self) -> None:
        enterprise, bank = await an_enterprise(), await a_bank()
        product = await a_product(bank, "CP1", required_documents=["营业执照", "近两年财务报表"])
        row = await applying.submit(
            Submission(product_id=product.id, **WISH), by=clerk_of(enterprise)
        )
        case = await cases.one(row.id, to=officer_of(bank))
        assert case.required_documents == ["营业执照", "近两年财务报表"]
