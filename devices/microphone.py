"""A microphone's level: silent as if unplugged, loud as if it howled, or as it should be."""

import math
import shutil
import subprocess
from array import array
from collections.abc import Sequence
from typing import Protocol

from devices.contract import Finding, ProbeError
from vocabulary.fleet import Health

SECONDS = 1
RATE_HZ = 16_000
RECORD_S_MAX = 5.0
FULL_SCALE = 32_768.0
DEAD_DBFS = -75.0  # below the noise of any working capsule
LOUD_DBFS = -3.0
SILENCE_DBFS = -120.0


Samples = Sequence[int]


class Ear(Protocol):
    """Whatever gives sound."""

    def listen(self) -> Samples:
        """A second of samples, 16 bit."""


class RecordingEar:
    """A sound card of this machine, by ALSA's own recorder."""

    def __init__(self, card: str = "default") -> None:
        self._card = card

    def listen(self) -> Samples:
        """Record a second; nothing is kept."""
        program = shutil.which("arecord")
        if program is None:
            raise ProbeError("本机没有录音程序")
        wanted = ["-D", self._card, "-d", str(SECONDS), "-f", "S16_LE", "-r", str(RATE_HZ)]
        try:
            done = subprocess.run(  # noqa: S603 -- no shell
                [program, "-q", "-t", "raw", *wanted],
                capture_output=True,
                timeout=RECORD_S_MAX,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as problem:
            raise ProbeError("无法录音") from problem
        return array("h", done.stdout[: len(done.stdout) // 2 * 2])


def level_dbfs(samples: Samples) -> float:
    """The mean level, as decibels below the loudest there can be."""
    if not samples:
        return SILENCE_DBFS
    power = sum(sample * sample for sample in samples) / len(samples)
    return max(SILENCE_DBFS, 10 * math.log10(power / FULL_SCALE**2)) if power else SILENCE_DBFS


class MicrophoneProbe:
    """Listens for a second and keeps nothing but the level."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear

    def look(self) -> Finding:
        """How loud it is."""
        level = level_dbfs(self._ear.listen())
        values = {"level": level}
        if level <= DEAD_DBFS:
            return Finding(Health.DOWN, "话筒没有声音", values)
        if level >= LOUD_DBFS:
            return Finding(Health.WARNING, "声音过大，可能啸叫", values)
        return Finding(Health.HEALTHY, "", values)
