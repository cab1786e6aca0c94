"""The matrix: every post × every step × every state × every seat, and every post × every right.

What is expected stands in `tests/matrix.toml`, as it was approved; the code under test takes no
part in it. Each cell is one question: may this post, at this place, do this now?
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.flows import FLOWS as CURRENT
from domain.guarantee.terms import (
    CommitmentCheck,
    DueDiligenceForm,
    GuaranteeConfirmation,
    RiskAssessmentForm,
)
from domain.kernel.actor import Actor
from domain.kernel.flow import Flow
from domain.kernel.perform import perform
from domain.kernel.refusal import NotVerified, NotYourPost, OnHold, Refusal
from domain.lending.flow import FirstGeneralCreditFlow
from domain.lending.policy_terms import PayoutCheck, PayoutRequestForm, Underwriting
from domain.lending.terms import (
    CreditLine,
    GuaranteeOpinion,
    GuarantorChoice,
    LineAmendment,
    Opinion,
    Payout,
    Resubmission,
)
from domain.parties.flow import FormCertificationFlow
from orm.lending import LoanApplication
from orm.parties import Party
from tests import world
from tests.policy.programmes import CHECKED, an_underwriting
from vocabulary.parties import PartyKind, Role, Seat
from vocabulary.rights import Right

pytestmark = [pytest.mark.row("S6"), pytest.mark.clause("5.3.2.2")]

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text("utf-8"))
CELLS_MIN = 5_000
# What began under an older table still ends under it.
FLOWS: tuple[type[Flow], ...] = (*CURRENT, FormCertificationFlow, FirstGeneralCreditFlow)
# Nobody uncertified does anything, but ask to be certified, or to come aboard; whoever comes to
# the store is helped with that, and called afterwards.
OPEN_TO_THE_UNCERTIFIED = {
    "certification",
    "onboarding",
    "service_record",
    "follow_up_call",
    "ticket",
    "device_alert",
}

TERMS: dict[type | None, Any] = {
    Opinion: Opinion("同意"),
    GuaranteeOpinion: GuaranteeOpinion("同意担保"),
    GuarantorChoice: GuarantorChoice(uuid4(), "可以担保"),
    CreditLine: world.a_line(),
    LineAmendment: LineAmendment(**msgspec.structs.asdict(world.a_line()), reason="调整"),
    Payout: world.a_payout(),
    Resubmission: world.an_amended_wish(),
    Underwriting: an_underwriting(),
    PayoutRequestForm: PayoutRequestForm("HT-2026-1", 1),
    PayoutCheck: CHECKED,
    DueDiligenceForm: world.a_visit(),
    RiskAssessmentForm: world.an_assessment(),
    GuaranteeConfirmation: world.a_confirmation(),
    CommitmentCheck: CommitmentCheck("DB-20261127-00001-1"),
}
HOLDERS: dict[Seat, UUID] = {
    seat: uuid4() for seat in Seat if seat not in {Seat.POOL, Seat.PLATFORM, Seat.FUND}
}
KINDS = {
    Seat.ENTERPRISE: PartyKind.ENTERPRISE,
    Seat.BANK: PartyKind.BANK,
    Seat.INSURER: PartyKind.INSURER,
    Seat.GUARANTOR: PartyKind.GUARANTOR,
    Seat.INSTITUTION: PartyKind.INSURER,
    Seat.PLATFORM: PartyKind.OPERATOR,
}


@dataclass(frozen=True)
class Place:
    """Where somebody stands towards a row: at a seat of it, or at another party of that kind."""

    seat: Seat
    is_own: bool

    def actor(self, role: Role) -> Actor:
        party_id = HOLDERS.get(self.seat, uuid4()) if self.is_own else uuid4()
        return Actor(uuid4(), party_id, KINDS[self.seat], frozenset({role}))


@dataclass
class Standing:
    """A row of which all seats are taken, or none but the applicant's while the pool sees it."""

    state: Any
    is_in_pool: bool

    def seats(self) -> Mapping[Seat, UUID | None]:
        if self.is_in_pool:
            return dict.fromkeys(HOLDERS) | {Seat.ENTERPRISE: HOLDERS[Seat.ENTERPRISE]}
        return HOLDERS

    def is_open_to_pool(self) -> bool:
        return self.is_in_pool


PLACES = [Place(seat, is_own) for seat in KINDS for is_own in (True, False)]


def is_expected(line: Mapping[str, str], role: Role, place: Place, row: Standing) -> bool:
    """What the table says of one cell."""
    came_from = row.state.value if row.state else "nothing"
    if came_from not in line["from"].split():
        return False
    for post in line["by"].split():
        named, _, seat = post.partition("@")
        if named != role.value:
            continue
        if seat == "platform" and place.seat is Seat.PLATFORM:
            return True
        pool = PartyKind.INSURER if role is Role.UNDERWRITER else PartyKind.BANK
        if seat == "pool" and KINDS[place.seat] is pool and row.is_in_pool:
            return True
        sits = place.is_own and (not row.is_in_pool or place.seat is Seat.ENTERPRISE)
        if seat == place.seat.value and sits:
            return True
    return False


def name_of(flow: type[Flow]) -> str:
    return f"{flow.subject}.{flow.name}.v{flow.version}"


@pytest.mark.parametrize("flow", FLOWS, ids=name_of)
def test_every_step_passes_where_the_table_says_and_nowhere_else(flow: type[Flow]) -> None:
    lines = TABLE["steps"][name_of(flow)]
    assert set(lines) == set(flow.steps), "a step without a line, or a line without a step"
    wrong = []
    for verb, step in flow.steps.items():
        for state in (None, *flow.states):
            for is_in_pool in (False, True):
                row = Standing(state, is_in_pool)
                for place in PLACES:
                    for role in Role:
                        actor = place.actor(role)
                        passes = step.is_post_of(actor, row) and step.is_from(state)
                        if passes != is_expected(lines[verb], role, place, row):
                            wrong.append((verb, state, place, role, passes))
    assert wrong == []


@pytest.mark.parametrize("right", Right)
def test_every_right_is_of_the_posts_in_the_table(right: Right) -> None:
    assert set(TABLE["rights"]) == {each.value for each in Right}
    expected = set(TABLE["rights"][right.value].split())
    for role in Role:
        actor = Place(Seat.BANK, is_own=True).actor(role)
        if role.value in expected:
            actor.needs(right)
        else:
            with pytest.raises(NotYourPost):
                actor.needs(right)


def test_the_matrix_is_as_large_as_it_claims() -> None:
    cells = sum(
        len(flow.steps) * (len(flow.states) + 1) * 2 * len(PLACES) * len(Role) for flow in FLOWS
    )
    assert cells + len(Right) * len(Role) >= CELLS_MIN


@pytest.mark.row("S9")
@pytest.mark.clause("5.3.3.1")
class TestNobodyUnverified:
    """S9: no step of any process by, or beside, an unverified party."""

    def test_only_the_certification_itself_is_open_to_the_uncertified(self) -> None:
        open_flows = {flow.subject for flow in FLOWS if not flow.needs_certified}
        assert open_flows == OPEN_TO_THE_UNCERTIFIED

    def test_only_the_queue_is_open_to_the_frozen(self) -> None:
        assert {flow.subject for flow in FLOWS if not flow.bars_held} == {"ticket"}

    @pytest.mark.parametrize(
        "unverified", [Seat.ENTERPRISE, Seat.BANK, Seat.GUARANTOR, Seat.INSURER]
    )
    @pytest.mark.parametrize("change", [{"certified": False}, {"on_hold": True}])
    async def test_no_step_of_a_loan_passes_beside_one(
        self, db: None, unverified: Seat, change: dict[str, bool]
    ) -> None:
        """Every step, from every state, by its post at every party: one is not in order.

        Tables that share their steps are tried once.
        """
        parties = {
            Seat.ENTERPRISE: await world.an_enterprise(),
            Seat.BANK: await world.a_bank(),
            Seat.GUARANTOR: await world.a_guarantor(),
            Seat.INSURER: await world.an_insurer(),
        }
        row = await world.a_granted_application(parties[Seat.ENTERPRISE], parties[Seat.BANK])
        await LoanApplication.filter(id=row.id).update(
            guarantor_id=parties[Seat.GUARANTOR].id, insurer_id=parties[Seat.INSURER].id
        )
        await Party.filter(id=parties[unverified].id).update(**change)
        flows = {
            tuple(flow.steps): flow for flow in CURRENT if flow.subject == LoanApplication.subject
        }
        told: set[type[Refusal]] = set()
        for flow in flows.values():
            await LoanApplication.filter(id=row.id).update(flow=flow.name, version=flow.version)
            for verb, step in flow.steps.items():
                for state in step.sources:
                    for party in parties.values():
                        for role in {post.role for post in step.by}:
                            by = world.someone(party, role)
                            terms = TERMS.get(step.takes)
                            told |= await _refused(row.id, verb, state, by, terms)
        assert told & {NotVerified, OnHold}, "some got as far as the very check"


async def _refused(
    row_id: UUID, verb: str, state: StrEnum, by: Actor, terms: Any
) -> set[type[Refusal]]:
    """Try one step; it must not pass, and nothing may move."""
    await LoanApplication.filter(id=row_id).update(state=state)
    try:
        async with perform(verb, LoanApplication, row_id, by=by, terms=terms, reason="试"):
            pass
    except Refusal as refusal:
        kept = await LoanApplication.get(id=row_id)
        assert kept.state == state
        return {type(refusal)}
    raise AssertionError(f"{verb} from {state} passed for {by.roles}")
