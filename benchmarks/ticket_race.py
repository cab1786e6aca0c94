"""Several kiosks that take tickets at once: how many a minute, and no number twice."""

import asyncio

from benchmarks.city import a_party, fresh_database, someone
from benchmarks.measured import Line, Setting, Spent, in_ms, spending
from domain.kernel import clock
from domain.kernel.actor import Call
from domain.store.queue.actions import keeping, taking
from domain.store.queue.terms import ServiceClassForm, StoreSiteForm, TicketAtKiosk
from orm.devices import Device
from orm.store_queue import Ticket
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.identity import Terminal
from vocabulary.parties import PartyKind, Role

TICKETS = 200
KIOSKS = 4
MINUTE_S = 60
CLASSES = "ABC"
ALL_DAY = StoreSiteForm(
    latitude_e6=31_320_000, longitude_e6=120_710_000, radius_m=300, opens_at="00:00",
    closes_at="23:59",
)  # fmt: skip


async def measure(setting: Setting) -> list[Line]:
    """The same crowd on either database, from kiosks that ask all at once."""
    tickets = setting.scaled(TICKETS)
    lines = []
    for on_postgres, name in ((True, "PostgreSQL"), (False, "SQLite")):
        async with fresh_database(setting, on_postgres=on_postgres):
            spent, waits = await _race(tickets)
        a_minute = tickets / spent.wall_s * MINUTE_S
        told = f"{a_minute:,.0f} a minute, {in_ms(waits)}"
        what = f"{tickets} tickets from {KIOSKS} kiosks at once, {name}, a minute"
        lines.append(
            Line("–", what, told, "–", a_minute, f">= {TICKETS}", "no number twice, none left out")
        )
    return lines


async def _race(tickets: int) -> tuple[Spent, list[float]]:
    operator = someone(await a_party(PartyKind.OPERATOR, "运营中心"), Role.PLATFORM_OPERATOR)
    await keeping.set_site(ALL_DAY, by=operator)
    kinds = [
        await keeping.set_class(
            ServiceClassForm(
                prefix=prefix, name=f"{prefix} 类业务", typical_minutes=10, slot_capacity=1,
                return_minutes=15,
            ),
            by=operator,
        )
        for prefix in CLASSES
    ]  # fmt: skip
    calls = [await _kiosk(number) for number in range(KIOSKS)]
    waits: list[float] = []

    async def take(number: int) -> None:
        with spending() as spent:
            body = TicketAtKiosk(class_id=kinds[number % len(kinds)].id)
            await taking.take_at_kiosk(body, call=calls[number % KIOSKS])
        waits.append(spent.wall_s)

    with spending() as spent:
        await asyncio.gather(*(take(number) for number in range(tickets)))
    for kind in kinds:
        given = [row.running_no for row in await Ticket.filter(class_id=kind.id)]
        assert sorted(given) == list(range(1, len(given) + 1)), "a number twice, or left out"
    return spent, waits


async def _kiosk(number: int) -> Call:
    device = await Device.create(
        kind=DeviceKind.KIOSK, name=f"{number} 号终端", zone=Zone.SERVICE, custodian="钱工",
        state=DeviceState.IN_USE, created_at=clock.now(),
    )  # fmt: skip
    return Call(terminal=Terminal.KIOSK, kiosk_id=device.id)
