"""The queue's day: tickets at kiosks, without a line and by phone; counters until it is empty."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from uuid import uuid4

from domain.kernel import clock
from domain.store.queue.rules import RECALL_PAUSE
from server.day.cast import CannotPlay, Case, Cast, act
from server.day.notes import TICKETS, Notes
from server.replay.line import Line, Refused
from server.replay.parties import Person
from vocabulary.devices import Zone
from vocabulary.identity import TERMINAL_LABELS, Terminal
from vocabulary.store_queue import OPEN_STATES, ServiceOutcome, TicketState

KIOSKS = ("大堂一号终端", "大堂二号终端")
AT_EACH = "ABCDAB"  # classes of service, in the order in which people come
OFFLINE = "BAC"
DEEDS = ("park", "transfer", "no-show", "rejoin")
RECALL_S = RECALL_PAUSE.total_seconds() + 0.2
E6 = 1_000_000
NOBODY = "not_now"
ROUNDS_MAX = 5
FIGURES = ("taken", "completed", "left")


Seats = list[tuple[Person, Case]]


class Hall:
    """The hall on one day: classes of service by their letter, and who has been called."""

    def __init__(
        self, cast: Cast, notes: Notes, classes: dict[str, str], *, in_a_hurry: bool
    ) -> None:
        self.cast, self.notes, self.classes = cast, notes, classes
        self._deeds = iter(DEEDS)
        self._called: set[str] = set()
        self._missed: list[Case] = []
        self._recalled = in_a_hurry
        if in_a_hurry:
            notes.left_out.append("the second call of a ticket: asked to hurry")

    async def take_at(self, kiosk: Line, prefixes: str) -> None:
        """Take a ticket for each who comes to a kiosk."""
        for prefix in prefixes:
            body = {"class_id": self.classes[prefix]}
            key = str(uuid4())
            self._taken(await kiosk.post("/kiosk/tickets/take-ticket", body, key=key))

    async def upload(self, kiosk: Line) -> None:
        """Hand in what a kiosk gave without a line; twice, as when the answer was lost."""
        now = clock.now().isoformat()
        given = [
            {
                "id": str(uuid4()),
                "class_id": self.classes[prefix],
                "offline_no": number,
                "taken_at": now,
            }
            for number, prefix in enumerate(OFFLINE, 1)
        ]
        try:
            first = await kiosk.post("/kiosk/tickets/upload", {"tickets": given})
        except Refused as refusal:
            self.notes.left_out.append(f"tickets without a line: {refusal.detail}")
            return
        again = await kiosk.post("/kiosk/tickets/upload", {"tickets": given})
        if first != again:
            raise CannotPlay(f"the second upload was answered otherwise: {first}, then {again}")
        for each in first["items"]:
            if each["accepted"]:
                self._taken(each)
            else:
                self.notes.left_out.append(f"a ticket without a line: {each['reason']}")

    async def take_by_phone(self) -> None:
        """Take a ticket in the mini-program, before the store's door."""
        by = self.cast.enterprise
        mine = (await by.get("/my-tickets"))["items"]
        held = {each["class_prefix"] for each in mine if each["state"] in OPEN_STATES}
        free = [each for each in self.classes if each not in held]
        if not free:
            self.notes.left_out.append("a ticket by phone: this enterprise waits in every class")
            return
        site = (await self.cast.operator.get("/queue-settings"))["site"]
        here = {
            "latitude": site["latitude_e6"] / E6,
            "longitude": site["longitude_e6"] / E6,
        }
        body = {"class_id": self.classes[free[0]], "here": here}
        self._taken(await act(by, "/my-tickets/take-ticket", body), Terminal.MINIPROGRAM)

    def _taken(self, ticket: Case, at: Terminal = Terminal.KIOSK) -> None:
        self.notes.taken += 1
        label = TERMINAL_LABELS[at]
        self.notes.expect(TICKETS, ticket, state=TicketState.WAITING, terminal_label=label)

    async def sit_at(self, by: Person, number: int) -> Case:
        """Open a counter, or go on at the one where this person sits."""
        desk = await by.get("/counter-desk")
        own = [each for each in desk["counters"] if each["is_mine"]]
        if own:
            if own[0]["ticket"]:
                await self._end(by, own[0]["ticket"])
            return dict(own[0])
        free = [each for each in desk["counters"] if not each["is_open"]]
        wanted = [each for each in free if each["counter_no"] == number] or free
        return await act(by, f"/service-counters/{wanted[0]['id']}/open-counter")

    async def serve_all(self, by: Person, counter: Case) -> None:
        """Call and serve until nobody waits for this counter."""
        while True:
            try:
                ticket = await act(by, f"/service-counters/{counter['id']}/call")
            except Refused as refusal:
                if refusal.code != NOBODY:
                    raise
                return
            first = ticket["id"] not in self._called
            self._called.add(ticket["id"])
            await self._serve(by, ticket, next(self._deeds, "") if first else "")

    async def _serve(self, by: Person, ticket: Case, deed: str) -> None:
        one = f"/tickets/{ticket['id']}"
        self.notes.expect(TICKETS, ticket, state=TicketState.CALLED)
        if deed in {"no-show", "rejoin"}:
            if not self._recalled:
                self._recalled = True
                await asyncio.sleep(RECALL_S)
                await act(by, f"{one}/recall")
            await act(by, f"{one}/no-show")
            self.notes.expect(TICKETS, ticket, state=TicketState.NO_SHOW)
            if deed == "rejoin":
                await self._rejoin(by, ticket)
            else:
                self._missed.append(ticket)
            return
        await act(by, f"{one}/start")
        if deed == "park":
            await act(by, f"{one}/park")
            await self._rejoin(by, ticket)
        elif deed == "transfer":
            other = next(each for each in self.classes if each != ticket["class_prefix"])
            body = {"class_id": self.classes[other], "note": "请接着办理"}
            await act(by, f"{one}/transfer", body)
            self.notes.expect(TICKETS, ticket, state=TicketState.WAITING, class_prefix=other)
        else:
            await self._end(by, ticket | {"state": TicketState.SERVING})

    async def strike_out_missed(self) -> None:
        """Cancel the tickets of those who never came back."""
        for ticket in self._missed:
            await act(self.cast.one, f"/tickets/{ticket['id']}/cancel")
            self.notes.left += 1
            self.notes.expect(TICKETS, ticket, state=TicketState.CANCELLED)

    async def _rejoin(self, by: Person, ticket: Case) -> None:
        await act(by, f"/tickets/{ticket['id']}/rejoin")
        self.notes.expect(TICKETS, ticket, state=TicketState.WAITING)

    async def _end(self, by: Person, ticket: Case) -> None:
        if ticket["state"] == TicketState.CALLED:
            await act(by, f"/tickets/{ticket['id']}/start")
        await act(by, f"/tickets/{ticket['id']}/complete", {"outcome": ServiceOutcome.HANDLED})
        self.notes.completed += 1
        self.notes.expect(TICKETS, ticket, state=TicketState.COMPLETED)


async def play(cast: Cast, notes: Notes, line: Line, *, in_a_hurry: bool) -> None:
    """From the first ticket to the last counter shut. Who hurries calls nobody a second time."""
    figures = await cast.one.get("/queue-statistics", since=notes.day, until=notes.day)
    notes.before |= {name: figures["total"][name] for name in FIGURES}
    desk = await cast.one.get("/counter-desk")
    classes = {each["prefix"]: each["id"] for each in desk["classes"]}
    hall = Hall(cast, notes, classes, in_a_hurry=in_a_hurry)
    seats = [(by, await hall.sit_at(by, no)) for no, by in enumerate(cast.counters, 1)]
    async with AsyncExitStack() as stack:
        kiosks = [await stack.enter_async_context(enrolled(cast, line, each)) for each in KIOSKS]
        await asyncio.gather(*(hall.take_at(each, AT_EACH) for each in kiosks))
        await hall.upload(kiosks[0])
    await hall.take_by_phone()
    await _empty(hall, seats)
    await hall.strike_out_missed()
    for by, counter in seats:
        await act(by, f"/service-counters/{counter['id']}/close-counter")


async def _empty(hall: Hall, seats: Seats) -> None:
    """Serve in rounds: what one counter hands on may be left to another that had finished."""
    for _ in range(ROUNDS_MAX):
        await asyncio.gather(*(hall.serve_all(by, counter) for by, counter in seats))
        waiting = (await hall.cast.one.get("/counter-desk"))["waiting"]
        if not waiting:
            return
    numbers = ", ".join(each["ticket_no"] for each in waiting)
    raise CannotPlay(f"no open counter calls {numbers}")


@asynccontextmanager
async def enrolled(cast: Cast, line: Line, name: str) -> AsyncIterator[Line]:
    """A kiosk that the operator opened and somebody activated on the spot; retired at the end."""
    opening = {"name": name, "zone": Zone.SERVICE, "custodian": "顾怡"}
    opened: dict[str, Any] = await act(cast.operator, "/devices/open", opening)
    token = (await line.post("/kiosk/activate", {"code": opened["code"]}))["token"]
    async with Line(line.base, concurrency=1, headers={"X-Device-Token": token}) as kiosk:
        yield kiosk
    reason = {"reason": "模拟日结束，收回终端"}
    await act(cast.operator, f"/devices/{opened['device']['id']}/retire", reason)
