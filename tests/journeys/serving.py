"""Runs the whole platform as a person would: `python -m server`, on a free port, in a folder."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx2

ROOT = Path(__file__).parent.parent.parent
POSTGRES = os.environ.get("TEST_DATABASE", "")
REDIS = os.environ.get("TEST_REDIS", "")
START_S_MAX = 60.0
STOP_S_MAX = 20.0
READY = 200


@dataclass
class Platform:
    """A platform under test: where it answers, where its data is, how it is started."""

    port: int
    folder: Path
    environment: Mapping[str, str]
    modules: tuple[str, ...] = ("server",)
    _processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """What its processes have said so far, for the message of a failure."""
        found = sorted(self.folder.glob("*.log"))
        return "\n".join(path.read_text("utf-8", errors="replace")[-4000:] for path in found)

    def start(self) -> None:
        """Start its processes and wait until it says that it is ready."""
        assert not self._processes, "it is running"
        for module in self.modules:
            self._processes.append(self._start(module))
            self._wait_until_ready()

    def stop(self, by: signal.Signals = signal.SIGTERM) -> None:
        """Stop its processes, and whatever they started, even when they do not want to."""
        while self._processes:
            process = self._processes.pop()
            family = [process.pid, *_children_of(process.pid)]
            process.send_signal(by)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_S_MAX)
            for pid in family:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
            process.wait()

    def _start(self, module: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{module}.log").open("ab") as out:
            return subprocess.Popen(  # noqa: S603 -- our own modules
                [sys.executable, "-m", module],
                cwd=ROOT,
                env=_clean(os.environ) | dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_S_MAX
        while time.monotonic() < deadline:
            fallen = [each.args for each in self._processes if each.poll() is not None]
            assert not fallen, f"{fallen} ended at once:\n{self.log}"
            with contextlib.suppress(httpx2.HTTPError):
                if httpx2.get(f"{self.base}/readyz", timeout=2).status_code == READY:
                    return
            time.sleep(0.05)
        raise AssertionError(f"not ready after {START_S_MAX:.0f} s:\n{self.log}")


@contextlib.contextmanager
def running_server(folder: Path, **environment: str) -> Iterator[Platform]:
    """Serve from an empty folder on SQLite, everything in one process, until the block ends."""
    platform = Platform(_free_port(), folder, {})
    platform.environment = _settings(platform) | environment
    with _stopped_at_the_end(platform):
        yield platform


@contextlib.contextmanager
def running_fleet(folder: Path, **environment: str) -> Iterator[Platform]:
    """Serve from a new database of PostgreSQL, with Redis, and the worker as its own process."""
    assert POSTGRES, "set TEST_DATABASE and TEST_REDIS (make test does)"
    assert REDIS, "set TEST_DATABASE and TEST_REDIS (make test does)"
    name = f"journey_{uuid4().hex}"
    asyncio.run(_tell_postgres(f"CREATE DATABASE {name}"))
    platform = Platform(_free_port(), folder, {}, ("server", "server.worker"))
    platform.environment = _settings(platform) | {
        "DATABASE_URL": f"{POSTGRES.rpartition('/')[0]}/{name}",
        "REDIS_URL": REDIS,
        "WITH_WORKER": "0",
        **environment,
    }
    try:
        with _stopped_at_the_end(platform):
            yield platform
    finally:
        asyncio.run(_tell_postgres(f"DROP DATABASE {name} WITH (FORCE)"))


@contextlib.contextmanager
def _stopped_at_the_end(platform: Platform) -> Iterator[None]:
    platform.folder.mkdir(parents=True, exist_ok=True)
    try:
        platform.start()
        yield
    finally:
        platform.stop()


def _settings(platform: Platform) -> dict[str, str]:
    """A demo world that nobody but the test moves."""
    return {
        "PORT": str(platform.port),
        "DATA_DIR": str(platform.folder / "data"),
        "DEMO": "1",
        "DEMO_PACE_S": "0",
        "LOG_LEVEL": "WARNING",
    }


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would steer the server from outside the test."""
    ours = {"DATABASE_URL", "REDIS_URL", "WITH_WORKER", "WORKERS", "PROFILE", "WALL_KEY"}
    return {name: value for name, value in environment.items() if name not in ours}


def _children_of(pid: int) -> list[int]:
    """Processes that this one started; in sessions of their own they outlive its group."""
    found: list[int] = []
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            found += [int(child) for child in path.read_text("ascii").split()]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _tell_postgres(statement: str) -> None:
    connection = await asyncpg.connect(POSTGRES)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
