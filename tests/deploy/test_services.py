"""The throw-away PostgreSQL and Redis answer, and leave nothing behind, even when killed."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from redis.asyncio import Redis

from deploy import services
from deploy.steps import StepFailed

pytestmark = pytest.mark.slow

PATIENCE_S = 15.0
KEEP_UP = [sys.executable, "-m", "deploy.services"]


@pytest.fixture
def own_temp(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lend a temporary folder that no other test looks into, and PostgreSQL's account may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        monkeypatch.setattr("tempfile.tempdir", name)
        monkeypatch.setenv("TMPDIR", name)
        yield folder


@contextmanager
def kept_up() -> Iterator[subprocess.Popen[str]]:
    """Keep both up in a process of their own, started as a shell starts one in the background."""
    command = ["env", "--ignore-signal=INT", *KEEP_UP]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def left_in(folder: Path) -> int:
    return len(list(folder.glob(f"{services.FOLDER_PREFIX}*")))


def is_open(address: str) -> bool:
    parts = urlsplit(address)
    with socket.socket() as probe:
        return probe.connect_ex((parts.hostname, parts.port)) == 0


def within_patience(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return true()


async def test_both_answer_and_are_gone_afterwards(own_temp: Path) -> None:
    with services.services() as found:
        connection = await asyncpg.connect(found.postgres)
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
        assert await connection.fetchval("SHOW fsync") == "off"
        await connection.close()
        async with Redis.from_url(found.redis) as cache:
            assert await cache.ping()
        assert left_in(own_temp) == 2

    assert not is_open(found.postgres)
    assert not is_open(found.redis)
    assert left_in(own_temp) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_they_end_with_whoever_asked_for_them(own_temp: Path, number: signal.Signals) -> None:
    with kept_up() as process:
        addresses = _addresses(process)
        assert all(map(is_open, addresses))
        process.send_signal(number)
        process.wait(PATIENCE_S)

    assert process.returncode == 128 + number
    assert not any(map(is_open, addresses))
    assert left_in(own_temp) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has parent-death signals")
def test_they_die_even_when_that_process_is_killed_and_the_next_one_sweeps_up(
    own_temp: Path,
) -> None:
    with kept_up() as process:
        addresses = _addresses(process)
        process.kill()

    assert within_patience(lambda: not any(map(is_open, addresses)))
    assert left_in(own_temp) == 2
    with services.redis():
        assert left_in(own_temp) == 1


def test_a_command_finds_the_addresses_in_its_environment(own_temp: Path) -> None:
    asks = "import os; print(os.environ['TEST_DATABASE'], os.environ['TEST_REDIS'])"
    answer = subprocess.run(
        [*KEEP_UP, sys.executable, "-c", asks], capture_output=True, text=True, check=True
    )

    database, cache = answer.stdout.split()
    assert database.startswith("postgres://")
    assert cache.startswith("redis://")


async def test_wheels_do_when_the_system_has_neither(
    own_temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SYSTEM_POSTGRES", own_temp / "absent")
    monkeypatch.setattr(services, "SYSTEM_REDIS", ())

    with services.services() as found:
        connection = await asyncpg.connect(found.postgres)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
        async with Redis.from_url(found.redis) as cache:
            assert await cache.ping()


async def test_programs_that_the_account_cannot_reach_are_copied(
    own_temp: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "SYSTEM_POSTGRES", own_temp / "absent")
    monkeypatch.setattr(services, "_may_run", lambda *_: False)

    with services.postgres() as address:
        assert left_in(own_temp) == 2
        connection = await asyncpg.connect(address)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()

    assert left_in(own_temp) == 0


def test_memory_is_used_only_when_there_is_plenty(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TMPDIR", raising=False)
    monkeypatch.setattr(services, "MEMORY", tmp_path)
    monkeypatch.setattr(services, "MEMORY_BYTES_MIN", 1)
    assert services.quick_base() == tmp_path
    monkeypatch.setattr(services, "MEMORY_BYTES_MIN", 1 << 62)
    assert services.quick_base() != tmp_path


def test_a_program_that_does_not_start_says_why(own_temp: Path) -> None:
    folder = own_temp / "x"
    folder.mkdir()
    command = [sys.executable, "-c", "raise SystemExit('no disk left')"]

    with (
        pytest.raises(StepFailed, match="no disk left"),
        services.running(command, folder, lambda: False, services.OURSELVES, signal.SIGTERM),
    ):
        pass


def _addresses(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(2)]
    assert os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    return [line.split("=", 1)[1].strip() for line in lines]
