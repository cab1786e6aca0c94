"""P14: 10,000 devices that report every ten seconds, on one process; how soon an alert is out.

Twice: twenty devices on an agent, as a store has them, and every device with a key and a request
of its own, which is the worst there is. The process serves, judges, journals and tells screens.
"""

import asyncio
import time
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.children import asked, free_port, our_server, python
from benchmarks.city import a_party, fresh_database
from benchmarks.measured import Line, Setting, cpu_of, in_ms
from domain.kernel import clock
from orm.devices import Device
from orm.fleet import DeviceAlert, DevicePulse
from vocabulary.devices import DeviceKind, DeviceState, Zone
from vocabulary.fleet import Health
from vocabulary.parties import PartyKind

DEVICES = 10_000
ON_AN_AGENT = 20
INTERVAL_S = 10
SECONDS = 24.0
WARM_UP_S = 2.0
ALERT_S_MAX = 3.0
CORE_MAX = 0.40
BATCH = 1_000


@dataclass(frozen=True)
class Figures:
    """Share of a core at full pace, reports taken, how long each waited, the alert's delay.

    Where the machine could not send them all in time, the share is that of as many as wanted.
    """

    core: float
    sent: int
    waits: list[float]
    alert_s: float


async def measure(setting: Setting) -> list[Line]:
    """Both ways; fewer devices when in a hurry, and then the share is for show."""
    count = setting.scaled(DEVICES)
    lines = []
    for each in (ON_AN_AGENT, 1):
        found = await _measured(setting, count, each)
        what = f"{each} on an agent" if each > 1 else "each with a key and a request of its own"
        lines += [
            Line(
                "P14",
                f"{count:,} devices every {INTERVAL_S} s, {what}: share of a core",
                f"{found.core:.1%}, answered in {in_ms(found.waits)}",
                f"{found.sent:,} requests",
                found.core,
                f"<= {CORE_MAX * count / DEVICES:g}",
            ),
            Line(
                "P14",
                f"from a reading that makes it certain to the alert ({what})",
                f"{found.alert_s:.2f} s",
                "1 s after the probe",
                found.alert_s,
                "<= 1",
            ),
        ]
    return lines


async def _measured(setting: Setting, count: int, on_an_agent: int) -> Figures:
    async with fresh_database(setting, on_postgres=True) as database:
        await a_party(PartyKind.OPERATOR, "苏州市企业金融服务超市运营中心")
        agents = await _fleet(count, on_an_agent)
        port, sick = free_port(), agents[0]["devices"][-1]
        server = our_server(port, setting.folder, database.url, database.keys, WITH_WORKER="1")
        with server as pid:
            await asyncio.sleep(WARM_UP_S)
            given: dict[str, Any] = {
                "port": port,
                "seconds": SECONDS,
                "interval_s": INTERVAL_S,
                "agents": agents,
                "sick": sick,
            }
            cpu, began = cpu_of(pid), time.perf_counter()
            came = await asyncio.to_thread(asked, python("benchmarks.heartbeat_load"), given)
            core = (cpu_of(pid) - cpu) / (time.perf_counter() - began)
            await asyncio.sleep(ALERT_S_MAX)
            assert not came["wrong"], f"{came['wrong']} reports were refused"
            alert = await DeviceAlert.get(device_id=UUID(sick))
            raised = alert.created_at - datetime.fromtimestamp(came["sick_at"], UTC)
            pace = count / on_an_agent / INTERVAL_S * SECONDS / came["sent"]
            return Figures(core * pace, came["sent"], came["waits"], raised.total_seconds())


async def _fleet(count: int, on_an_agent: int) -> list[dict[str, Any]]:
    """Devices and pulses as enrolment leaves them, and the keys of their agents."""
    now = clock.now()
    agents: list[dict[str, Any]] = []
    devices: list[Device] = []
    for _ in range(count // on_an_agent):
        key, ids = Ed25519PrivateKey.generate(), [uuid4() for _ in range(on_an_agent)]
        agents.append(
            {
                "id": str(ids[0]),
                "key": key.private_bytes_raw().hex(),
                "devices": [str(each) for each in ids],
            }
        )
        devices += [_device(each, ids[0], key, now) for each in ids]
    await Device.bulk_create(devices, batch_size=BATCH)
    await DevicePulse.bulk_create(
        [
            DevicePulse(device_id=each.id, health=Health.HEALTHY, judged=Health.HEALTHY)
            for each in devices
        ],
        batch_size=BATCH,
    )
    return agents


def _device(row_id: UUID, agent: UUID, key: Ed25519PrivateKey, now: datetime) -> Device:
    is_agent = row_id == agent
    return Device(
        id=row_id,
        kind=DeviceKind.AGENT if is_agent else DeviceKind.DISPLAY,
        name=str(row_id)[:8],
        zone=Zone.SERVICE,
        custodian="钱工",
        state=DeviceState.IN_USE,
        created_at=now,
        reporter_id=None if is_agent else agent,
        public_key=b64encode(key.public_key().public_bytes_raw()).decode() if is_agent else None,
    )
