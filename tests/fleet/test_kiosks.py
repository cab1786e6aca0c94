"""A walk-up terminal is a device like any other: silent, lacking something, or well."""

import pytest
from msgspec.structs import replace

from bigscreen.panels import devices
from domain.devices.actions import terminals
from domain.devices.terms import Activation
from domain.fleet import queries
from domain.fleet.actions import kiosks, settling
from domain.fleet.jobs import Watch, mind_alerts
from domain.fleet.rules import FAIL_AFTER, GRACE, KIOSK_SPEAKS_S, MISSED_MAX, RECOVER_AFTER
from domain.fleet.terms import DeviceFilter, KioskReport
from domain.kernel import journal
from domain.kernel.actor import Actor, Call
from domain.store.upkeep.jobs import take_alerts
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse
from orm.messaging import Outgoing
from orm.parties import Party
from orm.store_upkeep import Fault
from tests.fleet.hosts import HERE, Clock, opened
from tests.fleet.test_alerts import told
from tests.identity.people import an_account, an_operator
from vocabulary.devices import DeviceKind
from vocabulary.fleet import AlertCause, Health, Severity
from vocabulary.identity import Terminal
from vocabulary.parties import PartyKind, Role

pytestmark = [pytest.mark.row("S14", "F5"), pytest.mark.clause("5.3.4.3", "6.2.5")]
WELL = KioskReport(waiting=0, refused=0, camera=True, agent=True, printer=Health.HEALTHY)


async def a_kiosk(by: Actor) -> tuple[Device, Call]:
    code = (await opened(DeviceKind.KIOSK, "一号终端", by=by)).code
    device = (await terminals.activate(Activation(code), call=HERE)).device
    return device, Call("r", HERE.address, Terminal.KIOSK, kiosk_id=device.id)


async def says(call: Call, body: KioskReport, time: Clock, times: int) -> None:
    for _ in range(times):
        time.pass_(seconds=KIOSK_SPEAKS_S)
        assert (await kiosks.hear(body, call=call)).again_in_s == KIOSK_SPEAKS_S
        await settling.settle()


async def shown(operator: Actor) -> tuple[Health, str]:
    [found] = (await queries.fleet(DeviceFilter(kind=DeviceKind.KIOSK), to=operator)).items
    return found.health, found.detail


async def test_one_that_falls_silent_is_one_alert_and_one_work_order(db: None, time: Clock) -> None:
    operator = await an_operator()
    on_wall = await devices.snapshot()
    device, call = await a_kiosk(operator)
    watch = Watch()
    await says(call, WELL, time, 1)
    await watch.look()
    assert await shown(operator) == (Health.HEALTHY, "")
    time.pass_(seconds=MISSED_MAX * KIOSK_SPEAKS_S)
    await watch.look()
    assert not await DeviceAlert.exists()
    time.pass_(seconds=GRACE.total_seconds())  # eleven seconds after it spoke last
    for _ in range(2):
        await watch.look()
    alert = await DeviceAlert.get()
    assert (alert.device_id, alert.cause) == (device.id, AlertCause.SILENT)
    await told()
    await take_alerts()
    assert (await Fault.get()).device_id == device.id
    for entry in await journal.after((0, 0), limit=200):
        on_wall = devices.follow(on_wall, entry)
    assert [(each.name, each.health) for each in on_wall] == [("一号终端", Health.DOWN)]
    assert on_wall == await devices.snapshot()

    await says(call, WELL, time, RECOVER_AFTER)
    await told()
    assert (await Fault.get()).recovered_at == time.at


@pytest.mark.parametrize(
    ("lacks", "word"),
    [
        ({"camera": False}, "摄像头未连接"),
        ({"printer": Health.DOWN, "printer_says": "缺纸"}, "打印机缺纸"),
        ({"agent": False, "printer": None}, "配套程序没有应答，读卡和打印不可用"),
        ({"refused": 2}, "2 条离线登记未能提交"),
    ],
)
async def test_one_that_lacks_something_is_worth_a_walk_until_it_has_it(
    db: None, time: Clock, lacks: dict[str, object], word: str
) -> None:
    operator = await an_operator()
    _, call = await a_kiosk(operator)
    await says(call, WELL, time, 1)
    await says(call, replace(WELL, **lacks), time, FAIL_AFTER)
    assert await shown(operator) == (Health.WARNING, word)
    await says(call, WELL, time, RECOVER_AFTER)
    assert await shown(operator) == (Health.HEALTHY, "")


async def test_one_that_lacked_something_and_falls_silent_calls_somebody(
    db: None, time: Clock
) -> None:
    operator = await an_operator()
    party = await Party.get(kind=PartyKind.OPERATOR)
    await an_account(party, Role.STORE_STAFF, phone="13800000001", log_in_name="store1")
    _, call = await a_kiosk(operator)
    await says(call, WELL, time, 1)
    await says(call, replace(WELL, camera=False), time, FAIL_AFTER)
    await told()
    assert not await Outgoing.exists()  # a small matter calls nobody
    watch = Watch()
    await watch.look()  # it gives every device time to be heard
    time.pass_(seconds=MISSED_MAX * KIOSK_SPEAKS_S + GRACE.total_seconds() + 1)
    await watch.look()
    await mind_alerts()
    await told()
    assert (await DeviceAlert.get()).severity is Severity.MAJOR
    called = [each.receiver for each in await Outgoing.all()]
    assert called.count("13800000001") == 1


async def test_what_comes_after_it_was_retired_is_no_news_and_no_alert(
    db: None, time: Clock
) -> None:
    operator = await an_operator()
    device, call = await a_kiosk(operator)
    await says(call, WELL, time, 1)
    await terminals.retire(device.id, "报废", by=operator)
    heard_at = (await DevicePulse.get(device_id=device.id)).heard_at
    await says(call, WELL, time, 1)  # it had been let in a moment before
    assert (await DevicePulse.get(device_id=device.id)).heard_at == heard_at
    time.pass_(minutes=1)
    await Watch().look()
    assert not await DeviceAlert.exists()
