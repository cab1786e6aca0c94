"""The live line of the wall: what is sent, when, and what a newcomer is shown."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bigscreen.live import STORE, WallScreens
from bigscreen.wall import Wall
from bigscreen.walls import LOBBY_PANELS
from domain.kernel import clock, sealing
from tests.bigscreen.crowd import Crowd
from tests.bigscreen.remembered import RememberedScreens

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
async def crowd(db: None, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    crowd = Crowd(7)
    monkeypatch.setattr(clock, "now", crowd.clock_now)
    await crowd.gather()
    return crowd


async def acts(crowd: Crowd, count: int) -> None:
    for _ in range(count):
        await crowd.act()
    await sealing.seal()


async def shown_by(screens: WallScreens) -> dict[str, Any]:
    seen: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        seen.append(message)

    await screens.greet(send)
    return seen[-1]


async def reloaded() -> dict[str, Any]:
    wall = await Wall.stand(LOBBY_PANELS)
    return {
        name: {"at": wall.at, "data": msgspec.to_builtins(data)}
        for name, data in wall.panels.items()
    }


def plain(value: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(value))


async def test_begins_with_all_panels_and_goes_on_with_those_that_changed(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()
    await acts(crowd, 1)

    assert await screens.follow() == 1

    assert out.events() == ["snapshot", "update"]
    first, last = out.heard[0][1], out.heard[-1][1]
    assert first.keys() == {"at", "server_time", "store", "panels"}
    assert (first["store"], first["panels"].keys()) == (STORE, LOBBY_PANELS.keys())
    assert last["at"] == 1
    assert last["panels"].keys() == {"today", "stages", "districts", "industries", "feed"}
    assert all(panel["at"] == 1 for panel in last["panels"].values())
    assert out.heard[1][0] == "tick"


async def test_many_acts_are_one_update(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()
    await acts(crowd, 30)

    await screens.follow()

    assert out.events() == ["snapshot", "update"]
    assert plain(out.heard[-1][1]["panels"]["feed"]) == plain((await reloaded())["feed"])


async def test_nothing_new_says_nothing(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()

    assert await screens.follow() == 0

    assert [event for event, _ in out.heard] == ["snapshot", "tick"]


async def test_a_newcomer_is_shown_what_a_reload_would_show(crowd: Crowd) -> None:
    out = RememberedScreens()
    leader, other_process = WallScreens(out, LOBBY_PANELS), WallScreens(out, LOBBY_PANELS)
    await leader.follow()
    await acts(crowd, 40)
    await leader.follow()

    assert plain((await shown_by(other_process))["panels"]) == plain(await reloaded())


async def test_a_newcomer_before_the_first_stand_waits_for_it(crowd: Crowd) -> None:
    seen: list[Any] = []

    await WallScreens(RememberedScreens(), LOBBY_PANELS).greet(seen.append)  # type: ignore[arg-type]  # never called

    assert seen == []


async def test_an_update_that_overtakes_the_greeting_is_not_lost(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()
    await acts(crowd, 3)
    seen: list[int] = []

    async def send(message: dict[str, Any]) -> None:
        if not seen:
            await screens.follow()  # keeps and emits while the old state is on its way
        seen.append(message["at"])

    await screens.greet(send)

    assert seen == [0, 1]


async def test_what_could_not_be_sent_is_owed_as_a_snapshot(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()
    await acts(crowd, 5)
    out.broken = True
    with pytest.raises(ConnectionError):
        await screens.follow()

    out.broken = False
    await screens.follow()

    assert out.events() == ["snapshot", "snapshot"]
    assert plain(out.heard[-1][1]["panels"]) == plain(await reloaded())


async def test_midnight_begins_a_new_day_without_an_act(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await acts(crowd, 5)
    await screens.follow()
    crowd.now += timedelta(days=1)

    await screens.follow()

    today = out.heard[-1][1]["panels"]
    assert today.keys() == {"today"}
    assert today["today"]["data"]["date"] == clock.today().isoformat()
    assert today["today"]["data"]["requests"] == 0


async def test_who_leads_again_stands_anew(crowd: Crowd) -> None:
    out = RememberedScreens()
    screens = WallScreens(out, LOBBY_PANELS)
    await screens.follow()
    await acts(crowd, 5)
    screens.forget()

    assert await screens.follow() == 0

    assert out.events() == ["snapshot", "snapshot"]
    assert plain(out.heard[-1][1]["panels"]) == plain(await reloaded())
