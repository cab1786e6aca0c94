"""Nobody is put into a room that somebody else has, and equipment is lent once."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.kernel.actor import Actor
from domain.kernel.refusal import Unmet
from domain.store.rooms import actions, queries
from domain.store.rooms.rules import Taken, nearest_free, peak
from domain.store.rooms.terms import (
    CalendarSpan,
    EquipmentForm,
    EquipmentWanted,
    ReservationForm,
    RoomForm,
)
from orm.store_rooms import Reservation, Room
from tests.events import happening
from tests.events.happening import HOUR, MONDAY, WEDNESDAY
from tests.test_races import race
from vocabulary.devices import Zone
from vocabulary.events import EquipmentKind

pytestmark = [pytest.mark.row("F2"), pytest.mark.clause("6.2.2 b")]


def taking(
    room: Room | None = None, *, after: timedelta = HOUR * 0, **more: object
) -> ReservationForm:
    told: dict[str, object] = {
        "title": "会议",
        "begins_at": WEDNESDAY + after,
        "ends_at": WEDNESDAY + after + HOUR,
        "room_id": room.id if room else None,
    }
    return ReservationForm(**told | more)  # type: ignore[arg-type]  # told by name


class TestWhatIsFree:
    def test_the_peak_is_what_is_out_at_once(self) -> None:
        taken = [
            Taken(WEDNESDAY, WEDNESDAY + HOUR, 2),
            Taken(WEDNESDAY + HOUR, WEDNESDAY + 2 * HOUR, 3),
        ]
        assert peak(taken, WEDNESDAY, WEDNESDAY + 2 * HOUR) == 3
        assert peak(taken, WEDNESDAY + 2 * HOUR, WEDNESDAY + 3 * HOUR) == 0

    def test_the_nearest_span_is_the_gap_before_or_after(self) -> None:
        taken = [Taken(WEDNESDAY, WEDNESDAY + 2 * HOUR)]
        free = nearest_free(taken, WEDNESDAY + HOUR, WEDNESDAY + 2 * HOUR, not_before=MONDAY)
        assert free == (WEDNESDAY + 2 * HOUR, WEDNESDAY + 3 * HOUR)

    def test_nobody_is_offered_the_night_or_the_weekend(self) -> None:
        friday = datetime(2026, 12, 4, 7, tzinfo=UTC)  # 15:00 to 17:00, and taken all day
        taken = [Taken(friday - 6 * HOUR, friday + 2 * HOUR)]
        free = nearest_free(taken, friday, friday + 2 * HOUR, not_before=friday - HOUR)
        assert free == (datetime(2026, 12, 7, 1, tzinfo=UTC), datetime(2026, 12, 7, 3, tzinfo=UTC))


class TestTaking:
    async def test_a_conflict_says_who_has_it_and_what_is_free(
        self, staff: Actor, room: Room
    ) -> None:
        await actions.reserve(taking(room, title="银行沙龙"), by=staff)
        with pytest.raises(Unmet) as refused:
            await actions.reserve(taking(room, after=HOUR / 2), by=staff)
        assert "“银行沙龙”（12月2日 10:00–11:00）" in refused.value.sentence
        assert "最近的空闲时段是 12月2日 11:00–12:00" in refused.value.sentence
        await actions.reserve(taking(room, after=HOUR), by=staff)  # where one ends, one begins

    async def test_equipment_is_lent_as_often_as_there_is(self, staff: Actor) -> None:
        kept = await happening.microphones(staff, pieces=4)
        three = taking(equipment=[EquipmentWanted(kept.id, 3)])
        await actions.reserve(three, by=staff)
        with pytest.raises(Unmet, match="共 4 件，该时段只剩 1 件"):
            await actions.reserve(taking(equipment=[EquipmentWanted(kept.id, 2)]), by=staff)
        await actions.reserve(taking(equipment=[EquipmentWanted(kept.id, 1)]), by=staff)

    async def test_what_is_given_back_is_free(self, staff: Actor, room: Room) -> None:
        row = await actions.reserve(taking(room), by=staff)
        await actions.release(row.id, by=staff)
        await actions.reserve(taking(room), by=staff)
        shown = await queries.calendar(CalendarSpan(), to=staff)
        assert [each.room_id for each in shown.reservations] == [room.id]

    async def test_what_is_promised_cannot_be_taken_off_the_list(
        self, staff: Actor, room: Room
    ) -> None:
        kept = await happening.microphones(staff)
        form = taking(room, equipment=[EquipmentWanted(kept.id, 3)])
        await actions.reserve(form, by=staff)
        gone = RoomForm(name=room.name, zone=Zone.ROADSHOW, seats=6, row_seats=3, in_use=False)
        with pytest.raises(Unmet, match="已安排"):
            await actions.adjust_room(room.id, gone, by=staff)
        fewer = EquipmentForm(name=kept.name, kind=EquipmentKind.AUDIO, pieces=2)
        with pytest.raises(Unmet, match="已有 3 件"):
            await actions.adjust_equipment(kept.id, fewer, by=staff)

    @pytest.mark.postgres
    async def test_of_many_who_want_it_at_once_one_has_it(self, staff: Actor, room: Room) -> None:
        kept = await happening.microphones(staff, pieces=2)
        tries = [
            taking(room, after=HOUR / 10 * no, equipment=[EquipmentWanted(kept.id, 1)])
            for no in range(8)
        ]
        outcomes = await race(*(actions.reserve(each, by=staff) for each in tries))
        assert len([each for each in outcomes if isinstance(each, Reservation)]) == 1
        assert await Reservation.filter(room_id=room.id).count() == 1
