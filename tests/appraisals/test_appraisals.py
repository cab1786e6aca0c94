"""An institution's appraisal: a declared formula, fed by ratings that may be disputed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.appraisals import actions, queries
from domain.appraisals.queries import AppraisalLine
from domain.appraisals.rules import PeriodFacts, appraise
from domain.appraisals.terms import Decision, DisputeForm, Period, RatingFilter
from domain.deadlines.jobs import mind_deadlines
from domain.kernel import clock
from domain.kernel.journal import entry_of
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost
from domain.lending.actions import applying, banking
from domain.lending.terms import RatingForm
from domain.reactions import react
from orm.journal import JournalEntry
from orm.lending import LoanApplication, Rating
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.lending.conftest import Desk, desk
from vocabulary.parties import Role
from vocabulary.ratings import DisputeState

__all__ = ["desk"]
pytestmark = [pytest.mark.row("E5"), pytest.mark.clause("6.1.3.5")]

facts = st.builds(
    PeriodFacts,
    ratings=st.just(0),
    taken=st.integers(0, 500),
    missed=st.integers(0, 500),
    completed=st.integers(0, 500),
    given_back=st.integers(0, 500),
)


async def a_rating(desk: Desk, stars: int = 5) -> Rating:
    row = await world.a_completed_application(desk.enterprise, desk.bank)
    form = RatingForm(responsiveness=stars, courtesy=stars, efficiency=stars, expertise=stars)
    await applying.rate(row.id, form, by=desk.clerk)
    return await Rating.get(application_id=row.id)


async def line_of(party: Party, desk: Desk) -> AppraisalLine:
    found = await queries.appraisals(Period(), to=desk.overseer)
    return next(each for each in found.items if each.institution_id == party.id)


async def test_ratings_deadlines_and_outcomes_make_the_score(desk: Desk) -> None:
    await a_rating(desk)
    late = await world.an_accepted_application(desk.enterprise, desk.bank)
    yesterday = clock.today() - timedelta(days=1)
    await LoanApplication.filter(id=late.id).update(expected_on=yesterday)
    await mind_deadlines()
    await banking.release(late.id, "人手不足", by=desk.officer)
    line = await line_of(desk.bank, desk)
    assert (line.ratings, line.taken, line.missed) == (1, 1, 1)
    assert (line.completed, line.given_back) == (1, 1)
    assert [(part.name, part.points) for part in line.parts] == [
        ("服务评价", 33),  # 20 stars and 80 imagined ones, of 120
        ("办理时限", 0),
        ("业务结果", 13),
    ]
    assert line.score == 46
    assert line.stars_tenths == [50, 50, 50, 50]


async def test_an_institution_of_which_nothing_is_known_has_no_score(desk: Desk) -> None:
    line = await line_of(desk.other_bank, desk)
    assert (line.score, line.parts) == (None, [])


async def test_an_institution_reads_of_itself_alone(desk: Desk) -> None:
    await a_rating(desk)
    found = await queries.appraisals(Period(), to=desk.stranger)
    assert [each.institution_id for each in found.items] == [desk.other_bank.id]
    assert not (await queries.ratings(RatingFilter(), to=desk.stranger)).items
    with pytest.raises(NotYourPost):
        await queries.appraisals(Period(), to=desk.clerk)


async def test_a_period_ends_after_it_begins(desk: Desk) -> None:
    today = clock.today()
    with pytest.raises(Invalid):
        await queries.appraisals(Period(today, today - timedelta(days=1)), to=desk.overseer)


async def test_a_struck_rating_no_longer_counts_and_both_hear_why(desk: Desk) -> None:
    await a_rating(desk, 5)
    bad = await a_rating(desk, 1)
    before = await line_of(desk.bank, desk)
    dispute = await actions.dispute(bad.id, DisputeForm("评价内容与本业务无关"), by=desk.officer)
    assert await line_of(desk.bank, desk) == before, "until it is decided it counts"
    await actions.uphold(dispute.id, Decision("经核实与业务无关"), by=desk.overseer)
    after = await line_of(desk.bank, desk)
    assert (before.ratings, after.ratings, after.struck) == (2, 1, 1)
    assert after.score is not None
    assert before.score is not None
    assert after.score > before.score
    await react(entry_of(await JournalEntry.get(code="rating_dispute.uphold")))
    told = await Message.get(party_id=desk.bank.id, title="评价异议成立")
    assert "经核实与业务无关" in told.body


async def test_a_dismissed_dispute_leaves_the_rating_and_is_final(desk: Desk) -> None:
    rating = await a_rating(desk, 1)
    dispute = await actions.dispute(rating.id, DisputeForm("不认可该评价"), by=desk.officer)
    await actions.dismiss(dispute.id, Decision("评价属实"), by=desk.overseer)
    assert (await Rating.get(id=rating.id)).struck_at is None
    with pytest.raises(NotNow):
        await actions.uphold(dispute.id, Decision("再想想"), by=desk.overseer)
    with pytest.raises(NotNow, match="只能提出一次"):
        await actions.dispute(rating.id, DisputeForm("再次不认可"), by=desk.officer)


async def test_only_the_rated_institution_disputes_and_only_the_operator_decides(
    desk: Desk,
) -> None:
    rating = await a_rating(desk, 1)
    with pytest.raises(NotFound):
        await actions.dispute(rating.id, DisputeForm("不认可该评价"), by=desk.stranger)
    with pytest.raises(NotYourPost):
        await actions.dispute(rating.id, DisputeForm("不认可该评价"), by=desk.approver)
    dispute = await actions.dispute(rating.id, DisputeForm("不认可该评价"), by=desk.officer)
    with pytest.raises(NotYourPost):
        await actions.uphold(dispute.id, Decision("自己同意"), by=desk.officer)
    with pytest.raises(NotFound):
        await actions.drop(dispute.id, by=desk.stranger)
    await actions.drop(dispute.id, by=world.someone(desk.bank, Role.INSTITUTION_ADMIN))
    [line] = (await queries.ratings(RatingFilter(disputed="any"), to=desk.officer)).items
    assert line.dispute is not None
    assert line.dispute.state is DisputeState.DROPPED
    assert (line.counts, line.may_dispute) == (True, False)


@given(facts, st.integers(1, 50))
def test_more_missed_or_given_back_never_raises_a_score(known: PeriodFacts, more: int) -> None:
    whole = appraise(known)
    assert whole.score is None or 0 <= whole.score <= 100
    for name in ("missed", "given_back"):
        fields = {each: getattr(known, each) for each in known.__struct_fields__}
        worse = appraise(PeriodFacts(**fields | {name: fields[name] + more}))
        by_name = {part.name: part for part in worse.parts}
        for part in whole.parts:
            assert by_name[part.name].points <= part.points


@given(st.integers(1, 200), st.integers(1, 5))
def test_stars_lie_between_what_was_given_and_the_four_imagined(count: int, stars: int) -> None:
    told = appraise(PeriodFacts(ratings=count, stars=(count * stars,) * 4))
    [part] = told.parts
    low, high = sorted((stars * 8, 4 * 8))
    assert low <= part.points <= high
