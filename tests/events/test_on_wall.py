"""The store's wall welcomes at the time, and shows each seat as it is taken."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from bigscreen.wall import Wall
from bigscreen.walls import STORE_PANELS
from domain.kernel import journal, sealing
from domain.kernel.actor import Actor
from domain.store import screens
from domain.store.events import codes
from domain.store.events.actions import signing_in
from domain.store.events.terms import Guest
from domain.store.queue import whereabouts
from domain.store.roadshows.actions import arranging, running
from domain.store.roadshows.terms import Debrief, RoadshowMove
from domain.store.screens import ScreenCode
from domain.store.visits import actions as visits
from orm.store_rooms import Room
from tests.events import happening
from tests.events.happening import HOUR, WEDNESDAY, Clock

pytestmark = [pytest.mark.row("F1", "F2"), pytest.mark.clause("6.2.1 c", "6.2.2 d")]
EARLY = HOUR + HOUR / 60
SHOWN_AFTER = timedelta(seconds=20)  # a code is taken for a while when the next one is shown
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


@pytest.mark.row("F3")
@pytest.mark.clause("6.2.3 a", "6.2.2 b")
async def test_what_signs_in_now_shows_its_code_and_else_the_store_its_own(
    presenter: Actor, clerk: Actor, staff: Actor, room: Room, time: Clock
) -> None:
    visit = await happening.a_prepared_visit(clerk, staff, delegation="苏州晨曦精密有限公司")
    row = await happening.an_open_roadshow(presenter, staff, room, time)
    shown = await screens.codes_now()
    assert {each.kind for each in shown} == {"参观接待签到", "路演签到"}
    assert all("晨曦" not in each.title for each in shown)
    for each, event_id in zip(shown, sorted([visit.id, row.id], key=_place(shown)), strict=True):
        text = parse_qs(urlsplit(each.path).query)["code"][0]
        codes.must_be_entry_code(text, event_id, each.changes_at + SHOWN_AFTER)
        assert time.at < each.changes_at <= time.at + timedelta(seconds=codes.SLOT_S)
    await running.start(row.id, by=staff)
    await running.debrief(row.id, Debrief(summary="圆满"), by=staff)
    time.at = WEDNESDAY - EARLY  # the visit is prepared, and nobody is expected yet
    [store] = await screens.codes_now()
    code = parse_qs(urlsplit(store.path).query)["store_code"][0]
    assert whereabouts.is_good(code, store.changes_at + SHOWN_AFTER)


def _place(shown: list[ScreenCode]) -> Callable[[UUID], int]:
    return lambda event_id: next(n for n, each in enumerate(shown) if str(event_id) in each.path)
