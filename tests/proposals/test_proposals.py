"""Above its bank's limit a step waits for a second person, and then happens once."""

import asyncio
from dataclasses import replace

import pytest

from domain.kernel.actor import Actor, Call
from domain.kernel.answering import Answered
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.kernel.seconding import Proposed
from domain.lending.actions import applying, banking
from domain.lending.queries import cases
from domain.lending.queries import desk as desks
from domain.proposals import actions, queries
from domain.proposals.doing import DOING
from domain.proposals.jobs import lapse_proposals
from domain.proposals.terms import AmountLimitSetting, ProposalFilter
from domain.reactions import REACTIONS
from orm.journal import JournalEntry
from orm.lending import BusinessRegisterEntry, Disbursement, LoanApplication
from orm.parties import Party
from orm.proposals import Proposal
from tests import world
from tests.world import WAN
from vocabulary.lending import LoanState
from vocabulary.parties import PartyKind, Role
from vocabulary.proposals import SECOND_PERSON_FROM_FEN, ProposalState

pytestmark = [pytest.mark.row("K3", "K2"), pytest.mark.clause("6.1.1.2")]


async def a_limit(bank: Party, code: str, amount_fen: int | None = 50 * WAN) -> None:
    admin = world.someone(bank, Role.INSTITUTION_ADMIN)
    form = AmountLimitSetting(f"loan_application.{code}", "内部授权", amount_fen)
    await actions.set_amount_limit(form, by=admin)


async def a_case(code: str = "grant") -> tuple[Party, Party, LoanApplication]:
    """A bank that wants two persons above 50万, and a case of 100万 at the point of it."""
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    await a_limit(bank, code)
    row = await (
        world.a_granted_application(enterprise, bank)
        if code in {"disburse", "amend_line"}
        else world.an_approved_application(enterprise, bank)
    )
    return enterprise, bank, row


async def proposed_grant(bank: Party, row: LoanApplication, by: Actor | None = None) -> Proposal:
    with pytest.raises(Proposed) as kept:
        await banking.grant(row.id, world.a_line(), by=by or world.approver_of(bank))
    return kept.value.proposal


async def test_a_grant_above_the_limit_waits_and_then_happens_as_it_was_proposed(db: None) -> None:
    _, bank, row = await a_case()
    proposal = await proposed_grant(bank, row)
    assert (await LoanApplication.get(id=row.id)).state is LoanState.TO_GRANT
    assert not await JournalEntry.exists(code="loan_application.grant")
    assert (proposal.amount_fen, proposal.limit_fen) == (100 * WAN, 50 * WAN)
    second = world.approver_of(bank)
    await actions.confirm(proposal.id, by=second)
    again = await LoanApplication.get(id=row.id)
    assert (again.state, again.credit_line_fen) == (LoanState.TO_DISBURSE, 100 * WAN)
    entry = await JournalEntry.get(code="loan_application.grant")
    assert entry.actor_id == second.account_id
    assert (await Proposal.get(id=proposal.id)).state is ProposalState.CONFIRMED


async def test_below_the_limit_and_at_it_nobody_else_is_needed(db: None) -> None:
    _, bank, row = await a_case()
    await banking.grant(row.id, world.a_line(credit_line_fen=50 * WAN), by=world.approver_of(bank))
    assert not await Proposal.exists()


async def test_where_a_bank_has_said_nothing_the_limit_is_a_hundred_million(db: None) -> None:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    row = await world.an_approved_application(enterprise, bank)
    line = world.a_line(credit_line_fen=SECOND_PERSON_FROM_FEN + 1)
    with pytest.raises(Proposed):
        await banking.grant(row.id, line, by=world.approver_of(bank))
    line = world.a_line(credit_line_fen=SECOND_PERSON_FROM_FEN)
    await banking.grant(row.id, line, by=world.approver_of(bank))


async def test_nobody_confirms_what_they_proposed(db: None) -> None:
    _, bank, row = await a_case()
    approver = world.approver_of(bank)
    proposal = await proposed_grant(bank, row, approver)
    with pytest.raises(Unmet, match="复核人不能是提交人"):
        await actions.confirm(proposal.id, by=approver)
    with pytest.raises(Unmet, match="复核人不能是提交人"):
        await actions.decline(proposal.id, "不", by=approver)


async def test_who_may_not_take_the_step_may_not_confirm_or_decline_it(db: None) -> None:
    _, bank, row = await a_case()
    proposal = await proposed_grant(bank, row)
    officer = world.officer_of(bank)
    with pytest.raises(NotYourPost):
        await actions.confirm(proposal.id, by=officer)
    with pytest.raises(NotYourPost):
        await actions.decline(proposal.id, "不", by=officer)
    with pytest.raises(NotFound):
        await actions.confirm(proposal.id, by=world.approver_of(await world.a_bank("太湖银行")))
    assert (await Proposal.get(id=proposal.id)).state is ProposalState.PROPOSED


async def test_four_eyes_hold_for_the_second_person_too(db: None) -> None:
    """The step is taken under its own rules: whoever took the case in may not refuse it alone."""
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    await a_limit(bank, "reject")
    row = await world.an_accepted_application(enterprise, bank)
    with pytest.raises(Proposed):
        await banking.reject(row.id, "行业限制", by=world.approver_of(bank))
    proposal = await Proposal.get()
    assert (proposal.amount_fen, proposal.reason) == (100 * WAN, "行业限制")
    await actions.confirm(proposal.id, by=world.approver_of(bank))
    entry = await JournalEntry.get(code="loan_application.reject")
    assert (entry.reason, entry.to_state) == ("行业限制", "rejected")


async def test_what_is_declined_does_not_happen_and_may_be_proposed_anew(db: None) -> None:
    _, bank, row = await a_case()
    proposal = await proposed_grant(bank, row)
    await actions.decline(proposal.id, "额度过高", by=world.approver_of(bank))
    assert (await LoanApplication.get(id=row.id)).state is LoanState.TO_GRANT
    with pytest.raises(NotNow):
        await actions.confirm(proposal.id, by=world.approver_of(bank))
    assert (await proposed_grant(bank, row)).proposal_no.endswith("-F2")


async def test_whoever_proposed_takes_back_and_nobody_else(db: None) -> None:
    _, bank, row = await a_case()
    maker = world.approver_of(bank)
    proposal = await proposed_grant(bank, row, maker)
    with pytest.raises(Unmet):
        await actions.take_back(proposal.id, by=world.approver_of(bank))
    await actions.take_back(proposal.id, by=maker)
    assert (await Proposal.get(id=proposal.id)).state is ProposalState.TAKEN_BACK


async def test_the_same_step_waits_once(db: None) -> None:
    _, bank, row = await a_case()
    await proposed_grant(bank, row)
    with pytest.raises(Unmet, match="等待复核"):
        await banking.grant(row.id, world.a_line(), by=world.approver_of(bank))


async def test_a_case_that_moved_on_lets_its_proposal_lapse(db: None) -> None:
    enterprise, bank, row = await a_case()
    proposal = await proposed_grant(bank, row)
    await applying.withdraw(row.id, "不需要了", by=world.clerk_of(enterprise))
    with pytest.raises(NotNow, match="复核申请已失效"):
        await actions.confirm(proposal.id, by=world.approver_of(bank))
    assert (await Proposal.get(id=proposal.id)).state is ProposalState.LAPSED


async def test_time_lets_lapse_what_can_no_longer_happen_and_nothing_else(db: None) -> None:
    enterprise, bank, row = await a_case()
    gone = await proposed_grant(bank, row)
    other = await world.an_approved_application(enterprise, bank)
    kept = await proposed_grant(bank, other)
    await applying.withdraw(row.id, "不需要了", by=world.clerk_of(enterprise))
    await lapse_proposals()
    states = {each.id: each.state for each in await Proposal.all()}
    assert states == {gone.id: ProposalState.LAPSED, kept.id: ProposalState.PROPOSED}


async def test_the_line_is_asked_when_it_is_confirmed_not_when_it_was_proposed(db: None) -> None:
    _, bank, row = await a_case("disburse")
    officer = world.officer_of(bank)
    with pytest.raises(Proposed):
        await banking.disburse(row.id, world.a_payout(60 * WAN), by=officer)
    await banking.disburse(row.id, world.a_payout(50 * WAN), by=officer)
    proposal = await Proposal.get()
    with pytest.raises(Unmet, match="授信额度"):
        await actions.confirm(proposal.id, by=world.officer_of(bank))
    assert (await LoanApplication.get(id=row.id)).disbursed_fen == 50 * WAN
    assert (await Proposal.get(id=proposal.id)).state is ProposalState.PROPOSED


async def test_the_answer_of_a_key_says_that_it_was_kept_for_a_second_person(db: None) -> None:
    _, bank, row = await a_case()
    seen: list[str] = []

    async def render(kept: LoanApplication, by: Actor) -> bytes:
        shown = await cases.case(kept, by)
        seen.append(shown.proposed_no or "")
        return b"{}"

    by = world.approver_of(bank)
    for _ in range(2):
        call = Call(key="one-and-the-same", body_hash="same", render=render)
        with pytest.raises((Proposed, Answered)):
            await banking.grant(row.id, world.a_line(), by=replace(by, call=call))
    assert seen == [(await Proposal.get()).proposal_no]


async def test_it_is_shown_to_its_bank_and_to_nobody_else(db: None) -> None:
    enterprise, bank, row = await a_case()
    maker, second = world.approver_of(bank), world.approver_of(bank)
    await proposed_grant(bank, row, maker)
    asked = ProposalFilter(about_id=row.id, state="open")
    [shown] = (await queries.proposals(asked, to=second)).items
    assert [step.verb for step in shown.open_steps] == ["confirm", "decline"]
    assert shown.terms["credit_line_fen"] == 100 * WAN
    [mine] = (await queries.proposals(asked, to=maker)).items
    assert [step.verb for step in mine.open_steps] == ["take_back"]
    [plain] = (await queries.proposals(asked, to=world.officer_of(bank))).items
    assert plain.open_steps == []
    assert not (await queries.proposals(asked, to=world.clerk_of(enterprise))).items
    people = (second, maker, world.officer_of(bank))
    counts = [(await desks.workbench(to=who)).proposals_to_confirm for who in people]
    assert counts == [1, 0, 0]


async def test_a_limit_is_the_administrators_and_journalled(db: None) -> None:
    bank = await world.a_bank()
    await a_limit(bank, "grant", 70 * WAN)
    await a_limit(bank, "grant", None)
    entries = await JournalEntry.filter(code="amount_limit.set").order_by("id")
    told = [(each.facts["before"], each.facts["after"]) for each in entries]
    assert told == [
        (SECOND_PERSON_FROM_FEN, 70 * WAN),
        (70 * WAN, SECOND_PERSON_FROM_FEN),
    ]
    with pytest.raises(NotYourPost):
        await actions.set_amount_limit(
            AmountLimitSetting("loan_application.grant", "试", WAN), by=world.approver_of(bank)
        )
    with pytest.raises(Invalid):
        await a_limit(bank, "accept")


async def test_every_step_that_speaks_of_an_amount_can_be_confirmed(db: None) -> None:
    steps = {step.code for step in queries.steps_with_a_limit(PartyKind.BANK)}
    assert steps == set(DOING)
    assert {"proposal.propose", "proposal.confirm", "proposal.decline"} <= set(REACTIONS)


@pytest.mark.postgres
async def test_of_several_who_confirm_at_once_one_does_and_the_money_moves_once(db: None) -> None:
    _, bank, row = await a_case("disburse")
    with pytest.raises(Proposed):
        await banking.disburse(row.id, world.a_payout(60 * WAN), by=world.officer_of(bank))
    proposal = await Proposal.get()
    tries = [actions.confirm(proposal.id, by=world.officer_of(bank)) for _ in range(6)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, Proposal) for each in outcomes) == 1
    assert {type(each) for each in outcomes} == {Proposal, NotNow}
    assert await Disbursement.all().count() == await BusinessRegisterEntry.all().count() == 1
