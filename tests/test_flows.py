"""Every flow is a sound table, and the menu it draws is exactly what it lets through."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import assume, given

from domain.flows import FLOWS
from domain.kernel.actor import Actor
from domain.kernel.flow import Act, Flow, Step, condition, flow_of, step
from domain.kernel.refusal import NotNow, NotYourPost, Refusal, Unmet
from domain.lending.flow import GeneralCreditFlow
from domain.parties.flow import CertificationFlow
from tests.flow_rows import (
    ALL,
    NOON,
    PARTIES,
    a_row,
    a_situation,
    an_actor,
)
from vocabulary.catalogue import EnquiryState, ProductState
from vocabulary.certification import CertificationState
from vocabulary.events import RoadshowState, VisitState
from vocabulary.fleet import AlertState
from vocabulary.guarantee import LetterState
from vocabulary.lending import LoanState
from vocabulary.meetings import MeetingState
from vocabulary.notices import NoticeState
from vocabulary.onboarding import OnboardingState
from vocabulary.parties import PartyKind, Post, Role, Seat
from vocabulary.policy import ProgrammeState
from vocabulary.servicing import ClaimState, ServicingState
from vocabulary.store_queue import OPEN_STATES
from vocabulary.store_service import FollowUpState, ServiceState
from vocabulary.upkeep import FaultState, InspectionState

CLERK = Role.ENTERPRISE_CLERK @ "enterprise"
OFFICER = Role.BANK_OFFICER @ "bank"

pytestmark = pytest.mark.row("A3")


class T(StrEnum):
    """A tiny world of states."""

    BEGUN = "begun"
    LOST = "lost"
    DONE = "done"


LABELS = {T.BEGUN: "已开始", T.LOST: "已迷路", T.DONE: "已完成"}


def table(states: Any = (T.BEGUN, T.DONE), final: Any = (T.DONE,), **written: Any) -> type[Flow]:
    """Write a flow of the tests; its name is its own."""
    options = {
        "subject": "thing", "name": uuid4().hex, "version": 1, "title": "试验",
        "labels": LABELS, "states": states, "final": final,
    }  # fmt: skip
    steps = {name: row for name, row in written.items() if isinstance(row, Step)}
    options |= {name: value for name, value in written.items() if name not in steps}
    return type("TableOfTest", (Flow,), steps, **options)


BEGIN = step(to=T.BEGUN, by=CLERK, says="开始")
END = step(T.BEGUN, to=T.DONE, by=OFFICER, says="完成")


class TestAMalformedTable:
    """It fails when it is imported, not when somebody needs it."""

    def test_a_sound_table_stands(self) -> None:
        assert set(table(begin=BEGIN, end=END).steps) == {"begin", "end"}

    def test_a_flow_must_begin(self) -> None:
        with pytest.raises(AssertionError, match="never begins"):
            table(states=(T.DONE,), end=step(T.DONE, to=T.DONE, by=CLERK, says="完成"))

    def test_a_dead_end(self) -> None:
        astray = step(T.BEGUN, to=T.LOST, by=CLERK, says="走失")
        with pytest.raises(AssertionError, match="dead ends"):
            table(states=tuple(T), begin=BEGIN, end=END, astray=astray)

    def test_a_state_nothing_leads_to(self) -> None:
        found = step(T.LOST, to=T.DONE, by=CLERK, says="找到")
        with pytest.raises(AssertionError, match="never reached"):
            table(states=tuple(T), begin=BEGIN, end=END, found=found)

    def test_a_state_reached_from_itself_alone(self) -> None:
        circle = step(T.LOST, to=T.LOST, by=CLERK, says="打转")
        with pytest.raises(AssertionError, match="not reachable from the start"):
            table(states=tuple(T), begin=BEGIN, end=END, circle=circle)

    def test_a_final_state_is_not_left(self) -> None:
        again = step(T.DONE, to=T.BEGUN, by=CLERK, says="重来")
        with pytest.raises(AssertionError, match="final states are left"):
            table(begin=BEGIN, end=END, again=again)

    def test_a_step_without_a_post(self) -> None:
        with pytest.raises(AssertionError, match="without a post"):
            table(begin=step(to=T.BEGUN, by=(), says="开始"), end=END)

    def test_a_step_out_of_the_table(self) -> None:
        with pytest.raises(AssertionError, match="never reached"):
            table(begin=BEGIN, end=END, astray=step(T.BEGUN, to=T.LOST, by=CLERK, says="走失"))

    def test_a_state_without_a_label(self) -> None:
        with pytest.raises(AssertionError, match="without a label"):
            table(begin=BEGIN, end=END, labels={T.BEGUN: "已开始"})

    def test_a_deadline_of_an_unknown_state(self) -> None:
        with pytest.raises(AssertionError, match="deadlines of unknown states"):
            table(begin=BEGIN, end=END, workdays={T.LOST: 1})

    def test_the_same_flow_twice(self) -> None:
        table(begin=BEGIN, end=END, name="twice", version=7)
        with pytest.raises(AssertionError, match="written twice"):
            table(begin=BEGIN, end=END, name="twice", version=7)


class TestAStep:
    def test_refuses_post_before_moment_before_reason_before_conditions(self) -> None:
        @condition("不行")
        def never(_row: Any, _act: Act) -> bool:
            return False

        flow = table(
            begin=BEGIN,
            end=step(T.BEGUN, to=T.DONE, by=OFFICER, says="完成", needs_reason=True, when=[never]),
        )
        row = a_row(T.BEGUN)
        officer = an_actor(PartyKind.BANK, Role.BANK_OFFICER, row.places[Seat.BANK])
        stranger = an_actor(PartyKind.BANK, Role.BANK_OFFICER, uuid4())
        end = flow.steps["end"]

        with pytest.raises(NotYourPost, match="完成"):
            end.check(T.DONE, row, Act(stranger, NOON))
        with pytest.raises(NotNow):
            end.check(T.DONE, row, Act(officer, NOON))
        with pytest.raises(Unmet, match="原因"):
            end.check(T.BEGUN, row, Act(officer, NOON, reason="  \u3000"))
        with pytest.raises(Unmet, match="不行"):
            end.check(T.BEGUN, row, Act(officer, NOON, reason="有原因"))

    def test_has_one_name(self) -> None:
        assert GeneralCreditFlow.steps["disburse"].code == "loan_application.disburse"

    def test_a_first_step_begins_and_never_continues(self) -> None:
        row = a_row(T.BEGUN)
        clerk = an_actor(PartyKind.ENTERPRISE, Role.ENTERPRISE_CLERK, row.places[Seat.ENTERPRISE])
        first = table(begin=BEGIN, end=END).steps["begin"]
        first.check(None, row, Act(clerk, NOON))
        with pytest.raises(NotNow):
            first.check(T.BEGUN, row, Act(clerk, NOON))


@pytest.mark.parametrize("flow", ALL, ids=lambda flow: f"{flow.name}.v{flow.version}")
class TestEveryFlow:
    def test_is_found_by_its_name_and_version(self, flow: type[Flow]) -> None:
        assert flow_of(flow.subject, flow.name, flow.version) is flow

    def test_says_in_words_what_each_step_does(self, flow: type[Flow]) -> None:
        for each in flow.steps.values():
            assert each.says, each.code
            assert each.code == f"{flow.subject}.{each.verb}"

    def test_a_label_is_not_used_for_two_steps_of_one_state(self, flow: type[Flow]) -> None:
        for state in flow.states:
            labels = [each.says for each in flow.steps.values() if state in each.sources]
            assert len(labels) == len(set(labels)), f"{state}: two buttons look alike"

    def test_draws_every_step(self, flow: type[Flow]) -> None:
        drawn = flow.diagram()
        for each in flow.steps.values():
            assert f" {each.to.value}: {each.verb}" in drawn


def test_a_version_that_nobody_holds_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        flow_of("loan_application", "general", 99)


# The law: the menu is exactly what `check` lets through.

AT_REST = {  # aboard, or lent: nobody waits for anything but the calendar
    OnboardingState.ADMITTED,
    ProgrammeState.RUNNING,
    LetterState.ISSUED,
    *(set(ServicingState) - {ServicingState.TO_WRITE_OFF}),
    ClaimState.RECOVERING,
    ProductState.DRAFT,
    ProductState.LISTED,
    ProductState.DELISTED,
    EnquiryState.ANSWERED,
    FaultState.RISK_ACCEPTED,
    NoticeState.DRAFT,
    NoticeState.PUBLISHED,
    NoticeState.WITHDRAWN,
    MeetingState.TO_STAND_BY,
    MeetingState.STANDING_BY,
    ServiceState.SERVING,  # somebody stands at the counter
    ServiceState.IN_HAND,  # what was filed has deadlines of its own
    FollowUpState.TO_CALL,  # each call has a day of its own
    VisitState.CONFIRMED,
    VisitState.PREPARED,
    VisitState.RECEIVING,
    RoadshowState.SCHEDULED,
    RoadshowState.SET_UP,
    RoadshowState.OPEN,
    RoadshowState.RUNNING,
    AlertState.OPEN,  # minutes, not workdays: escalation has its own clock
    AlertState.ACKNOWLEDGED,
}
# The day's, the week's or the meeting's own time is the limit, and a job minds it.
AT_ITS_OWN_TIME = {InspectionState.TO_INSPECT, MeetingState.TO_REHEARSE}


def lets_through(step_: Step, row: SimpleNamespace, act: Act) -> bool:
    try:
        step_.check(row.state, row, act)
    except Refusal:
        return False
    return True


@pytest.mark.clause("6.1.1.1 b")
@given(a_situation())
def test_the_menu_is_exactly_what_check_lets_through(
    situation: tuple[type[Flow], SimpleNamespace, Act],
) -> None:
    flow, row, act = situation
    knowable = not (row.guaranteed and row.valid_until is None)
    assume(knowable or row.state is not LoanState.TO_DISBURSE)  # a missing fact raises: see kernel
    open_now = {each.verb for each in flow.open_to(act, row)}
    passing = {each.verb for each in flow.steps.values() if lets_through(each, row, act)}
    terms_mind = {
        each.verb
        for each in flow.steps.values()
        if any(rule.of_terms and not rule.holds(row, act) for rule in each.when)
    }
    assert passing <= open_now
    assert open_now - passing <= terms_mind


@given(a_situation())
def test_nobody_acts_outside_the_posts_of_the_table(
    situation: tuple[type[Flow], SimpleNamespace, Act],
) -> None:
    flow, row, act = situation
    for each in flow.steps.values():
        may = any(_is_at(act.by, post, row) for post in each.by)
        assert each.is_post_of(act.by, row) == may


def _is_at(actor: Actor, post: Post, row: SimpleNamespace) -> bool:
    """The rule of seats, told a second time: role, and the party in that seat of this row."""
    if post.role not in actor.roles:
        return False
    if post.seat is Seat.PLATFORM:
        return actor.party_kind is PartyKind.OPERATOR
    if post.seat is Seat.POOL:
        kind = PartyKind.INSURER if post.role is Role.UNDERWRITER else PartyKind.BANK
        return actor.party_kind is kind and row.is_open_to_pool()
    return bool(row.places.get(post.seat) == actor.party_id)


def test_final_states_offer_nothing() -> None:
    for flow in ALL:
        for state in flow.final:
            assert not [each for each in flow.steps.values() if state in each.sources]


def test_a_free_seat_is_nobodys() -> None:
    """A party without an id of its own cannot sit down on an empty seat."""
    row = a_row(LoanState.TO_ACCEPT, places={Seat.BANK: None})
    officer = an_actor(PartyKind.BANK, Role.BANK_OFFICER, PARTIES[PartyKind.BANK][1])
    assert not GeneralCreditFlow.steps["accept"].is_post_of(officer, row)


def test_the_pool_is_for_banks() -> None:
    row = a_row(LoanState.TO_ACCEPT, places={Seat.BANK: None}, open_to_pool=True)
    insurer = an_actor(PartyKind.INSURER, Role.BANK_OFFICER, PARTIES[PartyKind.INSURER][0])
    assert not GeneralCreditFlow.steps["grab"].is_post_of(insurer, row)


def test_a_deadline_is_named_for_every_state_somebody_waits_in() -> None:
    for flow in FLOWS:
        own_time = OPEN_STATES if flow.subject == "ticket" else AT_ITS_OWN_TIME
        limited = set(flow.states) - flow.final - AT_REST - own_time
        assert set(flow.workdays) == limited, flow.name


def test_decisions_of_certification_are_the_operators() -> None:
    row = a_row(CertificationState.TO_REVIEW)
    clerk = an_actor(PartyKind.ENTERPRISE, Role.ENTERPRISE_CLERK, PARTIES[PartyKind.ENTERPRISE][0])
    assert [s.verb for s in CertificationFlow.open_to(Act(clerk, NOON), row)] == []


def test_what_was_decided_must_not_be_in_the_future() -> None:
    """Terms are checked against the act's own moment, in Shanghai's calendar."""
    late_evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)  # the 24th in Shanghai
    row = a_row(LoanState.TO_DISBURSE)
    officer = an_actor(PartyKind.BANK, Role.BANK_OFFICER, row.places[Seat.BANK])
    for paid_on, passes in ((date(2026, 11, 24), True), (date(2026, 11, 25), False)):
        terms = SimpleNamespace(amount_fen=1, paid_on=paid_on)
        act = Act(officer, late_evening, terms=terms)
        assert lets_through(GeneralCreditFlow.steps["disburse"], row, act) is passes
    oldest = date(2026, 11, 24) - timedelta(days=31)
    row.granted_on = oldest
    act = Act(officer, late_evening, terms=SimpleNamespace(amount_fen=1, paid_on=oldest))
    assert not lets_through(GeneralCreditFlow.steps["disburse"], row, act)
