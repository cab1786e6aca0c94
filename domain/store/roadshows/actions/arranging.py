"""From the application to the open door: apply, schedule, plan, set up, open; move and cancel."""

from datetime import timedelta
from uuid import UUID, uuid4

from domain.kernel import clock, numbering
from domain.kernel.actor import Actor
from domain.kernel.perform import advance, begin, perform
from domain.kernel.refusal import Invalid, NotYourPost, Unmet
from domain.store.events import checklists
from domain.store.roadshows.actions import meeting
from domain.store.roadshows.flow import RoadshowFlow
from domain.store.roadshows.terms import (
    RoadshowForm,
    RoadshowMove,
    RunSheet,
    Scheduling,
)
from domain.store.rooms import reserving
from domain.store.rooms.reserving import Holder, Wanted, must_be_a_span
from orm.store_events import Attendee
from orm.store_roadshows import Roadshow, RunItem
from orm.store_rooms import Room
from vocabulary.events import EventKind
from vocabulary.parties import PartyKind

ROADSHOW_PREFIX = "LY"
AHEAD_MAX = timedelta(days=365)


async def apply(form: RoadshowForm, *, by: Actor) -> Roadshow:
    """Ask to present at the store."""
    if by.party_kind in {PartyKind.ENTERPRISE, PartyKind.OPERATOR}:
        raise NotYourPost("路演由入驻的银行、保险、创投等机构申请")
    _must_be_ahead(form)
    row = Roadshow(
        id=uuid4(),
        roadshow_no=await numbering.draw(ROADSHOW_PREFIX),
        institution_id=by.party_id,
        institution_name=by.party_name,
    )
    _write_form(row, form)
    async with begin(RoadshowFlow, "apply", row, by=by, terms=form):
        pass
    return row


async def return_application(roadshow_id: UUID, reason: str, *, by: Actor) -> Roadshow:
    """Give an application back, to be changed."""
    return await advance("return_application", Roadshow, roadshow_id, by=by, reason=reason)


async def reapply(roadshow_id: UUID, form: RoadshowForm, *, by: Actor) -> Roadshow:
    """Hand in the changed application."""
    _must_be_ahead(form)
    async with perform("reapply", Roadshow, roadshow_id, by=by, terms=form) as row:
        _write_form(row, form)
    return row


def _must_be_ahead(form: RoadshowForm | Scheduling) -> None:
    now = clock.now()
    must_be_a_span(form.begins_at, form.ends_at, now=now)
    if form.begins_at <= now or form.begins_at > now + AHEAD_MAX:
        sentence = f"请选择今后 {AHEAD_MAX.days} 天以内的时间"
        raise Invalid(sentence, (("begins_at", sentence),))


def _write_form(row: Roadshow, form: RoadshowForm) -> None:
    row.topic, row.introduction = form.topic, form.introduction
    row.headcount, row.equipment_request = form.headcount, form.equipment_request
    row.begins_at, row.ends_at = form.begins_at, form.ends_at


async def schedule(roadshow_id: UUID, form: Scheduling, *, by: Actor) -> Roadshow:
    """Give it a time, a room and its equipment, all in one act; and write the checklist."""
    _must_be_ahead(form)
    async with perform("schedule", Roadshow, roadshow_id, by=by, terms=form) as row:
        await _place(row, form, by=by)
    return row


async def move(roadshow_id: UUID, form: RoadshowMove, *, by: Actor) -> Roadshow:
    """Another time or room. Invitations stay, and so do sign-ins with their seats.

    Whoever signs in meanwhile waits for the row, and then hears of the new time.
    """
    _must_be_ahead(form)
    async with perform("move", Roadshow, roadshow_id, by=by, terms=form, reason=form.reason) as row:
        before = row.begins_at
        await _place(row, form, by=by)
        if row.run_minutes > (row.ends_at - row.begins_at) / timedelta(minutes=1):
            raise Unmet("新的时长放不下已编排的执行方案，请延长时间或先调整方案")
        await meeting.move_slots(row, row.begins_at - before)
    return row


async def _place(row: Roadshow, form: Scheduling, *, by: Actor) -> None:
    """Take the room and the equipment; a room with fewer seats than are taken will not do."""
    wanted = Wanted(form.begins_at, form.ends_at, form.room_id, form.equipment)
    holder = Holder(Roadshow.subject, row.id, row.roadshow_no, row.topic)
    room = await reserving.take(wanted, holder, by=by, at=row.updated_at)
    assert room is not None, "a roadshow is always in a room"
    await _must_seat_all(row, room)
    row.begins_at, row.ends_at = form.begins_at, form.ends_at
    row.room_id, row.room_name = room.id, room.name
    row.seats_planned, row.row_seats = room.seats, room.row_seats
    row.checks_open = await checklists.write_anew(EventKind.ROADSHOW, row.id, row.begins_at)


async def _must_seat_all(row: Roadshow, room: Room) -> None:
    if room.seats < row.headcount:
        raise Unmet(f"{room.name}有 {room.seats} 个座位，不够 {row.headcount} 人，请另选场地")
    highest = await Attendee.filter(event_id=row.id, seat_no__gt=room.seats).first()
    if highest is not None:
        raise Unmet(f"已有来宾签到入座 {highest.seat_no} 号，{room.name}座位不足，请另选场地")


async def plan(roadshow_id: UUID, form: RunSheet, *, by: Actor) -> Roadshow:
    """Write the running order; a later one takes the earlier one's place."""
    async with perform("plan", Roadshow, roadshow_id, by=by, terms=form) as row:
        await RunItem.filter(roadshow_id=row.id).delete()
        for no, item in enumerate(form.items, 1):
            await RunItem.create(
                id=uuid4(),
                roadshow_id=row.id,
                no=no,
                kind=item.kind,
                title=item.title,
                speaker=item.speaker,
                minutes=item.minutes,
            )
        row.item_no, row.item_title = 0, ""
        row.next_title = form.items[0].title
        row.run_minutes = sum(item.minutes for item in form.items)
    return row


async def set_up(roadshow_id: UUID, *, by: Actor) -> Roadshow:
    """Chairs stand, sound and network work."""
    return await advance("set_up", Roadshow, roadshow_id, by=by)


async def open_entry(roadshow_id: UUID, *, by: Actor) -> Roadshow:
    """Let people sign in."""
    return await advance("open_entry", Roadshow, roadshow_id, by=by)


async def cancel(roadshow_id: UUID, reason: str, *, by: Actor) -> Roadshow:
    """Nothing takes place; room and equipment are free again."""
    async with perform("cancel", Roadshow, roadshow_id, by=by, reason=reason) as row:
        await reserving.release(row.id, at=row.updated_at)
        await meeting.call_off(row)
    return row
