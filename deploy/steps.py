"""Run one step after another with progress, and let no child outlive its parent."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
CLIENTS = ROOT / "clients"
VAR = ROOT / "var"

TAIL_LINES_MAX = 40
STEP_S_MAX = 20 * 60
SILENCE_S = 10
STOPPED = 128 + signal.SIGINT


class StepFailed(Exception):
    """A step did not succeed; its sentence is all that a person needs."""


def say(sentence: str) -> None:
    """Print one line at once, also into a pipe."""
    print(sentence, flush=True)


def tethered(command: Sequence[str], by: str = "TERM") -> list[str]:
    """Give the command a parent-death signal where Linux offers one (setpriv, util-linux)."""
    if sys.platform == "linux" and (setpriv := shutil.which("setpriv")):
        return [setpriv, "--pdeathsig", by, *command]
    return list(command)


@contextlib.contextmanager
def ended_with_us(process: subprocess.Popen[Any]) -> Iterator[None]:
    """End the program when the block ends before it does, and when it outstays the limit."""
    limit = threading.Timer(STEP_S_MAX, process.kill)
    limit.start()
    try:
        yield
    except BaseException:
        process.terminate()
        raise
    finally:
        limit.cancel()


def shown(
    title: str,
    command: Sequence[str],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    counts: Callable[[str], bool] | None = None,
    total: int = 0,
) -> None:
    """Run a long step under one line of progress; show its output only when it fails."""
    say(f"• {title}")
    began = told = time.monotonic()
    tail: list[str] = []
    done = 0
    with (
        subprocess.Popen(
            tethered(command),
            cwd=cwd,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process,
        ended_with_us(process),
    ):
        for line in process.stdout or ():
            tail = [*tail[-TAIL_LINES_MAX:], line]
            done += counts is not None and counts(line)
            if time.monotonic() - told > SILENCE_S:
                told = time.monotonic()
                progress = f"{min(done, total)} of {total}" if total else line.strip()[:80]
                say(f"  {told - began:.0f} s: {progress}")
    if process.returncode:
        raise StepFailed(f"{''.join(tail)}\n✗ {title}: failed ({' '.join(command[:6])} …)")
    say(f"  done in {time.monotonic() - began:.1f} s")


@contextlib.contextmanager
def stopping_cleanly() -> Iterator[None]:
    """Turn Ctrl-C and a polite kill into one line and an exit code, never a traceback.

    Also where Ctrl-C was being ignored: a shell does that to what it runs in the background.
    """

    def stop(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except StepFailed as failure:
        sys.stderr.write(f"{failure}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        raise SystemExit(STOPPED) from None


def may_install() -> bool:
    """Whether Debian packages can be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_command(*packages: str) -> str:
    """Name the one command that installs these packages."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def apt_install(*packages: str) -> bool:
    """Install Debian packages when we may; whether they are there afterwards."""
    if not may_install():
        return False
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    try:
        shown("Refreshing the list of Debian packages", ["apt-get", "update"], env=env)
        shown(f"Installing {', '.join(packages)}", command, env=env)
    except StepFailed as failure:
        say(str(failure))
        return False
    return True
