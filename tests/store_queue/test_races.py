"""Races of the queue, on PostgreSQL: no number twice, no ticket at two counters, no place twice."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import msgspec
import pytest

from domain.kernel import clock
from domain.kernel.refusal import Refusal
from domain.store.queue import slots
from domain.store.queue.actions import calling, keeping, taking
from domain.store.queue.terms import Booking, TicketAtKiosk
from orm.store_queue import ServiceClass, Ticket
from tests import world
from tests.store_queue.conftest import Store, a_class, a_kiosk

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.row("F3"),
    pytest.mark.row("K2"),
    pytest.mark.clause("6.2.3 a"),
]


async def race(*attempts: Coroutine[Any, Any, Any]) -> list[Any]:
    """Let them run at once; whatever is not a refusal is a bug. Returns who was not refused."""
    came = await asyncio.gather(*attempts, return_exceptions=True)
    strange = [
        each for each in came if isinstance(each, BaseException) and not isinstance(each, Refusal)
    ]
    assert not strange, strange[0]
    return [each for each in came if not isinstance(each, Refusal)]


async def test_kiosks_that_race_give_no_number_twice_and_leave_none_out(store: Store) -> None:
    kiosks = [await a_kiosk(f"{n}号终端") for n in range(4)]
    body = TicketAtKiosk(class_id=store.loans.id)
    got = await race(*(taking.take_at_kiosk(body, call=kiosks[n % 4]) for n in range(40)))
    assert sorted(row.running_no for row in got) == list(range(1, 41))


async def test_a_class_is_never_closed_over_somebody_who_waits(store: Store) -> None:
    kiosks = [await a_kiosk(f"{n}号终端") for n in range(3)]
    body = TicketAtKiosk(class_id=store.loans.id)
    closed = msgspec.structs.replace(a_class("A", store.loans.name), active=False)
    takers = (taking.take_at_kiosk(body, call=call) for call in kiosks)
    await race(*takers, keeping.set_class(closed, by=store.operator))
    kind = await ServiceClass.get(id=store.loans.id)
    assert kind.active is (await Ticket.filter(class_id=kind.id).count() > 0)


async def test_of_one_person_at_two_kiosks_one_gets_a_ticket(store: Store) -> None:
    kiosks = [await a_kiosk(f"{n}号终端") for n in range(4)]
    body = TicketAtKiosk(class_id=store.loans.id, phone="13812340001")
    got = await race(*(taking.take_at_kiosk(body, call=call) for call in kiosks))
    assert [row.ticket_no for row in got] == ["A001"]


async def test_two_who_call_at_once_never_get_the_same(both_open: Store) -> None:
    call = await a_kiosk()
    for _ in range(6):
        await taking.take_at_kiosk(TicketAtKiosk(class_id=both_open.loans.id), call=call)
    one, other = both_open.staff
    for _ in range(3):
        got = await race(
            calling.call(both_open.first.id, by=one),
            calling.call(both_open.second.id, by=other),
            calling.call(both_open.first.id, by=one),
        )
        assert len({row.id for row in got}) == len(got) == 2, "each counter one, and another"
        for row in got:
            await calling.no_show(row.id, by=both_open.operator)
    assert await Ticket.filter(calls=1).count() == 6


async def test_the_last_place_of_a_slot_is_given_once(store: Store) -> None:
    slot = (await slots.slots_of(store.loans, clock.today()))[0].slot_at
    clerks = [world.clerk_of(await world.an_enterprise(f"第{n}公司")) for n in range(5)]
    body = Booking(class_id=store.loans.id, slot_at=slot)
    got = await race(*(taking.book(body, by=clerk) for clerk in clerks))
    assert len(got) == 1
