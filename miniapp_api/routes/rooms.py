"""/store-calendar, /rooms, /equipment, /reservations: what the store has, and who has it when."""

from uuid import UUID

from domain.kernel.actor import Actor
from domain.store.rooms import actions, queries
from domain.store.rooms.queries import Calendar, EquipmentView, ReservationView, RoomView
from domain.store.rooms.terms import CalendarSpan, EquipmentForm, ReservationForm, RoomForm
from miniapp_api.routing import Route, get, post


async def calendar(query: CalendarSpan, actor: Actor) -> Calendar:
    """旗舰店日程：场地、设备、各时段被谁占用。"""
    return await queries.calendar(query, to=actor)


async def add_room(body: RoomForm, actor: Actor) -> object:
    """新增场地。"""
    return await actions.add_room(body, by=actor)


async def adjust_room(room_id: UUID, body: RoomForm, actor: Actor) -> object:
    """调整场地；已安排活动的场地不能停用。"""
    return await actions.adjust_room(room_id, body, by=actor)


async def add_equipment(body: EquipmentForm, actor: Actor) -> object:
    """新增可借用的设备。"""
    return await actions.add_equipment(body, by=actor)


async def adjust_equipment(equipment_id: UUID, body: EquipmentForm, actor: Actor) -> object:
    """调整设备件数；已安排的件数不能减少。"""
    return await actions.adjust_equipment(equipment_id, body, by=actor)


async def reserve(body: ReservationForm, actor: Actor) -> object:
    """占用场地或设备；冲突时说明被谁占用、最近的空闲时段。"""
    return await actions.reserve(body, by=actor)


async def release(reservation_id: UUID, actor: Actor) -> object:
    """解除占用；参观和路演的占用在其中改期或取消。"""
    return await actions.release(reservation_id, by=actor)


ROOM = {"body": RoomForm, "renders": queries.room_shown}
PIECES = {"body": EquipmentForm, "renders": queries.equipment_shown}
TAKEN = queries.reservation_shown

ROUTES: tuple[Route, ...] = (
    get("/store-calendar", calendar, Calendar, query=CalendarSpan),
    post("/rooms/add", add_room, RoomView, status=201, **ROOM),
    post("/rooms/{room_id}/adjust", adjust_room, RoomView, **ROOM),
    post("/equipment/add", add_equipment, EquipmentView, status=201, **PIECES),
    post("/equipment/{equipment_id}/adjust", adjust_equipment, EquipmentView, **PIECES),
    post(
        "/reservations/reserve",
        reserve,
        ReservationView,
        body=ReservationForm,
        renders=TAKEN,
        status=201,
    ),
    post("/reservations/{reservation_id}/release", release, ReservationView, renders=TAKEN),
)
