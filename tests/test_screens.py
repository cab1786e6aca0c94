"""The law of every panel: a screen that follows along equals a screen that reloads."""

from collections.abc import Callable

import pytest

from bigscreen.wall import Wall
from bigscreen.walls import COCKPIT_PANELS, LOBBY_PANELS
from domain.kernel import clock, journal, sealing
from domain.lending.flow import GeneralCreditFlow
from tests.bigscreen.crowd import Crowd

ALL_PANELS = {**LOBBY_PANELS, **COCKPIT_PANELS}
ACTS = 260
WALLS_MAX = 8
OFTEN_MISCOUNTED = {"release", "grab", "resubmit", "amend_line", "disburse", "withdraw", "complete"}


async def follow(wall: Wall, batch: Callable[[], int]) -> None:
    """Catch up with the journal, in batches of any size."""
    while entries := await journal.after(wall.place, limit=batch()):
        wall.take(entries)


async def crowd_of(seed: int, monkeypatch: pytest.MonkeyPatch) -> Crowd:
    crowd = Crowd(seed)
    monkeypatch.setattr(clock, "now", crowd.clock_now)
    await crowd.gather()
    return crowd


async def seal_all() -> None:
    while await sealing.seal():
        pass


def test_the_crowd_knows_every_step() -> None:
    later = {verb for verb, step in GeneralCreditFlow.steps.items() if step.sources}
    assert Crowd(0).knows() == later | {"rate"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.usefixtures("db")
async def test_following_equals_reloading(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = await crowd_of(seed, monkeypatch)
    walls = [await Wall.stand(ALL_PANELS)]
    for _ in range(ACTS):
        await crowd.act()
        if crowd.chance.random() < 0.15:
            await sealing.seal()
        if crowd.chance.random() < 0.05 and len(walls) < WALLS_MAX:
            walls.append(await Wall.stand(ALL_PANELS))  # with unsealed acts already in its rows
        if crowd.chance.random() < 0.2:
            await follow(crowd.chance.choice(walls), lambda: crowd.chance.randrange(1, 9))

    assert set(crowd.done) >= OFTEN_MISCOUNTED
    await seal_all()
    reloaded = await Wall.stand(ALL_PANELS)
    now = clock.now()
    reloaded.tick(now)
    for wall in walls:
        await follow(wall, lambda: crowd.chance.randrange(1, 9))
        wall.tick(now)
        assert wall.at == reloaded.at
        for name in ALL_PANELS:
            assert wall.panels[name] == reloaded.panels[name], name


@pytest.mark.usefixtures("db")
async def test_a_panel_that_moves_wrongly_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = await crowd_of(1, monkeypatch)
    wall = await Wall.stand(ALL_PANELS)
    for _ in range(ACTS):
        await crowd.act()
    await seal_all()
    entries = await journal.after(wall.place, limit=10 * ACTS)

    wall.take([entry for entry in entries if entry.verb != "release"])

    reloaded = await Wall.stand(ALL_PANELS)
    wrong = {name for name in ALL_PANELS if wall.panels[name] != reloaded.panels[name]}
    assert wrong >= {"stages", "institutions"}
