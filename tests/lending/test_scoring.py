"""The scorecard: declared, explained, the same for the same facts."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.lending import scoring
from domain.lending.scoring import Facts
from vocabulary.lending import SecurityKind

WAN_FEN = 1_000_000
ORDINARY = Facts(500 * WAN_FEN, 12, SecurityKind.CREDIT, completed=0, rejected_in_year=0)

facts = st.builds(
    Facts,
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
def test_a_great_or_long_wish_without_security_needs_a_guarantor(weak: Facts) -> None:
    found = scoring.score(weak)
    assert found.points < found.required
    pledged = msgspec.structs.replace(weak, security=SecurityKind.MORTGAGE)
    assert scoring.score(pledged).points > found.points


@given(facts)
def test_the_reasons_explain_every_point(given_facts: Facts) -> None:
    found = scoring.score(given_facts)
    told = sum(int(reason.split()[-2]) for reason in found.reasons)
    assert scoring.BASE + told == found.points


@given(facts)
def test_a_completed_case_never_lowers_the_score(given_facts: Facts) -> None:
    more = msgspec.structs.replace(given_facts, completed=given_facts.completed + 1)
    assert scoring.score(more).points >= scoring.score(given_facts).points
