"""Hosts and devices of a small store, and reports as an agent would sign them."""

from base64 import b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domain.devices.actions import enrolling, terminals
from domain.devices.terms import DeviceOpening, Enrolment
from domain.fleet.actions import hearing
from domain.fleet.actions.hearing import Given, Taken
from domain.fleet.terms import Envelope, Reading, Report
from domain.kernel import clock
from domain.kernel.actor import Actor, Call
from orm.devices import Device
from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import Health

HERE = Call(address="10.9.9.8")
INTERVAL_S = 10


class Clock:
    """A clock that a test puts forward."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_(self, **delta: float) -> datetime:
        self.at += timedelta(**delta)
        return self.at


@dataclass
class Host:
    """An agent: its key and what it counts."""

    device: Device
    key: Ed25519PrivateKey
    boot: str = field(default_factory=lambda: uuid4().hex)
    counter: int = 0
    seq: int = 0
    started: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.started = clock.now()

    def restart(self) -> None:
        self.boot, self.started = uuid4().hex, clock.now()

    def tick(self) -> float:
        return (clock.now() - self.started).total_seconds()

    def report(self, *readings: Reading, at: datetime | None = None) -> Report:
        self.seq += 1
        now = at or clock.now()
        return Report(self.seq, self.boot, self.tick(), now, INTERVAL_S, list(readings))

    def sealed(self, *reports: Report, at: datetime | None = None) -> Given:
        self.counter += 1
        now = at or clock.now()
        said = Envelope(self.device.id, self.boot, self.counter, self.tick(), now, list(reports))
        payload = msgspec.json.encode(said)
        return Given(said, payload, signed(self.key, payload))

    async def says(self, *readings: Reading) -> Taken:
        return await hearing.take([self.sealed(self.report(*readings))])


def signed(key: Ed25519PrivateKey, message: bytes) -> str:
    return b64encode(key.sign(message)).decode()


def public(key: Ed25519PrivateKey) -> str:
    return b64encode(key.public_key().public_bytes_raw()).decode()


def is_(device: Device | UUID, health: Health, **more: Any) -> Reading:
    return Reading(device if isinstance(device, UUID) else device.id, health, **more)


async def opened(
    kind: DeviceKind, name: str, *, by: Actor, under: Device | None = None
) -> terminals.Opened:
    opening = DeviceOpening(name, Zone.SERVICE, "钱工", kind, under.id if under else None)
    return await terminals.open_device(opening, by=by)


async def a_host(*, by: Actor, name: str = "采集主机", under: Device | None = None) -> Host:
    """An agent that was enrolled with a key of its own."""
    code = (await opened(DeviceKind.AGENT, name, by=by, under=under)).code
    key = Ed25519PrivateKey.generate()
    signature = signed(key, f"enrol:{code}:{public(key)}".encode())
    return Host(await enrolling.enrol(Enrolment(code, signature, public(key)), call=HERE), key)


async def a_device(
    host: Host, kind: DeviceKind, name: str, *, by: Actor, under: Device | None = None
) -> Device:
    """A device without a computer, enrolled by its agent."""
    code = (await opened(kind, name, by=by, under=under)).code
    signature = signed(host.key, f"enrol:{code}:{host.device.id}".encode())
    body = Enrolment(code, signature, agent_id=host.device.id)
    return await enrolling.enrol(body, call=HERE)
