"""一对一对接: the presenter offers spans, enterprises take them; nobody is at two at once."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tortoise.queryset import QuerySet

from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost, Unmet
from domain.store.events.finding import must_be_host, seats_of
from domain.store.roadshows.finding import seen
from domain.store.roadshows.terms import SlotsForm
from domain.store.rooms.rules import span_text
from orm.parties import Party
from orm.store_roadshows import OneToOne, Roadshow
from vocabulary.events import RoadshowState
from vocabulary.parties import PartyKind

MEETING = {
    RoadshowState.SCHEDULED,
    RoadshowState.SET_UP,
    RoadshowState.OPEN,
    RoadshowState.RUNNING,
}
SLOTS_MAX = 60  # of one roadshow


async def offer_one_to_one(roadshow_id: UUID, form: SlotsForm, *, by: Actor) -> Roadshow:
    """Offer spans one after the other, within the event, none over another of the presenter's."""
    must_be_host(await seen(roadshow_id, by), by)
    async with enact(
        "roadshow.offer_one_to_one", Roadshow.subject, roadshow_id, by=by, terms=form
    ) as outcome:
        row = await _locked(roadshow_id)
        await Party.filter(id=row.institution_id).select_for_update().get()
        length = timedelta(minutes=form.minutes)
        spans = [
            (form.begins_at + length * no, form.begins_at + length * (no + 1))
            for no in range(form.slots)
        ]
        if spans[0][0] < row.begins_at or spans[-1][1] > row.ends_at:
            sentence = f"一对一应在活动时间内（{span_text(row.begins_at, row.ends_at)}）"
            raise Invalid(sentence, (("begins_at", sentence),))
        await _must_not_collide(
            spans[0][0], spans[-1][1], OneToOne.all(), institution_id=row.institution_id
        )
        if await OneToOne.filter(roadshow_id=row.id).count() + len(spans) > SLOTS_MAX:
            raise Unmet(f"一场路演最多安排 {SLOTS_MAX} 个一对一时段")
        for begins, ends in spans:
            await OneToOne.create(
                id=uuid4(),
                roadshow_id=row.id,
                institution_id=row.institution_id,
                begins_at=begins,
                ends_at=ends,
            )
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def book_one_to_one(roadshow_id: UUID, slot_id: UUID, *, by: Actor) -> Roadshow:
    """Take a free span; the enterprise is locked, so that it is never in two places at once."""
    row = await seen(roadshow_id, by)
    if by.party_kind is not PartyKind.ENTERPRISE:
        raise NotYourPost("一对一时段由参加的企业预约")
    async with enact(
        "roadshow.book_one_to_one", Roadshow.subject, roadshow_id, by=by, facts=seats_of(row)
    ) as outcome:
        row = await _locked(roadshow_id)
        await Party.filter(id=by.party_id).select_for_update().get()
        slot = await OneToOne.get_or_none(id=slot_id, roadshow_id=row.id)
        if slot is None:
            raise NotFound(NOT_FOUND)
        if slot.enterprise_id is not None:
            raise NotNow("该时段刚刚已被预约，请选择其他时段")
        await _must_not_collide(
            slot.begins_at, slot.ends_at, OneToOne.all(), enterprise_id=by.party_id
        )
        slot.enterprise_id, slot.enterprise_name = by.party_id, by.party_name
        await slot.save(update_fields=["enterprise_id", "enterprise_name"])
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def leave_one_to_one(roadshow_id: UUID, slot_id: UUID, *, by: Actor) -> Roadshow:
    """Give a span back, so that somebody else may take it."""
    row = await seen(roadshow_id, by)
    async with enact(
        "roadshow.leave_one_to_one", Roadshow.subject, roadshow_id, by=by, facts=seats_of(row)
    ) as outcome:
        row = await _locked(roadshow_id)
        left = await OneToOne.filter(
            id=slot_id, roadshow_id=row.id, enterprise_id=by.party_id
        ).update(enterprise_id=None, enterprise_name="")
        if not left:
            raise NotFound(NOT_FOUND)
        outcome.subject_no, outcome.result = row.roadshow_no, row
    return row


async def call_off(row: Roadshow) -> None:
    """Nobody meets at an event that does not take place: both sides are free then."""
    await OneToOne.filter(roadshow_id=row.id).delete()


async def move_slots(row: Roadshow, by_how_much: timedelta) -> None:
    """Let the meetings move along with their event, inside the act that moves it.

    One that its enterprise cannot keep, since it meets somebody else then, is free again.
    """
    slots = await OneToOne.filter(roadshow_id=row.id).order_by("begins_at")
    if not slots:
        return
    enterprises = {each.enterprise_id for each in slots if each.enterprise_id}
    locked = Party.filter(id__in=[row.institution_id, *enterprises]).order_by("id")
    await locked.select_for_update()
    begins, ends = slots[0].begins_at + by_how_much, slots[-1].ends_at + by_how_much
    if ends > row.ends_at:
        raise Unmet("新的时长放不下已安排的一对一时段，请延长活动时间")
    others = OneToOne.exclude(roadshow_id=row.id)
    await _must_not_collide(begins, ends, others, institution_id=row.institution_id)
    for slot in slots:
        slot.begins_at += by_how_much
        slot.ends_at += by_how_much
        if (
            slot.enterprise_id is not None
            and await others.filter(
                enterprise_id=slot.enterprise_id,
                begins_at__lt=slot.ends_at,
                ends_at__gt=slot.begins_at,
            ).exists()
        ):
            slot.enterprise_id, slot.enterprise_name = None, ""
        await slot.save()


async def _must_not_collide(
    begins: datetime, ends: datetime, among: QuerySet[OneToOne], **side: UUID
) -> None:
    """Refuse a span over another of the same side, at this roadshow or any other."""
    other = await among.filter(begins_at__lt=ends, ends_at__gt=begins, **side).first()
    if other is not None:
        span = span_text(other.begins_at, other.ends_at)
        whose = "贵企业" if "enterprise_id" in side else "路演机构"
        raise Unmet(f"{whose}在{span}已有一对一安排，请选择其他时段")


async def _locked(roadshow_id: UUID) -> Roadshow:
    row = await Roadshow.filter(id=roadshow_id).select_for_update().get()
    if row.state not in MEETING:
        raise NotNow("路演排期后、结束前才能安排和预约一对一")
    return row
