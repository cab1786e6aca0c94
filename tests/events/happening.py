"""A store in which something happens: its people, its rooms, visits and roadshows of next week."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from domain.identity.accounts import actor_of, write_account
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from domain.store.events.actions import checks
from domain.store.events.terms import Ticked
from domain.store.roadshows.actions import arranging
from domain.store.roadshows.terms import RoadshowForm, RunItemForm, RunSheet, Scheduling
from domain.store.rooms.actions import add_equipment, add_room
from domain.store.rooms.terms import EquipmentForm, EquipmentWanted, RoomForm
from domain.store.visits import actions as visits
from domain.store.visits.terms import TourStop, VisitBooking, VisitConfirmation
from orm.devices import Device
from orm.parties import Party
from orm.store_events import EventCheck
from orm.store_roadshows import Roadshow
from orm.store_rooms import Equipment, Room
from orm.store_visits import Visit
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.events import EquipmentKind, RunItemKind
from vocabulary.identity import Terminal
from vocabulary.parties import PartyKind, Role

MONDAY = datetime(2026, 11, 30, 1, 30, tzinfo=UTC)  # 9:30 in the store
WEDNESDAY = datetime(2026, 12, 2, 2, tzinfo=UTC)  # 10:00 in the store
HOUR = timedelta(hours=1)


class Clock:
    """Stands still until it is put forward."""

    def __init__(self) -> None:
        self.at = MONDAY

    def __call__(self) -> datetime:
        return self.at


async def person(party: Party, role: Role, name: str = "王小明", phone: str = "") -> Actor:
    """Somebody with an account of their own."""
    account = await write_account(
        party,
        name=name,
        phone=phone or f"139{uuid4().int % 10**8:08d}",
        log_in_name=None,
        roles=[role],
        password_hash=None,
        at=clock.now(),
    )
    return actor_of(account, party, Call())


async def a_room(staff: Actor, name: str = "路演厅", seats: int = 6) -> Room:
    form = RoomForm(name=name, zone=Zone.ROADSHOW, seats=seats, row_seats=3)
    return await add_room(form, by=staff)


async def microphones(staff: Actor, pieces: int = 4) -> Equipment:
    form = EquipmentForm(name="无线麦克风", kind=EquipmentKind.AUDIO, pieces=pieces)
    return await add_equipment(form, by=staff)


def a_booking(**differing: Any) -> VisitBooking:
    """A delegation of eight on Wednesday morning; say what differs."""
    told: dict[str, Any] = {
        "delegation": "无锡企业家考察团",
        "contact_name": "周建国",
        "contact_phone": "13800001234",
        "headcount": 8,
        "purpose": "了解金融超市的服务和产品",
        "begins_at": WEDNESDAY,
        "ends_at": WEDNESDAY + HOUR,
    }
    return VisitBooking(**told | differing)


async def a_confirmed_visit(by: Actor, staff: Actor, **differing: Any) -> Visit:
    """A visit with a guide and a way through the zones."""
    row = await visits.book(a_booking(**differing), by=by)
    form = VisitConfirmation(
        guide_id=staff.account_id,
        tour_route=[TourStop(Zone.FOYER, 10), TourStop(Zone.EXHIBITION, 30)],
    )
    return await visits.confirm(row.id, form, by=staff)


async def check_all(event_id: Any, staff: Actor) -> None:
    for each in await EventCheck.filter(event_id=event_id, done_at__isnull=True):
        await checks.tick(event_id, Ticked(each.item), by=staff)


async def a_prepared_visit(by: Actor, staff: Actor, **differing: Any) -> Visit:
    row = await a_confirmed_visit(by, staff, **differing)
    await check_all(row.id, staff)
    return await visits.prepare(row.id, by=staff)


def an_application(**differing: Any) -> RoadshowForm:
    told: dict[str, Any] = {
        "topic": "科创企业融资专场",
        "headcount": 5,
        "begins_at": WEDNESDAY,
        "ends_at": WEDNESDAY + 2 * HOUR,
    }
    return RoadshowForm(**told | differing)


async def a_roadshow(presenter: Actor, staff: Actor, room: Room, *wanted: Equipment) -> Roadshow:
    """A roadshow on Wednesday, in this room, with two pieces of each equipment."""
    row = await arranging.apply(an_application(), by=presenter)
    form = Scheduling(
        begins_at=WEDNESDAY,
        ends_at=WEDNESDAY + 2 * HOUR,
        room_id=room.id,
        equipment=[EquipmentWanted(each.id, 2) for each in wanted],
    )
    return await arranging.schedule(row.id, form, by=staff)


def a_run_sheet(*minutes: int) -> RunSheet:
    kinds = list(RunItemKind)
    return RunSheet(
        [
            RunItemForm(kind=kinds[no % len(kinds)], title=f"环节{no}", minutes=each)
            for no, each in enumerate(minutes, 1)
        ]
    )


async def an_open_roadshow(presenter: Actor, staff: Actor, room: Room, time: Clock) -> Roadshow:
    """A roadshow to which people may sign in; it is Wednesday, half an hour before."""
    row = await a_roadshow(presenter, staff, room)
    await arranging.plan(row.id, a_run_sheet(10, 40, 30, 40), by=presenter)
    await check_all(row.id, staff)
    await arranging.set_up(row.id, by=staff)
    time.at = WEDNESDAY - HOUR / 2
    return await arranging.open_entry(row.id, by=staff)


async def a_store() -> Party:
    """The operator."""
    found = await Party.get_or_none(kind=PartyKind.OPERATOR)
    if found is not None:
        return found
    return await Party.create(
        kind=PartyKind.OPERATOR, name="苏州企业金融服务超市", certified=True, created_at=clock.now()
    )


async def a_terminal(name: str = "一号终端") -> Call:
    """A call of a kiosk in use."""
    row = await Device.create(
        kind=DeviceKind.KIOSK,
        name=name,
        zone=Zone.FOYER,
        custodian="钱工",
        state=DeviceState.IN_USE,
        created_at=WEDNESDAY,
    )
    return Call(terminal=Terminal.KIOSK, kiosk_id=row.id)
