"""融资保险: published, accepted, reviewed, underwritten or declined, paid out into the register."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from domain.insurance import queries
from domain.insurance.actions import attaching, requesting, underwriting
from domain.insurance.queries import CoverRequestFilter
from domain.insurance.terms import CoverOpinion, CoverPayout, CoverWish, SecurityTerms
from domain.kernel import clock, relay, sealing
from domain.kernel.actor import Actor
from domain.kernel.journal import entry_of
from domain.kernel.refusal import (
    Invalid,
    NotFound,
    NotNow,
    NotVerified,
    NotYourPost,
    OnHold,
    Unmet,
)
from domain.lending.queries import desk, register
from domain.lending.queries.register import RegisterFilter
from domain.onboarding.cases import open_cases_of
from domain.reactions import FOLLOWERS
from domain.supervision import queries as supervision
from orm.insurance import CoverRequest
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Party
from orm.supervision import SupervisoryLedgerEntry
from server.adapters.object_store import MemoryObjectStore
from server.worker import rooms_of
from tests import world
from tests.lending.papers import Paper
from tests.policy.conftest import Table, five
from tests.policy.programmes import underwriter_of
from tests.remembered import hold_hands
from tests.world import WAN
from vocabulary.insurance import CoverRequestState
from vocabulary.lending import LoanKind, RequestAim, SecurityKind

__all__ = ["five"]
pytestmark = [pytest.mark.row("I4"), pytest.mark.clause("6.1.1.3")]


def a_wish(**differing: Any) -> CoverWish:
    wish: dict[str, Any] = {
        "amount_fen": 200 * WAN,
        "term_months": 12,
        "purpose": "出口订单备货",
        "operations": "年销售额三千万元，现金流稳定",
        "security": SecurityKind.PLEDGE,
        "security_terms": "应收账款质押",
        "aim": RequestAim.OPEN,
    }
    return CoverWish(**wish | differing)


def an_opinion(**differing: Any) -> CoverOpinion:
    form: dict[str, Any] = {"opinion": "同意承保", "cover_bp": 9_000, "cover_months": 12}
    return CoverOpinion(**form | differing)


def a_payout(**differing: Any) -> CoverPayout:
    form: dict[str, Any] = {
        "contract_no": "BX-HT-01", "amount_fen": 200 * WAN, "paid_on": clock.today(),
        "rate_bp": 365,
    }  # fmt: skip
    return CoverPayout(**form | differing)


async def stranger() -> Actor:
    return underwriter_of(await world.an_insurer("太湖财产保险有限公司"))


async def accepted(five: Table, **differing: Any) -> CoverRequest:
    row = await requesting.publish(a_wish(**differing), by=five.clerk)
    return await underwriting.accept(row.id, by=five.underwriter)


async def consequences() -> None:
    while await sealing.seal():
        pass
    for follower in FOLLOWERS:
        while await relay.follow(follower):
            pass


@pytest.mark.clause("6.1.1.3 a")
class TestTakingOn:
    async def test_one_insurer_accepts_and_the_enterprise_is_told(self, five: Table) -> None:
        row = await requesting.publish(a_wish(), by=five.clerk)
        other = await stranger()
        for insurer in (five.underwriter, other):
            assert (await desk.workbench(to=insurer)).covers_to_do == 1
        assert (await queries.one(row.id, to=other)).enterprise_name == five.enterprise.name
        row = await underwriting.accept(row.id, by=five.underwriter)
        assert (row.state, row.insurer_id) == (CoverRequestState.TO_REVIEW, five.insurer.id)
        with pytest.raises(NotNow, match="已被其他保险机构受理"):
            await underwriting.accept(row.id, by=other)
        with pytest.raises(NotFound):
            await queries.one(row.id, to=other)
        assert not (await queries.page(CoverRequestFilter(), to=other)).items
        assert (await desk.workbench(to=other)).covers_to_do == 0
        await consequences()
        [told] = await Message.filter(party_id=five.enterprise.id)
        assert told.title == "您的融资保险需求已被受理"

    async def test_insurers_hear_of_what_is_open_and_banks_do_not(self, five: Table) -> None:
        row = await requesting.publish(a_wish(), by=five.clerk)
        await underwriting.accept(row.id, by=five.underwriter)
        await world.a_request(five.enterprise)
        entries = [entry_of(each) for each in await JournalEntry.all().order_by("id")]
        rooms = {entry.code: {"pool", "cover_pool"} & set(rooms_of(entry)) for entry in entries}
        assert rooms["cover_request.publish"] == rooms["cover_request.accept"] == {"cover_pool"}
        assert rooms["loan_application.publish"] == {"pool"}

    async def test_a_targeted_request_is_its_insurers_alone(self, five: Table) -> None:
        wish = a_wish(aim=RequestAim.TARGETED, insurer_id=five.insurer.id)
        row = await requesting.publish(wish, by=five.clerk)
        for somebody in (await stranger(), five.officer):
            with pytest.raises(NotFound):
                await underwriting.accept(row.id, by=somebody)
            with pytest.raises(NotFound):
                await queries.one(row.id, to=somebody)
        assert (await underwriting.accept(row.id, by=five.underwriter)).accepted_at
        with pytest.raises(Invalid):
            await requesting.publish(a_wish(aim=RequestAim.TARGETED), by=five.clerk)

    async def test_only_certified_enterprises_ask(self, five: Table) -> None:
        newcomer = world.clerk_of(await world.an_enterprise("新来企业", certified=False))
        with pytest.raises(NotVerified):
            await requesting.publish(a_wish(), by=newcomer)
        with pytest.raises(NotYourPost):
            await requesting.publish(a_wish(), by=five.underwriter)

    async def test_is_found_by_name_amount_and_term(self, five: Table) -> None:
        rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        await requesting.publish(a_wish(), by=five.clerk)
        await requesting.publish(a_wish(amount_fen=50 * WAN, term_months=36), by=rival)
        for asked, names in (
            ({}, {five.enterprise.name, "昆山云帆电子有限公司"}),
            ({"q": "云帆"}, {"昆山云帆电子有限公司"}),
            ({"amount_fen_min": 100 * WAN}, {five.enterprise.name}),
            ({"term_months_min": 24, "term_months_max": 36}, {"昆山云帆电子有限公司"}),
            ({"amount_fen_max": 10 * WAN}, set()),
        ):
            page = await queries.page(CoverRequestFilter(**asked), to=five.underwriter)
            assert {item.enterprise_name for item in page.items} == names
        first = await queries.page(CoverRequestFilter(limit=1), to=five.underwriter)
        rest = await queries.page(
            CoverRequestFilter(limit=1, cursor=first.next or ""), to=five.underwriter
        )
        assert first.items[0].id != rest.items[0].id
        assert rest.next is None


@pytest.mark.clause("6.1.1.3 b")
class TestReviewing:
    async def test_the_insurer_sees_edits_and_hands_in(self, five: Table) -> None:
        hold_hands(objects=MemoryObjectStore())
        await world.a_completed_application(five.enterprise, five.bank)
        row = await accepted(five)
        terms = SecurityTerms(SecurityKind.GUARANTEE, "实际控制人连带保证")
        await underwriting.amend_security(row.id, terms, by=five.underwriter)
        await attaching.attach(row.id, Paper("尽调报告.pdf"), by=five.underwriter)
        await attaching.attach(row.id, Paper("财务报表.pdf"), by=five.clerk)
        shown = await queries.one(row.id, to=five.underwriter)
        assert (shown.purpose, shown.operations) == ("出口订单备货", "年销售额三千万元，现金流稳定")
        assert (shown.security, shown.security_terms) == ("guarantee", "实际控制人连带保证")
        assert (shown.standing.loans_completed, shown.standing.lent_fen) == (1, 40 * WAN)
        assert shown.standing.credit_authorized is False
        assert shown.credit_score > 0
        assert [each.name for each in shown.attachments] == ["尽调报告.pdf", "财务报表.pdf"]
        assert {step.verb for step in shown.open_steps} == {
            "amend_security", "underwrite", "decline",
        }  # fmt: skip
        entry = await JournalEntry.filter(code="cover_request.amend_security").get()
        assert entry.changes["security_terms"] == ["应收账款质押", "实际控制人连带保证"]
        with pytest.raises(NotFound):
            await attaching.attach(row.id, Paper(), by=await stranger())
        [first, _] = shown.attachments
        download = await queries.attachment(row.id, first.id, by=five.clerk)
        assert download.name == "尽调报告.pdf"
        assert await JournalEntry.exists(code="cover_request.read_attachment")

    async def test_is_declined_with_a_reason_for_good(self, five: Table) -> None:
        row = await accepted(five)
        with pytest.raises(Unmet, match="原因"):
            await underwriting.decline(row.id, "", by=five.underwriter)
        row = await underwriting.decline(row.id, "行业限制", by=five.underwriter)
        assert (row.state, row.reason) == (CoverRequestState.REJECTED, "行业限制")
        with pytest.raises(NotNow):
            await underwriting.underwrite(row.id, an_opinion(), by=five.underwriter)

    async def test_a_cover_outlasts_the_financing(self, five: Table) -> None:
        row = await accepted(five)
        with pytest.raises(Unmet, match="承保期限"):
            await underwriting.underwrite(row.id, an_opinion(cover_months=11), by=five.underwriter)

    async def test_an_insurer_with_a_request_in_hand_does_not_leave(self, five: Table) -> None:
        row = await accepted(five)
        cases = await open_cases_of(five.insurer.id)
        assert (cases.count, cases.named[0].application_no) == (1, row.request_no)


@pytest.mark.clause("6.1.1.3 c")
class TestPayingOut:
    async def test_lands_in_both_books_and_agrees(self, five: Table) -> None:
        row = await accepted(five)
        row = await underwriting.underwrite(row.id, an_opinion(), by=five.underwriter)
        assert row.cover_fen == 180 * WAN
        row = await underwriting.disburse(row.id, a_payout(), by=five.underwriter)
        assert (row.state, row.rate_bp) == (CoverRequestState.COMPLETED, 365)
        [line] = (await register.page(RegisterFilter(), to=five.operator)).items
        assert (line.kind, line.bank_name, line.amount_fen, line.application_no) == (
            LoanKind.COVER_FINANCING, five.insurer.name, 200 * WAN, row.request_no,
        )  # fmt: skip
        assert (await supervision.reconcile()).on_the_way == 1
        await consequences()
        mirrored = await SupervisoryLedgerEntry.get()
        assert (mirrored.kind, mirrored.contract_no) == (LoanKind.COVER_FINANCING, "BX-HT-01")
        assert (await supervision.reconcile()).agrees

    async def test_what_was_not_reviewed_is_not_paid(self, five: Table) -> None:
        row = await accepted(five)
        with pytest.raises(NotNow):
            await underwriting.disburse(row.id, a_payout(), by=five.underwriter)
        await underwriting.underwrite(row.id, an_opinion(), by=five.underwriter)
        today = clock.today()
        for wrong, sentence in (
            ({"amount_fen": 200 * WAN + 1}, "需求金额"),
            ({"paid_on": today + timedelta(days=1)}, "放款日期"),
            ({"paid_on": today - timedelta(days=1)}, "放款日期"),
        ):
            with pytest.raises(Unmet, match=sentence):
                await underwriting.disburse(row.id, a_payout(**wrong), by=five.underwriter)
        await underwriting.disburse(row.id, a_payout(), by=five.underwriter)
        second = await accepted(five)
        await underwriting.underwrite(second.id, an_opinion(), by=five.underwriter)
        with pytest.raises(Unmet, match="已登记过放款"):
            await underwriting.disburse(second.id, a_payout(), by=five.underwriter)

    async def test_the_enterprise_may_withdraw_until_then(self, five: Table) -> None:
        row = await accepted(five)
        row = await requesting.withdraw(row.id, "自有资金到位", by=five.clerk)
        assert row.state is CoverRequestState.WITHDRAWN
        with pytest.raises(NotNow):
            await underwriting.underwrite(row.id, an_opinion(), by=five.underwriter)

    def test_a_contract_number_is_what_is_printed_on_paper(self) -> None:
        form = {"contract_no": "=1+1", "amount_fen": 1, "paid_on": "2026-11-27", "rate_bp": 1}
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(form, CoverPayout)


@pytest.mark.clause("6.1.5.4", "5.3.3.1")
@pytest.mark.parametrize(
    ("fact", "refusal"), [({"on_hold": True}, OnHold), ({"certified": False}, NotVerified)]
)
@pytest.mark.parametrize("frozen", ["enterprise", "insurer"])
async def test_no_step_passes_beside_a_party_that_may_not_act(
    five: Table, fact: dict[str, bool], refusal: type[Exception], frozen: str
) -> None:
    hold_hands(objects=MemoryObjectStore())
    waiting = await requesting.publish(a_wish(), by=five.clerk)
    review = await accepted(five)
    paying = await accepted(five)
    await underwriting.underwrite(paying.id, an_opinion(), by=five.underwriter)
    await Party.filter(id=getattr(five, frozen).id).update(**fact)
    before = await JournalEntry.all().count()
    terms = SecurityTerms(SecurityKind.GUARANTEE, "连带保证")
    for act in (
        underwriting.accept(waiting.id, by=five.underwriter),
        underwriting.amend_security(review.id, terms, by=five.underwriter),
        underwriting.underwrite(review.id, an_opinion(), by=five.underwriter),
        underwriting.decline(review.id, "行业限制", by=five.underwriter),
        underwriting.disburse(paying.id, a_payout(), by=five.underwriter),
        requesting.withdraw(review.id, "不再需要", by=five.clerk),
    ):
        with pytest.raises(refusal):
            await act
    if "on_hold" in fact:
        with pytest.raises(OnHold):
            await attaching.attach(review.id, Paper(), by=five.clerk)
    assert await JournalEntry.all().count() == before
