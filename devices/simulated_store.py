"""A whole simulated store: twenty-two devices on one agent, some of which fail now and then.

It opens its devices at the platform as the operator would (a log-in is needed), enrols them by
their one-time codes, and reports like any other: nothing of the platform knows that it is none.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
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
from devices.platform import Platform
from devices.printer import PrinterProbe
from devices.ups import UpsProbe
from devices.watcher import Watcher
from vocabulary.devices import DeviceKind, Zone

CUSTODIANS = ("钱工", "孙工", "周工")
MAINTENANCE_DAYS = 90
TROUBLE_CHANCE = 0.004  # of a device in a round
MENDING_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class Piece:
    """One device of the store: its name, what it is, where, and on what it hangs."""

    name: str
    kind: DeviceKind
    zone: Zone
    under: str = ""


ROOT, AGENT = "核心交换机", "采集主机"
SWITCHES = {Zone.FOYER: "序厅交换机", Zone.ROADSHOW: "路演区交换机", Zone.SERVICE: "服务区交换机"}
K, Z = DeviceKind, Zone
PIECES: tuple[Piece, ...] = (
    Piece(AGENT, K.AGENT, Z.SERVICE),
    Piece(ROOT, K.NETWORK, Z.SERVICE),
    Piece(SWITCHES[Z.FOYER], K.NETWORK, Z.FOYER, ROOT),
    Piece(SWITCHES[Z.ROADSHOW], K.NETWORK, Z.ROADSHOW, ROOT),
    Piece(SWITCHES[Z.SERVICE], K.NETWORK, Z.SERVICE, ROOT),
    Piece("业务服务器", K.SERVER, Z.SERVICE, ROOT),
    Piece("不间断电源", K.UPS, Z.SERVICE, ROOT),
    Piece("迎宾大屏", K.DISPLAY, Z.FOYER, SWITCHES[Z.FOYER]),
    Piece("序厅摄像头", K.CAMERA, Z.FOYER, SWITCHES[Z.FOYER]),
    Piece("展示区大屏", K.DISPLAY, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("展示区摄像头", K.CAMERA, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("展示区空调", K.AIR_CONDITIONING, Z.EXHIBITION, SWITCHES[Z.FOYER]),
    Piece("路演大屏", K.DISPLAY, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演话筒", K.AUDIO, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演音响", K.AUDIO, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演摄像头", K.CAMERA, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("路演翻页笔接收器", K.POINTER, Z.ROADSHOW, SWITCHES[Z.ROADSHOW]),
    Piece("叫号大屏", K.DISPLAY, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("凭条打印机", K.PRINTER, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("服务区摄像头", K.CAMERA, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("服务区空调", K.AIR_CONDITIONING, Z.SERVICE, SWITCHES[Z.SERVICE]),
    Piece("消防主机", K.FIRE_SAFETY, Z.SERVICE, ROOT),
)
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
    """Open and enrol what is not yet known, as the operator and then as the device."""
    known = dict(credential.names())
    missing = [piece for piece in PIECES if piece.name not in known]
    if not missing:
        return known
    begun = platform.post("/sessions/by-password", {"phone": log_in, "password": password})
    for place, piece in enumerate(missing):
        body: dict[str, Any] = {
            "name": piece.name,
            "kind": piece.kind.value,
            "zone": piece.zone.value,
            "custodian": CUSTODIANS[place % len(CUSTODIANS)],
            "parent_id": str(known[piece.under]) if piece.under else None,
            "maintenance_days": MAINTENANCE_DAYS,
        }
        opened = platform.post("/devices/open", body, begun["token"])
        agent = None if piece.name == AGENT else known[AGENT]
        known[piece.name] = platform.enrol(opened["code"], credential, agent)
        credential.note(piece.name, known[piece.name])
    return known
