"""The simulated twins of what is probed: the raw side of each, so that the real judgement runs.

A twin fails when it is told to (`breaks`), each in the way its kind does.
"""

import math
import random
from array import array
from typing import Any

import numpy as np

from devices import escpos
from devices.contract import Finding, ProbeError
from devices.host import Load
from devices.microphone import RATE_HZ, Samples
from vocabulary.fleet import Health

Picture = np.ndarray[Any, Any]


class Twin:
    """What all twins can: break, and be mended."""

    def __init__(self, seed: int = 0) -> None:
        self.broken = ""
        self.chance = random.Random(seed)  # noqa: S311 -- a simulation's noise

    def breaks(self, how: str) -> None:
        """Fail from now on, in one of the ways of its kind; empty: be mended."""
        self.broken = how

    def must_answer(self) -> None:
        """Raise when the whole thing is unplugged."""
        if self.broken == "unplugged":
            raise ProbeError("设备没有响应")


class SimulatedMachine(Twin):
    """A computer that hums along; `hot`, `full`."""

    def load(self) -> Load:
        """A bit of everything."""
        self.must_answer()
        cpu = 18 + self.chance.gauss(0, 4)
        hot = 97.0 if self.broken == "hot" else 46 + self.chance.gauss(0, 1.5)
        return Load(max(0.0, cpu), 55.0, 98.0 if self.broken == "full" else 41.0, hot)


class SimulatedEye(Twin):
    """A camera before a lively wall; `black`, `frozen`, `blurred`, `bright`."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__(seed)
        self._draw = np.random.default_rng(seed)
        self._last = self._picture()

    def frame(self) -> Picture | None:
        """The picture now."""
        if self.broken == "unplugged":
            return None
        if self.broken == "black":
            return np.zeros_like(self._last)
        if self.broken == "bright":
            return np.full_like(self._last, 255)
        if self.broken == "blurred":
            self._last = self._flat()
        elif self.broken != "frozen":
            self._last = self._picture()
        return self._last

    def _picture(self) -> Picture:
        checks = (np.indices((180, 320)) // 20).sum(axis=0) % 2 * 120 + 60
        noisy = checks[..., None] + self._draw.normal(0, 3, (180, 320, 3))
        return np.asarray(np.clip(noisy, 0, 255), np.uint8)

    def _flat(self) -> Picture:
        shade = np.linspace(80, 150, 320)[None, :, None] + self._draw.integers(-6, 7)
        return np.asarray(np.broadcast_to(shade, (180, 320, 3)), np.uint8)


class SimulatedEar(Twin):
    """A microphone in a room where somebody speaks; `dead`, `howling`."""

    def listen(self) -> Samples:
        """A second of a voice's pitch."""
        self.must_answer()
        height = {"dead": 1, "howling": 32_000}.get(self.broken, 2_500)
        turn = 2 * math.pi * 180 / RATE_HZ
        sharp = 40.0 if self.broken == "howling" else 1.0
        wave = (height * math.tanh(sharp * math.sin(turn * n)) for n in range(RATE_HZ))
        return array("h", [int(sample) for sample in wave])


class SimulatedConnector(Twin):
    """A screen that shows something; `dark`."""

    def status(self) -> str:
        """Plugged in, unless it is not."""
        return "disconnected" if self.broken == "unplugged" else "connected"

    def power(self) -> str:
        """Awake, unless it is dark."""
        return "Off" if self.broken == "dark" else "On"

    def edid(self) -> bytes:
        """Something of the right length."""
        return bytes(128)


class SimulatedPrinter(Twin):
    """A printer with paper; `paper_low`, `paper_out`, `cover`."""

    def status(self, which: int) -> int:
        """The byte that a real one would send."""
        self.must_answer()
        said = escpos.FIXED
        if which == escpos.PAPER and self.broken == "paper_low":
            said |= escpos.PAPER_LOW
        if which == escpos.PAPER and self.broken == "paper_out":
            said |= escpos.PAPER_LOW | escpos.PAPER_OUT
        if which == escpos.OFFLINE and self.broken == "cover":
            said |= escpos.COVER_OPEN
        return said


class SimulatedThermometer(Twin):
    """A room at ease; `warm`, `stopped`."""

    def celsius(self) -> float:
        """How warm it is."""
        self.must_answer()
        at = {"warm": 30.5, "stopped": 36.5}.get(self.broken, 24.0)
        return at + self.chance.gauss(0, 0.3)


class SimulatedUps(Twin):
    """A supply on mains; `battery`, `empty`."""

    def variable(self, name: str) -> str:
        """As upsd would say."""
        self.must_answer()
        status, charge = {"battery": ("OB DISCHRG", "80"), "empty": ("OB LB", "9")}.get(
            self.broken, ("OL CHRG", "100")
        )
        return status if name == "ups.status" else charge


class SimulatedPort(Twin):
    """Something that answers on the network, unless it is unplugged."""

    def look(self) -> Finding:
        """As a knock at a port would find."""
        self.must_answer()
        return Finding(Health.HEALTHY)
