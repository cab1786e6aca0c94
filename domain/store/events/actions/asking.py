"""Questions of those who are there, their answers, and what they thought of the event."""

from uuid import UUID, uuid4

from domain.kernel import outside
from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound, NotNow, Unmet
from domain.store.events.finding import (
    EventRow,
    is_host,
    kind_of,
    must_be_host,
    must_be_under_way,
    must_have_been_held,
    readable,
    seats_of,
)
from domain.store.events.terms import AnswerForm, EventRating, Question
from orm.store_events import Attendee, EventQuestion

QUESTIONS_MAX = 500  # of one event
ASKS_MAX = 20  # of one account, within the window
ASK_WINDOW_S = 600


async def ask_question(event_id: UUID, form: Question, *, by: Actor) -> EventRow:
    """Put a question; the people of the store also write down those that were asked aloud."""
    seen = await readable(event_id, by)
    if not is_host(seen, by):
        await outside.held().limiter.hit(
            "event.ask", str(by.account_id), limit=ASKS_MAX, window_s=ASK_WINDOW_S
        )
    code = f"{kind_of(seen)}.ask_question"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=form, facts=seats_of(seen)
    ) as outcome:
        row = await readable(event_id, by, lock=True)
        must_be_under_way(row)
        if await EventQuestion.filter(event_id=event_id).count() >= QUESTIONS_MAX:
            raise Unmet(f"一场活动最多登记 {QUESTIONS_MAX} 个问题")
        speaks_for_others = is_host(row, by)
        await EventQuestion.create(
            id=uuid4(),
            event_kind=kind_of(row),
            event_id=event_id,
            party_id=None if speaks_for_others else by.party_id,
            party_name=(form.asked_by or "现场来宾") if speaks_for_others else by.party_name,
            question=form.question,
            asked_at=outcome.at,
        )
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def answer_question(
    event_id: UUID, question_id: UUID, form: AnswerForm, *, by: Actor
) -> EventRow:
    """Answer a question; a later answer takes the earlier one's place."""
    seen = await readable(event_id, by)
    must_be_host(seen, by)
    code = f"{kind_of(seen)}.answer_question"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=form, facts=seats_of(seen)
    ) as outcome:
        row = await readable(event_id, by, lock=True)
        answered = await EventQuestion.filter(id=question_id, event_id=event_id).update(
            answer=form.answer,
            answered_by_name=f"{by.party_name} {by.name}".strip(),
            answered_at=outcome.at,
        )
        if not answered:
            raise NotFound(NOT_FOUND)
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def rate_event(event_id: UUID, form: EventRating, *, by: Actor) -> EventRow:
    """Say how it was: whoever signed in, once."""
    seen = await readable(event_id, by)
    code = f"{kind_of(seen)}.rate_event"
    async with enact(
        code, kind_of(seen), event_id, by=by, terms=form, facts=seats_of(seen)
    ) as outcome:
        row = await readable(event_id, by, lock=True)
        must_have_been_held(row)
        own = Attendee.filter(
            event_id=event_id, account_id=by.account_id, signed_in_at__not_isnull=True
        )
        if not await own.exists():
            raise Unmet("签到参加活动的人员才能评价")
        rated = await own.filter(stars__isnull=True).update(
            stars=form.stars, comment=form.comment, rated_at=outcome.at
        )
        if not rated:
            raise NotNow("您已评价过本场活动，每人只能评价一次")
        outcome.subject_no, outcome.result = row.number(), row
    return row
