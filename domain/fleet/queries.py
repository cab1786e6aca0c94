"""What screens read of devices' health: the list, one device, alerts and the roster."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.fleet import readings
from domain.fleet.flow import DeviceAlertFlow
from domain.fleet.rules import Tally, availability, mean_latency, span_begins
from domain.fleet.terms import ROSTER_DAYS_MAX, AlertFilter, DeviceFilter
from domain.fleet.views import (
    AlertLine,
    AlertView,
    DeviceDetail,
    DeviceEvent,
    DutyPerson,
    DutyView,
    Fleet,
    FleetDevice,
    HealthCount,
    Point,
    Roster,
    Uptime,
    line,
)
from domain.kernel import clock
from domain.kernel.actor import Actor
from domain.kernel.journal import story_of
from domain.kernel.newest import newest_first
from domain.kernel.pages import Page
from domain.kernel.reading import NOT_FOUND
from domain.kernel.refusal import NotFound
from domain.kernel.showing import timeline
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse, DeviceSpan, Duty
from orm.identity import Account
from orm.journal import JournalEntry
from vocabulary.devices import (
    DEVICE_KIND_LABELS,
    DEVICE_STATE_LABELS,
    ZONE_LABELS,
    DeviceState,
    Zone,
)
from vocabulary.fleet import (
    HEALTH_LABELS,
    AlertState,
    Health,
    Span,
)
from vocabulary.identity import AccountState
from vocabulary.parties import ROLE_LABELS, Role
from vocabulary.rights import Right

DEVICES_SHOWN_MAX = 2_000
EVENTS_SHOWN_MAX = 30
STORY_MAX = 100
HANGING_SHOWN_MAX = 200
ACTIVE = (AlertState.OPEN, AlertState.ACKNOWLEDGED)
EVENT_CODES = {
    "device.open": "登记设备",
    "device.activate": "启用",
    "device.worsen": "状态变差",
    "device.recover": "状态好转",
    "device.block": "封锁",
    "device.retire": "停用",
    "device.arrange": "设置检修计划",
    "device.maintain": "登记检修",
    "device.custodian": "变更保管人",
}


async def fleet(asked: DeviceFilter, *, to: Actor) -> Fleet:
    """Every device in use or blocked, worst first; the counts are of all, whatever is asked."""
    to.needs(Right.DEVICE_VIEW)
    rows = await Device.exclude(state=DeviceState.RETIRED).limit(DEVICES_SHOWN_MAX)
    shown = await _shown(rows)
    items = [
        each
        for each in shown
        if asked.zone in {None, each.zone}
        and asked.kind in {None, each.kind}
        and asked.health in {None, each.health}
    ]
    order = [Health.DOWN, Health.WARNING, Health.UNKNOWN, Health.HEALTHY]
    items.sort(key=lambda each: (order.index(each.health), each.zone.value, each.name))
    return Fleet(items, counted(shown))


def counted(shown: list[FleetDevice]) -> list[HealthCount]:
    """How many of each health in each zone."""
    found = []
    for zone in Zone:
        here = [each.health for each in shown if each.zone is zone]
        found.append(HealthCount(zone, ZONE_LABELS[zone], *[here.count(each) for each in Health]))
    return found


async def _shown(rows: list[Device]) -> list[FleetDevice]:
    ids = [row.id for row in rows]
    pulses = {pulse.device_id: pulse for pulse in await DevicePulse.filter(device_id__in=ids)}
    around = {each for row in rows for each in (row.parent_id, row.reporter_id) if each}
    named = await Device.filter(id__in=list(around)).values_list("id", "name")
    names = {UUID(str(each)): str(name) for each, name in named}
    now = clock.now()
    return [_device(row, pulses.get(row.id), names, now) for row in rows]


def _device(
    row: Device, pulse: DevicePulse | None, names: dict[UUID, str], now: datetime
) -> FleetDevice:
    health = pulse.health if pulse and row.state is DeviceState.IN_USE else Health.UNKNOWN
    next_on = _next_on(row)
    window = (row.window_days, row.window_from, row.window_to)
    return FleetDevice(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_label=DEVICE_KIND_LABELS[row.kind],
        zone=row.zone,
        zone_label=ZONE_LABELS[row.zone],
        custodian=row.custodian,
        state=row.state,
        state_label=DEVICE_STATE_LABELS[row.state],
        health=health,
        health_label=HEALTH_LABELS[health],
        detail=pulse.detail if pulse else "",
        since=pulse.since if pulse else None,
        heard_at=pulse.heard_at if pulse else row.seen_at,
        parent_id=row.parent_id,
        parent_name=names.get(row.parent_id, ""),
        reporter_name=names.get(row.reporter_id, ""),
        alert_id=pulse.alert_id if pulse else None,
        in_maintenance=readings.is_within(window, row.maintenance_until, now),
        maintenance_days=row.maintenance_days,
        maintained_on=row.maintained_on,
        next_maintenance_on=next_on,
        maintenance_due=next_on is not None and next_on <= clock.date_of(now),
    )


def _next_on(row: Device) -> date | None:
    if row.maintenance_days is None:
        return None
    begun: date = row.maintained_on or clock.date_of(row.created_at)
    return begun + timedelta(days=row.maintenance_days)


async def device(device_id: UUID, *, to: Actor) -> DeviceDetail:
    """One device with all that is known of it."""
    to.needs(Right.DEVICE_VIEW)
    row = await Device.get_or_none(id=device_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    pulse = await DevicePulse.get_or_none(device_id=device_id)
    hanging = await Device.filter(parent_id=device_id).limit(HANGING_SHOWN_MAX)
    alerts = await DeviceAlert.filter(device_id=device_id).order_by("-created_at").limit(10)
    now = clock.now()
    return DeviceDetail(
        device=(await _shown([row]))[0],
        window_days=row.window_days,
        window_from=row.window_from,
        window_to=row.window_to,
        interval_s=pulse.interval_s if pulse else 0,
        values=readings.read(pulse.readings) if pulse else {},
        uptimes=[await _uptime(device_id, pulse, hours, now) for hours in (24, 168, 720)],
        day=await _day(device_id, now),
        events=await _events(device_id),
        hanging=await _shown(hanging),
        alerts=[line(each, to) for each in alerts],
        may_manage=Right.DEVICE_MANAGE in to.rights,
    )


async def _uptime(device_id: UUID, pulse: DevicePulse | None, hours: int, now: datetime) -> Uptime:
    """From the books and what the pulse has counted since: hours for a day, days for more."""
    span = Span.HOUR if hours == 24 else Span.DAY  # noqa: PLR2004 -- hours of a day
    since = span_begins(now - timedelta(hours=hours), span)
    rows = DeviceSpan.filter(device_id=device_id, span=span, begins_at__gt=since)
    tally = sum((tally_of_row(row) for row in await rows), Tally())
    if pulse is not None:
        tally += readings.pending(pulse)
    ratio, latency = availability(tally), mean_latency(tally)
    return Uptime(hours, ratio, latency, tally.up, tally.down + tally.assumed, tally.excused)


def tally_of_row(row: DeviceSpan) -> Tally:
    """A row of the books; what came late may have paid more back than was assumed."""
    return Tally(row.up, row.down, row.excused, max(0, row.assumed), row.latency_ms)


async def _day(device_id: UUID, now: datetime) -> list[Point]:
    rows = DeviceSpan.filter(
        device_id=device_id, span=Span.MINUTE, begins_at__gt=now - timedelta(hours=24)
    )
    return [
        Point(row.begins_at, availability(tally_of_row(row)), readings.read(row.readings))
        for row in await rows.order_by("begins_at")
    ]


async def _events(device_id: UUID) -> list[DeviceEvent]:
    rows = JournalEntry.filter(subject_id=device_id, code__in=list(EVENT_CODES))
    found = []
    for row in await rows.order_by("-id").limit(EVENTS_SHOWN_MAX):
        facts: dict[str, Any] = row.facts or {}
        to = facts.get("to")
        detail = str(facts.get("detail") or row.reason or facts.get("after") or "")
        label = EVENT_CODES[row.code]
        found.append(DeviceEvent(row.at, label, row.actor_name, detail, Health(to) if to else None))
    return found


async def alerts(asked: AlertFilter, *, to: Actor) -> Page[AlertLine]:
    """Alerts, newest first; what was folded into another is shown with it."""
    to.needs(Right.DEVICE_VIEW)
    rows = DeviceAlert.visible_to(to.party_id, to.party_kind).exclude(state=AlertState.FOLDED)
    if asked.current:
        rows = rows.filter(state__in=ACTIVE)
    names = ("state", "zone", "kind", "device_id")
    given = {name: getattr(asked, name) for name in names if getattr(asked, name) is not None}
    found, after = await newest_first(rows.filter(**given), "created_at", asked.cursor, asked.limit)
    return Page([line(row, to) for row in found], after)


async def alert(alert_id: UUID, *, to: Actor) -> AlertView:
    """One alert with its story and what hangs on it."""
    to.needs(Right.DEVICE_VIEW)
    row = await DeviceAlert.visible_to(to.party_id, to.party_kind).get_or_none(id=alert_id)
    if row is None:
        raise NotFound(NOT_FOUND)
    ids = (
        await DevicePulse.filter(alert_id=row.id)
        .limit(HANGING_SHOWN_MAX)
        .values_list("device_id", flat=True)
    )
    hanging = await Device.filter(id__in=[UUID(str(each)) for each in ids]).exclude(
        id=row.device_id
    )
    folded = await DeviceAlert.filter(folded_into=row.id).limit(HANGING_SHOWN_MAX)
    story = timeline(DeviceAlertFlow, await story_of(row.id, limit=STORY_MAX), to)
    return AlertView(
        line(row, to), await _shown(hanging), [line(each, to) for each in folded], story
    )


async def alert_after(row: DeviceAlert, actor: Actor) -> AlertLine:
    """An alert after an act on it."""
    return line(row, actor)


async def must_be_readable(alert_id: UUID, to: Actor) -> None:
    """Refuse unless this person may follow the alert."""
    to.needs(Right.DEVICE_VIEW)
    if not await DeviceAlert.visible_to(to.party_id, to.party_kind).filter(id=alert_id).exists():
        raise NotFound(NOT_FOUND)


async def roster(*, to: Actor) -> Roster:
    """Who is on duty from now on, and who could be."""
    to.needs(Right.DEVICE_VIEW)
    now = clock.now()
    until = now + timedelta(days=ROSTER_DAYS_MAX)
    rows = await Duty.filter(until_at__gt=now, from_at__lt=until).order_by("from_at", "rank")
    return Roster(
        [duty_view(row, now) for row in rows], await _people(to), Right.DUTY_MANAGE in to.rights
    )


def duty_view(row: Duty, now: datetime) -> DutyView:
    """One shift."""
    return DutyView(
        row.id, row.account_id, row.name, row.rank, row.from_at, row.until_at, row.set_by,
        row.from_at <= now < row.until_at,
    )  # fmt: skip


async def duty_after(row: Duty, _actor: Actor) -> DutyView:
    """A shift after it was set or struck."""
    return duty_view(row, clock.now())


async def _people(to: Actor) -> list[DutyPerson]:
    if Right.DUTY_MANAGE not in to.rights:
        return []
    found = await Account.filter(party_id=to.party_id, state=AccountState.ACTIVE).order_by("name")
    wanted = (Role.STORE_STAFF, Role.PLATFORM_OPERATOR)
    return [
        DutyPerson(each.id, each.name, ROLE_LABELS[role])
        for each in found
        for role in wanted
        if role.value in each.roles
    ]
