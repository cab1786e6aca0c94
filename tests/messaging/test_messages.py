"""Each party of a case hears what the others did: once, in words, and not of itself."""

import pytest

from domain.flows import FLOWS
from domain.kernel import journal, relay, sealing
from domain.kernel.flow import Flow
from domain.lending.actions import applying, banking
from domain.lending.terms import (
    GuarantorChoice,
    LineAmendment,
    Opinion,
    RatingForm,
)
from domain.reactions import FOLLOWING, REACTIONS, react
from orm.journal import Parked
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.remembered import hold_hands
from vocabulary.parties import Seat

pytestmark = [pytest.mark.row("E5", "K1"), pytest.mark.clause("6.1.3.5", "6.1.2.1 b")]


@pytest.fixture
async def enterprise(db: None) -> Party:
    return await world.an_enterprise()


@pytest.fixture
async def bank(db: None) -> Party:
    return await world.a_bank()


async def delivered() -> None:
    """Let the journal have its consequences."""
    while await sealing.seal() or await relay.follow(FOLLOWING):
        pass
    assert not await Parked.exists()


async def heard(party: Party) -> list[str]:
    """The titles of what a party was told since last asked."""
    await delivered()
    found = await Message.filter(party_id=party.id).order_by("entry_id")
    await Message.filter(party_id=party.id).delete()
    return [message.title for message in found]


async def test_every_step_is_told_to_the_other_side(enterprise: Party, bank: Party) -> None:
    clerk, officer = world.clerk_of(enterprise), world.officer_of(bank)
    approver = world.approver_of(bank)
    row = await world.a_targeted_request(enterprise, bank)
    story: list[tuple[Party, object]] = [
        (enterprise, banking.accept(row.id, by=officer)),
        (enterprise, banking.send_back(row.id, "补充流水", by=officer)),
        (bank, applying.resubmit(row.id, world.an_amended_wish(), by=clerk)),
        (enterprise, banking.approve(row.id, Opinion("同意"), by=approver)),
        (enterprise, banking.grant(row.id, world.a_line(), by=approver)),
        (enterprise, banking.disburse(row.id, world.a_payout(), by=officer)),
        (enterprise, banking.complete(row.id, by=officer)),
    ]
    assert await heard(bank) == ["收到定向融资需求"]
    assert await heard(enterprise) == []
    for listener, act in story:
        await act  # type: ignore[misc]  # acts of many kinds
        other = bank if listener is enterprise else enterprise
        assert len(await heard(listener)) == 1
        assert await heard(other) == []


async def test_words_tell_who_what_how_much_and_why(enterprise: Party, bank: Party) -> None:
    row = await world.a_granted_application(enterprise, bank)
    line = LineAmendment(
        credit_line_fen=12_345_600, rate_bp=300, term_months=12, reason="订单减少。",
        repayment_method=row.repayment_method,
    )  # fmt: skip
    await banking.amend_line(row.id, line, by=world.approver_of(bank))
    await delivered()
    message = await Message.filter(party_id=enterprise.id).order_by("-entry_id").first()
    assert message is not None
    for words in (bank.name, row.application_no, "12.35万元", "订单减少"):
        assert words in message.body
    assert "。。" not in message.body
    assert (message.subject_kind, message.subject_id) == ("loan_application", row.id)


async def test_a_long_reason_is_cut_to_fit(enterprise: Party, bank: Party) -> None:
    row = await world.an_accepted_application(enterprise, bank)
    await banking.send_back(row.id, "缺" * 500, by=world.officer_of(bank))
    assert len(await heard(enterprise)) == 2


async def test_a_reason_with_braces_is_only_a_reason(enterprise: Party, bank: Party) -> None:
    row = await world.an_accepted_application(enterprise, bank)
    await banking.send_back(row.id, "{no} {0} {reason!r} %s", by=world.officer_of(bank))
    await delivered()
    message = await Message.filter(party_id=enterprise.id).order_by("-entry_id").first()
    assert message is not None
    assert "{no} {0} {reason!r} %s" in message.body


async def test_the_guarantor_hears_that_it_is_asked_and_the_others_its_answer(
    enterprise: Party, bank: Party
) -> None:
    guarantor = await world.a_guarantor()
    row = await world.an_accepted_application(enterprise, bank)
    await heard(bank)
    choice = GuarantorChoice(guarantor.id, "可由担保机构协同")
    await banking.require_guarantor(row.id, choice, by=world.officer_of(bank))
    assert len(await heard(guarantor)) == 1
    hold_hands()
    await world.a_given_letter(row, guarantor)
    assert len(await heard(bank)) == 3  # that it looked, that it judged, that it stands in
    assert len(await heard(guarantor)) == 0


async def test_an_open_request_is_told_to_nobody_until_it_is_grabbed(
    enterprise: Party, bank: Party
) -> None:
    row = await world.a_request(enterprise)
    await delivered()
    assert not await Message.exists()
    await banking.grab(row.id, by=world.officer_of(bank))
    assert await heard(enterprise) == ["您的融资需求已被受理"]


async def test_a_rating_is_told_to_the_bank(enterprise: Party, bank: Party) -> None:
    row = await world.a_completed_application(enterprise, bank)
    await heard(bank)
    form = RatingForm(responsiveness=5, courtesy=5, efficiency=5, expertise=5)
    await applying.rate(row.id, form, by=world.clerk_of(enterprise))
    assert await heard(bank) == ["收到服务评价"]


async def test_carrying_an_entry_twice_writes_one_message(enterprise: Party, bank: Party) -> None:
    row = await world.a_targeted_request(enterprise, bank)
    await delivered()
    [entry] = await journal.story_of(row.id, limit=9)
    await react(entry)
    assert await Message.filter(entry_id=entry.id).count() == 1


def _is_the_operators_own(flow: type[Flow]) -> bool:
    """Everything in it is done by the operator's people, who have a list of it."""
    return all(post.seat is Seat.PLATFORM for step in flow.steps.values() for post in step.by)


def test_every_step_of_a_case_has_words() -> None:
    silent = {"certification.submit", "certification.resubmit"}  # the operator has a list of them
    # Steps of the operator among themselves, and steps for which the operator has a list.
    verbs = "apply resubmit withdraw admission_check recommend return_to_check ask_renewal"
    silent |= {f"onboarding.{verb}" for verb in verbs.split()}
    # What an institution does with its own product is nobody else's news but the operator's list.
    verbs = "add amend submit_listing withdraw revise withdraw_revision delist relist remove"
    silent |= {f"product.{verb}" for verb in verbs.split()}
    # A loan's side of what is told elsewhere, and what a bank does within its own walls.
    verbs = "draw_down file_claim end_claim resume propose_write_off return_write_off archive"
    silent |= {f"loan.{verb}" for verb in verbs.split()}
    # The operator has a list of disputes; whoever takes back what they said knows that they did.
    silent |= {"rating_dispute.dispute", "rating_dispute.drop", "proposal.take_back"}
    # At a counter both stand face to face; in a meeting the technicians work among themselves.
    silent |= {f"service_record.{verb}" for verb in ["greet", "serve_alone", "diagnose", "inform"]}
    verbs = "order reserve check_item rehearse stand_by note_duty note_incident mend_incident"
    silent |= {f"meeting_support.{verb}" for verb in [*verbs.split(), "end_duty"]}
    # Whoever stands in the store sees it; they are told when their turn comes.
    verbs = "take_ticket book check_in start step_aside park rejoin complete cancel"
    silent |= {f"ticket.{verb}" for verb in verbs.split()}
    # What happens on the day itself happens before everybody's eyes.
    silent |= {f"visit.{verb}" for verb in ["prepare", "receive", "wrap_up"]}
    verbs = "plan set_up open_entry start debrief archive"
    silent |= {f"roadshow.{verb}" for verb in verbs.split()}
    shared = [flow for flow in FLOWS if not _is_the_operators_own(flow)]
    codes = {step.code for flow in shared for step in flow.steps.values()}
    assert codes - set(REACTIONS) == silent
