"""Who sees what: the pool masked, a case its parties alone, lists in pages, the register."""

from datetime import timedelta

import msgspec
import pytest

from domain.catalogue.actions import keeping
from domain.kernel import clock
from domain.kernel.refusal import Invalid, NotFound, NotYourPost
from domain.lending.actions import banking
from domain.lending.queries import cases, register
from domain.lending.queries import desk as desks
from domain.lending.queries.cases import ApplicationFilter, PoolFilter
from domain.lending.queries.register import RegisterFilter
from orm.journal import JournalEntry
from orm.lending import LoanApplication
from orm.parties import Party
from tests import world
from tests.catalogue.drafts import a_draft
from tests.lending.conftest import Desk
from tests.world import WAN
from vocabulary.lending import LoanState
from vocabulary.parties import PartyKind, Role

PHONE = "13812345678"


@pytest.mark.row("K1")
@pytest.mark.clause("6.1.2.1 a", "5.3.2.1")
class TestThePool:
    async def test_tells_no_bank_whose_request_it_is(self, desk: Desk) -> None:
        await world.a_request(desk.enterprise)
        page = await cases.pool(PoolFilter(), to=desk.officer)
        told = msgspec.json.encode(page).decode()
        assert len(page.items) == 1
        for secret in (desk.enterprise.name, str(desk.enterprise.id), desk.enterprise.uscc):
            assert str(secret) not in told
        assert "晨曦精密" not in told

    async def test_the_case_behind_it_is_not_found_before_the_grab(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        with pytest.raises(NotFound):
            await cases.one(row.id, to=desk.officer)
        await banking.grab(row.id, by=desk.officer)
        assert (await cases.one(row.id, to=desk.officer)).enterprise_name == desk.enterprise.name

    async def test_a_grabbed_request_is_gone_for_everybody(self, desk: Desk) -> None:
        row = await world.a_request(desk.enterprise)
        await banking.grab(row.id, by=desk.officer)
        for actor in (desk.officer, desk.stranger):
            assert not (await cases.pool(PoolFilter(), to=actor)).items
        assert await cases.pool_count() == 0

    async def test_targeted_requests_are_not_in_it(self, desk: Desk) -> None:
        await world.a_targeted_request(desk.enterprise, desk.bank)
        assert not (await cases.pool(PoolFilter(), to=desk.officer)).items

    async def test_only_banks_look_into_it(self, desk: Desk) -> None:
        for actor in (desk.clerk, desk.overseer):
            with pytest.raises(NotYourPost):
                await cases.pool(PoolFilter(), to=actor)

    async def test_offers_the_grab_to_officers_alone(self, desk: Desk) -> None:
        await world.a_request(desk.enterprise)
        shown = {
            actor.account_id: (await cases.pool(PoolFilter(), to=actor)).items[0].open_steps
            for actor in (desk.officer, desk.approver)
        }
        assert list(shown.values()) == [["grab"], []]

    async def test_is_narrowed_and_paged(self, desk: Desk) -> None:
        for amount in (10, 20, 30, 40, 50):
            await world.a_request(desk.enterprise, amount_fen=amount * WAN)
        narrow = PoolFilter(amount_fen_min=20 * WAN, amount_fen_max=40 * WAN, limit=2)
        first = await cases.pool(narrow, to=desk.officer)
        assert first.next is not None
        rest = await cases.pool(msgspec.structs.replace(narrow, cursor=first.next), to=desk.officer)
        amounts = [item.amount_fen // WAN for item in (*first.items, *rest.items)]
        assert (amounts, rest.next) == ([40, 30, 20], None)
        assert not (await cases.pool(PoolFilter(region="320508"), to=desk.officer)).items


@pytest.mark.row("S6")
@pytest.mark.clause("5.3.2.1", "5.3.2.2")
class TestACase:
    async def test_is_its_parties_and_the_operators(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        for actor in (desk.clerk, desk.officer, desk.approver, desk.overseer):
            assert (await cases.one(row.id, to=actor)).id == row.id
        rival = world.clerk_of(await world.an_enterprise("昆山云帆电子有限公司"))
        for actor in (desk.stranger, rival):
            with pytest.raises(NotFound):
                await cases.one(row.id, to=actor)

    async def test_masks_people_for_everybody(self, desk: Desk) -> None:
        party = await Party.get(id=desk.enterprise.id)
        party.legal_representative, party.contact_name = "王小明", "李雷"
        party.contact_phone = PHONE
        await party.save()
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        for actor in (desk.officer, desk.overseer, desk.clerk):
            told = msgspec.json.encode(await cases.one(row.id, to=actor)).decode()
            for secret in (PHONE, "王小明", "李雷"):
                assert secret not in told

    async def test_masks_the_other_sides_people_in_its_timeline(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        seen_by_clerk = await cases.one(row.id, to=desk.clerk)
        names = {step.party_name: step.actor_name for step in seen_by_clerk.timeline}
        assert names[desk.enterprise.name] == "张三"
        assert names[desk.bank.name] == "张*"

    @pytest.mark.clause("4.3", "4.4")
    async def test_tells_its_whole_way_and_what_it_waits_for(self, desk: Desk) -> None:
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        await banking.disburse(row.id, world.a_payout(5 * WAN, "HT-0001"), by=desk.officer)
        case = await cases.one(row.id, to=desk.officer)
        told = [step.code.rpartition(".")[2] for step in case.timeline]
        assert told == ["publish", "accept", "approve", "grant", "disburse"]
        assert case.timeline[-1].amount_fen == 5 * WAN
        assert [paid.contract_no for paid in case.disbursements] == ["HT-0001"]
        assert case.next_step is not None
        assert case.next_step.who == desk.bank.name
        current = [state.state for state in case.flow.states if state.current]
        assert current == ["to_disburse"]
        assert {step.verb for step in case.open_steps} == {"disburse", "complete"}


@pytest.mark.row("K2")
class TestTheList:
    async def test_holds_ones_own_cases(self, desk: Desk) -> None:
        own = await world.an_accepted_application(desk.enterprise, desk.bank)
        await world.an_accepted_application(desk.enterprise, desk.other_bank)
        await world.a_request(desk.enterprise)
        page = await cases.page(ApplicationFilter(), to=desk.officer)
        assert [item.id for item in page.items] == [own.id]
        assert len((await cases.page(ApplicationFilter(), to=desk.clerk)).items) == 3
        assert len((await cases.page(ApplicationFilter(), to=desk.overseer)).items) == 3

    @pytest.mark.parametrize("sort", ["newest", "oldest", "amount"])
    async def test_is_paged_without_gaps_in_every_order(self, desk: Desk, sort: str) -> None:
        for amount in (10, 30, 20, 20, 40):
            await world.a_request(desk.enterprise, amount_fen=amount * WAN)
        seen, cursor = [], ""
        while True:
            asked = ApplicationFilter(sort=sort, limit=2, cursor=cursor)
            page = await cases.page(asked, to=desk.clerk)
            seen += page.items
            if page.next is None:
                break
            cursor = page.next
        assert len({item.id for item in seen}) == len(seen) == 5
        if sort == "amount":
            amounts = [item.requested_fen for item in seen]
            assert amounts == sorted(amounts, reverse=True)
        else:
            moments = [item.submitted_at for item in seen]
            assert moments == sorted(moments, reverse=sort == "newest")

    async def test_is_found_by_number_name_and_state(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        for asked, found in (
            (ApplicationFilter(q=row.application_no.lower()), 1),
            (ApplicationFilter(q="晨曦"), 1),
            (ApplicationFilter(q="%"), 0),
            (ApplicationFilter(q="_"), 0),
            (ApplicationFilter(q="' OR 1=1 --"), 0),
            (ApplicationFilter(state="to_review,to_grant"), 1),
            (ApplicationFilter(state="completed"), 0),
        ):
            page = await cases.page(asked, to=desk.officer)
            assert len(page.items) == found, asked
        with pytest.raises(Invalid):
            await cases.page(ApplicationFilter(state="to_reviewed"), to=desk.officer)

    async def test_says_what_is_overdue(self, desk: Desk) -> None:
        row = await world.an_accepted_application(desk.enterprise, desk.bank)
        late = clock.today() - timedelta(days=1)
        await LoanApplication.filter(id=row.id).update(expected_on=late)
        [item] = (await cases.page(ApplicationFilter(), to=desk.officer)).items
        assert item.overdue
        bench = await desks.workbench(to=desk.officer)
        assert (bench.overdue_count, bench.oldest[0].id) == (1, row.id)


@pytest.mark.row("K1")
@pytest.mark.clause("6.1.2.1", "6.1.2.1 c")
class TestTheWorkbench:
    async def test_counts_and_sums_what_waits(self, desk: Desk) -> None:
        await world.a_request(desk.enterprise)
        await world.an_accepted_application(desk.enterprise, desk.bank)
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        await banking.disburse(row.id, world.a_payout(40 * WAN), by=desk.officer)
        bench = await desks.workbench(to=desk.officer)
        waiting = {each.state: (each.count, each.amount_fen) for each in bench.to_dos if each.count}
        assert waiting == {"to_review": (1, 100 * WAN), "to_disburse": (1, 60 * WAN)}
        assert bench.pool_count == 1
        assert (bench.totals.granted_fen, bench.totals.disbursed_fen) == (100 * WAN, 40 * WAN)
        assert bench.results.disbursed_fen[-1] == 40 * WAN
        assert bench.results.months[-1] == f"{clock.today():%Y-%m}"
        assert len(bench.results.months) == len(bench.results.accepted) == 12

    async def test_is_ones_own(self, desk: Desk) -> None:
        await world.a_granted_application(desk.enterprise, desk.bank)
        bench = await desks.workbench(to=desk.stranger)
        assert (bench.totals.applications, sum(each.count for each in bench.to_dos)) == (0, 0)

    @pytest.mark.row("I1", "G1")
    @pytest.mark.clause("6.1.1.1 c", "6.1.4.1")
    @pytest.mark.parametrize("kind", ["insurer", "guarantor"])
    async def test_opens_for_every_institution(self, desk: Desk, kind: str) -> None:
        make = {"insurer": world.an_insurer, "guarantor": world.a_guarantor}[kind]
        role = {"insurer": Role.UNDERWRITER, "guarantor": Role.GUARANTEE_OFFICER}[kind]
        party = await make()
        bench = await desks.workbench(to=world.someone(party, role))
        assert bench.totals.applications == 0
        row = await world.a_granted_application(desk.enterprise, desk.bank)
        await banking.disburse(row.id, world.a_payout(40 * WAN), by=desk.officer)
        await LoanApplication.filter(id=row.id).update(**{f"{kind}_id": party.id})
        bench = await desks.workbench(to=world.someone(party, role))
        assert bench.results.disbursed_fen[-1] == bench.totals.disbursed_fen == 40 * WAN
        assert [each.id for each in bench.oldest] == [row.id]

    async def test_an_institution_that_sits_at_no_loan_sees_none(self, desk: Desk) -> None:
        await world.a_granted_application(desk.enterprise, desk.bank)
        lessor = await world.a_party(PartyKind.LESSOR, "苏州金融租赁股份有限公司")
        bench = await desks.workbench(to=world.someone(lessor, Role.INSTITUTION_ADMIN))
        assert (bench.totals.applications, bench.oldest) == (0, [])

    async def test_tells_the_operator_how_many_products_wait(self, desk: Desk) -> None:
        row = await keeping.add(a_draft(), by=desk.officer)
        assert (await desks.workbench(to=desk.overseer)).listings_to_review == 0
        await keeping.submit_listing(row.id, by=desk.officer)
        assert (await desks.workbench(to=desk.overseer)).listings_to_review == 1
        assert (await desks.workbench(to=desk.officer)).listings_to_review == 0


@pytest.mark.row("K2", "S6")
@pytest.mark.clause("6.1.2.2 d", "5.3.2.2")
class TestTheRegister:
    async def _paid(self, desk: Desk) -> None:
        for bank, officer in ((desk.bank, desk.officer), (desk.other_bank, desk.stranger)):
            row = await world.a_granted_application(desk.enterprise, bank)
            for amount in (10, 20):
                await banking.disburse(row.id, world.a_payout(amount * WAN), by=officer)

    async def test_is_the_banks_own_with_its_totals(self, desk: Desk) -> None:
        await self._paid(desk)
        page = await register.page(RegisterFilter(limit=1), to=desk.officer)
        assert (page.totals.count, page.totals.amount_fen) == (2, 30 * WAN)
        assert len(page.items) == 1
        rest = await register.page(RegisterFilter(cursor=page.next or ""), to=desk.officer)
        assert {item.bank_id for item in (*page.items, *rest.items)} == {desk.bank.id}
        whole = await register.page(RegisterFilter(), to=desk.overseer)
        assert whole.totals.amount_fen == 60 * WAN

    async def test_a_bank_that_asks_for_another_gets_nothing(self, desk: Desk) -> None:
        await self._paid(desk)
        asked = RegisterFilter(bank_id=desk.other_bank.id)
        page = await register.page(asked, to=desk.officer)
        assert (page.items, page.totals.count, page.totals.amount_fen) == ([], 0, 0)

    async def test_is_narrowed_by_day(self, desk: Desk) -> None:
        await self._paid(desk)
        tomorrow = clock.today() + timedelta(days=1)
        assert not (await register.page(RegisterFilter(since=tomorrow), to=desk.overseer)).items

    async def test_is_no_business_of_an_enterprise(self, desk: Desk) -> None:
        with pytest.raises(NotYourPost):
            await register.page(RegisterFilter(), to=desk.clerk)

    async def test_an_export_is_journalled_before_it_leaves(self, desk: Desk) -> None:
        await self._paid(desk)
        sheet = await register.export_register(RegisterFilter(), by=desk.officer)
        assert sheet.count == 2
        entry = await JournalEntry.get(code="business_register.export")
        assert entry.actor_id == desk.officer.account_id
        await register.export_applications(ApplicationFilter(), by=desk.officer)
        assert await JournalEntry.exists(code="loan_application.export")

    async def test_looking_is_not_exporting(self, desk: Desk) -> None:
        admin = world.someone(desk.bank, Role.INSTITUTION_ADMIN)
        await register.page(RegisterFilter(), to=admin)
        with pytest.raises(NotYourPost):
            await register.export_register(RegisterFilter(), by=admin)
        assert not await JournalEntry.exists(code="business_register.export")


async def test_a_case_still_in_its_states_is_waiting_for_somebody(desk: Desk) -> None:
    row = await world.a_request(desk.enterprise)
    case = await cases.one(row.id, to=desk.clerk)
    assert case.next_step is not None
    assert (case.next_step.label, case.next_step.who) == ("抢单", "入驻银行")
    done = await world.a_completed_application(desk.enterprise, desk.bank)
    assert (await cases.one(done.id, to=desk.clerk)).next_step is None
    assert done.state is LoanState.COMPLETED
