"""Starts the programs that are measured, waits until they answer, and ends every one of them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deploy.steps import ROOT, tethered

START_S_MAX = 30.0
STOP_S_MAX = 10.0
LOAD_S_MAX = 120.0


class NotStartedError(Exception):
    """A program did not answer in time; says what it wrote."""


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def program(
    command: Sequence[str],
    port: int,
    log: Path,
    env: Mapping[str, str] | None = None,
    given: Path = Path(os.devnull),
) -> Iterator[int]:
    """Run a program until the block ends; gives its process id once its port answers."""
    with log.open("wb") as out, given.open("rb") as read:
        process = subprocess.Popen(
            tethered(command),
            cwd=ROOT,
            env=os.environ | dict(env or {}),
            stdin=read,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, port, log)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 0.3):
                return
        except OSError:
            time.sleep(0.02)
    said = log.read_text("utf-8", errors="replace")[-2_000:]
    raise NotStartedError(f"{command_of(process)} did not answer:\n{said}")


def command_of(process: subprocess.Popen[bytes]) -> str:
    """The command of a process, for a person."""
    return " ".join(map(str, process.args)) if isinstance(process.args, list) else ""


def python(module: str, *words: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *words]


def asked(command: Sequence[str], given: Any) -> Any:
    """Run a program to its end: JSON in, JSON out."""
    done = subprocess.run(
        tethered(command),
        cwd=ROOT,
        input=json.dumps(given).encode(),
        stdout=subprocess.PIPE,
        timeout=LOAD_S_MAX,
        check=True,
    )
    return json.loads(done.stdout)


@contextmanager
def our_server(port: int, folder: Path, url: str, keys: str, **more: str) -> Iterator[int]:
    """`python -m server` on this database, with limits off: it is asked by one address."""
    env = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "DATA_DIR": str(folder / f"data-{port}"),
        "DATABASE_URL": url,
        "DATA_KEYS": keys,
        "DEMO": "0",
        "RATE_LIMITS": "0",
        "LOG_LEVEL": "ERROR",
        **more,
    }
    with program(python("server"), port, folder / f"server-{port}.log", env) as pid:
        yield pid
