"""Make a fresh clone ready to run or to test, doing only what is not done yet."""

import fcntl
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy import environment, front_ends
from deploy.steps import CLIENTS, ROOT, VAR, VENV, apt_command, apt_install, say, stopping_cleanly

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")
PURPOSES = ("run", "tools", "test", "clean")


def main(purpose: str) -> None:
    """Do what the purpose needs: `tools` only Python, `run` the pages too, `test` a browser too."""
    if purpose == "clean":
        clean()
        return
    with _alone():
        environment.prepare(for_tests=purpose != "run")
        if purpose == "tools":
            return
        front_ends.prepare()
        if purpose == "test":
            have_chromium()


def have_chromium() -> bool:
    """See that there is a browser with Chinese letters; say what to run when there is none."""
    wanted = [] if chromium() else ["chromium"]
    if not _has_chinese_letters():
        wanted.append("fonts-noto-cjk")
    if wanted and not apt_install(*wanted):
        say(f"! No {' and '.join(wanted)} here. {browser_advice()}")
    return chromium() is not None


def chromium() -> str | None:
    """Find the browser that journeys are walked in."""
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def browser_advice() -> str:
    """Name the one command without which journeys are left out."""
    return f"To walk the journeys in a browser, run: {apt_command(*BROWSER_PACKAGES)}"


def clean() -> None:
    """Remove what was made from the sources; data in var/ stays."""
    folders = [VENV, *(home / "node_modules" for home in front_ends.HOMES), *CLIENTS.glob("*/dist")]
    folders += [ROOT / f".{tool}_cache" for tool in ("mypy", "ruff", "pytest", "import_linter")]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    front_ends.BUILD_STAMP.unlink(missing_ok=True)


def _has_chinese_letters() -> bool:
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    command = [lister, ":lang=zh", "family"]
    return bool(subprocess.run(command, capture_output=True, check=False).stdout.strip())


@contextmanager
def _alone() -> Iterator[None]:
    """Let two set-ups of one clone follow one another."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this clone; waiting for it to end …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    with stopping_cleanly():
        if sys.argv[1:2] == [] or sys.argv[1] not in PURPOSES:
            raise SystemExit(f"usage: python -m deploy.setup {'|'.join(PURPOSES)}")
        main(sys.argv[1])
