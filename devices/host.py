"""The computer itself: how busy, how full, how hot."""

from dataclasses import dataclass
from typing import Any, Protocol

import psutil

from devices.contract import Finding
from vocabulary.fleet import Health

MEMORY_HIGH = 92.0  # per cent
DISK_HIGH, DISK_FULL = 85.0, 97.0
HOT, TOO_HOT = 80.0, 95.0  # degrees Celsius


@dataclass(frozen=True, slots=True)
class Load:
    """Per cent of each, and degrees where the machine can tell them."""

    cpu: float
    memory: float
    disk: float
    temperature: float | None = None


class Machine(Protocol):
    """Whatever can say how loaded it is."""

    def load(self) -> Load:
        """The load since it was asked last."""


class ThisMachine:
    """The computer that runs this, by psutil."""

    def __init__(self, disk: str = "/") -> None:
        self._disk = disk
        psutil.cpu_percent()  # the first answer is about nothing

    def load(self) -> Load:
        """Ask the operating system."""
        return Load(
            psutil.cpu_percent(),
            psutil.virtual_memory().percent,
            psutil.disk_usage(self._disk).percent,
            _hottest(),
        )


def _hottest() -> float | None:
    sensors: dict[str, Any] = getattr(psutil, "sensors_temperatures", dict)()  # not everywhere
    found = [each.current for group in sensors.values() for each in group]
    return max(found, default=None)


class HostProbe:
    """Is the computer well? A full disk stops it, the rest is worth a look."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def look(self) -> Finding:
        """The worst of what there is to say."""
        load = self._machine.load()
        values = {"cpu": load.cpu, "memory": load.memory, "disk": load.disk}
        if load.temperature is not None:
            values["temperature"] = load.temperature
            if load.temperature >= TOO_HOT:
                return Finding(Health.DOWN, f"温度过高：{load.temperature:.0f}℃", values)
        if load.disk >= DISK_FULL:
            return Finding(Health.DOWN, f"磁盘已满：{load.disk:.0f}%", values)
        if load.disk >= DISK_HIGH:
            return Finding(Health.WARNING, f"磁盘将满：{load.disk:.0f}%", values)
        if load.memory >= MEMORY_HIGH:
            return Finding(Health.WARNING, f"内存紧张：{load.memory:.0f}%", values)
        if load.temperature is not None and load.temperature >= HOT:
            return Finding(Health.WARNING, f"温度偏高：{load.temperature:.0f}℃", values)
        return Finding(Health.HEALTHY, "", values)
