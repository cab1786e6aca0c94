"""A platform of the day's own: in a temporary folder, on a free port of this machine, then gone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
from msgspec import Struct

from server.day.cast import CannotPlay

START_S_MAX, STOP_S_MAX, PAUSE_S = 60.0, 20.0, 0.1
READY = 200
LOG = "server.log"
STEERING = ("DATABASE_URL", "REDIS_URL", "WITH_WORKER", "WORKERS", "PROFILE", "RATE_LIMITS")


class Own(Struct):
    """One platform that was started here."""

    base: str
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it; by force when it does not want to."""
        self.process.terminate()
        try:
            self.process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def verify(self) -> int:
        """Ask its data whether everything that must be true is true."""
        command = [sys.executable, "-m", "server.verify"]
        return subprocess.run(command, env=self.environment, check=False).returncode  # noqa: S603 -- our own module


@contextmanager
def platform() -> Iterator[Own]:
    """Start one and wait until it is ready. Raises `CannotPlay` when it does not come up."""
    with TemporaryDirectory(prefix="finmart-day-") as name:
        own = _started(Path(name))
        try:
            _wait_until_ready(own)
            yield own
        finally:
            own.stop()


def _started(folder: Path) -> Own:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in STEERING} | {
        "PORT": str(port),
        "DATA_DIR": str(folder / "data"),
        "DEMO": "1",
        "DEMO_PACE_S": "0",
        "LOG_LEVEL": "WARNING",
    }
    with (folder / LOG).open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "server"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    return Own(f"http://127.0.0.1:{port}", folder, environment, process)


def _wait_until_ready(own: Own) -> None:
    until = time.monotonic() + START_S_MAX
    while time.monotonic() < until and own.process.poll() is None:
        with suppress(httpx2.HTTPError):
            if httpx2.get(f"{own.base}/readyz", timeout=2, trust_env=False).status_code == READY:
                return
        time.sleep(PAUSE_S)
    said = (own.folder / LOG).read_text("utf-8", errors="replace")[-2_000:]
    raise CannotPlay(f"the platform did not start:\n{said}")
