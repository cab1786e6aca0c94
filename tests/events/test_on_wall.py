"""The store's wall welcomes at the time, and shows each seat as it is taken."""

import pytest

from bigscreen.wall import Wall
from bigscreen.walls import STORE_PANELS
from domain.kernel import journal, sealing
from domain.kernel.actor import Actor
from domain.store.events.actions import signing_in
from domain.store.events.terms import Guest
from domain.store.roadshows.actions import arranging, running
from domain.store.roadshows.terms import Debrief, RoadshowMove
from domain.store.visits import actions as visits
from orm.store_rooms import Room
from tests.events import happening
from tests.events.happening import HOUR, WEDNESDAY, Clock

pytestmark = [pytest.mark.row("F1", "F2"), pytest.mark.clause("6.2.1 c", "6.2.2 d")]
TABLE = {name: STORE_PANELS[name] for name in ("visits", "roadshows")}


async def follow(wall: Wall) -> None:
    """Follow whatever was done, and hold what is shown against the rows."""
    while await sealing.seal():
        pass
    wall.take(await journal.after(wall.place, limit=500))
    fresh = await Wall.stand(TABLE)
    assert wall.panels == fresh.panels


async def test_following_shows_what_a_reload_would(
    presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
) -> None:
    wall = await Wall.stand(TABLE)
    visit = await happening.a_prepared_visit(clerk, staff, delegation="苏州晨曦精密有限公司")
    await follow(wall)
    [expected] = wall.panels["visits"]
    assert "晨曦" not in expected.name
    row = await happening.an_open_roadshow(presenter, staff, room, time)
    await visits.receive(visit.id, by=staff)
    await signing_in.check_in_at_desk(visit.id, Guest(name="周建国"), by=staff)
    for name in ("张一", "张二"):
        await signing_in.check_in_at_desk(row.id, Guest(name=name), by=staff)
    await follow(wall)
    [here], [show] = wall.panels["visits"], wall.panels["roadshows"]
    assert (here.state, here.attended) == ("receiving", 1)
    assert (show.taken, show.attended, show.seats) == ((1, 2), 2, 6)
    form = RoadshowMove(
        begins_at=WEDNESDAY + HOUR / 4, ends_at=WEDNESDAY + 3 * HOUR, room_id=room.id, reason="顺延"
    )
    await arranging.move(row.id, form, by=staff)
    await follow(wall)
    assert wall.panels["roadshows"][0].taken == (1, 2)
    await happening.check_all(row.id, staff)
    await arranging.set_up(row.id, by=staff)
    await arranging.open_entry(row.id, by=staff)
    await running.start(row.id, by=staff)
    await running.next_item(row.id, by=staff)
    await follow(wall)
    assert [(each.item, each.next_item) for each in wall.panels["roadshows"]] == [
        ("环节2", "环节3")
    ]
    await running.debrief(row.id, Debrief(summary="圆满"), by=staff)
    time.at = WEDNESDAY + 2 * HOUR
    wall.tick(time.at)
    await follow(wall)
    assert wall.panels == {"visits": (), "roadshows": ()}
