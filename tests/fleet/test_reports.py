"""Reports of devices: who is heard, what it changes, and that nobody else gets anything."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.devices.actions import enrolling, terminals
from domain.devices.keys import is_signed
from domain.devices.terms import Activation, Arrangement, Enrolment, Maintenance
from domain.fleet import queries
from domain.fleet.actions import hearing, settling
from domain.fleet.inbox import Inbox
from domain.fleet.jobs import Watch, keep_books
from domain.fleet.readings import read
from domain.fleet.terms import SignedReport
from domain.kernel.refusal import Invalid, UnknownDevice
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse, DeviceSpan
from orm.journal import JournalEntry
from tests.fleet.hosts import HERE, INTERVAL_S, Clock, a_device, a_host, is_, opened, public, signed
from tests.identity.people import an_operator
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.fleet import AlertCause, Health, Span

pytestmark = [
    pytest.mark.row("S14", "F5"),
    pytest.mark.clause("5.3.4.3", "6.2.5"),
]
UP, DOWN = Health.HEALTHY, Health.DOWN
ANSWERED_WITHIN_S = 5


async def pulse_of(device: Device) -> DevicePulse:
    return await DevicePulse.get(device_id=device.id)


class TestEnrolling:
    async def test_a_key_is_made_on_the_device_and_its_code_is_good_once(self, db: None) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        assert host.device.state is DeviceState.IN_USE
        assert (await host.says()).accepted == [True]
        camera = await a_device(host, DeviceKind.CAMERA, "一号摄像头", by=operator)
        assert camera.reporter_id == host.device.id
        assert camera.public_key is None

    async def test_whoever_does_not_hold_the_key_is_not_enrolled(self, db: None) -> None:
        operator = await an_operator()
        code = (await opened(DeviceKind.AGENT, "采集主机", by=operator)).code
        mine, theirs = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        forged = signed(mine, f"enrol:{code}:{public(theirs)}".encode())
        for body in (
            Enrolment(code, forged, public(theirs)),
            Enrolment(code, signed(mine, b"something else"), public(mine)),
            Enrolment(code, forged, "not a key"),
        ):
            with pytest.raises(Invalid):
                await enrolling.enrol(body, call=HERE)

    async def test_a_kiosks_code_enrols_nothing_and_an_agents_code_opens_no_kiosk(
        self, db: None
    ) -> None:
        operator, key = await an_operator(), Ed25519PrivateKey.generate()
        code = (await opened(DeviceKind.KIOSK, "一号终端", by=operator)).code
        body = Enrolment(code, signed(key, f"enrol:{code}:{public(key)}".encode()), public(key))
        with pytest.raises(Invalid):
            await enrolling.enrol(body, call=HERE)
        other = (await opened(DeviceKind.AGENT, "采集主机", by=operator)).code
        with pytest.raises(Invalid):
            await terminals.activate(Activation(other), call=HERE)

    async def test_a_device_does_not_hang_on_itself(self, db: None) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        switch = await a_device(host, DeviceKind.NETWORK, "交换机", by=operator)
        camera = await a_device(host, DeviceKind.CAMERA, "摄像头", by=operator, under=switch)
        with pytest.raises(Invalid):
            await enrolling.arrange(switch.id, Arrangement(Zone.SERVICE, camera.id), by=operator)


class TestHearing:
    async def test_unknown_revoked_and_replayed_get_nothing(self, db: None, time: Clock) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        sent = host.sealed(host.report())
        assert (await hearing.take([sent])).accepted == [True]
        replayed = await hearing.take([sent])
        assert replayed.accepted == [False]
        assert not replayed.cloned
        stranger = await a_host(by=operator, name="别处")
        stranger.device = host.device  # another key in its name
        assert (await stranger.says()).accepted == [False]
        await terminals.retire(host.device.id, "报废", by=operator)
        assert (await host.says()).accepted == [False]

    async def test_an_agent_speaks_for_its_own_devices_alone(self, db: None, time: Clock) -> None:
        operator = await an_operator()
        host, other = await a_host(by=operator), await a_host(by=operator, name="另一台")
        camera = await a_device(host, DeviceKind.CAMERA, "摄像头", by=operator)
        await other.says(is_(camera, DOWN, checks=9))
        assert (await pulse_of(camera)).judged is Health.UNKNOWN
        await host.says(is_(camera, UP))
        assert (await pulse_of(camera)).judged is UP

    async def test_what_was_kept_while_the_line_was_down_mends_the_books_and_no_more(
        self, db: None, time: Clock
    ) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        camera = await a_device(host, DeviceKind.CAMERA, "摄像头", by=operator)
        await host.says(is_(camera, UP))
        kept = []
        for minute in range(5):
            time.pass_(minutes=1)
            said = DOWN if minute == 2 else UP
            kept.append(host.report(is_(camera, said, checks=2)))
            await settling.sweep(time.at)
            await keep_books()
        assert (await pulse_of(camera)).judged is DOWN  # nobody heard of it
        assumed = await DeviceSpan.filter(device_id=camera.id, span=Span.HOUR).values("assumed")
        assert assumed[0]["assumed"] > 0
        time.pass_(seconds=2)
        first = host.sealed(*kept)
        assert (await hearing.take([first])).accepted == [True]
        again = host.sealed(*kept)  # the answer was lost: the same reports, sent anew
        assert (await hearing.take([again])).accepted == [True]
        hours = await DeviceSpan.filter(device_id=camera.id, span=Span.HOUR)
        pulse = await pulse_of(camera)
        assert sum(row.up for row in hours) + pulse.up == 5
        assert sum(row.down for row in hours) + pulse.down == 1

    async def test_late_news_raises_no_alert_of_the_past(self, db: None, time: Clock) -> None:
        host = await a_host(by=await an_operator())
        await host.says()
        old = host.report(is_(host.device, DOWN, checks=9))
        time.pass_(minutes=30)
        fresh = host.report(is_(host.device, UP))
        await hearing.take([host.sealed(old, fresh)])
        assert (await pulse_of(host.device)).judged is UP

    async def test_a_wrong_clock_is_worth_a_warning_and_moves_nothing(
        self, db: None, time: Clock
    ) -> None:
        host = await a_host(by=await an_operator())
        for _ in range(3):
            time.pass_(seconds=INTERVAL_S)
            wrong = time.at + timedelta(days=200)
            await hearing.take([host.sealed(host.report(at=wrong), at=wrong)])
        pulse = await pulse_of(host.device)
        assert pulse.judged is Health.WARNING
        assert pulse.measured_at == time.at
        assert "时钟" in pulse.detail

    async def test_a_second_holder_of_a_key_is_shut_out_and_told_of(
        self, db: None, time: Clock
    ) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        camera = await a_device(host, DeviceKind.CAMERA, "摄像头", by=operator)
        for _ in range(3):
            await host.says(is_(camera, UP))
        copied = await a_host(by=operator, name="复制")
        copied.device, copied.key = host.device, host.key  # its counter begins anew
        inbox = Inbox()
        sent = copied.sealed(copied.report())
        with pytest.raises(UnknownDevice):
            await inbox.hear(SignedReport(sent.payload.decode(), sent.signature))
        await inbox.settled()
        assert (await Device.get(id=host.device.id)).state is DeviceState.BLOCKED
        alert = await DeviceAlert.get(device_id=host.device.id)
        assert alert.cause is AlertCause.CLONED
        assert (await host.says(is_(camera, DOWN, checks=9))).accepted == [False]
        time.pass_(seconds=2 * INTERVAL_S + 2)
        await settling.sweep(time.at)
        await settling.settle()
        assert (await DeviceAlert.get()).hanging == 1  # the camera is silent for that one reason

    async def test_many_that_come_at_once_share_a_commit_and_each_is_answered(
        self, db: None, time: Clock
    ) -> None:
        operator, inbox = await an_operator(), Inbox()
        hosts = [await a_host(by=operator, name=f"主机{n}") for n in range(4)]
        sent = [host.sealed(host.report()) for host in hosts]
        bodies = [SignedReport(each.payload.decode(), each.signature) for each in sent]
        bodies.append(SignedReport(sent[0].payload.decode(), sent[1].signature))
        came = await asyncio.gather(*map(inbox.hear, bodies), return_exceptions=True)
        assert [getattr(each, "until", None) for each in came] == [1, 1, 1, 1, None]
        assert isinstance(came[-1], UnknownDevice)

    @pytest.mark.parametrize("wrong", [{"at": "2026-11-27T10:00:00"}, {"breaks": True}])
    async def test_one_that_cannot_be_taken_holds_no_other_up(
        self, db: None, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, object]
    ) -> None:
        operator, inbox = await an_operator(), Inbox()
        good, bad = [await a_host(by=operator, name=name) for name in ("好主机", "坏主机")]
        sent = [host.sealed(host.report(is_(host.device, UP))) for host in (good, bad)]
        said = json.loads(sent[1].payload)
        said["reports"][0]["at"] = said["at"] = wrong.get("at", said["at"])
        payload = json.dumps(said)
        if "breaks" in wrong:  # whatever nobody has thought of
            monkeypatch.setattr(hearing, "is_signed", breaking_at(payload))
        bodies = [
            SignedReport(sent[0].payload.decode(), sent[0].signature),
            SignedReport(payload, signed(bad.key, payload.encode())),
        ]
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            came = await asyncio.gather(*map(inbox.hear, bodies), return_exceptions=True)
        assert getattr(came[0], "until", None) == 1
        assert isinstance(came[1], Exception)

    async def test_a_value_that_cannot_be_is_passed_over_and_the_rest_is_heard(
        self, db: None, time: Clock
    ) -> None:
        host = await a_host(by=await an_operator())
        values = {"cpu": 1e308, "memory": 12.0}
        assert (await host.says(is_(host.device, UP, values=values))).accepted == [True]
        assert read((await pulse_of(host.device)).readings) == {"memory": 12.0}


def breaking_at(payload: str) -> Callable[[str, bytes, str], bool]:
    """A check of signatures that fails at one report in a way of its own."""

    def check(public_key: str, message: bytes, signature: str) -> bool:
        if message == payload.encode():
            raise ArithmeticError
        return is_signed(public_key, message, signature)

    return check


class TestHealth:
    async def test_changes_are_journalled_and_heartbeats_are_not(
        self, db: None, time: Clock
    ) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        printer = await a_device(host, DeviceKind.PRINTER, "凭条打印机", by=operator)
        for health in (UP, UP, UP, DOWN, DOWN, DOWN, UP, UP, UP, UP):
            time.pass_(seconds=INTERVAL_S)
            await host.says(is_(printer, health, detail="缺纸" if health is DOWN else ""))
            await settling.settle()
        codes = [each.code for each in await JournalEntry.filter(subject_id=printer.id)]
        assert codes == [
            "device.open", "device.activate", "device.recover", "device.worsen", "device.recover",
        ]  # fmt: skip

    async def test_silence_is_noticed_but_not_of_the_time_when_we_were_away(
        self, db: None, time: Clock
    ) -> None:
        host = await a_host(by=await an_operator())
        await host.says()
        watch = Watch()
        time.pass_(hours=2)  # the platform itself was down
        await watch.look()
        assert (await pulse_of(host.device)).health is not DOWN
        time.pass_(seconds=2 * INTERVAL_S + 2)
        await watch.look()
        assert (await pulse_of(host.device)).health is DOWN

    async def test_availability_survives_what_forgets_everything_else(
        self, db: None, time: Clock
    ) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        for minute in range(6):
            time.pass_(minutes=1)
            await host.says(is_(host.device, DOWN if minute == 3 else UP))
        detail = await queries.device(host.device.id, to=operator)
        assert [each.hours for each in detail.uptimes] == [24, 168, 720]
        assert detail.uptimes[0].ratio == pytest.approx(5 / 6)
        assert detail.uptimes[2].ratio == pytest.approx(5 / 6)

    async def test_maintenance_counts_nowhere_and_raises_nothing(
        self, db: None, time: Clock
    ) -> None:
        operator = await an_operator()
        host = await a_host(by=operator)
        await host.says()
        await settling.settle()
        await enrolling.maintain(host.device.id, Maintenance("更换硬盘", 30), by=operator)
        for _ in range(4):
            time.pass_(minutes=1)
            await host.says(is_(host.device, DOWN))
            await settling.settle()
        assert not await DeviceAlert.all()
        detail = await queries.device(host.device.id, to=operator)
        assert detail.uptimes[0].ratio == 1.0
        assert detail.uptimes[0].excused == 4
        assert detail.device.in_maintenance
