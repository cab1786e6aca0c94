"""The scorecard: declared, explained, the same for the same facts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.kernel.ports import CreditFacts, CreditReason, CreditScore
from domain.lending import scoring
from orm.lending import LoanApplication
from tests import world
from tests.lending.conftest import Desk
from vocabulary.lending import SecurityKind

WAN_FEN = 1_000_000
ORDINARY = CreditFacts(500 * WAN_FEN, 12, SecurityKind.CREDIT, completed=0, rejected_in_year=0)

facts = st.builds(
    CreditFacts,
    amount_fen=st.integers(1, 10**13),
    term_months=st.integers(1, 600),
    security=st.sampled_from(SecurityKind),
    completed=st.integers(0, 50),
    rejected_in_year=st.integers(0, 50),
)


@pytest.mark.row("K2")
def test_a_newcomer_with_an_ordinary_wish_is_creditworthy() -> None:
    found = scoring.score(ORDINARY)
    assert found.points >= found.required


@pytest.mark.row("K2")
@pytest.mark.parametrize(
    "weak",
    [
        msgspec.structs.replace(ORDINARY, amount_fen=4_000 * WAN_FEN),
        msgspec.structs.replace(ORDINARY, rejected_in_year=1),
        msgspec.structs.replace(ORDINARY, amount_fen=2_000 * WAN_FEN, term_months=60),
    ],
)
def test_a_great_or_long_wish_without_security_needs_a_guarantor(weak: CreditFacts) -> None:
    found = scoring.score(weak)
    assert found.points < found.required
    pledged = msgspec.structs.replace(weak, security=SecurityKind.MORTGAGE)
    assert scoring.score(pledged).points > found.points


@given(facts)
def test_the_reasons_explain_every_point(given_facts: CreditFacts) -> None:
    found = scoring.score(given_facts)
    told = sum(int(reason.sentence.split()[-2]) for reason in found.reasons)
    assert scoring.BASE + told == found.points


@given(facts)
def test_a_completed_case_never_lowers_the_score(given_facts: CreditFacts) -> None:
    more = msgspec.structs.replace(given_facts, completed=given_facts.completed + 1)
    assert scoring.score(more).points >= scoring.score(given_facts).points


@pytest.mark.row("K2", "A3")
async def test_an_application_keeps_the_facts_the_version_and_the_codes_of_its_score(
    desk: Desk,
) -> None:
    row = await world.a_request(desk.enterprise, security=SecurityKind.PLEDGE)
    kept = await LoanApplication.get(id=row.id)
    assert kept.score_version == scoring.VERSION
    facts = msgspec.convert(kept.score_inputs, CreditFacts)
    assert facts == CreditFacts(100 * WAN_FEN, 12, SecurityKind.PLEDGE, 0, 0)
    again = scoring.score(facts)
    assert (kept.credit_score, kept.score_required) == (again.points, again.required)
    assert kept.score_codes[0] == {"code": "security_pledge", "points": 40}
    assert len(kept.score_codes) == len(kept.score_reasons) == len(again.reasons)


class Learned:
    """A model as it may come: another version, another bar, its own reasons."""

    async def score(self, facts: CreditFacts) -> CreditScore:
        return CreditScore("model-7", 512, 640, (CreditReason("cash_flow", -8, "现金流 -8 分"),))


@pytest.mark.row("K2", "A3")
async def test_another_scorer_takes_the_cards_place_without_another_line(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring._Held, "scorer", Learned())  # noqa: SLF001 -- put back afterwards
    row = await world.a_request(desk.enterprise)
    assert (row.credit_score, row.score_required, row.score_version) == (512, 640, "model-7")
    assert row.score_codes == [{"code": "cash_flow", "points": -8}]
