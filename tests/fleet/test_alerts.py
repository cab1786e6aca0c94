"""Alerts: one for one cause, somebody who is called, and none that flaps."""

import asyncio
from datetime import timedelta

import pytest

from bigscreen.panels import devices
from domain.devices.actions import enrolling, terminals
from domain.devices.terms import Arrangement
from domain.fleet import queries
from domain.fleet.actions import alerts, duty, settling
from domain.fleet.jobs import mind_alerts
from domain.fleet.rules import ESCALATE_AFTER, STEADY_FOR
from domain.fleet.terms import Acknowledgement, AlertFilter, Shift, Silencing
from domain.kernel import clock, journal, sealing
from domain.kernel.refusal import Invalid, NotFound, NotNow, NotYourPost
from domain.kernel.relay import follow
from domain.reactions import FOLLOWING
from orm.fleet import DeviceAlert, DevicePulse, Duty
from orm.journal import JournalEntry
from orm.messaging import Message, Outgoing
from orm.parties import Party
from orm.store_upkeep import FaultAlert
from tests import world
from tests.fleet.hosts import INTERVAL_S, Clock, Host, a_device, a_host, is_
from tests.identity.people import acting, an_account, an_operator
from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import AlertState, Health, Severity
from vocabulary.parties import PartyKind, Role

pytestmark = [
    pytest.mark.row("S14", "S18", "F5"),
    pytest.mark.clause("5.3.5.3", "6.2.5"),
]
UP, DOWN = Health.HEALTHY, Health.DOWN


async def says(host: Host, time: Clock, *readings: object, times: int = 1) -> None:
    for _ in range(times):
        time.pass_(seconds=INTERVAL_S)
        await host.says(*readings)  # type: ignore[arg-type]
        await settling.settle()


async def told() -> None:
    await sealing.seal()
    while await follow(FOLLOWING):
        pass


async def test_what_hangs_on_a_dead_switch_is_one_alert(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    switch = await a_device(host, DeviceKind.NETWORK, "服务区交换机", by=operator)
    cameras = [
        await a_device(host, DeviceKind.CAMERA, f"摄像头{n}", by=operator, under=switch)
        for n in range(3)
    ]
    await says(host, time, is_(switch, UP), *[is_(each, UP) for each in cameras])
    await says(host, time, is_(cameras[0], DOWN, checks=2))  # seen before its cause was
    first = await DeviceAlert.get(state=AlertState.OPEN)
    assert first.device_id == cameras[0].id
    bad = [is_(each, DOWN, checks=2) for each in (switch, *cameras)]
    await says(host, time, *bad, times=3)
    alert = await DeviceAlert.get(state=AlertState.OPEN)
    assert alert.device_id == switch.id
    assert alert.severity is Severity.CRITICAL
    assert alert.hanging == 3
    shown = await queries.alert(alert.id, to=operator)
    assert {each.name for each in shown.hanging} == {"摄像头0", "摄像头1", "摄像头2"}
    assert [each.id for each in shown.folded] == [first.id]
    listed = await queries.alerts(AlertFilter(), to=operator)
    assert [each.id for each in listed.items] == [alert.id]
    entry = await JournalEntry.get(code="device_alert.raise_alert", subject_id=alert.id)
    assert {"device_id", "device_name", "zone", "kind", "severity", "cause"} <= set(entry.facts)


async def test_what_stays_down_when_its_cause_is_mended_is_told_of(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    switch = await a_device(host, DeviceKind.NETWORK, "交换机", by=operator)
    camera = await a_device(host, DeviceKind.CAMERA, "摄像头", by=operator, under=switch)
    await says(host, time, is_(switch, DOWN, checks=2), is_(camera, DOWN, checks=2), times=2)
    await says(host, time, is_(switch, UP), is_(camera, DOWN), times=4)
    time.pass_(seconds=STEADY_FOR.total_seconds() + 1)
    await mind_alerts()
    alert = await DeviceAlert.get(state=AlertState.OPEN)
    assert alert.device_id == camera.id


async def test_a_silent_agent_is_one_alert_with_all_it_speaks_for(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    printer = await a_device(host, DeviceKind.PRINTER, "打印机", by=operator)
    await says(host, time, is_(printer, UP))
    time.pass_(seconds=2 * INTERVAL_S + 2)
    await settling.sweep(time.at)
    await settling.settle()
    alert = await DeviceAlert.get()
    assert (alert.device_id, alert.hanging) == (host.device.id, 1)
    assert (await DevicePulse.get(device_id=printer.id)).health is DOWN


async def test_a_device_that_comes_and_goes_is_one_alert(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    printer = await a_device(host, DeviceKind.PRINTER, "打印机", by=operator)
    await says(host, time, is_(printer, UP))
    for _ in range(4):
        await says(host, time, is_(printer, DOWN), times=3)
        await says(host, time, is_(printer, UP), times=4)
        await mind_alerts()
    alert = await DeviceAlert.get()
    assert alert.state is AlertState.OPEN
    assert alert.flaps == 3
    time.pass_(seconds=STEADY_FOR.total_seconds() + 1)
    await mind_alerts()
    assert (await DeviceAlert.get()).state is AlertState.RESOLVED


async def test_the_next_on_duty_is_called_when_nobody_answers(db: None, time: Clock) -> None:
    operator = await an_operator()
    party = await Party.get(kind=PartyKind.OPERATOR)
    phones = ("13800000001", "13800000002")
    staff = [
        await an_account(party, Role.STORE_STAFF, phone=phone, log_in_name=f"store{phone[-1]}")
        for phone in phones
    ]
    for rank, account in enumerate(staff, start=1):
        shift = Shift(account.id, time.at - timedelta(hours=1), time.at + timedelta(hours=8), rank)
        await duty.assign(shift, by=operator)
    with pytest.raises(Invalid):
        await duty.assign(shift, by=operator)  # that rank is taken
    host = await a_host(by=operator)
    printer = await a_device(host, DeviceKind.PRINTER, "打印机", by=operator)
    await says(host, time, is_(printer, DOWN, checks=2, detail="缺纸"))
    await told()
    assert [each.receiver for each in await Outgoing.all()] == [phones[0]]
    fault = await FaultAlert.get()  # a repair begins with it
    assert (fault.device_name, fault.cause) == ("打印机", "不可用：缺纸")
    assert await Message.filter(party_id=party.id, title="门店设备告警").count() == 1
    time.pass_(seconds=ESCALATE_AFTER[Severity.MAJOR].total_seconds() + 1)
    await mind_alerts()
    await told()
    assert {each.receiver for each in await Outgoing.all()} == set(phones)
    alert = await DeviceAlert.get()
    await alerts.acknowledge(alert.id, Acknowledgement("去换纸"), by=await acting(staff[1]))
    time.pass_(hours=5)
    await mind_alerts()
    assert (await DeviceAlert.get()).told == 2


async def test_a_silenced_alert_is_known_and_calls_nobody(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    await says(host, time, is_(host.device, DOWN, checks=2))
    alert = await DeviceAlert.get()
    await alerts.silence(alert.id, Silencing(60, "正在更换"), by=operator)
    time.pass_(minutes=30)
    await mind_alerts()
    alert = await DeviceAlert.get()
    assert (alert.state, alert.told) == (AlertState.ACKNOWLEDGED, 1)
    await alerts.clear(alert.id, "已更换", by=operator)
    with pytest.raises(NotNow):
        await alerts.acknowledge(alert.id, Acknowledgement(), by=operator)


async def test_alerts_are_the_operators_business_alone(db: None, time: Clock) -> None:
    operator = await an_operator()
    host = await a_host(by=operator)
    await says(host, time, is_(host.device, DOWN, checks=2))
    alert = await DeviceAlert.get()
    clerk = world.clerk_of(await world.an_enterprise())
    with pytest.raises(NotYourPost):
        await queries.alerts(AlertFilter(), to=clerk)
    with pytest.raises(NotFound):
        await alerts.acknowledge(alert.id, Acknowledgement(), by=clerk)


async def test_the_wall_that_followed_shows_what_one_that_was_reloaded_does(
    db: None, time: Clock
) -> None:
    operator = await an_operator()
    shown = await devices.snapshot()
    host = await a_host(by=operator)
    switch = await a_device(host, DeviceKind.NETWORK, "交换机", by=operator)
    printer = await a_device(host, DeviceKind.PRINTER, "打印机", by=operator)
    spare = await a_device(host, DeviceKind.POINTER, "翻页笔", by=operator)
    await says(host, time, is_(switch, UP), is_(printer, UP))
    await says(host, time, is_(printer, DOWN), is_(switch, Health.WARNING), times=2)
    await enrolling.arrange(printer.id, Arrangement(Zone.FOYER, switch.id), by=operator)
    await terminals.retire(spare.id, "损坏", by=operator)
    await settling.block(host.device.id, "同一把密钥在两处使用")
    await sealing.seal()
    for entry in await journal.after((0, 0), limit=200):
        shown = devices.follow(shown, entry)
    assert shown == await devices.snapshot()
    assert {each.name: each.health for each in shown} == {
        "采集主机": DOWN,
        "交换机": Health.WARNING,
        "打印机": DOWN,
    }


@pytest.mark.postgres
async def test_of_two_who_fill_one_place_on_the_roster_at_once_one_does(db: None) -> None:
    operator, now = await an_operator(), clock.now()
    party = await Party.get(kind=PartyKind.OPERATOR)
    account = await an_account(party, Role.STORE_STAFF, phone="13800000001", log_in_name="store1")
    shift = Shift(account.id, now, now + timedelta(hours=8))
    tries = [duty.assign(shift, by=operator) for _ in range(8)]
    came = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(each, Duty) for each in came) == 1
    assert all(isinstance(each, Duty | Invalid) for each in came), came
    assert await Duty.all().count() == 1
