"""Needs that are heard at an event, and the one step by which one becomes a financing request."""

from uuid import UUID, uuid4

from domain.kernel.actor import Actor
from domain.kernel.perform import begin, enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, Unmet
from domain.lending.actions.applying import drafted, write_request
from domain.lending.terms import Publication
from domain.store.events.finding import (
    EventRow,
    is_host,
    kind_of,
    must_have_been_held,
    readable,
    seats_of,
)
from domain.store.events.terms import NeedForm
from orm.lending import LoanApplication
from orm.parties import Party
from orm.store_events import EventNeed
from vocabulary.parties import PartyKind

NEEDS_MAX = 500  # of one event


async def note_need(event_id: UUID, form: NeedForm, *, by: Actor) -> EventRow:
    """Write a need down: an enterprise its own, the store and the presenter what they heard."""
    seen = await readable(event_id, by)
    enterprise_id, name = await _whose(seen, form, by)
    code = f"{kind_of(seen)}.note_need"
    facts = seats_of(seen)
    if enterprise_id is not None:
        facts["seats"]["enterprise"] = str(enterprise_id)
    async with enact(code, kind_of(seen), event_id, by=by, terms=form, facts=facts) as outcome:
        row = await readable(event_id, by, lock=True)
        must_have_been_held(row)
        if await EventNeed.filter(event_id=event_id).count() >= NEEDS_MAX:
            raise Unmet(f"一场活动最多登记 {NEEDS_MAX} 条需求")
        await EventNeed.create(
            id=uuid4(),
            event_kind=kind_of(row),
            event_id=event_id,
            enterprise_id=enterprise_id,
            enterprise_name=name,
            need=form.need,
            amount_fen=form.amount_fen,
            term_months=form.term_months,
            noted_by_name=by.name or by.party_name,
            noted_at=outcome.at,
        )
        outcome.subject_no, outcome.result = row.number(), row
    return row


async def _whose(row: EventRow, form: NeedForm, by: Actor) -> tuple[UUID | None, str]:
    if by.party_kind is PartyKind.ENTERPRISE:
        return by.party_id, by.party_name
    if not is_host(row, by):
        raise NotFound(NOT_FOUND)
    if form.enterprise_id is not None:
        party = await Party.get_or_none(id=form.enterprise_id, kind=PartyKind.ENTERPRISE)
        if party is None:
            raise NotFound("未找到这家企业，请重新选择，或只填写名称")
        return party.id, party.name or form.enterprise_name
    if not form.enterprise_name:
        sentence = "请写明是哪家企业的需求"
        raise Invalid(sentence, (("enterprise_name", sentence),))
    return None, form.enterprise_name


async def publish_need(
    event_id: UUID, need_id: UUID, form: Publication, *, by: Actor
) -> LoanApplication:
    """Publish a financing request out of a need, in one act with it; once."""
    need = await EventNeed.get_or_none(id=need_id, event_id=event_id, enterprise_id=by.party_id)
    if need is None:
        raise NotFound(NOT_FOUND)
    if need.application_id is not None:
        raise NotNow(f"这条需求已发布为融资需求 {need.application_no}")
    draft = await drafted(form, by=by)
    application = draft.application
    async with begin(draft.flow, "publish", application, by=by, terms=form):
        await write_request(draft, form)
        mine = EventNeed.filter(id=need_id, application_id__isnull=True)
        if not await mine.update(
            application_id=application.id, application_no=application.application_no
        ):
            raise NotNow("这条需求刚刚已由同事发布，请刷新页面查看")
    return application
