"""No sequence of acts, by whomever, reaches a state that breaks an invariant."""

import asyncio
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain import invariants
from domain.claims.flow import ClaimFlow
from domain.kernel import numbering
from domain.kernel.actor import Actor, job_actor
from domain.kernel.refusal import Refusal
from domain.lending.actions import banking
from domain.lending.flow import GeneralCreditFlow
from domain.servicing.flow import ServicingFlow
from domain.servicing.jobs import mind_loans
from orm import engine
from orm.claims import Claim
from orm.lending import LoanApplication
from orm.parties import Party
from orm.servicing import Loan
from tests import world
from tests.lending.conftest import Desk
from tests.remembered import hold_hands
from tests.servicing.acts import LINE_FEN, Acts, Applying, Claiming, Servicing
from tests.servicing.lent import a_loan, aged, stood_for_in_full
from vocabulary.lending import RepaymentMethod
from vocabulary.parties import Role

pytestmark = [pytest.mark.row("K4", "G4"), pytest.mark.clause("6.1.2.3 e", "6.1.4.5")]
STORIES, ACTS = 8, 90
GUARANTEED, TIME_PASSES, ANYTHING = 0.9, 0.12, 0.08
# Money moves often, ends come seldom: a story that is over tells nothing more.
WEIGHTS = dict.fromkeys(["repay", "prepay", "file_claim", "agree_claim", "pay_claim"], 12)
WEIGHTS |= {"recover": 12, "disburse": 12}
ENDS = ["propose_write_off", "archive", "settle", "reject", "withdraw", "complete", "write_off"]
WEIGHTS |= dict.fromkeys([*ENDS, "reschedule", "decline_claim", "retract_claim"], 1)
KINDS: list[tuple[type[Any], type[Acts], Any]] = [
    (LoanApplication, Applying, GeneralCreditFlow),
    (Loan, Servicing, ServicingFlow),
    (Claim, Claiming, ClaimFlow),
]
BEGIN_OR_FOLLOW = {"submit", "publish", "draw_down", "end_claim"}


def test_every_verb_takes_part() -> None:
    for table, acts, flow in KINDS:
        begun = {"file_claim"} if table is Claim else BEGIN_OR_FOLLOW
        assert set(acts.verbs()) == set(flow.steps) - begun


@given(st.integers(0, 2**32))
@settings(
    max_examples=STORIES,
    deadline=None,
    phases=[Phase.generate],  # a seed is not made simpler by being made smaller
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_sequence_of_acts_breaks_an_invariant(database_url: str, seed: int) -> None:
    asyncio.run(_told(database_url, Random(seed)))  # noqa: S311 -- a story, no secret


async def _told(url: str, chance: Random) -> None:
    numbering.forget_blocks()
    hold_hands()
    await engine.connect(url)
    try:
        await _story(chance)
        assert await invariants.broken() == []
    finally:
        await engine.disconnect()


async def _story(chance: Random) -> None:
    enterprise, bank = await world.an_enterprise(), await world.a_bank()
    guarantor, insurer = await world.a_guarantor(), await world.an_insurer()
    people = [
        world.clerk_of(enterprise),
        world.officer_of(bank),
        world.approver_of(bank),
        world.someone(guarantor, Role.GUARANTEE_OFFICER),
        world.someone(guarantor, Role.GUARANTEE_OFFICER),
        world.someone(insurer, Role.UNDERWRITER),
        job_actor("逾期登记"),
    ]
    for amount_fen in (LINE_FEN // 2, LINE_FEN // 3):
        method = chance.choice(list(RepaymentMethod))
        granted = await world.a_granted_application(
            enterprise, bank, credit_line_fen=LINE_FEN, repayment_method=method, term_months=6
        )
        stood_for = stood_for_in_full(granted) if chance.random() < GUARANTEED else {}
        await LoanApplication.filter(id=granted.id).update(guarantor_id=guarantor.id, **stood_for)
        await banking.disburse(granted.id, world.a_payout(amount_fen), by=people[1])
    await world.a_targeted_request(enterprise, bank)
    for _ in range(ACTS):
        if chance.random() < TIME_PASSES:
            await _time_or_a_freeze(chance, enterprise)
        else:
            claims = await Claim.filter(enterprise_id=enterprise.id).count()
            table, kind, flow = chance.choices(KINDS, weights=(1, 5, 5 * bool(claims)))[0]
            await _act(kind(chance, guarantor.id), table, flow, enterprise, people)


async def _time_or_a_freeze(chance: Random, enterprise: Party) -> None:
    frozen = (await Party.get(id=enterprise.id)).on_hold
    if frozen or chance.random() < TIME_PASSES:
        await Party.filter(id=enterprise.id).update(on_hold=not frozen)
        return
    days = chance.choice([5, 31, 62, 200])
    for loan in await Loan.filter(enterprise_id=enterprise.id):
        await aged(loan, days)
    await mind_loans()


async def _act(
    acts: Acts, table: type[Any], flow: Any, enterprise: Party, people: list[Actor]
) -> None:
    """One attempt: usually of somebody who may, sometimes of anybody at all."""
    rows = await table.filter(enterprise_id=enterprise.id).order_by("created_at", "id")
    row = acts.chance.choice(rows)
    anything = acts.chance.random() < ANYTHING
    moment = [verb for verb in acts.verbs() if row.state in flow.steps[verb].sources]
    verbs = moment if moment and not anything else acts.verbs()
    [verb] = acts.chance.choices(verbs, [WEIGHTS.get(each, 3) for each in verbs])
    likely = [who for who in people if flow.steps[verb].is_post_of(who, row)]
    by = acts.chance.choice(people if anything or not likely else likely)
    try:
        await getattr(acts, verb)(row, by)
    except Refusal:
        return


class TestAnInvariantThatDoesNotHold:
    async def test_is_named_with_its_rows(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        assert await invariants.broken() == []
        await Loan.filter(id=loan.id).update(interest_repaid_fen=1)
        found = await invariants.broken()
        assert [loan.loan_no] in [each.rows for each in found]
        with pytest.raises(AssertionError, match=loan.loan_no):
            await invariants.check_invariants()

    async def test_also_when_a_row_was_moved_past_the_journal(self, desk: Desk) -> None:
        loan = await a_loan(desk)
        await Loan.filter(id=loan.id).update(state="settled")
        sentences = [each.sentence for each in await invariants.broken()]
        assert sentences == ["贷款的状态与日志中的最后一步一致。"]
