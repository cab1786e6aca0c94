"""The demo world's store: rooms, equipment, visits, a roadshow held and one ahead."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.clock import SHANGHAI
from domain.kernel.refusal import Refusal
from domain.store.events.actions import asking, checks, needing, signing_in
from domain.store.events.terms import AnswerForm, Guest, GuestList, NeedForm, Question, Ticked
from domain.store.roadshows.actions import arranging, inviting, meeting, running
from domain.store.roadshows.terms import (
    Debrief,
    Invited,
    RoadshowForm,
    RunItemForm,
    RunSheet,
    Scheduling,
    SlotsForm,
)
from domain.store.rooms.actions import add_equipment, add_room
from domain.store.rooms.terms import EquipmentForm, EquipmentWanted, RoomForm
from domain.store.visits import actions as visits
from domain.store.visits.terms import TourStop, VisitBooking, VisitConfirmation
from orm.store_events import EventCheck, EventQuestion
from orm.store_roadshows import Roadshow
from orm.store_rooms import Equipment, Room
from orm.store_visits import Visit
from vocabulary.devices import Zone
from vocabulary.events import EquipmentKind, RunItemKind
from vocabulary.workdays import after_workdays

ROOMS = (
    RoomForm(name="路演厅", zone=Zone.ROADSHOW, seats=60, row_seats=10),
    RoomForm(name="洽谈室", zone=Zone.SERVICE, seats=12, row_seats=6),
    RoomForm(name="贵宾接待室", zone=Zone.FOYER, seats=16, row_seats=8),
)
EQUIPMENT = (
    EquipmentForm(name="无线麦克风", kind=EquipmentKind.AUDIO, pieces=6),
    EquipmentForm(name="激光笔", kind=EquipmentKind.POINTER, pieces=3),
    EquipmentForm(name="投屏主机", kind=EquipmentKind.CASTING, pieces=2),
    EquipmentForm(name="活动背景板", kind=EquipmentKind.BACKDROP, pieces=2),
)
TOUR = [
    TourStop(Zone.FOYER, 10),
    TourStop(Zone.EXHIBITION, 25),
    TourStop(Zone.ROADSHOW, 10),
    TourStop(Zone.SERVICE, 10),
]
RUN_SHEET = RunSheet(
    [
        RunItemForm(kind=RunItemKind.OPENING, title="主持人开场", minutes=10, speaker="顾怡"),
        RunItemForm(kind=RunItemKind.PITCH, title="科创企业信用贷款宣讲", minutes=40),
        RunItemForm(kind=RunItemKind.QUESTIONS, title="企业提问", minutes=20),
        RunItemForm(kind=RunItemKind.ONE_TO_ONE, title="一对一对接", minutes=40),
    ]
)
HOUR = timedelta(hours=1)
GUESTS = ("周建国", "许文静", "沈国强")


async def seed_events(world: UUID, staff: Actor, presenter: Actor, clerk: Actor) -> None:
    """Write them by the very acts that people use; once."""
    with suppress(Refusal):  # Another process that starts just now is doing it.
        await _rooms(world, staff)
        if not await Visit.exists():
            await _visits(staff, clerk)
        if not await Roadshow.exists():
            await _held(world, staff, presenter)
            await _ahead(world, staff, presenter, clerk)


async def _rooms(world: UUID, staff: Actor) -> None:
    for room in ROOMS:
        room_id = uuid5(world, f"room:{room.name}")
        if not await Room.exists(id=room_id):
            await add_room(room, by=staff, room_id=room_id)
    for each in EQUIPMENT:
        equipment_id = uuid5(world, f"equipment:{each.name}")
        if not await Equipment.exists(id=equipment_id):
            await add_equipment(each, by=staff, equipment_id=equipment_id)


def _in_workdays(days: int, hour: int) -> datetime:
    """An hour of a working day ahead, by the clock of the store."""
    day = after_workdays(clock.today(), days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


async def _visits(staff: Actor, clerk: Actor) -> None:
    soon = clock.now() + HOUR
    today = VisitBooking(
        delegation="无锡市企业家协会考察团",
        contact_name="周建国",
        contact_phone="13800001234",
        headcount=18,
        purpose="了解企业金融服务超市的运营模式和政策性贷款",
        guide_request="重点介绍信保贷和担保业务",
        begins_at=soon,
        ends_at=soon + HOUR,
        is_enterprise=False,
    )
    row = await visits.book(today, by=staff)
    form = VisitConfirmation(guide_id=staff.account_id, tour_route=TOUR)
    await visits.confirm(row.id, form, by=staff)
    guests = [
        Guest(name=name, phone=f"1380000{no:04d}", company="无锡市企业家协会")
        for no, name in enumerate(GUESTS, 1234)
    ]
    await signing_in.list_guests(row.id, GuestList(guests), by=staff)
    await _check_all(row.id, staff)
    await visits.prepare(row.id, by=staff)
    coming = VisitBooking(
        delegation="晨曦精密管理团队",
        contact_name="李晨",
        contact_phone="13800005678",
        headcount=6,
        purpose="现场了解设备更新贷款产品",
        begins_at=_in_workdays(3, 10),
        ends_at=_in_workdays(3, 11),
    )
    await visits.book(coming, by=clerk)


async def _check_all(event_id: UUID, staff: Actor) -> None:
    for each in await EventCheck.filter(event_id=event_id):
        await checks.tick(event_id, Ticked(each.item), by=staff)


async def _scheduled(
    world: UUID, staff: Actor, presenter: Actor, topic: str, begins: datetime
) -> Roadshow:
    told = RoadshowForm(
        topic=topic,
        headcount=40,
        begins_at=begins,
        ends_at=begins + 2 * HOUR,
        equipment_request="无线麦克风两支、投屏",
    )
    row = await arranging.apply(told, by=presenter)
    form = Scheduling(
        begins_at=begins,
        ends_at=begins + 2 * HOUR,
        room_id=uuid5(world, "room:路演厅"),
        equipment=[EquipmentWanted(uuid5(world, "equipment:无线麦克风"), 2)],
    )
    await arranging.schedule(row.id, form, by=staff)
    return await arranging.plan(row.id, RUN_SHEET, by=presenter)


async def _held(world: UUID, staff: Actor, presenter: Actor) -> None:
    """A roadshow that is over: it was held a little earlier than it had been scheduled."""
    begins = clock.now() + timedelta(minutes=1)
    row = await _scheduled(world, staff, presenter, "专精特新企业融资专场", begins)
    await _check_all(row.id, staff)
    await arranging.set_up(row.id, by=staff)
    await arranging.open_entry(row.id, by=staff)
    for no, name in enumerate(GUESTS):
        guest = Guest(name=name, phone=f"1380000{no + 1234:04d}", company=f"演示企业{no + 1}")
        await signing_in.check_in_at_desk(row.id, guest, by=staff)
    await running.start(row.id, by=staff)
    asked = Question("没有抵押物可以申请吗？", asked_by="演示企业1")
    await asking.ask_question(row.id, asked, by=staff)
    question = await EventQuestion.get(event_id=row.id)
    answer = AnswerForm("可以申请信用贷款，参考纳税和订单情况核定额度。")
    await asking.answer_question(row.id, question.id, answer, by=presenter)
    need = NeedForm(need="采购数控设备，需要三年期贷款", enterprise_name="演示企业2")
    await needing.note_need(row.id, need, by=presenter)
    done = Debrief(summary="到场企业踊跃提问，两家有明确意向。", improvements="延长一对一时间。")
    await running.debrief(row.id, done, by=presenter)


async def _ahead(world: UUID, staff: Actor, presenter: Actor, clerk: Actor) -> None:
    begins = _in_workdays(5, 14)
    row = await _scheduled(world, staff, presenter, "科创企业信用贷款专场", begins)
    await inviting.invite_enterprises(row.id, Invited([clerk.party_id]), by=presenter)
    slots = SlotsForm(begins_at=begins + HOUR, minutes=15, slots=4)
    await meeting.offer_one_to_one(row.id, slots, by=presenter)
