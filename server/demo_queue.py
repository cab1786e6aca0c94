"""The demo store: what people come for, three counters, some past mornings, and a few who wait now.

Past mornings are written as rows, as they would have been left; from today on people act.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.store.queue.actions import calling, keeping, taking
from domain.store.queue.estimates import steps_ahead
from domain.store.queue.terms import (
    ServiceClassForm,
    ServiceCounterForm,
    StoreSiteForm,
    TicketForSomebody,
)
from orm.store_queue import ServiceClass, ServiceCounter, Ticket
from vocabulary.identity import Terminal
from vocabulary.store_queue import ServiceOutcome, TicketPriority, TicketState
from vocabulary.workdays import is_workday

PREFERRED = TicketPriority.PREFERRED
SITE = StoreSiteForm(  # by the lake of the industrial park; open whenever a demonstration is run
    latitude_e6=31_320_800,
    longitude_e6=120_709_900,
    radius_m=300,
    opens_at="00:00",
    closes_at="23:59",
)
# prefix, name, what it is, minutes, places per slot
CLASSES = (
    ("A", "融资咨询", "了解融资产品，匹配银行、担保与保险", 12, 2),
    ("B", "企业认证", "认证资料核对与补正", 8, 2),
    ("C", "产品申请", "协助填报融资申请与上传材料", 18, 2),
    ("D", "政策咨询", "贴息、奖励、信用保证基金等政策", 10, 2),
    ("V", "重大项目", "重大项目融资，专员接待", 30, 1),
)
COUNTERS = ((1, "综合服务", "ABCD"), (2, "融资服务", "ACV"), (3, "政策服务", "BD"))
DAYS = 3
EVERY_S = 360  # somebody comes about as often
ARRIVALS = 45
GIVES_UP = 0.06
SPREAD = (0.6, 1.4)
WAITING_NOW = ("A", "B", "A", "C", "D", "V")
NEEDS = ("想了解信保贷的申请条件", "", "补交授权书", "", "贴息政策", "")
OPENS = time(9, 5)


async def seed_queue(world: UUID, operator: Actor, staff: tuple[Actor, Actor]) -> None:
    """Furnish the store once; what became of it since is left as it is."""
    if await ServiceClass.exists():
        return
    await keeping.set_site(SITE, by=operator)
    for prefix, name, about, minutes, places in CLASSES:
        body = ServiceClassForm(
            prefix=prefix,
            name=name,
            about=about,
            typical_minutes=minutes,
            slot_capacity=places,
            return_minutes=15,
            priority=PREFERRED if prefix == "V" else TicketPriority.USUAL,
        )
        await keeping.set_class(body, by=operator)
    for number, name, skills in COUNTERS:
        counter = ServiceCounterForm(counter_no=number, name=name, skills=list(skills))
        await keeping.set_counter(counter, by=operator)
    kinds = {each.prefix: each for each in await ServiceClass.all()}
    day = clock.today()
    for _ in range(DAYS):
        day = _workday_before(day)
        await Ticket.bulk_create(_morning(world, day, kinds))
    await _now(kinds, staff)


async def _now(kinds: dict[str, ServiceClass], staff: tuple[Actor, Actor]) -> None:
    """Two counters are open, one visitor is being served, the others wait."""
    for actor, number in zip(staff, (1, 2), strict=True):
        counter = await ServiceCounter.get(counter_no=number)
        await calling.open_counter(counter.id, by=actor)
    for prefix, need in zip(WAITING_NOW, NEEDS, strict=True):
        body = TicketForSomebody(class_id=kinds[prefix].id, need=need)
        await taking.take_for_somebody(body, by=staff[0])
    first = await ServiceCounter.get(counter_no=1)
    called = await calling.call(first.id, by=staff[0])
    await calling.start(called.id, by=staff[0])


def _workday_before(day: date) -> date:
    day -= timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def _morning(world: UUID, day: date, kinds: dict[str, ServiceClass]) -> list[Ticket]:
    """What a morning of so many visitors and three counters leaves behind."""
    chance = Random(day.toordinal())  # noqa: S311 -- a story, no secret
    at = datetime.combine(day, OPENS, clock.SHANGHAI)
    free = {number: at for number, _, _ in COUNTERS}
    skills = {number: known for number, _, known in COUNTERS}
    running = dict.fromkeys(kinds, 0)
    calls: list[tuple[datetime, str]] = []
    rows = []
    for place in range(ARRIVALS):
        at += timedelta(seconds=chance.expovariate(1 / EVERY_S))
        prefix = chance.choices("ABCDV", (40, 25, 18, 14, 3))[0]
        running[prefix] += 1
        row = _taken(kinds[prefix], at, running[prefix])
        row.id = uuid5(world, f"ticket {day} {place}")
        mine = [number for number in free if prefix in skills[number]]
        ahead = sum(_share(skills, prefix, other) for called, other in calls if called > at)
        idle = sum(free[number] <= at for number in mine)
        row.counters, row.steps = len(mine), steps_ahead(ahead, idle)
        row.estimated_s = round(row.steps * kinds[prefix].typical_minutes * 60 / len(mine))
        if chance.random() < GIVES_UP:
            row.state, row.ended_at = TicketState.CANCELLED, at + timedelta(minutes=12)
        else:
            number = min(mine, key=lambda each: free[each])
            called = _served(row, kinds[prefix], number, max(at, free[number]), chance)
            calls.append((called, prefix))
            free[number] = row.ended_at + timedelta(seconds=chance.randrange(20, 60))
        row.updated_at = row.ended_at
        rows.append(row)
    return rows


def _share(skills: dict[int, str], prefix: str, other: str) -> float:
    """How much of another class's work falls on the counters of this one."""
    theirs = [known for known in skills.values() if other in known]
    return sum(prefix in known for known in theirs) / len(theirs)


def _taken(kind: ServiceClass, at: datetime, number: int) -> Ticket:
    return Ticket(
        flow="ticket",
        version=1,
        created_at=at,
        ticket_no=f"{kind.prefix}{number:03d}",
        day=clock.date_of(at),
        series=kind.prefix,
        running_no=number,
        class_id=kind.id,
        class_prefix=kind.prefix,
        class_name=kind.name,
        priority=kind.priority,
        terminal=Terminal.KIOSK,
        taken_at=at,
        queued_at=at,
    )


def _served(
    row: Ticket, kind: ServiceClass, number: int, free_at: datetime, chance: Random
) -> datetime:
    """Call and serve it at a counter that is free; returns when it was called."""
    called = free_at + timedelta(seconds=chance.randrange(5, 40))
    started = called + timedelta(seconds=chance.randrange(20, 90))
    row.served_s = round(kind.typical_minutes * 60 * chance.uniform(*SPREAD))
    row.state, row.outcome = TicketState.COMPLETED, chance.choice(list(ServiceOutcome))
    row.counter_no, row.calls, row.called_at, row.first_called_at = number, 1, called, called
    row.waited_s = round((called - row.taken_at).total_seconds())
    row.ended_at = started + timedelta(seconds=row.served_s)
    return called
