"""Standing still while others act: nothing is missed, nothing is counted twice."""

import asyncio
from datetime import timedelta

import pytest

from bigscreen.wall import Wall
from bigscreen.walls import LOBBY_PANELS
from domain.kernel import clock, journal, sealing
from domain.kernel.standing import standing
from orm.journal import JournalEntry
from tests.bigscreen.crowd import Crowd


@pytest.mark.usefixtures("db")
async def test_knows_what_is_read_but_not_yet_sealed() -> None:
    crowd = Crowd(3)
    await crowd.gather()
    await crowd.act()
    await sealing.seal()
    while len(crowd.done) < 3:
        await crowd.act()

    async with standing() as point:
        rows = await JournalEntry.all().order_by("id")

    assert point.seal_no == 1
    assert point.unsealed == {row.id for row in rows if row.seal_no is None}
    assert len(point.unsealed) == 2


@pytest.mark.usefixtures("db")
async def test_an_empty_journal_is_a_point_too() -> None:
    async with standing() as point:
        pass

    assert (point.seal_no, point.unsealed, point.place) == (0, frozenset(), (1, 0))


@pytest.mark.usefixtures("db")
async def test_an_act_by_a_clock_that_is_ahead_belongs_to_the_day_it_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tomorrow = clock.now() + timedelta(days=1)
    with monkeypatch.context() as ahead:
        ahead.setattr(clock, "now", lambda: tomorrow)
        crowd = Crowd(3)
        await crowd.gather()
        await crowd.act()

    today = (await Wall.stand(LOBBY_PANELS)).panels["today"]

    assert (today.date, today.requests) == (clock.date_of(tomorrow), 1)


@pytest.mark.postgres
@pytest.mark.usefixtures("db")
async def test_walls_that_stand_while_others_act_agree_with_a_reload() -> None:
    crowds = [Crowd(seed) for seed in range(4)]
    await crowds[0].gather()
    for crowd in crowds[1:]:
        crowd.join(crowds[0])
    busy = True

    async def keep_acting(crowd: Crowd) -> None:
        for _ in range(60):
            await crowd.act()

    async def keep_sealing() -> None:
        while busy:
            await sealing.seal()
            await asyncio.sleep(0.005)

    sealer = asyncio.create_task(keep_sealing())
    acting = asyncio.gather(*(keep_acting(crowd) for crowd in crowds))
    walls = []
    while not acting.done():
        walls.append(await Wall.stand(LOBBY_PANELS))
        await asyncio.sleep(0.02)
    await acting
    busy = False
    await sealer
    while await sealing.seal():
        pass

    reloaded = await Wall.stand(LOBBY_PANELS)
    assert len(walls) > 3
    for wall in walls:
        while entries := await journal.after(wall.place, limit=50):
            wall.take(entries)
        assert {name: wall.panels[name] == reloaded.panels[name] for name in LOBBY_PANELS} == (
            dict.fromkeys(LOBBY_PANELS, True)
        )
