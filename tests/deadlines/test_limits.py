"""The operator sets how long a state may last; what is there already keeps its date."""

from datetime import timedelta

import pytest

from domain.deadlines import actions, queries
from domain.deadlines.jobs import mind_deadlines
from domain.deadlines.terms import StateLimitSetting
from domain.kernel import clock, limits
from domain.kernel.refusal import Invalid, NotYourPost
from domain.parties.flow import CertificationFlow
from orm.journal import JournalEntry
from orm.messaging import Message
from orm.parties import Certification, Party
from tests import world
from vocabulary.certification import CertificationState
from vocabulary.workdays import after_workdays

pytestmark = [pytest.mark.row("A3"), pytest.mark.clause("5.1.3")]


def to_accept(**differing: object) -> StateLimitSetting:
    said = {
        "subject": "loan_application",
        "flow": "general",
        "state": "to_accept",
        "workdays": 5,
        "effective_on": clock.today(),
        "reason": "春节前业务集中",
    }
    return StateLimitSetting(**(said | differing))  # type: ignore[arg-type]  # by name


@pytest.fixture
async def operator(db: None) -> Party:
    return await world.an_operator()


async def test_what_comes_after_has_the_new_limit_and_what_is_there_keeps_its_own(
    operator: Party,
) -> None:
    enterprise = await world.an_enterprise()
    before = await world.a_request(enterprise)
    await actions.set_state_limit(to_accept(), by=world.operator_of(operator))
    after = await world.a_request(enterprise)
    assert before.expected_on == after_workdays(clock.today(), 2)
    assert after.expected_on == after_workdays(clock.today(), 5)
    await before.refresh_from_db()
    assert before.expected_on == after_workdays(clock.today(), 2)


async def test_a_limit_waits_for_its_day(operator: Party) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    by = world.operator_of(operator)
    await actions.set_state_limit(to_accept(effective_on=tomorrow), by=by)
    row = await world.a_request(await world.an_enterprise())
    assert row.expected_on == after_workdays(clock.today(), 2)
    shown = await queries.state_limits(to=by)
    [flow] = [
        each for each in shown.items if (each.subject, each.flow) == ("loan_application", "general")
    ]
    state = next(each for each in flow.states if each.state == "to_accept")
    assert (state.declared, state.workdays, state.waiting) == (2, 2, 1)
    assert [(each.workdays, each.effective_on) for each in state.changes] == [(5, tomorrow)]


async def test_of_two_for_one_day_the_last_counts(operator: Party) -> None:
    by = world.operator_of(operator)
    for days in (5, 3):
        await actions.set_state_limit(to_accept(workdays=days), by=by)
    row = await world.a_request(await world.an_enterprise())
    assert row.expected_on == after_workdays(clock.today(), 3)


async def test_the_journal_keeps_what_it_was_and_what_it_became(operator: Party) -> None:
    by = world.operator_of(operator)
    for days in (5, 3):
        await actions.set_state_limit(to_accept(workdays=days), by=by)
    entries = await JournalEntry.filter(code="state_limit.set").order_by("id")
    assert [(e.facts["before"], e.facts["after"]) for e in entries] == [(2, 5), (5, 3)]
    assert (entries[0].reason, entries[0].subject_no) == ("春节前业务集中", "一般信贷·待受理")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "completed"},
        {"state": "nowhere"},
        {"flow": "nowhere"},
        {"effective_on": clock.today() - timedelta(days=1)},
        {"effective_on": clock.today() + timedelta(days=400)},
    ],
)
async def test_what_can_have_no_limit_is_given_none(
    operator: Party, wrong: dict[str, object]
) -> None:
    with pytest.raises(Invalid):
        await actions.set_state_limit(to_accept(**wrong), by=world.operator_of(operator))


async def test_a_bank_sets_no_limits(operator: Party) -> None:
    with pytest.raises(NotYourPost):
        await actions.set_state_limit(to_accept(), by=world.officer_of(await world.a_bank()))


async def test_the_operator_is_held_to_its_own_deadlines(operator: Party) -> None:
    """Not lending alone: whatever has a flow is minded alike."""
    enterprise = await world.an_enterprise(certified=False)
    row = await Certification.create(
        certification_no="RZ-1",
        state=CertificationState.TO_REVIEW,
        flow=CertificationFlow.name,
        version=CertificationFlow.version,
        enterprise_id=enterprise.id,
        name=enterprise.name,
        uscc="1",
        region="320571",
        industry="C",
        legal_representative="王",
        contact_name="王",
        contact_phone="1",
        created_at=clock.now(),
        updated_at=clock.now(),
        expected_on=clock.today() - timedelta(days=1),
    )
    for _ in range(2):
        await mind_deadlines()
    [told] = await Message.filter(party_id=operator.id)
    assert (told.subject_id, told.title) == (row.id, "业务已超过办理时限")
    assert not await Message.exists(party_id=enterprise.id)


@pytest.mark.parametrize(
    ("whole", "left", "near"),
    [
        (5, 2, False),
        (5, 1, True),
        (10, 3, False),
        (10, 2, True),
        (2, 1, True),
        (100, 6, False),
        (100, 5, True),
    ],
)
def test_the_last_fifth_of_the_time_is_near(whole: int, left: int, near: bool) -> None:  # noqa: FBT001 -- a table
    since = clock.today()
    expected_on = after_workdays(since, whole)
    today = after_workdays(since, whole - left)
    assert limits.is_approaching(since, expected_on, today) is near
