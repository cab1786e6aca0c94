"""The day of a device: its agent reports it down, an alert follows, a fault, and the mending."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from devices.contract import Finding
from devices.credential import Credential
from devices.outbox import Outbox
from devices.platform import Platform
from devices.reporting import Reporter
from devices.watcher import Watcher
from domain.fleet.rules import RECOVER_AFTER
from server.day.cast import Case, Cast, act
from server.day.notes import ALERTS, Notes
from server.day.upkeep import mend, waited_for
from vocabulary.devices import DeviceKind, Zone
from vocabulary.fleet import AlertState, Health

AGENT, PRINTER = "模拟日采集主机", "模拟日凭条打印机"
INTERVAL_S = 10
WHY = "缺纸"


class Printer:
    """A printer that is out of paper until somebody fills it."""

    def __init__(self) -> None:
        self.empty = False

    def look(self) -> Finding:
        """How it is now."""
        return Finding(Health.DOWN, WHY) if self.empty else Finding(Health.HEALTHY)


async def break_and_mend(cast: Cast, notes: Notes, base: str) -> None:
    """From the enrolment by a one-time code to the alert that somebody cleared."""
    agent, printer = [
        await act(cast.operator, "/devices/open", _opening(*each))
        for each in ((AGENT, DeviceKind.AGENT), (PRINTER, DeviceKind.PRINTER))
    ]
    device_id = printer["device"]["id"]
    broken = Printer()
    with _on_site(base, broken, agent["code"], printer["code"]) as reporter:
        await _report(reporter)
        broken.empty = True
        await _report(reporter)
        alert = await waited_for("the alert", lambda: _alert_of(cast, device_id))
        await act(cast.other, f"/device-alerts/{alert['id']}/acknowledge", {})
        fault = await waited_for("the fault of the alert", lambda: _fault_of(cast))
        broken.empty = False
        for _ in range(RECOVER_AFTER):
            await _report(reporter)
        await mend(cast, notes, fault)
        await waited_for("the recovery", lambda: _alert_of(cast, device_id, recovered=True))
    # By itself it ends minutes later, lest a device that comes and goes raise many.
    reason = {"reason": "已装纸，试打印正常"}
    await act(cast.other, f"/device-alerts/{alert['id']}/clear", reason)
    notes.expect(ALERTS, alert, state=AlertState.RESOLVED)
    for each in (printer, agent):
        reason = {"reason": "模拟日结束，收回设备"}
        await act(cast.operator, f"/devices/{each['device']['id']}/retire", reason)


def _opening(name: str, kind: DeviceKind) -> dict[str, Any]:
    return {"name": name, "zone": Zone.SERVICE, "custodian": "顾怡", "kind": kind}


@contextmanager
def _on_site(base: str, probed: Printer, code: str, under: str) -> Iterator[Reporter]:
    """The agent's machine: a key of its own, an outbox, and one device that it watches."""
    platform, watcher = Platform(base), Watcher(probed, pause_s=0.0)
    with TemporaryDirectory() as folder:
        credential, outbox = Credential(Path(folder)), Outbox(Path(folder) / "outbox.sqlite3")
        try:
            agent: UUID = platform.enrol(code, credential, None)
            device = platform.enrol(under, credential, agent)
            yield Reporter(
                agent,
                {device: watcher},
                credential=credential,
                outbox=outbox,
                platform=platform,
                interval_s=INTERVAL_S,
            )
        finally:
            outbox.close()
            watcher.close()
            platform.close()


async def _report(reporter: Reporter) -> None:
    reporter.round()
    reporter.forward()
    await asyncio.sleep(0)


async def _alert_of(cast: Cast, device_id: str, *, recovered: bool = False) -> Case | None:
    page = await cast.other.get("/device-alerts", device_id=device_id)
    found = [each for each in page["items"] if bool(each["recovered_at"]) is recovered]
    return found[0] if found else None


async def _fault_of(cast: Cast) -> Case | None:
    page = await cast.other.get("/faults", q=PRINTER, open="true")
    return page["items"][0] if page["items"] else None
