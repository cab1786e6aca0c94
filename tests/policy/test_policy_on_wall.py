"""Policy loans on the lobby wall: following equals reloading, steps are their institutions'."""

import pytest

from bigscreen.panels import feed
from bigscreen.wall import Wall
from bigscreen.walls import LOBBY_PANELS
from domain.kernel import clock, journal, sealing
from domain.lending.actions import banking, insuring, paying
from tests.policy.conftest import Table
from tests.policy.programmes import a_programme, an_approved_loan, line_of, pay_out
from tests.world import WAN
from vocabulary.parties import shown_name

pytestmark = [pytest.mark.row("K3"), pytest.mark.clause("6.1.1.2")]


async def test_a_screen_that_follows_equals_one_that_reloads(five: Table) -> None:
    wall = await Wall.stand(LOBBY_PANELS)
    row = await line_of(five)
    await pay_out(row, 60 * WAN, "XB-1", officer=five.officer, underwriter=five.underwriter)
    await paying.file(row.id, by=five.officer)
    await banking.complete(row.id, by=five.officer)
    programme = await a_programme(five.operator)
    back = await an_approved_loan(programme, five.enterprise, five.bank, five.insurer)
    await insuring.return_to_bank(back.id, "请补充订单合同", by=five.underwriter)
    while await sealing.seal():
        pass
    wall.take(await journal.after(wall.place, limit=200))
    reloaded = await Wall.stand(LOBBY_PANELS)
    now = clock.now()
    for each in (wall, reloaded):
        each.tick(now)
    for name in LOBBY_PANELS:
        assert wall.panels[name] == reloaded.panels[name], name


async def test_the_feed_names_whoever_took_the_step(five: Table) -> None:
    await line_of(five)
    said = {line.label: line.institution for line in await feed.snapshot()}
    assert said["承保"] == shown_name(five.insurer.name)
    assert said["审核通过"] == said["授信"] == shown_name(five.bank.name)
