"""The queue on the store's wall: a screen that follows along equals a screen that reloads."""

from random import Random

import pytest

from bigscreen.panels import tickets
from bigscreen.wall import Wall
from bigscreen.walls import STORE_PANELS
from domain.kernel import clock, journal, sealing
from domain.kernel.refusal import Refusal
from domain.store.queue import jobs
from domain.store.queue.actions import calling, keeping, taking
from domain.store.queue.terms import Completion, TicketForSomebody, Transfer
from orm.store_queue import Ticket
from tests.store_queue.conftest import Hands, Store, a_class
from vocabulary.store_queue import AT_COUNTER, ServiceOutcome

pytestmark = [pytest.mark.row("F3"), pytest.mark.row("K3"), pytest.mark.clause("6.2.3 a")]
ACTS = 160
VERBS = (
    "take", "take", "take", "call", "call", "start", "start", "complete", "complete", "no_show",
    "recall", "rejoin", "park", "step_aside", "transfer", "cancel", "close", "time",
)  # fmt: skip

THERE = {"start", "complete", "recall", "no_show", "park"}


async def act(verb: str, store: Store, hands: Hands, chance: Random) -> None:
    """Something that happens in the store; much of it is refused, as in life."""
    hands.forward(seconds=chance.randrange(1, 90))
    by = store.operator
    at_counter = await Ticket.filter(state__in=list(AT_COUNTER)).order_by("ticket_no")
    rows = at_counter if at_counter and verb in THERE else await Ticket.all().order_by("ticket_no")
    kind = chance.choice([store.loans, store.major])
    counter = chance.choice([store.first, store.second])
    one = chance.choice(rows).id if rows else store.loans.id
    match verb:
        case "take":
            await taking.take_for_somebody(TicketForSomebody(class_id=kind.id), by=by)
        case "call":
            staff = store.staff[0] if counter is store.first else store.staff[1]
            await calling.call(counter.id, by=staff)
        case "complete":
            await calling.complete(one, Completion(outcome=ServiceOutcome.HANDLED), by=by)
        case "transfer":
            await calling.transfer(one, Transfer(class_id=kind.id), by=by)
        case "close":
            await keeping.set_class(a_class("C", "产品申请", active=chance.random() < 0.5), by=by)
        case "time":
            await jobs.mind_tickets()
        case _:
            await getattr(calling, verb)(one, by=by)


@pytest.mark.parametrize("seed", range(2))
async def test_following_equals_reloading(both_open: Store, hands: Hands, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- a story, no secret
    await sealing.seal()
    wall = await Wall.stand(STORE_PANELS)
    done: set[str] = set()
    for _ in range(ACTS):
        verb = chance.choice(VERBS)
        try:
            await act(verb, both_open, hands, chance)
        except Refusal:
            continue
        done.add(verb)
    assert done >= {"take", "call", "start", "complete", "no_show", "transfer", "close"}
    while await sealing.seal():
        pass
    while entries := await journal.after(wall.place, limit=7):
        wall.take(entries)
    reloaded = await Wall.stand(STORE_PANELS)
    assert wall.panels["tickets"] == reloaded.panels["tickets"]
    assert len(reloaded.panels["tickets"].calls) > 1


async def test_a_called_ticket_that_is_handed_on_is_shown_under_its_new_class(
    both_open: Store,
) -> None:
    by = both_open.operator
    await taking.take_for_somebody(TicketForSomebody(class_id=both_open.loans.id), by=by)
    row = await calling.call(both_open.first.id, by=both_open.staff[0])
    await sealing.seal()
    wall = await Wall.stand(STORE_PANELS)
    await calling.transfer(row.id, Transfer(class_id=both_open.major.id), by=by)
    await sealing.seal()
    wall.take(await journal.after(wall.place, limit=7))
    reloaded = await Wall.stand(STORE_PANELS)
    assert wall.panels["tickets"] == reloaded.panels["tickets"]


def test_at_midnight_the_queue_begins_anew(hands: Hands) -> None:
    shown = tickets.Tickets(day=clock.today())
    hands.forward(days=1)
    assert tickets.tick(shown, clock.now()).day == clock.today()
