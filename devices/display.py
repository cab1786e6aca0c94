"""A screen: is it plugged in and awake, as the graphics card sees it?"""

from pathlib import Path
from typing import Protocol

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

CARDS = Path("/sys/class/drm")
EDID_BYTES = 128  # what every screen says of itself is at least as long
CONNECTED, ON = "connected", "On"


class Connector(Protocol):
    """A socket of a graphics card."""

    def status(self) -> str:
        """`connected` or not."""

    def power(self) -> str:
        """`On`, `Off`, `Standby` …"""

    def edid(self) -> bytes:
        """What the screen says of itself."""


class DrmConnector:
    """A socket of this machine, such as `card0-HDMI-A-1`."""

    def __init__(self, name: str) -> None:
        if "/" in name or name.startswith("."):
            raise ProbeError("接口名称无效")
        self._at = CARDS / name

    def status(self) -> str:
        """As the kernel says."""
        return self._read("status").decode().strip()

    def power(self) -> str:
        """As the kernel says."""
        return self._read("dpms").decode().strip()

    def edid(self) -> bytes:
        """As the kernel read it."""
        return self._read("edid")

    def _read(self, what: str) -> bytes:
        try:
            return (self._at / what).read_bytes()
        except OSError as problem:
            raise ProbeError("没有这个显示接口") from problem


class DisplayProbe:
    """A screen that is unplugged is down; one that sleeps is worth a look."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    def look(self) -> Finding:
        """Ask the socket."""
        if self._connector.status() != CONNECTED:
            return Finding(Health.DOWN, "屏幕未连接")
        if len(self._connector.edid()) < EDID_BYTES:
            return Finding(Health.DOWN, "屏幕没有应答")
        if self._connector.power() != ON:
            return Finding(Health.WARNING, "屏幕已休眠")
        return Finding(Health.HEALTHY)
