"""What hangs on this machine, read from a TOML file.

origin = "https://store.example.cn"
folder = "/var/lib/finmart-agent"
interval_s = 10

[[device]]
name = "采集主机"        # the first without a probe of another kind is this machine
probe = "host"

[[device]]
name = "服务区交换机"
probe = "tcp"
host = "10.0.0.2"
port = 22
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from devices.contract import Probe

INTERVAL_S_DEFAULT = 10
INTERVAL_S_MIN, INTERVAL_S_MAX = 1, 3_600
DEVICES_MAX = 200
HOST = "host"


class BadSettings(Exception):
    """The file cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Watched:
    """One device of the file."""

    name: str
    kind: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """All of the file."""

    origin: str
    folder: Path
    interval_s: int
    devices: tuple[Watched, ...]

    @property
    def agent(self) -> Watched:
        """The machine itself."""
        return next(each for each in self.devices if each.kind == HOST)


Make = Callable[[Mapping[str, Any]], Probe]


def _made(module: str, probe: str, source: str, *names: str) -> Make:
    """A probe that is imported only where it is wanted: a host without cameras has no opencv."""

    def make(given: Mapping[str, Any]) -> Probe:
        found = import_module(f"devices.{module}")
        arguments = [given[name] for name in names if name in given]
        inner = getattr(found, source)(*arguments) if source else None
        made: Probe = getattr(found, probe)(*([inner] if source else arguments))
        return made

    return make


PROBES: dict[str, Make] = {
    HOST: _made("host", "HostProbe", "ThisMachine", "disk"),
    "tcp": _made("network", "TcpProbe", "", "host", "port"),
    "http": _made("network", "HttpProbe", "", "url"),
    "ping": _made("network", "PingProbe", "", "host"),
    "camera": _made("camera", "CameraProbe", "VideoEye", "source"),
    "microphone": _made("microphone", "MicrophoneProbe", "RecordingEar", "card"),
    "display": _made("display", "DisplayProbe", "DrmConnector", "connector"),
    "printer": _made("printer_paper", "PrinterProbe", "NetworkPrinter", "host", "port"),
    "air_conditioning": _made(
        "air_conditioning", "AirConditioningProbe", "GatewayThermometer", "url"
    ),
    "ups": _made("ups", "UpsProbe", "NutServer", "host", "ups", "port"),
}


def read(at: Path) -> StoreSettings:
    """Read the file, or say what is wrong with it."""
    try:
        said = tomllib.loads(at.read_text("utf-8"))
        devices = tuple(
            Watched(str(each["name"]), str(each["probe"]), each) for each in said["device"]
        )
        found = StoreSettings(
            str(said["origin"]).rstrip("/"),
            Path(said.get("folder", "agent")),
            int(said.get("interval_s", INTERVAL_S_DEFAULT)),
            devices,
        )
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise BadSettings(f"{at}: {problem!r}") from problem
    unknown = {each.kind for each in devices} - set(PROBES)
    if unknown:
        raise BadSettings(f"{at}: no such probe: {', '.join(sorted(unknown))}")
    if sum(each.kind == HOST for each in devices) != 1 or len(devices) > DEVICES_MAX:
        raise BadSettings(f"{at}: one device is probed as `host`, {DEVICES_MAX} at most in all")
    if len({each.name for each in devices}) < len(devices):
        raise BadSettings(f"{at}: two devices of one name")
    if not INTERVAL_S_MIN <= found.interval_s <= INTERVAL_S_MAX:
        raise BadSettings(f"{at}: interval_s from {INTERVAL_S_MIN} to {INTERVAL_S_MAX}")
    return found
