"""What the operator keeps: the classes of service, the counters, and where the store is."""

from uuid import UUID, uuid5

from domain.kernel.actor import Actor
from domain.kernel.perform import enact
from domain.kernel.refusal import Invalid, NotNow
from domain.store.queue.terms import ServiceClassForm, ServiceCounterForm, StoreSiteForm
from orm.store_queue import THE_STORE, ServiceClass, ServiceCounter, StoreSite, Ticket
from vocabulary.rights import Right
from vocabulary.store_queue import OPEN_STATES

KEPT = UUID("6f2f3ad0-5f0c-5b49-9d0a-2f7d3b8a7e11")  # from which the ids of what is kept are made


async def set_class(body: ServiceClassForm, *, by: Actor) -> ServiceClass:
    """Write a class of service down, or change it: its letter says which."""
    by.needs(Right.QUEUE_MANAGE)
    found = await ServiceClass.get_or_none(prefix=body.prefix)
    row_id = found.id if found else uuid5(KEPT, f"class {body.prefix}")
    async with enact("service_class.set", "service_class", row_id, by=by, terms=body) as outcome:
        if found is not None and not body.active:
            await ServiceClass.filter(id=row_id).select_for_update().first()  # no ticket meanwhile
            waiting = Ticket.filter(class_id=row_id, state__in=list(OPEN_STATES))
            if await waiting.exists():
                raise NotNow("还有人在等候这类业务，请待办结后再停用")
        row, _ = await ServiceClass.update_or_create(
            defaults={
                "prefix": body.prefix,
                "name": body.name.strip(),
                "about": body.about.strip(),
                "priority": body.priority,
                "typical_minutes": body.typical_minutes,
                "slot_capacity": body.slot_capacity,
                "return_minutes": body.return_minutes,
                "active": body.active,
            },
            id=row_id,
        )
        outcome.subject_no, outcome.result = f"{row.prefix} {row.name}", row
    return row


async def set_counter(body: ServiceCounterForm, *, by: Actor) -> ServiceCounter:
    """Write a counter down, or change it: its number says which."""
    by.needs(Right.QUEUE_MANAGE)
    known = set(await ServiceClass.all().values_list("prefix", flat=True))
    if unknown := sorted(set(body.skills) - known):
        said = f"没有这类业务：{'、'.join(unknown)}"
        raise Invalid(said, (("skills", said),))
    found = await ServiceCounter.get_or_none(counter_no=body.counter_no)
    row_id = found.id if found else uuid5(KEPT, f"counter {body.counter_no}")
    async with enact(
        "service_counter.set", "service_counter", row_id, by=by, terms=body
    ) as outcome:
        held = await ServiceCounter.filter(id=row_id).select_for_update().first()
        if held is not None and not body.active and held.staff_id is not None:
            raise NotNow("该窗口正在值守，请先关窗再停用")
        row, _ = await ServiceCounter.update_or_create(
            defaults={
                "counter_no": body.counter_no,
                "name": body.name.strip(),
                "zone": body.zone,
                "skills": sorted(set(body.skills)),
                "active": body.active,
            },
            id=row_id,
        )
        outcome.subject_no, outcome.result = f"{row.counter_no}号窗口", row
    return row


async def set_site(body: StoreSiteForm, *, by: Actor) -> StoreSite:
    """Write down where the store is and when it is open."""
    by.needs(Right.QUEUE_MANAGE)
    if body.opens_at >= body.closes_at:
        raise Invalid("关门时间应晚于开门时间", (("closes_at", "应晚于开门时间"),))
    store_id = uuid5(KEPT, "site")
    async with enact("store_site.set", "store_site", store_id, by=by, terms=body) as outcome:
        row, _ = await StoreSite.update_or_create(
            defaults={
                "latitude_e6": body.latitude_e6,
                "longitude_e6": body.longitude_e6,
                "radius_m": body.radius_m,
                "opens_at": body.opens_at,
                "closes_at": body.closes_at,
            },
            id=THE_STORE,
        )
        outcome.result = row
    return row
