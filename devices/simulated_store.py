"""A whole simulated store: twenty-two devices on one agent, some of which fail now and then.

It opens its devices at the platform as the operator would (a log-in is needed), enrols them by
their one-time codes, and reports like any other: nothing of the platform knows that it is none.
"""

import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

from devices import simulated_probes as twins
from devices.air_conditioning import AirConditioningProbe
from devices.camera import CameraProbe
from devices.contract import Probe
from devices.credential import Credential
from devices.display import DisplayProbe
from devices.host import HostProbe
from devices.microphone import MicrophoneProbe
from devices.pieces import AGENT, CUSTODIANS, MAINTENANCE_DAYS, PIECES
from devices.platform import Platform
from devices.printer_paper import PrinterProbe
from devices.ups import UpsProbe
from devices.watcher import Watcher
from vocabulary.devices import DeviceKind

TROUBLE_CHANCE = 0.004  # of a device in a round
MENDING_CHANCE = 0.05


K = DeviceKind
WAYS: dict[DeviceKind, tuple[str, ...]] = {
    K.CAMERA: ("black", "frozen", "blurred", "bright"),
    K.AUDIO: ("dead", "howling"),
    K.DISPLAY: ("dark", "unplugged"),
    K.PRINTER: ("paper_low", "paper_out", "cover"),
    K.AIR_CONDITIONING: ("warm", "stopped"),
    K.UPS: ("battery", "empty"),
    K.SERVER: ("hot", "full"),
}


TWINS: dict[DeviceKind, tuple[type[twins.Twin], Callable[[Any], Probe]]] = {
    K.AGENT: (twins.SimulatedMachine, HostProbe),
    K.SERVER: (twins.SimulatedMachine, HostProbe),
    K.CAMERA: (twins.SimulatedEye, CameraProbe),
    K.AUDIO: (twins.SimulatedEar, MicrophoneProbe),
    K.DISPLAY: (twins.SimulatedConnector, DisplayProbe),
    K.PRINTER: (twins.SimulatedPrinter, PrinterProbe),
    K.AIR_CONDITIONING: (twins.SimulatedThermometer, AirConditioningProbe),
    K.UPS: (twins.SimulatedUps, UpsProbe),
}


def twin_of(kind: DeviceKind, seed: int) -> tuple[twins.Twin, Probe]:
    """The simulated twin of a device, and the real probe before it."""
    if kind not in TWINS:
        port = twins.SimulatedPort(seed)
        return port, port
    twin, probe = TWINS[kind]
    made = twin(seed)
    return made, probe(made)


class SimulatedStore:
    """All of its devices, and fate."""

    def __init__(self, seed: int) -> None:
        self._fate = random.Random(seed)  # noqa: S311 -- a simulation's fate
        made = {piece.name: twin_of(piece.kind, seed + n) for n, piece in enumerate(PIECES)}
        self.twins = {name: twin for name, (twin, _) in made.items()}
        self.watchers = {name: Watcher(probe, pause_s=0.0) for name, (_, probe) in made.items()}

    def lives(self) -> None:
        """Let something break, or somebody mend it, now and then."""
        for piece in PIECES[1:]:
            twin = self.twins[piece.name]
            if twin.broken:
                if self._fate.random() < MENDING_CHANCE:
                    twin.breaks("")
            elif self._fate.random() < TROUBLE_CHANCE:
                twin.breaks(self._fate.choice((*WAYS.get(piece.kind, ()), "unplugged")))
        for piece in PIECES:  # what hangs on a switch without power does not answer
            if piece.under and self.twins[piece.under].broken:
                self.twins[piece.name].breaks("unplugged")


def enrol_all(
    platform: Platform, credential: Credential, log_in: str, password: str
) -> dict[str, UUID]:
    """Open (or take over) and enrol what is not yet known, as the operator, then as the device."""
    known = dict(credential.names())
    missing = [piece for piece in PIECES if piece.name not in known]
    if not missing:
        return known
    token = platform.post("/sessions/by-password", {"phone": log_in, "password": password})["token"]
    there = {each["name"]: each for each in platform.get("/devices", token)["items"]}
    for place, piece in enumerate(missing):
        body: dict[str, Any] = {
            "name": piece.name,
            "kind": piece.kind.value,
            "zone": piece.zone.value,
            "custodian": CUSTODIANS[place % len(CUSTODIANS)],
            "parent_id": str(known[piece.under]) if piece.under else None,
            "maintenance_days": MAINTENANCE_DAYS,
        }
        before = there.get(piece.name)
        is_there = before is not None and before["state"] != "retired"
        path = f"/devices/{before['id']}/renew-code" if before and is_there else "/devices/open"
        opened = platform.post(path, {} if is_there else body, token)
        agent = None if piece.name == AGENT else known[AGENT]
        known[piece.name] = platform.enrol(opened["code"], credential, agent)
        credential.note(piece.name, known[piece.name])
    return known
